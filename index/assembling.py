"""From passages and vectors to a folder that readers can open."""

import dataclasses
import platform
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import faiss
import numpy as np

from index import publishing
from index.background import background, language_means
from index.build import INDEX_FILE, MEANS_FILE, PASSAGES_FILE, Build, centred, self_search
from index.embedding import Vectors
from index.faiss_vectors import FaissVectors, exact_plan, plan_index
from index.manifest import FORMAT, FileSum, IndexFacts, Manifest, ModelFacts, Work
from index.passage_table import LANGUAGES, PassageTable, write_array
from index.progress import Clock, now
from index.recall import WANTED_RECALL, calibrate
from index.vectors import Halves

__all__ = ["Material", "assemble"]

_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Material:
    """All that a build is made of."""

    fingerprint: str
    model: ModelFacts
    table: PassageTable
    vectors: Halves
    """float16, shape (passages, dimension), in the order of the table's rows."""
    work: Work
    centre: bool


def assemble(home: Path, material: Material, clock: Clock) -> Build:
    """Write a build aside, check it by reading it back, and publish it; the lock must be held.

    Whatever goes wrong, the current build stays current and what was written is taken away.
    """
    build_id = publishing.new_id(home)
    partial = publishing.partial_folder(home, build_id)
    try:
        with clock.stage("indexing", len(material.table)):
            manifest = _write(partial, build_id, material)
        with clock.stage("publishing", len(material.table)):
            seconds = dict(clock.seconds)
            dataclasses.replace(manifest, work=dataclasses.replace(material.work, seconds=seconds)).write(partial)
            self_search(Build.open(partial, thorough=True))
            folder = publishing.publish(home, partial, build_id)
        return Build.open(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _write(folder: Path, build_id: str, material: Material) -> Manifest:
    table, vectors = material.table, material.vectors
    means = language_means(vectors, table.languages)
    if material.centre:
        vectors = _all_centred(vectors, table, means)
    store, facts = _indexed(vectors)
    store.write(folder / INDEX_FILE)
    table.write(folder / PASSAGES_FILE)
    write_array(folder / MEANS_FILE, means.astype("<f4"))
    counts = np.bincount(table.languages, minlength=len(LANGUAGES))
    return Manifest(
        format=FORMAT,
        id=build_id,
        created=now(),
        fingerprint=material.fingerprint,
        model=material.model,
        index=facts,
        work=material.work,
        quotes=len(np.unique(table.quotes)),
        passages=len(table),
        languages={name: int(count) for name, count in zip(LANGUAGES, counts, strict=True)},
        centred=material.centre,
        background=background(vectors, table.languages, table.quotes),
        versions=_versions(),
        files={name: FileSum.of(folder / name) for name in (INDEX_FILE, PASSAGES_FILE, MEANS_FILE)},
    )


def _indexed(vectors: Halves) -> tuple[FaissVectors, IndexFacts]:
    """Make the index that the rule names, or the exact one when that does not find enough."""
    plan = plan_index(*vectors.shape)
    store = FaissVectors.build(vectors, plan)
    measured = calibrate(store, vectors)
    if measured.recall < WANTED_RECALL:
        plan = exact_plan()
        store = FaissVectors.build(vectors, plan)
        measured = calibrate(store, vectors)
    facts = IndexFacts(
        factory=plan.factory,
        lists=plan.lists,
        searched_lists=measured.effort.lists,
        candidates=measured.effort.candidates,
        recall_at_10=round(measured.recall, 4),
        recall_queries=measured.queries,
    )
    return store, facts


def _all_centred(vectors: Halves, table: PassageTable, means: Vectors) -> Halves:
    """Centre vectors block by block, in half precision like the ones that came."""
    moved = np.empty_like(vectors)
    for at in range(0, len(vectors), _BLOCK):
        block = slice(at, at + _BLOCK)
        moved[block] = centred(vectors[block].astype(np.float32), means[table.languages[block]])
    return moved


def _versions() -> Mapping[str, str]:
    try:
        own = metadata.version("quote-archive")
    except metadata.PackageNotFoundError:
        own = "not installed"
    return {
        "quote-archive": own,
        "faiss": faiss.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }
