"""What a language must supply, and how it is found without loading the others."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from archive.extraction.cue import Cue
from archive.extraction.document import Document
from archive.extraction.mention import Mention

_PACKAGES = {"ru": "archive.extraction.russian", "en": "archive.extraction.english"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a language finds in an article: mentions and cues, both in text order."""

    mentions: Sequence[Mention]
    cues: Sequence[Cue]


class Language(Protocol):
    """One language's knowledge; stateless after loading, safe to call again and again."""

    code: str

    def annotate(self, document: Document) -> Reading:
        """Find everybody who is named or stands as a subject, and every cue."""
        ...

    def name_key(self, word: str) -> str:
        """The form under which two spellings or case forms of one word of a name are equal."""
        ...

    def role_families(self, role: str) -> frozenset[str]:
        """Coarser keys: two titles that share one may mean one person."""
        ...

    def may_be_anybody(self, mention: Mention) -> bool:
        """True for a title that may mean a person named without it («политик», "the woman")."""
        ...

    def is_somebody_else(self, mention: Mention) -> bool:
        """True for a title that brings in another person («мать Орлова», "a spokesman for the firm")."""
        ...

    def is_spokesperson(self, mention: Mention) -> bool:
        """True for a title of which a body has many («представитель», "a spokesman")."""
        ...

    def is_first_person(self, mention: Mention) -> bool:
        """True for «я», «мы», "I", "we"."""
        ...

    def describe(self, mention: Mention) -> str:
        """The name to give to a speaker who is only described («источник в ведомстве»)."""
        ...

    def is_connector(self, text: str) -> bool:
        """True for words that lead into a sentence and are nobody's speech («Кроме того», "However")."""
        ...

    def is_unnamed_source(self, mention: Mention) -> bool:
        """True for titles that never mean somebody named before («источник», "an official")."""
        ...


@lru_cache(maxsize=4)
def load_language(code: str) -> Language:
    """The language's package, imported on first use."""
    module = importlib.import_module(_PACKAGES[code])
    language: Language = module.LANGUAGE
    return language
