"""Everybody in one article: the mentions of one person or body gathered under the fullest name given."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from archive.extraction.mention import Gender, Mention


@dataclass(slots=True, eq=False)
class Member:
    """One person or body of the article, known by `name`, the fullest form that it gives."""

    kind: str
    name: tuple[str, ...]
    keys: frozenset[str]
    gender: Gender | None = None
    roles: set[str] = field(default_factory=set)
    at: list[int] = field(default_factory=list)
    plural: bool = False
    spoke: bool = False
    """True once something was attributed to this one."""

    @property
    def label(self) -> str:
        """The name as one string."""
        return " ".join(self.name)


class Cast:
    """The people and bodies of an article and which of them a name can mean."""

    def __init__(self, name_key: Callable[[str], str]) -> None:
        self._key = name_key
        self.members: list[Member] = []
        self._by_key: dict[str, list[Member]] = defaultdict(list)
        self._of: dict[tuple[int, int], Member] = {}

    @classmethod
    def gather(cls, mentions: Sequence[Mention], name_key: Callable[[str], str]) -> Cast:
        """Group the named mentions, full names before short ones."""
        cast = cls(name_key)
        named = [mention for mention in mentions if mention.kind in ("person", "org") and mention.name]
        for mention in sorted(named, key=lambda m: (m.kind == "org", _initials(m), -len(m.name), m.start)):
            cast._add(mention)
        return cast

    def member_of(self, mention: Mention) -> Member | None:
        """Who a named mention means; None where two people could be meant or nobody."""
        known = self._of.get((mention.start, mention.end))
        return known if known is not None else self._only(self._matching(mention))

    def knows(self, mention: Mention) -> bool:
        """True where at least one of the cast could bear this name."""
        return bool(self._matching(mention))

    def same_surname(self, member: Member) -> bool:
        """True where another person of the article bears the same last name."""
        last = self._key(member.name[-1]) if member.name else ""
        return any(other is not member and other.kind == "person" for other in self._by_key.get(last, []))

    def _add(self, mention: Mention) -> None:
        matching = self._matching(mention)
        member = self._only(matching) or self._nearest(matching, mention)
        if member is None:
            member = Member(mention.kind, mention.name, self._keys(mention))
            self.members.append(member)
            for key in member.keys:
                self._by_key[key].append(member)
        member.gender = member.gender or mention.gender
        member.roles.update(mention.roles)
        insort(member.at, mention.start)
        self._of[mention.start, mention.end] = member

    def _keys(self, mention: Mention) -> frozenset[str]:
        return frozenset(self._key(word) for word in mention.name)

    def _matching(self, mention: Mention) -> list[Member]:
        wanted = self._keys(mention)
        if not wanted:
            return []
        whole = [key for key in wanted if len(key) > 1] or list(wanted)
        rarest = min((self._by_key.get(key, []) for key in whole), key=len)
        return [
            member
            for member in rarest
            if member.kind == mention.kind and _fits(wanted, member.keys, mention.kind) and _agree(member, mention)
        ]

    @staticmethod
    def _only(matching: Sequence[Member]) -> Member | None:
        return matching[0] if len(matching) == 1 else None

    @staticmethod
    def _nearest(matching: Sequence[Member], mention: Mention) -> Member | None:
        """Of two people of one surname the one mentioned last before, as a reader would take it."""
        before = []
        for member in matching:
            number = bisect_left(member.at, mention.start)
            if number:
                before.append((member.at[number - 1], member))
        return max(before, key=lambda pair: pair[0])[1] if before else None


def _fits(wanted: frozenset[str], known: frozenset[str], kind: str) -> bool:
    if kind == "org":
        return wanted == known
    # an initial stands for any name that begins with it
    return all(key in known or (len(key) == 1 and any(name.startswith(key) for name in known)) for key in wanted)


def _initials(mention: Mention) -> bool:
    return mention.kind == "person" and any(len(word.rstrip(".")) == 1 for word in mention.name)


def _agree(member: Member, mention: Mention) -> bool:
    return member.gender is None or mention.gender is None or member.gender == mention.gender
