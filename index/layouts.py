"""Questions typed in the wrong keyboard layout or in the other script: «ghbdtn», «руддщ», "privet".

The reading is offered, never put in place of what was typed. It is offered only when at most half of the words as typed
are known and more of the reading's are: to the archive, to the Russian dictionary (pymorphy3), or as one piece to the
model.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from archive.morphology import morphology
from archive.text import fold, guess_language, words

__all__ = ["cyrillic_readings", "dictionary_knows", "in_cyrillic", "in_other_layout", "suggested"]

Known = Callable[[str, str], bool]
"""Tells whether a folded word is known in a language, `ru` or `en`."""

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)

# What each Latin spelling may stand for, the likeliest first.
_SPELLINGS = {
    "sky": ("ский",), "skiy": ("ский",), "skii": ("ский",), "oy": ("ой",), "ay": ("ай",), "ey": ("ей",), "iy": ("ий",), "yy": ("ый",),
    "ck": ("к",), "ph": ("ф",), "oo": ("у",), "ee": ("и",), "shch": ("щ",), "sch": ("щ", "сч", "ш"), "zh": ("ж",), "kh": ("х",), "ts": ("ц", "тс"), "ch": ("ч",), "sh": ("ш",), "yu": ("ю",),
    "ju": ("ю",), "iu": ("ю",), "ya": ("я",), "ja": ("я",), "ia": ("ия", "я"), "yo": ("е",), "jo": ("е",), "ye": ("е", "ье"), "a": ("а",),
    "b": ("б",), "c": ("ц", "к"), "d": ("д",), "e": ("е", "э"), "f": ("ф",), "g": ("г",), "h": ("х",), "i": ("и", "й"), "j": ("й", "ж"),
    "k": ("к",), "l": ("л", "ль"), "m": ("м",), "n": ("н",), "o": ("о",), "p": ("п",), "q": ("к",), "r": ("р",), "s": ("с",), "t": ("т",),
    "u": ("у",), "v": ("в",), "w": ("в",), "x": ("кс", "х"), "y": ("ы", "й", "и"), "z": ("з",), "'": ("ь", ""),
}  # fmt: skip
_SPELLING = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_MOST_READINGS = 256
_MOST_CHARACTERS = 200
_MOST_KNOWN = 0.5
_LEAST_KNOWN = 0.6


def suggested(text: str, known: Known, is_used: Callable[[str], bool]) -> str | None:
    """Give the reading of a question that looks more like one than what was typed, or None.

    `is_used` tells whether the archive has a folded word in this very form: such a reading goes before others.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    lang = guess_language(text)
    other = "en" if lang == "ru" else "ru"
    typed = [word.folded for word in words(text)]
    share = _share_known(typed, lang, known)
    if share > _MOST_KNOWN:
        return None
    readings = [in_other_layout(text)]
    if lang == "en":
        readings.append(in_cyrillic(text, is_used, dictionary_knows))
    for reading in readings:
        read = [word.folded for word in words(reading)]
        if reading != text and _share_known(read, other, known) > max(share, _LEAST_KNOWN):
            return reading
    return None


def in_other_layout(text: str) -> str:
    """Give what the same keys write in the other layout (QWERTY and ЙЦУКЕН), by the script of most letters."""
    return text.translate(_TO_LATIN if guess_language(text) == "ru" else _TO_RUSSIAN)


def in_cyrillic(text: str, *known: Callable[[str], bool]) -> str:
    """Give a transliterated Russian text in Cyrillic.

    Of the readings of a word the first known one is taken, by the first test of `known` that knows any; else the likeliest.
    """
    return re.sub(r"[a-z']+", lambda found: _reading(found.group(), known), fold(text))


@lru_cache(maxsize=100_000)
def cyrillic_readings(word: str, most: int) -> tuple[str, ...]:
    """Give up to so many Cyrillic readings of one folded Latin word, the likeliest first, with and without «ь»."""
    found = tuple(itertools.islice(_readings(word), most))
    return tuple(whole for one in found for whole in (one, one + "ь"))


def dictionary_knows(word: str) -> bool:
    """Tell whether the Russian dictionary has a folded word, in any form."""
    return bool(morphology().word_is_known(word))


def _reading(word: str, known: Sequence[Callable[[str], bool]]) -> str:
    readings = [
        whole for reading in itertools.islice(_readings(word), _MOST_READINGS) for whole in (reading, reading + "ь")
    ]
    return next((one for test in known for one in readings if test(one)), readings[0])


def _readings(word: str) -> Iterator[str]:
    parts: Sequence[Sequence[str]] = [_SPELLINGS[found.group()] for found in _SPELLING.finditer(word)]
    return map("".join, itertools.product(*parts))


def _share_known(folded: Sequence[str], lang: str, known: Known) -> float:
    telling = [word for word in folded if len(word) > 1]
    return sum(known(word, lang) for word in telling) / max(len(telling), 1)
