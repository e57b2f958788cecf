"""All verb cues of a text: those with a subject before them, and those that lean on another clause or turn the order.

"…," said Orlov · …, adding that … · … and warned that … · was quoted as saying · went on to say · it was reported that
"""

from __future__ import annotations

from dataclasses import replace

from archive.extraction.cue import Cue
from archive.extraction.english.complements import Complement
from archive.extraction.english.cues import CueFinder
from archive.extraction.english.lexicon import Form, lexicon
from archive.extraction.english.phrases import Phrase
from archive.extraction.english.spans import CLOSING, Place
from archive.extraction.english.subjects import Subject
from archive.extraction.english.words import AUX, FINITE, MODAL, OBJ, PUNCT
from archive.extraction.mention import Mention

_JOINING = frozenset(("and", "but", "or", "then", "while"))
_HANGING = frozenset((",", "and", "but", "after", "by", "while", "before", "when", "in", "”", '"'))
_THINKING = frozenset(("think", "believe", "feel", "expect"))
_ASKED = frozenset(("ask", "tell", "quote", "urge", "warn", "challenge", "press", "brief", "read", "advise", "call"))
_QUOTED = frozenset(("quoted", "cited", "quotes"))
_SURE = 0.75
"""Strength that a verb needs to lean on another clause."""


