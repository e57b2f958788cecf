"""The embedding cache: a text is embedded once by a model, whatever happens to the builds.

One SQLite file beside the archive. Vectors are kept in half precision, which moves a cosine by less than 0.001; a new
embedding goes through it as well, so that a build does not depend on what was cached. Losing the file costs time, never data:
a damaged one is set aside and a new one begun.
"""

import contextlib
import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from archive import database
from index.embedding import Vectors
from index.manifest import ModelFacts
from index.vectors import Halves

__all__ = ["EmbeddingCache", "digest"]

logger = logging.getLogger(__name__)

FILE_NAME = "embeddings.db"
_APPLICATION_ID = 0x514F5632  # "QOV2"
_SCHEMA = """
CREATE TABLE models (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE embeddings (
    number INTEGER PRIMARY KEY,
    model INTEGER NOT NULL REFERENCES models (number),
    digest BLOB NOT NULL,
    pieces INTEGER NOT NULL,
    vector BLOB NOT NULL
);
CREATE UNIQUE INDEX embeddings_by_digest ON embeddings (model, digest);
"""
_DIGESTS = "SELECT digest, number, pieces FROM embeddings WHERE model = ?"
_PIECES = "SELECT digest, pieces FROM embeddings WHERE model = (SELECT number FROM models WHERE key = ?)"
_VECTORS = "SELECT number, vector FROM embeddings WHERE number BETWEEN ? AND ? AND model = ? ORDER BY number"
_VECTOR = "SELECT vector FROM embeddings WHERE number = ?"
_NEW = "INSERT OR IGNORE INTO embeddings (model, digest, pieces, vector) VALUES (?, ?, ?, ?)"


def digest(text: str) -> bytes:
    """Give the key of a text: 16 bytes of its BLAKE2 hash."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class EmbeddingCache:
    """The embeddings of one model, by text. Use it as a context manager; one connection, one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection, model: ModelFacts, number: int) -> None:
        self.path = path
        self._db = connection
        self._dimension = model.dimension
        self._model = number
        self._numbers: dict[bytes, int] = {}
        self._pieces: dict[bytes, int] = {}
        self._note(_DIGESTS, number)

    @classmethod
    def open(cls, home: Path, model: ModelFacts) -> "EmbeddingCache":
        """Open the cache in the archive's folder, or begin one; a file that cannot be read is set aside."""
        path = home / FILE_NAME
        try:
            return cls._opened(path, model)
        except sqlite3.DatabaseError as problem:
            if isinstance(problem, sqlite3.OperationalError) and "malformed" not in str(problem):
                raise
            aside = path.with_suffix(".broken")
            logger.warning("%s cannot be read (%s); it was moved to %s and a new one begun", path, problem, aside)
            path.replace(aside)
            for tail in ("-wal", "-shm"):
                Path(f"{path}{tail}").unlink(missing_ok=True)
            return cls._opened(path, model)

    @staticmethod
    def peek(home: Path, model: ModelFacts) -> Mapping[bytes, int]:
        """Give the word pieces of the kept texts by key, and write nothing; empty when there is no readable cache."""
        with contextlib.suppress(sqlite3.DatabaseError):
            connection = sqlite3.connect(f"{(home / FILE_NAME).absolute().as_uri()}?mode=ro", uri=True)
            with contextlib.closing(connection):
                return dict(connection.execute(_PIECES, [model.key]).fetchall())
        return {}

    @classmethod
    def _opened(cls, path: Path, model: ModelFacts) -> "EmbeddingCache":
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _prepare(connection)
            connection.execute("INSERT OR IGNORE INTO models (key) VALUES (?)", [model.key])
            (number,) = connection.execute("SELECT number FROM models WHERE key = ?", [model.key]).fetchone()
            return cls(path, connection, model, number)
        except BaseException:
            connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    @property
    def pieces(self) -> Mapping[bytes, int]:
        """How many word pieces each kept text has, by key: counting again would take longer than looking up."""
        return self._pieces

    def keep(self, keys: Sequence[bytes], pieces: Sequence[int], vectors: Vectors) -> None:
        """Keep one batch, all of it or nothing; vectors have shape (keys, dimension). Raises ArchiveFull."""
        halves = vectors.astype(np.float16)
        with database.writing(self._db, self.path):
            rows = zip(keys, pieces, halves, strict=True)
            self._db.executemany(_NEW, [(self._model, key, count, half.tobytes()) for key, count, half in rows])
            first = self._db.execute("SELECT coalesce(max(number), 0) FROM embeddings").fetchone()[0] - len(keys)
            self._note(f"{_DIGESTS} AND number > ?", self._model, first)

    def vectors(self, keys: Sequence[bytes]) -> Halves:
        """Give the kept vectors of these texts, float16, shape (keys, dimension); every key must be there."""
        numbers = np.array([self._numbers[key] for key in keys], np.int64)
        wanted, places = np.unique(numbers, return_inverse=True)
        found = np.empty((len(wanted), self._dimension), np.float16)
        for at, raw in self._rows(wanted):
            found[at] = np.frombuffer(raw, np.float16)
        return found if np.array_equal(places, np.arange(len(wanted))) else found[places]

    def forget_all_but(self, keys: Iterable[bytes]) -> int:
        """Drop this model's embeddings of other texts; give how many went."""
        gone = set(self._numbers) - set(keys)
        with database.writing(self._db, self.path):
            self._db.executemany("DELETE FROM embeddings WHERE number = ?", [(self._numbers[key],) for key in gone])
        for key in gone:
            del self._numbers[key], self._pieces[key]
        return len(gone)

    def forget_models_but(self, keys: Iterable[str]) -> None:
        """Drop the embeddings of every model whose key is not given; this one's stay."""
        with database.writing(self._db, self.path):
            known = self._db.execute("SELECT number, key FROM models").fetchall()
            for number, key in known:
                if number != self._model and key not in set(keys):
                    self._db.execute("DELETE FROM embeddings WHERE model = ?", [number])
                    self._db.execute("DELETE FROM models WHERE number = ?", [number])

    def _note(self, query: str, *values: int) -> None:
        for key, number, pieces in self._db.execute(query, values):
            self._numbers[key] = number
            self._pieces[key] = pieces

    def _rows(self, wanted: npt.NDArray[np.int64]) -> Iterable[tuple[int, bytes]]:
        """Give place and bytes of each wanted number: one pass over the table when most of it is wanted."""
        if not len(wanted):
            return
        if len(wanted) * 4 < len(self._numbers):
            for at, number in enumerate(wanted.tolist()):
                yield at, self._db.execute(_VECTOR, [number]).fetchone()[0]
            return
        places = {number: at for at, number in enumerate(wanted.tolist())}
        for number, raw in self._db.execute(_VECTORS, [int(wanted[0]), int(wanted[-1]), self._model]):
            if number in places:
                yield places[number], raw


def _prepare(connection: sqlite3.Connection) -> None:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and owner != _APPLICATION_ID:
        raise sqlite3.DatabaseError("it is a database of another program")
    connection.execute("PRAGMA journal_mode = WAL")
    # A batch that a power cut takes back is embedded again: nothing here needs to wait for the disk.
    connection.execute("PRAGMA synchronous = NORMAL")
    if not tables:
        connection.execute("BEGIN IMMEDIATE")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute("COMMIT")
