"""The network, its first rows and its ONNX graph, in numbers small enough to run on any machine."""

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

pytest.importorskip("onnx", reason="the extra 'training' is not installed")
pytest.importorskip("scipy", reason="the extra 'training' is not installed")

from index.embedding import BUNDLED_FOLDER
from index.training import alignment, bundle, network, vocabulary, warm_start
from index.training.pooling import counted
from index.training.student import StudentEmbedder
from tests.random_network import random_weights

PIECES = 110_000  # as many rows as the bundled tokenizer can ask for


@pytest.fixture(scope="module")
def weights():
    """A table that has a row for every piece of the bundled tokenizer."""
    return random_weights(PIECES)


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
