"""The network, its losses and its ONNX graph, in numbers small enough to run on any machine."""

import itertools
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

pytest.importorskip("onnx", reason="the extra 'training' is not installed")
pytest.importorskip("scipy", reason="the extra 'training' is not installed")

from index.embedding import BUNDLED_FOLDER, load_embedder
from index.training import alignment, bundle, data, network, stages, vocabulary, warm_start
from index.training.distillation import Corpus, Distillation, Plan, distance, schedule
from index.training.optimiser import RowAdam
from index.training.pooling import counted
from index.training.student import StudentEmbedder

PIECES = 110_000  # as many rows as the bundled tokenizer can ask for


@pytest.fixture(scope="module")
def weights():
    """A random network of the real shape, its table only as long as the tests' piece numbers."""
    chance = torch.Generator().manual_seed(0)

    def some(*shape):
        return torch.randn(*shape, generator=chance) * 0.05

    made = {"words": some(PIECES, network.WIDTH), "positions": some(512, network.WIDTH)}
    shapes = {"qkv": (1152, 384), "out": (384, 384), "up": (1536, 384), "down": (384, 1536)}
    for layer in range(network.LAYERS):
        for name, (outputs, inputs) in shapes.items():
            made[f"{layer}.{name}.weight"] = some(outputs, inputs)
            made[f"{layer}.{name}.bias"] = some(outputs)
    for norm in ["norm", *(f"{layer}.norm{n}" for layer in range(network.LAYERS) for n in (1, 2))]:
        made[f"{norm}.weight"], made[f"{norm}.bias"] = 1 + some(network.WIDTH), some(network.WIDTH)
    return made


TEXTS = [
    "Мы победим.",
    "Зависимость от чужих технологий — это слабость.",
    "A promise made in a hurry is seldom kept.",
    "Yes",
    "И старый мост, и река, и письма солдат: всё это мы помним, всё это мы сохраним для тех, кто придёт после нас.",
]


def test_the_onnx_graph_gives_the_networks_vectors(weights, tmp_path):
    """In float32 the graph and PyTorch agree to 0.999 cosine and far better."""
    made = bundle.write(weights, BUNDLED_FOLDER / "tokenizer.json", tmp_path, None)
    reference = StudentEmbedder(weights, Tokenizer.from_file(str(BUNDLED_FOLDER / "tokenizer.json")))
    texts = [*TEXTS, "", "?!", "— …", "你好"]  # with nothing to pool but the frame of a text, or unknown pieces

    least, _ = bundle.parity(made.embed_passages(texts), reference.embed_passages(texts))

    assert least > 0.99999


def test_eight_bits_stay_near_float32(weights, tmp_path):
    """Quantised with outliers smoothed away, the vectors of an untrained network still agree to 0.99."""
    plain = bundle.write(weights, BUNDLED_FOLDER / "tokenizer.json", tmp_path / "plain", None)
    small = bundle.write(weights, BUNDLED_FOLDER / "tokenizer.json", tmp_path / "small", TEXTS)

    least, _ = bundle.parity(plain.embed_passages(TEXTS), small.embed_passages(TEXTS))

    assert 0.99 < least < 0.999999
    assert ("float32", "int8") == (plain.precision, small.precision)
    assert plain.revision != small.revision


@pytest.mark.parametrize("calibration", [None, TEXTS], ids=["float32", "int8"])
def test_weights_are_read_back_from_the_file(weights, tmp_path, calibration):
    """A finished model gives the weights to go on from, smoothed or not; they give its vectors."""
    made = bundle.write(weights, BUNDLED_FOLDER / "tokenizer.json", tmp_path, calibration)
    tokenizer = Tokenizer.from_file(str(BUNDLED_FOLDER / "tokenizer.json"))

    read = warm_start.weights(tmp_path, tokenizer, np.zeros((PIECES, network.WIDTH), np.float32))
    least, _ = bundle.parity(StudentEmbedder(read, tokenizer).embed_passages(TEXTS), made.embed_passages(TEXTS))

    assert least > (0.99999 if calibration is None else 0.999)
    assert read.keys() == weights.keys()


