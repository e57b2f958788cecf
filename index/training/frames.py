"""Names and terms put bare, in their cases, and into short frames of our own, both sides alike."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.morphology import morphology
from index.training.data import Pair

__all__ = ["NAMES", "TERMS", "Term", "bent", "city_pairs", "inflected", "term_pairs"]

NAMES, TERMS = "lexicon-names", "lexicon-terms"

# {0} is the word in the case named before it, {1} another word of its kind.
_CITY_FRAMES = (
    ("nomn", "Where is {0}?", "Где находится {0}?"),
    ("nomn", "When was {0} captured?", "Когда был захвачен город {0}?"),
    ("nomn", "How many people live in {0}?", "Сколько людей живёт в городе {0}?"),
    ("nomn", "What is {0} known for?", "Чем известен город {0}?"),
    ("nomn", "the city of {0}", "город {0}"),
    ("nomn", "He lived in the city of {0}.", "Он жил в городе {0}."),
    ("nomn", "{0} and {1}", "{0} и {1}"),
    ("nomn", "Which is larger, {0} or {1}?", "Что больше, {0} или {1}?"),
    ("loct", "in {0}", "в {0}"),
    ("gent", "from {0}", "из {0}"),
    ("gent", "the history of {0}", "история {0}"),
    ("gent", "the mayor of {0}", "мэр {0}"),
    ("loct", "What happened in {0} that year?", "Что случилось в {0} в том году?"),
    ("gent", "How far is it from {0}?", "Как далеко это от {0}?"),
)
_TERM_FRAMES = (
    ("nomn", "What is {0}?", "Что такое {0}?"),
    ("nomn", "What does the word {0} mean?", "Что значит слово «{0}»?"),
    ("nomn", "{0}, {1}", "{0}, {1}"),
    ("nomn", "{0} and {1}", "{0} и {1}"),
    ("nomn", "How is {0} measured?", "Как измеряется {0}?"),
    ("gent", "the role of {0}", "роль {0}"),
    ("gent", "the history of {0}", "история {0}"),
    ("gent", "What is the purpose of {0}?", "Для чего нужно изучение {0}?"),
    ("gent", "Who was the founder of {0}?", "Кто был основателем {0}?"),
    ("gent", "without {0}", "без {0}"),
    ("gent", "the use of {0}", "использование {0}"),
    ("gent", "one kind of {0}", "одна из разновидностей {0}"),
    ("datv", "thanks to {0}", "благодаря {0}"),
    ("datv", "What leads to {0}?", "Что приводит к {0}?"),
    ("accs", "They studied {0} for years.", "Они годами изучали {0}."),
    ("accs", "What causes {0}?", "Что вызывает {0}?"),
    ("ablt", "What do {0} and {1} have in common?", "Что общего между {0} и {1}?"),
    ("ablt", "He deals with {0}.", "Он занимается {0}."),
    ("ablt", "with {0}", "с {0}"),
    ("loct", "We talked about {0}.", "Мы говорили о {0}."),
    ("loct", "What is used in {0}?", "Что используется в {0}?"),
)
_HEADS = (("process", "процесс", "masc"), ("system", "система", "femn"), ("phenomenon", "явление", "neut"))
_VERB_FRAMES = (("to {0}", "{0}"), ("They had to {0}.", "Им пришлось {0}."), ("How to {0}?", "Как {0}?"))
_BARE = 0.4  # share of entries without a frame


@dataclass(frozen=True, slots=True)
class Term:
    """An English word, its Russian counterpart, and how the latter is bent."""

    en: str
    parse: Any  # pymorphy3's

    @property
    def kind(self) -> str:
        """NOUN, ADJF or INFN."""
        return str(self.parse.tag.POS)


def city_pairs(places: Sequence[tuple[str, str]], rounds: int, seed: int = 0) -> Iterator[Pair]:
    """Every city `rounds` times, bare or in a frame."""
    chance = random.Random(seed)
    for _ in range(rounds):
        for en, ru in places:
            if chance.random() < _BARE:
                yield Pair(en, ru, NAMES)
                continue
            case, english, russian = chance.choice(_CITY_FRAMES)
            other = chance.choice(places)
            yield Pair(english.format(en, other[0]), russian.format(bent(ru, case), bent(other[1], case)), NAMES)


def bent(name: str, case: str) -> str:
    """A place name in a case of OpenCorpora (`nomn`, `gent`, `loct`); one that pymorphy3 does not know stays as it is."""
    known = [
        parse
        for parse in morphology().parse(name)
        if parse.is_known and {"Geox", "nomn", "sing"} <= parse.tag.grammemes
    ]
    found = known[0].inflect({case}) if known else None
    return re.sub(r"\b\w", lambda letter: letter[0].upper(), found.word) if found else name


def term_pairs(found: Sequence[Term], rounds: int, seed: int = 0) -> Iterator[Pair]:
    """Every term `rounds` times, bare or in a frame, in a case or gender of its own."""
    chance = random.Random(seed)
    makers: dict[str, Callable[[Term, Term, random.Random], tuple[str, str]]]
    makers = {"NOUN": _noun, "ADJF": _adjective, "INFN": _verb}
    by_kind = {kind: [term for term in found if term.kind == kind] for kind in makers}
    for _ in range(rounds):
        for term in found:
            yield Pair(*makers[term.kind](term, chance.choice(by_kind[term.kind]), chance), TERMS)


def _noun(term: Term, other: Term, chance: random.Random) -> tuple[str, str]:
    case, english, russian = chance.choice(_TERM_FRAMES)
    one, two = inflected(term, {case}), inflected(other, {case})
    if chance.random() < _BARE:
        return term.en, one
    return english.format(term.en, other.en), russian.format(one, two)


def _adjective(term: Term, _: Term, chance: random.Random) -> tuple[str, str]:
    english, russian, gender = chance.choice(_HEADS)
    if chance.random() < _BARE:
        return term.en, inflected(term, {gender, "nomn"})
    return f"{term.en} {english}", f"{inflected(term, {gender, 'nomn'})} {russian}"


def _verb(term: Term, _: Term, chance: random.Random) -> tuple[str, str]:
    english, russian = chance.choice(_VERB_FRAMES)
    return english.format(term.en), russian.format(term.parse.word)


def inflected(term: Term, wanted: set[str]) -> str:
    """The Russian form with these grammemes of OpenCorpora; the first form where there is none."""
    found = term.parse.inflect(wanted)
    word: str = found.word if found else term.parse.word
    return word
