"""Hearsay: who passes on what another one said («Как передает ТАСС, Орлов заявил, что …»).

The speaker stays the one who spoke; the one who relays it is the reporter.
"""

from __future__ import annotations

from archive.extraction.cue import Cue
from archive.extraction.mention import Mention
from archive.extraction.scene import Find, Scene


def note_reporters(scene: Scene) -> None:
    """Give every find the one who relays it, if the article names one beside its speaker."""
    for find in scene.finds:
        if find.cue is not None and find.source is not None:
            find.reporter = find.cue.reporter or _in_sentence(scene, find, find.cue) or _pointing_at(scene, find)


def _in_sentence(scene: Scene, find: Find, own: Cue) -> Mention | None:
    """Another source of the same sentence, outside the words quoted."""
    sentence = scene.document.sentence_at(own.start)
    for cue in scene.cues_in(sentence.start, sentence.end):
        outside = not find.start <= cue.start < find.end
        if cue.start != own.start and cue.frame in ("insert", "phrase") and outside and _differs(find, cue.source):
            return cue.source
    return None


def _pointing_at(scene: Scene, find: Find) -> Mention | None:
    """«… Об этом сообщает ТАСС» behind a sentence that has a speaker of its own."""
    number = scene.document.sentence_number(max(find.start, find.end - 1)) + 1
    if number >= len(scene.document.sentences):
        return None
    following = scene.document.sentences[number]
    for cue in scene.cues_in(following.start, following.end):
        if cue.frame == "anaphoric" and cue.content is not None and _differs(find, cue.source):
            return cue.source if cue.content[0] <= find.start and find.cue is not cue else None
    return None


def _differs(find: Find, source: Mention | None) -> bool:
    return source is not None and find.source is not None and source.label != find.source.label
