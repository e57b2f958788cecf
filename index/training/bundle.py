"""The folder index/model: graph, tokenizer and facts, written from trained weights."""

import json
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.embedding import BUNDLED, Vectors
from index.onnx_embedding import METADATA, MODEL, TOKENIZER, OnnxEmbedder
from index.training import network, onnx_graph, quantisation
from index.training.pooling import counted
from index.training.teacher import LONGEST

_MODULES = [{"idx": 0, "name": "0", "path": "", "type": "index.onnx_module.OnnxEncoder"}]
_CONFIGURATION = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def write(weights: network.Weights, tokenizer: Path, folder: Path, calibration: Sequence[str] | None) -> OnnxEmbedder:
    """Write the model's folder and load it again: in eight bits with calibration texts, in float32 without."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {name: value.float().cpu().numpy() for name, value in weights.items()}
    arrays["counted"] = counted(Tokenizer.from_file(str(tokenizer))).astype(np.float32)
    shutil.copy(tokenizer, folder / TOKENIZER)
    model, _ = onnx_graph.build(arrays, lambda _: "float32", LONGEST)
    onnx_graph.save(model, folder / MODEL)
    _facts(folder, "float32")
    if calibration is not None:
        plain = OnnxEmbedder.load(folder)
        batches = [plain.pieces(calibration[at : at + 32]) for at in range(0, len(calibration), 32)]
        arrays = quantisation.smoothed(arrays, quantisation.peaks(arrays, batches, LONGEST))
        reaches = quantisation.reaches(arrays, batches, LONGEST)
        model, _ = onnx_graph.build(arrays, lambda _: "int8", LONGEST, reaches)
        onnx_graph.save(model, folder / MODEL)
        _facts(folder, "int8")
    (folder / "modules.json").write_text(json.dumps(_MODULES, indent=2) + "\n", encoding="utf8")
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps(_CONFIGURATION, indent=2) + "\n", encoding="utf8"
    )
    return OnnxEmbedder.load(folder)


def parity(left: Vectors, right: Vectors) -> tuple[float, float]:
    """Least and mean cosine similarity of the rows of two sets of unit vectors."""
    cosine = (left * right).sum(1)
    return float(np.min(cosine)), float(np.mean(cosine))


def _facts(folder: Path, precision: str) -> None:
    content = (folder / MODEL).read_bytes() + (folder / TOKENIZER).read_bytes()
    facts = {
        "name": BUNDLED,
        "revision": sha256(content).hexdigest()[:12],
        "dimension": network.WIDTH,
        "max_pieces": LONGEST,
        "precision": precision,
        "prompts": {},
    }
    (folder / METADATA).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf8")
