"""Several processes that train side by side and take the mean of their weights every few steps.

On two cores two processes of one thread each do nearly twice the work of one, where two threads of one process
were measured several times slower than one. Meeting seldom costs little (local SGD, Stich 2019) and needs no gradients exchanged.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor


class Alone:
    """The only process: nothing to exchange."""

    rank, count = 0, 1

    def seconds(self, own: float) -> float:
        """How long the training has run."""
        return own

    def share(self, masters: Mapping[str, Tensor], table: Tensor) -> None:
        """Nobody to share with."""

    def leave(self) -> None:
        """Nobody to take leave of."""


class Peers:
    """One of `count` processes on this machine."""

    def __init__(self, rank: int, count: int, table: Tensor, first: int) -> None:
        """Rows of the table before `first` never move."""
        self.rank, self.count, self.first = rank, count, first
        self.base = table[first:].clone()

    @classmethod
    def met(cls, rank: int, count: int, meeting: Path, table: Tensor, first: int) -> "Peers":
        """Wait until all are there; `meeting` is a file that does not exist yet, the same for all."""
        store = dist.FileStore(str(meeting), count)  # type: ignore[attr-defined]
        dist.init_process_group("gloo", store=store, rank=rank, world_size=count)
        return cls(rank, count, table, first)

    def seconds(self, own: float) -> float:
        """How long the training has run, the same for all, so that all stop at the same step."""
        mean = torch.tensor(own, dtype=torch.float64)
        dist.all_reduce(mean)
        return float(mean) / self.count

    def share(self, masters: Mapping[str, Tensor], table: Tensor) -> None:
        """Make the body's weights the mean of all processes', and each row the mean of those that moved it."""
        flat = torch.cat([value.flatten() for value in masters.values()])
        dist.all_reduce(flat)
        flat /= self.count
        at = 0
        for value in masters.values():
            value.copy_(flat[at : at + value.numel()].view_as(value))
            at += value.numel()
        change = table[self.first :] - self.base
        moved = (change != 0).any(1, keepdim=True).float()
        dist.all_reduce(change)
        dist.all_reduce(moved)
        self.base += change / moved.clamp(min=1)
        table[self.first :] = self.base

    def leave(self) -> None:
        """Exchange nothing more. The threads that did would abort a process that ends while they are still there."""
        dist.destroy_process_group()
