"""Grades extraction against annotated articles: spans, speakers, both together, by type and by phenomenon.

The measures: precision, recall and F1 of spans matched exactly (edges stripped of marks, punctuation and a
leading complementizer) and by overlap (intersection over union of at least 0.8 characters); accuracy of the
speaker on spans matched by overlap; both together, end to end; recall by phenomenon; and of the speakers given
at high confidence, the share that is wrong. Optional annotations are neither required nor held against a system.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from archive.errors import EvaluationError
from archive.evaluation.matching import Annotated, Matches, Predicted, bare, match
from archive.evaluation.names import name_fits
from archive.extraction import ExtractedQuote, extract

SURE = 0.8
"""From this confidence on a speaker counts as given surely."""


@dataclass(frozen=True, slots=True)
class Article:
    """One annotated article."""

    id: str
    lang: str
    text: str
    quotes: tuple[Annotated, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: `value` 0..1 of `measure` for `group` within `table`, from `count` cases."""

    table: str
    group: str
    measure: str
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """Every figure, and the single errors as (what, article, expected, found)."""

    articles: int
    figures: tuple[Figure, ...]
    errors: tuple[tuple[str, str, str, str], ...]

    def value(self, table: str, group: str, measure: str) -> float:
        """One figure by its place; raises KeyError where there is none."""
        for figure in self.figures:
            if (figure.table, figure.group, figure.measure) == (table, group, measure):
                return figure.value
        raise KeyError((table, group, measure))


@dataclass(slots=True)
class _Count:
    """Required, of them found; predicted, of them right."""

    required: int = 0
    found: int = 0
    predicted: int = 0
    right: int = 0


@dataclass(slots=True)
class _Tally:
    counts: dict[tuple[str, str], _Count] = field(default_factory=lambda: defaultdict(_Count))
    shares: dict[tuple[str, str, str], list[bool]] = field(default_factory=lambda: defaultdict(list))
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)


def evaluate_extraction(path: Path, lang: str | None = None) -> ExtractionReport:
    """Extract from every article of a gold file (JSON Lines) and grade the result.

    Raises EvaluationError where the file cannot be read as such.
    """
    return score((article for article in read_gold(path) if lang in (None, article.lang)), extract)


