"""Forms of Russian words: what each can be, cached; and names back in the nominative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from archive.morphology import morphology

_CASES = {"nomn", "gent", "datv", "accs", "ablt", "loct", "gen2", "acc2", "loc2", "voct"}


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word: dictionary form, part of speech (OpenCorpora tags), case, number, gender."""

    lemma: str
    pos: str
    case: str | None
    plural: bool
    gender: str | None
    animate: bool
    tense: str | None
    person: str | None
    score: float
    name: str | None
    """`Name`, `Surn`, `Patr`, `Geox`, `Orgn`, `Abbr` or None."""
    passive: bool = False
    imperative: bool = False


_RUSSIAN = re.compile(r"[А-Яа-яЁё][А-Яа-яЁё0-9'’-]*")


def parses(word: str) -> list[Any]:
    """The analyzer's readings; none for a word that is not written in Russian letters.

    The analyzer asks for the Unicode name of odd letters and raises where there is none.
    """
    return list(morphology().parse(word)) if _RUSSIAN.fullmatch(word) else []


@lru_cache(maxsize=120_000)
def forms(word: str) -> tuple[Form, ...]:
    """Every reading of a word, the likeliest first; one without properties for a foreign word."""
    return tuple(_form(parse) for parse in parses(word)) or (_foreign(word),)


def _foreign(word: str) -> Form:
    return Form(
        word.lower(), "", None, plural=False, gender=None, animate=False, tense=None, person=None, score=1.0, name=None
    )


def _form(parse: object) -> Form:
    tag = parse.tag  # type: ignore[attr-defined]
    grammemes = tag.grammemes
    return Form(
        lemma=parse.normal_form.replace("ё", "е"),  # type: ignore[attr-defined]
        pos=str(tag.POS) if tag.POS else "",
        case=next((case for case in _CASES if case in grammemes), None),
        plural="plur" in grammemes,
        gender=next((gender for gender in ("masc", "femn", "neut") if gender in grammemes), None),
        animate="anim" in grammemes,
        tense=next((tense for tense in ("past", "pres", "futr") if tense in grammemes), None),
        person=next((person for person in ("1per", "2per", "3per") if person in grammemes), None),
        score=float(parse.score),  # type: ignore[attr-defined]
        name=next((kind for kind in ("Name", "Surn", "Patr", "Geox", "Orgn", "Abbr") if kind in grammemes), None),
        passive="pssv" in grammemes,
        imperative="impr" in grammemes,
    )


def lemmas(word: str) -> frozenset[str]:
    """The dictionary forms that a word can have, ё as е."""
    return frozenset(form.lemma for form in forms(word))


@lru_cache(maxsize=50_000)
def finite(word: str) -> Form | None:
    """The reading as a finite verb or short participle, where that is a likely one."""
    for form in forms(word)[:3]:
        if form.pos in ("VERB", "PRTS") and form.score > 0.05:
            return form
    return None


@lru_cache(maxsize=50_000)
def gerund(word: str) -> Form | None:
    """The reading as a gerund, where that is a likely one."""
    return next((form for form in forms(word)[:3] if form.pos == "GRND" and form.score > 0.05), None)


@lru_cache(maxsize=50_000)
def nominative(word: str) -> Form | None:
    """The reading as a noun or pronoun in the nominative."""
    if word[:1].isdigit() or (len(word) < 3 and word.lower() not in ("я", "он", "мы")):
        return None
    return next((form for form in _likely(word) if form.pos in ("NOUN", "NPRO") and form.case == "nomn"), None)


@lru_cache(maxsize=50_000)
def modifier(word: str) -> bool:
    """True for adjectives, full participles, ordinals and possessives."""
    return any(form.pos in ("ADJF", "PRTF") for form in forms(word)[:3])


@lru_cache(maxsize=50_000)
def noun(word: str) -> Form | None:
    """The likeliest reading as a noun."""
    if len(word) < 3:
        return None
    nouns = [form for form in _likely(word) if form.pos == "NOUN"]
    if word[0].isupper():
        nouns.sort(key=lambda form: form.name not in ("Surn", "Name"))
    return nouns[0] if nouns else None


@lru_cache(maxsize=20_000)
def is_common_title(word: str) -> bool:
    """True for a common noun for a person that a capital makes look like a name («Папа», «Президент»)."""
    best = forms(word)[0]
    return best.pos == "NOUN" and best.animate and best.name is None and is_known(word)


@lru_cache(maxsize=50_000)
def noun_in(word: str, case: str) -> Form | None:
    """The likeliest reading as a noun in this case, else in any."""
    found = next((form for form in _likely(word) if form.pos == "NOUN" and form.case == case), None)
    return found if found is not None else noun(word)


def is_genitive_only(word: str) -> bool:
    """True for a word that can stand in the genitive and not in the nominative."""
    cases = cases_of(word)
    return "gent" in cases and "nomn" not in cases


def is_known(word: str) -> bool:
    """True for a word of the dictionary, written in whatever case."""
    return bool(_RUSSIAN.fullmatch(word)) and bool(morphology().word_is_known(word.lower()))


def _likely(word: str) -> tuple[Form, ...]:
    best = max((form.score for form in forms(word)), default=0.0)
    return tuple(form for form in forms(word) if form.score >= best / 200)


@lru_cache(maxsize=50_000)
def cases_of(word: str) -> frozenset[str]:
    """The cases in which a noun, name or adjective can stand here; empty for an unknown word."""
    return frozenset(form.case for form in forms(word) if form.case is not None)


@lru_cache(maxsize=20_000)
def noun_in_nominative(word: str, case: str | None = None) -> str:
    """A noun in the nominative of its number, its capital kept; `case` is that in which it stands, where known."""
    if case in (None, "nomn") and nominative(word) is not None:
        return word
    for parse in parses(word):
        if parse.tag.POS == "NOUN" and (case is None or str(parse.tag.case) == case):
            form = parse.inflect({"nomn"})
            return word if form is None else _like(word, str(form.word))
    return word


@lru_cache(maxsize=20_000)
def adjective_in_nominative(word: str, head: Form | None) -> str:
    """An adjective in the nominative that agrees with its noun."""
    wanted = {"nomn", "plur"} if head and head.plural else {"nomn", "sing", (head and head.gender) or "masc"}
    for parse in parses(word):
        if parse.tag.POS in ("ADJF", "PRTF"):
            form = parse.inflect(wanted)
            return word if form is None else _like(word, str(form.word))
    return word


def _like(model: str, word: str) -> str:
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
