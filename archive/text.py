"""Text as the archive compares it: folded, stemmed, cut into words and sentences, its language told.

Nothing here changes a stored text. `fold` makes the one form in which words are compared, at write and at query;
`words` and `sentences` give spans (Python `str` indices) into the text as it was given.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import razdel
import snowballstemmer

__all__ = ["Language", "Span", "Word", "fold", "guess_language", "is_blank", "sentences", "stem", "stems", "words"]

Language = Literal["ru", "en"]

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f'’ʼ][^\W_]+|[\u0300-\u036f])*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_STRESS = {0x0300: None, 0x0301: None, 0x00AD: None, 0x200B: None, 0x2060: None, 0xFEFF: None}
_STEMMERS = {"ru": snowballstemmer.stemmer("russian"), "en": snowballstemmer.stemmer("english")}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text[start:stop]`, counted in characters."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, where it stands and how it is compared."""

    start: int
    stop: int
    folded: str


def fold(text: str) -> str:
    """Give the form in which text is compared: NFC, without stress marks and soft hyphens, casefolded, ё as е.

    Folding a folded text changes nothing.
    """
    # Composing first keeps the marks that belong to a letter (й, ё, é); what is left over is stress.
    bare = unicodedata.normalize("NFC", text).translate(_STRESS).casefold().replace("ё", "е")
    return unicodedata.normalize("NFC", bare).replace("’", "'").replace("ʼ", "'")


def words(text: str) -> Iterator[Word]:
    """Give the words of a text in order, with their places; marks and punctuation are left out."""
    for found in _WORD.finditer(text):
        folded = _folded_word(found.group())
        if folded:
            yield Word(found.start(), found.end(), folded)


_folded_word = lru_cache(maxsize=200_000)(fold)  # texts repeat their words; folding each once halves the time


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Give the stem of one folded word by the Snowball stemmer of its script («войной» and «война» give «войн»)."""
    language = "ru" if _CYRILLIC.search(word) else "en"
    return str(_STEMMERS[language].stemWord(word.removesuffix("'s")))


def stems(text: str) -> list[str]:
    """Give the stems of a text's words in order."""
    return [stem(word.folded) for word in words(text)]


def sentences(text: str) -> list[Span]:
    """Cut a text into sentences, each a span without outer white space; blank text gives none.

    A line break followed by a blank line always ends a sentence.
    """
    found: list[Span] = []
    for block in re.finditer(r"\S(?:.*?\S)?(?=\s*\n\s*\n|\s*\Z)", text, re.DOTALL):
        found += [
            Span(block.start() + part.start, block.start() + part.stop)
            for part in razdel.sentenize(block.group())
            if part.stop > part.start
        ]
    return found


def guess_language(text: str) -> Language:
    """Tell Russian from English by the script of most letters; text without letters counts as English."""
    sample = text[:20_000]
    return "ru" if len(_CYRILLIC.findall(sample)) > len(_LATIN.findall(sample)) else "en"


def is_blank(text: str) -> bool:
    """Tell whether a text has nothing that can be read: no letter and no digit."""
    return not any(character.isalnum() for character in text)
