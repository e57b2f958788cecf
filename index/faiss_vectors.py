"""Vectors in FAISS: which index for which size, how hard it searches, and how it is read back.

The rule was measured (benchmarks/README.md): exact search is quickest to build and takes less than a millisecond up to some
20 000 passages; beyond that, product quantisation of four bits over pairs of numbers finds candidates in one pass over
everything, and half-precision vectors put them in order. From a million on, inverted lists spare most of that pass, for
a little recall and twice the time to build. How hard an index searches is set by measuring its recall against exact
search on the very vectors of the build.
"""

import errno
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from archive.errors import BuildDamaged
from index.embedding import Vector, Vectors
from index.vectors import Halves, Neighbours, Rows, best_rows

__all__ = ["Effort", "FaissVectors", "IndexPlan", "plan_index"]

if sys.platform == "darwin":
    # torch and faiss each bring an OpenMP there, and two of them in one process can crash.
    faiss.omp_set_num_threads(1)

# The type stubs of faiss know neither its search parameters nor the kinds of index.
_faiss: Any = faiss

EXACT_UP_TO = 20_000
ONE_LIST_UP_TO = 1_000_000
_FEW_ROWS = 3_000
"""So few allowed rows are compared one by one: no slower than the index, and exact."""
_BLOCK = 65_536
_TRAINING_PER_LIST = 64
_SEED = 20_251_119


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard an index searches; more finds more and takes longer."""

    lists: int = 1
    """Inverted lists that are looked through (FAISS: nprobe)."""
    candidates: int = 1
    """Candidates put in order for each hit asked for (FAISS: k_factor)."""


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """A kind of FAISS index, and the efforts to try on it, cheapest first."""

    factory: str
    """FAISS's own name of the index, such as `Flat`."""
    lists: int
    efforts: tuple[Effort, ...]

    @property
    def is_exact(self) -> bool:
        """Tell whether every search looks at every vector in full."""
        return self.lists == 0


def plan_index(size: int, dimension: int) -> IndexPlan:
    """Choose the index for `size` vectors: the measured rule of this module."""
    if size <= EXACT_UP_TO:
        return IndexPlan("Flat", 0, (Effort(),))
    if dimension % 2:
        return exact_plan()
    lists = 1 if size <= ONE_LIST_UP_TO else 2 ** round(math.log2(math.sqrt(size)))
    efforts = [Effort(1, many) for many in (4, 8, 16, 32, 64)]
    if lists > 1:
        efforts = [Effort(probed, many) for probed in (16, 32, 64, 128, 256) for many in (8, 24) if probed <= lists]
    return IndexPlan(f"IVF{lists},PQ{dimension // 2}x4fs,Refine(SQfp16)", lists, tuple(efforts))


def exact_plan() -> IndexPlan:
    """The exact index in half precision: what is left when no effort reaches the recall wanted."""
    return IndexPlan("SQfp16", 0, (Effort(),))