def read_gold(path: Path) -> Iterator[Article]:
    """Annotated articles, one JSON object a line; raises EvaluationError naming file and line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(
            f"{path} cannot be read ({error}); give a JSON Lines file of annotated articles."
        ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _article(path, number, line)


def _article(path: Path, number: int, line: str) -> Article:
    try:
        record = json.loads(line)
        text = record["text"]
        quotes = tuple(_annotated(text, quote) for quote in record["quotes"])
        return Article(record["id"], record["lang"], text, quotes)
    except (ValueError, KeyError, TypeError) as error:
        raise EvaluationError(
            f"{path}, line {number}: no annotated article ({type(error).__name__}: {error}); "
            "each line needs id, lang, text and quotes with text, start, end and type."
        ) from error


def _annotated(text: str, quote: dict[str, Any]) -> Annotated:
    start, end = int(quote["start"]), int(quote["end"])
    if text[start:end] != quote["text"]:
        raise ValueError(f"text[{start}:{end}] is not the quote {quote['text'][:40]!r}")
    speaker = quote.get("speaker")
    aliases = tuple(quote.get("speaker_aliases") or ([speaker] if speaker else []))
    return Annotated(
        span=bare(text, start, end),
        type=quote["type"],
        speaker=speaker,
        aliases=aliases,
        kind=quote.get("speaker_kind"),
        group=None if quote.get("group") is None else str(quote["group"]),
        optional=bool(quote.get("optional")),
        tags=tuple(quote.get("tags") or ()),
        cue=quote.get("cue"),
        text=quote["text"],
    )


def score(
    articles: Iterable[Article], extractor: Callable[[str, str | None], Sequence[ExtractedQuote]]
) -> ExtractionReport:
    """Grade an extractor on annotated articles."""
    tally = _Tally()
    count = 0
    for article in articles:
        count += 1
        quotes = extractor(article.text, article.lang)
        for quote in quotes:
            tally.shares["offsets", "all", "verbatim"].append(article.text[quote.start : quote.end] == quote.text)
        _score_article(tally, article, _predicted(article.text, quotes))
    return ExtractionReport(count, tuple(_figures(tally)), tuple(tally.errors))


def _predicted(text: str, quotes: Sequence[ExtractedQuote]) -> list[Predicted]:
    found: dict[tuple[int, int], Predicted] = {}
    for quote in quotes:
        span = bare(text, quote.start, quote.end)
        if span[1] > span[0]:
            found.setdefault(span, Predicted(span, quote.type, quote.speaker, quote.confidence))
    return list(found.values())


def _score_article(tally: _Tally, article: Article, found: list[Predicted]) -> None:
    required = [quote for quote in article.quotes if not quote.optional]
    modes: tuple[Literal["exact", "overlap"], ...] = ("exact", "overlap")
    for mode in modes:
        matches = match(article.text, article.quotes, found, mode)
        _count_spans(tally, f"spans {mode}", article.lang, required, found, matches)
    right = {
        number
        for number, quote in enumerate(required)
        if number in matches.of_gold and speaker_fits(quote, found[matches.of_gold[number]].speaker)
    }
    _count_speakers(tally, article, required, found, matches, right)
    _note_errors(tally, article, required, found, matches, right)


def _count_spans(  # noqa: PLR0913, PLR0917  one line of a table needs them all
    tally: _Tally,
    table: str,
    lang: str,
    required: Sequence[Annotated],
    found: Sequence[Predicted],
    matches: Matches,
) -> None:
    for number, quote in enumerate(required):
        for group in _groups(lang, quote.type):
            tally.counts[table, group].required += 1
            tally.counts[table, group].found += number in matches.of_gold
    for number, prediction in enumerate(found):
        if number in matches.ignored:
            continue
        gold = matches.of_found.get(number)
        for group in _groups(lang, required[gold[0]].type if gold else prediction.type):
            tally.counts[table, group].predicted += 1
            tally.counts[table, group].right += gold is not None


def _groups(lang: str, kind: str) -> tuple[str, ...]:
    return ("all", lang, kind, f"{lang} {kind}")


def _count_speakers(  # noqa: PLR0913, PLR0917
    tally: _Tally,
    article: Article,
    required: Sequence[Annotated],
    found: Sequence[Predicted],
    matches: Matches,
    right: set[int],
) -> None:
    for number, quote in enumerate(required):
        hit = number in matches.of_gold
        for tag in quote.tags:
            tally.shares["phenomenon", tag, "recall"].append(hit)
            tally.shares["phenomenon", tag, "recall with speaker"].append(number in right)
        for group in ("all", article.lang):
            tally.counts["end to end", group].required += 1
            tally.counts["end to end", group].found += number in right
        if not hit:
            continue
        prediction = found[matches.of_gold[number]]
        for group in ("all", article.lang, quote.type, f"kind {quote.kind}"):
            tally.shares["speaker", group, "accuracy"].append(number in right)
        tally.shares["type", "all", "accuracy"].append(prediction.type == quote.type)
        if prediction.speaker is not None and prediction.confidence >= SURE:
            tally.shares["confident", "all", "wrong"].append(number not in right)
    for number in range(len(found)):
        if number not in matches.ignored:
            for group in ("all", article.lang):
                tally.counts["end to end", group].predicted += 1
                tally.counts["end to end", group].right += any(n in right for n in matches.of_found.get(number, []))


def speaker_fits(quote: Annotated, speaker: str | None) -> bool:
    """True where the speaker given is the annotated one; an unknown speaker wants None."""
    if quote.speaker is None or speaker is None:
        return quote.speaker is None and speaker is None
    known = [quote.speaker]
    return any(name_fits(speaker, alias, person=quote.kind == "person", known=known) for alias in quote.aliases)


def _note_errors(  # noqa: PLR0913, PLR0917
    tally: _Tally,
    article: Article,
    required: Sequence[Annotated],
    found: Sequence[Predicted],
    matches: Matches,
    right: set[int],
) -> None:
    for number, quote in enumerate(required):
        if number not in matches.of_gold:
            tally.errors.append(("missed", article.id, quote.text, quote.type))
        elif number not in right:
            given = found[matches.of_gold[number]].speaker
            tally.errors.append(("speaker", article.id, f"{quote.speaker}: {quote.text}", str(given)))
    for number, prediction in enumerate(found):
        if number not in matches.of_found and number not in matches.ignored:
            tally.errors.append(("spurious", article.id, "", article.text[slice(*prediction.span)]))


def _figures(tally: _Tally) -> Iterator[Figure]:
    for (table, group), count in sorted(tally.counts.items()):
        recall = count.found / count.required if count.required else 0.0
        precision = count.right / count.predicted if count.predicted else 0.0
        both = precision + recall
        yield Figure(table, group, "precision", precision, count.predicted)
        yield Figure(table, group, "recall", recall, count.required)
        yield Figure(table, group, "F1", 2 * precision * recall / both if both else 0.0, count.required)
    for (table, group, measure), hits in sorted(tally.shares.items()):
        yield Figure(table, group, measure, sum(hits) / len(hits), len(hits))
