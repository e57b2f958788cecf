"""One order out of two: meaning and words.

Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009) and a convex combination of scores (Bruch, Gai and Ingber
2023) both stand here, so that they can be measured against each other; `fused` is what search uses.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Evidence", "fused", "reciprocal_rank_fusion"]

WORDS_WEIGHT = 0.35
"""What full coverage of a question by rare words adds to a cosine similarity."""
POWER = 2.0
"""Above 1, a few shared words count for little and nearly all of them for much."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one quote as an answer."""

    number: int
    similarity: float = 0.0
    coverage: float = 0.0
    rarity: float = 0.0
    bm25: float = 0.0
    is_phrase: bool = False

    @property
    def score(self) -> float:
        """Similarity raised by the words; higher is better."""
        words: float = self.rarity * self.coverage**POWER
        return self.similarity + WORDS_WEIGHT * words


def fused(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Put quotes in order: those with the exact phrase first, then by score; equal ones by number."""
    return sorted(evidence, key=lambda one: (not one.is_phrase, -one.score, one.number))


def reciprocal_rank_fusion(rankings: Sequence[Sequence[int]], constant: int = 60) -> Mapping[int, float]:
    """Give each number the sum of 1 / (constant + rank) over the rankings that hold it; ranks count from one."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, number in enumerate(ranking, start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (constant + rank)
    return scores
