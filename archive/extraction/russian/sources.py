"""Who is said to have spoken: from a word of a Russian sentence to the mention that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.extraction.document import Document
from archive.extraction.mention import Gender, Mention, MentionKind
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.names import name_cases, name_words
from archive.extraction.russian.titles import title_keys

QUANTIFIERS = frozenset(
    (
        "один",
        "одна",
        "ряд",
        "многие",
        "некоторые",
        "большинство",
        "часть",
        "несколько",
        "двое",
        "трое",
        "каждый",
        "другие",
    )
)
"""Words that head a subject of people who are not named («один из членов совета», «ряд критиков»)."""
PARTITIVE = frozenset(
    ("один", "одна", "одного", "одной", "одним", "некоторых", "многих", "части", "двоих", "нескольких")
)
_PRONOUNS: dict[str, tuple[Gender | None, bool]] = {
    "он": ("m", False),
    "она": ("f", False),
    "они": (None, True),
    "оно": (None, False),
    "я": (None, False),
    "мы": (None, True),
}
_POSSESSIVE: dict[str, tuple[str, Gender | None, bool]] = {
    "его": ("он", "m", False),
    "ее": ("она", "f", False),
    "её": ("она", "f", False),
    "их": ("они", None, True),
}


class Sources:
    """Finds mentions by token; built once for an article."""

    def __init__(self, document: Document, people: Sequence[Mention]) -> None:
        self._document = document
        self._by_token: dict[int, Mention] = {}
        for mention in people:
            for number in range(document.token_at(mention.start), document.token_at(mention.end)):
                self._by_token.setdefault(number, mention)

    def named_at(self, token: int) -> Mention | None:
        """The named person or body that a token belongs to."""
        return self._by_token.get(token)

    def mention_at(self, token: int, stop: int, case: str | None = None, first: int = 0) -> Mention | None:
        """The mention headed by a token; nothing beyond token `stop` or before `first` belongs to it.

        `case` is that in which the whole stands, where the sentence shows it ("nomn" for a subject).
        """
        named = self._by_token.get(token)
        if named is not None:
            return self._with_person_behind(named, token, stop)
        text = self._document.tokens[token].text
        low = text.lower()
        if low in _PRONOUNS:
            gender, plural = _PRONOUNS[low]
            return self._mention(token, token + 1, "pronoun", (low,), gender, plural)
        if low in QUANTIFIERS:
            return self.quantified(token, stop)
        if text[0].isascii() and text[0].isupper():
            return self._foreign_name(token, stop)
        form = words.noun(text) if case is None else words.noun_in(text, case)
        if form is None:
            return self._adjectival(token)
        if text[0].isupper() and form.name in ("Surn", "Name"):
            return self._mention(token, token + 1, "person", (text,), None, plural=False)
        return self._noun_phrase(token, stop, form, case, first)

    def _foreign_name(self, token: int, stop: int) -> Mention:
        """A body written in Latin letters that the tagger overlooked («Associated Press»)."""
        last = token + 1
        while last < stop and self._document.tokens[last].text[0].isascii() and self._document.tokens[last].is_word:
            last += 1
        name = tuple(part.text for part in self._document.tokens[token:last])
        return self._mention(token, last, "org", name, None, plural=False)

    def possessor(self, token: int) -> Mention | None:
        """«его», «ее», «их» as a pointer at a person."""
        low = self._document.tokens[token].text.lower()
        if low not in _POSSESSIVE:
            return None
        lemma, gender, plural = _POSSESSIVE[low]
        return self._mention(token, token + 1, "pronoun", (lemma,), gender, plural)

    def phrase_end(self, token: int, stop: int) -> int:
        """Number of the token behind a noun phrase that begins or is headed at `token`."""
        at = token + 1
        tokens = self._document.tokens
        while at < stop:
            named = self._by_token.get(at)
            if named is not None and named is not self._by_token.get(at - 1) and not self._in_genitive(named):
                break
            if named is not None or tokens[at].text in '«»"“”„' or self._governed(at):
                at += 1
            else:
                break
        return at

    def _in_genitive(self, named: Mention) -> bool:
        """False for a person whose name cannot stand in the genitive here («По данным следствия Ахмад …»)."""
        return named.kind != "person" or named.gender == "f" or self.stands_in(named, "gent")

    def stands_in(self, named: Mention, case: str) -> bool:
        """True where the surface of a name can be of this case."""
        surface = name_words(self._document.text[named.start : named.end])
        if case == "nomn":
            return tuple(surface) == named.name
        return case in name_cases(surface, named.gender)

    def quantified(self, token: int, stop: int) -> Mention:
        """«один из членов политсовета», «ряд критиков»: people who are not named."""
        last = token + 1
        tokens = self._document.tokens
        while last < stop and (tokens[last].text.lower() in ("из", "его", "ее", "их") or self._governed(last)):
            last += 1
        name = tuple(part.text for part in tokens[token:last])
        plural = tokens[token].text.lower() not in ("один", "одна", "каждый")
        return self._mention(token, last, "role", name, None, plural, ("источник",))

    def _governed(self, at: int) -> bool:
        """True for what may follow its noun inside the phrase: genitives, names, initials."""
        token = self._document.tokens[at]
        before = self._document.tokens[at - 1]
        if not token.is_word:
            glued = before.end == token.start and before.text[0].isascii()
            return token.text == "." and (
                len(before.text) == 1 or (glued and self._document.text[token.end : token.end + 1].isalnum())
            )
        if token.text[0].isascii() and token.text[0].isalpha():
            return True
        if token.text == "из" and before.text.lower() in PARTITIVE:
            return True
        if len(token.text) < 3 and token.text.islower():
            return False
        readings = [form for form in words.forms(token.text)[:5] if form.pos in ("NOUN", "ADJF", "PRTF", "NUMR")]
        return any(form.case in ("gent", "gen2") for form in readings) and words.finite(token.text) is None

    def person_on(self, token: int, stop: int, case: str) -> Mention | None:
        """A person named farther on in the same phrase («члена комитета по обороне |Валерия Шнякина|»)."""
        tokens = self._document.tokens
        for at in range(token + 1, min(stop, token + 11)):
            named = self._by_token.get(at)
            if named is not None and named.kind == "person":
                return named if self.stands_in(named, case) else None
            text = tokens[at].text
            if (not tokens[at].is_word and text not in '«»"-') or words.finite(text) is not None:
                return None
        return None

    def _with_person_behind(self, named: Mention, token: int, stop: int) -> Mention:
        """«МИД России Мария Захарова» names a person behind the body."""
        if named.kind != "org":
            return named
        behind = self._by_token.get(self._document.token_at(named.end))
        return behind if behind is not None and behind.kind == "person" else named

    def _noun_phrase(self, token: int, stop: int, form: words.Form, case: str | None, first: int) -> Mention:
        tokens = self._document.tokens
        end = self.phrase_end(token, stop)
        unnamed = form.lemma in ("источник", "собеседник", "очевидец")
        named = None if unnamed else self._named_behind(token, min(end + 1, stop), form, case)
        if named is not None:
            return named
        start = token
        while start > first and self._modifies(start - 1):
            start -= 1
        if form.animate and end < stop and tokens[end].text.lower() in ("по", "в", "на", "при", "и", "с", "за"):
            farther = self.person_on(token, stop, case or "nomn")
            if farther is not None and form.lemma not in lexicon().relatives | lexicon().unnamed:
                return replace(farther, roles=tuple(dict.fromkeys([*farther.roles, *self._keys(token, end)])))
        if form.animate and not unnamed and not form.plural and end + 1 < stop and tokens[end].text == ",":
            apposed = self.person_on(end, stop, case or "nomn")
            if apposed is not None and (apposed.gender is None or form.gender != "femn" or apposed.gender == "f"):
                return replace(apposed, roles=tuple(dict.fromkeys([*apposed.roles, *self._keys(token, end)])))
        if form.lemma in ("источник", "собеседник", "представитель"):
            end = self._with_place(end, stop)
        elif not form.animate and end < stop and tokens[end].text.lower() == "по":
            end = self.phrase_end(end, stop) if end + 1 >= stop else self._with_purpose(end, stop)
        name = self._in_nominative(start, token, end, case)
        org = self._spoken_for(token, end) if form.lemma in lexicon().spokespeople else None
        gender: Gender | None = None
        if form.animate and form.gender in ("masc", "femn"):
            gender = "m" if form.gender == "masc" else "f"
            # Masculine titles are borne by women too: «директор Ольховская».
            gender = None if gender == "m" else gender
        kind: MentionKind = "role" if form.animate or unnamed else "body"
        if (
            kind == "body"
            and tokens[start].text[0].isupper()
            and self._document.sentence_at(tokens[start].start).first != start
        ):
            # «по словам Сеула»: a place that speaks for its government
            return self._mention(start, end, "org", name, None, plural=False)
        return self._mention(start, end, kind, name, gender, form.plural, tuple(self._keys(token, end)), org)

    def _modifies(self, number: int) -> bool:
        text = self._document.tokens[number].text
        return text[0].isalpha() and words.modifier(text) and not text.lower().startswith("котор")

    def _named_behind(self, token: int, stop: int, form: words.Form, case: str | None) -> Mention | None:
        """The name that a title or a noun for a body stands before: of two people the last («депутат Ивановска Орлов»)."""
        for number in range(stop - 1, token, -1):
            named = self._by_token.get(number)
            if (
                named is not None
                and named.kind == "person"
                and form.animate
                and self._apposed(number, token, form, case)
            ):
                return replace(named, roles=tuple(dict.fromkeys([*named.roles, *self._keys(token, number)])))
        beside = token + (
            2
            if self._document.tokens[token + 1 : token + 2] and self._document.tokens[token + 1].text in '«»"“„'
            else 1
        )
        near = self._by_token.get(beside)
        if near is not None and near.kind == "org" and not form.animate and self._document.token_at(near.start) < stop:
            return replace(near, roles=tuple(dict.fromkeys([*near.roles, form.lemma])))
        return None

    def _apposed(self, number: int, token: int, form: words.Form, case: str | None) -> bool:
        """True where a name stands in the case of its title («дед Орлов»), not in the genitive («мать Орлова»)."""
        mention = self._by_token[number]
        if form.gender == "femn" and mention.gender == "m":
            return False
        title = words.cases_of(self._document.tokens[token].text)
        if case is not None:
            return case in title and self.stands_in(mention, case)
        cases = frozenset(one for one in title if self.stands_in(mention, one))
        return bool(cases) and not (cases == {"gent"} and form.lemma in lexicon().relatives)

    def _spoken_for(self, token: int, end: int) -> str | None:
        """The body behind «представитель»: named, or described in the nominative."""
        for number in range(token + 1, end):
            named = self._by_token.get(number)
            if named is not None:
                return named.label if named.kind == "org" else None
            form = words.noun(self._document.tokens[number].text)
            if form is not None:
                found = self.mention_at(number, end, "gent", token + 1)
                return None if found is None or form.animate else found.label
        return None

    def _keys(self, token: int, end: int) -> list[str]:
        return title_keys([part.text for part in self._document.tokens[token:end] if part.is_word][:3])

    def _with_place(self, end: int, stop: int) -> int:
        """«источник в правоохранительных органах»: the place belongs to the description."""
        tokens = self._document.tokens
        if end < stop and tokens[end].text.lower() in ("в", "во", "на", "из", "при"):
            at = end + 1
            while at < stop and tokens[at].is_word and words.modifier(tokens[at].text):
                at += 1
            if at < stop and words.noun(tokens[at].text) is not None:
                return self.phrase_end(at, stop)
        return end

    def _with_purpose(self, end: int, stop: int) -> int:
        """«Совет |по культуре|»: what a body is for belongs to its name."""
        at = end + 1
        while at < stop and words.modifier(self._document.tokens[at].text):
            at += 1
        return self.phrase_end(at, stop) if at < stop and words.noun(self._document.tokens[at].text) else end

    def _in_nominative(self, start: int, head: int, end: int, case: str | None) -> tuple[str, ...]:
        texts = [self._document.tokens[number].text for number in range(start, end)]
        noun = words.noun_in_nominative(texts[head - start], case)
        if noun != texts[head - start] or case not in (None, "nomn"):
            form = words.nominative(noun)
            for number in range(head - start):
                texts[number] = words.adjective_in_nominative(texts[number], form)
        texts[head - start] = noun
        return tuple(text for text in texts if text not in '«»"“”„')

    def _adjectival(self, token: int) -> Mention | None:
        """Adjectives used as nouns: «обвиняемый», «пострадавшая»."""
        text = self._document.tokens[token].text
        form = next((f for f in words.forms(text) if f.pos in ("ADJF", "PRTF") and f.case == "nomn"), None)
        if form is None or len(text) < 5:
            return None
        gender: Gender | None = "f" if form.gender == "femn" else "m" if form.gender == "masc" else None
        return self._mention(token, token + 1, "role", (text.lower(),), gender, form.plural, (form.lemma,))

    def _mention(  # noqa: PLR0913
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
        tokens = self._document.tokens
        return Mention(tokens[first].start, tokens[last - 1].end, kind, name, gender, plural, roles, org=org)
