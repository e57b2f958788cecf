"""Extraction holds its promises on any text, and takes no longer than the text is long."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extraction import explain, extract

PIECES = st.sampled_from(
    [
        "Иван Орлов", "Орлова", "он", "она", "сказал", "заявила", "что", "по словам", "как сообщил", "«", "»", '"', "“", "”",
        "'", "—", "-", ",", ".", ":", "?", "\n", "\n\n", " ", "мост готов", "Об этом", "МИД", "глава", "said", "that",
        "Harriet Osei", "she", "according to", "HO:", "…", "\u200b", "й", "😀", "(", ")", "который", "и", "один из",
    ]
)  # fmt: skip
RUSSIAN_OR_ENGLISH = st.sampled_from(["ru", "en", None])
CALM = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def check(text: str, lang: str | None) -> None:
    """Assert what holds for every text."""
    found = extract(text, lang)
    assert found == extract(text, lang)
    assert found == sorted(found, key=lambda quote: quote.start)
    for quote in found:
        assert 0 <= quote.start < quote.end <= len(text)
        assert text[quote.start : quote.end] == quote.text
        assert 0.0 <= quote.confidence <= 1.0
        if quote.mention is not None:
            assert text[quote.mention_start : quote.mention_end] == quote.mention
        if quote.cue is not None:
            assert text[quote.cue_start : quote.cue_end] == quote.cue
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("text", ["Harriet OseiОрлова", "0&𗀀", "«»", "“”’‘", "сказал" * 300, ":\n:", "— ?\n— ?\n— ?"])
def test_texts_that_once_broke_it(text):
    """Names cut inside a word, letters without a name, bare marks: each was an error once."""
    check(text, "ru")


@CALM
@given(st.text(max_size=200), RUSSIAN_OR_ENGLISH)
def test_any_text_gives_verbatim_spans_and_the_same_twice(text, lang):
    """No Unicode text raises; spans are verbatim, in order and apart; the same text gives the same answer."""
    check(text, lang)


@CALM
@given(st.lists(PIECES, max_size=40).map(" ".join), RUSSIAN_OR_ENGLISH)
def test_any_jumble_of_news_words_gives_verbatim_spans(text, lang):
    """The same for texts of words that news articles are made of."""
    check(text, lang)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(
    "unit", ["« слово ", '" слово ', "” слово ", "' слово ", "— слово сказал ", "сказал, что ", "слово:\n"]
)
def test_work_grows_no_faster_than_the_text(unit, lang):
    """Ten thousand unbalanced marks, cues or colons take steps in proportion: the trace grows linearly."""
    small, large = explain(unit * 500, lang), explain(unit * 2000, lang)

    assert len(large.steps) <= 6 * len(small.steps) + 20


def test_a_trace_names_the_rules():
    """The explanation holds the quotations and every step, the speaker's rule among them."""
    told = explain("Глава Лесного Иван Орлов сообщил, что мост готов.", "ru")

    assert ["cue, then clause", "speaker: name"] == [step.rule for step in told.steps]
    assert "Иван Орлов" == told.quotes[0].speaker


def test_the_language_is_guessed_where_left_out():
    """A text without a language given is read in the language of its letters."""
    assert ["ru", "en"] == [
        explain("Орлов сказал, что мост готов.").lang,
        explain("Hale said the bridge is ready.").lang,
    ]
