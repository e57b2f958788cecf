"""What the rules see of an article, and what they add to it: finds that never overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.extraction.cast import Cast
from archive.extraction.cue import Cue
from archive.extraction.document import Document
from archive.extraction.language import Language, Reading
from archive.extraction.mention import Mention
from archive.extraction.quote import QuoteType, Step


@dataclass(slots=True, eq=False)
class Find:
    """A quotation found by a rule; its speaker is still only a mention."""

    start: int
    end: int
    type: QuoteType
    rule: str
    strength: float
    cue: Cue | None = None
    source: Mention | None = None
    follows: Find | None = None
    """The find whose utterance this one goes on with: same speaker, same group."""
    agentless: bool = False
    reporter: Mention | None = None
    """Who relays it, where that is another one than who spoke."""


@dataclass(slots=True)
class Scene:
    """The article laid out and read, and the finds so far."""

    document: Document
    language: Language
    reading: Reading
    cast: Cast
    finds: list[Find] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    """Starts of cues that a rule has spent."""
    _cue_starts: list[int] = field(default_factory=list)
    _mention_starts: list[int] = field(default_factory=list)
    _taken: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def set(cls, document: Document, language: Language, reading: Reading) -> Scene:
        """Gather the cast and make cues and mentions findable by place."""
        scene = cls(document, language, reading, Cast.gather(reading.mentions, language.name_key))
        scene._cue_starts = [cue.start for cue in reading.cues]
        scene._mention_starts = [mention.start for mention in reading.mentions]
        return scene

    def cues_in(self, start: int, end: int) -> Sequence[Cue]:
        """Cues that begin in `start:end`."""
        return self.reading.cues[bisect_left(self._cue_starts, start) : bisect_left(self._cue_starts, end)]

    def outermost_cues(self, start: int, end: int, least: float) -> list[Cue]:
        """Cues of at least this strength in `start:end` that stand in no clause of an earlier one."""
        kept: list[Cue] = []
        for cue in self.cues_in(start, end):
            inside = any(k.content and k.frame == "clause" and k.content[0] <= cue.start < k.content[1] for k in kept)
            if not inside and cue.strength >= least and cue.frame not in ("headline", "phrase"):
                kept.append(cue)
        return kept

    def mentions_in(self, start: int, end: int) -> Sequence[Mention]:
        """Mentions that begin in `start:end`."""
        first = bisect_left(self._mention_starts, start)
        return self.reading.mentions[first : bisect_left(self._mention_starts, end)]

    def free(self, start: int, end: int) -> bool:
        """True where no find lies over `start:end`."""
        at = bisect_right(self._taken, (start, start))
        before = self._taken[at - 1] if at else None
        after = self._taken[at] if at < len(self._taken) else None
        return not (before and before[1] > start) and not (after and after[0] < end)

    def taken_in(self, start: int, end: int) -> bool:
        """True where a find lies over `start:end`."""
        return not self.free(start, end)

    def add(self, find: Find) -> bool:
        """Keep a find if its place is free and not empty; says so in the trace."""
        find.start, find.end = trim(self.document.text, find.start, find.end, direct=find.type == "direct")
        if find.start >= find.end or not any(c.isalnum() for c in self.document.text[find.start : find.end]):
            return False
        if self.taken_in(find.start, find.end):
            self.note(find.rule, find.start, find.end, "overlaps an earlier find")
            return False
        at = bisect_left(self._taken, (find.start, find.end))
        self._taken.insert(at, (find.start, find.end))
        self.finds.append(find)
        self.note(find.rule, find.start, find.end, f"{find.type}, cue {find.cue.lemma if find.cue else 'none'}")
        if find.cue is not None:
            self.used.add(find.cue.start)
        return True

    def close(self, start: int, end: int) -> None:
        """Keep every later rule out of a stretch (an interviewer's question)."""
        if self.free(start, end):
            self._taken.insert(bisect_left(self._taken, (start, end)), (start, end))

    def note(self, rule: str, start: int, end: int, verdict: str) -> None:
        """Add a line to the trace."""
        self.steps.append(Step(rule, start, end, verdict))


_EDGE = " \t\n\r\xa0,;:–—-"
_MARKS = '«»“”„‟"'


def trim(text: str, start: int, end: int, *, direct: bool = False) -> tuple[int, int]:
    """Take white space, dashes, commas and the final full stop off a span; `!`, `?` and `…` stay."""
    while start < end and text[start] in _EDGE + ".>":
        start += 1
    while start < end and text[end - 1] in _EDGE + ".":
        if text[end - 3 : end] == "..." and end - 3 > start:
            break
        end -= 1
    if direct and end - start > 2 and text[start] == "'" == text[end - 1]:
        start, end = start + 1, end - 1
    return start, end
