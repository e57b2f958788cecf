"""The bundled model at run time, and what every model behind the protocol keeps to."""

import dataclasses
import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from archive.errors import ModelError, ModelNotFound
from index.embedding import BUNDLED, BUNDLED_FOLDER, checked, load_embedder
from index.onnx_embedding import OnnxEmbedder


@pytest.fixture(scope="module")
def embedder():
    return load_embedder()


def test_vectors_are_unit_float32_rows(embedder):
    """Every text gets one float32 row of length one."""
    vectors = embedder.embed_passages(["Мы победим.", "We shall see.", "", "?!", "«…»", "你好"])

    assert (6, embedder.dimension) == vectors.shape
    assert np.float32 == vectors.dtype
    assert np.allclose(1, np.linalg.norm(vectors, axis=1), atol=1e-4)


def test_no_texts_give_no_rows(embedder):
    """An empty list is answered with an empty table of the right width."""
    assert (0, embedder.dimension) == embedder.embed_passages([]).shape
    assert (0, embedder.dimension) == embedder.embed_queries([]).shape
    assert [] == embedder.count_pieces([])


def test_a_translation_is_nearer_than_another_sentence(embedder):
    """Each Russian sentence finds its own English translation."""
    russian = ["Нефть подешевела.", "Кошка спит на окне.", "Министр ушёл в отставку."]
    english = ["The cat sleeps by the window.", "The minister resigned.", "Oil has become cheaper."]

    nearest = (embedder.embed_queries(russian) @ embedder.embed_passages(english).T).argmax(1)

    assert [2, 0, 1] == nearest.tolist()


def test_a_text_has_the_same_vector_in_any_batch(embedder):
    """Neither padding nor the neighbours in a batch change a vector."""
    text = "Без независимых судов не будет и инвестиций."
    others = [text, "No.", "слово " * 200, "A promise made in a hurry is seldom kept."]

    alone, among = embedder.embed_query(text), embedder.embed_passages(others)[0]

    assert float(alone @ among) > 0.99999


@pytest.mark.parametrize(
    ("bare", "marked"), [("Why.", "Why?"), ("мост", "«мост»?!"), ("Мост построили", "— Мост построили!")]
)
def test_marks_hardly_move_a_vector(embedder, bare, marked):
    """A text's vector is the mean of what it says, not of its punctuation."""
    assert embedder.embed_query(bare) @ embedder.embed_query(marked) > 0.95


@pytest.mark.parametrize(("one", "other"), [("C#", "C"), ("100 %", "100"), ("R&D", "RD")])
def test_marks_that_say_something_count(embedder, one, other):
    """Not every sign between words is punctuation."""
    assert embedder.embed_query(one) @ embedder.embed_query(other) < 0.7


def test_short_i_is_kept_apart_and_yo_is_not(embedder):
    """й differs from и, as in мой and мои; ё equals е, as Russian readers expect."""
    mine, mine_all, bear, bear_plain = embedder.embed_passages(["мой", "мои", "ёлка", "елка"])

    assert float(mine @ mine_all) < 0.999
    assert float(bear @ bear_plain) > 0.99999


def test_both_unicode_forms_of_a_letter_are_one(embedder):
    """A decomposed й gives the vector of the composed one."""
    composed, decomposed = embedder.embed_passages(["чужой край", "чужои\u0306 краи\u0306"])

    assert float(composed @ decomposed) > 0.99999


def test_counts_pieces_beyond_the_limit(embedder):
    """The count is of the whole text, the two specials included, however long it is."""
    assert [2, 3] == embedder.count_pieces(["", "мир"])
    assert 1002 == embedder.count_pieces(["мир " * 1000])[0]


def test_what_is_too_long_is_cut_at_the_end(embedder):
    """Two texts that differ only beyond the limit have one vector."""
    start = "мир " * (embedder.max_pieces - 2)

    first, second = embedder.embed_passages([start + "война", start + "кошка"])

    assert float(first @ second) > 0.99999


def test_progress_counts_up_to_all(embedder):
    """The last call of `progress` says that all is done."""
    seen = []

    embedder.embed_passages(["слово " * 100] * 100, progress=lambda done, every: seen.append((done, every)))

    assert (100, 100) == seen[-1]
    assert sorted(seen) == seen
    assert len(seen) > 1


@pytest.fixture(params=[1, 2], ids=["one core", "two cores"])
def cores(request, monkeypatch):
    """As many cores as a machine may have, whatever this one has."""
    monkeypatch.setattr("index.side_by_side.cores", lambda: request.param)


@pytest.mark.usefixtures("cores")
def test_breaking_off_does_not_wait_for_all_batches(embedder):
    """Whoever stops at the first sign of progress gets away while hardly anything was embedded."""
    runs = []

    def run(outputs, inputs):
        runs.append(len(inputs["input_ids"]))
        return embedder.session.run(outputs, inputs)

    watched = dataclasses.replace(embedder, session=SimpleNamespace(run=run))

    def stop(done, _):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watched.embed_passages(["слово " * 100] * 1000, stop)
    assert sum(runs) < 100


