"""What an embedding model is to this project, and how one is loaded.

embedder = load_embedder()                                   # the bundled bilingual model
embedder = load_embedder("intfloat/multilingual-e5-small")   # any sentence-transformers model
embedder.embed_query("зависимость от чужих технологий")      # float32, shape (dimension,)
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from archive.errors import ModelError, ModelNotFound

__all__ = [
    "BUNDLED",
    "BUNDLED_FOLDER",
    "Embedder",
    "Progress",
    "Vector",
    "Vectors",
    "checked",
    "load_embedder",
]

Vector = npt.NDArray[np.float32]
Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]

BUNDLED = "quote-archive-bilingual"
BUNDLED_FOLDER = Path(__file__).parent / "model"


class Embedder(Protocol):
    """Turns text into unit vectors, so that an inner product is the cosine similarity.

    The bundled ONNX model and any sentence-transformers model are the two that stand behind it.
    """

    @property
    def name(self) -> str:
        """What builds and messages call it, and `load_embedder` takes: `intfloat/multilingual-e5-small`, say."""
        ...

    @property
    def revision(self) -> str:
        """Tells two states of the same model apart; changes whenever its vectors do."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_pieces(self) -> int:
        """Word pieces the model reads, specials included; what is longer is cut off at the end."""
        ...

    @property
    def precision(self) -> str:
        """Number format of the weights that run, such as `int8` or `float32`."""
        ...

    @property
    def prompts(self) -> Mapping[str, str]:
        """What is put before a text: keys `query` and `passage`; an absent key means nothing."""
        ...

    def embed_query(self, text: str) -> Vector:
        """The unit vector of a question, float32, shape (dimension,)."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, float32, shape (texts, dimension)."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors of passages, float32, shape (texts, dimension); `progress` gets (done, all)."""
        ...

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each passage has before any is cut off, specials and prompt included."""
        ...


def load_embedder(model: str | Path | None = None, *, download: bool = False) -> Embedder:
    """The embedder of that name (`quote-archive-bilingual` is the bundled one) or folder; the bundled one without either.

    A folder that holds `embedder.json` is read as the bundled model's format (onnxruntime, no torch); everything else
    goes through sentence-transformers. Files that are not on this machine are fetched only with `download=True`.

    Raises ModelNotFound when no such model lies on this machine, ModelError when it cannot be used.
    """
    # The two back ends are imported here: one costs seconds and the other a tenth of one.
    from index.onnx_embedding import METADATA, OnnxEmbedder  # noqa: PLC0415

    if model is not None and not str(model).strip():
        raise ModelNotFound("A model was asked for and not named: give its name or folder, or leave it out.")
    if model is None or str(model) == BUNDLED:
        return OnnxEmbedder.load(BUNDLED_FOLDER)
    if (Path(model) / METADATA).is_file():
        return OnnxEmbedder.load(Path(model))
    from index.hub_embedding import SentenceTransformersEmbedder  # noqa: PLC0415

    return SentenceTransformersEmbedder.load(str(model), download=download)


def checked(vectors: Vectors, name: str, dimension: int) -> Vectors:
    """The vectors as they are, if they are finite unit vectors of the right dimension; ModelError otherwise."""
    if vectors.ndim != 2 or vectors.shape[1] != dimension:
        raise ModelError(
            f"The model '{name}' answered with vectors of shape {vectors.shape} where dimension {dimension} was expected. "
            "Choose another model, or rebuild with this one."
        )
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.all(np.isfinite(lengths)) or np.any(np.abs(lengths - 1) > 0.01):
        raise ModelError(
            f"The model '{name}' answered with vectors that are not numbers of length one. Choose another model."
        )
    return vectors
