"""Sources in a phrase: «по словам Орлова», «по его мнению», «согласно докладу», «со слов очевидцев»."""

from __future__ import annotations

from collections.abc import Iterator

from archive.extraction.cue import Cue
from archive.extraction.document import Document
from archive.extraction.mention import Mention
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.sources import Sources
from archive.extraction.russian.units import Unit


def phrases_in(document: Document, sources: Sources, unit: Unit) -> Iterator[Cue]:
    """Every such phrase of a unit."""
    for number, text in enumerate(unit.texts[:-1]):
        low = text.lower()
        if low == "по":
            cue = _by_noun(document, sources, unit, number, lexicon().phrases)
        elif low == "со":
            cue = _by_noun(document, sources, unit, number, frozenset(("слово",)))
        elif low == "согласно":
            cue = _according(document, sources, unit, number)
        else:
            continue
        if cue is not None:
            yield cue


def _by_noun(document: Document, sources: Sources, unit: Unit, number: int, nouns: frozenset[str]) -> Cue | None:
    pointer = sources.possessor(unit.tokens[number + 1])
    noun = number + 2 if pointer is not None else number + 1
    if (
        pointer is None
        and noun + 1 < len(unit.texts)
        and words.modifier(unit.texts[noun])
        and not _is(unit, noun, nouns)
    ):
        noun += 1
    if noun >= len(unit.texts) or not _is(unit, noun, nouns):
        return None
    if pointer is not None:
        return _cue(document, unit, number, noun, noun, pointer)
    return _with_genitive(document, sources, unit, number, noun)


def _is(unit: Unit, number: int, nouns: frozenset[str]) -> bool:
    return bool(words.lemmas(unit.texts[number]) & nouns)


def _with_genitive(document: Document, sources: Sources, unit: Unit, number: int, noun: int) -> Cue | None:
    """The source stands behind the noun, in the genitive: «по словам |главы района Орлова|»."""
    head = noun + 1
    while head < len(unit.texts) - 1 and _leads_on(unit, sources, head):
        head += 1
    if head >= len(unit.texts) or unit.texts[head] in ",.;:":
        return None
    possessor = sources.possessor(unit.tokens[head])
    if possessor is not None and head + 1 < len(unit.texts):
        head += 1
    stop = unit.tokens[-1] + 1
    source = sources.mention_at(unit.tokens[head], stop, "gent", unit.tokens[noun] + 1)
    if source is None:
        return None
    last = sources.phrase_end(unit.tokens[head], stop) - 1
    while last + 1 < stop and document.tokens[last + 1].start < source.end:
        last += 1
    inside = [n for n, token in enumerate(unit.tokens) if token <= last]
    return _cue(document, unit, number, noun, inside[-1], source)


def _leads_on(unit: Unit, sources: Sources, head: int) -> bool:
    text = unit.texts[head]
    if sources.named_at(unit.tokens[head]) is not None:
        return False
    return (
        text in '«"'
        or sources.possessor(unit.tokens[head]) is not None
        or (words.modifier(text) and (words.noun(text) is None or words.forms(text)[0].pos in ("ADJF", "PRTF")))
    )


def _according(document: Document, sources: Sources, unit: Unit, number: int) -> Cue | None:
    """«согласно докладу ООН»: the issuing body, else the document."""
    for head in range(number + 1, min(number + 5, len(unit.texts))):
        if unit.texts[head] in ",.;:":
            return None
        if unit.texts[head].lower().startswith("котор") or words.lemmas(unit.texts[head]) & lexicon().silent:
            return None
        if words.noun(unit.texts[head]) is None and sources.named_at(unit.tokens[head]) is None:
            continue
        stop = unit.tokens[-1] + 1
        last = sources.phrase_end(unit.tokens[head], stop) - 1
        source = next(
            (m for token in range(unit.tokens[head], last + 1) if (m := sources.named_at(token)) is not None), None
        ) or sources.mention_at(unit.tokens[head], stop, "datv", unit.tokens[number] + 1)
        if source is None or source.name[0].lower() in ("этой", "этим", "этому", "такой", "одной"):
            return None
        inside = [n for n, token in enumerate(unit.tokens) if token <= last]
        return _cue(document, unit, number, number, inside[-1], source)
    return None


def _cue(  # noqa: PLR0913, PLR0917  the three places of a phrase
    document: Document, unit: Unit, first: int, noun: int, last: int, source: Mention
) -> Cue | None:
    token, tokens = document.tokens[unit.tokens[first]], document.tokens
    start, end = token.start, tokens[unit.tokens[last]].end
    if last + 1 < len(unit.texts) and unit.texts[last + 1] in (",", ")"):
        end = tokens[unit.tokens[last + 1]].end
    if any(text.lower().startswith("котор") for text in unit.texts[max(0, first - 2) : first]):
        return None
    if first > 0 and unit.texts[first - 1] in ",—–(":
        start = tokens[unit.tokens[first - 1]].start
    return Cue(
        token.start,
        tokens[unit.tokens[noun]].end,
        unit.texts[noun].lower(),
        "phrase",
        0.95,
        source,
        inset=(start, end),
        rule="source in a phrase",
    )
