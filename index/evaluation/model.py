"""Figures of an embedding model: translation finding, likeness, answers to questions, contrasts.

for figure in evaluate_model(load_embedder(), Path("seeds/evaluation/model")):
    print(figure.set, figure.measure, figure.direction, figure.value)
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding import Embedder, Vectors
from index.evaluation.model_sets import (
    LANGUAGES,
    Bitext,
    Contrasts,
    GradedPairs,
    ModelSet,
    Questions,
    read_sets,
)

__all__ = ["Figure", "evaluate_model", "figures"]

Floats = npt.NDArray[np.float64]
_TOP = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number."""

    set: str
    measure: str
    direction: str
    """Languages of the two sides, such as `en-ru`; `en-both` for a pool of both languages."""
    value: float
    count: int
    """How many questions or pairs stand behind the value."""


def evaluate_model(embedder: Embedder, folder: Path, progress: Callable[[str], None] | None = None) -> Iterator[Figure]:
    """All figures of the sets in the folder; `progress` is told the name of each set before its turn.

    Raises EvaluationError when the folder holds no readable set.
    """
    for one in read_sets(folder):
        if progress:
            progress(one.name)
        yield from figures(embedder, one)


def figures(embedder: Embedder, one: ModelSet) -> Iterator[Figure]:
    """The figures of one set."""
    match one:
        case Bitext():
            yield from _bitext(embedder, one)
        case GradedPairs():
            yield from _graded(embedder, one)
        case Questions():
            yield from _questions(embedder, one)
        case Contrasts():
            yield from _contrasts(embedder, one)


def _bitext(embedder: Embedder, one: Bitext) -> Iterator[Figure]:
    """Share of sentences whose nearest neighbour in the other language is their translation."""
    similarity = embedder.embed_passages(one.en) @ embedder.embed_passages(one.ru).T
    for direction, table in (("en-ru", similarity), ("ru-en", similarity.T)):
        right = table.argmax(1) == np.arange(len(table))
        yield Figure(one.name, "accuracy", direction, float(right.mean()), len(table))


def _graded(embedder: Embedder, one: GradedPairs) -> Iterator[Figure]:
    """Spearman's correlation of the cosine similarity with the grades."""
    first = {language: embedder.embed_passages(one.first[language]) for language in LANGUAGES}
    second = {language: embedder.embed_passages(one.second[language]) for language in LANGUAGES}
    for left in LANGUAGES:
        for right in LANGUAGES:
            similarity = (first[left] * second[right]).sum(1)
            yield Figure(one.name, "spearman", f"{left}-{right}", spearman(similarity, one.grades), len(one.grades))


def _questions(embedder: Embedder, one: Questions) -> Iterator[Figure]:
    """Reciprocal rank of the answering sentence in each language's pool, and figures of the pool of both."""
    pools = {language: embedder.embed_passages(one.sentences[language]) for language in LANGUAGES}
    asked = {language: embedder.embed_queries([q.text for q in one.questions[language]]) for language in LANGUAGES}
    answers = {language: {q.id: q.answers for q in one.questions[language]} for language in LANGUAGES}
    for language in LANGUAGES:
        ids = [question.id for question in one.questions[language]]
        for other in LANGUAGES:
            relevant = [answers[other].get(id_, ()) for id_ in ids]
            value, count = _reciprocal_rank(asked[language] @ pools[other].T, relevant)
            yield Figure(one.name, "MRR", f"{language}-{other}", value, count)
    yield from _mixed(one, pools, asked, answers)


def _mixed(
    one: Questions,
    pools: dict[str, Vectors],
    asked: dict[str, Vectors],
    answers: dict[str, dict[str, tuple[int, ...]]],
) -> Iterator[Figure]:
    """One pool of both languages: mean average precision, and how much the question's language is favoured.

    The bias is the share of the question's own language among the ten nearest, less its share of the pool.
    """
    pool = np.concatenate([pools[language] for language in LANGUAGES])
    first = {"en": 0, "ru": len(pools["en"])}
    for language in LANGUAGES:
        similarity = asked[language] @ pool.T
        ids = [question.id for question in one.questions[language]]
        relevant = [
            [first[other] + number for other in LANGUAGES for number in answers[other].get(id_, ())] for id_ in ids
        ]
        value, count = _average_precision(similarity, relevant)
        yield Figure(one.name, "mAP", f"{language}-both", value, count)
        nearest = (
            np.argpartition(-similarity, _TOP - 1, axis=1)[:, :_TOP] if len(pool) > _TOP else similarity.argsort(1)
        )
        own = (nearest >= first["ru"]) == (language == "ru")
        share = len(pools[language]) / len(pool)
        yield Figure(one.name, "language bias", f"{language}-both", float(own.mean()) - share, count)


def _contrasts(embedder: Embedder, one: Contrasts) -> Iterator[Figure]:
    """Mean cosine similarity of the pairs of each kind; for a negation or another number lower is better."""
    first = embedder.embed_passages([row[2] for row in one.rows])
    second = embedder.embed_passages([row[3] for row in one.rows])
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (language, kind, _, _), similarity in zip(one.rows, (first * second).sum(1), strict=True):
        groups[kind, language].append(float(similarity))
    for (kind, language), values in sorted(groups.items()):
        yield Figure(one.name, f"similarity: {kind}", language, float(np.mean(values)), len(values))


def _reciprocal_rank(similarity: Vectors, relevant: Sequence[Sequence[int]]) -> tuple[float, int]:
    ranks = []
    for row, wanted in zip(similarity, relevant, strict=True):
        if wanted:
            best = max(row[number] for number in wanted)
            ranks.append(1 + int((row > best).sum()))
    return float(np.mean(1 / np.array(ranks))) if ranks else 0.0, len(ranks)


def _average_precision(similarity: Vectors, relevant: Sequence[Sequence[int]]) -> tuple[float, int]:
    values = []
    for row, wanted in zip(similarity, relevant, strict=True):
        if wanted:
            ranks = np.sort([1 + int((row > row[number]).sum()) for number in wanted])
            values.append(float(np.mean(np.arange(1, len(ranks) + 1) / ranks)))
    return float(np.mean(values)) if values else 0.0, len(values)


def spearman(left: Sequence[float] | Vectors, right: Sequence[float] | Vectors) -> float:
    """Rank correlation of Spearman, equal values sharing their mean rank."""
    return float(np.corrcoef(_ranks(left), _ranks(right))[0, 1])


def _ranks(values: Sequence[float] | Vectors) -> Floats:
    _, inverse, counts = np.unique(np.asarray(values, np.float64), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[inverse]
    return ranks
