"""The rules that find quotations, in the order in which they are asked; the first to take a stretch keeps it."""

from __future__ import annotations

from collections.abc import Callable

from archive.extraction import clauses, direct, hearsay, layout, turns
from archive.extraction.scene import Scene

SIEVES: tuple[Callable[[Scene], None], ...] = (
    turns.interview_turns,
    direct.speech_in_marks,
    layout.unmarked_speech,
    layout.block_quotations,
    clauses.reported_clauses,
    clauses.insertions,
    clauses.headlines,
    clauses.sentences_pointed_at,
    clauses.torn_out_words,
)


def find_quotes(scene: Scene) -> None:
    """Ask every rule in order."""
    for sieve in SIEVES:
        sieve(scene)
    scene.finds.sort(key=lambda find: find.start)
    hearsay.note_reporters(scene)
