"""Which words of a quote made it a hit."""

from collections.abc import Iterable, Sequence

from archive.text import Span, Word, words
from archive.word_forms import word_keys

__all__ = ["marks"]


def marks(text: str, keys: Iterable[str], phrases: Sequence[Sequence[str]]) -> tuple[Span, ...]:
    """Give the spans of `text` that hold a word under one of the keys or a phrase of folded words.

    They stand in order and do not overlap.
    """
    found = list(words(text))
    wanted = set(keys)
    spans = [Span(word.start, word.stop) for word in found if not wanted.isdisjoint(word_keys(word.folded))]
    for phrase in phrases:
        spans += _phrase_spans(found, tuple(phrase))
    return _merged(spans)


def _phrase_spans(found: list[Word], phrase: tuple[str, ...]) -> list[Span]:
    long = len(phrase)
    folded = [word.folded for word in found]
    return [
        Span(found[at].start, found[at + long - 1].stop)
        for at in range(len(found) - long + 1)
        if tuple(folded[at : at + long]) == phrase
    ]


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.stop)):
        if not merged or span.start >= merged[-1].stop:
            merged.append(span)
        elif span.stop > merged[-1].stop:
            merged[-1] = Span(merged[-1].start, span.stop)
    return tuple(merged)
