"""Who is the subject of a verb: the noun phrase before it, over times, appositions and relative clauses."""

from __future__ import annotations

from dataclasses import dataclass

from archive.extraction.english.phrases import Phrase, Phrases
from archive.extraction.english.words import (
    ADV,
    AUX,
    CAP,
    CONJ,
    DET,
    MODAL,
    NUM,
    POSS,
    PREP,
    PRON,
    PUNCT,
    REL,
    ROLE,
    TIME,
)

_NEGATIONS = frozenset(("not", "n't", "never", "cannot"))
_BEING = frozenset(("is", "are", "was", "were", "been", "being", "be", "'re"))
_UNREAL = frozenset(("might", "may", "could", "should", "can", "must", "shall"))
LONGEST = 40
"""A subject farther than this many words from its verb is not looked for."""
_INSERTED = DET | POSS | REL | PREP | NUM | CAP | ROLE | ADV | CONJ


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a verb: its subject (None where not expressed), where the verb group begins, and how."""

    phrase: Phrase | None
    group: int
    negated: bool = False
    passive: bool = False
    unreal: bool = False
    """True behind "might", "could", "should": nobody has said it yet."""
    link: str = ""
    """What stands before the verb group where no subject does: "to", "and", ",", "who", a preposition or ""."""


class Subjects(Phrases):
    """Reads the subjects of verbs in one text."""

    def subject(self, verb: int, floor: int) -> Subject:
        """The subject of the verb at word `verb`, looked for from `floor` on."""
        lowers, tags = self.words.lowers, self.words.tags
        floor = max(floor, verb - LONGEST)
        at, helpers = verb - 1, []
        while at >= floor and tags[at] & (AUX | MODAL | ADV) and not tags[at] & PRON:
            helpers.append(lowers[at])
            at -= 1
        at = self._over_time(at, floor)
        phrase, link = self._before(at, floor) if at >= floor else (None, "")
        negated = any(low in _NEGATIONS or low.endswith("n't") for low in helpers)
        return Subject(phrase, at + 1, negated, not _BEING.isdisjoint(helpers), not _UNREAL.isdisjoint(helpers), link)

    def _before(self, at: int, floor: int) -> tuple[Phrase | None, str]:
        """The subject that ends at word `at`, and what stands there where none does."""
        low, tags = self.words.lowers[at], self.words.tags[at]
        if tags & PUNCT:
            return self._over_insertion(at, floor), low
        if low == "who":
            return self._before_relative(at, floor), low
        if low == "to" or tags & (CONJ | REL | PREP):
            return None, low
        first = self.start_of(at + 1, floor)
        comma = first - 2
        if comma > floor and self.words.tags[first - 1] & PREP and self.words.texts[comma] in {",", "–", "—"}:
            return self._over_insertion(comma, floor) or self._plain_before(comma, floor), ","
        return (Phrase(first, at + 1) if first <= at else None), ""

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

    def _before_relative(self, at: int, floor: int) -> Phrase | None:
        end = at - 1 if self.words.tags[at - 1] & PUNCT else at
        first = self.start_of(end, floor)
        return Phrase(first, end) if first < end else None

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
