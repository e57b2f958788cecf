"""Opening what a search stands on: the current build and the model that made it, each kept open between searches."""

import json
import threading
from functools import lru_cache
from pathlib import Path

from archive.errors import IndexIsStale, IndexMissing
from archive.store import Archive
from index.build import Build
from index.embedding import BUNDLED_FOLDER, Embedder, load_embedder
from index.manifest import ModelFacts
from index.names import NameIndex

__all__ = ["current_build", "embedder_for", "names_of"]

_KEPT = 2
_builds: dict[tuple[Path, str], Build] = {}
_names: dict[tuple[Path, str], NameIndex] = {}
_lock = threading.Lock()


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
            while len(_builds) > _KEPT:
                del _builds[next(iter(_builds))]
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


def names_of(archive: Archive) -> NameIndex:
    """Give the names of an archive's speakers, read anew when a record has changed."""
    key = (archive.home.resolve(), archive.fingerprint)
    with _lock:
        if key not in _names:
            _names[key] = NameIndex(archive.known_speakers.names())
            while len(_names) > _KEPT:
                del _names[next(iter(_names))]
        return _names[key]


@lru_cache(maxsize=2)
def _loaded(model: str | None) -> Embedder:
    return load_embedder(model)


def _bundled_name() -> str | None:
    try:
        return str(json.loads((BUNDLED_FOLDER / "embedder.json").read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError):
        return None
