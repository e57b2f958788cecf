"""Names of bodies in Russian: the head noun in the nominative, and «газета «Время»»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.extraction.document import Document
from archive.extraction.mention import Mention
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import lexicon

_WORD = re.compile("[А-ЯЁ]?[а-яё-]+$")
LONGEST = 60


def body_name(surface: str) -> list[str]:
    """The name of a body with its head noun in the nominative («Министерства обороны» → «Министерство обороны»)."""
    parts = surface.split()
    result: list[str] = []
    for number, part in enumerate(parts):
        form = words.noun(part)
        if _WORD.match(part) and words.modifier(part) and (form is None or words.forms(part)[0].pos == "ADJF"):
            result.append(_adjective(part, parts[number + 1 :]))
            continue
        if form is not None and _WORD.match(part):
            return [*result, _singular(part), *parts[number + 1 :]]
        return [*result, *parts[number:]]
    return result


def _singular(word: str) -> str:
    """«Министерства» of one body is its genitive, not two ministries."""
    readings = words.forms(word)
    genitive = any(form.case == "gent" and not form.plural for form in readings)
    if genitive and not any(form.case == "nomn" and not form.plural for form in readings):
        return words.noun_in_nominative(word, "gent")
    return words.noun_in_nominative(word)


def _adjective(word: str, rest: Sequence[str]) -> str:
    head = next((form for form in map(words.noun, rest) if form is not None), None)
    return words.adjective_in_nominative(word, head)


def named_bodies(document: Document) -> Iterator[Mention]:
    """«газета «Время»», «завод "Прогресс"»: a noun for a body and a name in marks."""
    nouns = lexicon().bodies | lexicon().media | lexicon().enterprises
    for region in document.regions:
        if region.open is None or region.close is None or region.end - region.start > LONGEST:
            continue
        number = document.token_at(region.open) - 1
        if number < 0 or not document.text[region.start : region.start + 1].isupper():
            continue
        roles = tuple(words.lemmas(document.tokens[number].text) & nouns)
        if roles:
            name = tuple(document.text[region.start : region.end].split())
            yield Mention(region.start, region.end, "org", name, roles=roles)


_OFFICE = re.compile(
    "(?:Министерств|Мин[а-я]{3}|Рос[а-я]{3,}надзор|Рос[а-я]+тво|Роскомнадзор|М[ИВ]Д|МЧС|ФСБ|ФАС|ФНС|Госдеп|Пентагон)"
)
_MEDIA = re.compile(
    "(?:ТАСС|РИА|Интерфакс|Reuters|РБК|BBC|Би-би-си|Lenta|Лента|Ведомости|Коммерсант|Известия|Times|Post|News)"
)


def roles_by_name(name: str) -> tuple[str, ...]:
    """What a body is by its name alone: an office of the state, a paper."""
    if _OFFICE.match(name):
        return ("ведомство",)
    return ("издание", "агентство") if _MEDIA.search(name) else ()


def head_start(document: Document, start: int) -> int:
    """«института |Пушкина|»: where the noun is part of the name because the rest hangs on it."""
    number = document.token_at(start)
    first = document.tokens[number].text if number < len(document.tokens) else ""
    if number == 0 or not words.is_genitive_only(first):
        return start
    before = document.tokens[number - 1]
    known = lexicon()
    return before.start if words.lemmas(before.text) & (known.bodies | known.enterprises) else start


def head_role(document: Document, start: int) -> tuple[str, ...]:
    """The common noun right before a body's name («компания Apple», «агентство Reuters»)."""
    number = document.token_at(start) - 1
    while number >= 0 and document.tokens[number].text in '«»"“„':
        number -= 1
    if number < 0:
        return ()
    known = lexicon()
    return tuple(words.lemmas(document.tokens[number].text) & (known.bodies | known.media | known.enterprises))
