"""Going on from a finished model: its weights read back from the ONNX file, its rows moved to another vocabulary."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

from index.onnx_embedding import MODEL, TOKENIZER
from index.training import network
from index.training.onnx_graph import Arrays, norm_before

_ONE = np.ones(1, np.float32)


def weights(folder: Path, tokenizer: Tokenizer, first_rows: np.ndarray) -> network.Weights:
    """The model's weights under a new vocabulary.

    A piece that the model knows keeps its row; one that it does not starts from `first_rows`, shape (pieces, 384), as
    aligned. Means of the rows of its parts were tried instead and are far worse (LAReQA ru-en .556 against .626 before
    any training), a ridge regression from both a little worse (.624).
    """
    found = read(folder / MODEL)
    known = Tokenizer.from_file(str(folder / TOKENIZER)).get_vocab()
    table = np.array(first_rows, np.float32)
    for piece, number in tokenizer.get_vocab().items():
        if piece in known:
            table[number] = found["words"][known[piece]]
    # Positions past the longest text were not stored.
    positions = network.teacher_weights()["positions"].numpy().copy()
    positions[: len(found["positions"])] = found["positions"]
    found |= {"words": table, "positions": positions}
    return {name: torch.from_numpy(np.array(value, np.float32)) for name, value in found.items()}


def read(path: Path) -> Arrays:
    """What `onnx_graph.build` stored: whole numbers times their scales, smoothed norms as they were before."""
    stored = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}
    found: Arrays = {"words": _whole(stored, "words"), "positions": stored["positions"]}
    norms = ["norm", *(f"{layer}.norm{number}" for layer in range(network.LAYERS) for number in (1, 2))]
    for norm in norms:
        for part in ("weight", "bias"):
            found[f"{norm}.{part}"] = stored[f"{norm}.{part}"] * stored.get(f"{norm}.back", _ONE)
    for layer in range(network.LAYERS):
        smoothed = {"qkv": norm_before(layer), "up": f"{layer}.norm1"}
        for name in ("qkv", "out", "up", "down"):
            matrix = _whole(stored, f"{layer}.{name}.weight", f"{layer}.{name}.scale").T
            back = stored.get(f"{smoothed[name]}.back", _ONE) if name in smoothed else _ONE
            found[f"{layer}.{name}.weight"] = (matrix / back).astype(np.float32)
            found[f"{layer}.{name}.bias"] = stored[f"{layer}.{name}.bias"]
    return found


def _whole(stored: Arrays, name: str, scale: str = "") -> np.ndarray:
    factor = stored.get(scale or f"{name}.scale")
    value: np.ndarray = stored[name].astype(np.float32)
    return value if factor is None else value * factor
