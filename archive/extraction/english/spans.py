"""Where reported speech without marks begins and ends, and which stretch of its sentence is the narrator's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.extraction.document import Document, Stretch
from archive.extraction.english.complements import Complement
from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.words import AUX, FINITE, MODAL, PREP, VERB, Words

CLOSING = frozenset("”\"'’»)")
_OPENING = frozenset("“\"'‘«")
_DASHES = frozenset("–—-")
_SUBORDINATE = frozenset(("after", "when", "as", "because", "since", "although", "though", "while", "before", "once"))
_COMPARING = frozenset(("well", "long", "soon", "much", "many", "if"))
_DATELINE = re.compile(
    r"[A-Z][A-Z.’'-]+(?:[ ,]+[\w.’'-]+){0,6}(?: \([\w /]+\))?\s*[-–—]{1,2}\s+"
    r"|[A-Z][\w ,.]{2,40}\([A-Z][\w ]+\)\s*[-–—]{1,2}\s+"
)
_LONG_OPENING = 12
"""More words than this before ", Orlov said" are a clause, whether its verb is known or not."""
_NEAR = 20

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A verb in its sentence: words `first:last` of the sentence, and the word where the narrator's stretch begins."""

    verb: int
    first: int
    last: int
    floor: int
    sentence: Stretch


