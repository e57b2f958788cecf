"""The stages of the recipe, each of which leaves its result in the work folder and is skipped when that is there."""

import json
import logging
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import torch
from tokenizers import Tokenizer
from torch.multiprocessing.spawn import ProcessException, start_processes

from archive.errors import ModelError
from index.evaluation.model import Figure, evaluate_model
from index.onnx_embedding import OnnxEmbedder
from index.training import (
    alignment,
    bundle,
    card,
    data,
    frames,
    lexicon,
    network,
    reporting,
    stems,
    teacher,
    vocabulary,
    warm_start,
)
from index.training.distillation import Corpus, Distillation, Plan
from index.training.student import StudentEmbedder

logger = logging.getLogger(__name__)

# The set in the box: it alone has pairs that differ by a negation or a number.
_SMALL = Path(__file__).parent.parent.parent / "seeds" / "evaluation" / "model"
_NO_TEXT = {data.PASSAGES, frames.NAMES, frames.TERMS}  # what the Russian pieces are not learned from
_ALIGNED = 24  # pieces on either side of a pair that alignment still reads


@dataclass(frozen=True, slots=True)
class Job:
    """What to make, from what, and where."""

    pairs: Path
    sources: Path
    evaluation: Path
    work: Path
    plan: Plan
    licences: tuple[str, ...] = data.LICENCES
    pieces: int = 50_000
    passages: int = 24_000
    words: Path | None = None  # English words, one a line, to look for people and terms among
    start: Path | None = None  # folder of a finished model to go on from


def run(job: Job) -> None:
    """All stages in turn; the finished model lies in WORK/model."""
    job.work.mkdir(parents=True, exist_ok=True)
    for stage in (prepare, tokenize, align, teach, train, quantise, evaluate):
        begun = time.monotonic()
        stage(job)
        logger.info("%s: %.0f s", stage.__name__, time.monotonic() - begun)


def prepare(job: Job) -> None:
    """pairs.tsv: clean pairs of the allowed licences, thinned, then passages and the lexicon; stems.txt: its stems."""
    if (job.work / "pairs.tsv").exists():
        return
    classes = data.licence_classes(job.sources)
    held_out = data.evaluation_keys(job.evaluation)
    pairs = data.clean(data.read_pairs(job.pairs, classes, job.licences), held_out)
    chosen = data.thinned(pairs)
    chosen += data.passages(chosen, job.passages)
    named, beginnings = lexicon.gathered(pairs, job.words)
    chosen += [pair for pair in named if not {data.key(pair.en), data.key(pair.ru)} & held_out]
    (job.work / "stems.txt").write_text("\n".join(beginnings), encoding="utf8")
    data.write(chosen, job.work / "pairs.tsv")
    logger.info("%d clean pairs, %d to train on, %d stems", len(pairs), len(chosen), len(beginnings))


def tokenize(job: Job) -> None:
    """tokenizer.json and origin.json."""
    if (job.work / "origin.json").exists():
        return
    english = (network.teacher_folder() / "vocab.txt").read_text(encoding="utf8").splitlines()
    texts = [pair.ru for pair in data.read(job.work / "pairs.tsv") if pair.source not in _NO_TEXT]
    made, origin = vocabulary.build(english, texts, job.pieces)
    named = (job.work / "stems.txt").read_text(encoding="utf8").split()
    made, origin = vocabulary.extended(made, origin, named, least_cut=3)
    made, origin = vocabulary.extended(made, origin, stems.frequent(texts, made))
    vocabulary.save(made, origin, job.work)
    logger.info("%d pieces, %d of them new", len(origin), origin.count(-1))


def align(job: Job) -> None:
    """first_rows.npy: the table of word pieces that training starts from."""
    path = job.work / "first_rows.npy"
    if path.exists():
        return
    tokenizer, origin = vocabulary.load(job.work)
    pairs = [pair for pair in data.read(job.work / "pairs.tsv") if pair.source != data.PASSAGES]
    russian = [ids[1:-1] for ids in teacher.piece_ids(tokenizer, [pair.ru for pair in pairs])]
    english = [ids[1:-1] for ids in teacher.piece_ids(tokenizer, [pair.en for pair in pairs])]
    short = [i for i in range(len(pairs)) if 0 < len(russian[i]) <= _ALIGNED and 0 < len(english[i]) <= _ALIGNED]
    counts: sp.csr_matrix = alignment.expected_counts(
        [russian[i] for i in short], [english[i] for i in short], len(origin)
    )
    np.save(path, alignment.first_rows(counts, network.teacher_weights()["words"].numpy(), origin))


