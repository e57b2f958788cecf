"""Batches of texts of like length, endless, weighted by source, the same for the same seed."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]

_POOL = 8192  # rows sorted by length at a time
_SMALLEST, _LARGEST = 16, 512


def batches(lengths: Sequence[int], weights: Sequence[float], tokens: int, seed: int) -> Iterator[Rows]:
    """Row numbers, batch after batch: about `tokens` pieces each, padding included.

    In one pass a row of weight 2.5 is seen twice or three times; each pool of rows is sorted by length and its batches
    are shuffled, so neither length nor source follows a pattern.
    """
    chance = np.random.default_rng(seed)
    size, weight = np.array(lengths), np.array(weights)
    while True:
        times = np.floor(weight + chance.random(len(weight))).astype(np.int64)
        rows = chance.permutation(np.repeat(np.arange(len(weight)), times))
        for at in range(0, len(rows), _POOL):
            pool = rows[at : at + _POOL]
            pool = pool[np.argsort(size[pool], kind="stable")]
            cut = list(_cut(pool, size, tokens))
            for number in chance.permutation(len(cut)):
                yield cut[number]


def _cut(pool: Rows, size: npt.NDArray[np.int64], tokens: int) -> Iterator[Rows]:
    at = 0
    while at < len(pool):
        # The longest text sits at the end of the slice, so the guess from its start is corrected once.
        count = tokens // int(size[pool[at]])
        count = tokens // int(size[pool[min(at + count, len(pool)) - 1]])
        count = min(max(count, _SMALLEST), _LARGEST)
        # A rest too small to compare its texts with one another waits for another pass.
        if len(pool) - at >= _SMALLEST:
            yield pool[at : at + count]
        at += count
