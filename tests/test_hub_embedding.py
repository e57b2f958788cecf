"""Any sentence-transformers model behind the protocol of the bundled one."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from archive.errors import ModelError, ModelNotFound
from index.embedding import load_embedder
from index.hub_embedding import _prompts


@pytest.fixture(scope="module")
def small_model(tmp_path_factory):
    """A folder with an untrained sentence-transformers model that wants prompts."""
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("small")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", "war", "and", "peace", "dove"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf8")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=32).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=32,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    made = SentenceTransformer(str(folder))
    made.prompts = {"query": "query: ", "document": "passage: "}
    made.save(str(folder / "saved"))
    return folder / "saved"


def test_a_model_that_is_not_here_is_not_downloaded():
    """An unknown name is an error that says how to fetch it."""
    with pytest.raises(ModelNotFound, match="--download"):
        load_embedder("nobody/no-such-model")


@pytest.mark.parametrize("name", ["./nope", "/nowhere/model", "~/model", "a/b/c", "..", "", " ", "модель"])
def test_a_path_without_a_folder_is_not_looked_for_on_the_hub(name, monkeypatch, tmp_path):
    """What can only be a path is said not to be there; a download would not help."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ModelError) as found:
        load_embedder(name)
    assert "--download" not in str(found.value)


def test_any_sentence_transformers_folder_loads(small_model):
    """A folder of that library is read with its own dimension, limit and prompts."""
    loaded = load_embedder(small_model)
    vectors = loaded.embed_passages(["war and peace", "a dove"])

    assert (16, 32) == (loaded.dimension, loaded.max_pieces)
    assert {"query": "query: ", "passage": "passage: "} == loaded.prompts
    assert (2, 16) == vectors.shape
    assert [7, 6] == loaded.count_pieces(["war and peace", "a dove"])


def test_the_models_own_prompts_are_used(small_model):
    """A question and a passage of the same words differ where the model says so."""
    loaded = load_embedder(small_model)

    question, passage = loaded.embed_query("war and peace"), loaded.embed_passages(["war and peace"])[0]

    assert float(question @ passage) < 0.9999


def test_a_local_model_is_told_apart_by_its_weights(small_model, tmp_path):
    """Other weights under the same configuration are another revision."""
    from safetensors.numpy import load_file, save_file

    copy = Path(shutil.copytree(small_model, tmp_path / "copy"))
    weights = load_file(copy / "model.safetensors")
    save_file({name: value * 2 for name, value in weights.items()}, copy / "model.safetensors", {"format": "pt"})

    assert load_embedder(small_model).revision != load_embedder(copy).revision


@pytest.mark.parametrize(
    ("name", "query"),
    [("intfloat/multilingual-e5-small", "query: "), ("intfloat/e5-base-v2", "query: "), ("BAAI/bge-m3", None)],
)
def test_e5_models_get_their_prompts_by_name(name, query):
    """Their files do not hold the prompts they were trained with."""
    assert query == _prompts(SimpleNamespace(prompts={}), name).get("query")


def test_half_precision_where_the_processor_is_quick_at_it_moves_vectors_hardly(small_model):
    """The faster arithmetic is part of what a model is called by, and its vectors stay beside those of float32."""
    from dataclasses import replace

    loaded = load_embedder(small_model)
    plain, half = (replace(loaded, precision=precision) for precision in ("float32", "bfloat16"))
    texts = ["The river teaches patience.", "Река учит терпению."]

    assert loaded.precision in {"float32", "bfloat16"}
    assert np.float32 == half.embed_passages(texts).dtype
    assert np.all((plain.embed_passages(texts) * half.embed_passages(texts)).sum(1) > 0.99)
