"""Whether a name given by a system means the speaker that an annotator named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.text import fold, stem

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_PATRONYMIC = re.compile(r"(?:ович|евич|ьич|овн|евн|иничн)(?:а|у|ем|ом|е|ы|ой)?$")
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "lord",
        "lady",
        "prof",
        "professor",
        "president",
        "prime",
        "minister",
        "chancellor",
        "secretary",
        "senator",
        "governor",
        "mayor",
        "chief",
        "executive",
        "director",
        "general",
        "ceo",
        "chair",
        "chairman",
        "chairwoman",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "councillor",
        "mp",
        "judge",
        "former",
        "deputy",
        "acting",
        "the",
        "a",
        "an",
        "of",
        "for",
        "and",
        "президент",
        "премьер",
        "министр",
        "премьер-министр",
        "глава",
        "господин",
        "госпожа",
        "врио",
        "экс",
        "бывший",
        "директор",
        "генеральный",
        "доктор",
        "профессор",
        "врач",
        "депутат",
        "сенатор",
        "губернатор",
        "мэр",
        "канцлер",
        "пресс-секретарь",
        "председатель",
        "заместитель",
    ]
)
_PRONOUNS = frozenset(
    ["он", "она", "они", "его", "ее", "их", "он", "я", "мы", "he", "she", "they", "him", "her", "it", "i", "we", "them"]
)


def name_fits(given: str, alias: str, *, person: bool, known: Sequence[str] = ()) -> bool:
    """True where `given` names the bearer of `alias`, in any case form and with or without a title.

    An alias that begins with "=" must be given exactly. For a person every word of the alias must be
    there, and no other capitalised word that is in none of the `known` names.
    """
    if alias.startswith("="):
        return fold(given).split() == fold(alias[1:]).split()
    theirs, ours = _content(given), _content(alias)
    if not theirs or not ours or all(fold(word) in _PRONOUNS for word in theirs):
        return False
    if not all(any(_same(word, other) for other in theirs) for word in ours):
        return False
    if not person:
        return True
    allowed = [*ours, *(word for name in known for word in _words(name))]
    extra = [word for word in theirs if not any(_same(word, other) for other in allowed)]
    return not any(word[:1].isupper() and not _PATRONYMIC.search(fold(word)) for word in extra)


def _words(name: str) -> list[str]:
    cut = re.sub(r"(?<=[^\W\d_]\.)(?=[^\W\d_]{2})", " ", re.sub(r"['’]s\b", "", name))
    return _WORD.findall(cut)


def _content(name: str) -> list[str]:
    found = _words(name)
    return [word for word in found if fold(word).rstrip(".") not in _TITLES] or found


def _same(first: str, second: str) -> bool:
    one, other = fold(first).rstrip("."), fold(second).rstrip(".")
    if len(one) == 1 or len(other) == 1:
        return one[:1] == other[:1]
    return one == other or bool(_stems(one) & _stems(other))


def _stems(word: str) -> set[str]:
    if not re.search("[а-я]", word):
        return {word}
    return {word, stem(word), re.sub("(?:ой|ей|ом|ем|ым|им|[аяуюеыиоьй])$", "", word)}
