"""The words' side of a search: BM25 candidates, how much of the question each covers, and exact phrases."""

import math
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass

from archive.selection import Selection
from archive.stopwords import STOP_WORDS
from archive.wordsearch import WordMatch, WordSearch
from index.query import Query

__all__ = ["Term", "WordHit", "WordLeg"]

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
    is_known: bool
    """Whether any quote has it."""


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

    def search(self, query: Query, selection: Selection, limit: int, least_coverage: float = 0.0) -> list[WordHit]:
        """Give the quotes that cover at least so much of the question, by BM25, best first."""
        terms = self.terms(query)
        needed = _needed(terms, least_coverage)
        if not needed:
            return []
        wanted = [term for term in terms if term.is_known]
        found = self._words.ranked(_keys(wanted), selection, limit, must=_keys(needed) if needed != wanted else ())
        whole = sum(term.weight for term in terms)
        return [self._hit(match, wanted, whole) for match in found]

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

    def terms(self, query: Query) -> list[Term]:
        """Give the words of a question with their weights, each once."""
        found = []
        for keys in query.keys:
            frequency = max(self.frequency(key) for key in keys)
            found.append(Term(keys, self._weight(frequency), frequency > 0))
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

    Common words, whose long lists cost the time, are then only looked up in quotes that have a rare one. Empty when even
    all known words together cover less.
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
    return [term for term in known if term in chosen] if least_coverage else known


def _keys(terms: Sequence[Term]) -> list[str]:
    return [key for term in terms for key in term.keys]
