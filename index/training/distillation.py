"""The training itself: the student's vectors of both languages drawn to the teacher's vector of the English side."""

import logging
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from index.training import network
from index.training.batches import batches
from index.training.optimiser import BodyAdam, RowAdam
from index.training.peers import Alone, Peers
from index.training.teacher import padded

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train."""

    minutes: float = 60.0
    device: str = "cpu"
    tokens: int = 3072  # pieces in a batch, padding included
    rows_rate: float = 1.5e-3
    body_rate: float = 2.5e-4
    english_every: int = 6  # every so many steps an English batch keeps that side where the teacher is
    bank: int = 4096  # teacher vectors of other sentences that each text is compared with
    scale: float = 20.0
    checkpoint_minutes: float = 5.0
    seed: int = 0
    compiled: bool = True
    processes: int = 1  # each of one thread, on a cpu
    meet_every: int = 20  # steps after which the processes take the mean of their weights


@dataclass(frozen=True, slots=True)
class Corpus:
    """Piece numbers of both sides, how often each pair is seen, and the teacher's vectors (float16)."""

    russian: Sequence[np.ndarray]
    english: Sequence[np.ndarray]
    weights: Sequence[float]
    targets: np.ndarray


class Distillation:
    """State of one training run; `run` goes on until the plan's minutes are over."""

    def __init__(self, plan: Plan, weights: network.Weights, first_new: int) -> None:
        self.plan = plan
        weights = {name: value.to(plan.device).clone() for name, value in weights.items()}
        self.rows = RowAdam(weights["words"], first_new)
        self.body = BodyAdam({name: value for name, value in weights.items() if network.is_body(name)}, torch.bfloat16)
        self.average = {name: value.clone() for name, value in weights.items()}
        self.steps, self.seen, self.seconds = 0, 0, 0.0
        self.peers: Alone | Peers = Alone()
        self.forward = torch.compile(network.forward, dynamic=True) if plan.compiled else network.forward

    def join(self, rank: int, meeting: Path) -> None:
        """Train as one of the plan's processes, which find each other by the file `meeting`."""
        self.peers = Peers.met(rank, self.plan.processes, meeting, self.rows.table, self.rows.first)

    def run(self, corpus: Corpus, folder: Path) -> None:
        """Train, writing folder/checkpoint.pt and folder/weights.pt (the running average) as it goes.

        Stopped by Ctrl-C it writes both before it leaves, so that nothing is lost. Of several processes the first writes:
        what the others learned since the last meeting, twenty steps at most, and their momentum are lost.
        """
        try:
            self._train(corpus, folder)
        except KeyboardInterrupt:
            self.save(folder)
            raise
        finally:
            self.peers.leave()
        self.save(folder)

    def _train(self, corpus: Corpus, folder: Path) -> None:
        plan = self.plan
        seed = plan.seed + self.steps + 1_000_003 * self.peers.rank
        torch.manual_seed(seed)
        bank = torch.from_numpy(np.ascontiguousarray(corpus.targets)).to(plan.device)
        streams = [
            batches([len(one) for one in side], corpus.weights, plan.tokens, seed + number)
            for number, side in enumerate((corpus.russian, corpus.english))
        ]
        sides = (corpus.russian, corpus.english)
        losses: list[float] = []
        begun, before = time.monotonic(), self.seconds
        saved = shown = begun
        while self.seconds < plan.minutes * 60:
            side = int(self.steps % plan.english_every == plan.english_every - 1)
            chosen = next(streams[side])
            away = self._step(
                [sides[side][row] for row in chosen], bank[torch.from_numpy(chosen).to(bank.device)], bank
            )
            if side == 0:
                losses = [*losses[-99:], away]
                self.seen += len(chosen) * self.peers.count
            now = time.monotonic()
            if self.peers.count == 1 or self.steps % plan.meet_every == 0:
                self.seconds = self.peers.seconds(before + now - begun)
                self._meet()
            if now - shown > 30:
                shown = now
                logger.info(
                    "step %d, %d pairs, %.0f s, 1 - cos %.4f", self.steps, self.seen, self.seconds, np.mean(losses)
                )
            if now - saved > plan.checkpoint_minutes * 60:
                saved = now
                self.save(folder)

    def _step(self, texts: Sequence[np.ndarray], target: Tensor, bank: Tensor) -> float:
        plan = self.plan
        pieces, mask = padded(texts)
        pieces = pieces.to(plan.device)
        used, inverse = torch.unique(pieces, return_inverse=True)
        leaf = self.rows.table[used].to(torch.bfloat16).requires_grad_()
        mask = torch.ones_like(pieces, dtype=torch.bool) if mask is None else mask.to(plan.device)
        vectors = self.forward(self.body.copies, F.embedding(inverse, leaf), mask)
        others = bank[torch.randint(len(bank), (plan.bank,), device=bank.device)]
        loss, away = distance(vectors, target, others, plan.scale)
        if not torch.isfinite(loss):
            raise FloatingPointError(
                f"The loss is {loss.item()} at step {self.steps}: restart from the checkpoint with lower rates."
            )
        torch.autograd.backward(loss)
        part = self.seconds / (plan.minutes * 60)
        self.body.step(plan.body_rate * schedule(part, warm=0.1))
        if leaf.grad is None:
            raise RuntimeError("The table of word pieces got no gradient.")
        self.rows.step(used, leaf.grad, plan.rows_rate * schedule(part, warm=0.01))
        self.steps += 1
        return away

    def _meet(self) -> None:
        """Every so many steps: share the weights with the other processes and fold them into the running average.

        The average remembers all steps at first and some 300 later.
        """
        if self.steps % self.plan.meet_every:
            return
        self.peers.share(self.body.masters, self.rows.table)
        self.body.renew()
        share = max(0.06, 1 / (1 + self.steps / self.plan.meet_every))
        for name, value in self.body.masters.items():
            self.average[name].lerp_(value, share)
        self.average["words"].lerp_(self.rows.table, share)

    def save(self, folder: Path) -> None:
        """Write the checkpoint and the averaged weights, each by an atomic rename; the first process does it for all."""
        if self.peers.rank:
            return
        state = {
            "rows": self.rows.state(),
            "table": self.rows.table,
            "masters": self.body.masters,
            "adam": self.body.adam.state_dict(),
            "average": self.average,
            "progress": (self.steps, self.seen, self.seconds),
        }
        _write(state, folder / "checkpoint.pt")
        _write(self.average, folder / "weights.pt")

    def restore(self, path: Path) -> None:
        """Go on from a checkpoint of the same plan."""
        state = torch.load(path, map_location=self.plan.device, weights_only=True)
        self.rows.restore(state["rows"])
        self.rows.table.copy_(state["table"])
        for name, value in state["masters"].items():
            self.body.masters[name].copy_(value)
        self.body.renew()
        self.body.adam.load_state_dict(state["adam"])
        self.average = state["average"]
        self.steps, self.seen, self.seconds = state["progress"]


