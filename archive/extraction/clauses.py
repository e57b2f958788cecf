"""Rules for speech without marks: complement clauses, insertions, sources in a phrase, headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.extraction.cue import Cue
from archive.extraction.document import Stretch
from archive.extraction.quote import QuoteType
from archive.extraction.scene import Find, Scene


def reported_clauses(scene: Scene) -> None:
    """«сообщил, что …», "said that …": the clause that the cue takes."""
    for cue in scene.reading.cues:
        if cue.frame == "clause" and cue.content is not None and not _inside_marks(scene, cue):
            start, end = cue.content
            _add(
                scene, start, _without_relay(scene, start, end), cue, cue.rule or "cue, then clause", 0.9 * cue.strength
            )


def _without_relay(scene: Scene, start: int, end: int) -> int:
    """Where the clause ends if a relay closes the sentence («…, что мост готов, передает ТАСС»)."""
    for cue in scene.cues_in(start, end):
        if cue.frame == "insert" and cue.inset is not None and start < cue.inset[0] and end <= cue.inset[1] + 1:
            return cue.inset[0]
    return end


def _inside_marks(scene: Scene, cue: Cue) -> bool:
    """True for a cue inside somebody's words («… и сказал, что …»): those words are quoted as a whole."""
    region = scene.document.region_at(cue.start)
    return region is not None and region.open is not None and region.close is not None and region.start < cue.start


def insertions(scene: Scene) -> None:
    """«…, сообщил Орлов», «по словам Орлова, …»: the sentence without every stretch of the narrator's."""
    for sentence, cues in _by_sentence(scene):
        speaking = [cue for cue in cues if cue.start not in scene.used]
        if speaking:
            # A relay («передает ТАСС») speaks only where nobody else does.
            chosen = next((cue for cue in speaking if not cue.relays), speaking[0])
            _around(scene, sentence, chosen, cues)


def _by_sentence(scene: Scene) -> list[tuple[Stretch, list[Cue]]]:
    found: dict[int, tuple[Stretch, list[Cue]]] = {}
    for cue in scene.reading.cues:
        if cue.frame in ("insert", "phrase") and cue.inset is not None:
            sentence = scene.document.sentence_at(cue.start)
            found.setdefault(sentence.start, (sentence, []))[1].append(cue)
    return list(found.values())


def sentences_pointed_at(scene: Scene) -> None:
    """«Об этом сообщил Орлов»: the sentence before."""
    for cue in scene.reading.cues:
        if cue.frame == "anaphoric" and cue.content is not None:
            _add(scene, *cue.content, cue, "points at the sentence before", 0.7 * cue.strength)


def headlines(scene: Scene) -> None:
    """«Орлов: мост готов»."""
    for cue in scene.reading.cues:
        if cue.frame == "headline" and cue.content is not None:
            _add(scene, *cue.content, cue, "name, colon, clause", 0.8 * cue.strength)


def torn_out_words(scene: Scene) -> None:
    """A phrase of five words or more in marks, inside a sentence whose narrator reports speech."""
    document = scene.document
    for region in document.outer:
        words = document.text[region.start : region.end].split()
        if len(words) < 5 or region.open is None or region.close is None or not words[0][:1].islower():
            continue
        sentence = document.sentence_at(region.start)
        cues = [cue for cue in scene.cues_in(sentence.start, region.start) if _tears_out(scene, cue, region.open)]
        if cues:
            scene.add(Find(region.start, region.end, "mixed", "words in marks", 0.6, cues[-1], cues[-1].source))


FAR = 90
"""Words in marks farther than this behind a verb are not its own."""


def _tears_out(scene: Scene, cue: Cue, at: int) -> bool:
    """True where a verb with a speaker stands close before words in marks, in the same clause."""
    if cue.strength < 0.5 or cue.source is None or cue.source.kind == "body" or at - cue.end > FAR:
        return False
    return cue.frame == "verb" and ", " not in scene.document.text[cue.end : at]


def _around(scene: Scene, sentence: Stretch, cue: Cue, cues: Sequence[Cue]) -> None:
    """Add what is left of the sentence as fragments of one utterance, or nothing if part of it is taken."""
    pieces = [piece for piece in _pieces(scene, sentence, cue, cues) if _says_something(scene, *piece)]
    if any(scene.taken_in(*piece) for piece in pieces):
        scene.note(cue.rule or "cue inside the sentence", cue.start, cue.end, "the sentence is taken already")
        return
    first: Find | None = None
    for start, end in pieces:
        find = _add(scene, start, end, cue, cue.rule or "cue inside the sentence", 0.9 * cue.strength, follows=first)
        first = first or find


def _pieces(scene: Scene, sentence: Stretch, cue: Cue, cues: Sequence[Cue]) -> Iterator[tuple[int, int]]:
    assert cue.inset is not None  # noqa: S101  chosen by frame
    at, end = cue.content or (sentence.start, sentence.end)
    if cue.frame == "phrase":
        before = scene.document.text[at : cue.inset[0]].rstrip()
        if before.endswith((":", ";")):
            at = cue.inset[0]
    for inset in sorted(other.inset for other in cues if other.inset is not None):
        if inset[0] >= at:
            yield at, inset[0]
        at = max(at, inset[1])
    yield at, end


def _says_something(scene: Scene, start: int, end: int) -> bool:
    """False for blanks and for words that only lead into a sentence («Кроме того»)."""
    words = scene.document.text[start:end].strip(' ,.;:–—-\n\t"«»')
    return sum(c.isalnum() for c in words) >= 2 and not scene.language.is_connector(words)


def _add(  # noqa: PLR0913, PLR0917  what a find is made of
    scene: Scene, start: int, end: int, cue: Cue, rule: str, strength: float, follows: Find | None = None
) -> Find | None:
    kind = quote_type(scene, start, end)
    find = Find(start, end, kind, rule, strength, cue, cue.source, follows, agentless=cue.agentless)
    return find if scene.add(find) else None


def quote_type(scene: Scene, start: int, end: int) -> QuoteType:
    """Mixed where the clause holds words in marks that are no name, else indirect."""
    document = scene.document
    for region in document.regions_in(start, end):
        content = document.text[region.start : region.end].strip()
        words = content.split()
        if words and (words[0][:1].islower() or (len(words) >= 4 and re.search(r"\s[^\W\d_]{1,3}\s", content))):
            return "mixed"
    return "indirect"
