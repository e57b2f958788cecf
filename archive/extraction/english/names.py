"""Names in an English text: runs of capitalised words, read one by one and then by each other.

Without a trained tagger a run is read by what stands in and around it: courtesy titles and offices before it,
first names, endings of bodies ("Trust", "Ministry of"), places, and whether its last word is used alone elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

from archive.extraction.document import Document
from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.naming import Name, RunReader
from archive.extraction.english.words import (
    ADV,
    AUX,
    CAP,
    CLOSED,
    NUM,
    PUNCT,
    TIME,
    VERB,
    Words,
)

_LINKS = frozenset(("of", "for", "and", "&"))
_LONGEST = 12


class NameFinder:
    """Finds the names of one text."""

    def __init__(self, document: Document, words: Words) -> None:
        self.words = words
        self._lists = lexicon()
        self._particles = self._lists.words("grammar", "particles")
        self._common = {
            low for low, tag in zip(words.lowers, words.tags, strict=True) if not tag & (CAP | PUNCT) and low.isalpha()
        }
        self._openers = _openers(document, words)
        self._titled = _title_case_words(document, words)
        self._reader = RunReader(words)
        bodies, titles = self._lists.lists["bodies"], self._lists.lists["titles"]
        self._suffixes, self._states = bodies["suffixes"], bodies["states"] | bodies["demonyms"]
        self._titles = titles["male"] | titles["female"] | titles["neutral"] | self._lists.words("people", "roles")
        self._connectors = self._lists.words("classes", "connectors")

    def find(self) -> list[Name]:
        """Every name in text order."""
        found: list[Name] = []
        at = 0
        while at < len(self.words):
            if not self._starts(at):
                at += 1
                continue
            end = self._run_end(at)
            found += self._reader.read(at, end)
            at = end
        return self._second_look(found)

    def _starts(self, at: int) -> bool:  # noqa: PLR0911  a case a line
        tag = self.words.tags[at]
        if not tag & CAP or tag & (PUNCT | NUM):
            return False
        low = self.words.lowers[at]
        if low in {"i", "i'm"} or (tag & TIME and not (low == "may" and self._is_cap(at + 1))):
            return False
        if self.words.texts[at] in self._lists.first_names and self._is_cap(at + 1):
            return True
        if at in self._openers and (low in self._connectors or tag & (CLOSED | ADV)):
            return low in self._titles and self._is_cap(at + 1)
        if tag & (CLOSED | ADV) and not self.words.texts[at].isupper():
            return False
        alone = at in self._openers and not self._is_cap(at + 1)
        if alone and (low in self._common or low.endswith(("ing", "ed", "ly"))) and low not in self._states:
            return False
        return not (at in self._titled and (tag & (VERB | AUX) or low in self._connectors or low in self._common))

    def _is_cap(self, at: int) -> bool:
        if at >= len(self.words) or at in self._openers:
            return False
        tag = self.words.tags[at]
        if not tag & CAP or tag & (PUNCT | NUM):
            return False
        if at in self._titled and (tag & (VERB | AUX | CLOSED) or self.words.lowers[at] in self._common):
            return False
        return not tag & (CLOSED | TIME) or self.words.texts[at].isupper() or self.words.lowers[at] in {"may", "will"}

    def _run_end(self, at: int) -> int:
        end = at + 1
        while end < len(self.words) and end - at < _LONGEST:
            if self._gap(end) > 1:
                break
            if self._is_cap(end):
                end += 1
            elif (self.words.lowers[end] in self._particles and (skip := self._after_particles(end))) or (
                self.words.lowers[end] in _LINKS and (skip := self._after_link(at, end))
            ):
                end = skip
            else:
                break
        return end

    def _gap(self, at: int) -> int:
        return self.words.starts[at] - self.words.ends[at - 1]

    def _after_particles(self, at: int) -> int:
        end = at
        while end < len(self.words) and self.words.lowers[end] in self._particles and end - at < 3:
            end += 1
        return end + 1 if self._is_cap(end) else 0

    def _after_link(self, start: int, at: int) -> int:
        """Past "of (the) Justice" behind a word that names bodies; "and" only inside such a name."""
        after = at + 1 + (1 if self.words.lowers[at + 1 : at + 2] == ["the"] else 0)
        if not self._is_cap(after):
            return 0
        link = self.words.lowers[at]
        inside = self.words.lowers[start:at]
        if link in {"and", "&"}:
            joined = link == "&" or (("of" in inside or "for" in inside) and inside[0] in self._suffixes)
            return after + 1 if joined and not self._first_name(after) else 0
        return (
            after + 1
            if inside[-1] in self._suffixes or (self.words.texts[at - 1].endswith("s") and len(inside) == 1)
            else 0
        )

    def _first_name(self, at: int) -> bool:
        return self.words.texts[at] in self._lists.first_names

    def _second_look(self, names: list[Name]) -> list[Name]:
        """Read single and unknown names by the others: surnames of known people, words used alone."""
        people = [name for name in names if name.kind == "person"]
        surnames = {name.words[-1] for name in people}
        known = {word for name in people for word in name.words}
        alone = {name.words[0] for name in names if len(name.words) == 1 and name.kind == "unknown"}
        fixed = []
        for name in names:
            if name.kind in {"unknown", "place", "title"} and len(name.words) == 1 and name.words[0] in surnames:
                name = replace(name, kind="person")  # noqa: PLW2901
            elif name.kind == "unknown":
                name = self._unknown(name, alone, known)  # noqa: PLW2901
            if name.kind != "title":
                fixed.append(name)
        return fixed

    def _unknown(self, name: Name, alone: set[str], known: set[str]) -> Name:
        if (
            2 <= len(name.words) <= 4
            and name.words[-1] in alone | known
            and not self._reader.bodily(name.first, name.last)
        ):
            return replace(name, kind="person")
        if len(name.words) == 1 and name.words[0] in known and self._lists.first_names.get(name.words[0], "x") != "x":
            return replace(name, kind="person")
        return name


def _openers(document: Document, words: Words) -> set[int]:
    """Words that have a capital letter by place: first of a sentence, or behind a mark, colon or dash that opens."""
    found = {words.at(sentence.start) for sentence in document.sentences}
    found |= {words.at(region.start) for region in document.regions}
    for number, text in enumerate(words.texts):
        if text in {":", "“", "‘", "•", "–", "—", "?", "!", "(", '"', "…"} or (text == "-" and number):
            found.add(number + 1)
    return found


def _title_case_words(document: Document, words: Words) -> set[int]:
    """Words of lines in which nearly every word has a capital letter, such as headlines."""
    found: set[int] = set()
    for paragraph in document.paragraphs:
        if paragraph.end - paragraph.start > 200:
            continue
        numbers = range(words.at(paragraph.start), words.at(paragraph.end))
        alpha = [n for n in numbers if words.texts[n][0].isalpha() and (len(words.texts[n]) > 3)]
        if len(alpha) >= 4 and sum(bool(words.tags[n] & CAP) for n in alpha) > 0.75 * len(alpha):
            found.update(numbers)
    return found
