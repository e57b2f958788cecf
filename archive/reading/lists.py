"""Lists of records: JSON Lines and CSV, row by row, each row with its line number and its size in bytes."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.errors import BadRecord, ReadingError
from archive.reading.decoding import MAX_ARTICLE_BYTES, decode, looks_binary

__all__ = ["csv_rows", "json_rows"]

Row = tuple[int, dict[str, Any] | BadRecord, int]
"""Line number from 1, the row or what is wrong with it, bytes it took."""


def json_rows(path: Path, encoding: str) -> Iterator[Row]:
    """Read JSON Lines; blank lines are passed over. Raises ReadingError for a file in another encoding."""
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(MAX_ARTICLE_BYTES + 1), b""), start=1):
            if len(line) > MAX_ARTICLE_BYTES:
                raise ReadingError(f"{path}, line {number}: is longer than {MAX_ARTICLE_BYTES // 1024 // 1024} MB.")
            if number == 1 and looks_binary(line) and encoding.lower() == "utf-8":
                raise ReadingError(f"{path}: is a binary file, not JSON Lines.")
            text = decode(line, str(path), encoding, first_line=number).strip()
            if text:
                yield number, _object(text, path, number), len(line)


def _object(text: str, path: Path, number: int) -> dict[str, Any] | BadRecord:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as problem:
        return BadRecord(str(path), number, f"column {problem.colno}", f"is not valid JSON: {problem.msg}")
    except (RecursionError, ValueError) as problem:
        return BadRecord(str(path), number, "row", f"is not readable JSON: {problem}")
    if not isinstance(value, dict):
        return BadRecord(str(path), number, "row", f"must be an object {{…}}, not {text[:40]!r}")
    return value


def csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    """Read a CSV file with a header line; comma, semicolon and tab are told apart by the header."""
    with path.open("rb") as raw:
        head = raw.read(65_536)
        decode(head[: head.rfind(b"\n") + 1] or head, str(path), encoding)
        raw.seek(0)
        with io.TextIOWrapper(raw, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
            yield from _csv_rows(file, path, encoding)


def _csv_rows(file: io.TextIOWrapper, path: Path, encoding: str) -> Iterator[Row]:
    header = file.readline()
    delimiter = max(",;\t", key=header.count)
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        last = reader.line_num
        for values in reader:
            number, last = last + 1, reader.line_num
            size = sum(len(value.encode("utf-8", "replace")) + 1 for value in values)
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(names):
                problem = f"has {len(values)} columns where the header has {len(names)}"
                yield number, BadRecord(str(path), number, "row", problem), size
            else:
                yield number, dict(zip(names, values, strict=True)), size
    except csv.Error as problem:
        raise ReadingError(f"{path}, line {reader.line_num}: is not valid CSV: {problem}.") from problem
    except UnicodeDecodeError as problem:
        raise ReadingError(
            f"{path}, after line {reader.line_num}: is not {encoding.upper()}. Convert it to UTF-8, or give --encoding cp1251."
        ) from problem
