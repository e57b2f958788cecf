"""A question as it was typed, and what is in it: phrases in quotes, words, the keys of words.

Whatever is typed is words and phrases, never operators; a question without a single letter or digit is refused.
"""

import re
from dataclasses import dataclass
from typing import Self

from archive.errors import QueryError
from archive.stopwords import STOP_WORDS
from archive.text import Language, fold, guess_language, words
from archive.word_forms import word_keys

__all__ = ["MAX_CHARACTERS", "Query"]

MAX_CHARACTERS = 4_000
_PHRASE = re.compile(r"\"([^\"]+)\"|«([^»]+)»|“([^”]+)”|„([^“”]+)[“”]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Query:
    """A question, cleaned and cut into words; nothing in it depends on the archive."""

    text: str
    """The question without control characters and outer white space."""
    words: tuple[str, ...]
    """All its words, folded, in order."""
    phrases: tuple[tuple[str, ...], ...]
    """The stretches in quotation marks, each as folded words."""

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read a question; raises QueryError when it is empty, too long or has no word in it."""
        if not isinstance(typed, str):
            raise QueryError(f"A question is text, not {type(typed).__name__}.")
        if len(typed) > MAX_CHARACTERS:
            raise QueryError(
                f"The question has {len(typed)} characters; up to {MAX_CHARACTERS} can be searched for. "
                "Give its most telling sentence."
            )
        text = " ".join(_CONTROL.sub(" ", typed).split())
        if not text:
            raise QueryError("The question is empty. Type an idea, a phrase in quotes, a name or a word.")
        found = _folded(text)
        if not found:
            raise QueryError(f"There is no word in {text[:40]!r}. Type an idea, a phrase in quotes, a name or a word.")
        phrases = (_folded(next(filter(None, match.groups()))) for match in _PHRASE.finditer(text))
        return cls(text, found, tuple(dict.fromkeys(filter(None, phrases))))

    @property
    def lang(self) -> Language:
        """The language of its script."""
        return guess_language(self.text)

    @property
    def content(self) -> tuple[str, ...]:
        """Its words without function words; all of them when there are no others."""
        return tuple(word for word in self.words if word not in STOP_WORDS) or self.words

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The keys of each word of `content` (see `archive.word_forms`), each once, in order."""
        return tuple(dict.fromkeys(map(word_keys, self.content)))

    @property
    def only_function_words(self) -> bool:
        """Tell whether nothing in it has a meaning of its own."""
        return all(word in STOP_WORDS for word in self.words)

    def without(self, first: int, last: int) -> "Query | None":
        """Give the question without its words `first` to `last` (both included); None when no content is left."""
        spans = list(words(self.text))
        rest = self.text[: spans[first].start] + " " + self.text[spans[last].stop :]
        if not any(word not in STOP_WORDS for word in _folded(rest)):
            return None
        return Query.parse(rest.strip(" ,:;—–-"))


def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.folded.removesuffix("'s") for word in words(fold(text)))
