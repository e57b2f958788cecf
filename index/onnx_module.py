"""The bundled model as a module of sentence-transformers.

    SentenceTransformer("index/model", trust_remote_code=True).encode_query("зависимость от чужих технологий")

The library asks for `trust_remote_code` before it imports any class that is not its own, this one included.
"""

import shutil
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from sentence_transformers.base.modules import InputModule

from index.onnx_embedding import METADATA, MODEL, TOKENIZER, OnnxEmbedder

__all__ = ["OnnxEncoder"]


class OnnxEncoder(InputModule):
    """Runs model.onnx, whose vectors are pooled and of length one already; there is nothing in it to train."""

    def __init__(self, embedder: OnnxEmbedder, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.embedder, self.folder = embedder, folder
        self.tokenizer = embedder.tokenizer

    @property
    def max_seq_length(self) -> int:
        """Word pieces read, specials included."""
        return self.embedder.max_pieces

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return self.embedder.dimension

    def preprocess(self, inputs: Any, prompt: str | None = None, **kwargs: Any) -> dict[str, torch.Tensor]:
        """Piece numbers and mask of the texts, each of shape (texts, pieces)."""
        del kwargs
        features = self.embedder.pieces([(prompt or "") + str(text) for text in inputs])
        return {name: torch.from_numpy(value) for name, value in features.items()}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Add `sentence_embedding`, shape (texts, dimension), float32."""
        del kwargs
        inputs = {name: features[name].cpu().numpy().astype(np.int64) for name in ("input_ids", "attention_mask")}
        features["sentence_embedding"] = torch.from_numpy(self.embedder.session.run(None, inputs)[0])
        return features

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Copy the model's three files."""
        del args, safe_serialization, kwargs
        for name in (METADATA, MODEL, TOKENIZER):
            shutil.copy(self.folder / name, Path(output_path) / name)

    @classmethod
    def load(cls, model_name_or_path: str, *args: Any, **kwargs: Any) -> Self:
        """From a folder on this machine."""
        del args, kwargs
        return cls(OnnxEmbedder.load(Path(model_name_or_path), threads=0), Path(model_name_or_path))
