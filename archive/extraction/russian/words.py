"""Forms of Russian words: what each can be, cached; and names back in the nominative."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from archive.extraction.mention import Gender
from archive.extraction.russian.models import morphology as morphology

_CASES = {"nomn", "gent", "datv", "accs", "ablt", "loct", "gen2", "acc2", "loc2", "voct"}
_GENDERS: dict[str, Gender] = {"masc": "m", "femn": "f"}


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


@lru_cache(maxsize=120_000)
def forms(word: str) -> tuple[Form, ...]:
    """Every reading of a word, the likeliest first."""
    return tuple(_form(parse) for parse in morphology().parse(word))


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
    if word[:1].isdigit():
        return None
    return next((form for form in forms(word) if form.pos in ("NOUN", "NPRO") and form.case == "nomn"), None)


@lru_cache(maxsize=50_000)
def modifier(word: str) -> bool:
    """True for adjectives, full participles, ordinals and possessives."""
    return any(form.pos in ("ADJF", "PRTF") for form in forms(word)[:3])


@lru_cache(maxsize=50_000)
def noun(word: str) -> Form | None:
    """The likeliest reading as a noun."""
    return next((form for form in forms(word) if form.pos == "NOUN"), None)


def genders_of(word: str) -> frozenset[Gender]:
    """The genders that a word of a name can have."""
    return frozenset(_GENDERS[form.gender] for form in forms(word) if form.gender in _GENDERS)
