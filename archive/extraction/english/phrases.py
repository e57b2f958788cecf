"""Noun phrases of an English sentence: where one that ends at a word begins, and where one that begins ends."""

from __future__ import annotations

from dataclasses import dataclass

from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.naming import Name
from archive.extraction.english.words import (
    ADV,
    AUX,
    CAP,
    CLITIC,
    CONJ,
    DET,
    FINITE,
    MODAL,
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
    Words,
)

_SIGNS = frozenset("%$£€&/#")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: words `first:last`."""

    first: int
    last: int


class Phrases:
    """Reads noun phrases off one text."""

    def __init__(self, words: Words, names: list[Name]) -> None:
        self.words = words
        self._forms = lexicon().forms
        self._inner, self._trailing = lexicon().words("grammar", "inner"), lexicon().words("grammar", "trailing")
        self.name_of: dict[int, Name] = {}
        for name in names:
            for number in range(name.head, name.last):
                self.name_of[number] = name

    def start_of(self, end: int, floor: int) -> int:
        """Where the noun phrase that ends before word `end` begins; `end` where there is none."""
        at = end - 1
        if (at >= floor and self.words.tags[at] & (PRON | OBJ) and not self.words.tags[at] & CAP) or self._is_pronoun(
            at
        ):
            return at
        start = end
        while at >= floor:
            name = self.name_of.get(at)
            if name is not None and name.head >= floor:
                start = name.head
                at = self._over_place(name, floor)
                continue
            step = self._step_left(at, floor, end)
            if step == 0:
                break
            start = at
            if step == 2:
                break
            at -= 1
        return self._trimmed(start, end)

    def _over_place(self, name: Name, floor: int) -> int:
        """Left of a name, past the comma of "in Sale, Greater Manchester"."""
        comma = name.head - 1
        outer = self.name_of.get(comma - 1) if comma > floor and self.words.texts[comma] == "," else None
        if outer is None or outer.head - 1 <= floor or name.kind == "person" or outer.kind == "person":
            return comma
        return outer.head - 1 if self.words.lowers[outer.head - 1] in {"in", "of", "at", "from", "near"} else comma

    def _is_pronoun(self, at: int) -> bool:
        return at >= 0 and bool(self.words.tags[at] & PRON) and at not in self.name_of

    def _step_left(self, at: int, floor: int, end: int) -> int:  # noqa: PLR0911  a case a line
        """0 stop before this word, 1 take it and go on, 2 take it and stop."""
        tags, low = self.words.tags[at], self.words.lowers[at]
        if low in {"'s", "'"} and at > floor:
            return 1 if self.words.starts[at] == self.words.ends[at - 1] and not self._is_pronoun(at - 1) else 0
        if low in {"one", "another"}:
            return 2
        if tags & (DET | POSS):
            behind = at - 1
            inside = behind > floor and self.words.lowers[behind] in self._inner and self._nominal(behind - 1)
            before_det = behind >= floor and self.words.lowers[behind] in {"all", "both", "of"}
            return 1 if inside or before_det else 2
        if tags & PREP:
            return 1 if low in self._inner and at > floor and at + 1 < end and self._nominal(at - 1) else 0
        if low == "and" and at > floor and at - 1 in self.name_of and at + 1 in self.name_of:
            return 1
        if tags & (PUNCT | AUX | MODAL | CONJ | REL | PRON | OBJ | QUESTION | TIME):
            return 0
        if tags & (FINITE | VERB) and not tags & ROLE and not self._attributive(at, end):
            return 0
        return 0 if tags & ADV and at == end - 1 else 1

    def _attributive(self, at: int, end: int) -> bool:
        """True for a participle or noun with the form of a verb inside a noun phrase ("the accused man", "his claim")."""
        before = self.words.tags[at - 1] if at else 0
        form = self._forms.get(self.words.lowers[at])
        if (
            at == end - 1
            and at
            and form is not None
            and form.shape in {"base", "s"}
            and not self.words.tags[at] & FINITE
        ):
            return not before & (PRON | MODAL | PUNCT) and self.words.lowers[at - 1] not in {"to", "and", "or"}
        if at == end - 1 and form is not None and form.shape == "ing":
            return any(self.words.tags[n] & (DET | POSS) for n in range(max(0, at - 3), at))
        if at < end - 1 and form is not None and form.shape == "base" and self._compound(at):
            return True
        return bool(before & (DET | POSS)) or (
            at < end - 1 and self.words.lowers[at].endswith("ed") and bool(before & ADV)
        )

    def _compound(self, at: int) -> bool:
        """True for a noun with the form of a verb before another noun ("counter terror police", "call centre")."""
        if at == 0 or at + 1 >= len(self.words):
            return False
        closed = PUNCT | AUX | MODAL | CONJ | REL | PRON | OBJ | PREP | DET | POSS | ADV | FINITE | TIME | VERB
        before = self.words.lowers[at - 1]
        plural = before.endswith("s") and before != "'s"
        return (
            not self.words.tags[at + 1] & closed and not plural and not self.words.tags[at - 1] & (PRON | MODAL | PUNCT)
        )

    def _nominal(self, at: int) -> bool:
        tags = self.words.tags[at]
        if at in self.name_of or tags & ROLE or self.words.lowers[at] in {"one", "some", "many", "most"}:
            return True
        closed = PUNCT | AUX | MODAL | CONJ | REL | PRON | OBJ | PREP | DET | POSS | ADV | FINITE | TIME
        return not tags & closed and (not tags & VERB or self._attributive(at, at + 1))

    def _trimmed(self, start: int, end: int) -> int:
        """Without adverbs, prepositions and possessive endings in front."""
        tags = self.words.tags
        while start < end and tags[start] & (ADV | PREP | CONJ | CLITIC) and start not in self.name_of:
            start += 1
        return start

    def end_of(self, first: int, stop: int, *, inner: frozenset[str] | None = None) -> int:
        """Where the noun phrase that begins at word `first` ends; `first` where there is none.

        `inner` are the prepositions that may go on with it.
        """
        tags = self.words.tags
        inner = self._trailing if inner is None else inner
        if first < stop and (tags[first] & (PRON | OBJ)) and first not in self.name_of:
            return first + 1
        end, at = first, first
        while True:
            begun = self._over_determiners(at, stop)
            at = self._core_end(begun, stop)
            if at == begun:
                return end
            end = at
            if at + 1 >= stop or not tags[at] & PREP or self.words.lowers[at] not in inner:
                return end
            at += 1

    def _over_determiners(self, at: int, stop: int) -> int:
        while at < stop and self.words.tags[at] & (DET | POSS) and at not in self.name_of:
            at += 1
        return at

    def _core_end(self, begun: int, stop: int) -> int:
        """Where the adjectives and nouns from word `begun` on end."""
        at = begun
        while at < stop:
            name = self.name_of.get(at)
            if name is not None and name.last <= stop:
                at = name.last
            elif self._goes_on(at, begun):
                at += 1
            else:
                break
        return at

    def _goes_on(self, at: int, begun: int) -> bool:
        """True for a word that belongs to the noun phrase before it."""
        low, tags = self.words.lowers[at], self.words.tags[at]
        if low == "'s" or (low == "'" and self.words.starts[at] == self.words.ends[at - 1]):
            return at > begun
        if self.words.texts[at] in _SIGNS:
            return True
        if tags & (PUNCT | AUX | MODAL | CONJ | REL | PRON | OBJ | PREP | DET | POSS | QUESTION | TIME | ADV):
            return False
        if tags & (FINITE | VERB) and not tags & ROLE and at > begun:
            form = self._forms.get(low)
            return form is not None and form.shape == "base" and self._compound(at)
        return True

    def opening(self, first: int, stop: int) -> Phrase | None:
        """The subject of a sentence that begins at word `first`: the first noun phrase behind connectors and openings."""
        tags, texts = self.words.tags, self.words.texts
        at = first
        while at < stop and tags[at] & (CONJ | ADV | TIME) and at not in self.name_of:
            at += 1
        if at < stop and (tags[at] & (PREP | PUNCT) or (tags[at] & VERB and self.words.lowers[at].endswith("ing"))):
            comma = next((n for n in range(at, min(stop, at + 25)) if texts[n] == ","), None)
            if comma is None:
                return None
            at = comma + 1
        while at < stop and (tags[at] & (CONJ | ADV) or texts[at] == ",") and at not in self.name_of:
            at += 1
        end = self.end_of(at, stop)
        return Phrase(at, end) if end > at else None
