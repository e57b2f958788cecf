"""Names in the nominative: «Сергеем Рябковым» is «Сергей Рябков», «Шубиной» is «Шубина»."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from archive.extraction.mention import Gender
from archive.extraction.russian.models import morphology

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\.?|«[^»]*»")
_FEMALE_OBLIQUE = re.compile(r"(?:овой|евой|ёвой|иной|ыной|ской|цкой|ову|еву|ину|скую|цкую)$")
_FEMALE = re.compile(r"(?:ова|ева|ёва|ина|ына|ская|цкая)$")
_MALE_OBLIQUE = re.compile(r"(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е)$|(?:ск|цк)(?:ого|ому|им|ом)$")
_MALE = re.compile(r"(?:ов|ев|ёв|ин|ын|ский|цкий|ской)$")
_GENDERS: dict[str, Gender] = {"masc": "m", "femn": "f"}


def name_words(surface: str) -> list[str]:
    """The words of a name, initials with their full stop."""
    found = []
    for match in _WORD.finditer(surface):
        word = match.group()
        found.append(word if len(word.rstrip(".")) == 1 else word.rstrip("."))
    return found


def name_gender(words: list[str], *, nominative: bool | None = None) -> Gender | None:
    """The gender that a name shows by its first name, patronymic or the ending of its surname."""
    votes: set[Gender] = set()
    for word in words:
        votes |= _genders(word)
        if len(votes) > 1:
            return None
        if len(votes) == 1 and word != words[-1]:
            return next(iter(votes))
    return next(iter(votes)) if len(votes) == 1 else None


@lru_cache(maxsize=20_000)
def _genders(word: str) -> frozenset[Gender]:
    readings = [p for p in morphology().parse(word) if {"Name", "Patr"} & p.tag.grammemes and "sing" in p.tag.grammemes]
    best = max((p.score for p in readings), default=0)
    first = {_GENDERS[p.tag.gender] for p in readings if p.tag.gender in _GENDERS and p.score > best / 20}
    if first:
        return frozenset(first) if len(first) == 1 else frozenset()
    if _FEMALE_OBLIQUE.search(word):
        return frozenset({"f"})
    if _FEMALE.search(word):
        return frozenset()
    return frozenset({"m"}) if _MALE.search(word) or _MALE_OBLIQUE.search(word) else frozenset()


def to_nominative(words: list[str], gender: Gender | None) -> tuple[str, ...]:
    """Each word of a person's name in the nominative, as far as its declension is known."""
    return tuple(_nominative(word, gender) for word in words)


@lru_cache(maxsize=20_000)
def _nominative(word: str, gender: Gender | None) -> str:
    if len(word) < 3 or not re.search("[а-яё]", word):
        return word
    if "-" in word:
        return "-".join(_nominative(part, gender) for part in word.split("-"))
    readings = [p for p in morphology().parse(word) if _is_name_reading(p, gender)]
    if any(p.tag.case == "nomn" for p in readings):
        return word
    for reading in readings:
        inflected = reading.inflect({"nomn", "sing"})
        if inflected is not None:
            return _like(word, inflected.word)
    return word


def _is_name_reading(reading: Any, gender: Gender | None) -> bool:
    grammemes = reading.tag.grammemes
    if "plur" in grammemes or not grammemes & {"Name", "Surn", "Patr"}:
        return False
    return gender is None or _GENDERS.get(reading.tag.gender, gender) == gender


def _like(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


@lru_cache(maxsize=20_000)
def name_key(word: str) -> str:
    """The form under which case forms of one word of a name are equal."""
    folded = word.lower().replace("ё", "е").strip("«»\"'.’")
    if not re.search("[а-я]", folded) or len(folded) < 4:
        return folded
    return (
        re.sub(
            r"(?:ого|его|ому|ему|ыми|ими|ами|ями|ой|ей|ою|ею|ом|ем|ым|им|ую|юю|ая|яя|ый|ий|ые|ие|ых|их|ам|ям|ах|ях|ов|ев"
            r"|а|я|у|ю|е|ы|и|о|ь|й)$",
            "",
            folded,
        )
        if not folded.endswith(("ов", "ев"))
        else folded
    )
