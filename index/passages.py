"""Passages: the stretches of quotes that are embedded, whole sentences wherever these fit the model.

A short quote is one passage. A longer one is embedded twice over: whole (or in windows as long as the model reads), and in
finer windows of a sentence or a few, so that a question about one thought of a long speech finds it. Windows overlap a
little and are made of whole sentences; only a sentence that is itself too long is cut, at a word's border. Every passage
is a span of its quote's text, and none is longer than the model reads.

The two levels were measured on paragraphs of 150 words, finding the right one of 240 for a question (XQuAD, 595 questions
a direction): recall@1 rose over embedding each paragraph whole from 0.71 to 0.79 Russian to Russian, 0.87 to 0.91 English
to English, 0.71 to 0.76 English to Russian and 0.61 to 0.64 Russian to English.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.text import Span, sentences

__all__ = ["PassageCutter"]

CountPieces = Callable[[Sequence[str]], list[int]]

_WORD = re.compile(r"\S+")
FINE_PIECES = 64
"""Word pieces of the finer windows, prompt and special pieces included; shorter quotes have one passage."""
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

    def cut(self, texts: Sequence[str], counts: Sequence[int] | None = None) -> list[list[Span]]:
        """Give the passages of each text in order, at least one each.

        `counts` are the word pieces of the texts where these are known already.
        """
        if not texts:
            return []
        if counts is None:
            counts = self.count_pieces(texts)
        return [self._spans(text, count) for text, count in zip(texts, counts, strict=True)]

    def _spans(self, text: str, pieces: int) -> list[Span]:
        whole = trimmed(text)
        fine = min(FINE_PIECES, self.max_pieces)
        if pieces <= fine:
            return [whole]
        coarse = [whole] if pieces <= self.max_pieces else self._windows(text, self.max_pieces)
        return sorted({*coarse, *self._windows(text, fine)}, key=lambda span: (span.start, -span.stop))

    def _windows(self, text: str, limit: int) -> list[Span]:
        """Cover a long text by windows of whole sentences, each of at most `limit` word pieces."""
        return list(_Windows(self.count_pieces, limit, text).of_sentences())


@dataclass(frozen=True, slots=True)
class _Windows:
    """Windows over one text."""

    count_pieces: CountPieces
    limit: int
    text: str

    def of_sentences(self) -> Iterator[Span]:
        """Give windows of whole sentences that cover the text."""
        units = list(self._fitting(sentences(self.text), self._words))
        for first, last in packed(self._sizes(units), self._room()):
            yield from self._checked(units[first : last + 1])

    def _words(self, sentence: Span) -> list[Span]:
        """Cut one long sentence into stretches of whole words that fit."""
        words = [
            Span(sentence.start + found.start(), sentence.start + found.end())
            for found in _WORD.finditer(self.text[sentence.start : sentence.stop])
        ]
        units = list(self._fitting(words, self._halves))
        sizes = self._sizes(units)
        return [Span(units[first].start, units[last].stop) for first, last in packed(sizes, self._room(), overlap=0.0)]

    def _halves(self, word: Span) -> list[Span]:
        """Cut one endless word (an address, a text without spaces) in the middle until its parts fit."""
        if word.stop - word.start < 2 or self._fits(word):
            return [word]
        middle = (word.start + word.stop) // 2
        return [*self._halves(Span(word.start, middle)), *self._halves(Span(middle, word.stop))]

    def _fitting(self, units: list[Span], cut: Callable[[Span], list[Span]]) -> Iterator[Span]:
        """Give the units that fit, and the parts of those that do not."""
        room = self._room()
        for unit, size in zip(units, self._sizes(units), strict=True):
            yield from cut(unit) if size > room else [unit]

    def _checked(self, units: Sequence[Span]) -> Iterator[Span]:
        """Give one window, or its halves when the pieces of the whole are more than those of its parts together."""
        window = Span(units[0].start, units[-1].stop)
        if self._fits(window):
            yield window
        elif len(units) == 1:
            yield from self._halves(window)
        else:
            middle = len(units) // 2
            yield from self._checked(units[:middle])
            yield from self._checked(units[middle:])

    def _sizes(self, units: Sequence[Span]) -> list[int]:
        frame = self._frame()
        counts = self.count_pieces([self.text[unit.start : unit.stop] for unit in units])
        return [max(count - frame, 1) for count in counts]

    def _fits(self, span: Span) -> bool:
        return self.count_pieces([self.text[span.start : span.stop]])[0] <= self.limit

    def _frame(self) -> int:
        """Pieces that every passage spends on the prompt and the special marks."""
        return self.count_pieces([""])[0]

    def _room(self) -> int:
        return max(self.limit - self._frame(), 1)


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
