"""What a run of capitalised words names: titles and name told apart, person, body or place, offices beside it."""

from __future__ import annotations

from dataclasses import dataclass

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

_SURNAMES = frozenset(
    ("hill", "hills", "park", "day", "lane", "lake", "west", "north", "hall", "cross", "forest", "bay", "book")
)
"""Words of places that are surnames behind a first name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name: words `first:last`, its `kind` (person, org, place, unknown, title) and the titles in words `head:first`."""

    head: int
    first: int
    last: int
    kind: str
    words: tuple[str, ...]
    roles: tuple[str, ...] = ()
    gender: Gender | None = None


class RunReader:
    """Reads the runs of one text."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._lists = lexicon()
        bodies, people = self._lists.lists["bodies"], self._lists.lists["people"]
        titles = self._lists.lists["titles"]
        self._suffixes, self._states = bodies["suffixes"], bodies["states"] | bodies["demonyms"]
        self._media, self._no_people = bodies["media"], bodies["not_people"]
        self._male, self._female = titles["male"], titles["female"]
        self._titles = titles["male"] | titles["female"] | titles["neutral"] | people["roles"]

    def _first_name(self, at: int) -> bool:
        return self.words.texts[at] in self._lists.first_names

    def _gap(self, at: int) -> int:
        return self.words.starts[at] - self.words.ends[at - 1]

    def read(self, start: int, end: int) -> list[Name]:
        """The name in words `start:end`; none where they are titles only, kind "title" for a single such word."""
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

    def _is_surname(self, at: int, start: int, end: int) -> bool:
        """True for "Cook" in "Tim Cook" and "Mr Cook"."""
        if at != end - 1 or at == start:
            return False
        if self._first_name(at - 1):
            return True
        return self.words.lowers[at] in self._lists.words("people", "surnames")

    def _plain_titles(self, start: int, end: int) -> bool:
        """True where the words are offices, nations and places only, or a known first name stands behind them."""
        known = (
            self._titles
            | self._states
            | self._suffixes
            | {"shadow", "majority", "minority", "general", "press", "home"}
        )
        return all(self.words.lowers[n].rstrip(".") in known for n in range(start, end))

    def _kind(self, first: int, end: int, *, titled: bool) -> str:  # noqa: PLR0911  a case a line
        lowers, texts = self.words.lowers, self.words.texts
        last = lowers[end - 1].rstrip(".")
        size = end - first
        if lowers[first] in self._media or any(low in {"of", "for", "&"} for low in lowers[first:end]):
            return "org" if lowers[first] in self._media or self.bodily(first, end) else "unknown"
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

    def bodily(self, first: int, end: int) -> bool:
        """True for a run that holds a word that names of bodies end in."""
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
        form = self._lists.forms.get(self.words.lowers[at])
        noun = form is None or form.shape == "base"
        return noun and not self.words.tags[at] & (CLOSED | PUNCT | ADV | TIME | NUM)

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
