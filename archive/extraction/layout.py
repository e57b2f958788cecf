"""Rules for speech shown by layout alone: interview turns, dash paragraphs, block quotations."""

from __future__ import annotations

import re

from archive.extraction.cue import Cue
from archive.extraction.direct import is_sentence
from archive.extraction.narration import Piece, cut_by_dashes
from archive.extraction.scene import Find, Scene

LEADS_IN = 0.4
"""Least strength of a cue before the colon of a block quotation."""
# So many line breaks behind the colon are the place of a block that was cut out of the page: what follows is narration.
LOST_BLOCK = 3
LONGEST_BLOCK = 6
"""Most lines of a block quotation after its first."""
_DASH_START = re.compile(r"[-–—]{1,2}\s*(?=\S)")


def unmarked_speech(scene: Scene) -> None:
    """«A, — сказал X. — B» without any marks, with or without a dash at the start of the paragraph."""
    document = scene.document
    for paragraph in document.paragraphs:
        dash = _DASH_START.match(document.text, paragraph.start, paragraph.end)
        start = dash.end() if dash else paragraph.start
        if dash is None:
            start = _inner_dash(scene, paragraph.start, paragraph.end) or start
        region = document.region_at(start)
        if region is not None and region.outer_start <= start + 1:
            continue
        pieces = cut_by_dashes(scene, start, paragraph.end, least=0.6)
        cue = next((piece.cue for piece in pieces if piece.cue), None)
        if cue is None or scene.taken_in(start, pieces[0].end) or cue.frame == "clause":
            continue
        if dash or _reads_as_speech(scene, pieces):
            _add_pieces(scene, pieces, cue, "dash paragraph" if dash else "speech without marks, then cue")


def _reads_as_speech(scene: Scene, pieces: list[Piece]) -> bool:
    """True for «A, — сказал X»: closed before the dash or long, not in marks, and the verb with its subject behind it."""
    document, piece = scene.document, pieces[0]
    text = document.text[piece.start : piece.end + 1].rstrip()
    if document.region_at(max(piece.start, piece.end - 2)) is not None or (
        text[-1:] not in ",.!?…" and len(text.split()) < MANY_WORDS
    ):
        return False
    tail = pieces[1]
    cue = tail.cue
    if cue is None or cue.source is None or cue.frame not in ("verb", "cite", "insert"):
        return False
    return cue.start - tail.start <= NEXT and cue.source.start > cue.start


NEXT = 25
"""Most characters between the dash and the verb behind it, where no dash opens the paragraph."""
MANY_WORDS = 8


def _inner_dash(scene: Scene, start: int, end: int) -> int | None:
    """Where the first sentence of a paragraph that opens with a dash begins («Вошел Орлов. — Готово, — сказал он»)."""
    document = scene.document
    for number in range(document.sentence_number(start) + 1, len(document.sentences)):
        sentence = document.sentences[number]
        if sentence.start >= end:
            return None
        dash = _DASH_START.match(document.text, sentence.start, sentence.end)
        if dash is not None:
            pieces = cut_by_dashes(scene, start, sentence.start, least=0.6)
            return None if any(piece.cue for piece in pieces) else dash.end()
    return None


def _add_pieces(scene: Scene, pieces: list[Piece], cue: Cue, rule: str) -> None:
    first: Find | None = None
    for piece in pieces:
        if piece.cue is not None:
            cue = piece.cue
            continue
        find = Find(piece.start, piece.end, "direct", rule, 0.85, cue, cue.source, follows=first)
        if scene.add(find):
            first = first or find


def block_quotations(scene: Scene) -> None:
    """A paragraph of its own, or several up to an empty line, behind «Он сказал:»."""
    document = scene.document
    for number, paragraph in enumerate(document.paragraphs[:-1]):
        if not document.text[paragraph.start : paragraph.end].endswith(":"):
            continue
        following = document.paragraphs[number + 1]
        if document.text.count("\n", paragraph.end, following.start) >= LOST_BLOCK:
            continue
        sentence = document.sentence_at(paragraph.end - 1)
        cues = scene.outermost_cues(sentence.start, sentence.end, LEADS_IN)
        region = document.region_at(following.start)
        content = document.text[following.start : following.end]
        if not cues or (region is not None and region.outer_start <= following.start) or not is_sentence(content):
            continue
        end = document.paragraphs[_block_end(scene, number + 1)].end
        scene.add(Find(following.start, end, "direct", "block after a colon", 0.85, cues[-1], cues[-1].source))


def _block_end(scene: Scene, first: int) -> int:
    """Number of the last paragraph of a block: lines on end up to an empty one, else the first alone."""
    paragraphs = scene.document.paragraphs
    last = first
    while last + 1 < len(paragraphs) and last - first < LONGEST_BLOCK:
        if "\n" in scene.document.text[paragraphs[last].end : paragraphs[last + 1].start].replace("\n", "", 1):
            return last
        last += 1
    return last if last + 1 == len(paragraphs) and last - first < LONGEST_BLOCK else first
