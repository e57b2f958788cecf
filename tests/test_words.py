"""The words' side: BM25 candidates, coverage, phrases, filters, over a real FTS5 table."""

import pytest

from archive import Selection
from archive.wordsearch import WordSearch
from index.query import Query
from index.words import WordLeg


@pytest.fixture
def words(small_archive):
    return WordSearch(small_archive.connection)


@pytest.fixture
def number_of(small_archive):
    return {text.id: text.number for text in small_archive.texts()}


def test_coverage_is_the_share_of_the_question(words, number_of):
    """A quote with every word of the question covers it wholly; rare words weigh more than common ones."""
    hits = {hit.number: hit for hit in WordLeg(words, {}).search(Query.parse("bridge postcard"), Selection(), 10)}

    assert {number_of["hale-bridge"], number_of["hale-tax"]} == set(hits)
    assert all(0.4 < hit.coverage < 0.6 for hit in hits.values())
    assert 1.0 == pytest.approx(WordLeg(words, {}).search(Query.parse("bridges"), Selection(), 10)[0].coverage)


def test_unknown_words_lower_the_coverage(words):
    """A word that no quote has counts as missing, at its full weight."""
    hit = WordLeg(words, {}).search(Query.parse("bridge zebra"), Selection(), 10)[0]

    assert hit.coverage < 0.5


def test_rarity_is_highest_for_a_word_of_one_quote(words):
    """A word in one quote has rarity 1; a word in several has less."""
    leg = WordLeg(words, {})

    assert 1.0 == pytest.approx(leg.search(Query.parse("postcard"), Selection(), 1)[0].rarity)
    assert leg.search(Query.parse("will"), Selection(), 1)[0].rarity <= 1.0


def test_phrases_need_every_word_in_order(words, number_of):
    """A phrase is found folded, in order and without gaps; all phrases of a question must be there."""
    leg = WordLeg(words, {})

    assert [number_of["hale-bridge"]] == leg.phrases(Query.parse('"BRIDGE by spring"'), Selection(), 10)
    assert [] == leg.phrases(Query.parse('"spring by bridge"'), Selection(), 10)
    assert [] == leg.phrases(Query.parse('"by spring" "on a postcard"'), Selection(), 10)


def test_a_whole_question_counts_as_a_phrase(words, number_of):
    """Some words that stand in a quote as they were typed are a phrase without quotation marks, unless they say nothing."""
    leg = WordLeg(words, {})

    assert [number_of["orlov-river"]] == leg.phrases(Query.parse("учит нас терпению"), Selection(), 10)
    assert [] == leg.phrases(Query.parse("учит нас"), Selection(), 10)
    assert [] == leg.phrases(Query.parse("and will be"), Selection(), 10)
    assert [number_of["hale-tax"]] == leg.phrases(Query.parse("to fit on a postcard"), Selection(), 10)


def test_filters_hold_for_words_too(words, number_of):
    """A selection limits candidates, phrases and counts."""
    russian = Selection(lang="ru")

    assert [] == WordLeg(words, {}).search(Query.parse("bridge"), russian, 10)
    assert [] == WordLeg(words, {}).phrases(Query.parse('"by spring"'), russian, 10)
    assert (1, 0) == (words.count(["bridg"], Selection()), words.count(["bridg"], russian))


@pytest.mark.parametrize("term", ['"', '""', "a OR b", "NEAR(", "*", "x' OR 1=1 --", "folded : мост"])
def test_no_operator_comes_through(words, term):
    """Whatever a term holds, it is a term: FTS5 finds nothing and does not fail."""
    assert 0 == words.count([term], Selection()) or "мост" in term or "a" in term
    assert [] == words.with_phrase(["no", term, "such"], Selection(), 5)


def test_numbers_that_are_gone_are_left_out(words, number_of):
    """Texts, languages and drafts are given for the quotes that are there."""
    asked = [number_of["hale-tax"], 10_000]

    assert {number_of["hale-tax"]: "en"} == words.languages(asked)
    assert {number_of["hale-tax"]} == set(words.texts(asked)) == set(words.drafts(asked))
    assert "taxes should be simple enough to fit on a postcard" == words.drafts(asked)[number_of["hale-tax"]].folded
