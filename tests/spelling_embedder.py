"""A small embedder that knows spelling only: real vectors of real texts in microseconds, the same in every process.

It stands behind the tests that stop, damage and repeat rebuilds hundreds of times; what the bundled model finds is
tested with the bundled model.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np


@dataclass
class SpellingEmbedder:
    """Counts the three-letter stretches of a text into a vector; words are its pieces."""

    name: str = "spelling"
    revision: str = "1"
    dimension: int = 64
    max_pieces: int = 18
    precision: str = "float32"
    prompts: Mapping[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    """Every passage that it was asked to embed."""

    def embed_query(self, text):
        """Give the unit vector of one question."""
        return self.embed_queries([text])[0]

    def embed_queries(self, texts):
        """Give unit vectors of questions."""
        return np.array([self._vector(text) for text in texts], np.float32).reshape(-1, self.dimension)

    def embed_passages(self, texts: Sequence[str], progress=None):
        """Give unit vectors of passages, and remember that they were asked for."""
        self.seen += texts
        if progress:
            progress(len(texts), len(texts))
        return self.embed_queries(texts)

    def count_pieces(self, texts):
        """Count words and two special pieces."""
        return [2 + len(text.split()) for text in texts]

    def _vector(self, text):
        counts = np.zeros(self.dimension)
        padded = f"  {text} "
        for at in range(len(padded) - 2):
            code = zlib.crc32(padded[at : at + 3].encode("utf-8", "surrogatepass"))
            counts[code % self.dimension] += 1 if code & 65_536 else -1
        counts[0] += 0.5
        return counts / np.linalg.norm(counts)
