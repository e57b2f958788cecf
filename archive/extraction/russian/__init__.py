"""Russian: morphology and syntax behind the language protocol; see `archive.extraction` for the parts."""

from __future__ import annotations

from dataclasses import replace

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
        people, places = find_people(document)
        cues = find_cues(document, people, places)
        subjects = {cue.source.start for cue in cues if cue.source is not None and cue.source.subject}
        mentions = [_as_subject(mention, subjects) for mention in people]
        return Reading(mentions, cues)

    def name_key(self, word: str) -> str:
        """See the protocol."""
        return name_key(word)

    def role_families(self, role: str) -> frozenset[str]:
        """See the protocol."""
        return lexicon().families.get(role, frozenset((role,)))

    def may_be_anybody(self, mention: Mention) -> bool:
        """See the protocol."""
        if mention.plural or self.is_somebody_else(mention):
            return False
        if mention.kind == "body":
            return bool(set(mention.roles) & lexicon().meant_again)
        return len(mention.roles) < 2 or any(" " in role and role in lexicon().families for role in mention.roles)

    def is_somebody_else(self, mention: Mention) -> bool:
        """See the protocol."""
        return any(role in lexicon().relatives for role in mention.roles)

    def is_spokesperson(self, mention: Mention) -> bool:
        """See the protocol."""
        return any(role in lexicon().spokespeople for role in mention.roles)

    def is_first_person(self, mention: Mention) -> bool:
        """See the protocol."""
        return mention.name[0] in ("я", "мы")

    def describe(self, mention: Mention) -> str:
        """See the protocol."""
        label = mention.label
        # A capital that only opens the sentence is no part of the description.
        return label[:1].lower() + label[1:] if mention.kind in ("role", "body") and label[1:2].islower() else label

    def is_connector(self, text: str) -> bool:
        """See the protocol."""
        return text.lower().replace("ё", "е") in lexicon().connectors

    def is_unnamed_source(self, mention: Mention) -> bool:
        """See the protocol."""
        return any(role.split()[0] in ("источник", "собеседник", "очевидец") for role in mention.roles)


def _as_subject(mention: Mention, starts: set[int]) -> Mention:
    return replace(mention, subject=True) if mention.start in starts else mention


LANGUAGE = Russian()
