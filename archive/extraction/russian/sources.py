"""Who is said to have spoken: from a word of a Russian sentence to the mention that it belongs to."""

from __future__ import annotations

from dataclasses import replace

from archive.extraction.mention import Gender, Mention
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.nominals import Phrases

NEVER_NAMED = ("источник", "собеседник", "очевидец")
"""Titles that keep their bearer's name back, whatever names stand beside them."""

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


class Sources(Phrases):
    """Finds mentions by token; built once for an article."""

    def mention_at(self, token: int, stop: int, case: str | None = None, first: int = 0) -> Mention | None:
        """The mention headed by a token; nothing beyond token `stop` or before `first` belongs to it.

        `case` is that in which the whole stands, where the sentence shows it ("nomn" for a subject).
        """
        named = self.by_token.get(token)
        if named is not None:
            return self._with_person_behind(named)
        text = self.document.tokens[token].text
        if text.lower() in _PRONOUNS:
            gender, plural = _PRONOUNS[text.lower()]
            return self.mention(token, token + 1, "pronoun", (text.lower(),), gender, plural)
        if text.lower() in lexicon().quantifiers:
            return self.quantified(token, stop)
        if text[0].isascii() and text[0].isupper():
            return self._foreign_name(token, stop)
        return self._nominal(token, stop, case, first)

    def _nominal(self, token: int, stop: int, case: str | None, first: int) -> Mention | None:
        text = self.document.tokens[token].text
        form = words.noun(text) if case is None else words.noun_in(text, case)
        if form is None:
            return self._adjectival(token)
        as_name = form.animate and text in self.capitalised and form.lemma not in lexicon().families
        if text[0].isupper() and (form.name in ("Surn", "Name") or as_name):
            return self.mention(token, token + 1, "person", (text,), None, plural=False)
        return self._noun_phrase(token, stop, form, case, first)

    def _foreign_name(self, token: int, stop: int) -> Mention:
        """A body written in Latin letters that the tagger overlooked («Associated Press»)."""
        last = token + 1
        while last < stop and self.document.tokens[last].text[0].isascii() and self.document.tokens[last].is_word:
            last += 1
        name = tuple(part.text for part in self.document.tokens[token:last])
        return self.mention(token, last, "org", name, None, plural=False)

    def possessor(self, token: int) -> Mention | None:
        """«его», «ее», «их» as a pointer at a person."""
        low = self.document.tokens[token].text.lower()
        if low not in _POSSESSIVE:
            return None
        lemma, gender, plural = _POSSESSIVE[low]
        return self.mention(token, token + 1, "pronoun", (lemma,), gender, plural)

    def quantified(self, token: int, stop: int) -> Mention:
        """«один из членов политсовета», «ряд критиков»: people who are not named."""
        last = token + 1
        tokens = self.document.tokens
        while last < stop and (tokens[last].text.lower() in ("из", "его", "ее", "их") or self.governed(last)):
            last += 1
        named = self.by_token.get(last) if last < stop else None
        if named is not None and named.kind == "person" and self.stands_in(named, "nomn"):
            return named
        name = tuple(part.text for part in tokens[token:last])
        plural = tokens[token].text.lower() not in ("один", "одна", "каждый")
        return self.mention(token, last, "role", name, None, plural, ("источник",))

    def _with_person_behind(self, named: Mention) -> Mention:
        """«МИД России Мария Захарова» names a person behind the body."""
        if named.kind != "org":
            return named
        behind = self.by_token.get(self.document.token_at(named.end))
        return behind if behind is not None and behind.kind == "person" else named

    def _noun_phrase(self, token: int, stop: int, form: words.Form, case: str | None, first: int) -> Mention:
        end = self.phrase_end(token, stop)
        named = None if form.lemma in NEVER_NAMED else self._named(token, end, stop, form, case)
        if named is not None:
            return named
        start = token
        while start > first and self.modifies(start - 1, case):
            start -= 1
        end = self._whole_phrase(end, stop, form)
        return self._described(start, token, end, form, case)

    def _named(self, token: int, end: int, stop: int, form: words.Form, case: str | None) -> Mention | None:
        """The name that a title goes with: right behind it, behind its complements, or set off by a comma."""
        named = self._named_behind(token, min(end + 1, stop), form, case)
        if named is not None or not form.animate or end >= stop:
            return named
        joint = self.document.tokens[end].text.lower()
        if (
            joint in ("по", "в", "на", "при", "и", "с", "за")
            and form.lemma not in lexicon().relatives | lexicon().unnamed
        ):
            named = self.person_on(token, stop, case or "nomn")
        elif joint == "," and not form.plural and end + 1 < stop:
            named = self.person_on(end, stop, case or "nomn")
            if named is not None and form.gender == "femn" and named.gender == "m":
                named = None
        return None if named is None else self._with_title(named, token, end)

    def _with_title(self, named: Mention, token: int, end: int) -> Mention:
        return replace(named, roles=tuple(dict.fromkeys([*named.roles, *self.title_keys(token, end)])))

    def _whole_phrase(self, end: int, stop: int, form: words.Form) -> int:
        if form.lemma in ("источник", "собеседник", "представитель"):
            return self.with_place(end, stop)
        if not form.animate and end < stop and self.document.tokens[end].text.lower() == "по":
            return self.with_purpose(end, stop)
        return end

    def _described(self, start: int, token: int, end: int, form: words.Form, case: str | None) -> Mention:
        """A title or a noun for a body that goes with no name."""
        name = self.in_nominative(start, token, end, case)
        if not form.animate and form.lemma not in NEVER_NAMED:
            first = self.document.tokens[start]
            inside = first.text[0].isupper() and self.document.sentence_at(first.start).first != start
            if inside or first.start in self.places:
                # «по словам Сеула»: a place that speaks for its government
                return self.mention(start, end, "org", name, None, plural=False)
            return self.mention(start, end, "body", name, None, form.plural, tuple(self.title_keys(token, end)))
        org = self._spoken_for(token, end) if form.lemma in lexicon().spokespeople else None
        # Masculine titles are borne by women too («директор Ольховская»): only a feminine one shows gender.
        gender: Gender | None = "f" if form.animate and form.gender == "femn" else None
        return self.mention(start, end, "role", name, gender, form.plural, tuple(self.title_keys(token, end)), org)

    def _named_behind(self, token: int, stop: int, form: words.Form, case: str | None) -> Mention | None:
        """The name that a title or a noun for a body stands before: of two people the last («депутат Ивановска Орлов»)."""
        for number in range(stop - 1, token, -1) if form.animate else ():
            named = self.by_token.get(number)
            if named is not None and named.kind == "person" and self._apposed(named, token, form, case):
                return self._with_title(named, token, number)
        marked = token + 1 < len(self.document.tokens) and self.document.tokens[token + 1].text in '«»"“„'
        if marked and form.lemma in lexicon().nameless:
            return None
        near = self.by_token.get(token + 2 if marked else token + 1)
        if near is not None and near.kind == "org" and not form.animate and self.document.token_at(near.start) < stop:
            return replace(near, roles=tuple(dict.fromkeys([*near.roles, form.lemma])))
        return None

    def _apposed(self, mention: Mention, token: int, form: words.Form, case: str | None) -> bool:
        """True where a name stands in the case of its title («дед Орлов»), not in the genitive («мать Орлова»)."""
        if form.gender == "femn" and mention.gender == "m":
            return False
        title = words.cases_of(self.document.tokens[token].text)
        if case is not None:
            return case in title and self.stands_in(mention, case)
        cases = frozenset(one for one in title if self.stands_in(mention, one))
        return bool(cases) and not (cases == {"gent"} and form.lemma in lexicon().relatives)

    def _spoken_for(self, token: int, end: int) -> str | None:
        """The body behind «представитель»: named, or described in the nominative."""
        for number in range(token + 1, end):
            named = self.by_token.get(number)
            if named is not None:
                return named.label if named.kind == "org" else None
            form = words.noun(self.document.tokens[number].text)
            if form is not None:
                found = self.mention_at(number, end, "gent", token + 1)
                return None if found is None or form.animate else found.label
        return None

    def _adjectival(self, token: int) -> Mention | None:
        """Adjectives used as nouns: «обвиняемый», «пострадавшая»."""
        text = self.document.tokens[token].text
        form = next((f for f in words.forms(text) if f.pos in ("ADJF", "PRTF") and f.case == "nomn"), None)
        if form is None or len(text) < 5:
            return None
        gender: Gender | None = "f" if form.gender == "femn" else "m" if form.gender == "masc" else None
        return self.mention(token, token + 1, "role", (text.lower(),), gender, form.plural, (form.lemma,))
