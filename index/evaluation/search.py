"""Figures of search: recall@10, nDCG@10 and MRR@10 per direction and in the mixed pool, language bias, exact side.

    for figure in evaluate_search(Searcher.open(archive), read_judgements(path)):
        print(figure.mode, figure.pool, figure.direction, figure.measure, figure.value)

A direction is asked twice: among the quotes of the answers' language ("target"), and among all quotes ("mixed"), where
the other language gets in the way.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import ir_measures
from ir_measures import RR, R, nDCG

from archive.errors import EvaluationError, UnknownRecord
from archive.selection import Selection
from index.evaluation.judgements import DIRECTIONS, ExactCase, Judgement
from index.hits import Hit, Mode
from index.search import Searcher

__all__ = ["ExactMiss", "SearchFigure", "evaluate_exact", "evaluate_search", "exact_misses"]

MODES: tuple[Mode, ...] = ("hybrid", "meaning", "words")
_DEPTH = 10
_MEASURES = {"recall@10": R @ _DEPTH, "nDCG@10": nDCG @ _DEPTH, "MRR@10": RR @ _DEPTH}


@dataclass(frozen=True, slots=True)
class SearchFigure:
    """One measured number, 0 to 1."""

    mode: str
    """`hybrid`, or one of its sides as a baseline: `meaning`, `words`."""
    pool: str
    """`target`: only quotes in the answers' language; `mixed`: all quotes."""
    direction: str
    """Language of the questions and of their answers; `mixed` has answers in both; `all` is every question."""
    measure: str
    value: float
    count: int
    """Questions behind it."""


class ExactMiss(NamedTuple):
    """An exact case that was not answered first."""

    case: ExactCase
    found: str | None
    """Id of the quote that came first, if any."""


def evaluate_search(
    searcher: Searcher,
    judgements: Sequence[Judgement],
    modes: Sequence[Mode] = MODES,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[SearchFigure]:
    """Ask every question in every mode and measure the answers; `progress` gets (done, all).

    Raises EvaluationError when none of the judged quotes is in the archive.
    """
    _check_known(searcher, judgements)
    done = 0
    for mode in modes:
        answers: dict[tuple[str, str], list[Hit]] = {}
        for one in judgements:
            for pool in _pools(one):
                answers[pool, one.id] = _asked(searcher, one, mode, pool)
            done += 1
            if progress:
                progress(done, len(judgements) * len(modes))
        yield from _measured(mode, judgements, answers)
        yield from _language_share(mode, judgements, answers)


def evaluate_exact(searcher: Searcher, cases: Sequence[ExactCase]) -> Iterator[SearchFigure]:
    """Measure hit@1 of the exact cases, of all and by kind.

    A case of the kind "keyboard" is right when the question is offered in the other layout and that one finds it first.
    """
    missed = {miss.case.id for miss in exact_misses(searcher, cases)}
    kinds = ["all", *dict.fromkeys(case.kind for case in cases)]
    for kind in kinds:
        some = [case for case in cases if kind in {"all", case.kind}]
        right = sum(case.id not in missed for case in some) / len(some)
        yield SearchFigure("hybrid", "mixed", kind, "hit@1", right, len(some))


def exact_misses(searcher: Searcher, cases: Sequence[ExactCase]) -> list[ExactMiss]:
    """Give the exact cases whose first hit is not one of those expected."""
    missed = []
    for case in cases:
        first = _first(searcher, case)
        if first is None or not _is_right(searcher, case, first):
            missed.append(ExactMiss(case, first.quote.id if first else None))
    return missed


def _first(searcher: Searcher, case: ExactCase) -> Hit | None:
    results = searcher.search(case.query, limit=1)
    if case.kind == "keyboard":
        if results.suggestion is None:
            return None
        results = searcher.search(results.suggestion, limit=1)
    return results[0] if len(results) else None


def _is_right(searcher: Searcher, case: ExactCase, hit: Hit) -> bool:
    if case.speaker is None:
        return bool({hit.quote.id, *(other.id for other in hit.others)} & set(case.quotes))
    try:
        return hit.quote.speaker_id == searcher.archive.speaker(case.speaker).id
    except UnknownRecord as problem:
        raise EvaluationError(f"{case.id}: {problem}") from problem


def _check_known(searcher: Searcher, judgements: Sequence[Judgement]) -> None:
    known = {text.id for text in searcher.archive.texts()}
    if not any(known & set(one.relevant) for one in judgements):
        raise EvaluationError(
            "None of the judged quotes is in this archive. Name the archive they belong to with --home."
        )


def _pools(one: Judgement) -> tuple[str, ...]:
    return ("mixed",) if one.direction == "mixed" else ("target", "mixed")


def _asked(searcher: Searcher, one: Judgement, mode: Mode, pool: str) -> list[Hit]:
    lang = one.direction.partition("-")[2] if pool == "target" else None
    return list(searcher.search(one.query, limit=_DEPTH, mode=mode, selection=Selection(lang=lang)))


def _measured(
    mode: str, judgements: Sequence[Judgement], answers: dict[tuple[str, str], list[Hit]]
) -> Iterator[SearchFigure]:
    for pool in ("target", "mixed"):
        for direction in (*DIRECTIONS, "all"):
            some = [one for one in judgements if direction in {one.direction, "all"} and (pool, one.id) in answers]
            if not some:
                continue
            qrels = [ir_measures.Qrel(one.id, quote, grade) for one in some for quote, grade in one.relevant.items()]
            run = [
                ir_measures.ScoredDoc(one.id, _credited(one, hit), -place)
                for one in some
                for place, hit in enumerate(answers[pool, one.id])
            ]
            found = ir_measures.calc_aggregate(list(_MEASURES.values()), qrels, run)
            for name, measure in _MEASURES.items():
                yield SearchFigure(mode, pool, direction, name, float(found[measure]), len(some))


def _credited(one: Judgement, hit: Hit) -> str:
    """Give the id that the judges know, of the quote shown or of another report folded into it."""
    ids = [hit.quote.id, *(other.id for other in hit.others)]
    return max(ids, key=lambda quote: one.relevant.get(quote, 0))


def _language_share(
    mode: str, judgements: Sequence[Judgement], answers: dict[tuple[str, str], list[Hit]]
) -> Iterator[SearchFigure]:
    """Measure how much of the top ten is in the question's own language, on topics answered in both."""
    for lang in ("ru", "en"):
        shares = [
            sum(hit.quote.lang == lang for hit in hits) / len(hits)
            for one in judgements
            if one.topic and one.lang == lang and (hits := answers["mixed", one.id])
        ]
        if shares:
            yield SearchFigure(mode, "mixed", f"{lang} topics", "own language", sum(shares) / len(shares), len(shares))
