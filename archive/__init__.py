"""What was said, by whom, where and when: reading, extraction, speakers and the store.

from archive import Archive

with Archive.open("~/quotes") as quotes:
quotes.add("articles/")
for quote in quotes.quotes():
print(quote.speaker, quote.text, quote.source.name)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.errors import QuoteArchiveError
    from archive.records import Added, Entry, Quote, Role, Source, Speaker
    from archive.selection import Selection
    from archive.settings import Settings
    from archive.store import Archive, Counts

# Each name is imported when it is first asked for: a model or an error must not wait for what only the store needs.
_HOMES = {
    "Added": "archive.records",
    "Archive": "archive.store",
    "Counts": "archive.store",
    "Entry": "archive.records",
    "Quote": "archive.records",
    "QuoteArchiveError": "archive.errors",
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


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'archive' has no attribute {name!r}")
