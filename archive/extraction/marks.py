"""Quotation marks: which stretches of a text stand between marks, and in which other ones.

Works on every style of marks, on straight ones by the characters at their sides, and
recovers when one of a pair was lost. One pass, linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

DOUBLE_OPEN, DOUBLE_CLOSE, DOUBLE_EITHER = "„‟", "”", '"“＂'
SINGLE_OPEN, SINGLE_CLOSE, SINGLE_EITHER = "‘‚‹", "›", "'’"
_MARK = re.compile(r"[«»„‟“”\"＂‘’‚‹›']")
_OPENING_SIDE = set("([{—–-«“„\"'‘/…")
_CLOSING_SIDE = set(".,;:!?…)]}—–-»”\"'’")
_TAIL_OR_END = re.compile(r"[\s.,!?…»”\"]*[-–—,]|[^\w]*\Z|,")
_STOPS = frozenset(",.!?…")
DEEPEST = 6
"""Marks nested deeper than this are taken as damage and dropped from the outside."""
FAR = 4000
"""A mark left open is closed by a mark in a later paragraph at most this many characters on."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch between marks: `start:end` is the content, `open`/`close` the marks' offsets.

    `open` or `close` is None where that mark was lost; then the content reaches to the edge of
    the paragraph. `depth` is 0 for a region that stands in no other.
    """

    start: int
    end: int
    open: int | None
    close: int | None
    depth: int
    family: str

    @property
    def outer_start(self) -> int:
        """Offset of the opening mark, or of the content where the mark was lost."""
        return self.start if self.open is None else self.open

    @property
    def outer_end(self) -> int:
        """Offset just after the closing mark, or after the content where it was lost."""
        return self.end if self.close is None else self.close + 1


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    family: str
    opens: bool
    closes: bool
    sure: bool


@dataclass(slots=True)
class _Open:
    mark: _Mark
    depth: int
    last_child: int | None = None
    """Offset of the closing mark of the last region inside."""


def find_regions(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Region]:
    """All regions of the text in order of their start, inner ones after the one they are in."""
    found: list[Region] = []
    marks = [mark for start, end in paragraphs for mark in _paragraph_marks(text, start, end)]
    at = 0
    carried: list[_Open] = []
    for number, (start, end) in enumerate(paragraphs):
        stack, carried = carried, []
        lost_from = start
        while at < len(marks) and marks[at].at < end:
            mark = marks[at]
            at += 1
            lost_from = _step(mark, stack, found, lost_from)
        following = marks[at] if at < len(marks) else None
        carried = _close_paragraph(text, stack, found, end, following)
        if carried and number + 1 == len(paragraphs):
            found.append(_left_open(carried[0], end))
    return sorted(found, key=lambda region: (region.start, region.depth))


def outer(regions: Sequence[Region]) -> list[Region]:
    """The regions that stand in no other one, in order, never overlapping."""
    kept: list[Region] = []
    for region in regions:
        if region.depth == 0 and (not kept or region.outer_start >= kept[-1].outer_end):
            kept.append(region)
    return kept


def _paragraph_marks(text: str, start: int, end: int) -> list[_Mark]:
    marks = []
    for match in _MARK.finditer(text, start, end):
        if text[match.start() : match.start() + 2] == "''" and text[match.start() - 1 : match.start()] in _STOPS:
            # Two single marks behind a full stop or comma are typed for a closing double one.
            marks.append(_Mark(match.start(), "double", opens=False, closes=True, sure=False))
            continue
        if match.group() == "'" and "'" in (
            text[match.start() - 1 : match.start()],
            text[match.end() : match.end() + 1],
        ):
            continue  # '' of wiki markup
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        mark = _read_mark(match.start(), match.group(), before, after)
        if mark is not None:
            marks.append(mark)
    return _without_apostrophes(text, marks)


def _read_mark(at: int, char: str, before: str, after: str) -> _Mark | None:  # noqa: PLR0911  a case a line
    if char in "«»":
        return _Mark(at, "angle", char == "«", char == "»", sure=True)
    can_open = not after.isspace() and (before.isspace() or before in _OPENING_SIDE)
    can_close = not before.isspace() and (after.isspace() or after in _CLOSING_SIDE)
    if char in DOUBLE_OPEN:
        return _Mark(at, "double", opens=True, closes=False, sure=True)
    if char == "“" and can_open != can_close:
        return _Mark(at, "double", can_open, can_close, sure=can_open)
    if char == DOUBLE_CLOSE and not (can_open and not can_close):
        return _Mark(at, "double", opens=False, closes=True, sure=True)
    if char in SINGLE_OPEN + SINGLE_CLOSE + SINGLE_EITHER:
        if can_open == can_close:
            return None
        opens = can_open and char != "›"
        return _Mark(at, "single", opens, not opens, sure=False)
    if can_open == can_close:
        return _Mark(at, "double", opens=True, closes=True, sure=False)
    return _Mark(at, "double", can_open, can_close, sure=False)


def _without_apostrophes(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Drop single marks that are apostrophes: no partner, or a plural possessive before one."""
    singles = [mark for mark in marks if mark.family == "single"]
    dropped: set[int] = set()
    waiting: _Mark | None = None
    candidate: _Mark | None = None
    for mark in singles:
        if mark.opens:
            if waiting is not None and candidate is None:
                dropped.add(waiting.at)
            waiting, candidate = mark, None
        elif waiting is None:
            dropped.add(mark.at)
        elif candidate is None:
            candidate = mark
        elif _is_possessive(text, candidate.at):
            dropped.add(candidate.at)
            candidate = mark
        else:
            dropped.add(mark.at)
    if waiting is not None and candidate is not None and text[waiting.at] == "'" and _is_possessive(text, candidate.at):
        dropped.update((waiting.at, candidate.at))
    if waiting is not None and candidate is None:
        dropped.add(waiting.at)
    return [mark for mark in marks if mark.at not in dropped]


