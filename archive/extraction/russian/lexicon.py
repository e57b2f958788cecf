"""The Russian word lists, read once from `verbs.tsv` and `frames.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.extraction.russian import words

LISTS = (
    "countries",
    "nameless",
    "quantifiers",
    "partitive",
    "nominalised",
    "telling",
    "meant_again",
    "said",
    "relaying",
)
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of speech or opinion: `kind` is say, think or cite; `strength` 0..1."""

    lemma: str
    kind: str
    strength: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every list; words are dictionary forms with е for ё."""

    verbs: dict[str, Verb]
    light: dict[str, frozenset[str]]
    predicates: frozenset[str]
    phrases: frozenset[str]
    that: frozenset[str]
    wh: frozenset[str]
    connectors: frozenset[str]
    unnamed: frozenset[str]
    families: dict[str, frozenset[str]]
    reflexive: frozenset[str]
    documents: frozenset[str]
    media: frozenset[str]
    bodies: frozenset[str]
    relatives: frozenset[str]
    enterprises: frozenset[str]
    no_places: frozenset[str]
    spokespeople: frozenset[str]
    silent: frozenset[str]
    phases: frozenset[str]
    countries: frozenset[str]
    nameless: frozenset[str]
    quantifiers: frozenset[str]
    partitive: frozenset[str]
    nominalised: frozenset[str]
    telling: frozenset[str]
    meant_again: frozenset[str]
    said: frozenset[str]
    relaying: frozenset[str]

    @property
    def speaking_bodies(self) -> frozenset[str]:
        """Common nouns for bodies and papers."""
        return self.bodies | self.media | self.enterprises


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists."""
    frames = tomllib.loads((_HERE / "frames.toml").read_text(encoding="utf-8"))
    families: dict[str, set[str]] = defaultdict(set)
    for family, roles in frames["families"].items():
        for role in roles:
            families[_key(role)].add(family)
    return Lexicon(
        verbs=_verbs(),
        light={verb: frozenset(nouns) for verb, nouns in frames["light"].items()},
        predicates=frozenset(frames["predicates"]["words"]),
        phrases=frozenset(frames["phrases"]["po"]),
        that=frozenset(frames["complementizers"]["that"]),
        wh=frozenset(frames["complementizers"]["wh"]),
        connectors=frozenset(frames["connectors"]["words"]),
        unnamed=frozenset(frames["unnamed"]["heads"]),
        families={role: frozenset(names) for role, names in families.items()},
        reflexive=frozenset(frames["passive"]["stems"]),
        documents=frozenset(frames["nouns"]["documents"]),
        media=frozenset(frames["nouns"]["media"]),
        enterprises=frozenset(frames["nouns"]["enterprises"]),
        **{name: frozenset(frames["lists"][name]) for name in LISTS},
        silent=frozenset(frames["phrases"]["silent"]),
        phases=frozenset(frames["phases"]["words"]),
        spokespeople=frozenset(frames["relatives"]["spokespeople"]),
        no_places=frozenset(frames["nouns"]["no_places"]),
        relatives=frozenset(frames["relatives"]["words"]),
        bodies=frozenset(frames["nouns"]["bodies"]),
    )


def _key(role: str) -> str:
    """A title as the rules key it: «глава государства» is «глава государство»."""
    first, _, second = role.partition(" ")
    form = words.noun(second) if second else None
    return f"{first} {form.lemma}" if form is not None else role


def _verbs() -> dict[str, Verb]:
    found = {}
    for line in (_HERE / "verbs.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, kind, strength = line.split("\t")
            found[lemma] = Verb(lemma, kind, float(strength))
    return found
