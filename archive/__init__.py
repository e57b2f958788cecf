"""What was said, by whom, where and when: reading, extraction, speakers and the store.

from archive import Archive

with Archive.open("~/quotes") as quotes:
quotes.add("articles/")
for quote in quotes.quotes():
print(quote.speaker, quote.text, quote.source.name)
"""

from typing import TYPE_CHECKING

from archive import late
from archive.errors import QuoteArchiveError

if TYPE_CHECKING:
    from archive.records import Added, Entry, Quote, Role, Source, Speaker
    from archive.selection import Selection
    from archive.settings import Settings
    from archive.store import Archive, Counts

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

# A model must not wait for what only the store needs.
if not TYPE_CHECKING:
    __getattr__, __dir__ = late.names(
        __name__,
        {
            "archive.records": ("Added", "Entry", "Quote", "Role", "Source", "Speaker"),
            "archive.selection": ("Selection",),
            "archive.settings": ("Settings",),
            "archive.store": ("Archive", "Counts"),
        },
    )
