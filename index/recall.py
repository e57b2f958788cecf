"""How much of the truth an index finds: recall@10 against exact search, measured at every build.

Queries are passages of the build moved by noise to a cosine of about 0.8, the distance of a close paraphrase: queries
that stand exactly on a vector would flatter an index.
"""

from dataclasses import dataclass

import numpy as np

from index.embedding import Vectors
from index.faiss_vectors import Effort, FaissVectors
from index.vectors import Halves, Rows

__all__ = ["WANTED_RECALL", "MeasuredRecall", "calibrate", "exact_neighbours", "sampled_queries"]

WANTED_RECALL = 0.99
_DEPTH = 10
_QUERIES = 256
_COSINE = 0.8
_BLOCK = 65_536
_ROUNDING = 1e-5
"""Two ways of adding up the same products differ by less."""
_SEED = 178


@dataclass(frozen=True, slots=True)
class MeasuredRecall:
    """What was measured, and the effort it needed."""

    recall: float
    """Share of the exact ten nearest that were found, 0 to 1."""
    queries: int
    effort: Effort


def calibrate(index: FaissVectors, vectors: Vectors | Halves) -> MeasuredRecall:
    """Find the cheapest effort of the index's plan that reaches the wanted recall, or else the best one.

    `index` is left at that effort. `vectors` are those of the build, shape (size, dimension).
    """
    queries = sampled_queries(vectors, _QUERIES)
    if index.plan.is_exact or not len(queries):
        return MeasuredRecall(1.0, 0, index.effort)
    rows = exact_neighbours(vectors, queries, _DEPTH)
    borders = np.array(
        [(vectors[near].astype(np.float32) @ query).min() for near, query in zip(rows, queries, strict=True)]
    )
    best = MeasuredRecall(-1.0, len(queries), index.effort)
    for effort in index.plan.efforts:
        index.effort = effort
        recall = _recall(index, vectors, queries, borders, rows.shape[1])
        if recall > best.recall:
            best = MeasuredRecall(recall, len(queries), effort)
        if recall >= WANTED_RECALL:
            break
    index.effort = best.effort
    return best


def sampled_queries(vectors: Vectors | Halves, many: int) -> Vectors:
    """Unit vectors near sampled ones, float32, shape (queries, dimension); the same for the same vectors."""
    chance = np.random.default_rng(_SEED)
    rows = np.sort(chance.choice(len(vectors), min(many, len(vectors)), replace=False))
    noise = chance.standard_normal((len(rows), vectors.shape[1])).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True) + 1e-9
    moved = _COSINE * vectors[rows].astype(np.float32) + np.sqrt(1 - _COSINE**2) * noise
    unit: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return unit


def exact_neighbours(vectors: Vectors | Halves, queries: Vectors, depth: int) -> Rows:
    """The rows of the truly nearest vectors for each query, in no order, shape (queries, depth)."""
    depth = min(depth, len(vectors))
    found = np.zeros((len(queries), 0), np.float32)
    rows = np.zeros((len(queries), 0), np.int64)
    for at in range(0, len(vectors), _BLOCK):
        near = queries @ vectors[at : at + _BLOCK].astype(np.float32).T
        found = np.hstack([found, near])
        numbers = np.broadcast_to(np.arange(at, at + near.shape[1]), near.shape)
        rows = np.hstack([rows, numbers])
        kept = np.argpartition(-found, depth - 1, axis=1)[:, :depth]
        found, rows = np.take_along_axis(found, kept, 1), np.take_along_axis(rows, kept, 1)
    return rows


def _recall(index: FaissVectors, vectors: Vectors | Halves, queries: Vectors, borders: Vectors, depth: int) -> float:
    """Share of the hits that are as near as the least near of the exact ones.

    Rows are not compared: an archive holds the same words many times over, and any of the copies is right.
    """
    near = 0
    for query, border in zip(queries, borders, strict=True):
        found = index.search(query, depth).rows
        near += int(np.count_nonzero(vectors[found].astype(np.float32) @ query >= border - _ROUNDING))
    return near / (len(queries) * depth)
