"""Bytes to text: UTF-8 unless told otherwise, and a plain word when a file is something else."""

import codecs
import re
from pathlib import Path

from archive.errors import ReadingError

__all__ = ["MAX_ARTICLE_BYTES", "decode", "looks_binary", "read_article_text"]

MAX_ARTICLE_BYTES = 10 * 1024 * 1024
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOWER_CP1251 = re.compile(rb"[\xe0-\xff]{3,}")
_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_article_text(path: Path, encoding: str) -> str:
    """Read a whole article file; raises ReadingError when it is empty, too large, binary or in another encoding."""
    with path.open("rb") as file:
        data = file.read(MAX_ARTICLE_BYTES + 1)
    if len(data) > MAX_ARTICLE_BYTES:
        megabytes = path.stat().st_size / 1024 / 1024
        raise ReadingError(
            f"{path}: {megabytes:.0f} MB is too large for one article (the limit is {MAX_ARTICLE_BYTES // 1024 // 1024} MB). "
            "Split it, or give it as a list (.jsonl)."
        )
    return decode(data, str(path), encoding)


def looks_binary(data: bytes) -> bool:
    """Tell whether bytes are no text in any encoding of one byte a character or UTF-8."""
    return bool(_CONTROLS.search(data[:65_536]))


def decode(data: bytes, place: str, encoding: str = "utf-8", first_line: int = 1) -> str:
    """Decode bytes; raises ReadingError that names file, line and the encoding it looks like."""
    for mark, name in _BOMS.items():
        if data.startswith(mark) and not _same_encoding(encoding, name):
            raise ReadingError(f"{place}: is in {name.upper()}. Convert it to UTF-8, or give --encoding {name}.")
    if _same_encoding(encoding, "utf-8"):
        if looks_binary(data):
            raise ReadingError(f"{place}: is a binary file, not text. Give .txt, .md, .html, .jsonl or .csv.")
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(encoding)
    except LookupError as problem:
        raise ReadingError(
            f"{place}: there is no encoding {encoding!r}. Common ones are utf-8, cp1251, latin-1."
        ) from problem
    except UnicodeDecodeError as problem:
        line = first_line + data.count(b"\n", 0, problem.start)
        likely = "cp1251" if _LOWER_CP1251.search(data) else "latin-1"
        raise ReadingError(
            f"{place}, line {line}: is not {encoding.upper()} (byte 0x{data[problem.start]:02X}); it looks like {likely}. "
            f"Convert it to UTF-8, or give --encoding {likely}."
        ) from problem


def _same_encoding(given: str, name: str) -> bool:
    try:
        return codecs.lookup(given).name.startswith(name)
    except LookupError:
        return False
