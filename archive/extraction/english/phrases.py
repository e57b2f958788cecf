"""Noun phrases of an English sentence: where one ends at a word, where one begins, and who is the subject of a verb."""

from __future__ import annotations

from dataclasses import dataclass

from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.names import Name
from archive.extraction.english.words import (
    ADV,
    AUX,
    CAP,
    CLITIC,
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
    Words,
)

_INNER = frozenset("of in for at from with on near behind against to by about".split())
_TRAILING = frozenset("of for at in from with".split())
_SIGNS = frozenset("%$£€&/#")
LONGEST = 40
"""A subject farther than this many words from its verb is not looked for."""
_INSERTED = DET | POSS | REL | PREP | NUM | CAP | ROLE | ADV | CONJ


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: words `first:last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a verb: its subject (None where not expressed), where the verb group begins, and how."""

    phrase: Phrase | None
    group: int
    negated: bool = False
    passive: bool = False
    link: str = ""
    """What stands before the verb group where no subject does: "to", "and", ",", "who", a preposition or ""."""


class Phrases:
    """Reads noun phrases off one text."""

    def __init__(self, words: Words, names: list[Name]) -> None:
        self.words = words
        self._forms = lexicon().forms
        self.name_of: dict[int, Name] = {}
        for name in names:
            for number in range(name.head, name.last):
                self.name_of[number] = name

    def subject(self, verb: int, floor: int) -> Subject:
        """The subject of the verb at word `verb`, looked for from `floor` on."""
        lowers, tags = self.words.lowers, self.words.tags
        floor = max(floor, verb - LONGEST)
        at, negated, passive = verb - 1, False, False
        while at >= floor and tags[at] & (AUX | MODAL | ADV) and not self._pronoun_like(at):
            negated = negated or lowers[at] in {"not", "n't", "never", "cannot"} or lowers[at].endswith("n't")
            passive = passive or lowers[at] in {"is", "are", "was", "were", "been", "being", "be", "'re"}
            at -= 1
        at = self._over_time(at, floor)
        group = at + 1
        if at < floor:
            return Subject(None, group, negated, passive)
        low = lowers[at]
        if tags[at] & PUNCT:
            found = self._over_insertion(at, floor)
            return Subject(found, group, negated, passive, low)
        if low == "to" or tags[at] & (CONJ | REL | PREP) and low not in {"who"}:
            return Subject(None, group, negated, passive, low)
        if low == "who":
            return Subject(self._before_relative(at, floor), group, negated, passive, low)
        first = self.start_of(at + 1, floor)
        if first - 2 > floor and tags[first - 1] & PREP and self.words.texts[first - 2] in {",", "–", "—"}:
            found = self._over_insertion(first - 2, floor) or self._plain_before(first - 2, floor)
            return Subject(found, group, negated, passive, ",")
        return Subject(Phrase(first, at + 1) if first <= at else None, group, negated, passive)

    def _plain_before(self, end: int, floor: int) -> Phrase | None:
        first = self.start_of(end, floor)
        return Phrase(first, end) if first < end and self._opens_clause(first, floor) else None

    def _over_time(self, at: int, floor: int) -> int:
        """Left of "on Sunday" between a subject and its verb."""
        begun = at
        while at > floor and self.words.tags[at] & (TIME | NUM) and at not in self.name_of:
            at -= 1
        if at == begun:
            return begun
        before = self.words.lowers[at] in {"on", "in", "late", "early", "last"}
        return at - 1 if before else at if self.words.tags[begun] & TIME and begun - at == 1 else begun

    def _pronoun_like(self, at: int) -> bool:
        return bool(self.words.tags[at] & PRON)

    def _before_relative(self, at: int, floor: int) -> Phrase | None:
        end = at - 1 if self.words.tags[at - 1] & PUNCT else at
        first = self.start_of(end, floor)
        return Phrase(first, end) if first < end else None

    def start_of(self, end: int, floor: int) -> int:
        """Where the noun phrase that ends before word `end` begins; `end` where there is none."""
        at = end - 1
        if at >= floor and self.words.tags[at] & (PRON | OBJ) and not self.words.tags[at] & CAP or self._is_pronoun(at):
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

    def _step_left(self, at: int, floor: int, end: int) -> int:
        """0 stop before this word, 1 take it and go on, 2 take it and stop."""
        tags, low = self.words.tags[at], self.words.lowers[at]
        if low in {"'s", "'"} and at > floor:
            return 1 if self.words.starts[at] == self.words.ends[at - 1] and not self._is_pronoun(at - 1) else 0
        if low == "one" or low == "another":
            return 2
        if tags & (DET | POSS):
            behind = at - 1
            inside = behind > floor and self.words.lowers[behind] in _INNER and self._nominal(behind - 1)
            before_det = behind >= floor and self.words.lowers[behind] in {"all", "both", "of"}
            return 1 if inside or before_det else 2
        if tags & PREP:
            return 1 if low in _INNER and at > floor and at + 1 < end and self._nominal(at - 1) else 0
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

    def _over_insertion(self, mark: int, floor: int) -> Phrase | None:
        """The subject before an insertion that ends at `mark` ("Orlov, the minister, said")."""
        text = self.words.texts[mark]
        partner = {",": ",", "–": "–", "—": "—", "-": "-", ")": "("}.get(text)
        if partner is None:
            return None
        tried = 0
        for at in range(mark - 1, floor, -1):
            if self.words.texts[at] in {";", ":", "”", '"', "«", "»"}:
                return None
            if self.words.texts[at] != partner:
                continue
            tried += 1
            first = self.start_of(at, floor)
            if (
                first < at
                and self._opens_clause(first, floor)
                and self._may_insert(at, mark)
                and self._may_be_subject(first, at)
            ):
                return Phrase(first, at)
            if tried >= 5:
                break
        return None

    def _may_insert(self, opening: int, mark: int) -> bool:
        if self.words.texts[opening] != ",":
            return True
        inner = opening + 1
        if not self.words.tags[inner] & _INSERTED and not self.words.lowers[inner].endswith("ing"):
            return False
        verbs = [n for n in range(inner, mark) if self.words.tags[n] & (AUX | MODAL)]
        return not verbs or any(self.words.tags[n] & REL for n in range(inner, verbs[0]))

    def _may_be_subject(self, first: int, end: int) -> bool:
        """True for names, offices and bodies, not for times and places."""
        if any(number in self.name_of for number in range(first, end)):
            return True
        return any(self.words.tags[number] & ROLE for number in range(first, end)) or bool(
            self.words.tags[first] & (DET | POSS)
        )

    def _opens_clause(self, first: int, floor: int) -> bool:
        if first <= floor:
            return True
        tags, text = self.words.tags[first - 1], self.words.texts[first - 1]
        return (
            bool(tags & (CONJ | ADV | TIME))
            or text in {",", ";", ":", "–", "—", "”", '"', "…", ")", "’", "'", "»"}
            or (self.words.lowers[first - 1] == "that")
        )

    def end_of(self, first: int, stop: int, *, inner: frozenset[str] = _TRAILING) -> int:
        """Where the noun phrase that begins at word `first` ends; `first` where there is none."""
        tags = self.words.tags
        at = first
        if at < stop and (tags[at] & (PRON | OBJ)) and at not in self.name_of:
            return at + 1
        while at < stop and tags[at] & (DET | POSS) and at not in self.name_of:
            at += 1
        begun = at
        while at < stop:
            name = self.name_of.get(at)
            if name is not None and name.last <= stop:
                at = name.last
                continue
            low = self.words.lowers[at]
            if low == "'s" or (low == "'" and self.words.starts[at] == self.words.ends[at - 1]):
                at += 1
            elif tags[at] & PREP and low in inner and at > begun and at + 1 < stop:
                after = self.end_of(at + 1, stop, inner=inner)
                return after if after > at + 1 else at
            elif self.words.texts[at] in _SIGNS:
                at += 1
            elif tags[at] & (PUNCT | AUX | MODAL | CONJ | REL | PRON | OBJ | PREP | DET | POSS | QUESTION | TIME | ADV):
                break
            elif tags[at] & (FINITE | VERB) and not tags[at] & ROLE and at > begun and not tags[at - 1] & (DET | POSS):
                form = self._forms.get(low)
                if form is None or form.shape != "base" or not self._compound(at):
                    break
                at += 1
            else:
                at += 1
        return at if at > begun else first

    def opening(self, first: int, stop: int) -> Phrase | None:
        """The subject of a sentence that begins at word `first`: the first noun phrase behind connectors and openings."""
        tags, texts = self.words.tags, self.words.texts
        at = first
        while at < stop and tags[at] & (CONJ | ADV | TIME) and at not in self.name_of:
            at += 1
        if at < stop and (tags[at] & (PREP | PUNCT) or tags[at] & VERB and self.words.lowers[at].endswith("ing")):
            comma = next((n for n in range(at, min(stop, at + 25)) if texts[n] == ","), None)
            if comma is None:
                return None
            at = comma + 1
        while at < stop and (tags[at] & (CONJ | ADV) or texts[at] == ",") and at not in self.name_of:
            at += 1
        end = self.end_of(at, stop)
        return Phrase(at, end) if end > at else None
