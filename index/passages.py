"""Passages: the stretches of quotes that are embedded, whole sentences wherever these fit the model.

A short quote is one passage. A longer one is covered by windows of whole sentences that overlap a little, so that no
thought is cut in two; only a sentence that is itself too long is cut, at a word's border. Every passage is a span of
its quote's text, and none is longer than the model reads.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.text import Span, sentences

__all__ = ["PassageCutter"]

CountPieces = Callable[[Sequence[str]], list[int]]

_WORD = re.compile(r"\S+")
_OVERLAP = 0.25
"""Share of a window that may repeat the end of the one before."""
_SMALLEST_LAST = 0.5
"""A last window shorter than this share of the room takes in sentences of the one before."""


@dataclass(frozen=True, slots=True)
class PassageCutter:
    """Cuts texts so that each piece fits a model that reads `max_pieces` word pieces."""

    count_pieces: CountPieces
    """Counts the word pieces of texts, prompt and special pieces included."""
    max_pieces: int

    def cut(self, texts: Sequence[str]) -> list[list[Span]]:
        """Give the passages of each text in order, at least one each; their counts are taken for all texts at once."""
        if not texts:
            return []
        spans = [[trimmed(text)] for text in texts]
        counts = self.count_pieces([text[one.start : one.stop] for text, (one,) in zip(texts, spans, strict=True)])
        return [
            whole if count <= self.max_pieces else list(self._windows(text))
            for text, whole, count in zip(texts, spans, counts, strict=True)
        ]

    def _windows(self, text: str) -> Iterator[Span]:
        """Cover a long text by windows of whole sentences."""
        units = list(self._fitting(text, sentences(text), self._words))
        sizes = self._sizes(text, units)
        for first, last in packed(sizes, self._room()):
            yield from self._checked(text, units[first : last + 1])

    def _words(self, text: str, sentence: Span) -> list[Span]:
        """Cut one long sentence into stretches of whole words that fit."""
        words = [
            Span(sentence.start + found.start(), sentence.start + found.end())
            for found in _WORD.finditer(text[sentence.start : sentence.stop])
        ]
        units = list(self._fitting(text, words, self._halves))
        sizes = self._sizes(text, units)
        return [Span(units[first].start, units[last].stop) for first, last in packed(sizes, self._room(), overlap=0.0)]

    def _halves(self, text: str, word: Span) -> list[Span]:
        """Cut one endless word (an address, a text without spaces) in the middle until its parts fit."""
        if word.stop - word.start < 2 or self._fits(text, word):
            return [word]
        middle = (word.start + word.stop) // 2
        return [*self._halves(text, Span(word.start, middle)), *self._halves(text, Span(middle, word.stop))]

    def _fitting(self, text: str, units: list[Span], cut: Callable[[str, Span], list[Span]]) -> Iterator[Span]:
        """Give the units that fit, and the parts of those that do not."""
        room = self._room()
        for unit, size in zip(units, self._sizes(text, units), strict=True):
            yield from cut(text, unit) if size > room else [unit]

    def _checked(self, text: str, units: Sequence[Span]) -> Iterator[Span]:
        """Give one window, or its halves when the pieces of the whole are more than those of its parts together."""
        window = Span(units[0].start, units[-1].stop)
        if self._fits(text, window):
            yield window
        elif len(units) == 1:
            yield from self._halves(text, window)
        else:
            middle = len(units) // 2
            yield from self._checked(text, units[:middle])
            yield from self._checked(text, units[middle:])

    def _sizes(self, text: str, units: Sequence[Span]) -> list[int]:
        frame = self._frame()
        counts = self.count_pieces([text[unit.start : unit.stop] for unit in units])
        return [max(count - frame, 1) for count in counts]

    def _fits(self, text: str, span: Span) -> bool:
        return self.count_pieces([text[span.start : span.stop]])[0] <= self.max_pieces

    def _frame(self) -> int:
        """Pieces that every passage spends on the prompt and the special marks."""
        return self.count_pieces([""])[0]

    def _room(self) -> int:
        return max(self.max_pieces - self._frame(), 1)


def trimmed(text: str) -> Span:
    """Give the span of a text without outer white space; blank text keeps its whole span."""
    bare = text.strip()
    start = text.find(bare) if bare else 0
    return Span(start, start + len(bare)) if bare else Span(0, len(text))


def packed(sizes: Sequence[int], room: int, overlap: float = _OVERLAP) -> Iterator[tuple[int, int]]:
    """Give first and last unit of each window: as many neighbours as fit the room, a few shared with the one before."""
    first = 0
    while first < len(sizes):
        last, used = first, sizes[first]
        while last + 1 < len(sizes) and used + sizes[last + 1] <= room:
            last += 1
            used += sizes[last]
        if last + 1 == len(sizes):
            yield (_lengthened(sizes, first, used, room) if overlap else first), last
            return
        yield first, last
        first = max(_next_first(sizes, last, room, overlap), first + 1)


def _next_first(sizes: Sequence[int], last: int, room: int, overlap: float) -> int:
    """Step back over the last units of a window while these are small and leave room for the unit that follows."""
    start, used = last + 1, 0
    free = min(room * overlap, room - sizes[last + 1])
    while start > 1 and used + sizes[start - 1] <= free:
        start -= 1
        used += sizes[start]
    return start


def _lengthened(sizes: Sequence[int], first: int, used: int, room: int) -> int:
    """Move the start of a short last window back over units that fit."""
    while first > 0 and used < room * _SMALLEST_LAST and used + sizes[first - 1] <= room:
        first -= 1
        used += sizes[first]
    return first
