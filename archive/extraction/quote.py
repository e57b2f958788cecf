"""What extraction hands out: one quote with its span, its speaker and how they were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

QuoteType = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "org", "generic"]


@dataclass(frozen=True, slots=True)
class ExtractedQuote:
    """One quotation found in an article.

    Offsets count code points of the text as given (`text[start:end] == quote.text`).
    `speaker` is the fullest name that the article itself gives, in the nominative; it is None
    when nobody was identified with enough confidence, and then `mention` still holds the words
    of the article that point at the speaker. Fragments of one utterance share `group`.
    """

    text: str
    start: int
    end: int
    type: QuoteType
    speaker: str | None
    speaker_kind: SpeakerKind | None
    mention: str | None
    mention_start: int | None
    mention_end: int | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    group: int | None
    confidence: float
    rule: str
    reporter: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a trace: which rule said what about which stretch of the text."""

    rule: str
    start: int
    end: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The quotes of one article and every step that led to them, in the order taken."""

    lang: str
    quotes: tuple[ExtractedQuote, ...]
    steps: tuple[Step, ...]