class Spans:
    """Measures reported speech in one text."""

    def __init__(self, document: Document, words: Words) -> None:
        self.document, self.words = document, words
        self._forms = lexicon().forms

    def content(self, complement: Complement, place: Place, start: int) -> Span | None:
        """The clause that a verb takes; None where it takes none or words in marks of their own. Offsets.

        `start` is the word where the subject begins.
        """
        if complement.kind == "none" or complement.first >= place.last:
            return None
        if complement.kind in {"colon", "marks"} and self._is_direct(complement, place):
            return None
        begin, end = self.words.starts[complement.first], self._content_end(complement.first, place, start)
        return (begin, end) if end > begin else None

    def _is_direct(self, complement: Complement, place: Place) -> bool:
        """True where words in marks are an utterance of their own, not part of the narrator's clause."""
        first = self.words.starts[complement.first]
        region = next(iter(self.document.regions_in(first, place.sentence.end)), None)
        if region is None or region.outer_start > first:
            return False
        if complement.kind == "colon" or region.close is None:
            return True
        return self.words.texts[complement.rest] == "," and not self.document.text[region.start].islower()

    def _content_end(self, first: int, place: Place, start: int) -> int:
        """At the sentence's end, or where the narrator speaks again."""
        words = self.words
        nested = (start > place.first and words.lowers[start - 1] in _SUBORDINATE) or words.lowers[
            place.verb - 1
        ] == "who"
        for at in range(first + 1, place.last - 1):
            text = words.texts[at]
            if text not in {",", ":"} or self.in_marks(at):
                continue
            if text == ":":
                if self.document.region_at(words.starts[at + 1]) is not None:
                    return words.starts[at]
            elif (nested and at > first + 2) or self._narrator_at(at + 1):
                return words.starts[at]
        return place.sentence.end

    def _narrator_at(self, at: int) -> bool:
        """True where the words behind a comma are the narrator's: ", according to", ", adding", ", as he had asked"."""
        low = self.words.lowers[at]
        if low == "as":
            return not self.words.tags[at + 1] & (VERB | PREP) and self.words.lowers[at + 1] not in _COMPARING
        return low == "according" or (low.endswith("ing") and bool(self.words.tags[at] & VERB))

    def is_narrating(self, at: int) -> bool:
        """True for the participle of a verb of speech ("adding", "noting")."""
        form = self._forms.get(self.words.lowers[at])
        return form is not None and form.shape == "ing" and form.verb.strength >= 0.8

    def in_marks(self, at: int) -> bool:
        """True for a word inside a closed pair of marks."""
        region = self.document.region_at(self.words.starts[at])
        return region is not None and region.close is not None and region.open is not None

    def has_finite(self, first: int, last: int) -> bool:
        """True where a finite verb stands in words `first:last`."""
        return any(self.words.tags[n] & (AUX | MODAL | FINITE) for n in range(first, last))

    def behind_speech(self, start: int, place: Place) -> bool:
        """True for a narrator's tail behind words in marks that end like speech (“…,” Orlov said at a meeting)."""
        if place.floor == place.first or start - place.floor > 1:
            return False
        before = self.words.starts[place.floor] - 1
        region = self.document.region_at(before) or self.document.region_at(max(0, before - 1))
        return region is not None and self.document.text[region.end - 1] in ",.!?…"

    def comma_inside(self, mark: int, place: Place) -> bool:
        """True at the mark that closes "a “concern,”" where words in marks end a clause of the narrator's."""
        offset = self.words.starts[mark]
        region = self.document.region_at(offset)
        if region is None or self.words.texts[mark] not in CLOSING:
            return False
        return self.document.text[offset - 1] in ",?!" and region.outer_start > place.sentence.start + 1

    def inset(self, start: int, complement: Complement, place: Place) -> tuple[Span, Span] | None:
        """The narrator's stretch around "Orlov said" with nothing reported behind it, and the bounds of what is said."""
        words, first = self.words, place.first
        if start > first and words.lowers[start - 1] == "as" and start - 2 <= first:
            return self._leading(complement, place)
        opener = self._opener(start, place)
        if opener is None:
            return None
        opening, said_from = words.starts[opener], self._said_from(place)
        behind = words.texts[complement.rest : complement.rest + 2]
        resumes = len(behind) == 2 and behind[0] == "," and behind[1] in _OPENING
        if not resumes and (self.has_finite(first, opener) or opener - first > _LONG_OPENING):
            end = self._tail_end(complement.rest, place)
            return (opening, end), (said_from, end)
        comma = self._comma(complement.rest, min(place.last, complement.rest + _NEAR))
        if comma is None or not (resumes or self.has_finite(comma + 1, place.last)):
            return None
        return (opening, words.ends[comma]), (said_from, place.sentence.end)

    def _opener(self, start: int, place: Place) -> int | None:
        """The word where the narrator's stretch begins: the comma or dash before the subject."""
        words, first = self.words, place.first
        if start > first + 3 and self.comma_inside(start - 1, place):
            return start
        if place.floor > first and start - place.floor < 3:
            return None
        opener = start - 2 if start > first and words.lowers[start - 1] == "as" else start - 1
        if opener <= first or words.texts[opener] not in _DASHES | {","}:
            return None
        closed = words.texts[opener - 1] in CLOSING and place.floor >= opener - 1
        return None if closed and place.floor > first + 1 else opener

    def _comma(self, first: int, last: int) -> int | None:
        return next((n for n in range(first, last) if self.words.texts[n] == ","), None)

    def _leading(self, complement: Complement, place: Place) -> tuple[Span, Span] | None:
        """The stretch of a sentence that begins with "As Orlov said, …"."""
        comma = self._comma(complement.rest, place.last)
        if comma is None:
            return None
        start = self.words.starts[place.first]
        return (start, self.words.ends[comma]), (start, place.sentence.end)

    def _tail_end(self, rest: int, place: Place) -> int:
        """Behind an insertion that closes the sentence: all of the narrator's tail up to the next cue."""
        for at in range(rest, place.last - 1):
            if self.words.texts[at] == "," and self.is_narrating(at + 1):
                return self.words.starts[at]
        return place.sentence.end

    def _said_from(self, place: Place) -> int:
        """Where a sentence begins behind its dateline ("LEEDS, 6 May – ")."""
        start = place.sentence.start
        if self.document.paragraph_at(start).start != start:
            return start
        match = _DATELINE.match(self.document.text, start, place.sentence.end)
        return match.end() if match else start
