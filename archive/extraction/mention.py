"""How an article points at someone: by name, as a body, by title, by pronoun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MentionKind = Literal["person", "org", "role", "body", "pronoun"]
Gender = Literal["m", "f"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the article points at a person or body.

    `kind`: a named person or org; a role is a person without a name («депутат», "the minister"), a
    body an org without one («издание», "the company"); or a pronoun.
    `start:end` is the surface as it stands there. `name` says it in the nominative: the words of a
    name, of a body, or of a title; for a pronoun its dictionary form. `roles` are keys by which a
    title finds its person («депутат», "governor"): for a named person those standing beside the
    name, for a title its own. `subject` marks the subject of a sentence, who is likelier to be
    meant by the next pronoun.
    """

    start: int
    end: int
    kind: MentionKind
    name: tuple[str, ...]
    gender: Gender | None = None
    plural: bool = False
    roles: tuple[str, ...] = ()
    subject: bool = False
    org: str | None = None
    """The body that a title or an unnamed spokesperson speaks for, where the article gives it."""

    @property
    def label(self) -> str:
        """The name as one string."""
        return " ".join(self.name)
