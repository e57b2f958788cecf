"""What is said elsewhere in nearly the same sense: neighbours of one quote, and its twin in the other language."""

import numpy as np

from archive.selection import Selection
from archive.store import Archive
from archive.text import Span
from index.calibration import is_near
from index.folding import folded_together, same_utterance
from index.hits import Hit, Results
from index.ranking import Ranker

__all__ = ["similar"]

_DEPTH = 100


def similar(archive: Archive, ranker: Ranker, quote_id: str, limit: int, lang: str | None) -> Results:
    """Give the quotes nearest to a quote, itself and other reports of it left out.

    Raises UnknownRecord (no such quote), IndexIsStale (the quote came after the build), IndexMissing.
    """
    quote = archive.quote(quote_id)
    selection = Selection(lang=lang)
    build = ranker.build
    allowed = None if selection.is_empty else np.asarray(archive.numbers(selection), np.int64)
    vector = build.vector_of(quote.number)
    nearest = {hit.quote_number: hit for hit in build.search(vector, limit + _DEPTH, allowed)}
    drafts = ranker.words.drafts([quote.number, *nearest])
    own = drafts[quote.number]
    others = [number for number in nearest if number in drafts and number != own.number]
    page = folded_together([number for number in others if not same_utterance(own, drafts[number])], drafts)[:limit]
    quotes = archive.quotes_by_number([number for one in page for number in (one.shown, *one.others)])
    hits = tuple(
        Hit(
            quote=quotes[one.shown],
            passage=Span(nearest[one.shown].start, nearest[one.shown].stop),
            marks=(),
            similarity=nearest[one.shown].similarity,
            why=("meaning",)
            if is_near(nearest[one.shown].similarity, quote.lang, quotes[one.shown].lang, build.background)
            else (),
            others=tuple(quotes[number] for number in one.others),
        )
        for one in page
    )
    return Results(hits, quote.text, "meaning", selection, weak=bool(hits) and not any(hit.why for hit in hits))
