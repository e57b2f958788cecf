"""Which predicted span is which annotated one: exactly, or by overlap."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

OVERLAP = 0.8
"""Least intersection over union, in characters, for two spans to be one quotation."""
TOUCHES = 0.5
"""With an optional annotation this much is enough for a prediction to be left out of the count."""
_EDGE = frozenset(" \t\n\r\xa0\"'«»“”„‟‘’‚‹›`´.,;:!?…-–—()[]")
_LEAD = re.compile(r"(?:что|чтобы|будто|якобы|that|as)\s+", re.IGNORECASE)
_MARKED = re.compile(r"[\"«“„‘']([^\"«»“”]+)[\"»”’']?")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated quotation."""

    span: Span
    type: str
    speaker: str | None
    aliases: tuple[str, ...]
    kind: str | None
    group: str | None
    optional: bool
    tags: tuple[str, ...]
    cue: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Predicted:
    """One quotation that a system found."""

    span: Span
    type: str
    speaker: str | None
    confidence: float


@dataclass(slots=True)
class Matches:
    """Annotated number to predicted number and back; predictions left out of the count."""

    of_gold: dict[int, int] = field(default_factory=dict)
    of_found: dict[int, list[int]] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)


def bare(text: str, start: int, end: int) -> Span:
    """A span without marks, punctuation and blanks at its edges and without a leading «что»."""
    start, end = max(0, start), min(len(text), end)
    while True:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        lead = _LEAD.match(text, start, end)
        if lead is None or lead.end() >= end:
            return start, end
        start = lead.end()


def overlap(first: Span, second: Span) -> float:
    """Intersection over union of two spans, 0 to 1."""
    common = min(first[1], second[1]) - max(first[0], second[0])
    return common / (max(first[1], second[1]) - min(first[0], second[0])) if common > 0 else 0.0


def match(
    text: str, gold: Sequence[Annotated], found: Sequence[Predicted], mode: Literal["exact", "overlap"]
) -> Matches:
    """Match required annotations (numbers count within those) one to one, the best overlap first."""
    required = [one for one in gold if not one.optional]
    matches = Matches()
    for _, number, other in sorted(_pairs(required, found, mode)):
        if number not in matches.of_gold and other not in matches.of_found:
            matches.of_gold[number] = other
            matches.of_found[other] = [number]
    if mode == "overlap":
        _credit_whole_utterances(required, found, matches)
    matches.ignored = {n for n, one in enumerate(found) if n not in matches.of_found and _left_out(text, gold, one)}
    return matches


def _pairs(required: Sequence[Annotated], found: Sequence[Predicted], mode: str) -> list[tuple[float, int, int]]:
    pairs = []
    for number, one in enumerate(required):
        for other, prediction in enumerate(found):
            value = overlap(one.span, prediction.span)
            if one.span == prediction.span or (mode == "overlap" and value >= OVERLAP):
                pairs.append((-value, number, other))
    return pairs


def _credit_whole_utterances(required: Sequence[Annotated], found: Sequence[Predicted], matches: Matches) -> None:
    """A prediction over a whole run of fragments of one utterance counts for all of them."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(required):
        if one.group is not None:
            groups[one.group].append(number)
    for members in groups.values():
        members.sort(key=lambda number: required[number].span)
        for other, prediction in enumerate(found):
            run = _best_run(required, members, prediction)
            new = [number for number in run if matches.of_gold.get(number, other) == other]
            if len(new) > len(matches.of_found.get(other, [])):
                matches.of_gold.update(dict.fromkeys(new, other))
                matches.of_found[other] = new


def _best_run(required: Sequence[Annotated], members: list[int], prediction: Predicted) -> list[int]:
    best: tuple[float, list[int]] = (0.0, [])
    for first in range(len(members)):
        for last in range(first + 1, len(members)):
            run = members[first : last + 1]
            value = overlap((required[run[0]].span[0], required[run[-1]].span[1]), prediction.span)
            if value >= OVERLAP and value > best[0]:
                best = (value, run)
    return best[1]


def _left_out(text: str, gold: Sequence[Annotated], one: Predicted) -> bool:
    """True for a prediction of something optional, or of only the words in marks of a mixed quotation."""
    if any(other.optional and overlap(other.span, one.span) >= TOUCHES for other in gold):
        return True
    for other in gold:
        start, end = other.span
        if other.type == "mixed" and start - 1 <= one.span[0] and one.span[1] <= end + 1:
            low = max(0, start - 1)
            inner = (bare(text, low + m.start(1), low + m.end(1)) for m in _MARKED.finditer(text[low : end + 1]))
            if any(overlap(piece, one.span) >= OVERLAP for piece in inner):
                return True
    return False
