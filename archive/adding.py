"""Records into rows: ids derived from content, speakers resolved, nothing twice, nothing half.

Runs inside one write transaction that its caller holds.
"""

import dataclasses
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence

from archive.errors import RecordConflict, SpanError, UnknownRecord
from archive.extraction import extract
from archive.records import Added, Entry, Quote, Source, Speaker
from archive.speakers import Speakers
from archive.text import guess_language, words
from archive.word_forms import word_keys

__all__ = ["add", "quote_id", "remove", "source_id"]

_SOURCE_BY_ID = "SELECT number, text FROM sources WHERE id = ?"
_QUOTE_BY_ID = (
    "SELECT q.text, q.attributed, s.id, s.kind FROM quotes q JOIN sources s ON s.number = q.source WHERE q.id = ?"
)
_NEW_SOURCE = (
    "INSERT INTO sources (id, kind, text, lang, title, url, publisher, date, work, event) VALUES (?,?,?,?,?,?,?,?,?,?)"
)
_NEW_QUOTE = """
INSERT INTO quotes (id, source, start, stop, text, type, lang, date, speaker_id, attributed, mention, mention_start,
                    mention_end, cue, cue_start, cue_end, fragment_group, confidence, rule, reporter)
VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
"""
_NEW_WORDS = "INSERT INTO quote_words (rowid, folded, stemmed) VALUES (?, ?, ?)"
_QUOTES_OF = "SELECT number FROM quotes WHERE source = ?"


def add(
    connection: sqlite3.Connection,
    records: Iterable[Entry | Speaker],
    *,
    replace: bool = False,
    refused: list[str] | None = None,
) -> Added:
    """Keep every record that is not there yet.

    Raises RecordConflict when an id already stands for another text, unless `replace` lets the new one take its place
    or a list `refused` gathers what was left out; SpanError when a quote's span does not give its text.
    """
    adder = _Adder(connection, replace=replace)
    for record in records:
        if isinstance(record, Speaker):
            adder.speaker(record)
            continue
        connection.execute("SAVEPOINT entry")
        try:
            adder.entry(record)
        except RecordConflict as problem:
            if refused is None:
                raise
            connection.execute("ROLLBACK TO entry")
            refused.append(str(problem))
        connection.execute("RELEASE entry")
    return adder.finished()


def remove(connection: sqlite3.Connection, ids: Sequence[str]) -> int:
    """Forget quotes and sources by id; give the number of quotes gone. Raises UnknownRecord for an id not there."""
    gone = 0
    for one in ids:
        source = connection.execute(_SOURCE_BY_ID, [one]).fetchone()
        quote = connection.execute("SELECT number, source FROM quotes WHERE id = ?", [one]).fetchone()
        if source is None and quote is None:
            raise UnknownRecord(f"There is no quote or source with the id {one!r}; nothing was removed.")
        if source is not None:
            gone += _remove_source(connection, source[0])
        elif quote is not None:
            _remove_quote(connection, quote[0])
            gone += 1
            connection.execute(
                "DELETE FROM sources WHERE number = ? AND kind = 'entry' AND NOT EXISTS "
                "(SELECT 1 FROM quotes WHERE source = sources.number)",
                [quote[1]],
            )
    Speakers(connection).drop_unused()
    _mark_changed(connection)
    return gone


def source_id(source: Source, speaker: str | None = None) -> str:
    """Derive a source's id from what it says and where it stands; a title does not count (a file name may make it)."""
    parts = [source.kind, source.text, source.date, source.url, source.publisher, source.work, source.event, speaker]
    digest = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    return ("a-" if source.kind == "article" else "e-") + digest[:16]


