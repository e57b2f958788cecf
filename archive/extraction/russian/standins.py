"""What speaks for people in a Russian sentence: the place they work at, the document they issued."""

from __future__ import annotations

from dataclasses import replace

from archive.extraction.mention import Mention
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.sources import Sources
from archive.extraction.russian.units import Unit
from archive.extraction.russian.verbs import Spoken

STOPS = frozenset(",.:;!?…()—–")
"""Marks at which a clause ends."""
FAR = 12
"""A document more words away from its verb is another clause's."""


class StandIns:
    """Finds bodies and documents where a verb of speech has no person for its subject."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def place(self, unit: Unit, one: Spoken) -> Mention | None:
        """«пояснили в пресс-службе завода»: the body in the locative."""
        stop = next((n for n in range(one.last + 1, len(unit.texts)) if unit.texts[n] in STOPS), len(unit.texts))
        for number in [*range(one.last + 1, stop), *range(one.at - 1, -1, -1)]:
            if unit.texts[number].lower() not in ("в", "во", "на") or number + 1 >= len(unit.texts):
                continue
            head = number + 1
            while (
                head + 1 < len(unit.texts)
                and _only_modifies(unit.texts[head])
                and self._sources.named_at(unit.tokens[head]) is None
            ):
                head += 1
            named = self._sources.named_at(unit.tokens[head])
            form = words.noun(unit.texts[head])
            known = form is not None and form.lemma in lexicon().bodies | lexicon().media | lexicon().enterprises
            if (named is not None and named.kind == "org") or known:
                return self._mention(unit, head, "loct")
            speech = one.form.pos == "VERB" and one.verb.kind == "say" and one.verb.strength >= 1.0
            if speech and number == one.last + 1 and form is not None and form.lemma not in lexicon().no_places:
                return self._mention(unit, head, "loct") if "loct" in words.cases_of(unit.texts[head]) else None
        return None

    def document(self, unit: Unit, one: Spoken) -> Mention | None:
        """«в сообщении ведомства говорится»: the issuing body, else the document."""
        for number, text in enumerate(unit.texts[:-1]):
            if text.lower() not in ("в", "во", "на", "из") or abs(number - one.at) > FAR:
                continue
            before = words.noun(unit.texts[number - 1]) if number else None
            if before is not None and before.lemma in lexicon().unnamed:
                return self._mention(unit, number - 1)
            for head in range(number + 1, min(number + 4, len(unit.texts))):
                form = words.noun(unit.texts[head])
                known = lexicon()
                if form is None:
                    continue
                if not words.cases_of(unit.texts[head]) & {"loct", "loc2"} or "," in unit.texts[head : one.at]:
                    break
                if (
                    form.lemma in known.documents | known.bodies | known.media
                    or self._sources.named_at(unit.tokens[head]) is not None
                ):
                    return self._issuer(unit, head) or self._mention(unit, head, "loct")
                break
        return None

    def _issuer(self, unit: Unit, head: int) -> Mention | None:
        """The genitive behind a document: «в сообщении |МВД|», «в заявлении |Букингемского дворца|»."""
        known = lexicon()
        for number in range(head + 1, min(head + 4, len(unit.texts))):
            text = unit.texts[number]
            named = self._sources.named_at(unit.tokens[number])
            form = words.noun(text)
            if named is not None:
                return self._mention(unit, number, "gent")
            if form is not None and (
                form.lemma in known.speaking_bodies or form.animate or unit.texts[head + 1][0].isupper()
            ):
                return self._mention(unit, number, "gent")
            if not words.modifier(text):
                break
        return None

    def _mention(self, unit: Unit, number: int, case: str | None = None) -> Mention | None:
        found = self._sources.mention_at(unit.tokens[number], unit.tokens[-1] + 1, case)
        return replace(found, subject=True) if found is not None else None


def _only_modifies(text: str) -> bool:
    return words.modifier(text) and (words.noun(text) is None or words.forms(text)[0].pos in ("ADJF", "PRTF"))
