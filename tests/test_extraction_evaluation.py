"""The scorer of extraction: what counts as found, whose name fits, what a bad gold file says."""

import json

import pytest

from archive.errors import EvaluationError
from archive.evaluation import read_gold, score
from archive.evaluation.extraction import Article
from archive.evaluation.matching import Annotated, bare
from archive.evaluation.names import name_fits
from archive.extraction import ExtractedQuote

TEXT = (
    "Глава Лесного Иван Орлов заявил, что мост «почти готов». «Мы успеем, — сказал он, — к маю». Роман «Берег» вышел."
)


def span(words: str) -> tuple[int, int]:
    """Where words stand in the text."""
    start = TEXT.index(words)
    return start, start + len(words)


def gold(words: str, kind: str, **more) -> Annotated:
    """An annotated quotation of Ivan Orlov."""
    fields = {
        "speaker": "Иван Орлов",
        "aliases": ("Иван Орлов", "Орлов"),
        "kind": "person",
        "group": None,
        "optional": False,
    }
    fields |= {"tags": (), "cue": None} | more
    return Annotated(span=bare(TEXT, *span(words)), type=kind, text=words, **fields)


def found(words: str, kind: str = "direct", speaker: str | None = "Орлов", confidence: float = 0.9) -> ExtractedQuote:
    """A quotation as a system gives it."""
    start, end = span(words)
    return ExtractedQuote(
        words, start, end, kind, speaker, None, None, None, None, None, None, None, None, confidence, "test"
    )


ARTICLE = Article(
    "t",
    "ru",
    TEXT,
    (
        gold("мост «почти готов»", "mixed", tags=("named",)),
        gold("Мы успеем", "direct", group="a", tags=("pronoun",)),
        gold("к маю", "direct", group="a", tags=("pronoun",)),
    ),
)


def grade(*quotes: ExtractedQuote):
    """The report on one prediction for the article."""
    return score([ARTICLE], lambda text, lang: list(quotes))


def test_a_perfect_answer_scores_one():
    """All spans and speakers right give one everywhere."""
    report = grade(found("мост «почти готов»", "mixed"), found("Мы успеем"), found("к маю"))

    assert {1.0} == {report.value(table, "all", "F1") for table in ("spans exact", "spans overlap", "end to end")}
    assert (1.0, 1.0) == (report.value("speaker", "all", "accuracy"), report.value("phenomenon", "pronoun", "recall"))


def test_marks_and_complementizer_at_the_edges_are_forgiven():
    """Exact matching looks past marks, punctuation and «что»."""
    assert 1.0 == grade(found("что мост «почти готов».", "mixed")).value("spans exact", "all", "precision")


def test_one_span_over_an_interrupted_utterance_counts_for_its_fragments():
    """By overlap, a prediction over the whole utterance is credited for all fragments; exactly, for none."""
    report = grade(found("Мы успеем, — сказал он, — к маю"))

    assert 0.0 == report.value("spans exact", "all", "recall")
    assert 0 < report.value("spans overlap", "all", "recall") < 1 or report.errors


def test_a_title_in_marks_is_spurious_and_a_fragment_of_a_mixed_quotation_is_not():
    """Precision suffers for «Берег», not for the words in marks inside a mixed quotation."""
    assert 0.0 == grade(found("Берег")).value("spans overlap", "all", "precision")
    assert not [error for error in grade(found("почти готов")).errors if error[0] == "spurious"]


def test_a_wrong_name_given_surely_shows():
    """Of the speakers given at high confidence the wrong ones are counted."""
    report = grade(found("Мы успеем", speaker="Пётр Зимин"), found("к маю", speaker="Пётр Зимин", confidence=0.4))

    assert 1.0 == report.value("confident", "all", "wrong")


@pytest.mark.parametrize("name", ["Орлов", "Ивана Орлова", "И. Орлов", "глава Иван Орлов", "Иван Петрович Орлов"])
def test_a_name_fits_in_any_case_form_and_with_a_title(name):
    """Case forms, initials, titles and patronymics are forgiven."""
    assert name_fits(name, "Орлов", person=True, known=["Иван Орлов"])


@pytest.mark.parametrize("name", ["он", "глава", "Зимин", "Пётр Орлов", ""])
def test_another_name_a_pronoun_and_a_bare_title_do_not_fit(name):
    """A wrong first name, a pronoun and a title are no name."""
    assert not name_fits(name, "Орлов", person=True, known=["Иван Орлов"])


def test_a_bad_gold_file_is_named_with_its_line(tmp_path):
    """An annotation that is not in its text stops the reading, with file and line."""
    path = tmp_path / "gold.jsonl"
    quote = {"text": "нет", "start": 0, "end": 3, "type": "direct"}
    path.write_text(json.dumps({"id": "a", "lang": "ru", "text": "Мост", "quotes": [quote]}), encoding="utf-8")

    with pytest.raises(EvaluationError, match=r"gold\.jsonl, line 1"):
        list(read_gold(path))
