"""One article laid out for reading: paragraphs, sentences, tokens and quotation-mark regions, all as offsets.

Sentences are cut on a copy in which what stands between marks is masked, so that a full stop inside
a quotation never ends the sentence that quotes it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import razdel

from archive.extraction.marks import Region, find_regions, outer

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*(?:-[^\W\d_]+)?|[^\W_]+(?:[-\u2010\u2011’'][^\W_]+)*|[^\w\s]|_")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Sgt|Capt|Cmdr|Adm|Rev|Hon|St|Mt|Ft|Det|Insp|Supt|Cllr|vs"
    r"|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.$"
)
LONGEST_SENTENCE = 3000
"""A longer stretch without a sentence end is no prose; it is cut here so that work stays linear."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or single punctuation mark: `text[start:end]`."""

    start: int
    end: int
    text: str

    @property
    def is_word(self) -> bool:
        """True for words and numbers, False for punctuation."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence or a paragraph: characters `start:end`, tokens `first:last`."""

    start: int
    end: int
    first: int
    last: int


@dataclass(slots=True)
class Document:
    """An article and its layout. Offsets count code points of `text`, which is never changed."""

    text: str
    lang: str
    paragraphs: list[Stretch]
    sentences: list[Stretch]
    tokens: list[Token]
    regions: list[Region]
    outer: list[Region]
    _token_starts: list[int] = field(repr=False)
    _sentence_starts: list[int] = field(repr=False)
    _paragraph_starts: list[int] = field(repr=False)
    _outer_starts: list[int] = field(repr=False)

    @classmethod
    def read(cls, text: str, lang: str) -> Document:
        """Lay out a text."""
        lines = _lines(text)
        regions = find_regions(text, lines)
        outers = outer(regions)
        tokens = [Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text)]
        starts = [token.start for token in tokens]
        paragraphs = [_stretch(start, end, starts) for start, end in lines]
        sentences = [_stretch(start, end, starts) for start, end in _cut(text, lines, outers)]
        return cls(
            text,
            lang,
            paragraphs,
            sentences,
            tokens,
            regions,
            outers,
            starts,
            [sentence.start for sentence in sentences],
            [paragraph.start for paragraph in paragraphs],
            [region.outer_start for region in outers],
        )

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """Tokens that begin in `start:end`."""
        return self.tokens[self.token_at(start) : bisect_left(self._token_starts, end)]

    def token_at(self, offset: int) -> int:
        """Number of the first token that begins at or after `offset`."""
        return bisect_left(self._token_starts, offset)

    def sentence_at(self, offset: int) -> Stretch:
        """The sentence that holds `offset`, or the last one before it."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    def sentence_number(self, offset: int) -> int:
        """Number of the sentence that holds `offset`, or of the last one before it."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def paragraph_number(self, offset: int) -> int:
        """Number of the paragraph that holds `offset`, or of the last one before it."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def paragraph_at(self, offset: int) -> Stretch:
        """The paragraph that holds `offset`, or the last one before it."""
        return self.paragraphs[self.paragraph_number(offset)]

    def region_at(self, offset: int) -> Region | None:
        """The outer region whose content holds `offset`, if any."""
        number = bisect_right(self._outer_starts, offset) - 1
        if number < 0 or offset >= self.outer[number].outer_end:
            return None
        return self.outer[number]

    def regions_in(self, start: int, end: int) -> list[Region]:
        """Outer regions that begin in `start:end`."""
        first = bisect_left(self._outer_starts, start)
        return self.outer[first : bisect_left(self._outer_starts, end)]


def _lines(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            found.append((start, start + len(stripped)))
    return found


def _stretch(start: int, end: int, token_starts: list[int]) -> Stretch:
    return Stretch(start, end, bisect_left(token_starts, start), bisect_left(token_starts, end))


def _cut(text: str, lines: list[tuple[int, int]], outers: list[Region]) -> list[tuple[int, int]]:
    masked = _mask(text, outers)
    found: list[tuple[int, int]] = []
    for start, end in lines:
        for at in range(start, end, LONGEST_SENTENCE):
            for first, last in _cut_line(masked, at, min(end, at + LONGEST_SENTENCE)):
                found += _cut_after_years(masked, first, last)
    return found


_AFTER_YEAR = re.compile(r"\d{4}\s?г(?:г|\.г)?\.\s+(?=[А-ЯЁ][а-яё]{2})")


def _cut_after_years(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """«… 2013 г. Ожидается, …»: the sentence cutter takes the full stop for that of the abbreviation."""
    found = []
    for match in _AFTER_YEAR.finditer(masked, start, end):
        found.append((start, match.start() + len(match.group().rstrip())))
        start = match.end()
    return [*found, (start, end)]


def _cut_line(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for part in razdel.sentenize(masked[start:end]):
        span = (start + part.start, start + part.stop)
        if found and _goes_on(masked, found[-1][1], span[0]):
            found[-1] = (found[-1][0], span[1])
        elif span[1] > span[0]:
            found.append(span)
    return found


def _goes_on(masked: str, end: int, start: int) -> bool:
    """True where a narrator's tail after a closing mark was cut off («Да!» — сказал он)."""
    if masked[end - 1] == "." and _ABBREVIATION.search(masked, max(0, end - 8), end):
        return True
    head = masked[start : start + 4].lstrip(" -–—\xa0,")
    return masked[end - 1] in "»”\"'’" and (masked[start] in "-–—," or head[:1].islower())


def _mask(text: str, outers: list[Region]) -> str:
    """The text with sentence ends inside marks made invisible; same length."""
    pieces: list[str] = []
    at = 0
    for region in outers:
        if region.open is None or region.close is None:
            continue
        last = max(region.start, region.end - 1)
        pieces += [text[at : region.start], re.sub(r"[.!?…]", ",", text[region.start : last])]
        at = last
    pieces.append(text[at:])
    return "".join(pieces)
