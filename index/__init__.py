"""Meaning: passages, embeddings, vectors, builds and search over an archive.

from archive import Archive
from index import Searcher, Verifier, rebuild

with Archive.open(home) as quotes:
    rebuild(quotes)
    for hit in Searcher.open(quotes).search("зависимость от чужих технологий"):
        print(hit.quote.speaker, hit.text)
"""

from typing import TYPE_CHECKING

from archive import late

if TYPE_CHECKING:
    from index.build import Build, PassageHit, verify_build
    from index.building import RebuildPlan, rebuild, rollback
    from index.hits import Hit, Results
    from index.progress import Progress
    from index.search import Searcher

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

# Reading a build must not wait for what only a rebuild needs.
if not TYPE_CHECKING:
    __getattr__, __dir__ = late.names(
        __name__,
        {
            "index.build": ("Build", "PassageHit", "verify_build"),
            "index.building": ("RebuildPlan", "rebuild", "rollback"),
            "index.hits": ("Hit", "Results"),
            "index.progress": ("Progress",),
            "index.search": ("Searcher",),
        },
    )
