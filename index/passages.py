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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

        `counts` are the word pieces of the texts where these are known already. Pieces are counted for all texts at
        once: a tokenizer takes as long to start as to count a page.
        """
        if counts is None:
            counts = self.count_pieces(texts) if texts else []
        fine = min(FINE_PIECES, self.max_pieces)
        long = {at: text for at, text in enumerate(texts) if counts[at] > fine}
        spans = [{trimmed(text)} if counts[at] <= self.max_pieces else set() for at, text in enumerate(texts)]
        limits = {at: {fine, self.max_pieces} if counts[at] > self.max_pieces else {fine} for at in long}
        for at, windows in _windows(long, limits, _Counted(self.count_pieces)) if long else ():
            spans[at].update(windows)
        return [sorted(some, key=lambda span: (span.start, -span.stop)) for some in spans]


class _Counted:
    """The word pieces of texts, each counted once."""

    def __init__(self, count_pieces: CountPieces) -> None:
        self._count_pieces = count_pieces
        self._known: dict[str, int] = {}
        self.learn([""])
        self.frame = self._known[""]
        """Pieces that every passage spends on the prompt and the special marks."""

    def learn(self, texts: Iterable[str]) -> None:
        """Count the texts that are not known yet, all at once."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            self._known.update(zip(new, self._count_pieces(new), strict=True))

    def of(self, text: str) -> int:
        """Give the pieces of one text."""
        if text not in self._known:
            self.learn([text])
        return self._known[text]


def _windows(
    texts: Mapping[int, str], limits: Mapping[int, set[int]], counted: _Counted
) -> Iterator[tuple[int, list[Span]]]:
    """Give the windows of each text for each of its limits, in three rounds of counting."""
    cut = {at: sentences(text) for at, text in texts.items()}
    counted.learn(texts[at][one.start : one.stop] for at, spans in cut.items() for one in spans)
    covers = [(at, _Cover(counted, limit, texts[at], cut[at])) for at in texts for limit in sorted(limits[at])]
    counted.learn(word for _, cover in covers for word in cover.words_to_count())
    planned = [(at, cover, cover.planned()) for at, cover in covers]
    counted.learn(cover.text_of(units) for _, cover, windows in planned for units in windows)
    for at, cover, windows in planned:
        yield at, [span for units in windows for span in cover.checked(units)]


@dataclass(frozen=True, slots=True)
class _Cover:
    """Windows that cover one text, each of at most `limit` word pieces."""

    counted: _Counted
    limit: int
    text: str
    sentences: Sequence[Span]

    def planned(self) -> list[list[Span]]:
        """Give the units of each window: whole sentences, or the parts of those that are too long."""
        units = list(self._fitting(self.sentences, self._words))
        return [units[first : last + 1] for first, last in packed(self._sizes(units), self._room())]

    def checked(self, units: Sequence[Span]) -> Iterator[Span]:
        """Give one window, or its halves when the pieces of the whole are more than those of its parts together."""
        window = Span(units[0].start, units[-1].stop)
        if self._fits(window):
            yield window
        elif len(units) == 1:
            yield from self._halves(window)
        else:
            middle = len(units) // 2
            yield from self.checked(units[:middle])
            yield from self.checked(units[middle:])

    def text_of(self, units: Sequence[Span]) -> str:
        """Give the text of a window."""
        return self.text[units[0].start : units[-1].stop]

    def words_to_count(self) -> Iterator[str]:
        """Give the words of the sentences that will have to be cut."""
        for sentence, size in zip(self.sentences, self._sizes(self.sentences), strict=True):
            if size > self._room():
                yield from _WORD.findall(self.text, sentence.start, sentence.stop)

    def _words(self, sentence: Span) -> list[Span]:
        """Cut one long sentence into stretches of whole words that fit."""
        words = [Span(*found.span()) for found in _WORD.finditer(self.text, sentence.start, sentence.stop)]
        units = list(self._fitting(words, self._halves))
        sizes = self._sizes(units)
        return [Span(units[first].start, units[last].stop) for first, last in packed(sizes, self._room(), overlap=0.0)]

    def _halves(self, word: Span) -> list[Span]:
        """Cut one endless word (an address, a text without spaces) in the middle until its parts fit."""
        if word.stop - word.start < 2 or self._fits(word):
            return [word]
        middle = (word.start + word.stop) // 2
        return [*self._halves(Span(word.start, middle)), *self._halves(Span(middle, word.stop))]

    def _fitting(self, units: Sequence[Span], cut: Callable[[Span], list[Span]]) -> Iterator[Span]:
        """Give the units that fit, and the parts of those that do not."""
        room = self._room()
        for unit, size in zip(units, self._sizes(units), strict=True):
            yield from cut(unit) if size > room else [unit]

    def _sizes(self, units: Sequence[Span]) -> list[int]:
        return [max(self.counted.of(self.text[unit.start : unit.stop]) - self.counted.frame, 1) for unit in units]

    def _fits(self, span: Span) -> bool:
        return self.counted.of(self.text[span.start : span.stop]) <= self.limit

    def _room(self) -> int:
        return max(self.limit - self.counted.frame, 1)


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
