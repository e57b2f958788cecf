"""A build that is open for reading: passages and vectors of one state of the archive, by one model.

build = Build.latest(home)
build.search(embedder.embed_query("мир"), limit=10)     # [PassageHit(quote_number, start, stop, similarity), …]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from archive.errors import BuildDamaged, IndexIsStale, ModelError
from archive.text import Span
from index import publishing
from index.embedding import Vector, Vectors
from index.faiss_vectors import FaissVectors
from index.manifest import Manifest, damage
from index.passage_table import LANGUAGES, PassageTable, read_array
from index.vectors import Rows, VectorStore

__all__ = ["LANGUAGES", "Build", "PassageHit", "centred", "self_search", "unit", "verify_build"]

INDEX_FILE = "index.faiss"
PASSAGES_FILE = "passages.bin"
"""Four rows of little-endian int64: quote numbers, starts, stops, languages."""
MEANS_FILE = "means.bin"
"""A row of little-endian float32 for each language."""
_MORE = 4
_SPARE = 4
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class PassageHit:
    """The passage of a quote that is nearest to the query: `quote.text[start:stop]`."""

    quote_number: int
    start: int
    stop: int
    similarity: float


class Build:
    """One published build; read only, safe to share between threads."""

    def __init__(
        self, folder: Path, manifest: Manifest, passages: PassageTable, means: Vectors, store: VectorStore
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.passages = passages
        self.means = means
        self.store = store

    @classmethod
    def latest(cls, home: Path) -> "Build":
        """Open the current build of the archive in `home`.

        Raises IndexMissing (nothing built yet), BuildDamaged (with the build to go back to), IndexIsStale (a build of
        another format).
        """
        for _ in range(_ATTEMPTS):
            current = publishing.current_id(home)
            if current is None:
                raise publishing.missing(home)
            try:
                return cls.open(publishing.builds_folder(home) / current)
            except BuildDamaged as problem:
                if publishing.current_id(home) == current:
                    raise BuildDamaged(f"The index cannot be used: {problem} {_way_out(home)}") from problem
        raise publishing.missing(home)

    @classmethod
    def open(cls, folder: Path, *, thorough: bool = False) -> "Build":
        """Open the build in this folder; raises BuildDamaged or IndexIsStale.

        Files over 256 MiB are checked in part only, unless `thorough`.
        """
        manifest = Manifest.read(folder)
        wrong = damage(folder, manifest.files, thorough=thorough)
        if wrong:
            raise BuildDamaged(f"In the build {folder.name}, {wrong}.")
        try:
            passages = PassageTable.open(folder / PASSAGES_FILE, manifest.passages)
            means = read_array(folder / MEANS_FILE, "<f4", (len(LANGUAGES), manifest.model.dimension))
        except (OSError, ValueError, TypeError) as problem:
            raise BuildDamaged(f"In the build {folder.name}, a table cannot be read ({problem}).") from problem
        store = FaissVectors.open(folder / INDEX_FILE, manifest.index.plan, manifest.index.effort)
        facts = {len(passages), store.size, manifest.passages}
        if len(facts) > 1 or store.dimension != manifest.model.dimension:
            raise BuildDamaged(f"In the build {folder.name}, the index and the manifest do not belong together.")
        return cls(folder, manifest, passages, means, store)

    @staticmethod
    def current_id(home: Path) -> str | None:
        """Give the id of the current build without opening it; None when nothing has been built."""
        return publishing.current_id(home)

    @property
    def id(self) -> str:
        """The build's id."""
        return self.manifest.id

    @property
    def embedder_name(self) -> str:
        """The name of the model that made it."""
        return self.manifest.model.name

    @property
    def quote_numbers(self) -> Rows:
        """The numbers of the quotes in it, ascending, int64."""
        numbers: Rows = np.unique(self.passages.quotes)
        return numbers

    @property
    def background(self) -> Mapping[str, tuple[float, ...]]:
        """Similarities of random passages by language pair; see the manifest."""
        return self.manifest.background

    def passages_of(self, quote_number: int) -> list[Span]:
        """Give the spans of a quote's passages in its text; none when it is not in the build."""
        return [Span(*self._span(row)) for row in self.passages.rows_of(quote_number)]

    def vector_of(self, quote_number: int) -> Vector:
        """Give the unit vector of a quote, the mean of its passages', float32, shape (dimension,).

        Raises IndexIsStale when the quote came after the build.
        """
        rows = self.passages.rows_of(quote_number)
        if not len(rows):
            raise IndexIsStale("This quote is not in the index yet. Run 'quotes rebuild' to take it in.")
        return unit(self.store.vectors(rows).mean(axis=0))

    def centre(self, vector: Vector, lang: str) -> Vector:
        """Take a language's mean off a query vector, shape (dimension,), if that was done to the build's vectors."""
        return centred(vector, self.means[LANGUAGES.index(lang)]) if self.manifest.centred else vector

    def search(
        self, query_vector: Vector, limit: int, allowed: Sequence[int] | npt.NDArray[np.int64] | None = None
    ) -> list[PassageHit]:
        """Give the nearest quotes by their best passage, best first; `allowed` limits them to these quote numbers.

        `query_vector` is a unit vector, float32, shape (dimension,), already centred where the build is.
        Raises ModelError when it has another shape or is no number.
        """
        self._check_query(query_vector)
        if limit < 1:
            return []
        rows = None if allowed is None else self.passages.rows_of_all(allowed)
        among = len(self.passages) if rows is None else len(rows)
        fetched = min(limit + limit // _SPARE, among)  # some quotes come with several passages
        hits = self._hits(query_vector, fetched, rows)
        while len(hits) < limit and fetched < among:
            fetched = min(fetched * _MORE, among)
            hits = self._hits(query_vector, fetched, rows)
        return hits[:limit]

    def _hits(self, query: Vector, limit: int, rows: Rows | None) -> list[PassageHit]:
        found = self.store.search(query, limit, rows)
        _, firsts = np.unique(self.passages.quotes[found.rows], return_index=True)
        best = np.sort(firsts)
        rows, table = found.rows[best], self.passages
        columns = (table.quotes[rows], table.starts[rows], table.stops[rows], found.similarities[best])
        # Whole columns at once: numpy's single numbers are slow to make.
        return list(map(PassageHit, *(column.tolist() for column in columns)))

    def _span(self, row: int) -> tuple[int, int]:
        return int(self.passages.starts[row]), int(self.passages.stops[row])

    def _check_query(self, query: Vector) -> None:
        if query.shape != (self.store.dimension,) or not np.all(np.isfinite(query)):
            raise ModelError(
                f"The question's vector has the shape {query.shape} or is no number; the index was built by "
                f"{self.manifest.model} with {self.store.dimension} dimensions. Run 'quotes rebuild' with the model in use."
            )


def unit(vector: Vector) -> Vector:
    """Give a vector the length one; a zero vector stays as it is."""
    length = float(np.linalg.norm(vector))
    scaled: Vector = (vector / length if length else vector).astype(np.float32)
    return scaled


def centred(vectors: Vectors, mean: Vector) -> Vectors:
    """Take a mean off unit vectors, shape (dimension,) or (many, dimension), and make them unit vectors again."""
    moved = vectors.astype(np.float32) - mean
    lengths = np.linalg.norm(moved, axis=-1, keepdims=True)
    scaled: Vectors = (moved / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


def verify_build(home: Path) -> Manifest:
    """Check every byte of the current build and search it for passages of its own; give its manifest.

    Raises IndexMissing, BuildDamaged or IndexIsStale.
    """
    current = publishing.current_id(home)
    if current is None:
        raise publishing.missing(home)
    try:
        build = Build.open(publishing.builds_folder(home) / current, thorough=True)
        self_search(build)
    except BuildDamaged as problem:
        raise BuildDamaged(f"The index cannot be used: {problem} {_way_out(home)}") from problem
    return build.manifest


def self_search(build: Build, many: int = 32) -> None:
    """Search for sampled passages by their own vectors; each must come back first, or something equally near.

    Raises BuildDamaged otherwise.
    """
    size = len(build.passages)
    rows = np.linspace(0, size - 1, min(many, size)).astype(np.int64)
    for row, vector in zip(rows, build.store.vectors(rows), strict=True):
        found = build.store.search(vector, 1)
        own = float(vector @ vector)
        if not len(found.rows) or not found.similarities[0] >= own - 0.01 or not 0.9 < own < 1.1:
            raise BuildDamaged(f"In the build {build.id}, passage {row} is not found by its own vector.")


def _way_out(home: Path) -> str:
    former = publishing.former_ids(home)
    back = f" or 'quotes rebuild --rollback' to go back to the build {former[0]}" if former else ""
    return f"Run 'quotes rebuild' to build it anew{back}."
