"""English extraction holds its promises on any jumble of words that news articles are made of."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extraction import explain, extract
from archive.extraction.english.words import Words

TEXT = (
    "said says say told Mr Mrs. Dr Ada Cole Ian Moss he she they it that the a an minister mayor of in on Monday , . : ; "
    "\" “ ” ‘ ’ ' '' ( ) – — - according to and but while who which was is has been not reporters added adding quoted as "
    "saying confident clear made hope expressed In statement report study found U.S. Sen. J. 45 $ % 's one another some "
    "police officials spokesman for ministry Reuters NATO company point pointed out went whether ? ! … Q: A: New York"
)
WORDS = TEXT.split()
JUMBLE = st.lists(st.sampled_from([*WORDS, "\n", "\n\n", "\u200b", "é"]), max_size=60).map(" ".join)
CALM = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(JUMBLE | st.text(max_size=200))
def test_spans_are_verbatim_and_the_same_twice(text):
    """Nothing raises; spans lie in the text, are verbatim and not blank; a second reading gives the same."""
    found = extract(text, "en")

    assert found == extract(text, "en")
    for quote in found:
        assert text[quote.start : quote.end] == quote.text
        assert quote.text.strip()


@CALM
@given(JUMBLE | st.text(max_size=200))
def test_words_lie_in_the_text_one_after_another(text):
    """Every word stands where it says it stands, and none overlaps the next."""
    words = Words.read(text)

    for number in range(len(words)):
        assert text[words.starts[number] : words.ends[number]] == words.texts[number]
        assert words.ends[number] <= words.starts[number + 1]


@pytest.mark.parametrize(
    "unit", ["said that ", "Mr Smith, ", "the man of ", "Smith said, “no. ", "according to ", "and ", "X: b\n", "'' "]
)
def test_work_grows_no_faster_than_the_text(unit):
    """A text four times as long takes about four times the steps."""
    small, large = explain(unit * 500, "en"), explain(unit * 2000, "en")

    assert len(large.steps) <= 6 * len(small.steps) + 20
