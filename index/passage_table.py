"""Where each passage of a build stands: its quote, its span, its language, by row number."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.vectors import Rows

__all__ = ["LANGUAGES", "PassageTable", "read_array", "write_array"]

LANGUAGES = ("ru", "en")


@dataclass(frozen=True, slots=True)
class PassageTable:
    """Where each row's passage stands; all int64, shape (passages,), by quote number and start."""

    quotes: Rows
    starts: Rows
    stops: Rows
    languages: Rows
    """0 is Russian, 1 is English."""

    def write(self, path: Path) -> None:
        """Write the four columns one after the other."""
        write_array(path, np.stack([self.quotes, self.starts, self.stops, self.languages]).astype("<i8"))

    @classmethod
    def open(cls, path: Path, size: int) -> "PassageTable":
        """Map the columns of a table of `size` passages into memory; raises ValueError when the file is another size."""
        return cls(*read_array(path, "<i8", (4, size)))

    def __len__(self) -> int:
        return len(self.quotes)

    def rows_of(self, quote_number: int) -> Rows:
        """Give the rows of one quote; none when it is not in the build."""
        first, after = np.searchsorted(self.quotes, [quote_number, quote_number + 1])
        return np.arange(first, after, dtype=np.int64)

    def rows_of_all(self, quote_numbers: Sequence[int] | npt.NDArray[np.int64]) -> Rows:
        """Give the rows of these quotes, ascending."""
        wanted = np.asarray(quote_numbers, np.int64)
        if np.any(
            wanted[1:] <= wanted[:-1]
        ):  # hashing half a million numbers that are in order already takes half a second
            wanted = np.unique(wanted)
        firsts = np.searchsorted(self.quotes, wanted, "left")
        counts = np.searchsorted(self.quotes, wanted, "right") - firsts
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        rows: Rows = np.repeat(firsts, counts) + within
        return rows


def write_array(path: Path, array: npt.NDArray[Any]) -> None:
    """Write the bare numbers of an array.

    The manifest knows the shape. numpy's own format would note it in a header of Python source, which CPython 3.11 cannot
    read in two threads at once (SystemError, "AST constructor recursion depth mismatch").
    """
    path.write_bytes(np.ascontiguousarray(array).data)


def read_array(path: Path, kind: str, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    """Map an array into memory; raises ValueError when the file does not hold that many numbers."""
    if 0 in shape:
        return np.zeros(shape, kind)
    # As a plain array over the same memory: each access to a memmap object makes another one.
    return np.asarray(np.memmap(path, kind, "r", shape=shape))