class VerbCues:
    """Finds every verb cue of one text, sentence by sentence."""

    def __init__(self, finder: CueFinder) -> None:
        self.finder, self.words = finder, finder.words
        self.phrases, self.spans = finder.phrases, finder.spans
        self._documents = lexicon().words("bodies", "documents")

    def find(self) -> list[Cue]:
        """All of them in text order; a clause ends where the next cue's stretch begins."""
        found: list[Cue] = []
        for sentence in self.finder.document.sentences:
            here: list[Cue] = []
            for place in self.finder.places(sentence):
                cue = self._cue(place, here)
                if cue is not None:
                    self.finder.cut_before(cue, here)
                    here.append(cue)
            found += here
        return found

    def _cue(self, place: Place, before: list[Cue]) -> Cue | None:  # noqa: PLR0911  a case a line
        form = self.finder.forms[self.words.lowers[place.verb]]
        if not self.finder.is_verb(form, place):
            return None
        subject = self.phrases.subject(place.verb, place.floor)
        bare = subject.group == place.verb
        if form.shape == "ing" and bare:
            return self._participle(form, place, before)
        if subject.link == "to" or (form.shape == "base" and bare and subject.link == ""):
            return self._infinitive(form, place, subject)
        if subject.passive and form.shape in {"both", "pp"}:
            return self._passive(form, place, subject)
        denied = subject.unreal or (subject.negated and form.verb.lemma not in _THINKING)
        if (form.shape == "pp" and bare) or denied:
            return None
        if self.finder.source(subject.phrase)[0] is None:
            return self._without_subject(form, place, subject, before)
        return self.finder.finite(form, place, subject)

    def _without_subject(self, form: Form, place: Place, subject: Subject, before: list[Cue]) -> Cue | None:
        inverted = self._inverted(form, place, subject)
        if inverted is not None:
            return inverted
        if subject.phrase is not None and form.verb.strength < 1:
            return None
        if subject.link in _JOINING or subject.link == ",":
            return self._joined(form, place, subject, before)
        return self.finder.finite(form, place, subject) if subject.link in {"which", "”", '"', ""} else None

    def _inverted(self, form: Form, place: Place, subject: Subject) -> Cue | None:
        """The subject behind the verb."""
        verb, tags = place.verb, self.words.tags
        if subject.group != verb or form.shape not in {"both", "past", "s"} or "q" not in form.verb.frames:
            return None
        end = self.phrases.end_of(verb + 1, place.last)
        opens = verb == place.floor or tags[verb - 1] & PUNCT
        if not opens or end == verb + 1 or tags[verb + 1] & OBJ:
            return None
        source = self._behind(Phrase(verb + 1, end), place)
        if source is None or (end < place.last and tags[end] & (AUX | MODAL | FINITE)):
            return None
        inset = self.spans.inset(verb, Complement("none", end, end), place) if verb > place.floor else None
        if inset is not None and form.verb.strength >= _SURE:
            return self.finder.new(form, place, "insert", source, content=inset[1], inset=inset[0])
        marked = verb == place.floor or self.words.texts[verb - 1] in CLOSING | {",", "–", "—", "-", "!", "?"}
        return self.finder.new(form, place, "verb", source) if marked else None

    def _behind(self, phrase: Phrase, place: Place) -> Mention | None:
        """Whom the phrase behind a verb means; a name in apposition is preferred."""
        mention = self.finder.people.of_phrase(phrase)
        if (mention is not None and mention.kind == "person") or phrase.last + 1 >= place.last:
            return mention
        name = self.phrases.name_of.get(phrase.last + 1) if self.words.texts[phrase.last] == "," else None
        if name is not None and name.kind == "person":
            return replace(self.finder.people.of_name(name), subject=True)
        return mention

    def _joined(self, form: Form, place: Place, subject: Subject, before: list[Cue]) -> Cue | None:
        """The subject of the verb before, whose clause ends here."""
        complement = self.finder.complements.behind(place.verb, place.last, form.verb.frames)
        content = self.spans.content(complement, place, subject.group)
        if content is None and (
            form.verb.strength < _SURE or (form.verb.lemma in _ASKED and complement.kind == "none")
        ):
            return None
        earlier = before[-1] if before else None
        source = earlier.source if earlier is not None else self.finder.opening_source(place)
        if source is None or (form.shape == "base" and not (source.plural or source.kind == "org")):
            return None
        if earlier is not None and earlier.content is not None and earlier.frame == "clause":
            if not self._ends(earlier, form, place):
                return None
            before[-1] = replace(earlier, content=(earlier.content[0], self.words.starts[subject.group - 1]))
        return self.finder.new(form, place, "clause" if content else "verb", source, content=content)

    def _ends(self, earlier: Cue, form: Form, place: Place) -> bool:
        """True where a verb joined with "and" is the narrator's, not part of what the earlier cue reports."""
        shape = self.finder.forms[self.finder.document.text[earlier.start : earlier.end].split()[0].lower()].shape
        assert earlier.content is not None  # noqa: S101  asked of clauses only
        begun = earlier.content[0] < self.words.starts[place.verb]
        return form.verb.strength >= _SURE and shape == form.shape and begun

    def _participle(self, form: Form, place: Place, before: list[Cue]) -> Cue | None:
        """The subject of the clause that a participle hangs on."""
        verb = place.verb
        link = self.words.lowers[verb - 1] if verb > place.first else ""
        if link == "as" and verb - 1 > place.first:
            return self._quoted_as(form, place)
        complement = self.finder.complements.behind(verb, place.last, form.verb.frames)
        hangs = link in _HANGING or verb == place.floor or link in self._documents
        if form.verb.strength < _SURE or not (hangs or (form.verb.lemma == "say" and complement.kind == "marks")):
            return None
        content = self.spans.content(complement, place, verb)
        source = before[-1].source if before and before[-1].source else self.finder.opening_source(place)
        if content is not None:
            return self.finder.new(form, place, "clause", source, content=content) if source is not None else None
        return self.finder.new(form, place, "verb", source) if "q" in form.verb.frames else None

    def _quoted_as(self, form: Form, place: Place) -> Cue | None:
        """Was quoted as saying; quoted Orlov as saying."""
        verb, lowers = place.verb, self.words.lowers
        quoted = next((n for n in range(verb - 2, max(place.first, verb - 14), -1) if lowers[n] in _QUOTED), None)
        if quoted is None:
            return None
        before = self.phrases.subject(quoted, place.floor).phrase
        source = self.finder.source(before if quoted == verb - 2 else Phrase(quoted + 1, verb - 1))[0]
        if source is None:
            return None
        complement = self.finder.complements.behind(verb, place.last, form.verb.frames)
        content = self.spans.content(complement, place, verb)
        inset = None
        if content is None and before is not None:
            inset = self.spans.inset(before.first, complement, place)
        if inset is not None:
            return self.finder.new(form, place, "insert", source, content=inset[1], inset=inset[0])
        return self.finder.new(form, place, "clause" if content else "verb", source, content=content)

    def _infinitive(self, form: Form, place: Place, subject: Subject) -> Cue | None:
        """An infinitive that reports all the same ("went on to say"); others speak of what may be said."""
        verb = place.verb
        before = self.words.lowers[max(place.first, verb - 3) : verb]
        if before[-2:] == ["continued", "to"] or (before[-2:] == ["on", "to"] and before[0] in {"went", "goes"}):
            leading = verb - (2 if before[-2] == "continued" else 3)
            source = self.finder.source(self.phrases.subject(leading, place.floor).phrase)[0]
            return self.finder.made(form, place, source, verb) if source is not None else None
        if subject.link == "to" or subject.phrase is None:
            return None
        return self._plural(form, place, subject.phrase)

    def _plural(self, form: Form, place: Place, phrase: Phrase) -> Cue | None:
        """The bare form behind a plural subject ("Workers fear")."""
        source = self.finder.source(phrase)[0]
        if source is None or self.words.lowers[phrase.first] in {"a", "an"}:
            return None
        if not (source.plural or source.name[-1].lower().endswith(("s", "police", "people", "family"))):
            return None
        return self.finder.made(form, place, source, phrase.first)

    def _passive(self, form: Form, place: Place, subject: Subject) -> Cue | None:
        """Nobody is said to have spoken: "It was reported that …"."""
        if subject.group == 0 or self.words.lowers[subject.group - 1] != "it" or form.verb.lemma in _ASKED:
            return None
        complement = self.finder.complements.behind(place.verb, place.last, "tz")
        content = self.spans.content(complement, place, place.verb) if complement.kind in {"that", "zero"} else None
        if content is None:
            return None
        cue = self.finder.new(form, place, "clause", None, content=content)
        return replace(cue, strength=0.7 * cue.strength, agentless=True)