def _is_possessive(text: str, at: int) -> bool:
    return text[at - 1 : at] in {"s", "n"} and text[at + 1 : at + 2] == " "


def _step(mark: _Mark, stack: list[_Open], found: list[Region], lost_from: int) -> int:
    """Open or close a region at this mark; returns where text not yet between marks begins."""
    holder = next((item for item in reversed(stack) if item.mark.family == mark.family), None)
    closes = mark.closes and (not mark.opens or holder is not None)
    if mark.opens and not closes:
        if len(stack) >= DEEPEST:
            del stack[0]
        stack.append(_Open(mark, len(stack)))
        return lost_from
    if holder is None and stack and mark.family != "single" and stack[-1].mark.family != "single":
        holder = stack[-1]
    if holder is None:
        if not stack and mark.family != "single":
            found.append(Region(lost_from, mark.at, None, mark.at, 0, mark.family))
            return mark.at + 1
        return lost_from
    while stack[-1] is not holder:
        stack.pop()
    stack.pop()
    depth = len(stack)
    found.append(Region(holder.mark.at + 1, mark.at, holder.mark.at, mark.at, depth, mark.family))
    if stack:
        stack[-1].last_child = mark.at
    return mark.at + 1 if not stack else lost_from


def _close_paragraph(
    text: str, stack: list[_Open], found: list[Region], end: int, following: _Mark | None
) -> list[_Open]:
    """What to do with marks still open at the end of a paragraph; returns what is carried on."""
    if not stack:
        return []
    bottom = stack[0]
    if bottom.last_child is not None and _TAIL_OR_END.match(text, bottom.last_child + 1, end):
        start = bottom.mark.at
        while found and found[-1].start > start and found[-1].close == bottom.last_child:
            found.pop()
        found.append(Region(start + 1, bottom.last_child, start, bottom.last_child, 0, bottom.mark.family))
        return []
    if bottom.mark.family == "single":
        return []
    if following is not None and _closes_later(following, bottom):
        return [bottom]
    found.append(_left_open(bottom, end))
    return []


def _closes_later(mark: _Mark, opened: _Open) -> bool:
    near = mark.at - opened.mark.at <= FAR
    return near and mark.closes and not mark.opens and mark.family == opened.mark.family


def _left_open(opened: _Open, end: int) -> Region:
    at = opened.mark.at
    return Region(at + 1, max(end, at + 1), at, None, 0, opened.mark.family)
