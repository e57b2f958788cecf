"""From noun phrases to mentions: names, bodies, offices, unnamed sources, pronouns."""

from __future__ import annotations

from dataclasses import replace

from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.naming import Name, role_keys
from archive.extraction.english.phrases import Phrase
from archive.extraction.english.words import CAP, DET, NUM, POSS, PREP, PRON, PUNCT, ROLE, Words
from archive.extraction.mention import Gender, Mention

_PRONOUNS: dict[str, tuple[Gender | None, bool]] = {
    "he": ("m", False),
    "she": ("f", False),
    "they": (None, True),
    "him": ("m", False),
    "her": ("f", False),
    "them": (None, True),
}
_FIRST_PERSON = frozenset(("i", "we", "you", "me", "us"))
_PART = ("of", "for", "from", "by", "at", "in", "with")


class People:
    """Says whom a noun phrase of one text points at."""

    def __init__(self, words: Words, names: list[Name], text: str) -> None:
        self.words, self.text = words, text
        self.names = names
        self._by_first = {name.first: name for name in names}
        self._by_last = {name.last: name for name in names}
        self._by_head = {name.head: name for name in names}
        self._borne = {role for name in names for role in name.roles}
        lists = lexicon().lists
        self._people, self._bodies = lists["people"], lists["bodies"]
        self._indefinite = lists["classes"]["indefinite"]
        self._full = self._short_forms()

    def named(self) -> list[Mention]:
        """A mention for every person and body that the text names, in text order."""
        return [self.of_name(name) for name in self.names if name.kind in {"person", "org"}]

    def of_name(self, name: Name, *, body: bool = False) -> Mention:
        """The mention that a name is; places and unknown names count as bodies where `body`."""
        kind = "person" if name.kind == "person" or (name.kind == "unknown" and not body) else "org"
        words = self._full.get(name.words, name.words) if kind == "org" else name.words
        start, end = self.words.starts[name.head], self.words.ends[name.last - 1]
        roles = name.roles or ((name.words[-1].lower(),) if kind == "org" else ())
        return Mention(start, end, "person" if kind == "person" else "org", words, name.gender, roles=roles)

    def of_phrase(self, phrase: Phrase) -> Mention | None:  # noqa: PLR0911  a case a line
        """Whom a noun phrase means, or None where it can mean no speaker."""
        first, last = phrase.first, phrase.last
        while last > first and self.words.lowers[last - 1] in {"'s", "'", ","}:
            last -= 1
        if first >= last:
            return None
        pronoun = bool(self.words.tags[first] & PRON) or self.words.lowers[first] in _PRONOUNS
        if last - first == 1 and pronoun and first not in self._by_first:
            return self._pronoun(first)
        core = self._core_end(first, last)
        if any(
            self.words.lowers[n] == "and" and self._by_last.get(n) and n + 1 in self._by_head
            for n in range(first, core)
        ):
            return self._several(first, core)
        office = self.words.tags[core - 1]
        behind = self._by_last.get(last)
        if behind is not None and behind.kind == "person" and core <= behind.first and office & ROLE and office & CAP:
            return replace(self.of_name(behind), subject=True)
        inside = [name for name in self._names_in(first, last) if name.first < core]
        if inside and inside[-1].last >= core:
            return self._by_last_name(inside, first)
        if inside:
            return self._beside_name(inside[-1], first, core, last)
        return self._unnamed(first, core, last)

    def _several(self, first: int, core: int) -> Mention:
        """Several who speak together ("Orlov and Lvova")."""
        start, end = self.words.starts[first], self.words.ends[core - 1]
        return Mention(start, end, "role", tuple(self.text[start:end].split()), plural=True, subject=True)

    def _names_in(self, first: int, last: int) -> list[Name]:
        found = [self._by_first[n] for n in range(first, last) if n in self._by_first]
        return [name for name in found if name.last <= last]

    def _core_end(self, first: int, last: int) -> int:
        """Where the first preposition stands that is not inside a name."""
        at = first
        while at < last:
            if at in self._by_first:
                at = self._by_first[at].last
            elif self.words.tags[at] & PREP and at > first:
                return at
            else:
                at += 1
        return last

    def _pronoun(self, at: int) -> Mention | None:
        low = self.words.lowers[at]
        start, end = self.words.starts[at], self.words.ends[at]
        if low in _PRONOUNS:
            gender, plural = _PRONOUNS[low]
            return Mention(start, end, "pronoun", (low,), gender, plural, subject=True)
        if low in _FIRST_PERSON:
            return None
        if low == "it":
            return Mention(start, end, "body", ("it",), roles=(), subject=True)
        return None

    def _by_last_name(self, inside: list[Name], first: int) -> Mention | None:
        name = inside[-1]
        article = name.head > first and bool(self.words.tags[name.head - 1] & DET)
        if name.kind == "unknown" and (len(name.words) == 1):
            low = name.words[0].lower()
            if low in self._bodies["suffixes"] and article:
                return self._body(first, name.last, (low,))
            if low.endswith("s") and (low in self._people["plurals"] or low[:-1] in self._bodies["demonyms"]):
                return replace(self.of_name(name, body=True), subject=True)
            if low in self._people["roles"]:
                return self._role(first, name.last, name.last)
        return replace(self.of_name(name, body=article or name.kind == "place"), subject=True)

    def _beside_name(self, name: Name, first: int, core: int, last: int) -> Mention | None:
        """A phrase with a name before its head: "Collins's office", "Kremlin spokesman", "FBI officials"."""
        head = self.words.lowers[core - 1]
        possessive = name.last < core and self.words.lowers[name.last] in {"'s", "'"}
        named = self.words.lowers[first] == "the" and name.kind != "person"
        if head in self._people["spokes"] and not named and not (name.kind == "person" and possessive):
            return replace(self.of_name(name, body=True), subject=True)
        if head in self._bodies["documents"] and name.kind != "person":
            return replace(self.of_name(name, body=True), subject=True)
        if head in self._bodies["nouns"] or (name.kind == "person" and head in self._people["spokes"]):
            words = self.text[self.words.starts[name.head] : self.words.ends[core - 1]].split()
            start, end = self.words.starts[name.head], self.words.ends[core - 1]
            return Mention(start, end, "org", tuple(words), roles=(head,), subject=True)
        return self._role(first, core, last)

    def _unnamed(self, first: int, core: int, last: int) -> Mention | None:
        head = self.words.lowers[core - 1]
        if head in self._people["spokes"]:
            return self._spokesman(first, core, last)
        if head in self._bodies["documents"] and core < last and self.words.lowers[core] in {"by", "from", "of"}:
            behind = self.of_phrase(Phrase(core + 1, last))
            if behind is not None and behind.kind in {"org", "person"}:
                return behind
        if head in self._bodies["nouns"] or head in self._bodies["documents"]:
            return self._body(first, core, role_keys(self._plain(first, core)))
        return self._role(first, core, last)

    def _spokesman(self, first: int, core: int, last: int) -> Mention | None:
        """An unnamed spokesman stands for his body."""
        if core < last:
            behind = self.of_phrase(Phrase(core + 1, last))
            if behind is not None and behind.kind in {"org", "body"}:
                return replace(behind, subject=True)
            return self._role(first, core, last)
        plain = self._plain(first, core)
        if len(plain) > 1 and plain[-2] in self._bodies["nouns"]:
            return self._body(first, core, (plain[-2],), name=(plain[-2],))
        return self._role(first, core, last)

    def _plain(self, first: int, core: int) -> list[str]:
        return [self.words.lowers[n] for n in range(first, core) if not self.words.tags[n] & (DET | POSS | PUNCT)]

    def _body(self, first: int, core: int, roles: tuple[str, ...], name: tuple[str, ...] = ()) -> Mention:
        start, end = self.words.starts[first], self.words.ends[core - 1]
        words = name or tuple(self.text[start:end].split())
        return Mention(start, end, "body", words, roles=roles, subject=True)

    def _role(self, first: int, core: int, last: int) -> Mention | None:
        head = self.words.lowers[core - 1]
        tags = self.words.tags[core - 1]
        if tags & (PUNCT | PREP) or (tags & NUM and not head.endswith("old")):
            return None
        words = self.words
        plural = (
            head in self._people["plurals"]
            or head in {"some", "many", "others", "most", "several", "few", "both"}
            or (head.endswith("s") and head[:-1] in self._people["roles"])
        )
        known = bool(tags & ROLE) or head.endswith("-old") or plural or head in self._indefinite
        if not known and not self._may_speak(first, head):
            return None
        if core < last and words.lowers[core] in {"in", "on", "at", "with", "from"} and core + 1 not in self._by_head:
            last = core
        start, end = words.starts[first], words.ends[last - 1]
        plain = [low for low in self._plain(first, core) if low not in {"'s", "'"}]
        gender: Gender | None = "f" if head in self._people["female"] else "m" if head in self._people["male"] else None
        name = tuple(self.text[start:end].split())
        roles = role_keys(plain)
        if head in self._people["spokes"] and not self._borne.intersection(role for role in roles if " " in role):
            roles = (head,)
        return Mention(start, end, "role", name, gender, plural, roles, subject=True)

    def _may_speak(self, first: int, head: str) -> bool:
        """True for a singular phrase with an article whose head may be a person by its ending."""
        return bool(self.words.tags[first] & (DET | POSS)) and head.endswith(
            ("er", "or", "ist", "ian", "ant", "ent", "man", "woman", "ee", "ess", "eer", "figure", "star")
        )

    def _short_forms(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Short names of bodies to the full ones: initials ("NEOC") and beginnings that the text uses."""
        found: dict[tuple[str, ...], tuple[str, ...]] = {}
        full = [name.words for name in self.names if name.kind == "org" and len(name.words) > 1]
        short = {name.words for name in self.names if len(name.words) == 1 and name.words[0].isupper()}
        for words in full:
            initials = "".join(word[0] for word in words if word[0].isupper())
            if len(initials) > 1 and (initials,) in short:
                found.setdefault((initials,), words)
        return found

    def is_unnamed(self, mention: Mention) -> bool:
        """True for a phrase without an article or with an indefinite one."""
        word = mention.name[0].lower()
        return word in self._indefinite or (mention.plural and word != "the")


def is_cap_word(words: Words, at: int) -> bool:
    """True for a word with a capital letter."""
    return bool(words.tags[at] & CAP)
