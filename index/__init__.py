"""Meaning: passages, embeddings, vectors, builds and search over an archive.

from archive import Archive
from index import Searcher, Verifier, rebuild

with Archive.open(home) as quotes:
    rebuild(quotes)
    for hit in Searcher.open(quotes).search("зависимость от чужих технологий"):
        print(hit.quote.speaker, hit.text)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.build import Build, PassageHit, verify_build
    from index.building import RebuildPlan, rebuild, rollback
    from index.hits import Hit, Results
    from index.progress import Progress
    from index.search import Searcher

# Each name is imported when it is first asked for: reading a build must not wait for what only a rebuild needs.
_HOMES = {
    "Build": "index.build",
    "PassageHit": "index.build",
    "Progress": "index.progress",
    "RebuildPlan": "index.building",
    "Hit": "index.hits",
    "Results": "index.hits",
    "Searcher": "index.search",
    "rebuild": "index.building",
    "rollback": "index.building",
    "verify_build": "index.build",
}

__all__ = [
    "Build",
    "Hit",
    "PassageHit",
    "Progress",
    "RebuildPlan",
    "Results",
    "Searcher",
    "rebuild",
    "rollback",
    "verify_build",
]


if not TYPE_CHECKING:  # a checker would take any name at all for one of the package

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            return getattr(import_module(_HOMES[name]), name)
        raise AttributeError(f"module 'index' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
