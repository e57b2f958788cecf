"""Names in the nominative: «Сергеем Рябковым» is «Сергей Рябков», «Шубиной» is «Шубина»."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from archive.extraction.mention import Gender
from archive.extraction.russian.words import forms, parses

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\.?")
_FEMALE = re.compile(r"(?:[оеё]в|[иы]н)(?:а|ой|у)$|[сц]к(?:ая|ую|ой)$")
_MALE = re.compile(r"(?:[оеё]в|[иы]н)(?:|ым|ом|е)$|[сц]к(?:ий|ого|ому|им|ом)$")
_EITHER = re.compile(r"(?:[оеё]в|[иы]н)(?:а|у)$")
_SURNAME = re.compile(
    r"(?:[оеё]в|[иы]н)(?:а|у|ым|ом|е|ой)?$|[сц]к(?:ий|ого|ому|им|ом|ая|ую|ой)$|(?:ович|евич)(?:а|у|ем|е)?$"
    r"|(?:[нд]з|ян|ук|юк|як|ак|ец|ич|ель|ер|ан|ен|он|ман|берг|штейн)(?:а|у|ом|ем|е)?$|[дш]\u0437е$"
)
_GENDERS: dict[str, Gender] = {"masc": "m", "femn": "f"}
_CASES = frozenset(("nomn", "gent", "datv", "accs", "ablt", "loct"))


def name_words(surface: str) -> list[str]:
    """The words of a name, initials with their full stop; a name that the tagger ran together with itself, once."""
    found: list[str] = []
    for match in _WORD.finditer(surface):
        word = match.group()
        found.append(word if len(word.rstrip(".")) == 1 else word.rstrip("."))
    half = len(found) // 2
    return found[:half] if half and found[:half] == found[half:] else found


def name_gender(words: list[str]) -> Gender | None:
    """The gender that a name shows by its first name, patronymic or the ending of its surname."""
    for word in words:
        shown = _first_name_genders(word)
        if len(shown) == 1:
            return next(iter(shown))
        if len(shown) > 1:
            # «Александра», «Владислава»: a woman in the nominative or a man in the genitive
            return None
    last = words[-1]
    if _EITHER.search(last) and len(words) == 1:
        return None
    if _FEMALE.search(last) and not _EITHER.search(last):
        return "f"
    return "m" if _MALE.search(last) else None


@lru_cache(maxsize=20_000)
def _first_name_genders(word: str) -> frozenset[Gender]:
    readings = [p for p in _readings(word) if "Patr" in p.tag.grammemes or ("Name" in p.tag.grammemes and p.is_known)]
    best = max((p.score for p in readings), default=0.0)
    return frozenset(
        _GENDERS[str(p.tag.gender)] for p in readings if str(p.tag.gender) in _GENDERS and p.score > best * RARE
    )


RARE = 0.125
"""A reading of a first name that is this much rarer than the commonest is not reckoned with («Марина» of «Марин»)."""


def is_patronymic(word: str) -> bool:
    """True for «Федорович», «Сергеевны»."""
    return any(form.name == "Patr" for form in forms(word)[:3])


def likelier_gender(word: str) -> Gender | None:
    """The commoner of two genders that a first name can have."""
    readings = [p for p in _readings(word) if "Name" in p.tag.grammemes and str(p.tag.gender) in _GENDERS]
    return _GENDERS[str(max(readings, key=lambda p: p.score).tag.gender)] if readings else None


def is_ambiguous(word: str) -> bool:
    """True for a first name that is a woman's in one case and a man's in another («Александра»)."""
    return len(_first_name_genders(word)) > 1


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[Any, ...]:
    """Singular readings as a name; those guessed from the ending only where it is that of a surname."""
    found = []
    for parse in parses(word):
        grammemes = parse.tag.grammemes
        if "plur" in grammemes or not grammemes & {"Name", "Surn", "Patr"}:
            continue
        if parse.is_known or _SURNAME.search(word):
            found.append(parse)
    return tuple(found)


def _fits(reading: Any, gender: Gender | None) -> bool:
    own = _GENDERS.get(str(reading.tag.gender))
    return gender is None or own is None or own == gender


@lru_cache(maxsize=20_000)
def _cases(word: str, gender: Gender | None) -> frozenset[str]:
    """The cases in which a word of a name can stand; all where nothing is known."""
    found = {str(p.tag.case) for p in _readings(word) if _fits(p, gender)}
    return frozenset(found & _CASES) or _CASES


def name_cases(words: list[str], gender: Gender | None) -> frozenset[str]:
    """The cases in which a whole name can stand; all where nothing is known."""
    cases = _CASES
    for word in words:
        cases = cases & _cases(word, gender) or cases
    return cases


def to_nominative(words: list[str], gender: Gender | None) -> tuple[str, ...]:
    """Each word of a person's name in the nominative, as far as its declension is known."""
    cases = name_cases(words, gender)
    if "nomn" in cases:
        return tuple(words)
    return tuple(_nominative(word, gender, cases) for word in words)


@lru_cache(maxsize=20_000)
def _nominative(word: str, gender: Gender | None, cases: frozenset[str]) -> str:
    if len(word) < 3 or not re.search("[а-яё]", word):
        return word
    if "-" in word:
        return "-".join(_nominative(part, gender, cases) for part in word.split("-"))
    fitting = [reading for reading in _readings(word) if str(reading.tag.case) in cases and _fits(reading, gender)]
    if fitting:
        return _inflected(word, fitting[0])
    if gender == "m":
        return _without_male_ending(word, cases)
    return word


def _inflected(word: str, reading: Any) -> str:
    form = reading.inflect({"nomn", "sing"})
    return word if form is None else _like(word, form.word)


_MALE_ENDINGS = {"gent": "а", "accs": "а", "datv": "у", "ablt": "ом|ем", "loct": "е"}


def _without_male_ending(word: str, cases: frozenset[str]) -> str:
    """«Челаха» is «Челах»: foreign men's surnames on a consonant decline, those on a vowel do not."""
    endings = "|".join(_MALE_ENDINGS[case] for case in sorted(cases) if case in _MALE_ENDINGS)
    stripped = re.sub(f"(?<=[бвгджзклмнпрстфхцчшщ])(?:{endings})$", "", word) if endings else word
    return stripped if len(stripped) > 2 else word


def _like(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


_ENDING = re.compile(r"(?:ого|его|ому|ему|ой|ей|ою|ею|ом|ем|ым|им|ую|юю|ая|яя|ый|ий|а|я|у|ю|е|ы|и|о|ь|й)$")


@lru_cache(maxsize=20_000)
def name_key(word: str) -> str:
    """The form under which case forms of one word of a name are equal."""
    folded = word.lower().replace("ё", "е").strip("«»\"'.’“”„")
    if not re.search("[а-я]", folded) or len(folded) < 4:
        return folded
    return re.sub("[еиьй]$", "", _ENDING.sub("", folded))
