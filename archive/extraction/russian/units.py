"""Narration units: the words of a Russian sentence without the speech that it merely frames.

«"Длинная речь", — сказал Орлов» is for the parser only the tail; an insertion cut into marks
(«А, — сказал он. — Б») is a unit of its own. This keeps syntax fast and to the point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.extraction.document import Document, Stretch
from archive.extraction.marks import Region
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.models import Arc, parse

_FRAMED = re.compile(r"(?:^|[:,.!?…—–-])[\s\"«»“”„—–-]*$")
_CUT = re.compile(r"[,.!?…»”\"]?\s+[-–—]{1,2}\s+|[,.!?…]\s?[-–—]{1,2}\s*")
_LONGEST = 120


@dataclass(slots=True)
class Unit:
    """Words of one narration unit: `tokens` are numbers into the document's tokens.

    `arcs[i]` is the syntactic head of the i-th of them; empty until parsed.
    """

    sentence: Stretch
    tokens: list[int]
    texts: list[str]
    arcs: list[Arc] = field(default_factory=list)
    inside: bool = False
    """True for an insertion found inside marks."""
    tail: bool = False
    """True for what stands behind speech in marks in the same sentence."""

    def children(self, head: int) -> Iterator[int]:
        """Numbers (within the unit) of the words that hang on `head`."""
        return (number for number, arc in enumerate(self.arcs) if arc.head == head)

    def under(self, number: int, top: int) -> bool:
        """True where `number` hangs on `top`, directly or not."""
        seen = 0
        while number >= 0 and seen < len(self.arcs):
            if number == top:
                return True
            number = self.arcs[number].head
            seen += 1
        return False


def read_units(document: Document) -> list[Unit]:
    """Every unit of the article that holds a word of speech, parsed; in text order."""
    units = [unit for sentence in document.sentences for unit in _units(document, sentence) if _speaks(unit)]
    for unit, arcs in zip(units, parse([unit.texts for unit in units]), strict=True):
        unit.arcs = arcs
    return units


def _units(document: Document, sentence: Stretch) -> Iterator[Unit]:
    framed = [
        region for region in document.regions_in(sentence.start, sentence.end) if _is_framed(document, sentence, region)
    ]
    kept = _outside(document, sentence, framed)
    if kept:
        unit = _unit(document, sentence, kept)
        unit.tail = bool(framed) and document.tokens[kept[0]].start >= framed[0].outer_end
        yield unit
    for region in framed:
        for start, end in _insertions(document, region):
            inner = list(range(document.token_at(start), document.token_at(end)))
            yield _unit(document, sentence, inner[:_LONGEST], inside=True)


def _unit(document: Document, sentence: Stretch, numbers: list[int], *, inside: bool = False) -> Unit:
    return Unit(sentence, numbers, [document.tokens[number].text for number in numbers], inside=inside)


def _is_framed(document: Document, sentence: Stretch, region: Region) -> bool:
    """True for speech that the sentence frames: at its start or behind a colon, longer than a title."""
    if region.end - region.start < 12 or " " not in document.text[region.start : region.end].strip():
        return False
    before = document.text[sentence.start : region.outer_start]
    return bool(_FRAMED.search(before)) and (not before.rstrip().endswith(",") or document.text[region.start].isupper())


def _outside(document: Document, sentence: Stretch, framed: Sequence[Region]) -> list[int]:
    kept: list[int] = []
    at = sentence.first
    for region in framed:
        kept += range(at, document.token_at(region.outer_start))
        at = max(at, document.token_at(region.outer_end))
    kept += range(at, sentence.last)
    return kept[: _LONGEST * 2]


def _insertions(document: Document, region: Region) -> Iterator[tuple[int, int]]:
    """Stretches inside marks that begin, behind a dash, with a verb of speech."""
    done = region.start
    for match in _CUT.finditer(document.text, region.start, region.end):
        if match.start() < done:
            continue
        first = document.token_at(match.end())
        heads = document.tokens[first : first + 3]
        if any(is_speech_word(token.text) for token in heads if token.end <= region.end):
            stop = re.search(
                r"[.,:!?…]\s*[-–—]{1,2}\s", document.text[match.end() : min(region.end, match.end() + 400)]
            )
            done = match.end() + stop.start() if stop else min(region.end, match.end() + 400)
            yield match.end(), done


def _speaks(unit: Unit) -> bool:
    if unit.texts[-1] == ":" or tail_verb(unit) is not None:
        return True
    return any(is_speech_word(text) or text.lower() in _PHRASE_HEADS for text in unit.texts)


_PHRASE_HEADS = frozenset(("по", "согласно", "слов"))


def tail_verb(unit: Unit) -> int | None:
    """Number of a finite verb right behind marks and a dash («…», — раскрыл свою мысль постановщик)."""
    if not unit.tail:
        return None
    for number, text in enumerate(unit.texts[:6]):
        if text[0].isalnum():
            form = words.finite(text)
            return number if form is not None and form.pos == "VERB" else None
    return None


def is_speech_word(word: str) -> bool:
    """True for a form of a verb of the lexicon, of a light verb, or of a predicate of opinion."""
    if len(word) < 4 or not word[0].isalpha():
        return False
    known = lexicon()
    return any(
        (
            form.pos in ("VERB", "GRND", "PRTS", "PRTF", "INFN")
            and (form.lemma in known.verbs or form.lemma in known.light)
        )
        or (form.pos == "ADJS" and form.lemma in known.predicates)
        for form in words.forms(word)[:3]
    )