@pytest.mark.usefixtures("cores")
def test_an_answer_that_is_no_unit_vector_is_refused_among_many_batches(embedder):
    """What goes wrong in one of the batches that run side by side is said, not lost."""
    answers = itertools.chain([1.0, 1.0, np.nan], itertools.repeat(1.0))
    broken = SimpleNamespace(run=lambda _, inputs: [embedder.session.run(None, inputs)[0] * next(answers)])

    with pytest.raises(ModelError, match="length one"):
        dataclasses.replace(embedder, session=broken).embed_passages(["Мост построили за три года."] * 300)


@pytest.mark.usefixtures("cores")
def test_many_batches_give_each_text_its_own_vector_and_progress_in_order(embedder):
    """Side by side or one after the other, rows stay with their texts."""
    texts = [f"{one} {word}" for one in range(60) for word in ("мост", "река и старый дом", "letter " * 30)]
    told = []

    vectors = embedder.embed_passages(texts, lambda done, everything: told.append((done, everything)))

    assert np.allclose(vectors[::17], [embedder.embed_query(text) for text in texts[::17]], atol=1e-4)
    assert len(told) > 3
    assert sorted(told) == told
    assert (180, 180) == told[-1]


def test_the_bundled_model_goes_by_its_name_too():
    """Builds record the model's name; that name loads it again."""
    assert BUNDLED == load_embedder(BUNDLED).name == load_embedder().name


def test_the_bundled_model_fits_in_sixty_megabytes():
    """All files of the model's folder together."""
    assert sum(path.stat().st_size for path in BUNDLED_FOLDER.rglob("*")) <= 60_000_000


@pytest.mark.parametrize(
    "code",
    [
        "from index.embedding import load_embedder; load_embedder().embed_query('да')",
        "from archive import Archive; from index import Searcher",
    ],
)
def test_what_a_search_imports_is_light(code):
    """Neither torch nor sentence-transformers is imported for a query, nor the extraction of quotes."""
    heavy = {"torch", "transformers", "sentence_transformers", "archive.adding", "archive.extraction"}
    code = f"import sys; {code}; print(sorted({heavy} & set(sys.modules)))"
    root = Path(__file__).parent.parent

    printed = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)

    assert "[]" == printed.stdout.strip()


def test_sentence_transformers_loads_the_bundled_model(embedder):
    """The library's vectors are those of the run-time path."""
    from sentence_transformers import SentenceTransformer

    texts = ["зависимость от чужих технологий", "dependence on foreign technology"]
    model = SentenceTransformer(str(BUNDLED_FOLDER), trust_remote_code=True)

    assert embedder.dimension == model.get_embedding_dimension()
    assert np.allclose(embedder.embed_queries(texts), model.encode_query(texts), atol=1e-5)


def test_another_folder_of_the_same_format_loads(tmp_path, embedder):
    """A copy of the bundled folder is as good as the original, under its own name."""
    copy = Path(shutil.copytree(BUNDLED_FOLDER, tmp_path / "copy"))
    facts = json.loads((copy / "embedder.json").read_text("utf8")) | {"name": "mine"}
    (copy / "embedder.json").write_text(json.dumps(facts), encoding="utf8")

    loaded = load_embedder(copy)

    assert "mine" == loaded.name
    assert np.allclose(embedder.embed_query("да"), loaded.embed_query("да"), atol=1e-6)


def test_a_folder_that_lacks_a_file_is_not_found(tmp_path):
    """The error names the missing file."""
    (tmp_path / "embedder.json").write_text("{}", encoding="utf8")

    with pytest.raises(ModelNotFound, match=r"model\.onnx"):
        load_embedder(tmp_path)


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json", "embedder.json"])
def test_a_damaged_file_is_a_clear_error(tmp_path, broken):
    """A file cut short makes one sentence that names the folder."""
    copy = Path(shutil.copytree(BUNDLED_FOLDER, tmp_path / "copy"))
    content = (copy / broken).read_bytes()
    (copy / broken).write_bytes(content[: len(content) // 2])

    with pytest.raises(ModelError, match="copy"):
        OnnxEmbedder.load(copy)


def test_another_dimension_is_refused():
    """Vectors of the wrong width do not get through."""
    with pytest.raises(ModelError, match="dimension 4"):
        checked(np.full((1, 3), 3**-0.5, np.float32), "odd", 4)


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0])
def test_what_is_no_unit_vector_is_refused(value):
    """NaN, infinity and zero vectors do not get through."""
    with pytest.raises(ModelError, match="length one"):
        checked(np.full((2, 4), value, np.float32), "odd", 4)
