"""Russian: morphology and syntax behind the language protocol; see `archive.extraction` for the parts."""

from __future__ import annotations

from archive.extraction.document import Document
from archive.extraction.language import Reading
from archive.extraction.mention import Mention
from archive.extraction.russian.cues import find_cues
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.names import name_key
from archive.extraction.russian.people import find_people


class Russian:
    """Fulfils `archive.extraction.language.Language`."""

    code = "ru"

    def annotate(self, document: Document) -> Reading:
        """Names and cues of an article."""
        people = find_people(document)
        cues = find_cues(document, people)
        subjects = {cue.source.start for cue in cues if cue.source is not None and cue.source.subject}
        mentions = [_as_subject(mention, subjects) for mention in people]
        return Reading(mentions, cues)

    def name_key(self, word: str) -> str:
        """See the protocol."""
        return name_key(word)

    def role_family(self, role: str) -> str:
        """See the protocol."""
        families = lexicon().families.get(role)
        return min(families) if families else role

    def describe(self, mention: Mention) -> str:
        """See the protocol."""
        return mention.label.lower() if mention.kind == "role" and not mention.label.isupper() else mention.label

    def is_connector(self, text: str) -> bool:
        """See the protocol."""
        return text.lower().replace("ё", "е") in lexicon().connectors

    def is_unnamed_source(self, mention: Mention) -> bool:
        """See the protocol."""
        return any(role.split()[0] in ("источник", "собеседник", "очевидец") for role in mention.roles)


def _as_subject(mention: Mention, starts: set[int]) -> Mention:
    from dataclasses import replace

    return replace(mention, subject=True) if mention.start in starts else mention


LANGUAGE = Russian()
