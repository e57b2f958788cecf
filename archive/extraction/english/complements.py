"""What follows a verb of speech: an addressee and circumstances, then a clause, words in marks, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.phrases import Phrases
from archive.extraction.english.words import (
    ADV,
    AUX,
    CAP,
    CONJ,
    DET,
    FINITE,
    MODAL,
    NUM,
    OBJ,
    POSS,
    PREP,
    PRON,
    PUNCT,
    QUESTION,
    REL,
    ROLE,
    TIME,
    VERB,
)

Kind = Literal["that", "zero", "wh", "colon", "marks", "none"]
_OPEN = frozenset("“„\"'‘«")
FARTHEST = 30
"""Words of addressee and circumstances that may stand between a verb and its clause."""


@dataclass(frozen=True, slots=True)
class Complement:
    """What a verb takes: its kind, the word where it begins, and the end of addressee and circumstances."""

    kind: Kind
    first: int
    rest: int


class Complements:
    """Reads what stands behind the verbs of one text."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases, self.words = phrases, phrases.words
        grammar = lexicon().lists["grammar"]
        self._circumstances, self._subordinate = grammar["circumstance"], grammar["subordinate"]
        self._quantity, self._issued = grammar["quantity"], grammar["issued"]
        # Forms of verbs whose object is nearly always a clause; behind others the verb of the clause must
        # stand right after its subject.
        self._freely = grammar["freely"]
        self._strict = False
        self._units = lexicon().words("classes", "time_units")
        self._media = lexicon().words("bodies", "media")

    def behind(self, verb: int, stop: int, frames: str) -> Complement:
        """What follows the verb at word `verb` before word `stop`."""
        self._strict = self.words.lowers[verb] not in self._freely
        at = verb + 1
        if "o" in frames and at < stop:
            at = self._addressee(at, stop)
        limit = min(stop, at + FARTHEST)
        while at < limit:
            found = self._complement(at, stop, frames, fresh=at == verb + 1)
            if found is not None:
                return found
            after = self._circumstance(at, limit)
            if after == at:
                return Complement("none", at, at)
            at = after
        return Complement("none", at, min(at, stop))

    def _complement(self, at: int, stop: int, frames: str, *, fresh: bool) -> Complement | None:  # noqa: PLR0911  a case a line
        low, text = self.words.lowers[at], self.words.texts[at]
        if low == "that" and self._that_clause(at, stop, frames):
            return Complement("that", at + 1, at)
        if text == ":":
            return Complement("colon", at + 1, at)
        if text in _OPEN and self._opens_mark(at):
            return Complement("none" if self._title(at + 1) else "marks", at, at)
        if text == "," and at + 1 < stop:
            return self._behind_comma(at)
        if self.words.tags[at] & QUESTION and "w" in frames and at + 2 < stop and low not in {"who", "which"}:
            return Complement("wh", at, at)
        if "z" in frames and self._clause_starts(at, stop, sure="o" in frames or fresh):
            return Complement("zero", at, at)
        return None

    def _that_clause(self, at: int, stop: int, frames: str) -> bool:
        """True where "that" leads a clause, not where it points ("said that day")."""
        if at + 2 >= stop or not set(frames) & set("tzo"):
            return False
        following = self.words.tags[at + 1]
        if following & (AUX | MODAL) and not following & CAP:
            return False
        return self.words.lowers[at + 1] not in self._units

    def behind_comma(self, at: int, stop: int) -> bool:
        """True for a clause behind a comma that no grammar asks for ("said, the plan was dead")."""
        return at + 2 < stop and self.words.texts[at] == "," and self._clause_starts(at + 1, stop, sure=False)

    def _behind_comma(self, at: int) -> Complement:
        if self.words.texts[at + 1] in _OPEN and self._opens_mark(at + 1):
            return Complement("marks", at + 1, at)
        if self.words.lowers[at + 1] == "that":
            return Complement("that", at + 2, at)
        return Complement("none", at, at)

    def _title(self, at: int) -> bool:
        """True for words in marks that all have capital letters: the title of a work."""
        inside: list[bool] = []
        while at < len(self.words) and self.words.texts[at] not in {"”", '"', "’", "'", "»"} and len(inside) < 12:
            if not self.words.tags[at] & (PREP | DET | CONJ | PUNCT):
                inside.append(bool(self.words.tags[at] & CAP))
            at += 1
        return len(inside) < 8 and all(inside)

    def _opens_mark(self, at: int) -> bool:
        following = self.words.starts[at + 1] if at + 1 < len(self.words) else -1
        return following == self.words.ends[at] or self.words.texts[at] in "“„«‘"

    def _addressee(self, at: int, stop: int) -> int:
        """Behind "told reporters": the end of whoever is told."""
        if self.words.lowers[at] in self._media and not self._longer(at):
            at += 1
            if at < stop and self.words.lowers[at] == "'s":
                return self.phrases.end_of(at + 1, stop, inner=frozenset())
            return at
        if self.words.lowers[at] in {"that", "it", "there"} or self.words.texts[at] in _OPEN:
            return at
        first = at + 1 if self.words.lowers[at : at + 2] == ["the", "sunday"] else at
        if first > at:
            return min(stop, at + 3)
        if self._is_audience(at):
            return at + 1
        end = self.phrases.end_of(at, stop, inner=frozenset(("of", "at", "for")))
        return self._joined(end, stop)

    def _is_audience(self, at: int) -> bool:
        """True for a plural without an article ("reporters", "MPs"): nothing after it belongs to it."""
        tags = self.words.tags[at]
        if not self.words.lowers[at].endswith("s") or tags & (DET | POSS | OBJ) or not tags & (ROLE | CAP):
            return False
        return at not in self.phrases.name_of or self.words.texts[at] in {"MPs", "MSPs", "MEPs"}

    def _longer(self, at: int) -> bool:
        """True for "Fox News", "BBC Radio 4": a name of media of more than one word."""
        return at + 1 < len(self.words) and self.words.lowers[at + 1] in lexicon().words("bodies", "suffixes")

    def _joined(self, end: int, stop: int) -> int:
        if end + 1 < stop and self.words.lowers[end] == "and":
            following = self.phrases.end_of(end + 1, stop, inner=frozenset(("of",)))
            if following < stop and not self.words.tags[following] & (AUX | MODAL | FINITE | VERB):
                return following
        return end

    def _circumstance(self, at: int, stop: int) -> int:  # noqa: PLR0911  a case a line
        """Past an adverb, a time or a phrase with a preposition at word `at`; `at` where there is none."""
        tags, low = self.words.tags[at], self.words.lowers[at]
        if tags & (TIME | ADV) and low != "may":
            end = at + 1
            while end < stop and (self.words.tags[end] & (TIME | NUM) or self.words.lowers[end] in self._units):
                end += 1
            return end
        if low in self._issued:
            return at + 1
        if low in {"late", "early"} and at + 2 < stop and self.words.tags[at + 1] & (PREP | TIME):
            return max(at, self._circumstance(at + 1, stop))
        unit = next((n for n in (at + 1, at + 2) if n < stop and self.words.lowers[n] in self._units), None)
        if low in {"last", "this", "next", "late", "early", "that", "a", "two", "three"} and unit is not None:
            return unit + (2 if self.words.lowers[unit + 1 : unit + 2] in (["ago"], ["later"], ["earlier"]) else 1)
        if low in self._circumstances and at + 1 < stop:
            if self.words.tags[at + 1] & TIME or self.words.lowers[at + 1] in {"late", "early"}:
                return self._circumstance(at + 1, stop) or at
            if self.words.lowers[at + 1].endswith("ing"):
                return self.phrases.end_of(at + 2, stop)
            name = self.phrases.name_of.get(at + 1)
            if (
                name is not None
                and name.kind in {"place", "unknown"}
                and self.words.lowers[name.last : name.last + 1] != ["'s"]
            ):
                return name.last
            return max(at, self.phrases.end_of(at + 1, stop, inner=frozenset(("of", "for", "with"))))
        return at

    def _clause_starts(self, at: int, stop: int, *, sure: bool) -> bool:  # noqa: PLR0911  a case a line
        """True where a clause without "that" begins at word `at`."""
        tags, low = self.words.tags[at], self.words.lowers[at]
        if (tags & PUNCT and self.words.texts[at] not in "$£€#") or low in {"late", "early"}:
            return False
        if (tags & PRON and low != "who") or low in {"there", "it"}:
            return at + 1 < stop and not self.words.tags[at + 1] & PUNCT
        if low in self._subordinate and sure:
            return self._has_finite(at + 1, stop)
        leading = tags & (PREP | ADV | TIME | REL | QUESTION) and at not in self.phrases.name_of
        quantity = sure and low in self._quantity
        if leading and not quantity and not (tags & PREP and sure and self._fronted(at, stop)):
            return False
        if tags & (CONJ | AUX | MODAL | FINITE) and not tags & (CAP | ROLE):
            return False
        if tags & OBJ and not tags & (POSS | PRON):
            return False
        return self._has_finite(at, stop)

    def _fronted(self, at: int, stop: int) -> bool:
        """True for "said by next year the plan would …" with a comma: a circumstance of the clause."""
        end = self.phrases.end_of(at + 1, stop)
        return end < stop and self.words.texts[end] == "," and self._has_finite(end + 1, stop) and end - at < 8

    def _has_finite(self, first: int, stop: int) -> bool:
        """True where a finite verb follows the first noun phrase."""
        if first >= stop:
            return False
        at = max(self.phrases.end_of(first, stop), first + (1 if self.words.tags[first] & (DET | POSS | CAP) else 0))
        limit = min(stop, first + 30)
        if self._strict:
            while at < stop and self.words.tags[at] & ADV:
                at += 1
            limit = min(limit, at + 1)
        depth = 0
        while at < limit:
            tags = self.words.tags[at]
            if self.words.texts[at] in {";", ":"}:
                return False
            if tags & REL or self.words.lowers[at] == "that":
                depth += 1
            elif tags & (AUX | MODAL) or (tags & FINITE and not self._participle(at)):
                if depth == 0:
                    return True
                depth -= 1
            elif (
                tags & VERB and self.words.lowers[at].endswith(("s", "ed")) and depth == 0 and not self._participle(at)
            ):
                return True
            at += 1
        return False

    def _participle(self, at: int) -> bool:
        """True for "the plan announced by", "a man named"."""
        if not self.words.lowers[at].endswith("ed") or at + 1 >= len(self.words):
            return False
        return self.words.lowers[at + 1] == "by" or bool(self.words.tags[at - 1] & (DET | POSS))
