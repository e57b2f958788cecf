"""Words that Russian and English share: «цианобактерия» and cyanobacteria, found by rules of spelling.

Terms of science, medicine and music are rare in any list of sentence pairs, yet a question often hangs on one of them.
Both languages took them from Greek and Latin and spell them by habit, so a list of Russian lexemes and a list of
English words give most of them without a dictionary.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

# Endings that answer one another, longest first; the English ones in the order of likelihood.
_ENDINGS: dict[str, tuple[str, ...]] = {
    "ифицировать": ("ify",),
    "изировать": ("ize", "ise"),
    "ировать": ("ate", "ize", "ise", "e", ""),
    "альность": ("ality",),
    "ивность": ("ivity", "iveness"),
    "ичность": ("icity",),
    "ильность": ("ility",),
    "ический": ("ic", "ical"),
    "овать": ("ate", "e", ""),
    "ность": ("ity", "ness", "ence", "ency"),
    "онный": ("onal", "on", "onary"),
    "альный": ("al",),
    "арный": ("ar", "ary"),
    "ярный": ("ar", "iar"),
    "ивный": ("ive",),
    "озный": ("ous", "otic"),
    "идный": ("id", "oid"),
    "ичный": ("ic", "ical"),
    "нция": ("nce", "ncy", "nction"),
    "кция": ("ction", "xion"),
    "пция": ("ption",),
    "ация": ("ation",),
    "логия": ("logy",),
    "графия": ("graphy",),
    "кратия": ("cracy",),
    "терапия": ("therapy",),
    "ный": ("ous", "al", "ary", "ar", "ic", "ent", "ant", "ive", "ate", ""),
    "ция": ("tion", "cy", "ce"),
    "сия": ("sion", "sia", "sy"),
    "зия": ("sia", "sion", "sis", "sy", "zia"),
    "ика": ("ics", "ic", "ica", "icum"),
    "изм": ("ism",),
    "ист": ("ist",),
    "ура": ("ure", "ura"),
    "аза": ("ase", "aza"),
    "ема": ("eme", "em", "ema"),
    "оза": ("osis", "ose"),
    "ёр": ("er", "eur", "or"),
    "ит": ("itis", "ite", "it", "yte"),
    "оз": ("osis", "ose"),
    "ид": ("ide", "id"),
    "ин": ("in", "ine"),
    "он": ("on", "one"),
    "ен": ("en", "ene"),
    "ан": ("an", "ane"),
    "ат": ("ate", "at"),
    "аж": ("age",),
    "ик": ("ic", "ician", "icus"),
    "ий": ("ium", "ius", "ic", "y"),
    "ия": ("ia", "y", "ion", "e", "ea"),
    "ея": ("ea", "aea"),
    "ор": ("or", "er"),
    "ер": ("er", "re", "or"),
    "ль": ("l", "le"),
    "ть": ("th", "t"),
    "а": ("a", "", "e", "us", "um"),
    "я": ("ia", "a", "y", "e"),
    "о": ("o",),
    "ы": ("s", "es", ""),
    "": ("", "e", "us", "um", "is", "os"),
}
# Letters of either language in classes that both share: г and х answer g, h and ch; с, з and ц answer s, z and soft c; ш and щ
# answer sh, ч answers ch. Capitals stand for the latter, which no single letter writes.
_RUSSIAN = str.maketrans(
    "абвдежзийклмнопрстуфхцыэёгчшщ",
    "abvdejsiiklmnoprstufgsieegCWW",
    "ъь",
) | {ord("ю"): "iu", ord("я"): "ia"}
_ENGLISH = str.maketrans({"c": "k", "q": "k", "x": "ks", "y": "i", "z": "s", "h": "g", "w": "v"})
_SHORTEST = {"": 5}  # letters of a stem that is compared; a bare one wants more


def pairs(
    russian: Iterable[str], english: Iterable[str], frequency: Mapping[str, int], *, exact: bool = False
) -> Iterator[tuple[str, str]]:
    """(English word, Russian lemma) for every lemma that has a counterpart.

    Of several, that with the likeliest ending, and of those the most frequent one.
    With `exact` the whole words sound alike, as names do, and no ending is exchanged.
    """
    by_sound: dict[str, list[str]] = defaultdict(list)
    for word in english:
        for sound in english_sounds(word):
            by_sound[sound].append(word)
    for lemma in russian:
        found = next(_counterparts(lemma, by_sound, frequency, exact=exact), None)
        if found is not None:
            yield found, lemma


def _counterparts(
    lemma: str, by_sound: Mapping[str, list[str]], frequency: Mapping[str, int], *, exact: bool
) -> Iterator[str]:
    for ending, answers in ({"": ("",), "а": ("a",), "я": ("ia",)} if exact else _ENDINGS).items():
        if not lemma.endswith(ending):
            continue
        stem = lemma.removesuffix(ending)
        if len(stem) < _SHORTEST.get(ending, 4 if len(ending) < 3 else 3):
            continue
        for answer in answers:
            # The English ending is written out behind the Russian stem, and the whole compared by sound.
            whole = russian_sound(stem) + "|" + answer
            if whole in by_sound:
                yield max(by_sound[whole], key=lambda word: (frequency.get(word, 0), -len(word)))


def russian_sound(word: str) -> str:
    """The word's letters in classes that both languages share."""
    return _single(word.translate(_RUSSIAN))


def english_sounds(word: str) -> set[str]:
    """`stem|ending` for every ending the word may be cut at, the stem in the classes of `russian_sound`."""
    lower = word.lower()
    found: set[str] = set()
    for ending in _ENGLISH_ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 3:
            stem = lower.removesuffix(ending)
            found.update(f"{sound}|{ending}" for sound in _sounds(stem, ending))
    return found


_ENGLISH_ENDINGS = tuple(sorted({answer for answers in _ENDINGS.values() for answer in answers}))


def _sounds(stem: str, ending: str) -> Iterator[str]:
    soft = bool(re.match("[eiy]", ending))
    for first in ({"eu": "ev"}, {"eu": "ei"}, {"au": "av"}, {"ch": "C"}, {"ch": "W"}, {}):
        written = stem
        for letters, sound in first.items():
            written = written.replace(letters, sound)
        if written == stem and first:
            continue
        yield _single(_spelled(written, soft=soft))


def _spelled(stem: str, *, soft: bool) -> str:
    stem = re.sub("sch", "sg", stem)
    for letters, sound in (("ph", "f"), ("th", "t"), ("rh", "r"), ("ch", "g"), ("sh", "W"), ("ck", "k"), ("qu", "kv")):
        stem = stem.replace(letters, sound)
    stem = re.sub("c(?=[eiy])", "s", stem)
    if soft and stem.endswith("c"):
        stem = stem[:-1] + "s"
    stem = re.sub("ae|oe", "e", stem)
    return stem.translate(_ENGLISH)


def _single(sound: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sound)
