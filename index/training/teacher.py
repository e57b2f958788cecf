"""The teacher's vectors of the English sides, computed once and kept as float16."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from index.training import network

_TOKENS = 8192  # in a batch, padding included
LONGEST = 256  # pieces, the length the teacher was made for


def teacher_tokenizer() -> Tokenizer:
    """The teacher's own tokenizer, without its fixed padding."""
    loaded = Tokenizer.from_file(str(network.teacher_folder() / "tokenizer.json"))
    loaded.no_padding()
    loaded.enable_truncation(LONGEST)
    return loaded


def piece_ids(tokenizer: Tokenizer, texts: Sequence[str]) -> list[np.ndarray]:
    """The piece numbers of each text, [CLS] and [SEP] included, int32."""
    tokenizer.enable_truncation(LONGEST)
    found: list[np.ndarray] = []
    for start in range(0, len(texts), 10_000):
        batch = tokenizer.encode_batch_fast(list(texts[start : start + 10_000]))
        found.extend(np.array(encoded.ids, np.int32) for encoded in batch)
    return found


def padded(ids: Sequence[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Piece numbers (texts, length), padded with 0, and the mask of real ones (None when none is padded)."""
    lengths = torch.tensor([len(one) for one in ids])
    longest = int(lengths.max())
    rows = torch.zeros(len(ids), longest, dtype=torch.long)
    for number, one in enumerate(ids):
        rows[number, : len(one)] = torch.from_numpy(one.astype(np.int64))
    if int(lengths.min()) == longest:
        return rows, None
    return rows, torch.arange(longest)[None, :] < lengths[:, None]


def encode(  # noqa: PLR0913  what, where, how
    weights: network.Weights,
    ids: Sequence[np.ndarray],
    device: str = "cpu",
    *,
    dtype: torch.dtype = torch.bfloat16,
    counted: np.ndarray | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> np.ndarray:
    """Unit vectors, shape (texts, 384), float32, by the network in `dtype`; texts of one length go together.

    With `counted`, boolean, shape (pieces,), they are pooled as the finished model pools, else as the teacher does.
    """
    words = weights["words"].to(device, dtype)
    body = {name: value.to(device, dtype) for name, value in weights.items() if network.is_body(name)}
    order = np.argsort([len(one) for one in ids], kind="stable")
    vectors = np.zeros((len(ids), network.WIDTH), np.float32)
    at, shown = 0, time.monotonic()
    with torch.inference_mode():
        while at < len(order):
            # Grown from the short end: the batch's longest text is at most a little longer than its shortest.
            size = max(1, _TOKENS // max(8, len(ids[order[min(at + 64, len(order) - 1)]])))
            chosen = order[at : at + size]
            pieces, mask = padded([ids[i] for i in chosen])
            rows, real = words[pieces.to(device)], None if mask is None else mask.to(device)
            if counted is None:
                found = network.forward(body, rows, real)
            else:
                found = network.finished(body, rows, real, torch.from_numpy(counted)[pieces].to(device))
            vectors[chosen] = found.cpu().numpy()
            at += size
            if progress and time.monotonic() - shown > 10:
                shown = time.monotonic()
                progress(min(at, len(order)), len(order))
    return vectors


def cached_vectors(
    english: Sequence[str], path: Path, device: str, progress: Callable[[int, int], None] | None = None
) -> np.ndarray:
    """The teacher's vectors of the English texts, from the file when it fits, else computed and stored there."""
    if path.exists():
        stored: np.ndarray = np.load(path, mmap_mode="r")
        if len(stored) == len(english):
            return stored
    vectors = encode(network.teacher_weights(), piece_ids(teacher_tokenizer(), english), device, progress=progress)
    unfinished = path.with_suffix(".part.npy")
    np.save(unfinished, vectors.astype(np.float16))
    unfinished.replace(path)
    return vectors
