"""Rules for speech in marks: a tail behind it, a colon before it, paragraphs that go on with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.extraction.cue import Cue
from archive.extraction.marks import Region
from archive.extraction.narration import Piece, Tail, cut_by_dashes, tail_after
from archive.extraction.scene import Find, Scene

_TERMINAL = re.compile(r"[.!?…][\s'’]*$")


def speech_in_marks(scene: Scene) -> None:
    """Every outer region that a cue, a colon or its own sentence shows to be speech."""
    last: Find | None = None
    waiting: list[Region] = []
    for region in scene.document.outer:
        if _waits(scene, region, last):
            waiting = [region] if len(waiting) > MOST_WAITING else [*waiting, region]
            continue
        added = [find for find in _read(scene, region, last) if scene.add(find)]
        if added:
            _add_waiting(scene, waiting, added[0])
            last = added[-1]
        waiting = []


MOST_WAITING = 8
"""More paragraphs than this before the cue of a long quotation are not looked at."""


def _waits(scene: Scene, region: Region, last: Find | None) -> bool:
    """True for a paragraph of a long quotation whose cue is still to come."""
    if not _opens_again(scene, region) or _led_in(scene, region):
        return False
    return last is None or not _adjoins(scene, last, region)


def _opens_again(scene: Scene, region: Region) -> bool:
    """True for a paragraph left open because the next one opens anew: the cue of the whole is still to come."""
    document = scene.document
    if region.close is not None or not _fills_paragraph(scene, region):
        return False
    following = document.paragraph_number(region.outer_start) + 1
    if following >= len(document.paragraphs):
        return False
    return document.region_at(document.paragraphs[following].start) is not None


def _led_in(scene: Scene, region: Region) -> bool:
    """True where the paragraph before ends with a colon and a cue."""
    number = scene.document.paragraph_number(region.outer_start)
    before = scene.document.paragraphs[number - 1] if number else None
    return before is not None and scene.document.text[before.end - 1] == ":"


def _add_waiting(scene: Scene, waiting: list[Region], found: Find) -> None:
    """Give the paragraphs before the cue of a long quotation to whoever it names."""
    head: Find | None = None
    for region in waiting:
        find = Find(region.start, region.end, "direct", "goes on before its cue", 0.85, found.cue, found.source, head)
        if scene.add(find):
            head = head or find
    if head is not None and found.follows is None:
        found.follows = head


def _read(scene: Scene, region: Region, last: Find | None) -> Iterator[Find]:
    lead = lead_before(scene, region)
    tail = tail_after(scene, region) if region.close is not None else None
    pieces = cut_by_dashes(scene, region.start, region.end)
    inner = next((piece.cue for piece in pieces if piece.cue), None)
    if (inner is not None and not lead.strip(" \t-–—\xa0")) or (inner is not None and lead.rstrip().endswith(":")):
        yield from _fragments(pieces, inner, "cut by the narrator inside the marks")
    elif (colon := _headline(scene, region)) is not None:
        yield Find(region.start, region.end, "direct", "marks, colon, name", 0.85, colon, colon.source)
    elif tail is not None and opens_sentence(lead) and (region.open is not None or _sure(tail)):
        yield from _with_tail(region, tail)
    elif lead.rstrip(" -–—\xa0'").endswith(":"):
        yield from _after_colon(scene, region)
    elif opens_sentence(lead) and region.open is not None and _is_whole(scene, region, last):
        yield from _going_on(scene, region, last)
    elif (after := _cut_in_two(scene, region, last, lead)) is not None:
        yield after
    elif lead.rstrip().endswith(",") and region.open is not None:
        yield from _after_comma(scene, region)


def _is_whole(scene: Scene, region: Region, last: Find | None) -> bool:
    """True where nobody cuts in: a closed region, one that opens anew, or the last of an utterance left open."""
    if region.close is not None or _opens_again(scene, region):
        return True
    return last is not None and _fills_paragraph(scene, region) and not scene.cues_in(region.start, region.end)


def _cut_in_two(scene: Scene, region: Region, last: Find | None, lead: str) -> Find | None:
    """The second half of “A,” he said, “and B.”: the cue stands between the halves in one sentence."""
    if last is None or last.end > region.start or region.open is None or lead.rstrip()[-1:] not in {",", "-", "–", "—"}:
        return None
    cues = [cue for cue in scene.cues_in(last.end, region.start) if cue.strength >= 0.5]
    if not cues or region.start - last.end > 200:
        return None
    if scene.document.sentence_number(region.outer_start) != scene.document.sentence_number(last.end - 1):
        return None
    return Find(region.start, region.end, "direct", "marks, cue, marks", 0.95, cues[0], last.source, follows=last)


def _headline(scene: Scene, region: Region) -> Cue | None:
    """The colon of «"Мост готов": Орлов о сроках» right behind the region."""
    near = scene.cues_in(region.outer_end, region.outer_end + 2)
    return next((cue for cue in near if cue.frame == "headline" and cue.content is None), None)


def lead_before(scene: Scene, region: Region) -> str:
    """The text between the region and the start of its sentence, or the region before it."""
    document = scene.document
    start = document.sentence_at(region.outer_start).start
    before = document.region_at(start) if start < region.outer_start else None
    for other in document.regions_in(start, region.outer_start):
        before = other
    if before is not None and before.outer_end <= region.outer_start:
        joint = document.text[before.outer_end : region.outer_start]
        return "" if not joint.strip() else document.text[start : region.outer_start]
    return document.text[start : region.outer_start]


def opens_sentence(lead: str) -> bool:
    """True where nothing but dashes and bullets stands before the region in its sentence."""
    return not lead.strip(" \t-–—•*·\xa0")


def is_sentence(text: str) -> bool:
    """True for content that reads as an utterance, not as a title or a phrase torn out."""
    words = text.split()
    return (
        bool(words)
        and (words[0][:1].isupper() or not words[0][:1].isalpha())
        and (len(words) >= 4 or bool(_TERMINAL.search(text)))
    )


def _fragments(pieces: list[Piece], cue: Cue, rule: str) -> Iterator[Find]:
    first: Find | None = None
    for piece in pieces:
        if piece.cue is not None:
            continue
        find = Find(piece.start, piece.end, "direct", rule, 0.95, cue, cue.source, follows=first)
        first = first or find
        yield find


def _sure(tail: Tail) -> bool:
    """True for a dash and a verb of speech: what it takes to believe in a lost opening mark."""
    return tail.dashed and tail.cue.strength >= 0.5 and tail.cue.frame in ("verb", "cite", "insert")


def _with_tail(region: Region, tail: Tail) -> Iterator[Find]:
    strength = 0.97 if tail.cue.strength >= 0.5 else 0.75
    rule = "marks, then cue"
    if region.open is None:
        strength, rule = 0.8, "lost opening mark, then cue"
    yield Find(region.start, region.end, "direct", rule, strength, tail.cue, tail.cue.source)


def _after_colon(scene: Scene, region: Region) -> Iterator[Find]:
    document = scene.document
    start = document.sentence_at(region.outer_start).start
    cues = [cue for cue in scene.outermost_cues(start, region.outer_start, 0.0) if cue.frame != "insert"]
    strong = [cue for cue in cues if cue.strength >= 0.5]
    cues += [cue for cue in scene.cues_in(region.outer_start - 2, region.outer_start) if cue.frame == "headline"]
    cue = next(iter([*reversed(strong), *reversed(cues)]), None)
    content = document.text[region.start : region.end]
    if cue is None and not is_sentence(content):
        return
    yield Find(
        region.start, region.end, "direct", "cue, colon, marks", 0.95 if cue else 0.5, cue, cue.source if cue else None
    )


def _after_comma(scene: Scene, region: Region) -> Iterator[Find]:
    document = scene.document
    start = document.sentence_at(region.outer_start).start
    cues = [cue for cue in scene.cues_in(start, region.outer_start) if cue.strength >= 0.5 and cue.frame == "verb"]
    if cues and region.outer_start - cues[-1].end <= 60 and is_sentence(document.text[region.start : region.end]):
        yield Find(region.start, region.end, "direct", "cue, comma, marks", 0.9, cues[-1], cues[-1].source)


def _going_on(scene: Scene, region: Region, last: Find | None) -> Iterator[Find]:
    """Speech without a cue of its own, right behind speech that has one."""
    document = scene.document
    content = document.text[region.start : region.end].strip()
    near = last is not None and _adjoins(scene, last, region)
    if not is_sentence(content) and not (near and content[:1].isupper() and " " in content):
        return
    if last is not None and near:
        yield Find(
            region.start, region.end, "direct", "goes on after speech", 0.85, last.cue, last.source, follows=last
        )
    elif _fills_paragraph(scene, region):
        yield Find(region.start, region.end, "direct", "paragraph in marks", 0.6)
    elif _is_own_sentence(scene, region) and _spoken_before(scene, region):
        yield Find(region.start, region.end, "direct", "sentence in marks", 0.6)


def _is_own_sentence(scene: Scene, region: Region) -> bool:
    sentence = scene.document.sentence_at(region.outer_start)
    whole = sentence.start >= region.outer_start - 1 and sentence.end <= region.outer_end + 1
    return whole and len(scene.document.text[region.start : region.end].split()) >= LEAST_WORDS


LEAST_WORDS = 5
"""A sentence in marks shorter than this may be a title."""


def _spoken_before(scene: Scene, region: Region) -> bool:
    """True where the sentence before, in the same paragraph, reports speech."""
    document = scene.document
    number = document.sentence_number(region.outer_start)
    if number == 0:
        return False
    before = document.sentences[number - 1]
    same = document.paragraph_number(before.start) == document.paragraph_number(region.outer_start)
    return same and any(cue.strength >= 0.5 for cue in scene.cues_in(before.start, before.end))


def _adjoins(scene: Scene, last: Find, region: Region) -> bool:
    """True where only the narrator's tail, or a paragraph break, stands between."""
    document = scene.document
    gap_end = region.outer_start
    here = document.paragraph_number(region.outer_start)
    there = document.paragraph_number(max(last.end - 1, last.start))
    between = document.text[last.end : gap_end]
    if here == there:
        return len(between) <= 220 and document.sentence_number(gap_end) - document.sentence_number(last.end - 1) <= 1
    return here == there + 1 and _fills_paragraph(scene, region)


def _fills_paragraph(scene: Scene, region: Region) -> bool:
    paragraph = scene.document.paragraph_at(region.outer_start)
    head = scene.document.text[paragraph.start : region.outer_start]
    foot = scene.document.text[region.outer_end : paragraph.end]
    return not head.strip(" -–—") and not foot.strip(' .,-–—"')