def test_a_piece_the_model_does_not_know_starts_as_aligned(weights, tmp_path):
    """Known pieces keep their rows under new numbers; a new piece takes its row from the alignment."""
    bundle.write(weights, BUNDLED_FOLDER / "tokenizer.json", tmp_path, None)
    known = Tokenizer.from_file(str(BUNDLED_FOLDER / "tokenizer.json")).get_vocab()
    wider = vocabulary.tokenizer({"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "война": 4, "ъъщъъ": 5})

    read = warm_start.weights(tmp_path, wider, np.full((7, network.WIDTH), 7.0, np.float32))

    assert torch.equal(weights["words"][known["война"]], read["words"][4])
    assert 7.0 == float(read["words"][5, 0])


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
"""
    command = [sys.executable, "-W", "ignore", "-c", script]
    running = [
        subprocess.Popen([*command, str(rank), str(tmp_path / "meeting")], stdout=subprocess.PIPE, text=True)
        for rank in (0, 1)
    ]
    said = [one.communicate(timeout=120)[0].strip() for one in running]

    assert said[0] == said[1]
    assert f"{[[0.5, 0.5]] * 2} {[4.0] * 3} {[[0.0] * 2, [6.0] * 2, [6.0] * 2, [2.5] * 2]} 11.0" == said[0]


def test_padding_does_not_change_a_vector(weights):
    """A text padded and masked has the vector it has alone."""
    body = {name: value for name, value in weights.items() if network.is_body(name)}
    rows = weights["words"][torch.tensor([[5, 6, 7, 8, 0, 0]])]
    mask = torch.tensor([[True, True, True, True, False, False]])

    alone, padded = network.forward(body, rows[:, :4], None), network.forward(body, rows, mask)

    assert torch.allclose(alone, padded, atol=1e-5)


def test_neither_padding_nor_marks_count_in_a_finished_vector(weights):
    """The finished model's mean is over what is counted; a text without any has the mean of all its pieces."""
    body = {name: value for name, value in weights.items() if network.is_body(name)}
    rows = weights["words"][torch.tensor([[5, 6, 7, 8, 0, 0]])]
    mask = torch.tensor([[True, True, True, True, False, False]])
    words = torch.tensor([[False, True, True, False, True, True]])
    last = network.layers(body, rows[:, :4], None)[-3:]
    mixed = sum(share * layer for share, layer in zip(network.LAST_LAYERS, last, strict=True))[0]

    pooled = network.finished(body, rows, mask, words)
    unpooled = network.finished(body, rows, mask, torch.zeros(1, 6, dtype=torch.bool))

    assert torch.allclose(torch.nn.functional.normalize(mixed[1:3].sum(0), dim=0), pooled[0], atol=1e-5)
    assert torch.allclose(torch.nn.functional.normalize(mixed.sum(0), dim=0), unpooled[0], atol=1e-5)


def test_words_numbers_and_signs_of_money_are_counted_and_punctuation_is_not():
    """What says something of a text's matter is in its mean."""
    tokenizer = Tokenizer.from_file(str(BUNDLED_FOLDER / "tokenizer.json"))
    is_counted = counted(tokenizer)

    assert all(is_counted[tokenizer.token_to_id(piece)] for piece in ("мост", "##ов", "bridge", "7", "$", "+", "[UNK]"))
    assert not any(
        is_counted[tokenizer.token_to_id(piece)] for piece in ("[CLS]", "[SEP]", "[PAD]", "?", "«", "—", ".")
    )


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


def test_alignment_finds_which_word_is_which():
    """From pairs of two-word phrases alone, each word is paired with its translation."""
    words = {"белый": 0, "чёрный": 1, "дом": 2, "кот": 3, "white": 4, "black": 5, "house": 6, "cat": 7}
    pairs = [
        ("белый дом", "white house"),
        ("чёрный дом", "black house"),
        ("белый кот", "white cat"),
        ("чёрный кот", "black cat"),
    ]
    sides = [[np.array([words[word] for word in pair[side].split()], np.int32) for pair in pairs] for side in (0, 1)]

    counts = alignment.expected_counts(sides[0], sides[1], len(words)).toarray()

    assert [4, 5, 6, 7] == counts[:4].argmax(1).tolist()


def test_a_new_row_starts_as_the_mean_of_its_english_pieces():
    """Kept rows are the teacher's; a new one is weighted by its alignment; an unaligned one is near the mean."""
    from scipy.sparse import csr_matrix

    known = np.eye(3, dtype=np.float32)
    counts = csr_matrix(np.array([[0, 0, 0, 0], [0, 0, 0, 0], [3.0, 1.0, 0, 0], [0, 0, 0, 0]], np.float32))

    table = alignment.first_rows(counts, known, [2, 0, -1, -1])

    assert [[0, 0, 1], [1, 0, 0]] == table[:2].tolist()
    assert pytest.approx([0.25, 0, 0.75]) == table[2].tolist()
    assert np.abs(table[3] - [0.5, 0, 0.5]).max() < 0.1


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
    small = weights | {"words": weights["words"][:300]}

    plan = Plan(minutes=1.0, tokens=256, bank=16, compiled=False)
    first = Distillation(plan, small, first_new=0)
    first.run(corpus, tmp_path)
    second = Distillation(plan, small, first_new=0)
    second.restore(tmp_path / "checkpoint.pt")

    assert 60 == first.steps == second.steps
    assert torch.equal(first.rows.table, second.rows.table)
    assert cosine(first, texts, targets) > cosine(None, texts, targets, small) + 0.05


def test_training_that_is_interrupted_keeps_what_it_has(weights, tmp_path, monkeypatch):
    """Ctrl-C in the third step leaves a checkpoint of the first two."""
    texts = [np.array([1, 2, 3, 4], np.int32)] * 32
    corpus = Corpus(texts, texts, [1.0] * 32, np.eye(32, network.WIDTH, dtype=np.float16))
    small = weights | {"words": weights["words"][:300]}
    run = Distillation(Plan(minutes=5.0, tokens=256, bank=16, compiled=False), small, first_new=0)
    step = run._step

    def interrupted(*given):
        if run.steps == 2:
            raise KeyboardInterrupt
        return step(*given)

    monkeypatch.setattr(run, "_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.run(corpus, tmp_path)
    again = Distillation(Plan(minutes=5.0, tokens=256, bank=16, compiled=False), small, first_new=0)
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
