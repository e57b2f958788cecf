"""The network under training as an embedder, so that the product's own figures can be taken from it."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from index.embedding import Progress, Vector, Vectors
from index.training import network
from index.training.pooling import counted
from index.training.teacher import LONGEST, encode, piece_ids


class StudentEmbedder:
    """Weights in PyTorch with a tokenizer, pooled as the finished model pools; no prompts, both kinds of text are read alike."""

    name, dimension, max_pieces = "student", network.WIDTH, LONGEST

    def __init__(
        self, weights: network.Weights, tokenizer: Tokenizer, dtype: torch.dtype = torch.float32, device: str = "cpu"
    ) -> None:
        self.weights, self.tokenizer, self.dtype, self.device = weights, tokenizer, dtype, device
        self.precision = str(dtype).removeprefix("torch.")
        self.prompts: dict[str, str] = {}
        self.counted = counted(tokenizer)
        self.revision = digest(weights | {"counted": torch.from_numpy(self.counted)})

    @classmethod
    def load(
        cls, weights: Path, tokenizer: Path, dtype: torch.dtype = torch.float32, device: str = "cpu"
    ) -> "StudentEmbedder":
        """From the files weights.pt and tokenizer.json."""
        return cls(
            torch.load(weights, map_location="cpu", weights_only=True),
            Tokenizer.from_file(str(tokenizer)),
            dtype,
            device,
        )

    def embed_query(self, text: str) -> Vector:
        """The unit vector of a question, float32, shape (384,)."""
        vector: Vector = self.embed_queries([text])[0]
        return vector

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, float32, shape (texts, 384)."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors of passages, float32, shape (texts, 384)."""
        ids = piece_ids(self.tokenizer, texts)
        return encode(self.weights, ids, self.device, dtype=self.dtype, counted=self.counted, progress=progress)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Pieces of each text, specials included, before any is cut off."""
        self.tokenizer.no_truncation()
        return [len(encoded.ids) for encoded in self.tokenizer.encode_batch_fast(list(texts))]


def digest(weights: network.Weights) -> str:
    """Twelve hexadecimal digits that change with any weight."""
    found = sha256()
    for name in sorted(weights):
        found.update(np.ascontiguousarray(weights[name].float().cpu().numpy()).tobytes())
    return found.hexdigest()[:12]
