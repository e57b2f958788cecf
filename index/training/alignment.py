"""Which English pieces each Russian piece stands for: IBM Model 1 with a preference for the diagonal."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

_STEEPNESS = 4.0  # as in fast_align


def expected_counts(
    russian: Sequence[np.ndarray], english: Sequence[np.ndarray], size: int, rounds: int = 5
) -> sp.csr_matrix:
    """Expected counts c(russian piece, english piece), shape (size, size), after `rounds` of EM.

    Model 1 of Brown et al. 1993, each cell weighted by exp(-4 |i/n - j/m|) as Dyer et al. 2013 do, which keeps the
    articles and commas of long sentences from drawing everything to themselves.
    """
    cells = _cells(russian, english, size)
    keys, where = np.unique(cells.keys, return_inverse=True)
    where = where.astype(np.int32)
    of_english = (keys // size).astype(np.int32)
    chance = np.ones(len(keys), np.float32)
    counts: np.ndarray = chance
    for _ in range(rounds):
        cell = chance[where] * cells.prior
        cell /= np.repeat(np.add.reduceat(cell, cells.starts), cells.group)
        counts = np.bincount(where, weights=cell, minlength=len(keys))
        total = np.bincount(of_english, weights=counts, minlength=size)
        chance = (counts / np.maximum(total[of_english], 1e-9)).astype(np.float32)
    return sp.csr_matrix((counts.astype(np.float32), ((keys % size).astype(np.int32), of_english)), shape=(size, size))


class _Cells:
    """Every (russian, english) position of every pair, in long arrays; one group a russian position."""

    def __init__(self, keys: np.ndarray, prior: np.ndarray, group: np.ndarray, starts: np.ndarray) -> None:
        self.keys, self.prior, self.group, self.starts = keys, prior, group, starts


def _cells(russian: Sequence[np.ndarray], english: Sequence[np.ndarray], size: int) -> _Cells:
    keys, prior, group = [], [], []
    for ru, en in zip(russian, english, strict=True):
        keys.append((en.astype(np.int64)[None, :] * size + ru[:, None]).ravel())
        at_ru = (np.arange(len(ru), dtype=np.float32) + 0.5) / len(ru)
        at_en = (np.arange(len(en), dtype=np.float32) + 0.5) / len(en)
        prior.append(np.exp(-_STEEPNESS * np.abs(at_ru[:, None] - at_en[None, :])).ravel())
        group.append(np.full(len(ru), len(en), np.int32))
    groups = np.concatenate(group)
    starts = np.concatenate([[0], np.cumsum(groups.astype(np.int64))[:-1]])
    return _Cells(np.concatenate(keys), np.concatenate(prior), groups, starts)


def first_rows(
    counts: sp.csr_matrix, known: np.ndarray, origin: Sequence[int], best: int = 6, seed: int = 0
) -> np.ndarray:
    """The starting table, shape (pieces, width): kept rows as they are, new ones the mean of their English pieces.

    `known` is the teacher's table; `origin` names each piece's row in it, -1 for a new piece. An unaligned piece starts
    as the mean row with a little noise.
    """
    chance = np.random.default_rng(seed)
    old = np.array(origin) >= 0
    table = np.zeros((len(origin), known.shape[1]), np.float32)
    table[old] = known[np.array(origin)[old]]
    mean = table[old].mean(0)
    for piece in np.flatnonzero(~old):
        row = counts[piece]
        useful = (row.data > 0.05) & old[row.indices]
        ids, weights = row.indices[useful], row.data[useful]
        top = np.argsort(-weights)[:best]
        if len(top) == 0:
            table[piece] = mean + 0.01 * chance.standard_normal(known.shape[1])
        else:
            table[piece] = (weights[top] / weights[top].sum()) @ table[ids[top]]
    return table
