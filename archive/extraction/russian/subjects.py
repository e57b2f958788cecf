"""The subject of a Russian verb of speech: by syntax, then by agreement with the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive.extraction.mention import Gender, Mention
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.sources import Sources
from archive.extraction.russian.standins import STOPS, StandIns
from archive.extraction.russian.units import Unit, is_speech_word
from archive.extraction.russian.verbs import Spoken


class Subjects:
    """Finds who a verb says to have spoken."""

    def __init__(self, sources: Sources) -> None:
        self._document = sources.document
        self._sources = sources
        self._standins = StandIns(sources)

    def of(self, unit: Unit, one: Spoken) -> Mention | None:
        """The subject, or whoever stands for it; None where it is left out."""
        if one.form.pos == "PRTF":
            return self._modified_by(unit, one)
        if one.form.pos == "GRND":
            return self._borrowed(unit, one)
        if one.passive:
            return self._standins.document(unit, one)
        found = self._by_syntax(unit, one) or self._by_agreement(unit, one)
        if found is None and words.finite(unit.texts[one.at]) is None and unit.arcs[one.at].head >= 0:
            found = self._by_syntax(unit, one, unit.arcs[one.at].head)
        if found is not None and found.gender is None and found.kind in ("person", "role"):
            found = replace(found, gender=_verb_gender(one))
        if found is None and one.form.plural and one.form.pos == "VERB":
            found = self._standins.place(unit, one)
        return found or self._shared(unit, one) or self._told_on(unit, one) or self._anything(unit, one)

    def _anything(self, unit: Unit, one: Spoken) -> Mention | None:
        """A subject that is no person («пара», «закон»): better described than taken for left out."""
        for child in unit.children(one.at):
            form = words.nominative(unit.texts[child])
            if (
                unit.arcs[child].relation == "nsubj"
                and form is not None
                and form.pos == "NOUN"
                and _agrees(form, one.form)
            ):
                return self._mention(unit, child, "nomn")
        for number in range(max(0, one.at - 8), one.at):
            if unit.texts[number].lower() in lexicon().quantifiers:
                return self._sources.quantified(unit.tokens[number], unit.tokens[one.at])
        return None

    def _mention(self, unit: Unit, number: int, case: str | None = None) -> Mention | None:
        stop = unit.tokens[-1] + 1
        found = self._sources.mention_at(unit.tokens[number], stop, case)
        return replace(found, subject=True) if found is not None else None

    def _by_syntax(self, unit: Unit, one: Spoken, verb: int | None = None) -> Mention | None:
        head = one.at if verb is None else verb
        for child in unit.children(head):
            if not unit.arcs[child].relation.startswith("nsubj") or _behind_that(unit, head, child):
                continue
            if unit.texts[child].lower().startswith("котор"):
                return self._antecedent(unit, head)
            if self._can_speak(unit, child, one.form) and not self._may_be_told(unit, child):
                return self._mention(unit, child, "nomn")
        return None

    def _antecedent(self, unit: Unit, verb: int) -> Mention | None:
        """«Орлов, который сказал»: the noun that the relative clause hangs on."""
        head = unit.arcs[verb].head
        return self._mention(unit, head) if head >= 0 and words.noun(unit.texts[head]) is not None else None

    def _modified_by(self, unit: Unit, one: Spoken) -> Mention | None:
        """«сообщивший об этом Орлов»."""
        head = unit.arcs[one.at].head
        if head >= 0 and unit.arcs[one.at].relation in ("amod", "acl"):
            return self._mention(unit, head)
        return None

    def _borrowed(self, unit: Unit, one: Spoken) -> Mention | None:
        """A gerund has the subject of the verb that it hangs on."""
        head = unit.arcs[one.at].head
        for _ in range(4):
            if head < 0:
                break
            form = words.finite(unit.texts[head])
            if form is not None:
                verb = replace(one, at=head, last=head, form=form)
                found = self._by_syntax(unit, verb) or self._by_agreement(unit, verb)
                if found is None and form.plural:
                    found = self._standins.place(unit, verb)
                return found or self._shared(unit, verb) or self._anything(unit, verb)
            head = unit.arcs[head].head
        return None

    def _shared(self, unit: Unit, one: Spoken) -> Mention | None:
        """«Орлов приехал и сказал»: the second verb shares the subject of the first."""
        at, head = one.at, unit.arcs[one.at].head
        for _ in range(3):
            if head < 0 or unit.arcs[at].relation != "conj":
                return None
            form = words.finite(unit.texts[head])
            if form is not None and form.plural == one.form.plural:
                found = self._by_syntax(unit, replace(one, form=form), head)
                if found is not None:
                    return found
            at, head = head, unit.arcs[head].head
        return None

    def _told_on(self, unit: Unit, one: Spoken) -> Mention | None:
        """«Юноша клянется в верности, утверждает …»: the subject of the verb before, in the same form."""
        if unit.texts[one.at - 1 : one.at] not in ([","], ["и"], ["также"], ["а"]):
            return None
        for number in range(one.at - 2, -1, -1):
            form = words.finite(unit.texts[number])
            if form is None or self._is_name(unit, number):
                continue
            same = (form.tense, form.plural, form.gender) == (one.form.tense, one.form.plural, one.form.gender)
            return self._by_syntax(unit, replace(one, form=form), number) if same else None
        return None

    def _by_agreement(self, unit: Unit, one: Spoken) -> Mention | None:
        """The nearest nominative that agrees: behind the verb up to a stop, then before it."""
        speaking = [number for number in self._behind(unit, one) if self._can_speak(unit, number, one.form)]
        # «рассказал "Вестнику" источник»: a paper that does not decline may only be told
        for number in sorted(speaking, key=lambda number: self._may_be_told(unit, number)):
            return self._mention(unit, number, "nomn")
        for number in range(one.at - 1, -1, -1):
            text = unit.texts[number]
            if text in STOPS or (words.finite(text) is not None and not self._is_name(unit, number)):
                return None
            if self._can_speak(unit, number, one.form) and not self._is_name_tail(unit, number):
                return self._mention(unit, self._name_start(unit, number), "nomn")
        return None

    def _may_be_told(self, unit: Unit, number: int) -> bool:
        named = self._sources.named_at(unit.tokens[number])
        return named is not None and named.kind == "org" and words.nominative(unit.texts[number]) is None

    def _behind(self, unit: Unit, one: Spoken) -> Iterator[int]:
        for number in range(one.last + 1, len(unit.texts)):
            text = unit.texts[number]
            if text in STOPS or text.lower() in lexicon().that:
                return
            if words.finite(text) is not None and not self._is_name(unit, number) and words.nominative(text) is None:
                return
            yield number

    def _is_name(self, unit: Unit, number: int) -> bool:
        return self._sources.named_at(unit.tokens[number]) is not None

    def _is_name_tail(self, unit: Unit, number: int) -> bool:
        named = self._sources.named_at(unit.tokens[number])
        return named is not None and named.kind == "org" and self._name_start(unit, number) != number

    def _name_start(self, unit: Unit, number: int) -> int:
        named = self._sources.named_at(unit.tokens[number])
        while named is not None and number > 0 and self._sources.named_at(unit.tokens[number - 1]) is named:
            number -= 1
        return number

    def _can_speak(self, unit: Unit, number: int, verb: words.Form) -> bool:  # noqa: PLR0911  a case a line
        """True for a nominative that agrees with the verb and means a person or a body."""
        text = unit.texts[number]
        named = self._sources.named_at(unit.tokens[number])
        if named is not None and named.kind == "person":
            agrees = (
                named.gender is None or verb.gender is None or verb.gender == {"m": "masc", "f": "femn"}[named.gender]
            )
            return (
                (not verb.plural or self._one_of_two(unit, number))
                and agrees
                and self._sources.stands_in(named, "nomn")
            )
        if text.lower() in lexicon().quantifiers:
            return True
        if named is None and one_latin(text) and number > 0 and is_speech_word(unit.texts[number - 1]):
            return True
        if _behind_preposition(unit, number):
            return False
        form = words.nominative(text)
        if form is None:
            undeclined = named is not None and not verb.plural and (text.isupper() or not words.is_known(text))
            return undeclined or _nominalised(text, verb)
        if named is not None:
            return named.start == self._document.tokens[unit.tokens[number]].start
        if not _agrees(form, verb):
            return False
        if form.pos == "NPRO":
            return form.lemma in ("он", "она", "они", "я", "мы")
        known = lexicon()
        return (
            form.animate
            or form.lemma in known.unnamed
            or form.lemma in known.bodies
            or form.lemma in known.media
            or form.lemma in known.documents
        )

    def _one_of_two(self, unit: Unit, number: int) -> bool:
        """«Анна Лунина и мэр Петр Громов заявили»: the first of several people."""
        end = next((n for n in range(number, len(unit.texts)) if not self._is_name(unit, n)), len(unit.texts))
        return unit.texts[end : end + 1] in (["и"], [","]) and any(
            (named := self._sources.named_at(unit.tokens[n])) is not None and named.kind == "person"
            for n in range(end + 1, min(len(unit.texts), end + 7))
        )


def _behind_preposition(unit: Unit, number: int) -> bool:
    """True for «в |компании|», «в нашей |компании|»: whatever case the form may be of, it is no nominative."""
    while number > 0 and words.forms(unit.texts[number - 1])[0].pos in ("ADJF", "PRTF"):
        number -= 1
    return number > 0 and words.forms(unit.texts[number - 1])[0].pos == "PREP"


def _behind_that(unit: Unit, verb: int, child: int) -> bool:
    """True for a word of the clause that the verb takes: never its subject."""
    return any(text.lower() in lexicon().that for text in unit.texts[verb + 1 : child])


def one_latin(text: str) -> bool:
    """True for a capitalised word in Latin letters («передает Reuters»)."""
    return len(text) > 1 and text[0].isascii() and text[0].isupper()


def _nominalised(text: str, verb: words.Form) -> bool:
    """«обвиняемый», «пострадавшая», «последний» standing for a person."""
    for form in words.forms(text)[:3]:
        if form.pos in ("ADJF", "PRTF") and form.case == "nomn" and form.plural == verb.plural:
            return form.lemma in lexicon().nominalised and (verb.gender is None or form.gender == verb.gender)
    return False


def _agrees(noun: words.Form, verb: words.Form) -> bool:
    if verb.plural != noun.plural:
        return False
    if verb.gender is None or verb.plural or noun.gender is None:
        return True
    # «директор сообщила»: a masculine title borne by a woman
    return noun.gender == verb.gender or (noun.pos == "NOUN" and noun.animate and noun.gender == "masc")


def _verb_gender(one: Spoken) -> Gender | None:
    """«сказал», «заявила» show the gender of whoever spoke."""
    if one.form.plural or one.form.gender is None:
        return None
    return {"masc": "m", "femn": "f"}.get(one.form.gender)  # type: ignore[return-value]
