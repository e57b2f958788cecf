"""Vectors in FAISS: the same answers as exact arithmetic, for every kind of index and every filter."""

import numpy as np
import pytest

from archive.errors import BuildDamaged
from index.faiss_vectors import Effort, FaissVectors, IndexPlan, exact_plan, plan_index
from index.recall import calibrate, exact_neighbours, sampled_queries
from index.vectors import best_rows

DIMENSION = 32
PLANS = {
    "flat": IndexPlan("Flat", 0, (Effort(),)),
    "half": exact_plan(),
    "one list": IndexPlan(f"IVF1,PQ{DIMENSION // 2}x4fs,Refine(SQfp16)", 1, (Effort(1, 1), Effort(1, 16))),
    "many lists": IndexPlan(f"IVF16,PQ{DIMENSION // 2}x4fs,Refine(SQfp16)", 16, (Effort(1, 2), Effort(16, 16))),
}


def topics(many, seed=5):
    """Unit vectors in loose groups, as texts on some topics give them."""
    chance = np.random.default_rng(seed)
    centres = chance.standard_normal((40, DIMENSION))
    vectors = centres[chance.integers(0, 40, many)] + 0.7 * chance.standard_normal((many, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors():
    return topics(4000)


@pytest.fixture(params=PLANS.values(), ids=PLANS.keys(), scope="module")
def store(request, vectors, tmp_path_factory):
    """Every kind of index, written and opened again."""
    path = tmp_path_factory.mktemp("index") / "index.faiss"
    made = FaissVectors.build(vectors, request.param)
    calibrate(made, vectors)
    made.write(path)
    return FaissVectors.open(path, request.param, made.effort)


def test_finds_what_exact_arithmetic_finds(store, vectors):
    """Nearly all of the true ten nearest come back, with their similarities, best first."""
    queries = topics(50, seed=6)
    found = [store.search(query, 10) for query in queries]
    truth = exact_neighbours(vectors, queries, 10)
    kept = sum(len(np.intersect1d(one.rows, wanted)) for one, wanted in zip(found, truth, strict=True))

    assert kept >= 0.98 * truth.size
    for query, one in zip(queries, found, strict=True):
        assert np.allclose(vectors[one.rows] @ query, one.similarities, atol=2e-3)
        assert np.all(np.diff(one.similarities) <= 0)


@pytest.mark.parametrize("allowed", [[], [7], [3, 9, 3999], range(0, 4000, 2)], ids=["none", "one", "three", "half"])
def test_a_filter_admits_only_its_rows(store, vectors, allowed):
    """The best of the allowed rows come back, and as many as there are."""
    rows = np.array(allowed, np.int64)
    query = topics(1, seed=8)[0]
    found = store.search(query, 10, rows)
    truth = rows[np.argsort(-(vectors[rows] @ query))][:10]

    assert len(truth) == len(found.rows)
    assert set(found.rows) <= set(rows)
    assert len(np.intersect1d(truth, found.rows)) >= 0.8 * len(truth)


@pytest.mark.parametrize("every", [2, 20])
def test_a_wide_filter_goes_through_the_index(store, vectors, monkeypatch, every):
    """A filter that admits much is a selector inside the index, and still admits only its rows."""
    monkeypatch.setattr("index.faiss_vectors._FEW_ROWS", 0)
    rows = np.arange(0, 4000, every)
    query = topics(1, seed=8)[0]
    found = store.search(query, 10, rows)
    truth = rows[np.argsort(-(vectors[rows] @ query))][:10]

    assert 10 == len(found.rows)
    assert set(found.rows) <= set(rows)
    assert len(np.intersect1d(truth, found.rows)) >= 8


def test_gives_no_more_than_there_is(store):
    """Asking for more than the store holds pads nothing."""
    assert 4000 >= len(store.search(topics(1)[0], 5000).rows) > 10
    assert (4000, DIMENSION) == (store.size, store.dimension)
    assert 0 == len(store.search(topics(1)[0], 0).rows)


def test_gives_vectors_back(store, vectors):
    """Stored vectors are the ones that came, to half precision."""
    assert np.allclose(vectors[[0, 17, 3999]], store.vectors([0, 17, 3999]), atol=1e-3)


def test_the_same_vectors_make_the_same_file(vectors, tmp_path):
    """Training starts from a fixed seed."""
    for name in "ab":
        FaissVectors.build(vectors, PLANS["many lists"]).write(tmp_path / name)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_index_grows_by_the_rule():
    """Small archives are searched exactly; large ones by candidates that are then put in order."""
    assert "Flat" == plan_index(20_000, 384).factory
    assert "IVF1,PQ192x4fs,Refine(SQfp16)" == plan_index(1_000_000, 384).factory
    assert "IVF2048,PQ192x4fs,Refine(SQfp16)" == plan_index(4_000_000, 384).factory
    assert plan_index(100_000, 33).is_exact


def test_effort_is_raised_until_recall_holds(vectors):
    """Calibration takes the cheapest effort that finds 99 of 100, and says what it measured."""
    store = FaissVectors.build(vectors, PLANS["many lists"])
    measured = calibrate(store, vectors)

    assert Effort(16, 16) == measured.effort == store.effort
    assert measured.recall >= 0.99
    assert 256 == measured.queries


def test_copies_of_a_vector_are_as_good_as_each_other():
    """An archive that holds every text ten times is measured like any other, and keeps the quick index."""
    vectors = np.repeat(topics(2000), 10, axis=0)
    store = FaissVectors.build(vectors, plan_index(200_000, DIMENSION))

    assert calibrate(store, vectors).recall >= 0.99


def test_queries_of_the_measurement_are_not_the_vectors_themselves(vectors):
    """A query lies about as far from its vector as a close paraphrase."""
    queries = sampled_queries(vectors, 100)

    assert 0.6 < float(np.median((queries @ vectors.T).max(axis=1))) < 0.97
    assert np.array_equal(queries, sampled_queries(vectors, 100))


def test_best_rows_breaks_ties_by_row():
    """Equal similarities come in the order of their rows, wherever the border falls."""
    similarities = np.array([0.5, 0.9, 0.5, 0.5, 0.9], np.float32)

    assert [1, 4, 0] == best_rows(similarities, 3).tolist()
    assert [1, 4, 0, 2, 3] == best_rows(similarities, 9).tolist()
    assert [] == best_rows(similarities, 0).tolist()


def test_a_file_that_is_no_index_is_refused(tmp_path):
    """FAISS's own complaint becomes one of ours."""
    (tmp_path / "index.faiss").write_bytes(b"not an index, but long enough to have a header of some sort")

    with pytest.raises(BuildDamaged, match="rebuild"):
        FaissVectors.open(tmp_path / "index.faiss", PLANS["flat"], Effort())
