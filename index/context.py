"""A quote in its article: what is said beside it makes clearer what it is about.

«Критическую зависимость от чужих систем мы не можем допустить» does not name technology; the sentences around it do. So
a quote is ranked by its own nearness and, for a part, by that of the best quote of its article (passages smoothed by their
document, Callan 1994; Bendersky and Kurland 2008), for a larger part by that of the quote next to it. Entries of lists
stand alone: the sayings of one book are no context of each other. Only quotes that the build has lift others.

Measured on XQuAD-R (the sentence that answers a question, paragraphs as articles; MRR), the parts of article and neighbour
in tenths: none, en-en .820, en-ru .739, ru-en .725, ru-ru .761; 3 and 6.5 (kept), .828, .748, .732, .769; 3 and 6, the same
within .001; 3 and 7.5, .827, .746, .731, .768; 2 and 7, .827, .747, .731, .769. More of the article also pushes quotes of lists out of
the first ten of the seeds' judgements. A tenth of the other neighbour besides changes no figure by .001.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.build import PassageHit

__all__ = ["ARTICLES", "Lift", "Surroundings", "best_by_article", "neighbours"]

SHARE, NEXT = 0.3, 0.65
"""What the best quote of the article and the quote next to it count for, the quote itself the rest."""
ARTICLES = 10
"""So many of the nearest articles bring in their other quotes, which may not be among the nearest themselves."""
NEIGHBOURS = 20
"""So many of each: those that stand nearest to its best one."""


@dataclass(frozen=True, slots=True)
class Lift:
    """What a quote owes to those around it."""

    added: float = 0.0
    """To its similarity; never below zero."""
    by: float | None = None
    """The similarity of the quote that lifts it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The quotes that may lift others: all are known whatever the depth of a search, so pages do not change with it."""

    best: Mapping[int, PassageHit]
    """The best quote of each article."""
    near: Mapping[int, float]
    """Similarities of the first quotes, by number."""
    articles: Mapping[int, int]
    """The article of each quote that was compared."""

    def lift(self, number: int, similarity: float) -> Lift:
        """Give what the article, or the quote before or after, adds to a similarity."""
        article = self.articles.get(number)
        if article is None or article not in self.best:
            return Lift()
        beside = max(
            (self.near.get(one, -1.0) for one in (number - 1, number + 1) if self.articles.get(one) == article),
            default=-1.0,
        )
        best = self.best[article].similarity
        added, by = max((SHARE * (best - similarity), best), (NEXT * (beside - similarity), beside))
        return Lift(added, by) if added > 0 else Lift()


def best_by_article(nearest: Iterable[PassageHit], articles: Mapping[int, int]) -> dict[int, PassageHit]:
    """Give the best of these quotes for each article, nearest article first.

    `nearest` is sorted; `articles` maps quotes to articles, entries of lists left out.
    """
    best: dict[int, PassageHit] = {}
    for hit in nearest:
        if hit.quote_number in articles:
            best.setdefault(articles[hit.quote_number], hit)
    return best


def neighbours(best: Mapping[int, PassageHit], quotes: Mapping[int, Sequence[int]]) -> list[int]:
    """Give the quotes around the best one of each article; `quotes` maps articles to all of theirs, as they stand."""
    return [
        number
        for article, hit in best.items()
        for number in sorted(quotes.get(article, ()), key=lambda one: abs(one - hit.quote_number))[: NEIGHBOURS + 1]
    ]
