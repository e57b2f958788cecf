"""What a store of vectors must answer, whichever engine stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.embedding import Vector, Vectors

__all__ = ["Halves", "Neighbours", "Rows", "VectorStore", "best_rows"]

Rows = npt.NDArray[np.int64]
Halves = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The rows nearest to one query, best first; fewer than asked for when the store holds fewer."""

    rows: Rows
    """Row numbers, int64, shape (found,)."""
    similarities: Vector
    """Cosine similarities, -1 to 1, higher is nearer, float32, shape (found,)."""


class VectorStore(Protocol):
    """Unit vectors by row number, searched by inner product.

    FAISS stands behind it here; a distributed engine answers the same questions once an archive outgrows a machine.
    """

    @property
    def size(self) -> int:
        """Number of vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def search(self, query: Vector, limit: int, allowed: Rows | None = None) -> Neighbours:
        """The `limit` nearest rows to a unit vector, shape (dimension,), among the `allowed` ones (ascending) or all."""
        ...

    def vectors(self, rows: Sequence[int] | Rows) -> Vectors:
        """The stored vectors of these rows, float32, shape (rows, dimension)."""
        ...


def best_rows(similarities: Vector, limit: int) -> Rows:
    """Positions of the highest similarities, best first, equal ones in row order."""
    limit = min(limit, len(similarities))
    if limit < 1:
        return np.zeros(0, np.int64)
    # Every row at the border value is kept, so that which of equals is given does not hang on how numpy partitions.
    border = np.partition(similarities, len(similarities) - limit)[len(similarities) - limit]
    chosen = np.flatnonzero(similarities >= border)
    return chosen[np.lexsort((chosen, -similarities[chosen]))][:limit]
