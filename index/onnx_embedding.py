"""The bundled model at run time: onnxruntime and tokenizers, nothing heavier."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

from archive.errors import ModelError, ModelNotFound
from index.embedding import Progress, Vector, Vectors, checked
from index.side_by_side import side_by_side

METADATA = "embedder.json"
MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"

# What a layer makes of so many pieces (384 to 1536 numbers each) stays in a core's cache; 4096 took half as long again.
_PIECES_A_BATCH = 384
# Steps that onnxruntime puts together into slower ones; of version 1.32 this goes for the second, of others for the first too.
_SLOWER_TOGETHER = ["SkipLayerNormFusion", "BiasGeluFusion"]
_Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OnnxEmbedder:
    """An ONNX encoder with its tokenizer beside it; pooling and normalising are part of the graph."""

    name: str
    revision: str
    dimension: int
    max_pieces: int
    precision: str
    prompts: Mapping[str, str]
    session: ort.InferenceSession = field(repr=False)
    tokenizer: Tokenizer = field(repr=False)  # its own repr is the whole vocabulary

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> "OnnxEmbedder":
        """Read a folder of model.onnx, tokenizer.json and embedder.json.

        `threads` share the work of one batch, 0 meaning one a core. Many texts make many batches, which run side by side
        on all cores anyway; a question is quickest in one thread, one long text alone (256 pieces) in several.
        """
        missing = [name for name in (METADATA, MODEL, TOKENIZER) if not (folder / name).is_file()]
        if missing:
            raise ModelNotFound(
                f"The embedding model in '{folder}' lacks {', '.join(missing)}. Install the package again, "
                "or name another model with '--model'."
            )
        try:
            facts = json.loads((folder / METADATA).read_text(encoding="utf8"))
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            session = ort.InferenceSession(
                str(folder / MODEL),
                _options(threads),
                providers=["CPUExecutionProvider"],
                disabled_optimizers=_SLOWER_TOGETHER,
            )
            tokenizer.no_padding()
            tokenizer.no_truncation()
            return cls(
                name=str(facts["name"]),
                revision=str(facts["revision"]),
                dimension=int(facts["dimension"]),
                max_pieces=int(facts["max_pieces"]),
                precision=str(facts["precision"]),
                prompts=dict(facts["prompts"]),
                session=session,
                tokenizer=tokenizer,
            )
        except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions for damaged files
            raise ModelError(
                f"The embedding model in '{folder}' cannot be read ({error}). Install the package again."
            ) from error

    def embed_query(self, text: str) -> Vector:
        """The unit vector of a question, float32, shape (dimension,)."""
        vector: Vector = self.embed_queries([text])[0]
        return vector

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, float32, shape (texts, dimension)."""
        return self._embed([self.prompts.get("query", "") + text for text in texts], None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors of passages, float32, shape (texts, dimension); `progress` gets (done, all)."""
        return self._embed([self.prompts.get("passage", "") + text for text in texts], progress)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each passage has before any is cut off, specials and prompt included."""
        prompt = self.prompts.get("passage", "")
        return [len(encoded.ids) for encoded in self.tokenizer.encode_batch_fast([prompt + text for text in texts])]

    def pieces(self, texts: Sequence[str]) -> dict[str, _Ids]:
        """What the graph takes: `input_ids` and `attention_mask`, int64, shape (texts, pieces), padded with 0."""
        return _inputs([self._cut(encoded.ids) for encoded in self.tokenizer.encode_batch_fast(list(texts))])

    def _embed(self, texts: Sequence[str], progress: Progress | None) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        ids = [self._cut(encoded.ids) for encoded in self.tokenizer.encode_batch_fast(list(texts))]

        def fill(chosen: _Ids) -> int:
            found = self.session.run(None, _inputs([ids[number] for number in chosen]))[0]
            vectors[chosen] = checked(found, self.name, self.dimension)
            return len(chosen)

        done = 0

        def tell(count: int) -> None:
            nonlocal done
            done += count
            if progress:
                progress(done, len(texts))

        # Whole batches for each core are a sixth quicker than cores that share each step of a batch and wait for one another.
        side_by_side(fill, list(_batches([len(one) for one in ids])), tell)
        return vectors

    def _cut(self, ids: list[int]) -> list[int]:
        """The first pieces that the model can read, the closing special kept."""
        return ids if len(ids) <= self.max_pieces else [*ids[: self.max_pieces - 1], ids[-1]]


def _options(threads: int) -> ort.SessionOptions:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take the core from whatever comes after the model: a search took three times as long.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options


def _batches(lengths: Sequence[int]) -> Iterator[_Ids]:
    """Numbers of texts of like length, about `_PIECES_A_BATCH` pieces together, shortest first: hardly any padding."""
    order = np.argsort(np.array(lengths, np.int64), kind="stable")
    at = 0
    while at < len(order):
        size = 1
        while at + size < len(order) and (size + 1) * lengths[order[at + size]] <= _PIECES_A_BATCH:
            size += 1
        yield order[at : at + size]
        at += size


def _inputs(ids: Sequence[list[int]]) -> dict[str, _Ids]:
    longest = max(len(one) for one in ids)
    pieces = np.zeros((len(ids), longest), np.int64)
    mask = np.zeros((len(ids), longest), np.int64)
    for row, one in enumerate(ids):
        pieces[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return {"input_ids": pieces, "attention_mask": mask}
