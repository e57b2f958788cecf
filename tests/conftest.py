"""Fixtures that several test files share: archives by state, on readable data."""

import json
from pathlib import Path

import pytest

from archive import Archive

QUOTES = [
    {"id": "orlov-bridge", "text": "Мост будет построен к весне, и войной его не разрушат.", "speaker": "Иван Орлов", "date": "2024-03-01",
     "source": "Вестник Приречья"},
    {"id": "orlov-river", "text": "Река учит нас терпению.", "speaker": "Иван Орлов", "date": "2024-05-09"},
    {"id": "hale-bridge", "text": "We will build the bridge by spring.", "speaker": "Margaret Hale", "date": "2023-11-20",
     "source": "Riverside Gazette"},
    {"id": "hale-tax", "text": "Taxes should be simple enough to fit on a postcard.", "speaker": "Margaret Hale"},
    {"id": "unknown-tree", "text": "Whoever plants a tree is thinking of tomorrow.", "speaker": None},
]  # fmt: skip
"""Invented sayings of invented people."""


def write_jsonl(path: Path, rows: list) -> Path:
    """Write rows as JSON Lines and give the path back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def quote_list(tmp_path: Path) -> Path:
    """A list of five invented quotes, in both languages."""
    return write_jsonl(tmp_path / "in" / "quotes.jsonl", QUOTES)


@pytest.fixture
def empty_archive(tmp_path: Path):
    """An archive with nothing in it."""
    with Archive.open(tmp_path / "home") as archive:
        yield archive


@pytest.fixture
def small_archive(empty_archive: Archive, quote_list: Path) -> Archive:
    """An archive with the five invented quotes."""
    empty_archive.add(quote_list)
    return empty_archive