def teach(job: Job) -> None:
    """teacher.npy: the teacher's vectors of the English sides."""
    english = [pair.en for pair in data.read(job.work / "pairs.tsv")]
    teacher.cached_vectors(english, job.work / "teacher.npy", job.plan.device, _said("teacher"))


def train(job: Job) -> None:
    """checkpoint.pt and weights.pt; goes on from the checkpoint when there is one."""
    if job.plan.processes == 1:
        _train(0, job)
        return
    meeting = job.work / "meeting"
    meeting.unlink(missing_ok=True)
    running = start_processes(_train, (job, meeting), nprocs=job.plan.processes, join=False, start_method="spawn")  # type: ignore[no-untyped-call]
    try:
        while not running.join():
            pass
    except ProcessException as error:
        raise ModelError(
            f"A process of the training ended too early: {error}. The same command goes on from the last checkpoint."
        ) from error
    except KeyboardInterrupt:
        for process in running.processes:
            os.kill(process.pid, signal.SIGINT)
        for process in running.processes:
            process.join()
        raise


def _train(rank: int, job: Job, meeting: Path | None = None) -> None:
    """One process of the training."""
    tokenizer, origin = vocabulary.load(job.work)
    rows = np.load(job.work / "first_rows.npy")
    if job.start is None:
        weights = network.teacher_weights() | {"words": torch.from_numpy(rows)}
    else:
        weights = warm_start.weights(job.start, tokenizer, rows)
    training = Distillation(job.plan, weights, origin.index(-1))
    checkpoint = job.work / "checkpoint.pt"
    if checkpoint.exists():
        training.restore(checkpoint)
    if training.seconds >= job.plan.minutes * 60:
        return
    if meeting is not None:
        if rank == 0:  # a process of its own does not inherit where messages go; the first speaks for all
            reporting.to_stderr()
        torch.set_num_threads(1)
        training.join(rank, meeting)
    training.run(_corpus(job, tokenizer), job.work)


def _corpus(job: Job, tokenizer: Tokenizer) -> Corpus:
    pairs = data.read(job.work / "pairs.tsv")
    return Corpus(
        russian=teacher.piece_ids(tokenizer, [pair.ru for pair in pairs]),
        english=teacher.piece_ids(tokenizer, [pair.en for pair in pairs]),
        weights=[data.times(pair) for pair in pairs],
        targets=np.load(job.work / "teacher.npy"),
    )


def quantise(job: Job) -> None:
    """model/: the eight-bit ONNX graph; plain/: the same in float32; parity.json: how near each is to PyTorch."""
    weights = torch.load(job.work / "weights.pt", map_location="cpu", weights_only=True)
    tokenizer, pairs = job.work / "tokenizer.json", data.read(job.work / "pairs.tsv")
    random.Random(1).shuffle(pairs)
    texts = [text for pair in pairs[:800] for text in (pair.ru, pair.en)]
    reference = StudentEmbedder.load(job.work / "weights.pt", tokenizer).embed_passages(texts[1000:])
    found = {}
    for name, calibration in (("plain", None), ("model", texts[:1000])):
        made = bundle.write(weights, tokenizer, job.work / name, calibration)
        least, mean = bundle.parity(made.embed_passages(texts[1000:]), reference)
        found[name] = {"least": least, "mean": mean}
        logger.info("%s against PyTorch: cosine at least %.5f, on average %.5f", name, least, mean)
    (job.work / "parity.json").write_text(json.dumps(found, indent=1), encoding="utf8")


def evaluate(job: Job) -> None:
    """figures.json: plain and quantised; model/README.md: the model card."""
    found: dict[str, list[Figure]] = {}
    for name in ("plain", "model"):
        embedder = OnnxEmbedder.load(job.work / name)
        folders = [folder for folder in (job.evaluation, _SMALL) if folder.is_dir()]
        found[name] = [figure for folder in folders for figure in evaluate_model(embedder, folder)]
    rows = {name: [asdict(figure) for figure in figures] for name, figures in found.items()}
    (job.work / "figures.json").write_text(json.dumps(rows, indent=1), encoding="utf8")
    text = card.written(job.work, job.sources, job.start, found["plain"], found["model"])
    (job.work / "model" / "README.md").write_text(text, encoding="utf8")


def _said(what: str) -> Callable[[int, int], None]:
    def say(done: int, everything: int) -> None:
        logger.info("%s: %d of %d", what, done, everything)

    return say
