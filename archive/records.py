"""The records: what was said (Quote), by whom (Speaker), where it stands (Source).

All are frozen. A quote is a span of its source: `source.text[quote.start:quote.end] == quote.text`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.text import Language

__all__ = ["Added", "Entry", "Quote", "QuoteType", "Role", "Source", "Speaker", "SpeakerKind"]

_BEGINNING = 70  # characters of an untitled article that stand for its title

QuoteType = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "org", "generic"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where quotes stand: an article, or one entry of a list (then `text` is the entry itself)."""

    id: str
    kind: Literal["article", "entry"]
    text: str = field(repr=False)
    lang: Language
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    date: str | None = None
    """Day of publication or of the saying, `YYYY-MM-DD`."""
    work: str | None = None
    """The work or paper that a list names as its source."""
    event: str | None = None

    @property
    def name(self) -> str:
        """What to print as the source: the work, else title and publisher, else how an article begins; "" for an entry that names none."""
        if self.work:
            return self.work
        parts = [part for part in (self.title, self.publisher) if part]
        return ", ".join(parts) or self.url or (self._beginning if self.kind == "article" else self.event or "")

    @property
    def _beginning(self) -> str:
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        first = lines[1] if len(lines) > 1 and lines[0].lower().startswith("date ") else lines[0] if lines else self.id
        return first if len(first) <= _BEGINNING else first[:_BEGINNING].rpartition(" ")[0] + "…"


@dataclass(frozen=True, slots=True)
class Role:
    """An office or calling of a speaker, with the days it was held where these are known."""

    ru: str | None = None
    en: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person (or body) under all its names."""

    id: str
    name: str
    kind: SpeakerKind = "person"
    name_ru: str | None = None
    name_en: str | None = None
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    born: int | None = None
    died: int | None = None
    wikidata: str | None = None
    quotes: int = 0
    """How many quotes the archive has of this speaker."""

    def name_in(self, lang: str) -> str:
        """The name in the language asked for, else the one there is."""
        return (self.name_ru if lang == "ru" else self.name_en) or self.name


@dataclass(frozen=True, slots=True)
class Quote:
    """What was said, as it stands in its source."""

    id: str
    text: str
    start: int
    end: int
    type: QuoteType
    lang: Language
    source: Source
    speaker: str | None = None
    """The speaker's canonical name; None when it is unknown."""
    speaker_id: str | None = None
    speaker_kind: SpeakerKind | None = None
    mention: str | None = None
    """How the source names the speaker here («глава государства», "he")."""
    mention_start: int | None = None
    mention_end: int | None = None
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    group: int | None = None
    """Fragments of one interrupted utterance in a source share a group."""
    confidence: float = 1.0
    rule: str = "list"
    """The rule that found it; "list" for an entry of a list."""
    reporter: str | None = None
    """Who relays it, when that is not the source itself."""
    attributed: str | None = None
    """The speaker's name as the source's own text gives it; `speaker` is the same person's name of record."""
    number: int = 0
    """The store's own row number: stable in one archive, not across archives."""

    @property
    def date(self) -> str | None:
        """The day of its source."""
        return self.source.date


@dataclass(frozen=True, slots=True)
class Entry:
    """One record on its way in: a source with its quotes, before the store gives ids of its own.

    `quotes` is None for an article that has still to be extracted.
    """

    source: Source
    quotes: tuple[Quote, ...] | None = None
    place: str = ""
    """File and line, for messages."""


@dataclass(frozen=True, slots=True)
class Added:
    """What one `add` did."""

    articles_new: int = 0
    articles_known: int = 0
    quotes_new: int = 0
    quotes_known: int = 0
    speakers_new: int = 0
    refused: tuple[str, ...] = ()
    """Bad rows that were left out on request, each with its place and problem."""
    notices: tuple[str, ...] = ()

    def as_dict(self) -> Mapping[str, object]:
        """The same as plain values, for `--json`."""
        return {
            "articles": {"new": self.articles_new, "known": self.articles_known},
            "quotes": {"new": self.quotes_new, "known": self.quotes_known},
            "speakers": {"new": self.speakers_new},
            "refused": list(self.refused),
            "notices": list(self.notices),
        }
