"""The cues of an English text: verbs of speech and opinion with their subjects and what they take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.extraction.cue import Cue, Frame
from archive.extraction.document import Document, Stretch
from archive.extraction.english.complements import Complement, Complements
from archive.extraction.english.lexicon import Form, lexicon
from archive.extraction.english.people import People
from archive.extraction.english.phrases import Phrase, Phrases, Subject
from archive.extraction.english.words import (
    ADV,
    AUX,
    CAP,
    CONJ,
    DET,
    FINITE,
    MODAL,
    OBJ,
    POSS,
    PREP,
    PRON,
    PUNCT,
    REL,
    VERB,
    Words,
)
from archive.extraction.mention import Mention

_DATELINE = re.compile(r"[A-Z][A-Z.’'-]+(?:[ ,]+[\w.’'-]+){0,6}(?: \([\w /]+\))?\s*[-–—]{1,2}\s+|[A-Z][\w ,.]{2,40}\([A-Z][\w ]+\)\s*[-–—]{1,2}\s+")
_CLOSING = frozenset("”\"'’»)")
_OPENING = frozenset("“\"'‘«")
_JOINING = frozenset(("and", "but", "or", "then", "while"))
_CONTRAST = frozenset(("and", "but", "while", "whereas", "although", "though", "yet"))
_CONDITION = frozenset(("if", "unless", "whether"))
_SUBORDINATE = frozenset(("after", "when", "as", "because", "since", "although", "though", "while", "before", "once"))
_THINKING = frozenset(("think", "believe", "feel", "expect"))
_ASKED = frozenset(("ask", "tell", "quote", "urge", "warn", "challenge", "press", "brief", "read", "advise", "call"))
_DOCUMENTS = ("found", "finds", "showed", "shows", "demonstrated", "established", "held", "stipulated", "stipulates")


@dataclass(frozen=True, slots=True)
class Place:
    """A verb in its sentence: words `first:last` of the sentence, where its own clause may begin, the cue before it."""

    first: int
    last: int
    floor: int
    sentence: Stretch


class CueFinder:
    """Finds the verb cues of one text."""

    def __init__(self, document: Document, words: Words, phrases: Phrases, people: People) -> None:
        self.document, self.words = document, words
        self.phrases, self.people = phrases, people
        self.complements = Complements(phrases)
        self._forms = lexicon().forms
        self._documents = lexicon().words("bodies", "documents")

    def find(self) -> list[Cue]:
        """All verb cues in text order; the contents of neighbours never overlap."""
        found: list[Cue] = []
        for sentence in self.document.sentences:
            found += self._in_sentence(sentence)
        return found

    def _in_sentence(self, sentence: Stretch) -> list[Cue]:
        words = self.words
        first, last = words.at(sentence.start), words.at(sentence.end)
        found: list[Cue] = []
        for verb in range(first, last):
            if not words.tags[verb] & VERB or verb in self.phrases.name_of:
                continue
            floor = self.floor(verb, first)
            if floor is None:
                continue
            cue = self._cue(verb, Place(first, last, floor, sentence), found)
            if cue is not None:
                self._cut_before(cue, found)
                found.append(cue)
        return found

    def _cut_before(self, cue: Cue, found: list[Cue]) -> None:
        """End the clause of the cue before at ", but Orlov said": the narrator speaks again."""
        last = found[-1] if found else None
        if last is None or last.content is None or cue.source is None or last.frame != "clause":
            return
        at = self.words.at(min(cue.source.start, cue.start)) - 1
        nearest = max(at - 5, 0)
        while at > nearest and not self.words.tags[at] & (CONJ | PUNCT):
            at -= 1
        if self.words.lowers[at] in _CONTRAST and self.words.texts[at - 1] in {",", ";"}:
            comma = self.words.starts[at - 1]
            if last.content[0] < comma < last.content[1]:
                found[-1] = replace(last, content=(last.content[0], comma))

    def floor(self, verb: int, first: int) -> int | None:
        """The first word of the narrator's stretch that holds the verb; None where the verb stands in somebody's words."""
        offset = self.words.starts[verb]
        region = self.document.region_at(offset)
        if region is not None and region.open is not None and region.close is not None:
            return None
        before = self.document.regions_in(self.words.starts[first], offset)
        if not before or before[-1].close is None:
            return first
        return max(first, self.words.at(before[-1].outer_end))

    def _cue(self, verb: int, place: Place, before: list[Cue]) -> Cue | None:
        form = self._forms[self.words.lowers[verb]]
        if not self._is_verb(verb, form, place):
            return None
        subject = self.phrases.subject(verb, place.floor)
        if form.shape == "ing" and subject.group == verb:
            return self._participle(verb, form, place, before)
        if subject.link == "to" or (form.shape == "base" and subject.group == verb and subject.link == ""):
            return self._infinitive(verb, form, place, subject)
        if form.shape == "pp" and subject.group == verb:
            return None
        if subject.passive and form.shape in {"both", "pp"}:
            return self._passive(verb, form, place, subject)
        if subject.negated and form.verb.lemma not in _THINKING:
            return None
        return self._finite(verb, form, place, subject, before)

    def _is_verb(self, verb: int, form: Form, place: Place) -> bool:
        """False for nouns and adjectives with the form of a verb ("the claim", "said man")."""
        words, lemma = self.words, form.verb.lemma
        if lemma == "point":
            return words.lowers[verb + 1 : verb + 2] == ["out"]
        if lemma == "go":
            return words.lowers[verb + 1 : verb + 2] == ["on"] and not words.lowers[verb + 2 : verb + 3] == ["to"]
        if verb == place.first and form.shape in {"base", "s"}:
            return False
        before = words.tags[verb - 1] if verb else 0
        if (
            before & (DET | POSS)
            and verb > place.floor
            and words.lowers[verb - 1] not in {"that", "this", "all", "her"}
        ):
            return False
        if before & PREP and form.shape in {"base", "s", "both"} and words.lowers[verb - 1] not in {"to", "than"}:
            return form.shape == "both" and verb - 1 > place.floor and not before & CAP and False
        if words.lowers[verb - 1 : verb] == ["'s"] and "n" in form.verb.frames and form.shape in {"base", "s"}:
            return False
        following = words.tags[verb + 1] if verb + 1 < len(words) else 0
        noun = "n" in form.verb.frames and form.shape in {"base", "s"}
        return not (noun and following & (AUX | MODAL | FINITE) and not following & PUNCT)

    def _finite(self, verb: int, form: Form, place: Place, subject: Subject, before: list[Cue]) -> Cue | None:
        complement = self.complements.behind(verb, place.last, form.verb.frames)
        source, phrase = self.source(subject.phrase)
        if source is None:
            inverted = self._inverted(verb, place, subject, form)
            if inverted is not None:
                return inverted
            if subject.phrase is not None and form.verb.strength < 1:
                return None
            if subject.link in _JOINING or subject.link == ",":
                return self._joined(verb, form, place, subject, complement, before)
            if subject.link not in {"which", "”", '"', ""}:
                return None
        if source is not None and not self._fits(form, source, verb):
            return None
        if form.shape == "s" and "n" in form.verb.frames and phrase is not None and not self._plain_subject(phrase):
            return None
        start = phrase.first if phrase is not None else subject.group
        if start > place.first and self.words.lowers[start - 1] in _CONDITION:
            return None
        return self._made(verb, form, place, source, start, complement)

    def _plain_subject(self, phrase: Phrase) -> bool:
        """False for a bare noun before a word that may be a noun too ("dismissed media reports that")."""
        return phrase.first in self.phrases.name_of or bool(self.words.tags[phrase.first] & (DET | POSS | PRON))

    def _fits(self, form: Form, source: Mention, verb: int) -> bool:
        """False for verbs that only documents say with, where the subject is none; for "It said" without a body."""
        if "d" not in form.verb.frames:
            return True
        words = {role.split()[-1] for role in source.roles} | {word.lower() for word in source.name}
        scholars = {
            "researchers",
            "scientists",
            "team",
            "analysts",
            "investigators",
            "court",
            "judge",
            "jury",
            "auditors",
        }
        return bool(words & (self._documents | scholars))

    def source(self, phrase: Phrase | None) -> tuple[Mention | None, Phrase | None]:
        """Whom a subject means; a name set beside an office is preferred ("its architect, Karim Haddad,")."""
        if phrase is None:
            return None, None
        mention = self.people.of_phrase(phrase)
        behind = phrase.last
        if (
            (mention is None or mention.kind != "person")
            and not self._is_name(phrase)
            and self.words.texts[behind : behind + 1] == [","]
        ):
            name = self.phrases.name_of.get(behind + 1)
            if name is not None and name.kind == "person":
                named = self.people.of_name(name)
                return replace(named, subject=True), phrase
        return mention, phrase

    def _behind_speech(self, start: int, place: Place) -> bool:
        """True for a narrator's tail behind words in marks that end like speech (“…,” Orlov said at a meeting)."""
        if place.floor == place.first or start - place.floor > 1:
            return False
        before = self.words.starts[place.floor] - 1
        region = self.document.region_at(before) or self.document.region_at(max(0, before - 1))
        return region is not None and self.document.text[region.end - 1] in ",.!?…"

    def _is_name(self, phrase: Phrase) -> bool:
        name = self.phrases.name_of.get(phrase.first)
        return name is not None and name.last == phrase.last

    def _made(
        self, verb: int, form: Form, place: Place, source: Mention | None, start: int, complement: Complement
    ) -> Cue | None:
        """A cue with a subject before it: a clause, an insertion, or a verb for words in marks."""
        if complement.kind == "none" and start - place.first < 3 and form.shape == "both" and self.complements.behind_comma(complement.rest, place.last):
            complement = Complement("zero", complement.rest + 1, complement.rest)
        tail = complement.kind != "that" and self._behind_speech(start, place)
        content = None if tail else self.content(complement, verb, place, start)
        if content is not None:
            if source is None:
                return None
            return self._new(verb, form, "clause", source, content=content)
        ended = start > place.first + 1 and (self.words.texts[start - 1] == "," or self._comma_inside(start - 1, place))
        cut = complement.kind == "marks" and ended
        speaks = source is not None and (complement.kind not in {"colon", "marks"} or cut)
        inset = self._inset(start, complement, place) if speaks else None
        if inset is not None and form.verb.strength >= 0.6:
            return self._new(verb, form, "insert", source, inset=inset[0], content=inset[1])
        return self._new(verb, form, "verb", source) if "q" in form.verb.frames else None

    def _new(
        self,
        verb: int,
        form: Form,
        frame: Frame,
        source: Mention | None,
        *,
        content: tuple[int, int] | None = None,
        inset: tuple[int, int] | None = None,
    ) -> Cue:
        end = verb + (1 if form.verb.lemma in {"point", "go"} else 0)
        start, stop, verb_of = self.words.starts[verb], self.words.ends[end], form.verb
        return Cue(start, stop, verb_of.lemma, frame, verb_of.strength, source, content=content, inset=inset)

    def content(self, complement: Complement, verb: int, place: Place, start: int) -> tuple[int, int] | None:
        if complement.kind == "none" or complement.first >= place.last:
            return None
        if complement.kind in {"colon", "marks"} and self._direct(complement, place):
            return None
        first = complement.first
        end = self._content_end(first, verb, place, start)
        return (self.words.starts[first], end) if end > self.words.starts[first] else None

    def _direct(self, complement: Complement, place: Place) -> bool:
        """True where the words in marks are a whole utterance of their own, not part of the narrator's clause."""
        region = next(iter(self.document.regions_in(self.words.starts[complement.first], place.sentence.end)), None)
        if region is None or region.outer_start > self.words.starts[complement.first]:
            return False
        if complement.kind == "colon":
            return True
        if self.words.texts[complement.rest] == ",":
            return True
        return region.close is None

    def _content_end(self, first: int, verb: int, place: Place, start: int) -> int:
        """Where reported speech ends: at the sentence's end, or before the narrator speaks again."""
        words = self.words
        subordinate = start > place.first and words.lowers[start - 1] in _SUBORDINATE
        relative = words.lowers[verb - 1] == "who"
        for at in range(first + 1, place.last - 1):
            text = words.texts[at]
            if text not in {",", ":", ";"} or self.in_marks(at):
                continue
            following = words.lowers[at + 1]
            if text == "," and (subordinate or relative) and at > first + 2:
                return words.starts[at]
            if text == ":" and self.document.region_at(words.starts[at + 1]) is not None:
                return words.starts[at]
            if text == "," and (following in {"according", "adding"} or self._is_narrating(at + 1)):
                return words.starts[at]
            if text == "," and following == "as" and at + 2 < place.last and not words.tags[at + 2] & (VERB | PREP):
                if words.lowers[at + 2] not in {"well", "long", "soon", "much", "many"}:
                    return words.starts[at]
        return place.sentence.end

    def in_marks(self, at: int) -> bool:
        region = self.document.region_at(self.words.starts[at])
        return region is not None and region.close is not None and region.open is not None

    def _is_narrating(self, at: int) -> bool:
        form = self._forms.get(self.words.lowers[at])
        return form is not None and form.shape == "ing" and form.verb.strength >= 0.8

    def _said_from(self, place: Place) -> int:
        """Where a sentence begins behind its dateline ("LEEDS, 6 May – ")."""
        text, start = self.document.text, place.sentence.start
        paragraph = self.document.paragraph_at(start)
        match = _DATELINE.match(text, start, place.sentence.end) if paragraph.start == start else None
        return match.end() if match else start

    def _inset(
        self, start: int, complement: Complement, place: Place
    ) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """The narrator's stretch around "Orlov said" with nothing reported behind it, and the bounds of what is said."""
        words, first, last = self.words, place.first, place.last
        inside = start > first + 3 and words.texts[start - 1] in _CLOSING and self._comma_inside(start - 1, place)
        if place.floor > first and start - place.floor < 3 and not inside:
            return None
        opener = start - 1
        if opener > first and words.lowers[opener] == "as":
            opener -= 1
        elif opener >= first and words.lowers[opener] == "as":
            return self._leading(first, complement, place)
        if inside:
            opener += 1
        elif opener <= first or words.texts[opener] not in {",", "–", "—", "-"}:
            return None
        if not inside and words.texts[opener - 1] in _CLOSING and place.floor >= opener - 1 and place.floor > first + 1:
            return None
        opening = words.starts[opener]
        resumes = words.texts[complement.rest : complement.rest + 1] == [","] and bool(
            _OPENING.intersection(words.texts[complement.rest + 1 : complement.rest + 2])
        )
        if not resumes and (self._has_finite(first, opener) or opener - first > 12):
            end = self._tail_end(complement.rest, place)
            return (opening, end), (self._said_from(place), end)
        comma = next(
            (n for n in range(complement.rest, min(last, complement.rest + 20)) if words.texts[n] == ","), None
        )
        if comma is None or not (resumes or self._has_finite(comma + 1, last)):
            return None
        return (opening, words.ends[comma]), (self._said_from(place), place.sentence.end)

    def _comma_inside(self, mark: int, place: Place) -> bool:
        """True behind "a “concern,”" where words in marks end a clause of the narrator's."""
        region = self.document.region_at(self.words.starts[mark])
        before = self.document.text[self.words.starts[mark] - 1]
        return region is not None and before in {",", "?", "!"} and region.outer_start > place.sentence.start + 1

    def _leading(
        self, first: int, complement: Complement, place: Place
    ) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """ "As Orlov said, …" at the start of a sentence."""
        comma = next((n for n in range(complement.rest, place.last) if self.words.texts[n] == ","), None)
        if comma is None:
            return None
        start = self.words.starts[first]
        return (start, self.words.ends[comma]), (start, place.sentence.end)

    def _tail_end(self, rest: int, place: Place) -> int:
        """Behind an insertion that closes the sentence: all of the narrator's tail up to the next cue."""
        for at in range(rest, place.last):
            if self.words.texts[at] == "," and at + 1 < place.last and self._is_narrating(at + 1):
                return self.words.starts[at]
        return place.sentence.end

    def _has_finite(self, first: int, last: int) -> bool:
        return any(self.words.tags[n] & (AUX | MODAL | FINITE) for n in range(first, last))

    def _inverted(self, verb: int, place: Place, subject: Subject, form: Form) -> Cue | None:
        """ "…," said Orlov: the subject behind the verb."""
        if subject.group != verb or form.shape not in {"both", "past", "s"} or "q" not in form.verb.frames:
            return None
        opens = verb == place.floor or self.words.tags[verb - 1] & PUNCT
        if not opens:
            return None
        end = self.phrases.end_of(verb + 1, place.last)
        if end == verb + 1 or self.words.tags[verb + 1] & OBJ:
            return None
        if end < place.last and self.words.tags[end] & (AUX | MODAL | FINITE):
            return None
        source = self._behind(Phrase(verb + 1, end), place)
        if source is None:
            return None
        rest = Complement("none", end, end)
        inset = self._inset(verb, rest, place) if verb > place.floor else None
        if inset is not None and form.verb.strength >= 0.6:
            return self._new(verb, form, "insert", source, inset=inset[0], content=inset[1])
        marked = verb == place.floor or self.words.texts[verb - 1] in _CLOSING | {",", "–", "—", "-", "!", "?"}
        return self._new(verb, form, "verb", source) if marked else None

    def _behind(self, phrase: Phrase, place: Place) -> Mention | None:
        mention = self.people.of_phrase(phrase)
        if mention is not None and mention.kind == "person":
            return mention
        if self.words.texts[phrase.last : phrase.last + 1] == [","] and phrase.last + 1 < place.last:
            name = self.phrases.name_of.get(phrase.last + 1)
            if name is not None and name.kind == "person":
                return replace(self.people.of_name(name), subject=True)
        return mention

    def _joined(
        self, verb: int, form: Form, place: Place, subject: Subject, complement: Complement, before: list[Cue]
    ) -> Cue | None:
        """ "… and added that": the subject of the verb before, whose content ends here."""
        if form.verb.lemma in _ASKED and complement.kind == "none":
            return None
        earlier = before[-1] if before else None
        content = self.content(complement, verb, place, subject.group)
        if content is None and form.verb.strength < 0.8:
            return None
        source = earlier.source if earlier is not None else self.opening_source(place)
        if source is None or (form.shape == "base" and not (source.plural or source.kind == "org")):
            return None
        if earlier is not None and earlier.content is not None and earlier.frame == "clause":
            if form.verb.strength < 0.75 or self._shape_of(earlier) != form.shape or earlier.content[0] > self.words.starts[verb]:
                return None
            before[-1] = replace(earlier, content=(earlier.content[0], self.words.starts[subject.group - 1]))
        if content is not None:
            return self._new(verb, form, "clause", source, content=content)
        return self._new(verb, form, "verb", source)

    def _shape_of(self, cue: Cue) -> str:
        return self._forms[self.document.text[cue.start : cue.end].split()[0].lower()].shape

    def opening_source(self, place: Place) -> Mention | None:
        opening = self.phrases.opening(place.floor, place.last)
        return self.source(opening)[0] if opening is not None else None

    def _participle(self, verb: int, form: Form, place: Place, before: list[Cue]) -> Cue | None:
        """ "…, adding that …", "after insisting …": the subject of the clause it hangs on."""
        words = self.words
        link = words.lowers[verb - 1] if verb > place.first else ""
        if link == "as" and verb - 1 > place.first:
            return self._quoted_as(verb, form, place)
        hangs = (
            link in {",", "and", "but", "after", "by", "while", "before", "when", "in", "”", '"'} or verb == place.floor
        )
        document = link in self._documents
        if form.verb.strength < 0.8 or not (hangs or document):
            return None
        complement = self.complements.behind(verb, place.last, form.verb.frames)
        content = self.content(complement, verb, place, verb)
        source = before[-1].source if before and before[-1].source else self.opening_source(place)
        if content is not None:
            if source is None:
                return None
            return self._new(verb, form, "clause", source, content=content)
        return self._new(verb, form, "verb", source) if "q" in form.verb.frames else None

    def _quoted_as(self, verb: int, form: Form, place: Place) -> Cue | None:
        """ "was quoted as saying", "quoted Orlov as saying"."""
        words = self.words
        quoted = next(
            (
                n
                for n in range(verb - 2, max(place.first, verb - 14), -1)
                if words.lowers[n] in {"quoted", "cited", "quotes"}
            ),
            None,
        )
        if quoted is None:
            return None
        phrase = self.phrases.subject(quoted, place.floor).phrase
        if quoted == verb - 2:
            source = self.source(phrase)[0]
        else:
            source = self.source(Phrase(quoted + 1, verb - 1))[0]
        complement = self.complements.behind(verb, place.last, form.verb.frames)
        content = self.content(complement, verb, place, verb)
        if source is None:
            return None
        if content is not None:
            return self._new(verb, form, "clause", source, content=content)
        inset = self._inset(phrase.first, complement, place) if phrase is not None else None
        if inset is not None:
            return self._new(verb, form, "insert", source, inset=inset[0], content=inset[1])
        return self._new(verb, form, "verb", source)

    def _infinitive(self, verb: int, form: Form, place: Place, subject: Subject) -> Cue | None:
        """ "went on to say": an infinitive that reports all the same; others speak of what may be said."""
        words = self.words
        before = words.lowers[max(place.first, verb - 3) : verb]
        if before[-3:] not in (["went", "on", "to"], ["goes", "on", "to"]) and before[-2:] not in (
            ["continued", "to"],
        ):
            return self._plural_subject(verb, form, place, subject)
        source = self.source(self.phrases.subject(verb - len(before), place.floor).phrase)[0]
        complement = self.complements.behind(verb, place.last, form.verb.frames)
        content = self.content(complement, verb, place, verb)
        if content is not None and source is not None:
            return self._new(verb, form, "clause", source, content=content)
        return self._new(verb, form, "verb", source)

    def _plural_subject(self, verb: int, form: Form, place: Place, subject: Subject) -> Cue | None:
        """ "Workers fear", "they say": the bare form behind a plural subject."""
        if subject.link == "to" or subject.phrase is None:
            return None
        source, phrase = self.source(subject.phrase)
        if source is None or phrase is None or self.words.lowers[phrase.first] in {"a", "an"}:
            return None
        if not (source.plural or source.name[-1].lower().endswith(("s", "police", "people", "family"))):
            return None
        complement = self.complements.behind(verb, place.last, form.verb.frames)
        return self._made(verb, form, place, source, phrase.first, complement)

    def _passive(self, verb: int, form: Form, place: Place, subject: Subject) -> Cue | None:
        """ "It was reported that …": nobody is said to have spoken."""
        words = self.words
        if words.lowers[subject.group - 1 : subject.group] != ["it"] or form.verb.lemma in _ASKED:
            return None
        complement = self.complements.behind(verb, place.last, "tz")
        content = self.content(complement, verb, place, verb) if complement.kind in {"that", "zero"} else None
        if content is None:
            return None
        cue = self._new(verb, form, "clause", None, content=content)
        return replace(cue, strength=0.7 * cue.strength, agentless=True)


def by_place(cues: Iterator[Cue] | list[Cue]) -> list[Cue]:
    """Cues in text order, one at each place."""
    found: dict[int, Cue] = {}
    for cue in cues:
        found.setdefault(cue.start, cue)
    return [found[start] for start in sorted(found)]


__all__ = ["REL", "CueFinder", "by_place"]
