"""Passages fit the model, stand in their text, and leave none of it out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import PassageCutter, packed

SPEECH = (
    "The bridge is old. It was built by our grandfathers. We shall build a new one. "
    "It will stand for a hundred years. Nobody will pay a toll. That is my promise to you all today."
)
"""An invented speech: sentences of 4, 6, 6, 7, 5 and 8 words."""


def words_and_two(texts):
    """Count as a model would that takes each word as one piece and adds two special ones."""
    return [2 + len(text.split()) for text in texts]


def letters(texts):
    """Count as a model would that spells everything."""
    return [len(text) for text in texts]


def cut(text, max_pieces, count=words_and_two):
    [spans] = PassageCutter(count, max_pieces).cut([text])
    return [text[span.start : span.stop] for span in spans]


def test_a_short_quote_is_one_passage():
    """What fits the model is not cut, however many sentences it has."""
    assert [SPEECH] == cut(SPEECH, max_pieces=38)


def test_a_long_quote_is_embedded_whole_and_in_finer_windows():
    """Even when the model reads all of it, each thought has a passage of its own."""
    asked = " ".join(["We asked for a bridge."] * 8)
    thanks = "Now it stands and we thank all who built it with their hands in these hard years."

    assert [
        f"{asked} {thanks} {thanks} {thanks}", f"{asked} {thanks}", f"{thanks} {thanks}",
    ] == cut(f"{asked} {thanks} {thanks} {thanks}", max_pieces=128)  # fmt: skip


def test_counts_that_are_known_are_not_taken_again():
    """Whoever knows how many pieces a text has need not have it counted."""
    counted = []

    def count(texts):
        counted.extend(texts)
        return words_and_two(texts)

    assert [1, 1] == [len(spans) for spans in PassageCutter(count, 18).cut(["One.", "Two."], [3, 3])]
    assert [] == counted


def test_outer_white_space_is_left_out():
    """A passage starts and ends with its words."""
    assert ["The bridge is old."] == cut("\n  The bridge is old. ", max_pieces=10)


def test_a_long_quote_is_covered_by_whole_sentences():
    """Windows take as many sentences as fit."""
    assert [
        "The bridge is old. It was built by our grandfathers. We shall build a new one.",
        "It will stand for a hundred years. Nobody will pay a toll.",
        "That is my promise to you all today.",
    ] == cut(SPEECH, max_pieces=18)  # fmt: skip


def test_a_small_sentence_at_the_border_is_in_both_windows():
    """What follows a short remark is embedded together with it."""
    text = "We asked for years and years for help. Nobody came. So we built the bridge with our hands."

    assert [
        "We asked for years and years for help. Nobody came.",
        "Nobody came. So we built the bridge with our hands.",
    ] == cut(text, max_pieces=13)  # fmt: skip


def test_a_short_last_sentence_is_not_left_alone():
    """The last window reaches back while it is less than half full."""
    text = "One two three four five six seven. One two three four five. Yes."

    assert ["One two three four five six seven.", "One two three four five. Yes."] == cut(text, max_pieces=10)


def test_a_giant_sentence_is_cut_between_words():
    """No word is cut while it fits."""
    text = "all of us who came here in the spring of that year remember the river"

    assert [
        "all of us who came", "here in the spring of", "that year remember the river",
    ] == cut(text, max_pieces=7)  # fmt: skip


def test_an_endless_word_is_cut_in_the_middle():
    """A text without spaces is covered all the same."""
    assert ["мир" * 2, "мир" * 2, "мир" * 2, "мир" * 2] == cut("мир" * 8, max_pieces=6, count=letters)


def test_russian_sentences_are_told_apart():
    """Initials and shortened words do not end a sentence."""
    text = "Мост построил А. С. Орлов в 1901 г. на средства города. Река с тех пор обмелела. Мост стоит и поныне."

    assert [
        "Мост построил А. С. Орлов в 1901 г. на средства города.",
        "Река с тех пор обмелела. Мост стоит и поныне.",
    ] == cut(text, max_pieces=14)  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "🙂"])
def test_odd_texts_have_one_passage(text):
    """Even a text of nothing gets a row, so that counts agree."""
    assert 1 == len(PassageCutter(words_and_two, 8).cut([text])[0])


@given(
    st.text(st.sampled_from("abя .!?\n«»—й\u0301"), max_size=300),
    st.integers(4, 12),
    st.sampled_from([words_and_two, letters]),
)
def test_passages_fit_and_cover_everything(text, max_pieces, count):
    """Whatever the text, each passage fits, they are in order, and every letter is in one."""
    [spans] = PassageCutter(count, max_pieces).cut([text])
    covered = {at for span in spans for at in range(span.start, span.stop)}

    assert all(0 <= span.start <= span.stop <= len(text) for span in spans)
    assert sorted(spans, key=lambda span: (span.start, -span.stop)) == spans
    assert len(spans) == len({(span.start, span.stop) for span in spans})
    assert [] == [at for at, letter in enumerate(text) if not letter.isspace() and at not in covered]
    assert [] == [one for span in spans for one in [text[span.start : span.stop]] if count([one])[0] > max_pieces]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40), st.integers(9, 30))
def test_windows_move_on(sizes, room):
    """Each window holds a unit that the one before did not, and none is larger than the room."""
    windows = list(packed(sizes, room))

    assert all(sum(sizes[first : last + 1]) <= room for first, last in windows)
    assert all(left[1] < right[1] and right[0] <= left[1] + 1 for left, right in pairwise(windows))
    assert (0, len(sizes) - 1) == (windows[0][0], windows[-1][1])
