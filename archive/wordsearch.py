"""The words of the quotes: which quotes hold them, how rare they are, and BM25 over them (SQLite FTS5).

Every word that reaches a MATCH expression is a folded or stemmed word in double quotes: no operator of FTS5 can come
through from a question.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from archive.selection import Selection

__all__ = ["Draft", "WordMatch", "WordSearch"]

_TERMS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.quote_terms USING fts5vocab('main', 'quote_words', 'col')"
_FREQUENCY = "SELECT doc FROM temp.quote_terms WHERE term = ? AND col = ?"
_RANKED = "SELECT w.rowid, w.stemmed, bm25(quote_words) AS cost FROM quote_words w"
_PLAIN = "SELECT w.rowid FROM quote_words w"
_DRAFTS = """
SELECT q.number, w.folded, q.speaker_id, q.lang, q.date FROM quotes q JOIN quote_words w ON w.rowid = q.number
WHERE q.number IN ({marks})
"""
_NEWEST_FIRST = "ORDER BY q.date DESC NULLS LAST, q.number LIMIT ?"
_TEXTS = "SELECT number, text FROM quotes WHERE number IN ({marks})"
_LANGUAGES = "SELECT number, lang FROM quotes WHERE number IN ({marks})"
_ARTICLES = """
SELECT q.number, q.source FROM quotes q JOIN sources s ON s.number = q.source
WHERE s.kind = 'article' AND q.number IN ({marks})
"""
_QUOTES_OF = "SELECT number, source FROM quotes WHERE source IN ({marks}) ORDER BY number"
_CHUNK = 500


class WordMatch(NamedTuple):
    """A quote that holds some of the words."""

    number: int
    stems: frozenset[str]
    """All stems of the quote."""
    bm25: float
    """BM25, higher is better."""


class Draft(NamedTuple):
    """The little of a quote that grouping needs."""

    number: int
    folded: str
    """Its folded words, one blank between them."""
    speaker_id: str | None
    lang: str
    date: str | None


class WordSearch:
    """Word questions to one open archive; lives no longer than its connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(_TERMS)

    def size(self) -> int:
        """Give the highest number of a quote: about how many there are, without counting them."""
        return int(self._connection.execute("SELECT coalesce(max(number), 0) FROM quotes").fetchone()[0])

    def frequency(self, term: str, column: str = "stemmed") -> int:
        """Give the number of quotes that hold a stem (or, in the column `folded`, a folded word)."""
        row = self._connection.execute(_FREQUENCY, [term, column]).fetchone()
        return int(row[0]) if row else 0

    def has_form(self, word: str) -> bool:
        """Tell whether a quote has a folded word in this very form."""
        return self.frequency(word, "folded") > 0

    def ranked(self, stems: Sequence[str], selection: Selection, limit: int) -> list[WordMatch]:
        """Give the quotes that hold any of the stems, by BM25 (Robertson and Zaragoza 2009, k1 1.2, b 0.75), best first."""
        expression = _any_of(stems)
        rows = self._matching(_RANKED, expression, selection, "ORDER BY cost, w.rowid LIMIT ?", limit)
        return [WordMatch(number, frozenset(text.split()), -cost) for number, text, cost in rows]

    def count(self, stems: Iterable[str], selection: Selection) -> int:
        """Give the number of quotes that hold any of the stems."""
        expression = _any_of(stems)
        rows = self._matching("SELECT count(*) FROM quote_words w", expression, selection, "")
        return int(next(iter(rows))[0])

    def with_phrase(self, words: Sequence[str], selection: Selection, limit: int) -> list[int]:
        """Give the numbers of quotes that hold these folded words one after the other."""
        expression = "folded : " + _quoted(" ".join(words))
        return [row[0] for row in self._matching(_PLAIN, expression, selection, "ORDER BY w.rowid LIMIT ?", limit)]

    def texts(self, numbers: Sequence[int]) -> dict[int, str]:
        """Give the text of these quotes by number; unknown numbers are left out."""
        return dict(self._by_number(_TEXTS, numbers))

    def newest(self, selection: Selection, limit: int) -> list[int]:
        """Give the numbers of the newest selected quotes, those without a day last."""
        where, values = selection.where()
        rows = self._connection.execute(
            f"SELECT q.number FROM {selection.tables} WHERE {where} {_NEWEST_FIRST}", [*values, limit]
        )
        return [number for (number,) in rows]

    def drafts(self, numbers: Sequence[int]) -> dict[int, Draft]:
        """Give folded words, speaker, language and day of these quotes by number; unknown numbers are left out."""
        return {row[0]: Draft(*row) for row in self._by_number(_DRAFTS, numbers)}

    def languages(self, numbers: Sequence[int]) -> dict[int, str]:
        """Give the language of these quotes by number; unknown numbers are left out."""
        return dict(self._by_number(_LANGUAGES, numbers))

    def articles(self, numbers: Sequence[int]) -> dict[int, int]:
        """Give the article each of these quotes was found in, by number; entries of lists are left out."""
        return dict(self._by_number(_ARTICLES, numbers))

    def quotes_of(self, articles: Sequence[int]) -> dict[int, list[int]]:
        """Give the numbers of all quotes of these articles, as they stand."""
        found: dict[int, list[int]] = {}
        for number, article in self._by_number(_QUOTES_OF, articles):
            found.setdefault(article, []).append(number)
        return found

    def _by_number(self, select: str, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        for at in range(0, len(numbers), _CHUNK):
            some = [int(number) for number in numbers[at : at + _CHUNK]]
            yield from self._connection.execute(select.format(marks=", ".join("?" * len(some))), some)

    def _matching(
        self, select: str, expression: str, selection: Selection, tail: str, *values: object
    ) -> Iterable[tuple[Any, ...]]:
        if selection.is_empty:
            return self._connection.execute(f"{select} WHERE quote_words MATCH ? {tail}", [expression, *values])
        where, chosen = selection.where()
        return self._connection.execute(
            f"{select} JOIN {selection.tables} WHERE q.number = w.rowid AND quote_words MATCH ? AND {where} {tail}",
            [expression, *chosen, *values],
        )


def _any_of(stems: Iterable[str]) -> str:
    return "stemmed : (" + " OR ".join(map(_quoted, stems)) + ")"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
