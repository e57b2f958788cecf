"""Quotes as lines for a person and as records for a program."""

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from archive.records import Quote, Speaker
from archive.text import Span

if TYPE_CHECKING:
    from index.search import Hit

__all__ = ["attribution", "context_lines", "hit_lines", "hit_record", "quote_record", "speaker_record"]

_BOLD, _FAINT, _PLAIN = "\033[1m", "\033[2m", "\033[0m"
_CONTEXT = 300  # characters of the source shown before and after a quote


def hit_record(hit: "Hit") -> dict[str, Any]:
    """Give one hit as `search --json` prints it."""
    similarity = None if hit.similarity is None else round(float(hit.similarity), 4)
    return {
        **quote_record(hit.quote), "similarity": similarity, "why": list(hit.why),
        "passage": {"start": hit.passage.start, "end": hit.passage.stop},
        "marks": [{"start": mark.start, "end": mark.stop} for mark in hit.marks],
        "others": [other.id for other in hit.others],
    }  # fmt: skip


def quote_record(quote: Quote) -> dict[str, Any]:
    """Give one quote with its source, the same fields always, null where nothing is known."""
    source = quote.source
    return {
        "id": quote.id, "text": quote.text, "speaker": quote.speaker, "speaker_id": quote.speaker_id, "lang": quote.lang,
        "type": quote.type, "date": quote.date, "source": source.name or None, "title": source.title, "url": source.url,
        "publisher": source.publisher, "event": source.event, "source_id": source.id, "start": quote.start, "end": quote.end,
        "mention": quote.mention, "cue": quote.cue, "confidence": round(quote.confidence, 3), "rule": quote.rule,
        "reporter": quote.reporter,
    }  # fmt: skip


def speaker_record(speaker: Speaker) -> dict[str, Any]:
    """Give one speaker as `speakers --json` prints it."""
    return {
        "id": speaker.id, "name": speaker.name, "name_ru": speaker.name_ru, "name_en": speaker.name_en, "kind": speaker.kind,
        "aliases": list(speaker.aliases), "born": speaker.born, "died": speaker.died, "quotes": speaker.quotes,
        "roles": [{"ru": role.ru, "en": role.en, "since": role.since, "until": role.until} for role in speaker.roles],
    }  # fmt: skip


def hit_lines(hit: "Hit", place: int) -> Iterator[str]:
    """Give the lines of one hit for a terminal: the words, then who, when, where and why."""
    quote = hit.quote
    yield from _wrapped(f"{place:>2}. ", _marked(quote.text, hit.marks))
    how = "" if hit.similarity is None else f", similarity {hit.similarity:.2f}"
    others = f", {len(hit.others) + 1} reports" if hit.others else ""
    yield _faint(f"    {attribution(quote)}")
    yield _faint(f"    {' and '.join(hit.why) or 'near'}{how}{others} · {quote.id}")
    yield ""


def attribution(quote: Quote) -> str:
    """Give who, when and where in one line; indirect speech is said to be such."""
    who = quote.speaker or (f"unknown speaker ({quote.mention})" if quote.mention else "unknown speaker")
    parts = [who, quote.date, quote.source.name, None if quote.type == "direct" else f"{quote.type} speech"]
    return "— " + ", ".join(part for part in parts if part)


def context_lines(quote: Quote) -> Iterator[str]:
    """Give the quote where it stands in its source, with what comes before and after."""
    text = quote.source.text
    before = text[max(0, quote.start - _CONTEXT) : quote.start]
    after = text[quote.end : quote.end + _CONTEXT]
    if quote.start > _CONTEXT:
        before = "…" + before.partition(" ")[2]
    if quote.end + _CONTEXT < len(text):
        after = after.rpartition(" ")[0] + "…"
    bold, plain = (_BOLD, _PLAIN) if sys.stdout.isatty() else ("⟦", "⟧")
    for paragraph in f"{before}{bold}{quote.text}{plain}{after}".splitlines():
        yield from _wrapped("    ", paragraph) if paragraph.strip() else [""]


def _marked(text: str, marks: Iterable[Span]) -> str:
    """Set the matched words in bold, on a terminal only."""
    if not sys.stdout.isatty():
        return text
    out, at = [], 0
    for mark in sorted(marks, key=lambda one: one.start):
        if mark.start >= at:
            out += [text[at : mark.start], _BOLD, text[mark.start : mark.stop], _PLAIN]
            at = mark.stop
    return "".join([*out, text[at:]])


def _wrapped(first: str, text: str) -> list[str]:
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 110))
    rest = " " * len(first)
    return textwrap.wrap(" ".join(text.split()), width, initial_indent=first, subsequent_indent=rest) or [first]


def _faint(line: str) -> str:
    return f"{_FAINT}{line}{_PLAIN}" if sys.stdout.isatty() else line
