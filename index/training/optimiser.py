"""Adam for two kinds of weights: the body, all of it every step, and the rows of the table that a batch touched."""

import torch
from torch import Tensor

_BETAS, _TINY = (0.9, 0.99), 1e-8


class BodyAdam:
    """Float32 master weights; the network runs on their copies in the working dtype."""

    def __init__(self, masters: dict[str, Tensor], working: torch.dtype, decay: float = 0.01) -> None:
        self.masters = masters
        self.copies = {name: value.to(working).requires_grad_() for name, value in masters.items()}
        matrices = [value for value in masters.values() if value.ndim > 1]
        others = [value for value in masters.values() if value.ndim == 1]
        groups = [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
        self.adam = torch.optim.AdamW(groups, lr=0.0, betas=_BETAS, eps=_TINY, fused=True)

    def step(self, rate: float, clip: float = 1.0) -> None:
        """One step with the gradients on the copies, which are then renewed and cleared."""
        for name, master in self.masters.items():
            gradient = self.copies[name].grad
            master.grad = None if gradient is None else gradient.float()
            self.copies[name].grad = None
        torch.nn.utils.clip_grad_norm_(self.masters.values(), clip)
        for group in self.adam.param_groups:
            group["lr"] = rate
        self.adam.step()
        self.renew()

    @torch.no_grad()
    def renew(self) -> None:
        """Make the working copies what the masters are."""
        for name, master in self.masters.items():
            self.copies[name].copy_(master)


class RowAdam:
    """Lazy Adam over a table: a row moves only when it was in the batch, and counts its own steps."""

    def __init__(self, table: Tensor, first: int) -> None:
        """Rows before `first` never move."""
        self.table, self.first = table, first
        self.mean = torch.zeros_like(table[first:])
        self.square = torch.zeros_like(table[first:])
        self.steps = torch.zeros(len(table) - first, 1, device=table.device)

    def step(self, used: Tensor, gradient: Tensor, rate: float) -> None:
        """Move the rows named by `used` (unique, ascending) along `gradient`, shape (used, width)."""
        moving = used >= self.first
        at, slope = used[moving] - self.first, gradient[moving].float()
        steps = self.steps[at] + 1
        mean = self.mean[at].lerp_(slope, 1 - _BETAS[0])
        square = self.square[at].lerp_(slope * slope, 1 - _BETAS[1])
        self.steps[at], self.mean[at], self.square[at] = steps, mean, square
        mean = mean / (1 - _BETAS[0] ** steps)
        square = square / (1 - _BETAS[1] ** steps)
        self.table[at + self.first] -= rate * mean / (square.sqrt() + _TINY)

    def state(self) -> dict[str, Tensor]:
        """What a checkpoint needs."""
        return {"mean": self.mean, "square": self.square, "steps": self.steps}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Take up where `state` was made."""
        self.mean.copy_(state["mean"])
        self.square.copy_(state["square"])
        self.steps.copy_(state["steps"])
