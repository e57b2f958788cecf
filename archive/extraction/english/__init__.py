"""English: person finding, cues and sources behind the language protocol; see `archive.extraction`."""

from __future__ import annotations

import re

from archive.extraction.cue import Cue
from archive.extraction.document import Document
from archive.extraction.language import Reading
from archive.extraction.mention import Mention

_VERB = re.compile(
    r"\b(said|says|say|told|added|adds|noted|stressed|argued|argues|commented|acknowledged|warned|explained|insisted"
    r"|believes?|thinks?|fears?|wrote|asked|replied|stated|claimed|specified)\b"
)
_NAME = re.compile(r"\b(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)


class English:
    """Fulfils `archive.extraction.language.Language`; a first, rough version."""

    code = "en"

    def annotate(self, document: Document) -> Reading:
        """Names and cues of an article."""
        names = [self._named(match) for match in _NAME.finditer(document.text) if " " in match.group()]
        cues = []
        for match in _VERB.finditer(document.text):
            sentence = document.sentence_at(match.start())
            source = self._source(document.text, match, sentence.start, sentence.end)
            that = re.compile(r"(?: that)? (?=\w)").match(document.text, match.end(), sentence.end)
            tail = document.text[: match.start()].rstrip()[-1:] in "”\"’'"
            if that and source and source.end <= match.start() and not tail:
                content = (that.end(), sentence.end)
                cues.append(Cue(match.start(), match.end(), match.group(), "clause", 1.0, source, content=content))
            else:
                cues.append(Cue(match.start(), match.end(), match.group(), "verb", 1.0, source, implied=source is None))
        return Reading(names, cues)

    @staticmethod
    def _named(match: re.Match[str]) -> Mention:
        words = [word for word in match.group().split() if word.rstrip(".") not in ("Mr", "Mrs", "Ms", "Dr")]
        return Mention(match.start(), match.end(), "person", tuple(words), subject=True)

    def _source(self, text: str, verb: re.Match[str], start: int, end: int) -> Mention | None:
        before = [*_NAME.finditer(text, start, verb.start()), *_PRONOUN.finditer(text, start, verb.start())]
        near = [match for match in before if verb.start() - match.end() < 40]
        after = [m for m in (_NAME.match(text, verb.end() + 1, end),) if m]
        for match in [*near[-1:], *after]:
            if _PRONOUN.fullmatch(match.group()):
                word = match.group().lower()
                gender = {"he": "m", "she": "f"}.get(word)
                return Mention(match.start(), match.end(), "pronoun", (word,), gender, word == "they")  # type: ignore[arg-type]
            return self._named(match)
        return None

    def name_key(self, word: str) -> str:
        """See the protocol."""
        return word.casefold().removesuffix("'s").removesuffix("’s")

    def role_families(self, role: str) -> frozenset[str]:
        """See the protocol."""
        return frozenset((role,))

    def may_be_anybody(self, mention: Mention) -> bool:
        """See the protocol."""
        return not mention.plural

    def is_somebody_else(self, mention: Mention) -> bool:
        """See the protocol."""
        return False

    def is_spokesperson(self, mention: Mention) -> bool:
        """See the protocol."""
        return False

    def is_first_person(self, mention: Mention) -> bool:
        """See the protocol."""
        return mention.name[0] in {"i", "we"}

    def describe(self, mention: Mention) -> str:
        """See the protocol."""
        return mention.label

    def is_connector(self, text: str) -> bool:
        """See the protocol."""
        return text.casefold() in {"but", "and", "however", "in addition", "also", "meanwhile", "still", "so", "yet"}

    def is_unnamed_source(self, mention: Mention) -> bool:
        """See the protocol."""
        return False


LANGUAGE = English()
