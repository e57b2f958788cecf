"""Figures of a model, on sets small enough to be reckoned by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from archive.errors import EvaluationError
from index.embedding import load_embedder
from index.evaluation.model import evaluate_model, figures, spearman
from index.evaluation.model_sets import Bitext, Contrasts, GradedPairs, Question, Questions, read_sets

SEEDS = Path(__file__).parent.parent / "seeds" / "evaluation" / "model"


class Planted:
    """An embedder whose vectors are laid down: each text is an angle in degrees."""

    def embed_passages(self, texts, progress=None):
        """Unit vectors in the plane, shape (texts, 2)."""
        turn = np.radians([float(text) for text in texts])
        return np.stack([np.cos(turn), np.sin(turn)], 1).astype(np.float32)

    embed_queries = embed_passages


def found(one):
    """Figures of one set under the planted embedder, as {(measure, direction): value}."""
    return {(figure.measure, figure.direction): figure.value for figure in figures(Planted(), one)}


def test_bitext_accuracy_counts_translations_that_are_nearest():
    """Where all three find their own the accuracy is 1; where one Russian angle strays, a third."""
    one = Bitext("three", en=("0", "40", "85"), ru=("1", "30", "70"))

    assert pytest.approx(1.0) == found(one)["accuracy", "en-ru"]
    assert pytest.approx(1.0) == found(one)["accuracy", "ru-en"]

    crossed = Bitext("crossed", en=("0", "40", "85"), ru=("1", "80", "60"))

    assert pytest.approx(1 / 3) == found(crossed)["accuracy", "en-ru"]


def test_graded_pairs_give_rank_correlation_in_all_directions():
    """Similarities that fall as the grades fall give 1; the other way round, -1."""
    first, near_to_far, far_to_near = ("0", "0", "0"), ("10", "20", "30"), ("30", "20", "10")
    one = GradedPairs("g", {"en": first, "ru": first}, {"en": near_to_far, "ru": far_to_near}, (5.0, 3.0, 1.0))

    assert {"en-en": 1.0, "en-ru": -1.0, "ru-en": 1.0, "ru-ru": -1.0} == {
        direction: pytest.approx(value) for (_, direction), value in found(one).items()
    }


def test_questions_give_reciprocal_ranks_and_the_mixed_pool():
    """The answer comes second in Russian and first in English; in the mixed pool the two stand first and third."""
    one = Questions(
        "q",
        sentences={"en": ("5", "90"), "ru": ("20", "10")},
        questions={"en": (Question("1", "0", (0,)),), "ru": (Question("1", "0", (0,)),)},
    )

    assert pytest.approx(1.0) == found(one)["MRR", "en-en"]
    assert pytest.approx(0.5) == found(one)["MRR", "en-ru"]
    assert pytest.approx((1 / 1 + 2 / 3) / 2) == found(one)["mAP", "en-both"]


def test_language_bias_is_the_surplus_of_the_own_language_among_the_ten_nearest():
    """Ten English sentences nearer than ten Russian ones: all ten nearest are English, half of the pool is."""
    near, far = tuple(str(angle) for angle in range(10)), tuple(str(angle) for angle in range(50, 60))
    asked = (Question("1", "0", (0,)),)
    one = Questions("q", sentences={"en": near, "ru": far}, questions={"en": asked, "ru": asked})

    assert pytest.approx(0.5) == found(one)["language bias", "en-both"]
    assert pytest.approx(-0.5) == found(one)["language bias", "ru-both"]


def test_contrasts_give_the_mean_similarity_of_each_kind():
    """Kinds and languages are kept apart."""
    one = Contrasts("c", (("en", "negation", "0", "60"), ("en", "negation", "0", "0"), ("ru", "number", "0", "90")))

    assert pytest.approx(0.75) == found(one)["similarity: negation", "en"]
    assert pytest.approx(0.0, abs=1e-6) == found(one)["similarity: number", "ru"]


def test_spearman_shares_the_ranks_of_equal_values():
    """Ties get their mean rank: the value reckoned by hand for 1 1 2 3 against 1 2 3 4."""
    assert pytest.approx(0.9486833) == spearman([1, 1, 2, 3], [1, 2, 3, 4])


def test_the_seed_set_holds_all_four_kinds():
    """The sets in the box are read whole."""
    kinds = {type(one) for one in read_sets(SEEDS)}

    assert {Bitext, GradedPairs, Questions, Contrasts} == kinds


def test_the_bundled_model_passes_the_seed_set():
    """Figures that a working bilingual model reaches with room to spare and a broken one does not."""
    got = {(figure.measure, figure.direction): figure.value for figure in evaluate_model(load_embedder(), SEEDS)}

    assert got["accuracy", "en-ru"] >= 0.95
    assert got["accuracy", "ru-en"] >= 0.95
    assert min(value for (measure, _), value in got.items() if measure == "spearman") >= 0.8
    assert min(value for (measure, _), value in got.items() if measure == "MRR") >= 0.65


def test_sentences_of_an_answer_are_found_by_their_breaks(tmp_path):
    """The answer's place in the paragraph names the sentence, over paragraphs counted through."""
    paragraphs = [
        {"sentences": ["One.", "Two."], "sentence_breaks": [[0, 4], [5, 9]], "qas": []},
        {
            "sentences": ["Three.", "Four."],
            "sentence_breaks": [[0, 6], [7, 12]],
            "qas": [{"id": "a", "question": "Which?", "answers": [{"answer_start": 7, "text": "Four"}]}],
        },
    ]
    for language in ("en", "ru"):
        (tmp_path / f"{language}.json").write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf8")

    (one,) = read_sets(tmp_path)

    assert (Question("a", "Which?", (3,)),) == one.questions["ru"]
    assert ("One.", "Two.", "Three.", "Four.") == one.sentences["en"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tsv", b"one\t\xff\n", "UTF-8"),
        ("a.tsv", "one\tодин\ntwo\n".encode(), "line 2"),
        ("a.tsv", "s1_en\ts2_en\ts1_ru\ts2_ru\tscore\na\tb\tв\tг\tmuch\n".encode(), "not a number"),
        ("a.txt", b"one", "holds no set"),
        ("a.tsv", b"", "holds no set"),
    ],
)
def test_a_broken_set_is_a_clear_error(tmp_path, name, content, message):
    """The message says which file and what is wrong with it."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(EvaluationError, match=message):
        read_sets(tmp_path)


def test_a_broken_question_file_is_a_clear_error(tmp_path):
    """JSON of another form is refused with the file's name."""
    for language in ("en", "ru"):
        (tmp_path / f"{language}.json").write_text('{"data": [{"title": "x"}]}', encoding="utf8")

    with pytest.raises(EvaluationError, match=r"en\.json"):
        read_sets(tmp_path)


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path):
    """The message names the folder."""
    with pytest.raises(EvaluationError, match="nowhere"):
        read_sets(tmp_path / "nowhere")
