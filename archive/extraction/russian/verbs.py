"""Which words of a Russian sentence report speech: verbs, light verbs with their noun, predicates of opinion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from archive.extraction.russian import words
from archive.extraction.russian.lexicon import Verb, lexicon
from archive.extraction.russian.units import Unit


@dataclass(frozen=True, slots=True)
class Spoken:
    """A verb of speech at word `at` of its unit; `last` is the last word of a cue of several words."""

    at: int
    last: int
    verb: Verb
    form: words.Form
    weak: bool = False

    @property
    def adverbial(self) -> bool:
        """True for gerunds and participles, which borrow their subject."""
        return self.form.pos in ("GRND", "PRTF")

    @property
    def passive(self) -> bool:
        """True for «сообщается», «сказано»: whoever spoke is not the subject."""
        return self.form.pos == "PRTS" or (
            self.verb.lemma.endswith("ся") and self.verb.lemma[:-2] in lexicon().reflexive
        )


def spoken_in(unit: Unit) -> list[Spoken]:
    """Every word of speech of a unit, in order."""
    found = []
    for number, text in enumerate(unit.texts):
        if len(text) < 4 or not text[0].isalpha():
            continue
        one = _light(unit, number) or _plain(number, text) or _begun(unit, number, text)
        if one is not None and not _newsroom(one):
            found.append(one)
    return found


def _plain(number: int, text: str) -> Spoken | None:
    reading = _speech_reading(text)
    return Spoken(number, number, *reading) if reading is not None else None


def _begun(unit: Unit, number: int, text: str) -> Spoken | None:
    """«успел заявить»: an infinitive whose finite verb leaves it said; it agrees as that verb does."""
    known = lexicon()
    form = words.forms(text)[0]
    if form.pos != "INFN" or form.lemma not in known.verbs:
        return None
    heads = [unit.arcs[number].head if unit.arcs else -1, number - 1, number - 2]
    finite = next((f for head in heads if head >= 0 and (f := words.finite(unit.texts[head])) is not None), None)
    if finite is None or finite.lemma not in known.phases:
        return None
    return Spoken(number, number, known.verbs[form.lemma], finite)


@lru_cache(maxsize=50_000)
def _speech_reading(text: str) -> tuple[Verb, words.Form] | None:
    known = lexicon()
    for form in words.forms(text)[:3]:
        if form.score <= 0.05:
            continue
        if form.pos in ("ADJS", "PRTS") and form.lemma in known.predicates:
            return Verb(form.lemma, "think", 0.95), replace(form, pos="ADJS")
        if form.pos == "PRTS" and form.lemma not in known.said:
            return None
        if form.pos in ("VERB", "GRND", "PRTS", "PRTF") and form.lemma in known.verbs:
            if form.pos == "PRTF" and form.passive:
                return None
            return known.verbs[form.lemma], form
    return None


def _light(unit: Unit, number: int) -> Spoken | None:
    """«обратил внимание», «выразил уверенность», «дал понять»: the noun within four words."""
    light = lexicon().light
    for form in words.forms(unit.texts[number])[:3]:
        if form.pos not in ("VERB", "GRND", "PRTF") or form.lemma not in light:
            continue
        nouns = light[form.lemma]
        for near in [*range(number + 1, min(len(unit.texts), number + 6)), *range(max(0, number - 2), number)]:
            if unit.texts[near] in ",.:;":
                break
            if words.lemmas(unit.texts[near]) & nouns:
                return Spoken(number, near, Verb(form.lemma, "light", 0.9), form)
    return None


def _newsroom(one: Spoken) -> bool:
    """«Напомним, …», «отметим, что …» and orders are the newsroom's own voice."""
    return one.form.person in ("1per", "2per") or one.form.imperative
