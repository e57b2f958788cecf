"""The English word lists, read once from `words.toml`, `verbs.tsv` and `first_names.tsv`, and verb forms made from them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.extraction.mention import Gender

_HERE = Path(__file__).parent
_VOWELS = "aeiou"
_IRREGULAR = {
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "think": ("thought", "thought"),
    "feel": ("felt", "felt"),
    "write": ("wrote", "written"),
    "swear": ("swore", "sworn"),
    "hold": ("held", "held"),
    "find": ("found", "found"),
    "show": ("showed", "shown"),
    "begin": ("began", "begun"),
    "read": ("read", "read"),
    "foresee": ("foresaw", "foreseen"),
    "forecast": ("forecast", "forecast"),
    "spell": ("spelt", "spelt"),
}
_DOUBLED = {"quip", "admit", "refer", "submit", "sob", "snap", "grin", "brag", "fret", "aver", "chat"}


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of speech or opinion; `frames` are the letters explained in `verbs.tsv`, `strength` is 0..1."""

    lemma: str
    strength: float
    frames: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a verb: `shape` is base, s, past, pp, both (past and participle) or ing."""

    verb: Verb
    shape: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every list by its section and name, all verb forms, all first names with their gender."""

    lists: dict[str, dict[str, frozenset[str]]]
    forms: dict[str, Form]
    first_names: dict[str, Gender | None]
    families: dict[str, frozenset[str]]
    """Offices that one person may bear: each to the names of its families."""

    def words(self, section: str, name: str) -> frozenset[str]:
        """One list."""
        return self.lists[section][name]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists."""
    sections = tomllib.loads((_HERE / "words.toml").read_text(encoding="utf-8"))
    families: dict[str, set[str]] = {}
    for family, roles in sections.pop("families").items():
        for role in roles:
            families.setdefault(role, set()).add(family)
    lists = {
        section: {name: frozenset(words.split()) for name, words in named.items()}
        for section, named in sections.items()
    }
    return Lexicon(lists, _forms(), _first_names(), {role: frozenset(names) for role, names in families.items()})


def _lines(name: str) -> list[list[str]]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _first_names() -> dict[str, Gender | None]:
    genders: dict[str, Gender | None] = {"m": "m", "f": "f"}
    found: dict[str, Gender | None] = {}
    for code, names in _lines("first_names.tsv"):
        for name in names.split():
            known = name in found and found[name] != genders.get(code)
            found[name] = None if known else genders.get(code)
    return found


def _forms() -> dict[str, Form]:
    found: dict[str, Form] = {}
    for lemma, strength, frames in _lines("verbs.tsv"):
        verb = Verb(lemma, float(strength), frames)
        past, participle = _IRREGULAR.get(lemma) or (_with_ending(lemma, "ed"),) * 2
        shapes = [(lemma, "base"), (_third_person(lemma), "s"), (_with_ending(lemma, "ing"), "ing")]
        shapes += [(past, "both")] if past == participle else [(past, "past"), (participle, "pp")]
        for text, shape in reversed(shapes):
            found[text] = Form(verb, shape)
    return found


def _third_person(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _with_ending(lemma: str, ending: str) -> str:
    if lemma in _DOUBLED:
        return lemma + lemma[-1] + ending
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return lemma[:-1] + ending
    if ending == "ed" and lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + ending
