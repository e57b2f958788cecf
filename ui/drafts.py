"""What a reader pastes or uploads, before it is kept: records read, quotes extracted, nothing stored yet."""

import dataclasses
import re
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from archive import Added, Archive, Entry, Quote, Settings, Source, Speaker
from archive.adding import extracted
from archive.errors import QuoteArchiveError, ReadingError
from archive.reading import read_paths
from archive.reading.articles import article_of_text
from archive.selection import checked_date

__all__ = ["Draft", "from_text", "from_upload", "keep"]

MAX_TEXT = 1_000_000
KINDS = ("txt", "md", "html", "htm", "jsonl", "ndjson", "csv", "tsv")


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """Records that wait for a person's word."""

    records: tuple[Entry | Speaker, ...]
    notices: tuple[str, ...] = ()

    @property
    def article(self) -> Source | None:
        """The article, when the draft is one article."""
        alone = self.records[0] if len(self.records) == 1 else None
        return alone.source if isinstance(alone, Entry) and alone.source.kind == "article" else None

    @property
    def found(self) -> tuple[Quote, ...]:
        """The quotes of the one article, or of all entries of a list."""
        return tuple(quote for one in self.records if isinstance(one, Entry) for quote in one.quotes or ())


Maker = Callable[[], Draft]
"""Reads a draft from wherever it comes."""


def from_text(text: str, place: str = "text") -> Draft:
    """Read a pasted article and extract its quotes; raises ReadingError for what is no text."""
    if len(text) > MAX_TEXT:
        raise ReadingError(
            f"{len(text)} characters are too many to paste; the limit is {MAX_TEXT}. Upload a file instead."
        )
    entry = article_of_text(text, place)
    return Draft((_with_quotes(entry),))


def from_upload(name: str, data: bytes) -> Draft:
    """Read an uploaded file as the program `quotes` reads it; raises ReadingError or BadRecord naming the file."""
    safe = re.sub(r"[^\w.\- ]", "_", Path(name).name) or "upload.txt"
    with tempfile.TemporaryDirectory(prefix="quotes-") as folder:
        path = Path(folder) / safe
        path.write_bytes(data)
        try:
            reading = read_paths([path])
            records = tuple(_with_quotes(one) if isinstance(one, Entry) else one for one in reading.records())
        except QuoteArchiveError as problem:
            raise ReadingError(str(problem).replace(f"{folder}/", "")) from problem
        notices = tuple(notice.replace(f"{folder}/", "") for notice in reading.notices)
    return Draft(records, notices)


def keep(draft: Draft, settings: Settings, *, left_out: Collection[int] = (), **about: Any) -> Added:
    """Store a draft: all its records, or its article without the quotes whose numbers are in `left_out`.

    `about` replaces what is known of the article (title, date, url, publisher). Raises QueryError for a date that is
    none, and what `Archive.add_records` raises.
    """
    records = draft.records
    if about.get("date"):
        checked_date(about["date"])
    if draft.article is not None:
        entry = Entry(dataclasses.replace(draft.article, **about), None, "text")
        kept = tuple(quote for number, quote in enumerate(draft.found) if number not in left_out)
        records = (
            dataclasses.replace(entry, quotes=tuple(dataclasses.replace(one, source=entry.source) for one in kept)),
        )
    with Archive.open(settings) as opened:
        return opened.add_records(records)


def _with_quotes(entry: Entry) -> Entry:
    if entry.quotes is not None:
        return entry
    return dataclasses.replace(entry, quotes=extracted(entry.source))
