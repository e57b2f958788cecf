"""The cues of an English text: verbs of speech and opinion with a subject before them, and what they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive.extraction.cue import Cue, Frame
from archive.extraction.document import Document, Stretch
from archive.extraction.english.complements import Complement, Complements
from archive.extraction.english.lexicon import Form, lexicon
from archive.extraction.english.people import People
from archive.extraction.english.phrases import Phrase
from archive.extraction.english.spans import Place, Span, Spans
from archive.extraction.english.subjects import Subject, Subjects
from archive.extraction.english.words import AUX, CONJ, DET, FINITE, MODAL, POSS, PREP, PRON, PUNCT, VERB, Words
from archive.extraction.mention import Mention

_CONTRAST = frozenset(("and", "but", "while", "whereas", "although", "though", "yet"))
_CONDITION = frozenset(("if", "unless", "whether"))
_SCHOLARS = frozenset(
    ("researchers", "scientists", "team", "analysts", "investigators", "court", "judge", "jury", "auditors")
)
_LEAST_CLAUSE = 0.5
"""Verbs weaker than this are of knowing and doing ("realise that"): their clauses are nobody's speech."""
_LEAST = 0.6
"""Strength that a verb needs to stand as an insertion."""


class CueFinder:
    """Finds the verb cues of one text."""

    def __init__(self, document: Document, words: Words, phrases: Subjects, people: People) -> None:
        self.document, self.words = document, words
        self.phrases, self.people = phrases, people
        self.complements = Complements(phrases)
        self.spans = Spans(document, words)
        self.forms = lexicon().forms
        self._body: Mention | None = None
        self._documents = lexicon().words("bodies", "documents")

    def places(self, sentence: Stretch) -> list[Place]:
        """Every verb of speech in a sentence that the narrator uses."""
        first, last = self.words.at(sentence.start), self.words.at(sentence.end)
        found = []
        for verb in range(first, last):
            if self.words.tags[verb] & VERB and verb not in self.phrases.name_of:
                floor = self.floor(verb, first)
                if floor is not None:
                    found.append(Place(verb, first, last, floor, sentence))
        return found

    def floor(self, verb: int, first: int) -> int | None:
        """The first word of the narrator's stretch that holds a word; None where it stands in somebody's words."""
        offset = self.words.starts[verb]
        region = self.document.region_at(offset)
        if region is not None and region.open is not None and region.close is not None:
            return None
        before = self.document.regions_in(self.words.starts[first], offset)
        if not before or before[-1].close is None:
            return first
        return max(first, self.words.at(before[-1].outer_end))

    def is_verb(self, form: Form, place: Place) -> bool:
        """False for nouns and adjectives with the form of a verb ("the claim", "said man")."""
        words, verb, lemma = self.words, place.verb, form.verb.lemma
        after = words.lowers[verb + 1]
        if lemma in {"point", "go"}:
            return after == "out" if lemma == "point" else after == "on" and words.lowers[verb + 2] != "to"
        if verb == place.first:
            return form.shape not in {"base", "s"}
        low, tags = words.lowers[verb - 1], words.tags[verb - 1]
        if tags & (DET | POSS) and verb > place.floor and low not in {"that", "this", "all", "her"}:
            return False
        if tags & PREP and form.shape in {"base", "s", "both"} and low not in {"to", "than"}:
            return False
        if "n" not in form.verb.frames or form.shape not in {"base", "s"}:
            return True
        following = words.tags[verb + 1]
        return low != "'s" and not (following & (AUX | MODAL | FINITE) and not following & PUNCT)

    def finite(self, form: Form, place: Place, subject: Subject) -> Cue | None:
        """The cue that a verb with a subject before it is."""
        source, phrase = self.source(subject.phrase)
        if source is not None and not self._fits(form, source):
            return None
        if form.shape == "s" and "n" in form.verb.frames and phrase is not None and not self._plain_subject(phrase):
            return None
        start = phrase.first if phrase is not None else subject.group
        if start > place.first and self.words.lowers[start - 1] in _CONDITION:
            return None
        return self.made(form, place, source, start)

    def made(self, form: Form, place: Place, source: Mention | None, start: int) -> Cue | None:
        """A cue whose subject begins at word `start`: a clause, an insertion, or a verb for words in marks."""
        complement = self._complement(form, place, start)
        ended = start > place.first + 1 and (
            self.words.texts[start - 1] == "," or self.spans.comma_inside(start - 1, place)
        )
        cut = complement.kind == "marks" and ended and self._goes_on(complement)
        tail = cut or (complement.kind != "that" and self.spans.behind_speech(start, place))
        content = None if tail else self.spans.content(complement, place, start)
        if content is not None and form.verb.strength < _LEAST_CLAUSE:
            return None
        if content is not None:
            return self.new(form, place, "clause", source, content=content) if source is not None else None
        free = cut or complement.kind not in {"colon", "marks"}
        if source is not None and free and form.verb.strength >= _LEAST:
            inset = self.spans.inset(start, complement, place)
            if inset is not None:
                return self.new(form, place, "insert", source, content=inset[1], inset=inset[0])
        return self.new(form, place, "verb", source) if "q" in form.verb.frames else None

    def _goes_on(self, complement: Complement) -> bool:
        """True where words in marks behind a comma go on with a sentence (…, Orlov said, “but not now”)."""
        first = self.words.texts[complement.first + 1]
        return self.words.texts[complement.rest] == "," and first[0].islower()

    def _complement(self, form: Form, place: Place, start: int) -> Complement:
        """What the verb takes; a comma that no grammar asks for is looked over at the start of a sentence."""
        found = self.complements.behind(place.verb, place.last, form.verb.frames)
        loose = found.kind == "none" and start - place.first < 3 and form.shape == "both"
        if loose and self.complements.behind_comma(found.rest, place.last):
            return Complement("zero", found.rest + 1, found.rest)
        return found

    def new(  # noqa: PLR0913  the parts of a cue
        self,
        form: Form,
        place: Place,
        frame: Frame,
        source: Mention | None,
        *,
        content: Span | None = None,
        inset: Span | None = None,
    ) -> Cue:
        """A cue at the verb of `place`."""
        verb = form.verb
        last = place.verb + (1 if verb.lemma in {"point", "go"} else 0)
        start, end = self.words.starts[place.verb], self.words.ends[last]
        return Cue(start, end, verb.lemma, frame, verb.strength, source, content=content, inset=inset)

    def source(self, phrase: Phrase | None) -> tuple[Mention | None, Phrase | None]:
        """Whom a subject means; a name set beside an office is preferred ("its architect, Karim Haddad,")."""
        if phrase is None:
            return None, None
        mention = self._meant(self.people.of_phrase(phrase))
        if mention is not None and (mention.kind == "person" or self._is_name(phrase)):
            return mention, phrase
        if self.words.texts[phrase.last] == ",":
            name = self.phrases.name_of.get(phrase.last + 1)
            if name is not None and name.kind == "person":
                return replace(self.people.of_name(name), subject=True), phrase
        return mention, phrase

    def _meant(self, mention: Mention | None) -> Mention | None:
        """A mention, "it" replaced by the body that spoke last, if that was near."""
        if mention is None or mention.name != ("it",):
            if mention is not None and mention.kind in {"org", "body"}:
                self._body = mention
            return mention
        number = self.document.sentence_number(mention.start)
        body = self._subject_of(number - 1) or self._body
        if body is None or not 0 <= number - self.document.sentence_number(body.start) <= 2:
            return None
        return replace(body, start=mention.start, end=mention.end)

    def _subject_of(self, number: int) -> Mention | None:
        """The body that is the subject of a sentence, by its number."""
        if number < 0:
            return None
        sentence = self.document.sentences[number]
        opening = self.phrases.opening(self.words.at(sentence.start), self.words.at(sentence.end))
        mention = self.people.of_phrase(opening) if opening is not None else None
        return mention if mention is not None and mention.kind in {"org", "body"} and mention.name != ("it",) else None

    def opening_source(self, place: Place) -> Mention | None:
        """Whom the subject of the narrator's stretch means."""
        return self.source(self.phrases.opening(place.floor, place.last))[0]

    def cut_before(self, cue: Cue, found: list[Cue]) -> None:
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

    def _is_name(self, phrase: Phrase) -> bool:
        name = self.phrases.name_of.get(phrase.first)
        return name is not None and name.last == phrase.last

    def _plain_subject(self, phrase: Phrase) -> bool:
        """False for a bare noun before a word that may be a noun too ("dismissed media reports that")."""
        return phrase.first in self.phrases.name_of or bool(self.words.tags[phrase.first] & (DET | POSS | PRON))

    def _fits(self, form: Form, source: Mention) -> bool:
        """False for verbs that only documents and scholars say with, where the subject is neither."""
        if "d" not in form.verb.frames:
            return True
        words = {role.split()[-1] for role in source.roles} | {word.lower() for word in source.name}
        return bool(words & (self._documents | _SCHOLARS))


def by_place(cues: Iterable[Cue]) -> list[Cue]:
    """Cues in text order, one at each place."""
    found: dict[int, Cue] = {}
    for cue in cues:
        found.setdefault(cue.start, cue)
    return [found[start] for start in sorted(found)]
