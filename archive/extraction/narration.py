"""Where the narrator speaks: tails after a quotation, and insertions cut into speech by dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.extraction.cue import Cue
from archive.extraction.marks import Region
from archive.extraction.scene import Scene

_TAIL = re.compile(r"[\s,.!?…'’]*(?:[-–—]{1,2}\s*)?", re.DOTALL)
_DASH = re.compile(r"(?P<stop>[,.!?…»”\"]*)\s[-–—]{1,2}\s+|(?P<stop2>[,.!?…])\s?[-–—]{1,2}\s*")
NEAR = 90
"""A cue that begins farther than this from the quotation does not introduce it."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The narrator's words after a quotation, `start:end`, and the cue in them."""

    start: int
    end: int
    cue: Cue
    dashed: bool


def tail_after(scene: Scene, region: Region) -> Tail | None:
    """The narrator's tail after a region in the same sentence («…», — сказал он), if it holds a cue."""
    document, stop = scene.document, region.outer_end
    sentence = document.sentence_at(max(region.outer_start, stop - 1))
    match = _TAIL.match(document.text, stop, max(stop, sentence.end))
    start = match.end() if match else stop
    joint = document.text[stop:start]
    if start >= sentence.end or not (joint.strip() or document.text[region.end - 1 : region.end] in ",!?…."):
        return None
    following = next((other for other in document.regions_in(start, sentence.end) if other.start > start), None)
    end = following.outer_start if following else sentence.end
    cue = best_cue(scene, start, end, dashed=bool(re.search(r"[-–—]", joint)))
    return Tail(start, end, cue, bool(re.search(r"[-–—]", joint))) if cue else None


def best_cue(scene: Scene, start: int, end: int, *, dashed: bool) -> Cue | None:
    """The cue that introduces speech next to it: the first near `start`, a real verb of speech before a weak one."""
    near = [cue for cue in scene.cues_in(start, min(end, start + NEAR)) if cue.frame not in ("headline", "anaphoric")]
    strong = [cue for cue in near if cue.strength >= 0.5]
    if strong:
        return strong[0]
    return near[0] if near and dashed else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: speech (`cue` None) or the narrator with a cue."""

    start: int
    end: int
    cue: Cue | None


def cut_by_dashes(scene: Scene, start: int, end: int, *, least: float = 0.5) -> list[Piece]:
    """Cut «A, — сказал X. — B» into speech and narration; one piece where nobody cuts in.

    `least` is the strength that a cue must have when it stands right behind a dash.
    """
    pieces: list[Piece] = []
    at = start
    for opening, after, cue in _insertions(scene, start, end, least):
        if opening < at:
            continue
        close = _insertion_end(scene, after, end, cue)
        pieces += [Piece(at, opening, None), Piece(after, close, cue)]
        at = close
    if at < end:
        pieces.append(Piece(at, end, None))
    return pieces


def _insertions(scene: Scene, start: int, end: int, least: float) -> Iterator[tuple[int, int, Cue]]:
    text = scene.document.text
    for match in _DASH.finditer(text, start, end):
        cues = [cue for cue in scene.cues_in(match.end(), min(end, match.end() + 40)) if cue.frame != "headline"]
        if not cues or cues[0].strength < least:
            continue
        between = text[match.end() : cues[0].start]
        if len(between.split()) <= 2 and not re.search(r"[.!?:;,]", between):
            keep = match.start() + len((match["stop"] or match["stop2"] or "").rstrip(",."))
            yield keep, match.end(), cues[0]


def _insertion_end(scene: Scene, after: int, end: int, cue: Cue) -> int:
    """Where the speaker goes on: after the next dash, else at the end of the narrator's sentence."""
    text = scene.document.text
    limit = min(end, cue.end + 300)
    for match in re.finditer(r"(?P<mark>[.,:!?…])\s*[-–—]{1,2}\s+", text[cue.end : limit]):
        return cue.end + match.end()
    stop = scene.document.sentence_at(after).end
    return min(end, max(stop, cue.end))