class FaissVectors:
    """A FAISS index over unit vectors; once made or opened it is only read, from any number of threads."""

    def __init__(self, index: faiss.Index, plan: IndexPlan, effort: Effort) -> None:
        self._index = index
        self.plan = plan
        self.effort = effort
        self._stored = _stored(index, plan)

    @classmethod
    def build(cls, vectors: Vectors | Halves, plan: IndexPlan) -> "FaissVectors":
        """Train and fill an index with unit vectors, float32 or float16, shape (size, dimension)."""
        index = faiss.index_factory(vectors.shape[1], plan.factory, faiss.METRIC_INNER_PRODUCT)
        if not index.is_trained:
            _seed(index, plan)
            index.train(_sample(vectors, max(_TRAINING_PER_LIST * plan.lists, _BLOCK)))
        for block in _blocks(vectors):
            index.add(block)
        return cls(index, plan, plan.efforts[0])

    @classmethod
    def open(cls, path: Path, plan: IndexPlan, effort: Effort) -> "FaissVectors":
        """Map an index file into memory; raises BuildDamaged when FAISS cannot read it."""
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
            return cls(index, plan, effort)
        except (RuntimeError, MemoryError, ValueError, AttributeError) as problem:
            raise BuildDamaged(f"{path} cannot be read by FAISS. Run 'quotes rebuild' to build it anew.") from problem

    def write(self, path: Path) -> None:
        """Write the index to a file; raises OSError when the disk takes no more."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as problem:
            # FAISS tells why only in words; whatever it was, the file is not whole.
            raise OSError(errno.ENOSPC, f"FAISS could not write it: {problem}", str(path)) from problem

    @property
    def size(self) -> int:
        """Number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, query: Vector, limit: int, allowed: Rows | None = None) -> Neighbours:
        """The `limit` nearest rows to a unit vector, shape (dimension,), among the `allowed` ones (ascending) or all.

        A filter that lets through few rows is answered exactly over these; under a wider one as many more lists are
        looked through as rows are left out, since the nearest allowed rows lie further away.
        """
        if allowed is None:
            return self._search(query, min(limit, self.size), self._parameters(None, self.effort.lists))
        if len(allowed) <= _FEW_ROWS:
            return self._exact(query, limit, allowed)
        lists = min(self.plan.lists, math.ceil(self.effort.lists * self.size / len(allowed)))
        selector = _selector(allowed, self.size)
        return self._search(query, min(limit, len(allowed)), self._parameters(selector, lists))

    def vectors(self, rows: Sequence[int] | Rows) -> Vectors:
        """The stored vectors of these rows, float32, shape (rows, dimension)."""
        return np.asarray(self._stored[np.asarray(rows, np.int64)], np.float32)

    def _search(self, query: Vector, limit: int, parameters: Any) -> Neighbours:
        if limit < 1:
            return Neighbours(np.zeros(0, np.int64), np.zeros(0, np.float32))
        found, rows = self._index.search(query[None].astype(np.float32, copy=False), limit, params=parameters)
        kept = rows[0] >= 0  # FAISS fills up a short answer with the row -1
        return Neighbours(rows[0][kept], found[0][kept])

    def _parameters(self, selector: Any, lists: int) -> Any:
        if self.plan.is_exact:
            return None if selector is None else _faiss.SearchParameters(sel=selector)
        within = _faiss.SearchParametersIVF(nprobe=lists, sel=selector)
        return _faiss.IndexRefineSearchParameters(k_factor=self.effort.candidates, base_index_params=within)

    def _exact(self, query: Vector, limit: int, allowed: Rows) -> Neighbours:
        similarities = np.concatenate(
            [
                self.vectors(allowed[at : at + _BLOCK]) @ query.astype(np.float32, copy=False)
                for at in range(0, len(allowed), _BLOCK)
            ]
            or [np.zeros(0, np.float32)]
        )
        chosen = best_rows(similarities, limit)
        return Neighbours(allowed[chosen], similarities[chosen])


def _stored(index: faiss.Index, plan: IndexPlan) -> Vectors | Halves:
    """The vectors inside the index as an array over the very same memory, nothing copied."""
    shape = (index.ntotal, index.d)
    if plan.factory == "Flat":
        flat = _faiss.downcast_index(index)
        return np.asarray(_faiss.rev_swig_ptr(flat.get_xb(), index.ntotal * index.d)).reshape(shape)
    held = _faiss.downcast_index(index if plan.is_exact else _faiss.downcast_index(index).refine_index)
    codes = _faiss.rev_swig_ptr(held.codes.data(), held.codes.size())
    return np.asarray(codes).view(np.float16).reshape(shape)


def _selector(allowed: Rows, size: int) -> Any:
    """A bit for each row: FAISS asks it once a candidate, so looking up must be cheap."""
    bits = np.zeros(size, bool)
    bits[allowed] = True
    packed = np.packbits(bits, bitorder="little")
    selector = _faiss.IDSelectorBitmap(packed)
    selector.rows = packed  # FAISS keeps only the address
    return selector


def _seed(index: faiss.Index, plan: IndexPlan) -> None:
    """Make training repeatable and short."""
    inner = _faiss.downcast_index(_faiss.downcast_index(index).base_index)
    inner.cp.seed = inner.pq.cp.seed = _SEED
    inner.cp.niter = 10
    inner.cp.max_points_per_centroid = _TRAINING_PER_LIST
    inner.cp.min_points_per_centroid = 1 if plan.lists == 1 else 8
    inner.pq.cp.min_points_per_centroid = 1


def _sample(vectors: Vectors | Halves, many: int) -> Vectors:
    if len(vectors) <= many:
        return vectors.astype(np.float32, copy=False)
    rows = np.sort(np.random.default_rng(_SEED).choice(len(vectors), many, replace=False))
    return vectors[rows].astype(np.float32, copy=False)


def _blocks(vectors: Vectors | Halves) -> Iterator[Vectors]:
    for at in range(0, len(vectors), _BLOCK):
        yield np.ascontiguousarray(vectors[at : at + _BLOCK], np.float32)
