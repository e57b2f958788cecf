"""The passages of an archive at one moment, each with the key of its text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archive.store import Archive, QuoteText
from archive.text import Span
from index.cache import digest
from index.embedding import Embedder
from index.passage_table import LANGUAGES, PassageTable
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


def cut_snapshot(snapshot: Snapshot, embedder: Embedder, known: Mapping[bytes, int], clock: Clock) -> CutSnapshot:
    """Cut the quotes of a snapshot; `known` has the word pieces of the texts whose embedding is kept, by key."""
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
    quotes: Sequence[QuoteText], cutter: PassageCutter, known: Mapping[bytes, int]
) -> Iterator[tuple[QuoteText, Span, bytes]]:
    """Give each passage of these quotes with its key; only texts that are not known have their pieces counted."""
    whole = [digest(quote.text) for quote in quotes]
    new = [at for at, key in enumerate(whole) if key not in known]
    counted = dict(zip(new, cutter.count_pieces([quotes[at].text for at in new]) if new else [], strict=True))
    counts = [counted.get(at) or known.get(key, 0) for at, key in enumerate(whole)]
    cut = cutter.cut([quote.text for quote in quotes], counts)
    for quote, spans, key in zip(quotes, cut, whole, strict=True):
        for span in spans:
            is_whole = span.stop - span.start == len(quote.text)
            yield quote, span, key if is_whole else digest(quote.text[span.start : span.stop])
