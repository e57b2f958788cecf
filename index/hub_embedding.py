"""Any sentence-transformers model as an embedder, with the prompts it was trained with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tokenizers import Tokenizer

from archive.errors import ModelError, ModelNotFound
from index.embedding import Progress, Vector, Vectors, checked

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# The E5 models were trained with these two words, but their files do not say so.
_E5 = re.compile(r"(^|[/\\_-])e5-(small|base|large)(-v2)?/?$", re.IGNORECASE)
_E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
_HUB_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)
_BATCH = 32
_LONGEST = 8192  # models without a limit of their own say infinity


@dataclass(frozen=True, slots=True)
class SentenceTransformersEmbedder:
    """A model of the sentence-transformers library, from a folder or from the local hub cache."""

    name: str
    revision: str
    dimension: int
    max_pieces: int
    precision: str
    prompts: Mapping[str, str]
    model: "SentenceTransformer"

    @classmethod
    def load(cls, name: str, *, download: bool = False) -> "SentenceTransformersEmbedder":
        """Load by hub name or folder; reaches the network only with `download=True`.

        Raises ModelNotFound when the model is not on this machine, ModelError when it cannot be read.
        """
        model = _loaded(name, download=download)
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"The model '{name}' does not say how long its vectors are. Choose another model.")
        return cls(
            name=name,
            revision=_revision(model, name),
            dimension=dimension,
            max_pieces=int(min(model.max_seq_length or 512, _LONGEST)),
            precision="bfloat16" if _has_fast_bfloat16(model) else "float32",
            prompts=_prompts(model, name),
            model=model,
        )

    def embed_query(self, text: str) -> Vector:
        """The unit vector of a question, float32, shape (dimension,)."""
        vector: Vector = self.embed_queries([text])[0]
        return vector

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, float32, shape (texts, dimension)."""
        return self._encoded(texts, "query")

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors of passages, float32, shape (texts, dimension); `progress` gets (done, all)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        order = np.argsort([-len(text) for text in texts], kind="stable")
        for at in range(0, len(order), _BATCH * 16):
            chosen = order[at : at + _BATCH * 16]
            vectors[chosen] = self._encoded([texts[number] for number in chosen], "passage")
            if progress:
                progress(at + len(chosen), len(texts))
        return vectors

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each passage has before any is cut off, specials and prompt included."""
        prompt = self.prompts.get("passage", "")
        prompted = [prompt + text for text in texts]
        if not prompted:
            return []
        tokenizer: Any = self.model.tokenizer
        if isinstance(tokenizer, Tokenizer):  # static models carry the bare tokenizer
            return [len(encoded.ids) for encoded in tokenizer.encode_batch(prompted)]
        return [len(ids) for ids in tokenizer(prompted, truncation=False, verbose=False)["input_ids"]]

    def _encoded(self, texts: Sequence[str], kind: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        import torch  # noqa: PLC0415  loaded with the model

        encode: Any = self.model.encode_query if kind == "query" else self.model.encode_document
        with torch.autocast(self.model.device.type, torch.bfloat16, enabled=self.precision == "bfloat16"):
            found = encode(
                list(texts),
                prompt=self.prompts.get(kind, ""),
                batch_size=_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return checked(np.asarray(found, np.float32), self.name, self.dimension)


def _loaded(name: str, *, download: bool) -> "SentenceTransformer":
    if not Path(name).exists() and not _HUB_NAME.fullmatch(name):
        raise ModelNotFound(
            f"There is no folder '{name}', and no model on the hub has such a name (they read 'owner/model')."
        )
    try:
        import torch  # noqa: PLC0415  seconds, so only when such a model is asked for
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    except ImportError as error:
        raise ModelError(f"The model '{name}' needs the package sentence-transformers: {error}.") from error
    try:
        # Weights kept as float16 are several times slower than float32 on a CPU.
        return SentenceTransformer(name, local_files_only=not download, model_kwargs={"dtype": torch.float32})
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        if Path(name).exists() or download:
            raise ModelError(f"The model '{name}' cannot be loaded: {error}") from error
        raise ModelNotFound(
            f"No embedding model '{name}' on this machine. Fetch it once with 'quotes rebuild --model {name} --download', "
            "or give the folder it lies in."
        ) from error


def _has_fast_bfloat16(model: "SentenceTransformer") -> bool:
    """Tell whether the processor (or the GPU that the library chose) multiplies in bfloat16 faster than in float32."""
    import torch  # noqa: PLC0415  loaded with the model

    if model.device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    names = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return model.device.type == "cpu" and any(getattr(torch.cpu, name, bool)() for name in names)


def _prompts(model: "SentenceTransformer", name: str) -> dict[str, str]:
    """The model's own prompts under our two names; those of E5, whose files keep silent about them, by its name."""
    own = dict(model.prompts or {})
    passage = next((own[key] for key in ("document", "passage", "corpus") if own.get(key)), "")
    found = {key: value for key, value in (("query", own.get("query", "")), ("passage", passage)) if value}
    return found or (dict(_E5_PROMPTS) if _E5.search(name) else {})


def _revision(model: "SentenceTransformer", name: str) -> str:
    """The hub's commit, or for a folder a digest of its weights."""
    weights = sorted(Path(name).rglob("*.safetensors")) if Path(name).is_dir() else []
    if weights:
        digest = sha256()
        for path in weights:
            digest.update(path.read_bytes())
        return digest.hexdigest()[:12]
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return str(getattr(config, "_commit_hash", None) or "unknown")
