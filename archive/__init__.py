"""What was said, by whom, where and when: reading, extraction, speakers and the store.

from archive import Archive

with Archive.open("~/quotes") as quotes:
quotes.add("articles/")
for quote in quotes.quotes():
print(quote.speaker, quote.text, quote.source.name)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archive.errors import QuoteArchiveError

if TYPE_CHECKING:
    from archive.records import Added, Entry, Quote, Role, Source, Speaker
    from archive.selection import Selection
    from archive.settings import Settings
    from archive.store import Archive, Counts

# Each of these is imported when it is first asked for: a model must not wait for what only the store needs.
_HOMES = {
    "Added": "archive.records",
    "Archive": "archive.store",
    "Counts": "archive.store",
    "Entry": "archive.records",
    "Quote": "archive.records",
    "Role": "archive.records",
    "Selection": "archive.selection",
    "Settings": "archive.settings",
    "Source": "archive.records",
    "Speaker": "archive.records",
}

__all__ = [
    "Added",
    "Archive",
    "Counts",
    "Entry",
    "Quote",
    "QuoteArchiveError",
    "Role",
    "Selection",
    "Settings",
    "Source",
    "Speaker",
]


if not TYPE_CHECKING:  # a checker would take any name at all for one of the package

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            return getattr(import_module(_HOMES[name]), name)
        raise AttributeError(f"module 'archive' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
