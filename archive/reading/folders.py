"""Paths into records: files, folders and standard input, in a fixed order, with progress in bytes."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from archive.errors import BadRecord, ReadingError
from archive.reading import articles, lists
from archive.reading.rows import KNOWN_FIELDS, record
from archive.records import Entry, Speaker

__all__ = ["Reading", "read_paths"]

_ARTICLES = {".txt", ".md", ".html", ".htm"}
_LISTS = {".jsonl": lists.json_rows, ".ndjson": lists.json_rows, ".csv": lists.csv_rows, ".tsv": lists.csv_rows}
_KINDS = ".txt, .md, .html, .jsonl or .csv"


class Reading:
    """Files to be read, and what was noticed while reading them."""

    def __init__(
        self,
        files: Sequence[Path],
        columns: Mapping[str, str],
        encoding: str,
        *,
        skip_bad: bool,
        kept: "tempfile.TemporaryDirectory[str] | None" = None,
    ) -> None:
        self.files = files
        self._kept = kept  # standard input lies here until the reading is done with
        self.refused: list[str] = []
        self.notices: list[str] = []
        self._columns = columns
        self._encoding = encoding
        self._skip_bad = skip_bad

    def records(self, progress: Callable[[int, int], None] | None = None) -> Iterator[Entry | Speaker]:
        """Give every record in order; `progress` is told (bytes done, bytes in all) after each.

        Raises ReadingError naming the file, and BadRecord naming the row unless bad ones are to be skipped.
        """
        total = sum(file.stat().st_size for file in self.files)
        done = 0
        for file in self.files:
            read = 0
            for made, size in self._file(file):
                yield made
                read += size
                if progress:
                    progress(min(done + read, total), total)
            done += file.stat().st_size
        if progress:
            progress(total, total)

    def _file(self, path: Path) -> Iterator[tuple[Entry | Speaker, int]]:
        try:
            if path.stat().st_size == 0:
                raise ReadingError(f"{path}: is empty.")
            if path.suffix.lower() in _ARTICLES:
                yield articles.article(path, self._encoding), path.stat().st_size
            else:
                yield from self._list(path)
        except PermissionError as problem:
            raise ReadingError(f"{path}: permission to read it was denied.") from problem
        except IsADirectoryError as problem:
            raise ReadingError(f"{path}: is a folder where a file was meant.") from problem

    def _list(self, path: Path) -> Iterator[tuple[Entry | Speaker, int]]:
        unknown: set[str] = set()
        found = 0
        for line, row, size in _LISTS[path.suffix.lower()](path, self._encoding):
            try:
                if isinstance(row, BadRecord):
                    raise row
                values = self._renamed(row)
                made = record(values, str(path), line)
                unknown |= values.keys() - KNOWN_FIELDS[str(values.get("kind") or "quote")]
            except BadRecord as problem:
                if not self._skip_bad:
                    raise
                self.refused.append(str(problem))
                continue
            found += 1
            yield made, size
        if not found and not self.refused:
            raise ReadingError(f"{path}: has no records in it.")
        if unknown:
            self.notices.append(f"{path}: ignored the fields {', '.join(sorted(unknown))}.")

    def _renamed(self, row: dict[str, object]) -> dict[str, object]:
        """Name a row's columns as the archive does; a column that would be overwritten gives way to the mapped one."""
        if not self._columns:
            return row
        kept = {
            name: value
            for name, value in row.items()
            if name not in self._columns and name not in self._columns.values()
        }
        untouched = {name: row[name] for name in self._columns.values() if name in row and name not in kept}
        mapped = {self._columns[name]: value for name, value in row.items() if name in self._columns}
        return {**kept, **untouched, **mapped}


def read_paths(
    paths: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    skip_bad: bool = False,
) -> Reading:
    """Find the files under `paths` ("-" is standard input); raises ReadingError for one that is not there or not ours."""
    columns = dict(columns or {})
    wrong = sorted(set(columns.values()) - frozenset().union(*KNOWN_FIELDS.values()))
    if wrong:
        raise ReadingError(
            f"A column cannot be mapped to {', '.join(wrong)}: the fields are text, speaker, date, source …"
        )
    files: list[Path] = []
    passed_over: list[str] = []
    kept: tempfile.TemporaryDirectory[str] | None = None
    for path in paths:
        if str(path) == "-":
            kept = kept or tempfile.TemporaryDirectory(prefix="quotes-")
            files.append(_standard_input(Path(kept.name)))
        else:
            files += _files(Path(path).expanduser(), passed_over)
    reading = Reading(files, columns, encoding, skip_bad=skip_bad, kept=kept)
    if passed_over:
        shown = ", ".join(passed_over[:5]) + (" …" if len(passed_over) > 5 else "")
        reading.notices.append(f"Passed over {len(passed_over)} files that are not {_KINDS}: {shown}.")
    return reading


def _files(path: Path, passed_over: list[str]) -> list[Path]:
    try:
        is_there = path.exists()
    except PermissionError as problem:
        raise ReadingError(f"{path}: permission to look there was denied.") from problem
    if not is_there:
        raise ReadingError(f"{path}: there is no such file or folder.")
    if path.is_file():
        if path.suffix.lower() not in _ARTICLES | _LISTS.keys():
            raise ReadingError(f"{path}: files of this kind are not read. Give {_KINDS}.")
        return [path]
    found: list[Path] = []
    for place, folders, names in os.walk(path, onerror=_denied):
        folder = Path(place)
        folders.sort()
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in sorted(names):
            if name.startswith("."):
                continue
            file = folder / name
            if file.suffix.lower() in _ARTICLES | _LISTS.keys():
                found.append(file)
            else:
                passed_over.append(str(file))
    if not found:
        raise ReadingError(f"{path}: the folder holds nothing that can be read. Give {_KINDS}.")
    return found


def _denied(problem: OSError) -> None:
    raise ReadingError(f"{problem.filename}: the folder cannot be read: {problem.strerror}.") from problem


def _standard_input(folder: Path) -> Path:
    """Keep standard input in a file named by what it holds: rows when it begins with a brace."""
    data = sys.stdin.buffer.read()
    path = folder / f"standard-input{'.jsonl' if data.lstrip()[:1] == b'{' else '.txt'}"
    path.write_bytes(data)
    return path
