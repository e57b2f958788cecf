"""Putting evidence in order, folding reports of one utterance, calibration and fairness."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.wordsearch import Draft
from index.calibration import chance_similarity, is_near
from index.folding import folded_together, same_words
from index.fusion import Evidence, fused
from index.highlight import marks

BACKGROUND = {"ru-ru": (0.2, 0.3, 0.5, 0.6), "ru-en": (0.1, 0.2, 0.4, 0.5)}


def order(*evidence):
    return [one.number for one in fused(evidence)]


def test_meaning_alone_orders_by_nearness():
    """Without shared words the nearest comes first; equal ones keep the archive's order."""
    assert [2, 1, 3] == order(Evidence(1, nearness=0.3), Evidence(2, nearness=0.5), Evidence(3, nearness=0.3))


def test_a_phrase_beats_everything():
    """What holds the phrase comes before anything nearer."""
    assert [1, 2] == order(Evidence(1, nearness=-0.2, is_phrase=True), Evidence(2, nearness=0.99, coverage=1, rarity=1))


def test_a_rare_word_beats_a_near_miss():
    """A question covered by a rare word beats a quote that is merely near."""
    assert [1, 2] == order(Evidence(1, nearness=0.05, coverage=1, rarity=1), Evidence(2, nearness=0.6))


def test_chance_words_change_nothing():
    """A few shared words of a long question do not move a quote."""
    assert [2, 1] == order(Evidence(1, nearness=0.30, coverage=0.5, rarity=1), Evidence(2, nearness=0.31))


def test_a_common_word_does_not_beat_meaning():
    """A word that many quotes share weighs little: the other language's quotes keep their place."""
    assert [2, 1] == order(Evidence(1, nearness=0.3, coverage=1, rarity=0.3), Evidence(2, nearness=0.4))


# -- reports of one utterance -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("мы построим мост к весне", "мы построим мост к весне", True),
        ("мы построим мост к весне", "мы построим мост к весне и дорогу к нему", True),
        ("we will build the new bridge by spring", "we will build a new bridge by the spring", True),
        ("we will build the bridge by spring", "we will not build the bridge by spring", False),
        ("мы построим мост к весне", "мы не построим мост к весне", False),
        ("the bridge will cost us 20 million this year", "the bridge will cost us 90 million this year", False),
        ("мы построим мост к весне", "неправда что не мы построим мост к весне", False),
        ("мост нужен", "мост нужен всем нам", False),
        ("хлеб дорожает", "река учит нас терпению", False),
    ],
)
def test_same_words(one, other, are_same):
    """Near-identical reports are the same; a denial, another number or a shared beginning of two words is not."""
    assert are_same == same_words(one, other)
    assert are_same == same_words(other, one)


def test_the_longest_report_is_shown_where_the_best_stood():
    """A group takes the place of its best report and shows its longest; other speakers stay apart."""
    drafts = {
        1: Draft(1, "река учит нас терпению", "a", "ru", "2024-01-02"),
        2: Draft(2, "мы построим мост к весне", "a", "ru", "2024-01-02"),
        3: Draft(3, "мы построим мост к весне и дорогу", "a", "ru", "2024-01-03"),
        4: Draft(4, "мы построим мост к весне", "b", "ru", None),
        5: Draft(5, "мы построим мост к весне", "a", "ru", "2024-01-01"),
    }

    folded = folded_together([2, 1, 3, 4, 5, 99], drafts)

    assert [(3, (5, 2)), (1, ()), (4, ())] == [(one.shown, one.others) for one in folded]


# -- what a similarity means --------------------------------------------------------------------------------------------


def test_near_depends_on_the_languages():
    """Two texts of one language are nearer by chance than two of different ones."""
    assert chance_similarity(BACKGROUND, "ru", "ru") > chance_similarity(BACKGROUND, "en", "ru")
    assert is_near(0.3, "en", "ru", BACKGROUND)
    assert not is_near(0.3, "ru", "ru", BACKGROUND)


def test_an_unknown_background_calls_everything_near():
    """A build of one quote has no background; its hit is not called weak."""
    assert is_near(0.0, "en", "en", {})


# -- marks --------------------------------------------------------------------------------------------------------------


def test_marks_are_words_and_phrases():
    """Every form of a word is marked, a phrase as one stretch, nothing twice."""
    text = "Мост строят. Мосты любят мастера мостов!"

    assert ["Мост", "Мосты любят мастера", "мостов"] == [
        text[one.start : one.stop] for one in marks(text, ["мост"], [("мосты", "любят", "мастера")])
    ]


@given(st.text("аб вг,.", max_size=40), st.lists(st.sampled_from(["а", "б", "аб", "вг"])))
def test_marks_stand_in_order_inside_the_text(text, stems):
    """Marks never overlap, never leave the text, and stand in order."""
    found = marks(text, stems, [("а", "б")])

    assert all(0 <= one.start < one.stop <= len(text) for one in found)
    assert all(left.stop <= right.start for left, right in itertools.pairwise(found))
