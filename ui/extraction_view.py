"""What `quotes extract` prints: one object an article, or its quotes for a person, or the trace of the rules."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from archive import extraction
from archive.adding import source_id
from archive.extraction import ExtractedQuote
from archive.reading import read_paths
from archive.records import Entry, Source
from ui.terminal import Terminal

__all__ = ["show"]


def show(terminal: Terminal, paths: list[str], *, encoding: str, as_json: bool, explain: bool) -> None:
    """Print the extraction of every article under `paths`; quotes of lists are passed over."""
    reading = read_paths(paths, encoding=encoding)
    articles = 0
    with terminal.progress("extracting", unit="bytes") as tell:
        for record in reading.records(lambda done, total: tell("extracting", done, total)):
            if not isinstance(record, Entry) or record.source.kind != "article":
                continue
            articles += 1
            _show_one(terminal, record, as_json=as_json, with_trace=explain)
    for notice in reading.notices:
        terminal.say(notice)
    if not articles:
        terminal.say('There is no article here: a row is one when it says "kind": "article".')


def _show_one(terminal: Terminal, entry: Entry, *, as_json: bool, with_trace: bool) -> None:
    source = entry.source
    explanation = extraction.explain(source.text, source.lang) if with_trace else None
    quotes = explanation.quotes if explanation else extraction.extract(source.text, source.lang)
    if as_json:
        value: dict[str, Any] = {
            "id": source.id or source_id(source),
            "lang": source.lang,
            "quotes": [as_row(one) for one in quotes],
        }
        if explanation:
            value["trace"] = [asdict(step) for step in explanation.steps]
        terminal.json(value)
        return
    for line in _lines(source, entry.place, tuple(quotes)):
        terminal.data(line)
    if explanation:
        for step in explanation.steps:
            terminal.data(f"    {step.start:>6}–{step.end:<6} {step.rule}: {step.verdict}")


def as_row(quote: ExtractedQuote) -> dict[str, Any]:
    """Give an extracted quote with the field names of the contract."""
    return {
        "text": quote.text, "start": quote.start, "end": quote.end, "type": quote.type, "speaker": quote.speaker,
        "speaker_kind": quote.speaker_kind, "speaker_mention": quote.mention, "mention_start": quote.mention_start,
        "mention_end": quote.mention_end, "cue": quote.cue, "cue_start": quote.cue_start, "cue_end": quote.cue_end,
        "group": quote.group, "confidence": round(quote.confidence, 3), "rule": quote.rule, "reporter": quote.reporter,
    }  # fmt: skip


def _lines(source: Source, place: str, quotes: tuple[ExtractedQuote, ...]) -> Iterator[str]:
    yield f"{place} — {source.title or source.id or source_id(source)} ({source.lang}, {len(quotes)} quotes)"
    for quote in quotes:
        who = quote.speaker or (f"unknown ({quote.mention})" if quote.mention else "unknown")
        yield f"  {quote.start:>6}–{quote.end:<6} {quote.type:<8} {who}, {quote.confidence:.2f}, {quote.rule}"
        yield f"         {' '.join(quote.text.split())}"
