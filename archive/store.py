"""The archive: one SQLite file that holds sources, speakers and quotes, and answers what is in it."""

import dataclasses
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from archive import database
from archive.errors import UnknownRecord
from archive.records import Added, Entry, Quote, Source, Speaker
from archive.selection import Selection
from archive.settings import Settings
from archive.speakers import Speakers
from archive.text import Language

__all__ = ["Archive", "Counts", "QuoteText"]

_SOURCE = "s.id, s.kind, s.text, s.lang, s.title, s.url, s.publisher, s.date, s.work, s.event"
_QUOTE = """
q.number, q.id, q.text, q.start, q.stop, q.type, q.lang, q.speaker_id, q.attributed, p.name, p.name_ru,
p.name_en, p.kind,
q.mention, q.mention_start, q.mention_end, q.cue, q.cue_start, q.cue_end, q.fragment_group, q.confidence, q.rule,
q.reporter
"""
_FROM = "FROM quotes q JOIN sources s ON s.number = q.source LEFT JOIN speakers p ON p.id = q.speaker_id"
_FACETS = {
    "speaker": "q.speaker_id",
    "lang": "q.lang",
    "type": "q.type",
    "source": "coalesce(s.work, s.publisher)",
    "year": "substr(q.date, 1, 4)",
}


class QuoteText(NamedTuple):
    """The little that the index needs of each quote."""

    number: int
    id: str
    text: str
    lang: Language


class Counts(NamedTuple):
    """What an archive holds."""

    articles: int
    quotes: int
    speakers: int
    russian: int
    english: int
    first: str | None
    last: str | None


