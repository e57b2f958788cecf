"""The embedding cache: a text is embedded once by a model, and what nobody needs is forgotten."""

import numpy as np
import pytest

from index import publishing
from index.building import rebuild_with
from index.cache import EmbeddingCache, digest
from index.manifest import ModelFacts
from tests.conftest import write_jsonl
from tests.spelling_embedder import SpellingEmbedder

TEXTS = ["Мост", "Bridge", "River", "Река", "Tax"]


@pytest.fixture
def embedder():
    return SpellingEmbedder()


@pytest.fixture
def model(embedder):
    return ModelFacts.of(embedder)


@pytest.fixture
def filled(tmp_path, embedder, model):
    """A cache with five texts."""
    with EmbeddingCache.open(tmp_path, model) as cache:
        cache.keep([digest(text) for text in TEXTS], embedder.count_pieces(TEXTS), embedder.embed_passages(TEXTS))
        yield cache


def test_gives_vectors_in_the_order_asked_for(filled, embedder):
    """Also when one is asked for twice, and after opening again."""
    asked = ["River", "Мост", "River", "Tax"]

    assert np.allclose(embedder.embed_queries(asked), filled.vectors([digest(text) for text in asked]), atol=1e-3)
    with EmbeddingCache.open(filled.path.parent, ModelFacts.of(embedder)) as again:
        assert np.array_equal(filled.vectors([digest("Tax")]), again.vectors([digest("Tax")]))
        assert 3 == again.pieces[digest("Bridge")]


def test_a_look_writes_nothing(filled, model, tmp_path):
    """Looking tells how many word pieces the kept texts have; where there is no cache none is made."""
    assert 3 == EmbeddingCache.peek(filled.path.parent, model)[digest("Bridge")]
    assert {} == EmbeddingCache.peek(filled.path.parent, ModelFacts.of(SpellingEmbedder(revision="2")))
    assert {} == EmbeddingCache.peek(tmp_path / "nowhere", model)
    assert not (tmp_path / "nowhere").exists()


def test_keeping_a_text_twice_keeps_the_first(filled, embedder):
    """A batch that overlaps what is kept adds only what is new."""
    before = filled.vectors([digest("River")])
    both = ["River", "Sea"]
    filled.keep([digest(text) for text in both], [3, 3], embedder.embed_passages(both)[::-1])

    assert 6 == len(filled)
    assert np.array_equal(before, filled.vectors([digest("River")]))
    assert np.allclose(embedder.embed_query("River"), filled.vectors([digest("Sea")])[0], atol=1e-3)


def test_half_precision_hardly_moves_a_cosine(embedder):
    """Cosines of cached vectors differ from those of the model's by less than a thousandth."""
    vectors = embedder.embed_passages([f"Saying {number} of the river" for number in range(200)])
    halves = vectors.astype(np.float16).astype(np.float32)

    assert 0 < np.abs(vectors @ vectors.T - halves @ halves.T).max() < 0.001


def test_forgets_what_it_is_told_to(filled):
    """What is forgotten is gone for good; the rest stays."""
    assert 3 == filled.forget_all_but([digest("River"), digest("Tax")])
    assert [False, True] == [digest(text) in filled for text in ("Мост", "River")]
    assert (1, 64) == filled.vectors([digest("River")]).shape


@pytest.mark.parametrize(
    "changed", [{"revision": "2"}, {"precision": "int8"}, {"max_pieces": 99}, {"prompts": {"passage": "p: "}}]
)
def test_a_model_that_differs_in_anything_has_its_own(filled, changed):
    """Revision, precision, reading length and prompt all change vectors."""
    with EmbeddingCache.open(filled.path.parent, ModelFacts.of(SpellingEmbedder(**changed))) as other:
        assert 0 == len(other)


def test_a_query_prompt_changes_no_passage(filled):
    """What is put before questions does not matter to the cache."""
    with EmbeddingCache.open(filled.path.parent, ModelFacts.of(SpellingEmbedder(prompts={"query": "q: "}))) as same:
        assert 5 == len(same)


def test_a_rebuild_forgets_texts_long_gone(small_archive, embedder, model, tmp_path):
    """Once most embeddings are of texts that were removed, these go."""
    rows = [{"id": f"s{number}", "text": f"Saying {number}."} for number in range(20)]
    small_archive.add(write_jsonl(tmp_path / "many.jsonl", rows))
    rebuild_with(small_archive, embedder)
    small_archive.remove(*[row["id"] for row in rows])
    rebuild_with(small_archive, embedder)

    with EmbeddingCache.open(small_archive.home, model) as cache:
        assert 5 == len(cache)


def test_a_rebuild_forgets_models_without_a_build(small_archive, embedder, model, monkeypatch):
    """As long as a build of a model is kept its embeddings are, and no longer."""
    monkeypatch.setattr(publishing, "_GRACE_SECONDS", 0.0)
    rebuild_with(small_archive, embedder)
    other = SpellingEmbedder(revision="2")
    kept = []
    for _ in range(2):
        rebuild_with(small_archive, other, afresh=True)
        with EmbeddingCache.open(small_archive.home, model) as cache:
            kept.append(len(cache))

    assert [5, 0] == kept
