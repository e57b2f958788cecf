"""Everything out: JSON Lines that `add` reads back into an equal archive, and CSV for spreadsheets."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO, Any, Literal

from archive.errors import QueryError
from archive.records import Quote, Source, Speaker
from archive.store import Archive

__all__ = ["FORMATS", "Format", "export", "json_records", "quote_record"]

Format = Literal["jsonl", "csv"]
FORMATS: tuple[Format, ...] = ("jsonl", "csv")
_COLUMNS = ("id", "text", "speaker", "date", "lang", "source", "title", "url", "publisher", "event", "type")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(archive: Archive, out: IO[str], form: str = "jsonl") -> int:
    """Write the whole archive to `out`; give the number of records. Raises QueryError for an unknown form.

    CSV holds the quotes alone. A cell that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    if form not in FORMATS:
        raise QueryError(f"There is no export format {form!r}. Choose one of {', '.join(FORMATS)}.")
    count = 0
    if form == "jsonl":
        for record in json_records(archive):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
        return count
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for quote in archive.quotes():
        row = quote_record(quote)
        writer.writerow([_cell(row.get(name)) for name in _COLUMNS])
        count += 1
    return count


def json_records(archive: Archive) -> Iterator[dict[str, Any]]:
    """Give every record as `add` takes it: speakers that a list described, then sources with their quotes."""
    for speaker in archive.known_speakers.curated():
        yield _speaker(speaker)
    for source in archive.sources():
        quotes = archive.quotes_of(source.id)
        if source.kind == "article":
            yield _article(source, quotes)
        else:
            yield from (_entry(quote) for quote in quotes)


def quote_record(quote: Quote) -> dict[str, Any]:
    """Give a quote as one flat record, its source's fields beside it."""
    source = quote.source
    return _without_none(
        id=quote.id, text=quote.text, speaker=quote.speaker, speaker_kind=quote.speaker_kind, date=source.date,
        lang=quote.lang, source=source.work, title=source.title, url=source.url, publisher=source.publisher,
        event=source.event, type=quote.type,
    )  # fmt: skip


def _entry(quote: Quote) -> dict[str, Any]:
    record = quote_record(quote)
    del record["type"]
    if quote.attributed:
        record["speaker"] = quote.attributed
    if record.get("speaker_kind") == "person":
        del record["speaker_kind"]
    return {"kind": "quote", **record}


def _article(source: Source, quotes: list[Quote]) -> dict[str, Any]:
    spans = [
        _without_none(
            id=quote.id, text=quote.text, start=quote.start, end=quote.end, type=quote.type, lang=quote.lang,
            speaker=quote.attributed, speaker_kind=quote.speaker_kind, speaker_mention=quote.mention,
            mention_start=quote.mention_start, mention_end=quote.mention_end, cue=quote.cue, cue_start=quote.cue_start,
            cue_end=quote.cue_end, group=quote.group, confidence=quote.confidence, rule=quote.rule,
            reporter=quote.reporter,
        )
        for quote in quotes
    ]  # fmt: skip
    head = _without_none(
        kind="article", id=source.id, title=source.title, date=source.date, lang=source.lang, url=source.url,
        publisher=source.publisher, event=source.event, text=source.text,
    )  # fmt: skip
    return {**head, "quotes": spans}


def _speaker(speaker: Speaker) -> dict[str, Any]:
    roles = [
        _without_none(role_ru=role.ru, role_en=role.en, since=role.since, until=role.until) for role in speaker.roles
    ]
    fields = asdict(speaker)
    names = _without_none(**{name: fields[name] for name in ("name_ru", "name_en", "born", "died", "wikidata")})
    return {
        "kind": "speaker", "id": speaker.id, "name": speaker.name, "speaker_kind": speaker.kind, **names,
        "aliases": list(speaker.aliases), "roles": roles,
    }  # fmt: skip


def _without_none(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
