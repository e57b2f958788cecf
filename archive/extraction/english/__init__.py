"""English: person finding, cues and sources behind the language protocol; see `archive.extraction`.

words        the text as words with their classes
names        names by runs of capital letters
phrases      noun phrases, subjects of verbs
people       whom a noun phrase means
complements  what follows a verb
cues         verbs of speech with subject and clause
insets       "according to", headlines, cues without a verb of speech
"""

from __future__ import annotations

from dataclasses import replace

from archive.extraction.cue import Cue
from archive.extraction.document import Document
from archive.extraction.english.attached import VerbCues
from archive.extraction.english.cues import CueFinder, by_place
from archive.extraction.english.insets import InsetFinder
from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.names import NameFinder
from archive.extraction.english.people import People
from archive.extraction.english.predicates import PredicateFinder
from archive.extraction.english.subjects import Subjects
from archive.extraction.english.words import Words
from archive.extraction.language import Reading
from archive.extraction.mention import Mention

_ARTICLES = ("the", "a", "an", "one", "some", "this", "that", "his", "its", "their", "our", "my")


def _openers() -> frozenset[str]:
    """Words with which a description begins in lower case."""
    return lexicon().words("people", "plurals") | lexicon().words("classes", "indefinite")


class English:
    """Fulfils `archive.extraction.language.Language`."""

    code = "en"

    def annotate(self, document: Document) -> Reading:
        """Names and cues of an article."""
        words = Words.read(document.text)
        names = NameFinder(document, words).find()
        phrases = Subjects(words, names)
        people = People(words, names, document.text)
        verbs = CueFinder(document, words, phrases, people)
        cues = VerbCues(verbs).find()
        cues = by_place([*PredicateFinder(verbs).find(), *cues, *InsetFinder(verbs).find(cues)])
        return Reading(_mentions(document, people, phrases, cues), cues)

    def name_key(self, word: str) -> str:
        """See the protocol."""
        return word.casefold().removesuffix("'s").removesuffix("’s").rstrip(".")

    def role_families(self, role: str) -> frozenset[str]:
        """See the protocol."""
        families = lexicon().families
        head = role.rsplit(maxsplit=1)[-1]
        return families.get(role, families.get(head, frozenset())) | {role}

    def may_be_anybody(self, mention: Mention) -> bool:
        """See the protocol."""
        if mention.plural or mention.kind != "role":
            return mention.kind == "pronoun"
        head = mention.roles[-1].split()[-1] if mention.roles else ""
        return mention.name[0].lower() == "the" and (
            head in lexicon().words("people", "anybody") or head.endswith("-old") or "former" in mention.name
        )

    def is_somebody_else(self, mention: Mention) -> bool:
        """See the protocol."""
        words = [word.lower().replace("’", "'") for word in mention.name]
        owned = words[0] in lexicon().words("classes", "possessives") or any(
            w.endswith(("'s", "s'")) for w in words[:-1]
        )
        return (owned and mention.kind == "role") or (words[0] in {"a", "an"} and "for" in words)

    def is_spokesperson(self, mention: Mention) -> bool:
        """See the protocol."""
        return any(role.split()[-1] in lexicon().words("people", "spokes") for role in mention.roles)

    def is_first_person(self, mention: Mention) -> bool:
        """See the protocol."""
        return mention.name[0] in {"i", "we", "you", "me", "us"}

    def describe(self, mention: Mention) -> str:
        """See the protocol."""
        words = list(mention.name)
        while len(words) > 1 and words[0].lower() in _ARTICLES:
            words = words[1:]
        if words[0] == mention.name[0] and words[0].lower() in _openers():
            words[0] = words[0].lower()
        return " ".join(words)

    def is_connector(self, text: str) -> bool:
        """See the protocol."""
        words = text.lower().replace(",", " ").split()
        return all(
            word in lexicon().words("classes", "adverbs") or word in {"but", "and", "so", "yet"} for word in words
        )

    def is_unnamed_source(self, mention: Mention) -> bool:
        """See the protocol."""
        word = mention.name[0].lower()
        return word in lexicon().words("classes", "indefinite") or (mention.plural and word not in {"the", "they"})


def _mentions(document: Document, people: People, phrases: Subjects, cues: list[Cue]) -> list[Mention]:
    """Named people and bodies, subjects marked; sources among them."""
    words = phrases.words
    found = {mention.start: mention for mention in people.named()}
    for cue in cues:
        if cue.source is not None and cue.source.kind in {"person", "org"}:
            found[cue.source.start] = cue.source
    for sentence in document.sentences:
        opening = phrases.opening(words.at(sentence.start), words.at(sentence.end))
        mention = people.of_phrase(opening) if opening is not None else None
        if mention is not None and mention.start in found and found[mention.start].end == mention.end:
            found[mention.start] = replace(found[mention.start], subject=True)
    return [found[start] for start in sorted(found)]


LANGUAGE = English()
