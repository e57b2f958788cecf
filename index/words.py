"""The words' side of a search: BM25 candidates, how much of the question each covers, and exact phrases."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from archive.selection import Selection
from archive.wordsearch import WordSearch
from index.query import Query

__all__ = ["WordHit", "WordLeg"]

LONG_PHRASE = 3
"""From so many words on, a whole question that stands in a quote word for word counts as a phrase."""


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
    """Searches one archive by words."""

    def __init__(self, words: WordSearch) -> None:
        self._words = words
        self._size = max(words.size(), 1)

    def search(self, query: Query, selection: Selection, limit: int) -> list[WordHit]:
        """Give the quotes that share a word with the question, by BM25, best first."""
        weights = self.weights(query.stems)
        if not weights:
            return []
        whole = sum(weights.get(one, self._weight(0)) for one in query.stems)
        found = self._words.ranked(weights, selection, limit)
        return [self._hit(match.number, match.bm25, match.stems, weights, whole) for match in found]

    def phrases(self, query: Query, selection: Selection, limit: int) -> list[int]:
        """Give the quotes that hold every phrase in quotation marks, or else the whole question word for word."""
        wanted = query.phrases or ((query.words,) if len(query.words) >= LONG_PHRASE else ())
        if not wanted:
            return []
        first, *rest = (self._words.with_phrase(phrase, selection, limit) for phrase in wanted)
        return [number for number in first if all(number in others for others in rest)]

    def count(self, query: Query, selection: Selection) -> int:
        """Give how many quotes share a word with the question."""
        weights = self.weights(query.stems)
        return self._words.count(weights, selection) if weights else 0

    def weights(self, stems: Sequence[str]) -> dict[str, float]:
        """Give the idf of each stem that the archive has at all."""
        return {one: weight for one, weight in zip(stems, self._all_weights(stems), strict=True) if weight is not None}

    def _all_weights(self, stems: Sequence[str]) -> list[float | None]:
        frequencies = [self._words.frequency(one) for one in stems]
        return [self._weight(frequency) if frequency else None for frequency in frequencies]

    def _weight(self, frequency: int) -> float:
        return math.log(1 + self._size / (frequency + 0.5))

    def _hit(self, number: int, bm25: float, stems: frozenset[str], weights: dict[str, float], whole: float) -> WordHit:
        shared = [weights[one] for one in weights if one in stems]
        return WordHit(number, bm25, sum(shared) / whole, max(shared) / self._weight(1))
