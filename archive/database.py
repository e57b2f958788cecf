"""The database file: opening, schema versions, transactions, and what SQLite's errors mean to a person."""

import contextlib
import errno
import re
import sqlite3
import uuid
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from archive.errors import ArchiveDamaged, ArchiveError, ArchiveFull, ArchiveLocked, ArchiveNotFound

__all__ = ["FILE_NAME", "connect", "explained", "writing"]

FILE_NAME = "archive.db"
_APPLICATION_ID = 0x514F5445  # "QOTE", so that a foreign database is told from ours
_BUSY_SECONDS = 10.0


def connect(home: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the archive's database in `home`, bringing its schema up to date when writing is allowed.

    Raises ArchiveNotFound (read only, nothing there), ArchiveDamaged (foreign, broken or newer file),
    ArchiveError (the folder cannot be used).
    """
    path = home / FILE_NAME
    if read_only and not path.is_file():
        raise ArchiveNotFound(f"There is no archive in {home}. Make one with 'quotes add FILE'.")
    with explained(path):
        if not read_only:
            home.mkdir(parents=True, exist_ok=True)
        mode = "ro" if read_only else "rwc"
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            _check_owner(connection, path)
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


@contextlib.contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Hold one write transaction: everything inside is kept together, or nothing is.

    Raises ArchiveLocked when another process writes for longer than ten seconds, ArchiveFull when the disk is full.
    """
    with explained(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say about the file at `path` into errors of the archive."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        raise _named(problem, path) from problem
    except PermissionError as problem:
        raise ArchiveError(
            f"{path} cannot be opened: permission denied. Choose another place with --home."
        ) from problem
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise ArchiveFull(
                f"The disk is full: {path} was left as it was. Free some space and run it again."
            ) from problem
        if problem.errno in {errno.ENOTDIR, errno.EEXIST, errno.EROFS}:
            raise ArchiveError(
                f"{path.parent} cannot hold an archive: {problem.strerror}. Choose another --home."
            ) from problem
        raise


def _named(problem: sqlite3.DatabaseError, path: Path) -> Exception:
    said = str(problem)
    if "full" in said or "disk I/O error" in said:
        return ArchiveFull(
            f"The disk is full or failing: {path} was left as it was ({said}). Free some space and run it again."
        )
    if "locked" in said or "busy" in said:
        return ArchiveLocked(f"Another process is writing to {path}. Wait until it is done, then run it again.")
    if "readonly" in said:
        return ArchiveError(f"{path} may not be written to. Check its permissions or choose another place with --home.")
    if "unable to open" in said:
        return ArchiveError(f"{path} cannot be opened. Check its permissions or choose another place with --home.")
    if isinstance(problem, sqlite3.OperationalError | sqlite3.IntegrityError | sqlite3.ProgrammingError) and (
        "malformed" not in said
    ):
        return problem
    return ArchiveDamaged(f"{path} is no archive of ours or is broken ({said}). Restore it from a copy or an export.")


def _check_owner(connection: sqlite3.Connection, path: Path) -> None:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and owner != _APPLICATION_ID:
        raise ArchiveDamaged(f"{path} is a database of another program. Choose another place with --home.")
    if version > len(_migrations()):
        raise ArchiveDamaged(f"{path} was written by a newer version of quote-archive. Update the program to read it.")


def _migrations() -> list[str]:
    folder = resources.files("archive") / "migrations"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".sql")), key=lambda item: item.name)
    return [item.read_text(encoding="utf-8") for item in files]


def _migrate(connection: sqlite3.Connection) -> None:
    """Apply each missing schema version in one transaction of its own."""
    scripts = _migrations()
    while connection.execute("PRAGMA user_version").fetchone()[0] < len(scripts):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Read again under the lock: another process may have been faster.
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version < len(scripts):
                for statement in _statements(scripts[version]):
                    connection.execute(statement)
                if version == 0:
                    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                    connection.execute("INSERT INTO facts VALUES ('archive', ?)", [uuid.uuid4().hex])
                    connection.execute("INSERT INTO facts VALUES ('changes', '0')")
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> Iterator[str]:
    """Cut a script into statements; `executescript` would commit behind our back."""
    gathered = ""
    for piece in re.split(r"(?<=;)", script):
        gathered += piece
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""
