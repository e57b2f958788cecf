"""Builds on disk: where they lie, which one is current, and how one takes the place of another.

    builds/CURRENT            the id of the build that readers open
    builds/<id>/              one build; nothing in it ever changes
    builds/.partial-<id>/     one that is being written, or was when its program was stopped
    builds/.lock, RUNNING     held by whoever builds; who that is and how far it has come

A reader asks CURRENT each time it opens; what it has open stays whole even when the folder is gone.
"""

import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from archive.errors import IndexMissing, RebuildRunning

__all__ = [
    "Running",
    "build_ids",
    "builds_folder",
    "current_id",
    "former_ids",
    "locked",
    "new_id",
    "partial_folder",
    "prune",
    "publish",
    "running",
    "set_current",
    "sync",
]  # fmt: skip

CURRENT = "CURRENT"
_PARTIAL = ".partial-"
_RUNNING = "RUNNING"
_INSTANT = 0.5
_GRACE_SECONDS = 60.0
"""A build that was replaced less than this ago may still be being opened by a reader."""


@dataclass(frozen=True, slots=True)
class Running:
    """Who builds at this moment, and how far it has come; times are ISO 8601, UTC."""

    pid: int
    host: str
    since: str
    stage: str
    done: int
    total: int


def builds_folder(home: Path) -> Path:
    """Give the folder that holds an archive's builds."""
    return home / "builds"


def current_id(home: Path) -> str | None:
    """Give the id of the build that readers open, or None when nothing has been built."""
    try:
        return (builds_folder(home) / CURRENT).read_text(encoding="ascii", errors="replace").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None


def build_ids(home: Path) -> list[str]:
    """Give the ids of all builds on disk, oldest first."""
    folder = builds_folder(home)
    if not folder.is_dir():
        return []
    return sorted(item.name for item in folder.iterdir() if item.is_dir() and not item.name.startswith("."))


def former_ids(home: Path) -> list[str]:
    """Give the ids of the builds before the current one, newest first."""
    current = current_id(home)
    return [one for one in reversed(build_ids(home)) if current is None or one < current]


def new_id(home: Path) -> str:
    """Give an id that sorts after every build there is, whatever the clock says."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    ids = build_ids(home)
    if ids and stamp <= ids[-1]:
        head, _, tail = ids[-1].partition("-")
        return f"{head}-{int(tail or 0) + 1:03d}"
    return stamp


def partial_folder(home: Path, build_id: str) -> Path:
    """Make the folder in which a build is written, and clear away those of builds that were stopped."""
    folder = builds_folder(home)
    for left in folder.glob(f"{_PARTIAL}*"):
        shutil.rmtree(left, ignore_errors=True)
    made = folder / f"{_PARTIAL}{build_id}"
    made.mkdir(parents=True)
    return made


def publish(home: Path, partial: Path, build_id: str) -> Path:
    """Make a finished folder the current build: it appears under its name, then CURRENT names it."""
    for path in partial.iterdir():
        sync(path)
    sync(partial)
    final = builds_folder(home) / build_id
    partial.rename(final)
    try:
        sync(final.parent)
        set_current(home, build_id)
    except BaseException:
        if current_id(home) != build_id:  # a full disk must not be filled up by builds that nobody can open
            shutil.rmtree(final, ignore_errors=True)
        raise
    return final


def set_current(home: Path, build_id: str) -> None:
    """Let readers open this build from now on; one atomic rename."""
    folder = builds_folder(home)
    aside = folder / f".{CURRENT}"
    aside.write_text(build_id + "\n", encoding="ascii")
    sync(aside)
    aside.replace(folder / CURRENT)
    sync(folder)


def prune(home: Path, keep: int) -> list[str]:
    """Delete builds beyond the newest `keep`, the current one included; give their ids.

    Builds newer than the current one were never published, or rolled back: they go as well. One that was replaced a
    moment ago stays until the next time, since a reader may be about to open it.
    """
    current = current_id(home)
    former = former_ids(home)
    newer = [one for one in build_ids(home) if current is not None and one > current]
    gone = [one for one in former[max(keep - 1, 0) :] + newer if not _just_replaced(home, one)]
    for one in gone:
        shutil.rmtree(builds_folder(home) / one, ignore_errors=True)
    return gone


def _just_replaced(home: Path, build_id: str) -> bool:
    """Tell whether the build that followed this one was written within the time of grace."""
    later = [one for one in build_ids(home) if one > build_id]
    if not later:
        return False
    try:
        return time.time() - (builds_folder(home) / later[0]).stat().st_mtime < _GRACE_SECONDS
    except FileNotFoundError:
        return False


@contextmanager
def locked(home: Path, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the right to build; raises RebuildRunning, naming who has it, when it is not free in time.

    The system frees the lock when its holder ends, however it ends.
    """
    folder = builds_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    # Whoever asks `running` holds the lock for an instant, which must not look like a rebuild.
    lock = FileLock(folder / ".lock", timeout=max(wait_seconds, _INSTANT))
    try:
        lock.acquire()
    except Timeout as problem:
        raise RebuildRunning(f"Another rebuild is running{_who(home)}. Wait until it is done.") from problem
    try:
        yield
    finally:
        (folder / _RUNNING).unlink(missing_ok=True)
        lock.release()


def report(home: Path, since: str, stage: str, done: int, total: int) -> None:
    """Write down for other processes who builds and how far it has come."""
    folder = builds_folder(home)
    aside = folder / f".{_RUNNING}"
    aside.write_text(
        json.dumps(asdict(Running(os.getpid(), socket.gethostname(), since, stage, done, total))), encoding="utf-8"
    )
    aside.replace(folder / _RUNNING)


def running(home: Path) -> Running | None:
    """Tell who builds at this moment, or None; a note left behind by a stopped program does not count."""
    folder = builds_folder(home)
    try:
        noted = Running(**json.loads((folder / _RUNNING).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    lock = FileLock(folder / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return noted
    lock.release()
    return None


def _who(home: Path) -> str:
    try:
        noted = Running(**json.loads((builds_folder(home) / _RUNNING).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return ""
    return f": process {noted.pid} on {noted.host}, since {noted.since}, {noted.stage} {noted.done} of {noted.total}"


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def missing(home: Path) -> IndexMissing:
    """The error for an archive without any build."""
    return IndexMissing(f"The archive in {home} has no index yet. Run 'quotes rebuild' to build it.")
