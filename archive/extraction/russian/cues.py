"""Cues in a Russian article: puts verbs, their subjects and their frames together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.extraction.cue import Cue
from archive.extraction.document import Document
from archive.extraction.mention import Mention
from archive.extraction.russian import words
from archive.extraction.russian.frames import clause_of
from archive.extraction.russian.headlines import headlines_in
from archive.extraction.russian.insets import inset_of
from archive.extraction.russian.lexicon import Verb, lexicon
from archive.extraction.russian.phrases import phrases_in
from archive.extraction.russian.sources import Sources
from archive.extraction.russian.subjects import Subjects
from archive.extraction.russian.units import Unit, read_units, tail_verb
from archive.extraction.russian.verbs import Spoken, spoken_in


def find_cues(document: Document, people: Sequence[Mention], places: frozenset[int]) -> list[Cue]:
    """Every cue, in text order."""
    sources = Sources(document, people, places)
    finder = _Finder(document, sources)
    found: list[Cue] = list(headlines_in(document, sources))
    for unit in read_units(document):
        found += phrases_in(document, sources, unit)
        found += finder.verbs(unit)
    return sorted(found, key=lambda cue: cue.start)


class _Finder:
    def __init__(self, document: Document, sources: Sources) -> None:
        self._document = document
        self._sources = sources
        self._subjects = Subjects(sources)

    def verbs(self, unit: Unit) -> list[Cue]:
        spoken = spoken_in(unit)
        found: list[Cue] = []
        for one in spoken:
            cue = self._cue(unit, one, spoken)
            found.append(cue)
        if unit.texts[-1] == ":" and not any(cue.strength >= STRONG for cue in found):
            found += self._before_colon(unit)
        behind = tail_verb(unit)
        if behind is not None and not any(cue.strength >= STRONG for cue in found):
            found += self._any_verb(unit, behind)
        return found

    def _before_colon(self, unit: Unit) -> list[Cue]:
        """«Понтифик обратился к молящимся:»: any verb whose subject can speak leads in what follows the colon."""
        for number, text in enumerate(unit.texts):
            form = words.finite(text)
            if form is None or form.pos != "VERB" or unit.arcs[number].relation not in ("root", "conj", "ccomp"):
                continue
            cues = self._any_verb(unit, number)
            if cues:
                return cues
        return []

    def _any_verb(self, unit: Unit, number: int) -> list[Cue]:
        """A verb that speaks only by its place, if its subject can speak."""
        form = words.finite(unit.texts[number])
        if form is None:
            return []
        one = Spoken(number, number, Verb(form.lemma, "weak", WEAK), form)
        source = self._subjects.of(unit, one)
        if source is None or (source.kind == "body" and not set(source.roles) & lexicon().speaking_bodies):
            return []
        token = self._document.tokens[unit.tokens[number]]
        return [Cue(token.start, token.end, form.lemma, "verb", WEAK, source)]

    def _cue(self, unit: Unit, one: Spoken, spoken: Sequence[Spoken]) -> Cue:
        tokens = self._document.tokens
        start, end = tokens[unit.tokens[one.at]].start, tokens[unit.tokens[one.last]].end
        if one.last < one.at:
            start, end = tokens[unit.tokens[one.last]].start, tokens[unit.tokens[one.at]].end
        source = self._subjects.of(unit, one)
        base = Cue(
            start,
            end,
            one.verb.lemma,
            "verb",
            one.verb.strength,
            source,
            implied=source is None,
            agentless=source is None and (one.passive or _indefinite(one)),
        )
        pointed = self._points_back(unit, one)
        if pointed is not None:
            return replace(base, frame="anaphoric", content=pointed)
        if one.verb.kind == "cite" or self._passes_words_on(unit, one):
            cited = self._cited(unit, one)
            return replace(base, frame="cite", source=cited, reporter=source) if cited else replace(base, strength=0.3)
        if one.verb.kind == "feel":
            return self._felt(unit, one, spoken, base)
        takes_clause = one.verb.kind != "tail" and one.verb.strength >= STRONG
        clause = clause_of(self._document, unit, one, spoken) if takes_clause else None
        if clause is not None:
            return replace(base, frame="clause", content=clause)
        parenthetical = one.verb.kind != "tail" and one.form.pos in ("VERB", "PRTS", "ADJS")
        inset = inset_of(self._document, unit, one, source) if parenthetical else None
        if inset is not None:
            return replace(base, frame="insert", inset=inset, relays=_relays(one, source))
        return base

    def _felt(self, unit: Unit, one: Spoken, spoken: Sequence[Spoken], base: Cue) -> Cue:
        """«Омбудсмена возмутило то, что …»: whoever feels is the object."""
        behind = [text.lower() for text in unit.texts[one.at + 1 : one.at + 4]]
        clause = (
            clause_of(self._document, unit, one, spoken)
            if behind[:3] == ["то", ",", "что"] or behind[:2] == [",", "что"]
            else None
        )
        who = next((n for n in range(one.at - 1, max(-1, one.at - 5), -1) if self._is_object(unit, n)), None)
        if clause is None or who is None:
            return replace(base, strength=WEAK / 2, source=None, agentless=True)
        source = self._sources.mention_at(unit.tokens[who], unit.tokens[one.at], "accs")
        return replace(base, frame="clause", content=clause, source=source, agentless=False, strength=0.8)

    def _is_object(self, unit: Unit, number: int) -> bool:
        named = self._sources.named_at(unit.tokens[number])
        if named is not None:
            return named.kind == "person" and self._sources.stands_in(named, "accs")
        return any(
            form.animate and form.case == "accs" and form.pos == "NOUN" for form in words.forms(unit.texts[number])[:4]
        )

    def _passes_words_on(self, unit: Unit, one: Spoken) -> bool:
        """«передает ТАСС слова Орлова»."""
        near = unit.texts[one.last + 1 : one.last + 6]
        return one.verb.lemma in lexicon().relaying and any(
            words.lemmas(text) & {"слово"} for text in near if len(text) > 3
        )

    def _cited(self, unit: Unit, one: Spoken) -> Mention | None:
        """The accusative of «цитирует Орлова», the genitive of «приводит слова Орлова»."""
        for number in range(one.last + 1, min(len(unit.texts), one.last + 9)):
            text = unit.texts[number]
            if text in ",.;:":
                break
            pointer = self._sources.possessor(unit.tokens[number])
            if pointer is not None:
                return pointer
            named = self._sources.named_at(unit.tokens[number])
            if named is not None and named.kind == "person":
                return named
            form = words.noun(text)
            if form is not None and form.animate and words.nominative(text) is None:
                return self._sources.mention_at(unit.tokens[number], unit.tokens[-1] + 1)
        return None

    def _points_within(self, unit: Unit, one: Spoken) -> tuple[int, int] | None:
        """«Мост открыли, о чем сообщил Орлов»: what stands before in the same sentence."""
        for number in range(max(1, one.at - 4), one.at - 1):
            words_here = [text.lower() for text in unit.texts[number - 1 : number + 2]]
            if words_here not in ([",", "о", "чем"], [",", "о", "чём"]):
                continue
            if not any(text.lower() in lexicon().that for text in unit.texts[one.at :]):
                return unit.sentence.start, self._document.tokens[unit.tokens[number - 1]].start
        return None

    def _points_back(self, unit: Unit, one: Spoken) -> tuple[int, int] | None:
        """«Об этом сообщил Орлов», «С таким заявлением выступил Орлов»: the sentence before."""
        within = self._points_within(unit, one)
        if within is not None:
            return within
        head = [text.lower() for text in unit.texts[:3]]
        number = self._document.sentence_number(unit.sentence.start)
        if number == 0 or one.at > 8 or not (head[:2] in _POINTERS or (head[:1] == ["с"] and head[1:2] == ["таким"])):
            return None
        if any(text.lower() in lexicon().that for text in unit.texts[one.at :]):
            return None
        before = self._document.sentences[number - 1]
        return before.start, before.end


def _indefinite(one: Spoken) -> bool:
    """«Его обвиняют в том, что»: a plural without a subject means nobody in particular."""
    return one.form.pos == "VERB" and one.form.plural


STRONG = 0.5
WEAK = 0.4
"""Strength of a verb that speaks only because of the colon behind it."""


def _relays(one: Spoken, source: Mention | None) -> bool:
    """«передает ТАСС», «пишет газета», «сообщает издание»."""
    media = source is not None and any(role in lexicon().media for role in source.roles)
    return one.verb.lemma in ("передавать", "передать") or (media and one.form.tense == "pres")


_POINTERS = (
    ["об", "этом"],
    ["о", "чем"],
    ["о", "том"],
    ["такое", "мнение"],
    ["такую", "информацию"],
    ["такое", "заявление"],
)
