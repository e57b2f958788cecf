"""The training: its loss and rates, one process or two, interrupted and gone on with."""

import itertools
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

pytest.importorskip("onnx", reason="the extra 'training' is not installed")
pytest.importorskip("scipy", reason="the extra 'training' is not installed")

from index.embedding import load_embedder
from index.training import data, network, stages
from index.training.distillation import Corpus, Distillation, Plan, distance, schedule
from index.training.optimiser import RowAdam
from tests.random_network import random_weights


@pytest.fixture(scope="module")
def weights():
    """A table as long as the piece numbers of these tests."""
    return random_weights(300)


@pytest.mark.slow
def test_processes_side_by_side_take_the_mean_of_their_weights(tmp_path):
    """The body becomes the mean; a row that one process moved keeps its move, one that both moved their mean."""
    script = """
import sys, torch
from pathlib import Path
from index.training.peers import Peers
rank, table = int(sys.argv[1]), torch.zeros(4, 2)
peers = Peers.met(rank, 2, Path(sys.argv[2]), table, first=1)
table[1 + rank] += 6.0
table[3] += 2.0 + rank
body = {"a": torch.full((2, 2), float(rank)), "b": torch.full((3,), 4.0)}
peers.share(body, table)
print(body["a"].tolist(), body["b"].tolist(), table.tolist(), peers.seconds(10.0 + 2 * rank))
peers.leave()
"""
    command = [sys.executable, "-W", "ignore", "-c", script]
    running = [
        subprocess.Popen([*command, str(rank), str(tmp_path / "meeting")], stdout=subprocess.PIPE, text=True)
        for rank in (0, 1)
    ]
    said = [one.communicate(timeout=120)[0].strip() for one in running]

    assert [0, 0] == [one.returncode for one in running]
    assert said[0] == said[1]
    assert f"{[[0.5, 0.5]] * 2} {[4.0] * 3} {[[0.0] * 2, [6.0] * 2, [6.0] * 2, [2.5] * 2]} 11.0" == said[0]


def test_the_loss_is_least_at_the_target():
    """Vectors on their targets cost less than those of their neighbours, and 1 - cosine is then nothing."""
    target = torch.nn.functional.normalize(torch.eye(6, 8) + 0.1, dim=1)
    others = torch.nn.functional.normalize(torch.flip(torch.eye(8), [0]), dim=1)

    right, away = distance(target, target, others, 20.0)
    wrong, far = distance(target.roll(1, 0), target, others, 20.0)

    assert pytest.approx(0.0, abs=1e-5) == away
    assert float(right) < float(wrong)
    assert far > 0.5


def test_a_misaligned_row_counts_for_nothing():
    """One pair much further off than the other sixty draws no gradient."""
    chance = torch.Generator().manual_seed(1)
    target = torch.nn.functional.normalize(torch.randn(60, 16, generator=chance), dim=1)
    vectors = torch.nn.functional.normalize(target + 0.05 * torch.randn(60, 16, generator=chance), dim=1)
    vectors[7] = -target[7]
    vectors.requires_grad_()

    loss, _ = distance(vectors, target, target[:4], 20.0)
    torch.autograd.backward(3 * loss)
    slopes = vectors.grad.norm(dim=1)

    assert float(slopes[7]) < 0.2 * float(slopes.median())


def test_rates_rise_stay_and_fall():
    """Up over the warm part, level, then down to nearly nothing."""
    assert [0.01, 0.5, 1.0, 1.0] == [schedule(part, warm=0.1) for part in (0.0, 0.05, 0.1, 0.3)]
    assert schedule(0.5, 0.1) > schedule(0.8, 0.1) > schedule(1.0, 0.1)
    assert 0.01 == schedule(1.5, 0.1)


def test_only_touched_new_rows_move():
    """Rows that were not in the batch, and the teacher's own rows, stay as they are."""
    table = torch.zeros(6, 4)
    RowAdam(table, first=2).step(torch.tensor([0, 2, 5]), torch.ones(3, 4), rate=0.1)

    assert [False, False, True, False, False, True] == table.bool().any(1).tolist()
    assert pytest.approx(-0.1, abs=1e-5) == float(table[2, 0])


@pytest.fixture
def second_a_step(monkeypatch):
    """A clock for the training that goes on by a second whenever it is read, once a step, however busy the machine is."""
    clock = itertools.count()
    monkeypatch.setattr("index.training.distillation.time", SimpleNamespace(monotonic=lambda: float(next(clock))))


