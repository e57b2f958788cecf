"""The words' side of a search: BM25 candidates, how much of the question each covers, and exact phrases."""

import math
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass

from archive.selection import Selection
from archive.stopwords import STOP_WORDS
from archive.wordsearch import WordMatch, WordSearch
from index.query import Query

__all__ = ["Term", "WordHit", "WordLeg"]

_LONGEST_LISTS = 30_000
"""Quotes that are looked through for a question in words alone: some 15 ms."""
_EVERY_TELLING = 1000
_LONG_PHRASE = 5
_SHORT_PHRASE = 3
"""A whole question that stands in a quote word for word counts as a phrase from so many words on; the shorter kind needs
two words that are no function words («что это такое» stands anywhere)."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question with everything it may stand under."""

    keys: tuple[str, ...]
    weight: float
    """Inverse document frequency."""
    frequency: int
    """How many quotes have it."""

    @property
    def is_known(self) -> bool:
        """Whether any quote has it."""
        return self.frequency > 0


@dataclass(frozen=True, slots=True)
class WordHit:
    """A quote that shares words with the question."""

    number: int
    bm25: float
    coverage: float
    """Share of the question's words it holds, each weighted by how rare it is (idf), 0 to 1."""
    rarity: float
    """How rare the rarest shared word is: 1 when one quote has it, 0 when all do."""


class WordLeg:
    """Searches one archive by words; `frequencies` remembers how many quotes have a key, as long as the archive is as it is."""

    def __init__(self, words: WordSearch, frequencies: MutableMapping[str, int]) -> None:
        self._words = words
        self._frequencies = frequencies
        self._size = max(words.size(), 1)

    def search(self, query: Query, selection: Selection, limit: int) -> list[WordHit]:
        """Give the quotes that share a word with the question, by BM25, best first."""
        terms = self.terms(query)
        return self._found(terms, _affordable(terms), selection, limit)

    def telling(
        self, query: Query, selection: Selection, limit: int, least_coverage: float, least_rarity: float
    ) -> list[WordHit]:
        """Give quotes whose words count: those that cover so much of a question and share a word so rare, if there are any.

        Common words, whose long lists cost the time, are only looked up in quotes that have a rare one.
        """
        terms = self.terms(query)
        rare = [term for term in terms if term.is_known and term.weight > least_rarity * self._weight(1)]
        needed = min(_needed(terms, least_coverage), rare, key=lambda some: sum(term.frequency for term in some))
        found = self._found(terms, needed, selection, _EVERY_TELLING)
        enough = [hit for hit in found if hit.coverage >= least_coverage and hit.rarity > least_rarity]
        return sorted(enough, key=lambda hit: -hit.coverage)[:limit]

    def phrases(self, query: Query, selection: Selection, limit: int) -> list[int]:
        """Give the quotes that hold every phrase in quotation marks, or else the whole question word for word."""
        wanted = query.phrases or ((query.words,) if _is_telling(query.words) else ())
        if not wanted or not all(self.frequency(word, "folded") for phrase in wanted for word in phrase):
            return []
        first, *rest = (self._words.with_phrase(phrase, selection, limit) for phrase in wanted)
        return [number for number in first if all(number in others for others in rest)]

    def count(self, query: Query, selection: Selection) -> int:
        """Give how many quotes share a word with the question."""
        known = [term for term in self.terms(query) if term.is_known]
        return self._words.count(_keys(known), selection) if known else 0

    def _found(self, terms: Sequence[Term], asked: Sequence[Term], selection: Selection, limit: int) -> list[WordHit]:
        if not asked:
            return []
        whole = sum(term.weight for term in terms)
        known = [term for term in terms if term.is_known]
        return [self._hit(match, known, whole) for match in self._words.ranked(_keys(asked), selection, limit)]

    def terms(self, query: Query) -> list[Term]:
        """Give the words of a question with their weights, each once."""
        found = []
        for keys in query.keys:
            frequency = max(self.frequency(key) for key in keys)
            found.append(Term(keys, self._weight(frequency), frequency))
        return found

    def frequency(self, key: str, column: str = "stemmed") -> int:
        """Give how many quotes have a key, or a folded word."""
        remembered = f"{column} {key}"
        if remembered not in self._frequencies:
            self._frequencies[remembered] = self._words.frequency(key, column)
        return self._frequencies[remembered]

    def _weight(self, frequency: int) -> float:
        return math.log(1 + self._size / (frequency + 0.5))

    def _hit(self, match: WordMatch, terms: Sequence[Term], whole: float) -> WordHit:
        shared = [term.weight for term in terms if not match.stems.isdisjoint(term.keys)]
        return WordHit(match.number, match.bm25, sum(shared) / whole, max(shared, default=0.0) / self._weight(1))


def _is_telling(words: Sequence[str]) -> bool:
    content = sum(word not in STOP_WORDS for word in words)
    return len(words) >= _LONG_PHRASE or (len(words) >= _SHORT_PHRASE and content > 1)


def _needed(terms: Sequence[Term], least_coverage: float) -> list[Term]:
    """Give the rarest known words of which a quote must have one to cover so much of a question.

    Empty when even all known words together cover less.
    """
    known = [term for term in terms if term.is_known]
    room = sum(term.weight for term in known) - least_coverage * sum(term.weight for term in terms)
    if not known or room < 0:
        return []
    chosen, skipped = [], 0.0
    for term in sorted(known, key=lambda one: one.weight):
        skipped += term.weight
        if skipped > room:
            chosen.append(term)
    return chosen


def _affordable(terms: Sequence[Term]) -> list[Term]:
    """Give the rarest known words whose lists are not too long together; at least one."""
    chosen: list[Term] = []
    for term in sorted((one for one in terms if one.is_known), key=lambda one: one.frequency):
        if chosen and sum(one.frequency for one in chosen) + term.frequency > _LONGEST_LISTS:
            break
        chosen.append(term)
    return chosen


def _keys(terms: Sequence[Term]) -> list[str]:
    return [key for term in terms for key in term.keys]
