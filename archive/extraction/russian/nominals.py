"""Noun phrases of a Russian article: where they end, in which case they stand, how they read in the nominative."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.document import Document
from archive.extraction.mention import Gender, Mention, MentionKind
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.names import name_cases, name_words
from archive.extraction.russian.titles import title_keys as keys_of_title

FAR = 11
"""A name more words on than this belongs to another phrase."""


class Phrases:
    """Reads noun phrases by token number; built once for an article."""

    def __init__(self, document: Document, people: Sequence[Mention], places: frozenset[int]) -> None:
        self.document = document
        self.places = places
        firsts = {sentence.first for sentence in document.sentences}
        inside = [token.text for number, token in enumerate(document.tokens) if number not in firsts]
        small = {text.lower() for text in inside if text[0].islower()}
        self.capitalised = frozenset(text for text in inside if text[0].isupper() and text.lower() not in small)
        self.by_token: dict[int, Mention] = {}
        for mention in people:
            for number in range(document.token_at(mention.start), document.token_at(mention.end)):
                self.by_token.setdefault(number, mention)

    def named_at(self, token: int) -> Mention | None:
        """The named person or body that a token belongs to."""
        return self.by_token.get(token)

    def phrase_end(self, token: int, stop: int) -> int:
        """Number of the token behind a noun phrase that begins or is headed at `token`."""
        at = token + 1
        tokens = self.document.tokens
        while at < stop:
            named = self.by_token.get(at)
            if named is not None and named is not self.by_token.get(at - 1) and not self._in_genitive(named):
                break
            if named is not None or tokens[at].text in '«»"“”„' or self.governed(at):
                at += 1
            else:
                break
        return at

    def _in_genitive(self, named: Mention) -> bool:
        """False for a person whose name cannot stand in the genitive here («По данным следствия Ахмад …»)."""
        return named.kind != "person" or named.gender == "f" or self.stands_in(named, "gent")

    def stands_in(self, named: Mention, case: str) -> bool:
        """True where the surface of a name can be of this case."""
        surface = name_words(self.document.text[named.start : named.end])
        if case == "nomn":
            return tuple(surface) == named.name
        return case in name_cases(surface, named.gender)

    def governed(self, at: int) -> bool:
        """True for what may follow its noun inside the phrase: genitives, names, initials."""
        token = self.document.tokens[at]
        before = self.document.tokens[at - 1]
        if not token.is_word:
            glued = before.end == token.start and before.text[0].isascii()
            return token.text == "." and (
                len(before.text) == 1 or (glued and self.document.text[token.end : token.end + 1].isalnum())
            )
        if token.text[0].isascii() and token.text[0].isalpha():
            return True
        if token.text == "из" and before.text.lower() in lexicon().partitive:
            return True
        if len(token.text) < 3 and token.text.islower():
            return False
        readings = [form for form in words.forms(token.text)[:5] if form.pos in ("NOUN", "ADJF", "PRTF", "NUMR")]
        return any(form.case in ("gent", "gen2") for form in readings) and words.finite(token.text) is None

    def person_on(self, token: int, stop: int, case: str) -> Mention | None:
        """A person named farther on in the same phrase («члена комитета по обороне |Валерия Шнякина|»)."""
        tokens = self.document.tokens
        for at in range(token + 1, min(stop, token + FAR)):
            named = self.by_token.get(at)
            if named is not None and named.kind == "person":
                return named if self.stands_in(named, case) else None
            text = tokens[at].text
            if (not tokens[at].is_word and text not in '«»"-') or words.finite(text) is not None:
                return None
        return None

    def title_keys(self, token: int, end: int) -> list[str]:
        """Keys of the title that begins at `token`, see `titles`."""
        return keys_of_title([part.text for part in self.document.tokens[token:end] if part.is_word][:3])

    def with_place(self, end: int, stop: int) -> int:
        """«источник в правоохранительных органах»: the place belongs to the description."""
        tokens = self.document.tokens
        if end < stop and tokens[end].text.lower() in ("в", "во", "на", "из", "при"):
            at = end + 1
            while at < stop and tokens[at].is_word and words.modifier(tokens[at].text):
                at += 1
            if at < stop and words.noun(tokens[at].text) is not None:
                return self.phrase_end(at, stop)
        return end

    def with_purpose(self, end: int, stop: int) -> int:
        """«Совет |по культуре|»: what a body is for belongs to its name."""
        at = end + 1
        while at < stop and words.modifier(self.document.tokens[at].text):
            at += 1
        return self.phrase_end(at, stop) if at < stop and words.noun(self.document.tokens[at].text) else end

    def in_nominative(self, start: int, head: int, end: int, case: str | None) -> tuple[str, ...]:
        """The words of a phrase with its head, and what agrees with it before it, in the nominative."""
        texts = [self.document.tokens[number].text for number in range(start, end)]
        noun = words.noun_in_nominative(texts[head - start], case)
        if noun != texts[head - start] or case not in (None, "nomn"):
            form = words.nominative(noun)
            for number in range(head - start):
                texts[number] = words.adjective_in_nominative(texts[number], form)
        texts[head - start] = noun
        return tuple(text for text in texts if text not in '«»"“”„')

    def mention(  # noqa: PLR0913, PLR0917  one place builds every mention
        self,
        first: int,
        last: int,
        kind: MentionKind,
        name: tuple[str, ...],
        gender: Gender | None,
        plural: bool,  # noqa: FBT001
        roles: tuple[str, ...] = (),
        org: str | None = None,
    ) -> Mention:
        """A mention of the tokens `first:last`."""
        tokens = self.document.tokens
        return Mention(tokens[first].start, tokens[last - 1].end, kind, name, gender, plural, roles, org=org)

    def modifies(self, number: int, case: str | None = None) -> bool:
        """True for an adjective or participle that may stand before its noun, in its case where that is known."""
        text = self.document.tokens[number].text
        if not text[0].isalpha() or not words.modifier(text) or text.lower().startswith("котор"):
            return False
        return case is None or case in words.cases_of(text)