def distance(vectors: Tensor, target: Tensor, others: Tensor, scale: float) -> tuple[Tensor, float]:
    """The loss of a batch, and the mean of 1 - cosine for the log.

    Three parts: nearness to the teacher's own vector; the same similarities as the teacher's to the batch and to a
    bank of other sentences (relational distillation, as a divergence of softmaxes); and each target finding its text
    among the batch. Pairs much further off than the rest, mostly misaligned rows, count for nothing.
    """
    target = target.float()
    cosine = (vectors * target).sum(1)
    with torch.no_grad():
        fair = (cosine >= cosine.mean() - 2.5 * cosine.std(correction=0)).float()
        fair = fair / fair.sum()
        wanted = torch.cat([_product(target, target), _product(target, others)], 1) * scale
    given = torch.cat([_product(vectors, target), _product(vectors, others)], 1) * scale
    relations = F.kl_div(given.log_softmax(1), wanted.log_softmax(1), log_target=True, reduction="none").sum(1)
    found = F.cross_entropy(
        given[:, : len(target)].T, torch.arange(len(target), device=target.device), reduction="none"
    )
    loss = ((3 * (1 - cosine) + 0.5 * relations + 0.25 * found) * fair).sum()
    return loss, float(1 - cosine.detach().mean())


def _product(left: Tensor, right: Tensor) -> Tensor:
    """Similarities, shape (left, right), multiplied in bfloat16."""
    return (left.to(torch.bfloat16) @ right.to(torch.bfloat16).T).float()


def schedule(part: float, warm: float, hold: float = 0.3) -> float:
    """Share of the full rate after `part` of the time: up, level, then down along a half cosine to nearly nothing."""
    if part < warm:
        return max(part / warm, 0.01)
    if part < hold:
        return 1.0
    return max(0.5 * (1 + math.cos(math.pi * min(1.0, (part - hold) / (1 - hold)))), 0.01)


def _write(state: object, path: Path) -> None:
    unfinished = path.with_suffix(".part")
    torch.save(state, unfinished)
    unfinished.replace(path)