def quote_id(of_source: str, start: int, stop: int) -> str:
    """Derive a quote's id from its source's and its span."""
    return "q-" + hashlib.sha256(f"{of_source}:{start}:{stop}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


class _Adder:
    """One run of `add`: counts as it goes."""

    def __init__(self, connection: sqlite3.Connection, *, replace: bool) -> None:
        self._db = connection
        self._replace = replace
        self._speakers = Speakers(connection)
        self._ids: dict[tuple[str, str | None], str] = {}
        self._added = Added()
        self._removed = False

    def finished(self) -> Added:
        """Note that the archive changed, if it did, and give the counts."""
        if self._removed:
            self._speakers.drop_unused()
        if self._removed or self._added != Added(
            articles_known=self._added.articles_known, quotes_known=self._added.quotes_known
        ):
            _mark_changed(self._db)
        return self._added

    def speaker(self, speaker: Speaker) -> None:
        """Keep a curated speaker."""
        before = self._db.total_changes
        self._ids.clear()
        if self._speakers.keep(speaker):
            self._count(speakers_new=1)
        elif self._db.total_changes != before:
            self._removed = True

    def entry(self, entry: Entry) -> None:
        """Keep an article or an entry of a list, with its quotes."""
        source = entry.source
        if source.kind == "entry":
            self._list_entry(entry)
            return
        named = dataclasses.replace(source, id=source.id or source_id(source))
        known = self._db.execute(_SOURCE_BY_ID, [named.id]).fetchone()
        if known and not self._may_replace(known, named.text, f"{entry.place}: the article id {named.id!r}"):
            self._count(articles_known=1)
            return
        found = entry.quotes if entry.quotes is not None else extracted(named)
        number = self._new_source(named)
        for quote in found:
            own = dataclasses.replace(quote, id=quote.id or quote_id(named.id, quote.start, quote.end))
            self._new_quote(number, named, own, entry.place)
        self._count(articles_new=1)

    def _list_entry(self, entry: Entry) -> None:
        quote = (entry.quotes or ())[0]
        source = dataclasses.replace(entry.source, id=entry.source.id or source_id(entry.source, quote.speaker))
        quote = dataclasses.replace(quote, id=quote.id or quote_id(source.id, quote.start, quote.end))
        known = self._db.execute(_QUOTE_BY_ID, [quote.id]).fetchone()
        if known:
            text, attributed, of_source, kind = known
            if (text, attributed) == (quote.text, quote.speaker) and kind == "entry":
                if of_source == source.id or not self._replace:
                    self._count(quotes_known=1)
                    return
            elif not self._replace or kind != "entry":
                was = "another speaker" if text == quote.text else "another text"
                raise RecordConflict(
                    f"{entry.place}: the id {quote.id!r} already stands for {was}. Change the id, or use --replace."
                )
            self._drop_source_of(of_source)
        twin = self._db.execute(_SOURCE_BY_ID, [source.id]).fetchone()
        if twin:  # the same entry under another id: keep both, told apart by the quote's own id
            source = dataclasses.replace(source, id=f"{source.id}-{hashlib.sha256(quote.id.encode()).hexdigest()[:6]}")
        self._new_quote(self._new_source(source), source, quote, entry.place)

    def _may_replace(self, known: tuple[int, str], text: str, what: str) -> bool:
        """Tell whether to go on; a record under the same id with the same text is simply known."""
        number, stored = known
        if stored == text and not self._replace:
            return False
        if not self._replace:
            raise RecordConflict(f"{what} already stands for another text. Change the id, or use --replace.")
        _remove_source(self._db, number)
        self._removed = True
        return True

    def _drop_source_of(self, source: str) -> None:
        _remove_source(self._db, self._db.execute(_SOURCE_BY_ID, [source]).fetchone()[0])
        self._removed = True

    def _new_source(self, source: Source) -> int:
        cursor = self._db.execute(
            _NEW_SOURCE,
            [
                source.id, source.kind, source.text, source.lang, source.title, source.url, source.publisher,
                source.date, source.work, source.event,
            ],
        )  # fmt: skip
        return int(cursor.lastrowid or 0)

    def _new_quote(self, number: int, source: Source, quote: Quote, place: str) -> None:
        if source.text[quote.start : quote.end] != quote.text:
            raise SpanError(f"Quote {quote.id} is not what stands at {quote.start}:{quote.end} of source {source.id}.")
        speaker_id = self._speaker_id(quote)
        try:
            cursor = self._db.execute(
                _NEW_QUOTE,
                [
                    quote.id, number, quote.start, quote.end, quote.text, quote.type, quote.lang, source.date, speaker_id,
                    quote.speaker, quote.mention, quote.mention_start, quote.mention_end, quote.cue, quote.cue_start,
                    quote.cue_end, quote.group, quote.confidence, quote.rule, quote.reporter,
                ],
            )  # fmt: skip
        except sqlite3.IntegrityError as problem:
            raise RecordConflict(
                f"{place}: the quote id {quote.id!r} already stands for another text, or two quotes for one stretch."
            ) from problem
        folded = [word.folded for word in words(quote.text)]
        self._db.execute(
            _NEW_WORDS,
            [cursor.lastrowid, " ".join(folded), " ".join(key for word in folded for key in word_keys(word))],
        )
        self._count(quotes_new=1)

    def _speaker_id(self, quote: Quote) -> str | None:
        if not quote.speaker:
            return None
        key = (quote.speaker, quote.speaker_kind)
        if key not in self._ids:
            self._ids[key], is_new = self._speakers.resolve(quote.speaker, quote.speaker_kind or "person")
            self._count(speakers_new=int(is_new))
        return self._ids[key]

    def _count(self, **more: int) -> None:
        grown = {name: getattr(self._added, name) + by for name, by in more.items()}
        self._added = dataclasses.replace(self._added, **grown)


def extracted(source: Source) -> tuple[Quote, ...]:
    """Extract an article's quotes as records of that article."""
    return tuple(
        Quote(
            id="", text=one.text, start=one.start, end=one.end, type=one.type, lang=guess_language(one.text), source=source,
            speaker=one.speaker, speaker_kind=one.speaker_kind, mention=one.mention, mention_start=one.mention_start,
            mention_end=one.mention_end, cue=one.cue, cue_start=one.cue_start, cue_end=one.cue_end, group=one.group,
            confidence=one.confidence, rule=one.rule, reporter=one.reporter,
        )
        for one in extract(source.text, source.lang)
    )  # fmt: skip


def _remove_source(connection: sqlite3.Connection, number: int) -> int:
    quotes = [row[0] for row in connection.execute(_QUOTES_OF, [number])]
    for quote in quotes:
        _remove_quote(connection, quote)
    connection.execute("DELETE FROM sources WHERE number = ?", [number])
    return len(quotes)


def _remove_quote(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("DELETE FROM quote_words WHERE rowid = ?", [number])
    connection.execute("DELETE FROM quotes WHERE number = ?", [number])


def _mark_changed(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE facts SET value = value + 1 WHERE name = 'changes'")