class Archive:
    """An open archive. Use it as a context manager; one connection, one thread.

    Another thread or process opens its own: reading never waits for writing.
    """

    def __init__(self, home: Path, connection: sqlite3.Connection, settings: Settings) -> None:
        self.home = home
        self.settings = settings
        self.connection = connection
        self.known_speakers = Speakers(connection)

    @classmethod
    def open(cls, home: str | Path | Settings | None = None, *, read_only: bool = False) -> "Archive":
        """Open the archive in the folder `home`, or make one there; None takes the settings' place.

        Raises ArchiveNotFound (`read_only` and nothing there), ArchiveDamaged, ArchiveError.
        """
        settings = home if isinstance(home, Settings) else Settings.read(home)
        return cls(settings.home, database.connect(settings.home, read_only=read_only), settings)

    def close(self) -> None:
        """Close the connection; closing twice does no harm."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- in ---------------------------------------------------------------------------------------------------------

    def add(
        self,
        *paths: str | Path,
        skip_bad: bool = False,
        replace: bool = False,
        columns: dict[str, str] | None = None,
        encoding: str = "utf-8",
        progress: Callable[[int, int], None] | None = None,
    ) -> Added:
        """Read articles and lists (files or folders), extract the quotes of articles, and keep all of it or nothing.

        `columns` renames a list's columns (`{"author": "speaker"}`), `skip_bad` leaves bad rows out and lists them,
        `replace` lets a record take the place of another text under its id. `progress` is told (bytes done, bytes in
        all). Raises ReadingError, BadRecord, RecordConflict, ArchiveFull, ArchiveLocked.
        """
        # Reading checks records with pydantic, which a search need not wait for.
        from archive.reading import read_paths  # noqa: PLC0415

        reading = read_paths(paths, columns=columns or {}, encoding=encoding, skip_bad=skip_bad)
        refused = reading.refused if skip_bad else None
        added = self.add_records(reading.records(progress), replace=replace, refused=refused)
        return dataclasses.replace(added, refused=tuple(reading.refused), notices=tuple(reading.notices))

    def add_records(
        self, records: Iterable[Entry | Speaker], *, replace: bool = False, refused: list[str] | None = None
    ) -> Added:
        """Keep records that are already in memory, in one transaction; `refused` gathers conflicts instead of raising."""
        # Adding brings the whole extraction with it, which a search need not wait for.
        from archive import adding  # noqa: PLC0415

        with database.writing(self.connection, self.home / database.FILE_NAME):
            return adding.add(self.connection, records, replace=replace, refused=refused)

    def remove(self, *ids: str) -> int:
        """Forget quotes and whole sources by their ids; give the number of quotes gone. Raises UnknownRecord."""
        from archive import adding  # noqa: PLC0415

        with database.writing(self.connection, self.home / database.FILE_NAME):
            return adding.remove(self.connection, ids)

    # -- out --------------------------------------------------------------------------------------------------------

    def quote(self, quote_id: str) -> Quote:
        """Give the quote with this id; raises UnknownRecord."""
        for found in self._read("q.id = ?", [quote_id]):
            return found
        raise UnknownRecord(
            f"There is no quote with the id {quote_id!r}. 'quotes search' prints the ids of what it finds."
        )

    def quotes(
        self,
        selection: Selection | None = None,
        *,
        offset: int = 0,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Quote]:
        """Give quotes in the order they came, or the newest first."""
        where, values = (selection or Selection()).where()
        order = "q.date DESC NULLS LAST, q.number" if newest_first else "q.number"
        return self._read(
            where, [*values], f"ORDER BY {order} LIMIT {-1 if limit is None else int(limit)} OFFSET {int(offset)}"
        )

    def quotes_by_number(self, numbers: Sequence[int]) -> dict[int, Quote]:
        """Give the quotes with these row numbers, keyed by number; unknown numbers are left out."""
        found: dict[int, Quote] = {}
        for at in range(0, len(numbers), 500):
            some = [int(number) for number in numbers[at : at + 500]]
            marks = ", ".join("?" * len(some))
            found.update((quote.number, quote) for quote in self._read(f"q.number IN ({marks})", [*some]))
        return found

    def texts(self) -> Iterator[QuoteText]:
        """Give number, id, text and language of every quote, by number."""
        rows = self.connection.execute("SELECT number, id, text, lang FROM quotes ORDER BY number")
        return (QuoteText(*row) for row in rows)

    def numbers(self, selection: Selection) -> list[int]:
        """Give the row numbers of the chosen quotes, ascending."""
        where, values = selection.where()
        # Sorted here: asked for an order, SQLite would rather walk the whole table than the index of the filter.
        rows = self.connection.execute(f"SELECT q.number FROM {selection.tables} WHERE {where}", values)
        return sorted(number for (number,) in rows)

    def count(self, selection: Selection | None = None) -> int:
        """Give how many quotes are chosen."""
        chosen = selection or Selection()
        where, values = chosen.where()
        row = self.connection.execute(f"SELECT count(*) FROM {chosen.tables} WHERE {where}", values).fetchone()
        return int(row[0])

    def facets(self, name: str, selection: Selection | None = None, limit: int = 20) -> list[tuple[str | None, int]]:
        """Give the values of one facet (speaker, lang, type, source, year) with their counts, largest first."""
        where, values = (selection or Selection()).where()
        rows = self.connection.execute(
            f"SELECT {_FACETS[name]} AS value, count(*) FROM quotes q JOIN sources s ON s.number = q.source "
            f"WHERE {where} GROUP BY value ORDER BY 2 DESC, 1 LIMIT ?",
            [*values, limit],
        )
        return [(value, number) for value, number in rows]

    def sources(self) -> Iterator[Source]:
        """Give every source in the order it came."""
        rows = self.connection.execute(f"SELECT {_SOURCE} FROM sources s ORDER BY s.number")
        return (Source(*row) for row in rows)

    def source(self, source_id: str) -> Source:
        """Give the source with this id; raises UnknownRecord."""
        row = self.connection.execute(f"SELECT {_SOURCE} FROM sources s WHERE s.id = ?", [source_id]).fetchone()
        if row is None:
            raise UnknownRecord(f"There is no source with the id {source_id!r}.")
        return Source(*row)

    def quotes_of(self, source_id: str) -> list[Quote]:
        """Give the quotes of one source in text order."""
        return list(self._read("s.id = ?", [source_id], "ORDER BY q.start, q.stop"))

    def speakers(self) -> list[Speaker]:
        """Give all speakers, the most quoted first."""
        return list(self.known_speakers)

    def speaker(self, name_or_id: str) -> Speaker:
        """Give the one speaker with this id or name, in either script.

        Raises UnknownRecord, naming the nearest names or the people who share this one.
        """
        by_id = self.known_speakers.get(name_or_id)
        if by_id:
            return by_id
        found = self.known_speakers.named(name_or_id)
        if len(found) == 1:
            return found[0]
        if found:
            people = "; ".join(f"{one.name} ({one.id})" for one in found)
            raise UnknownRecord(f"Several speakers are called {name_or_id!r}: {people}. Give the id.")
        near = self.known_speakers.near(name_or_id)
        hint = f" Did you mean {' or '.join(near)}?" if near else " 'quotes speakers' lists them all."
        raise UnknownRecord(f"There is no speaker called {name_or_id!r}.{hint}")

    def counts(self) -> Counts:
        """Count what is there."""
        one = self.connection.execute(
            "SELECT (SELECT count(*) FROM sources WHERE kind = 'article'), count(*), count(DISTINCT speaker_id), "
            "coalesce(sum(lang = 'ru'), 0), coalesce(sum(lang = 'en'), 0), min(date), max(date) FROM quotes"
        ).fetchone()
        return Counts(*one)

    @property
    def fingerprint(self) -> str:
        """Changes whenever a record does; a build notes it, so that a stale one is told at once."""
        rows = dict(self.connection.execute("SELECT name, value FROM facts WHERE name IN ('archive', 'changes')"))
        return f"{rows['archive']}:{rows['changes']}"

    def _read(self, where: str, values: list[object], tail: str = "ORDER BY q.number") -> Iterator[Quote]:
        rows = self.connection.execute(f"SELECT {_QUOTE}, {_SOURCE} {_FROM} WHERE {where} {tail}", values)
        return map(_quote, rows)


def _quote(row: tuple[Any, ...]) -> Quote:
    number, quote_id, text, start, stop, kind, lang, speaker_id, attributed, *rest = row
    name, name_ru, name_en, speaker_kind, *rest = rest
    mention, mention_start, mention_end, cue, cue_start, cue_end, group, confidence, rule, reporter = rest[:10]
    return Quote(
        id=quote_id, text=text, start=start, end=stop, type=kind, lang=lang, source=Source(*rest[10:]),
        speaker=(name_ru if lang == "ru" else name_en) or name, speaker_id=speaker_id, speaker_kind=speaker_kind,
        mention=mention, mention_start=mention_start, mention_end=mention_end, cue=cue, cue_start=cue_start,
        cue_end=cue_end, group=group, confidence=confidence, rule=rule, reporter=reporter,
        attributed=attributed, number=number,
    )  # fmt: skip
