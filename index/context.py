"""A quote in its article: what is said beside it makes clearer what it is about.

«Критическую зависимость от чужих систем мы не можем допустить» does not name technology; the sentences around it do. So
a quote is ranked by its own nearness and, for a part, by that of the best quote of its article (passages smoothed by their
document, Callan 1994; Bendersky and Kurland 2008). Entries of lists stand alone: the sayings of one book are no context
of each other.

Measured on XQuAD-R (the sentence that answers a question, paragraphs as articles; MRR with none, three and five tenths):
en-en .797, .802, .805; en-ru .663, .669, .670; ru-en .612, .615, .616; ru-ru .713, .720, .722. More than three tenths
begin to push quotes of lists out of the first ten of the seeds' judgements.
"""

from collections.abc import Iterable, Mapping, Sequence

from index.build import PassageHit

__all__ = ["ARTICLES", "SHARE", "best_by_article", "lift", "neighbours"]

SHARE = 0.3
"""What the best quote of the article counts for, the quote itself the rest."""
ARTICLES = 10
"""So many of the nearest articles bring in their other quotes, which may not be among the nearest themselves."""
NEIGHBOURS = 20
"""So many of each: those that stand nearest to its best one."""


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


def lift(similarity: float, best: PassageHit | None) -> float:
    """Give what the article adds to a quote's similarity; never below zero, and nothing without an article."""
    return 0.0 if best is None else SHARE * max(best.similarity - similarity, 0.0)
