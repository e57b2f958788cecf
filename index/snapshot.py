"""The passages of an archive at one moment, each with the key of its text."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from archive.store import Archive, QuoteText
from archive.text import Span
from index.build import LANGUAGES, PassageTable
from index.cache import digest
from index.embedding import Embedder
from index.passages import PassageCutter
from index.progress import Clock

__all__ = ["CutSnapshot", "Snapshot", "cut_snapshot", "take_snapshot"]

_BATCH = 8192


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The quotes of one moment, by number."""

    fingerprint: str
    quotes: Sequence[QuoteText]


@dataclass(frozen=True, slots=True)
class CutSnapshot:
    """The passages of a snapshot in the order of their rows."""

    table: PassageTable
    keys: Sequence[bytes]
    """The key of each passage's text in the embedding cache."""
    unknown: dict[bytes, str]
    """The texts that no embedding is kept of, by key, in the order they came."""


def take_snapshot(archive: Archive) -> Snapshot:
    """Read quotes and fingerprint in one transaction, so that they belong together."""
    connection = archive.connection
    within = connection.in_transaction
    if not within:
        connection.execute("BEGIN")
    try:
        return Snapshot(archive.fingerprint, list(archive.texts()))
    finally:
        if not within:
            connection.execute("ROLLBACK")


def cut_snapshot(snapshot: Snapshot, embedder: Embedder, known: Container[bytes], clock: Clock) -> CutSnapshot:
    """Cut the quotes of a snapshot; `known` holds the keys of the texts whose embedding is kept."""
    cutter = PassageCutter(embedder.count_pieces, embedder.max_pieces)
    rows: list[tuple[int, int, int, int]] = []
    keys: list[bytes] = []
    unknown: dict[bytes, str] = {}
    with clock.stage("cutting", len(snapshot.quotes)) as tell:
        for at in range(0, len(snapshot.quotes), _BATCH):
            some = snapshot.quotes[at : at + _BATCH]
            for quote, span, key in _passages(some, cutter, known):
                rows.append((quote.number, span.start, span.stop, LANGUAGES.index(quote.lang)))
                keys.append(key)
                if key not in known and key not in unknown:
                    unknown[key] = quote.text[span.start : span.stop]
            tell(at + len(some))
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    return CutSnapshot(PassageTable(*np.ascontiguousarray(columns)), keys, unknown)


def _passages(
    quotes: Sequence[QuoteText], cutter: PassageCutter, known: Container[bytes]
) -> Iterator[tuple[QuoteText, Span, bytes]]:
    """Give each passage of these quotes with its key.

    Only what fits the model is ever embedded, so a text whose embedding is kept need not be counted again: counting
    would be most of the work of a rebuild with nothing new.
    """
    whole = [digest(quote.text) for quote in quotes]
    uncounted = [at for at, key in enumerate(whole) if key not in known]
    cut = dict(zip(uncounted, cutter.cut([quotes[at].text for at in uncounted]), strict=True))
    for at, quote in enumerate(quotes):
        for span in cut.get(at) or [Span(0, len(quote.text))]:
            is_whole = span.stop - span.start == len(quote.text)
            yield quote, span, whole[at] if is_whole else digest(quote.text[span.start : span.stop])
