"""Articles: plain text, Markdown and HTML into a source with what is known of it.

The text of .txt and .md files is kept to the letter, headers included, so that offsets count in the file as it is. Of
HTML the readable text is taken, and offsets count in that.
"""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from archive.errors import BadRecord, ReadingError
from archive.reading.decoding import read_article_text
from archive.reading.rows import record
from archive.records import Entry, Speaker
from archive.text import is_blank

__all__ = ["article", "article_of_text"]

_HEADER = re.compile(r"\s*date\s+(?P<date>\d{4}-\d\d-\d\d)\b", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\A---\s*\n(?P<body>.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>title|date|url|publisher|lang)\s*:\s*(?P<value>.+?)\s*$", re.MULTILINE)
_LONGEST_TITLE = 160
_SKIPPED = {
    "script",
    "style",
    "noscript",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "template",
    "svg",
    "button",
    "head",
}
_BLOCKS = {
    "p", "div", "section", "article", "main", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table",
    "figure", "figcaption", "pre", "hr", "dd", "dt",
}  # fmt: skip
_META = {
    "og:title": "title", "og:url": "url", "og:site_name": "publisher", "article:published_time": "date",
    "date": "date", "datepublished": "date", "dc.date": "date", "dc.publisher": "publisher",
}  # fmt: skip


def article(path: Path, encoding: str) -> Entry:
    """Read one article file; raises ReadingError naming it."""
    text = read_article_text(path, encoding)
    return article_of_text(text, str(path), path.suffix.lower())


def article_of_text(text: str, place: str, suffix: str = ".txt") -> Entry:
    """Make an article of text that is already in memory."""
    known: dict[str, Any] = {}
    if suffix in {".html", ".htm"}:
        text, known = _from_html(text, place)
    elif suffix == ".md":
        known = _from_front_matter(text)
    if is_blank(text):
        raise ReadingError(f"{place}: has no text in it.")
    header = _HEADER.match(text)
    if header:
        known.setdefault("date", header["date"])
    known.setdefault("title", _title(text, after=header.end() if header else 0, is_markdown=suffix == ".md"))
    try:
        made = record({"kind": "article", "text": text, **known}, place, 1)
    except BadRecord as problem:
        raise ReadingError(f"{place}: the {problem.field} {problem.problem}.") from problem
    assert not isinstance(made, Speaker)  # noqa: S101  the kind is given above
    return Entry(made.source, None, place)


def _title(text: str, after: int, *, is_markdown: bool) -> str | None:
    """Take the first line as the title when it reads like a headline: short, and no sentence."""
    front = _FRONT_MATTER.match(text) if is_markdown else None
    body = text[max(after, front.end() if front else 0) :]
    if after:
        body = body.partition("\n")[2]
    first = next((line.strip() for line in body.splitlines() if line.strip()), "")
    title = first.lstrip("# ").strip()
    return title if title and len(title) <= _LONGEST_TITLE and title[-1] not in ".,;:" else None


def _from_front_matter(text: str) -> dict[str, Any]:
    front = _FRONT_MATTER.match(text)
    if not front:
        return {}
    return {found["name"]: found["value"].strip("\"'") for found in _FIELD.finditer(front["body"])}


def _from_html(markup: str, place: str) -> tuple[str, dict[str, Any]]:
    parser = _Page()
    parser.feed(markup)
    parser.close()
    text = re.sub(r"[ \t\r\f\v]+", " ", "".join(parser.parts))
    text = re.sub(r" ?\n ?", "\n", text)
    text = re.sub(r"\n{2,}", "\n\n", text).strip()
    if not text:
        raise ReadingError(f"{place}: has no text in it.")
    known = dict(parser.known)
    if "date" in known:
        known["date"] = known["date"][:10]
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", known["date"]):
            del known["date"]
    return text, known


class _Page(HTMLParser):
    """Gathers the readable text of a page, and what its head says of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.known: dict[str, Any] = {}
        self._skipped: list[str] = []
        self._title: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            key = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
            if key in _META and values.get("content"):
                self.known.setdefault(_META[key], values["content"])
        elif tag == "html" and values.get("lang", "")[:2] in {"ru", "en"}:
            self.known["lang"] = values["lang"][:2]
        elif tag == "link" and values.get("rel") == "canonical" and values.get("href"):
            self.known.setdefault("url", values["href"])
        elif tag == "title" and not self.known.get("title"):
            self._title = []
        if tag in _SKIPPED:
            self._skipped.append(tag)
        elif tag in _BLOCKS or tag == "br":
            self.parts.append("\n" if tag == "br" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title" and self._title is not None:
            self.known.setdefault("title", " ".join("".join(self._title).split()) or None)
            self._title = None
        if tag in self._skipped:
            while self._skipped.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._title is not None:
            self._title.append(data)
        elif not self._skipped:
            self.parts.append(re.sub(r"\s+", " ", data))
