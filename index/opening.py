"""What searches stand on, each kept open between them: the current build, its model, and what is remembered of an archive.

Everything here is shared by all threads of a process; what belongs to one state of an archive is forgotten with it.
"""

import json
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from archive.errors import IndexIsStale, IndexMissing
from archive.selection import Selection
from archive.store import Archive
from index.build import Build
from index.embedding import BUNDLED_FOLDER, Embedder, load_embedder
from index.manifest import ModelFacts
from index.names import NameIndex
from index.vectors import Rows

__all__ = ["Opened", "current_build", "embedder_for"]

_KEPT = 2
_KEPT_FILTERS = 8
_KEPT_FREQUENCIES = 50_000
_lock = threading.Lock()


@dataclass(slots=True)
class Opened:
    """What is remembered of one state of an archive."""

    names: NameIndex
    frequencies: dict[str, int] = field(default_factory=dict)
    """How many quotes have a word; see `index.words`."""
    _numbers: dict[Selection, Rows] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: Archive) -> "Opened":
        """Give what is remembered of an archive as it is now; the names of its speakers are read the first time."""
        key = (archive.home.resolve(), archive.fingerprint)
        with _lock:
            if key not in _opened:
                _opened[key] = cls(NameIndex(archive.known_speakers.names()))
                _forget(_opened, _KEPT)
            found = _opened[key]
            if len(found.frequencies) > _KEPT_FREQUENCIES:
                found.frequencies.clear()
            return found

    def numbers(self, archive: Archive, selection: Selection) -> Rows | None:
        """Give the numbers of the selected quotes, int64, ascending; None when every quote is."""
        if selection.is_empty:
            return None
        with _lock:
            if selection not in self._numbers:
                self._numbers[selection] = np.asarray(archive.numbers(selection), np.int64)
                _forget(self._numbers, _KEPT_FILTERS)
            return self._numbers[selection]


_builds: dict[tuple[Path, str], Build] = {}
_opened: dict[tuple[Path, str], Opened] = {}


def current_build(home: Path) -> Build:
    """Give the build that CURRENT names, opened once in this process; raises IndexMissing, BuildDamaged, IndexIsStale."""
    current = Build.current_id(home)
    if current is None:
        raise IndexMissing(f"The archive in {home} has no index yet. Run 'quotes rebuild' to build it.")
    key = (home.resolve(), current)
    with _lock:
        if key not in _builds:
            build = Build.latest(home)
            key = (home.resolve(), build.id)
            _builds[key] = build
            _forget(_builds, _KEPT)
        return _builds[key]


def embedder_for(archive: Archive, build: Build, given: Embedder | None) -> Embedder:
    """Give the model that made the build: the one given, the one in the settings, or the one the build names.

    Raises IndexIsStale when the given or configured model is another one, ModelNotFound when it is not here.
    """
    wanted = archive.settings.model
    if given is None:
        name = build.embedder_name
        given = _loaded(wanted if wanted is not None or name == _bundled_name() else name)
    if ModelFacts.of(given) != build.manifest.model:
        raise IndexIsStale(
            f"The index was built with {build.manifest.model}, but {ModelFacts.of(given)} is in use. "
            "Run 'quotes rebuild' to build it anew."
        )
    return given


def _forget(kept: dict[Any, Any], most: int) -> None:
    while len(kept) > most:
        del kept[next(iter(kept))]


@lru_cache(maxsize=2)
def _loaded(model: str | None) -> Embedder:
    return load_embedder(model)


@lru_cache(maxsize=1)
def _bundled_name() -> str | None:
    try:
        return str(json.loads((BUNDLED_FOLDER / "embedder.json").read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError):
        return None
