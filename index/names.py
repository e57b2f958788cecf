"""Speakers in questions: whose words are asked for, in either script and any case form.

"Putin on sovereignty" and «Путин о суверенитете» name a speaker and a subject; «Путина» names the speaker alone. A name
counts where it is announced so, or in a short question: with a given name anywhere, a bare surname at its start or end.
A surname that is also a common word (quotes have it in small letters) counts only announced or alone. A name on record
in one script is heard in the other one as it is transliterated.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.records import SpeakerKind
from archive.stopwords import STOP_WORDS
from archive.text import Word, guess_language, words
from index.inflection import nominatives
from index.layouts import cyrillic_readings
from index.query import Query

__all__ = ["NameIndex", "NamedSpeakers"]

_SAYING = frozenset(
    [
        "сказал",
        "сказала",
        "говорил",
        "говорила",
        "говорит",
        "писал",
        "писала",
        "пишет",
        "считал",
        "считает",
        "думал",
        "думает",
        "слова",
        "цитаты",
        "цитата",
        "высказывания",
        "мысли",
        "said",
        "says",
        "say",
        "wrote",
        "writes",
        "thinks",
        "thought",
        "quotes",
        "quote",
        "words",
        "sayings",
    ]
)
_ANNOUNCING = _SAYING | frozenset(["о", "об", "обо", "про", "on", "about", "by", "у", "по"])
_LONGEST = 5
_SHORT = 5
"""A question with more words of content than these and the name is about something else as well."""
_READINGS = 12
_SHORTEST = 3
"""A shorter last word is no surname: «II», "Xi"."""


@dataclass(frozen=True, slots=True)
class NamedSpeakers:
    """What a question says about whose words are wanted."""

    ids: tuple[str, ...]
    """Everyone the name may mean."""
    words: str
    """The words that named them, as typed."""
    rest: Query | None
    """The question without the name; None when the name is all of it."""


@dataclass(frozen=True, slots=True)
class _Name:
    speaker: str
    """The speaker's id."""
    tokens: tuple[str, ...]
    is_whole: bool
    """Whether only the whole name counts: of bodies, and of names such as "Catherine the Great"."""


class NameIndex:
    """All names of an archive's speakers, by their words; made once per state of the archive."""

    def __init__(self, names: Iterable[tuple[str, str, SpeakerKind]]) -> None:
        self._by_surname: dict[str, list[_Name]] = {}
        for speaker, written, kind in names:
            name = _name(speaker, written, kind)
            if name:
                for spelled in _spellings(name):
                    self._by_surname.setdefault(spelled, []).append(name)

    def find(self, query: Query, ordinary: Iterable[str] = ()) -> NamedSpeakers | None:
        """Give the speakers that a question names, or None; `ordinary` words are no names by themselves."""
        typed = list(words(query.text))
        folded = [word.folded.removesuffix("'s") for word in typed]
        common = set(ordinary) | _in_small_letters(query.text, typed)
        found = [match for match in self._matches(folded) if self._counts(match, folded, common)]
        if not found:
            return None
        first, last, _ = max(found, key=lambda match: (match[1] - match[0], -match[0]))
        ids = tuple(sorted({name.speaker for start, stop, name in found if (start, stop) == (first, last)}))
        first, last = _with_announcement(folded, first, last)
        return NamedSpeakers(
            ids,
            _as_typed(query.text, typed, folded, first, last),
            query.without(first, last),
        )

    def candidates(self, query: Query) -> list[str]:
        """Give the words of a question that are some speaker's surname, in some case form."""
        return [word for word in query.words if any(form in self._by_surname for form in _forms(word))]

    def _matches(self, folded: list[str]) -> Iterator[tuple[int, int, _Name]]:
        """Give first and last word of every stretch of the question that is a name."""
        forms = [set(_forms(word)) for word in folded]
        for last, word in enumerate(folded):
            if word in STOP_WORDS:
                continue
            for name in {name for form in sorted(forms[last]) for name in self._by_surname.get(form, ())}:
                first = _start(name.tokens, forms, last)
                if not name.is_whole or last - first + 1 == len(name.tokens):
                    yield first, last, name

    @staticmethod
    def _counts(match: tuple[int, int, _Name], folded: list[str], ordinary: set[str]) -> bool:
        first, last, _ = match
        rest = folded[:first] + folded[last + 1 :]
        before = folded[first - 1] if first else ""
        after = folded[last + 1] if last + 1 < len(folded) else ""
        if not rest or after in _ANNOUNCING or before in _SAYING | {"by", "у"}:
            return True
        if sum(word not in STOP_WORDS for word in rest) > _SHORT:
            return False
        return last > first or (folded[last] not in ordinary and (first == 0 or last == len(folded) - 1))


def _name(speaker: str, written: str, kind: SpeakerKind) -> _Name | None:
    found = list(words(written.partition(",")[0]))  # what follows a comma is an office
    tokens = tuple(word.folded for word in found)
    if not tokens or kind == "generic":
        return None
    joined = any(word.folded in STOP_WORDS and written[word.start].islower() for word in found)
    return _Name(speaker, tokens, kind == "org" or joined or len(tokens[-1]) < _SHORTEST)


def _in_small_letters(text: str, typed: list[Word]) -> set[str]:
    """Give the words that someone who minds capitals wrote without one; none when the whole question has no capital."""
    if text == text.lower():
        return set()
    return {word.folded.removesuffix("'s") for word in typed if text[word.start].islower()}


def _spellings(name: _Name) -> Iterable[str]:
    """Give what the last word of a name may be written like in a question; a body's name only as it is on record."""
    last = name.tokens[-1]
    return (last,) if name.is_whole or guess_language(last) == "ru" else (last, *cyrillic_readings(last, _READINGS))


def _forms(word: str) -> tuple[str, ...]:
    """Give what a word of a question may be a form of; a Latin one may also stand for a name on record in Cyrillic."""
    if guess_language(word) == "ru":
        return nominatives(word)
    return (word, *cyrillic_readings(word, _READINGS)) if len(word) > _SHORTEST and word not in STOP_WORDS else (word,)


def _start(tokens: tuple[str, ...], forms: list[set[str]], last: int) -> int:
    """Give the first word of the name that ends at `last`: given names, initials and patronymics may be left out."""
    left = list(tokens[:-1])
    at = last
    while at > 0 and left and last - at < _LONGEST:
        named = next(
            (token for token in reversed(left) if token in forms[at - 1] or _initial(token, forms[at - 1])), None
        )
        if named is None:
            break
        left = left[: left.index(named)]
        at -= 1
    return at


def _initial(token: str, forms: set[str]) -> bool:
    return any(len(form) == 1 and token.startswith(form) for form in forms)


def _with_announcement(folded: list[str], first: int, last: int) -> tuple[int, int]:
    """Take in the words around a name that only announce it."""
    while last + 1 < len(folded) and folded[last + 1] in _ANNOUNCING:
        last += 1
    while first > 0 and folded[first - 1] in _SAYING | {"by", "у", "of"}:
        first -= 1
    return first, last


def _as_typed(text: str, typed: list[Word], folded: list[str], first: int, last: int) -> str:
    while folded[last] in _ANNOUNCING and last > first:
        last -= 1
    while folded[first] in _ANNOUNCING and first < last:
        first += 1
    return text[typed[first].start : typed[last].stop]
