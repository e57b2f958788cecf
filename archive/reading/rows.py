"""One record from outside, checked field by field: quotes, articles and speakers as design contracts name them."""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from archive.errors import BadRecord
from archive.records import Entry, Quote, Role, Source, Speaker
from archive.speakers import made_id, name_key
from archive.text import guess_language, is_blank

__all__ = ["KNOWN_FIELDS", "record"]

_MAX_NAME = 300
_SURROGATE = re.compile("[\ud800-\udfff]")


def _left_out(value: object) -> object:
    """Null and an empty string count as left out; a name keeps no outer blanks."""
    if isinstance(value, str):
        return value.strip() or None
    return value


def _readable(value: str) -> str:
    if is_blank(value):
        raise ValueError("has no words in it")
    return value


def _day(value: str | None) -> str | None:
    if value is None:
        return None
    day = value.split("T")[0] if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value) else value
    try:
        if dt.date.fromisoformat(day).isoformat() != day:
            raise ValueError(day)  # noqa: TRY301
    except ValueError:
        raise ValueError(f"{value!r} is not a date: write it as YYYY-MM-DD, for example 2025-11-19") from None
    return day


_Text = Annotated[str, Field(min_length=1)]
_Optional = Annotated[str | None, BeforeValidator(_left_out)]
_Name = Annotated[Annotated[str, Field(max_length=_MAX_NAME)] | None, BeforeValidator(_left_out)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _SourceRow(_Row):
    kind: str = "quote"
    text: _Text
    id: _Name = None
    date: _Optional = None
    lang: Annotated[Literal["ru", "en"] | None, BeforeValidator(_left_out)] = None
    title: _Optional = None
    url: _Optional = None
    publisher: _Optional = None
    event: _Optional = None


class _QuoteRow(_SourceRow):
    speaker: _Name = None
    source: _Optional = None
    speaker_kind: Annotated[Literal["person", "org", "generic"] | None, BeforeValidator(_left_out)] = None


class _SpanRow(_Row):
    """A quote of an exported article, with its place in it."""

    text: _Text
    start: int = Field(ge=0)
    end: int
    type: Literal["direct", "indirect", "mixed"]
    id: str | None = None
    speaker: _Name = None
    speaker_kind: Literal["person", "org", "generic"] | None = None
    speaker_mention: str | None = None
    mention_start: int | None = None
    mention_end: int | None = None
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    group: int | None = None
    confidence: float = Field(default=1.0, ge=0, le=1)
    rule: str = "given"
    reporter: str | None = None
    lang: Literal["ru", "en"] | None = None


class _ArticleRow(_SourceRow):
    quotes: list[_SpanRow] | None = None


class _RoleRow(_Row):
    role_ru: _Optional = None
    role_en: _Optional = None
    since: _Optional = None
    until: _Optional = None


class _SpeakerRow(_Row):
    kind: str
    name: Annotated[str, Field(min_length=1, max_length=_MAX_NAME)]
    id: _Name = None
    speaker_kind: Literal["person", "org", "generic"] = "person"
    name_ru: _Name = None
    name_en: _Name = None
    aliases: list[str] = []
    roles: list[_RoleRow] = []
    born: int | None = None
    died: int | None = None
    wikidata: _Name = None


_ROWS: dict[str, type[_Row]] = {"quote": _QuoteRow, "article": _ArticleRow, "speaker": _SpeakerRow}
KNOWN_FIELDS = {kind: frozenset(row.model_fields) for kind, row in _ROWS.items()}
_WORDS = {
    "missing": "is missing",
    "string_type": "must be text",
    "string_too_short": "is empty",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "list_type": "must be a list",
}


def record(values: dict[str, Any], path: str, line: int) -> Entry | Speaker:
    """Make a record of one row; raises BadRecord naming file, line and field."""
    given = values.get("kind")
    kind = "quote" if given is None or given == "" else given
    for field, value in values.items():
        if isinstance(value, str) and _SURROGATE.search(value):
            raise BadRecord(path, line, str(field), "has half a character in it (a lone surrogate)")
    if not isinstance(kind, str) or kind not in _ROWS:
        raise BadRecord(path, line, "kind", f"is {given!r}; it must be 'quote', 'article' or 'speaker'")
    try:
        row = _ROWS[kind].model_validate({**values, "kind": kind})
    except ValidationError as problem:
        first = problem.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or kind
        raise BadRecord(path, line, field, _problem(first)) from problem
    place = f"{path}, line {line}"
    if isinstance(row, _SpeakerRow):
        return _speaker(row)
    assert isinstance(row, _SourceRow)  # noqa: S101  the third kind there is
    return _entry(row, path, line, place)


def _problem(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "literal_error":
        return f"is {error['input']!r}; it must be {error['ctx']['expected']}"
    words = _WORDS.get(error["type"], error["msg"])
    return words if error["type"] == "missing" else f"{words}, not {str(error['input'])[:60]!r}"


def _entry(row: _SourceRow, path: str, line: int, place: str) -> Entry:
    for field, check in (("text", _readable), ("date", _day)):
        try:
            setattr(row, field, check(getattr(row, field)))
        except ValueError as problem:
            raise BadRecord(path, line, field, str(problem)) from problem
    lang = row.lang or guess_language(row.text)
    is_article = isinstance(row, _ArticleRow)
    source = Source(
        id=(row.id or "") if is_article else "", kind="article" if is_article else "entry", text=row.text, lang=lang,
        title=row.title, url=row.url, publisher=row.publisher, date=row.date, event=row.event,
        work=row.source if isinstance(row, _QuoteRow) else None,
    )  # fmt: skip
    if isinstance(row, _ArticleRow):
        spans = row.quotes
        return Entry(
            source, None if spans is None else tuple(_quote(span, source, path, line) for span in spans), place
        )
    assert isinstance(row, _QuoteRow)  # noqa: S101
    quote = Quote(
        id=row.id or "", text=row.text, start=0, end=len(row.text), type="direct", lang=lang, source=source,
        speaker=row.speaker, speaker_kind=row.speaker_kind,
    )  # fmt: skip
    return Entry(source, (quote,), place)


def _quote(span: _SpanRow, source: Source, path: str, line: int) -> Quote:
    if source.text[span.start : span.end] != span.text:
        raise BadRecord(path, line, "quotes", f"the text at {span.start}:{span.end} is not {span.text[:60]!r}")
    return Quote(
        id=span.id or "", text=span.text, start=span.start, end=span.end, type=span.type,
        lang=span.lang or guess_language(span.text), source=source, speaker=span.speaker, speaker_kind=span.speaker_kind,
        mention=span.speaker_mention, mention_start=span.mention_start, mention_end=span.mention_end, cue=span.cue,
        cue_start=span.cue_start, cue_end=span.cue_end, group=span.group, confidence=span.confidence, rule=span.rule,
        reporter=span.reporter,
    )  # fmt: skip


def _speaker(row: _SpeakerRow) -> Speaker:
    roles = tuple(Role(role.role_ru, role.role_en, role.since, role.until) for role in row.roles)
    return Speaker(
        id=row.id or made_id(name_key(row.name)), name=row.name, kind=row.speaker_kind, name_ru=row.name_ru,
        name_en=row.name_en, aliases=tuple(row.aliases), roles=roles, born=row.born, died=row.died, wikidata=row.wikidata,
    )  # fmt: skip
