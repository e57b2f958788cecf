"""Names in an English text: runs of capitalised words, cut into titles and name, told apart by kind.

Without a trained tagger a run is read by what stands in and around it: courtesy titles and offices before it,
first names, endings of bodies ("Trust", "Ministry of"), places, and whether its last word is used alone elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.extraction.document import Document
from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.words import (
    ADV,
    AUX,
    CAP,
    CLOSED,
    CONJ,
    DET,
    NUM,
    POSS,
    PREP,
    PRON,
    PUNCT,
    REL,
    ROLE,
    TIME,
    VERB,
    Words,
)
from archive.extraction.mention import Gender

_PARTICLES = frozenset("de van von der den al el bin ibn ben la le du da del della di dos das ter ten zu y".split())
_LINKS = frozenset(("of", "for", "and", "&"))
_SURNAMES = frozenset(
    ("hill", "hills", "park", "day", "lane", "lake", "west", "north", "hall", "cross", "forest", "bay", "book")
)
"""Words of places that are surnames behind a first name."""
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Name:
    """A name: words `first:last`, its `kind` (person, org, place or unknown) and the titles in words `head:first`."""

    head: int
    first: int
    last: int
    kind: str
    words: tuple[str, ...]
    roles: tuple[str, ...] = ()
    gender: Gender | None = None


class NameFinder:
    """Finds the names of one text."""

    def __init__(self, document: Document, words: Words) -> None:
        self.words = words
        self._lists = lexicon()
        self._common = {
            low for low, tag in zip(words.lowers, words.tags, strict=True) if not tag & (CAP | PUNCT) and low.isalpha()
        }
        self._openers = _openers(document, words)
        self._titled = _title_case_words(document, words)
        bodies, people = self._lists.lists["bodies"], self._lists.lists["people"]
        titles = self._lists.lists["titles"]
        self._suffixes, self._states = bodies["suffixes"], bodies["states"] | bodies["demonyms"]
        self._media, self._no_people = bodies["media"], bodies["not_people"]
        self._male, self._female = titles["male"], titles["female"]
        self._titles = titles["male"] | titles["female"] | titles["neutral"] | people["roles"]
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
            found += self._read_run(at, end)
            at = end
        return self._second_look(found)

    def _starts(self, at: int) -> bool:
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
            elif self.words.lowers[end] in _PARTICLES and (skip := self._after_particles(end)):
                end = skip
            elif self.words.lowers[end] in _LINKS and (skip := self._after_link(at, end)):
                end = skip
            else:
                break
        return end

    def _gap(self, at: int) -> int:
        return self.words.starts[at] - self.words.ends[at - 1]

    def _after_particles(self, at: int) -> int:
        end = at
        while end < len(self.words) and self.words.lowers[end] in _PARTICLES and end - at < 3:
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
            joined = link == "&" or ("of" in inside or "for" in inside) and inside[0] in self._suffixes
            return after + 1 if joined and not self._first_name(after) else 0
        return (
            after + 1
            if inside[-1] in self._suffixes or self.words.texts[at - 1].endswith("s") and len(inside) == 1
            else 0
        )

    def _first_name(self, at: int) -> bool:
        return self.words.texts[at] in self._lists.first_names

    def _read_run(self, start: int, end: int) -> list[Name]:
        first = self._name_start(start, end)
        if first >= end:
            return [Name(start, start, end, "title", (self.words.texts[start],))] if end - start == 1 else []
        before = self._role_before(start)
        kind = self._kind(first, end, titled=first > start or before < start)
        words = tuple(word for word in self.words.texts[first:end] if word.lower() not in {"jr.", "sr."})
        if kind == "person":
            roles = self._roles(self.words.lowers[before:first]) + self._roles_behind(end)
        else:
            roles = self._body_roles(first, end)
        gender = self._gender(before, first, end) if kind == "person" else None
        return [Name(start, first, end, kind, words or (self.words.texts[first],), roles, gender)]

    def _name_start(self, start: int, end: int) -> int:
        """Where the name begins behind the titles of a run; `end` where there are titles only."""
        lowers = self.words.lowers
        if any(low in {"of", "for", "&"} for low in lowers[start:end]):
            return start
        if lowers[end - 1] in self._suffixes and end - start > 1 and not self._first_name(start):
            return start
        first = start
        for at in range(start, end):
            low = lowers[at].rstrip(".")
            if (
                low in self._titles
                and not (self._first_name(at) and at == first)
                and not self._is_surname(at, start, end)
            ):
                first = at + 1
        if first == end - 1 and first - start > 1 and not self._plain_titles(start, first):
            return start
        if first == start and end - start > 1:
            while first < end - 1 and lowers[first] in self._states and not self._first_name(first):
                first += 1
        if first == start and end - start > 2 and not self._first_name(start):
            later = [at for at in range(start + 1, end - 1) if self._first_name(at)]
            first = later[0] if later else start
        return first

    def _plain_titles(self, start: int, end: int) -> bool:
        """True where the words are offices, nations and places only, or a known first name stands behind them."""
        known = (
            self._titles
            | self._states
            | self._suffixes
            | {"shadow", "majority", "minority", "general", "press", "home"}
        )
        return all(self.words.lowers[n].rstrip(".") in known for n in range(start, end))

    def _is_surname(self, at: int, start: int, end: int) -> bool:
        """True for "Cook" in "Tim Cook" and "Mr Cook"."""
        if at != end - 1 or at == start:
            return False
        if self._first_name(at - 1):
            return True
        return self.words.lowers[at] in self._lists.words("people", "surnames")

    def _kind(self, first: int, end: int, *, titled: bool) -> str:
        lowers, texts = self.words.lowers, self.words.texts
        last = lowers[end - 1].rstrip(".")
        size = end - first
        if lowers[first] in self._media or any(low in {"of", "for", "&"} for low in lowers[first:end]):
            return "org" if lowers[first] in self._media or self._bodily(first, end) else "unknown"
        if last in self._suffixes and (size > 1 or texts[first].isupper() or lowers[first] in {"kremlin", "pentagon"}):
            return "person" if size == 2 and self._first_name(first) and last in {"house", "park"} else "org"
        if all(low in self._states for low in lowers[first:end]) and not (
            titled and size == 1 and last not in self._states
        ):
            return "place"
        if titled:
            return "person"
        if size > 1 and self._first_name(first) and (last not in self._no_people or (size == 2 and last in _SURNAMES)):
            return "person"
        if size > 1 and len(texts[first]) == 2 and texts[first].endswith("."):
            return "person"
        if size == 1 and texts[first].isupper() and len(texts[first]) > 1:
            return "org"
        if last in self._no_people or lowers[first] in self._no_people or any(c.isdigit() for c in texts[first]):
            return "place"
        return "unknown"

    def _bodily(self, first: int, end: int) -> bool:
        return any(low.rstrip("s") in self._suffixes or low in self._suffixes for low in self.words.lowers[first:end])

    def _role_before(self, start: int) -> int:
        """Where lower-case offices before a name begin ("culture lead", "Trust chair")."""
        words, at = self.words, start
        if (
            start == 0
            or not words.tags[start - 1] & ROLE
            or words.tags[start - 1] & (CAP | VERB)
            or self._gap(start) > 1
        ):
            return start
        at = start - 1
        while at > 0 and start - at < 4 and self._is_modifier(at - 1) and self._gap(at) <= 1:
            at -= 1
        return at

    def _roles_behind(self, end: int) -> tuple[str, ...]:
        """The office in apposition: "Lvova, the governor of the region", "Smith, 45, a mechanic", "Smith is the mayor"."""
        words, at = self.words, end
        if words.texts[at : at + 1] == [","] and at + 2 < len(words) and words.tags[at + 1] & NUM:
            at += 2
        if words.texts[at : at + 1] in ([","], ["("]):
            at += 1 + (2 if words.lowers[at + 1 : at + 3] in (["who", "is"], ["who", "was"]) else 0)
        elif (
            words.lowers[at : at + 1] in (["is"], ["was"]) and words.tags[at + 1 : at + 2] and words.tags[at + 1] & DET
        ):
            at += 1
        else:
            return ()
        first = at
        while at < len(words) and at - first < 9 and words.tags[at] & (DET | POSS):
            at += 1
        begun = at
        while (
            at < len(words) and at - begun < 7 and not words.tags[at] & (PUNCT | PREP | CONJ | REL | AUX | TIME | PRON)
        ):
            at += 1
        if at == begun or not words.tags[at - 1] & ROLE or (words.tags[at - 1] & CAP and begun == first):
            return ()
        return role_keys([low for low in words.lowers[begun:at] if low not in {"'s", "'"}])

    def _is_modifier(self, at: int) -> bool:
        return not self.words.tags[at] & (CLOSED | PUNCT | ADV | TIME | NUM | VERB)

    @staticmethod
    def _roles(words: list[str]) -> tuple[str, ...]:
        return role_keys([word.rstrip(".") for word in words])

    def _body_roles(self, first: int, end: int) -> tuple[str, ...]:
        lowers = [low.rstrip(".") for low in self.words.lowers[first:end]]
        nouns = self._lists.words("bodies", "nouns")
        found = [low for low in lowers if low in nouns]
        if lowers[-1] in {"inc", "corp", "ltd", "plc", "llc", "co", "gmbh", "group", "corporation"}:
            found += ["company", "firm"]
        return tuple(dict.fromkeys(found))

    def _gender(self, head: int, first: int, end: int) -> Gender | None:
        people = self._lists.lists["people"]
        for low in self.words.lowers[head:first]:
            bare = low.rstrip(".")
            if bare in self._female or bare in people["female"]:
                return "f"
            if bare in self._male or bare in people["male"]:
                return "m"
        return self._lists.first_names.get(self.words.texts[first]) if end - first > 1 else None

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
        if 2 <= len(name.words) <= 4 and name.words[-1] in alone | known and not self._bodily(name.first, name.last):
            return replace(name, kind="person")
        if len(name.words) == 1 and name.words[0] in known and self._lists.first_names.get(name.words[0], "x") != "x":
            return replace(name, kind="person")
        return name


def role_keys(words: list[str]) -> tuple[str, ...]:
    """Keys of an office: its head and the longer forms that end in it; a deputy is not his head."""
    words = [word for word in words if word not in {"former", "ex", "acting", "late", "the", "interim", "then", "'s"}]
    if not words:
        return ()
    keys = [" ".join(words[-size:]) for size in (3, 2) if len(words) >= size]
    binding = {"deputy", "vice", "prime", "assistant"}
    if len(words) < 2 or words[-2] not in binding:
        keys.append(words[-1])
    elif words[-2] == "prime":
        keys += ["premier", "pm"]
    titles = [word for word in words[:-1] if word in lexicon().words("people", "roles")]
    return tuple(dict.fromkeys(keys + titles + [word for word in words if word in {"republican", "democrat"}]))


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
