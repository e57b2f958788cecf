"""What the pages are given: the archive, opened per call and read only; the index beside it; answers.

A database connection never crosses a run. The index keeps the current build and its model open for all sessions, and
takes a new build at the next call.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import streamlit as st

from archive import Archive, Counts, Quote, Selection, Settings
from archive.errors import IndexError_, QueryError
from archive.text import stems
from archive.wordsearch import WordSearch
from index import Build, Searcher
from index.folding import same_utterance
from index.hits import Mode, Results
from index.opening import current_build
from ui.address import MAX_TEXT

__all__ = [
    "IndexState",
    "Question",
    "archive",
    "build",
    "counts",
    "index_state",
    "reports",
    "search",
    "settings",
    "similar",
]

MAX_PAGE = 50
_WORDS_COMPARED = 40


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks: words, filters, the way to match and the page of the answer."""

    query: str
    selection: Selection
    mode: Mode = "hybrid"
    understand_names: bool = True


@dataclass(frozen=True, slots=True)
class IndexState:
    """The current build beside the archive as it is now."""

    build: Build | None
    lacking: int
    """Quotes that came after the build."""
    is_stale: bool
    problem: str = ""
    """Why a build that is there cannot be used."""


def settings() -> Settings:
    """Give the settings of this server; raises SettingsError."""
    return Settings.read()


@contextmanager
def archive() -> Iterator[Archive]:
    """Open the archive for reading, for this call only; raises ArchiveNotFound or ArchiveDamaged."""
    with Archive.open(settings(), read_only=True) as opened:
        yield opened


def counts() -> Counts:
    """Count what the archive holds."""
    with archive() as opened:
        return opened.counts()


def build() -> Build | None:
    """Give the current build, or None when nothing has been built; raises BuildDamaged or IndexIsStale."""
    home = settings().home
    return None if Build.current_id(home) is None else current_build(home)


def index_state() -> IndexState:
    """Compare the build with the archive."""
    try:
        current = build()
    except IndexError_ as problem:
        return IndexState(None, counts().quotes, is_stale=True, problem=str(problem))
    if current is None:
        return IndexState(None, counts().quotes, is_stale=True)
    with archive() as opened:
        fingerprint = opened.fingerprint
        is_stale = fingerprint != current.manifest.fingerprint
    lacking = _lacking(str(settings().home), current.id, fingerprint) if is_stale else 0
    return IndexState(current, lacking, is_stale)


def search(question: Question, *, limit: int, offset: int = 0) -> Results:
    """Ask the archive; raises QueryError, IndexMissing, ModelError and their kin."""
    if not 1 <= limit <= MAX_PAGE or offset < 0 or len(question.query) > MAX_TEXT:
        raise QueryError(f"A page has 1 to {MAX_PAGE} quotes, and a question at most {MAX_TEXT} characters.")
    with archive() as opened:
        found: Results = Searcher.open(opened).search(
            question.query, limit=limit, offset=offset, mode=question.mode, selection=question.selection,
            understand_names=question.understand_names,
        )  # fmt: skip
        return found


def similar(quote_id: str, *, limit: int, lang: str | None = None) -> Results:
    """Give quotes near this one; `lang` limits them to one language."""
    with archive() as opened:
        found: Results = Searcher.open(opened).similar(quote_id, limit=limit, lang=lang)
        return found


def reports(opened: Archive, quote: Quote) -> tuple[Quote, ...]:
    """Give the other reports of the same utterance: of one speaker, in nearly the same words."""
    if quote.speaker_id is None:
        return ()
    words = WordSearch(opened.connection)
    asked = list(dict.fromkeys(stems(quote.text)))[:_WORDS_COMPARED]
    by_them = Selection(speakers=(quote.speaker_id,), lang=quote.lang)
    alike = [match.number for match in words.ranked(asked, by_them, MAX_PAGE)] if asked else []
    drafts = words.drafts([quote.number, *alike])
    own = drafts[quote.number]
    same = [number for number in alike if number != quote.number and same_utterance(own, drafts[number])]
    return tuple(opened.quotes_by_number(same).values())


@st.cache_data(max_entries=8, show_spinner=False)
def _lacking(home: str, build_id: str, fingerprint: str) -> int:  # noqa: ARG001  they say when to count anew
    current = build()
    with archive() as opened:
        numbers = np.asarray(opened.numbers(Selection()), np.int64)
    return len(np.setdiff1d(numbers, current.quote_numbers)) if current else len(numbers)