@pytest.mark.usefixtures("second_a_step")
def test_training_draws_nearer_and_goes_on_from_its_checkpoint(weights, tmp_path):
    """Sixty steps bring the vectors nearer to their targets; a second run starts where the first ended."""
    chance = np.random.default_rng(0)
    texts = [chance.integers(1, 300, 8).astype(np.int32) for _ in range(64)]
    targets = chance.standard_normal((64, network.WIDTH))
    targets = (targets / np.linalg.norm(targets, axis=1, keepdims=True)).astype(np.float16)
    corpus = Corpus(russian=texts, english=texts, weights=[1.0] * 64, targets=targets)

    plan = Plan(minutes=1.0, tokens=256, bank=16, compiled=False)
    first = Distillation(plan, weights, first_new=0)
    first.run(corpus, tmp_path)
    second = Distillation(plan, weights, first_new=0)
    second.restore(tmp_path / "checkpoint.pt")

    assert 60 == first.steps == second.steps
    assert torch.equal(first.rows.table, second.rows.table)
    assert cosine(first, texts, targets) > cosine(None, texts, targets, weights) + 0.05


def test_training_that_is_interrupted_keeps_what_it_has(weights, tmp_path, monkeypatch):
    """Ctrl-C in the third step leaves a checkpoint of the first two."""
    texts = [np.array([1, 2, 3, 4], np.int32)] * 32
    corpus = Corpus(texts, texts, [1.0] * 32, np.eye(32, network.WIDTH, dtype=np.float16))
    run = Distillation(Plan(minutes=5.0, tokens=256, bank=16, compiled=False), weights, first_new=0)
    step = run._step

    def interrupted(*given):
        if run.steps == 2:
            raise KeyboardInterrupt
        return step(*given)

    monkeypatch.setattr(run, "_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.run(corpus, tmp_path)
    again = Distillation(Plan(minutes=5.0, tokens=256, bank=16, compiled=False), weights, first_new=0)
    again.restore(tmp_path / "checkpoint.pt")

    assert 2 == again.steps


def cosine(run, texts, targets, start=None):
    """Mean cosine of the network's vectors with their targets."""
    state = start if run is None else run.body.masters | {"words": run.rows.table}
    rows = state["words"][torch.from_numpy(np.stack(texts).astype(np.int64))]
    with torch.no_grad():
        vectors = network.forward(state, rows, None)
    return float((vectors * torch.from_numpy(targets).float()).sum(1).mean())


@pytest.mark.slow
def test_the_command_trains_in_two_processes_and_leaves_a_finished_model(tmp_path):
    """From pairs to a model's folder; both processes leave at the same meeting, and the same command trains no more."""
    nouns = ["дом", "сад", "лес", "кот", "пёс", "стол", "стул", "мост"]
    things = ["house", "garden", "forest", "cat", "dog", "table", "chair", "bridge"]
    pairs = [
        data.Pair(f"{things[one]} and {things[two]}", f"{nouns[one]} и {nouns[two]}", "x")
        for one in range(8)
        for two in range(8)
    ] * 16
    work = tmp_path / "work"
    work.mkdir()
    data.write(pairs, work / "pairs.tsv")
    (work / "stems.txt").write_text("", encoding="utf8")
    columns = {"source": "x", "repo": "ours", "license_as_stated": "MIT", "license_class": "open"}
    table = "".join("\t".join(row) + "\n" for row in (columns, columns.values()))
    root = Path(__file__).parent.parent
    given, licences, sets = work / "pairs.tsv", tmp_path / "sources.tsv", root / "seeds" / "evaluation" / "model"
    command = [sys.executable, "-m", "index.training", str(given), str(sets), str(work), "--sources", str(licences)]
    command += ["--minutes", "0.05", "--tokens", "256", "--pieces", "200", "--processes", "2", "--plain"]
    licences.write_text(table, encoding="utf8")

    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    steps, seen, seconds = torch.load(work / "checkpoint.pt", weights_only=True)["progress"]
    before = (work / "weights.pt").read_bytes()
    plan = Plan(minutes=0.05, tokens=256, compiled=False)
    stages.train(stages.Job(given, licences, sets, work, plan, pieces=200))

    assert steps > 0
    assert 0 == steps % 20
    assert seen > 0
    assert seconds >= 3
    assert before == (work / "weights.pt").read_bytes()
    assert "int8" == load_embedder(work / "model").precision
    assert "| x | 1024 |" in (work / "model" / "README.md").read_text(encoding="utf8")
