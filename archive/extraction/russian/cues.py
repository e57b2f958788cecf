"""Cues in a Russian text: verbs of speech with their frames, «по словам», «об этом сообщил», headlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.extraction.cue import Cue
from archive.extraction.document import Document, Stretch
from archive.extraction.mention import Mention
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import Verb, lexicon
from archive.extraction.russian.sources import BODIES, Sources

_STOPS = frozenset(",.:;!?…()—–«»\"")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A verb of the lexicon at a token of a sentence."""

    token: int
    verb: Verb
    form: words.Form
    gerund: bool
    width: int = 1


class CueFinder:
    """Finds the cues of one article."""

    def __init__(self, document: Document, people: Sequence[Mention]) -> None:
        self._document = document
        self._tokens = document.tokens
        self._sources = Sources(document, people)

    def find(self) -> list[Cue]:
        """Every cue, in text order."""
        found: list[Cue] = []
        for number, sentence in enumerate(self._document.sentences):
            found += self._phrases(sentence)
            found += self._verbs(sentence, number)
        return sorted(found, key=lambda cue: cue.start)

    def _spoken(self, sentence: Stretch) -> list[Spoken]:
        found = []
        for number in range(sentence.first, sentence.last):
            token = self._tokens[number]
            if not token.is_word:
                continue
            spoken = _speech_verb(token.text)
            if spoken is not None:
                found.append(Spoken(number, spoken[0], spoken[1], spoken[1].pos == "GRND"))
        return found

    def _verbs(self, sentence: Stretch, number: int) -> list[Cue]:
        spoken = self._spoken(sentence)
        found: list[Cue] = []
        previous: Cue | None = None
        for index, one in enumerate(spoken):
            following = spoken[index + 1].token if index + 1 < len(spoken) else sentence.last
            cue = self._verb_cue(sentence, one, following, number)
            if cue.source is None and previous is not None and not cue.agentless:
                cue = replace(cue, source=previous.source)
            found.append(cue)
            previous = cue
        return _without_inner(found)

    def _verb_cue(self, sentence: Stretch, one: Spoken, following: int, number: int) -> Cue:
        token = self._tokens[one.token]
        source = None if one.gerund else self._subject(sentence, one)
        base = Cue(token.start, token.end, one.verb.lemma, "verb", one.verb.strength, source,
                   implied=source is None, agentless=one.form.pos == "PRTS" or one.verb.lemma.endswith("ся"))
        pointed = self._points_back(sentence, one, number)
        if pointed is not None:
            return replace(base, frame="anaphoric", content=pointed)
        if one.verb.kind == "cite":
            return replace(base, frame="cite", source=self._cited(one, sentence) or source)
        clause = self._clause(sentence, one, following)
        if clause is not None:
            return replace(base, frame="clause", content=clause)
        inset = self._inset(sentence, one, source)
        if inset is not None:
            return replace(base, frame="insert", inset=inset)
        return base

    def _subject(self, sentence: Stretch, one: Spoken) -> Mention | None:
        """The nominative that agrees with the verb: first behind it, then before it."""
        for step, stop in ((1, sentence.last), (-1, sentence.first - 1)):
            at = one.token + step
            while at != stop:
                token = self._tokens[at]
                if token.text in _STOPS or token.text.lower() in lexicon().that:
                    if step > 0 or token.text not in "«»\"":
                        break
                mention = self._nominative_at(at, one, sentence)
                if mention is not None:
                    return replace(mention, subject=True)
                if step > 0 and words.finite(token.text) is not None:
                    break
                at += step
        return None

    def _nominative_at(self, at: int, one: Spoken, sentence: Stretch) -> Mention | None:
        named = self._sources.named_at(at)
        text = self._tokens[at].text
        if named is not None and named.kind == "person":
            surface = self._document.text[named.start : named.end]
            return named if surface.split()[-1].strip(".") == named.name[-1].strip(".") else None
        form = words.nominative(text)
        if named is not None:
            return named if form is not None or text.isupper() else None
        if form is None or not _agrees(form, one.form):
            return None
        if form.pos == "NOUN" and not form.animate and form.lemma not in BODIES:
            return None
        return self._sources.mention_at(at, sentence.last)

    def _cited(self, one: Spoken, sentence: Stretch) -> Mention | None:
        """The accusative of «цитирует Орлова», the genitive of «приводит слова Орлова»."""
        for at in range(one.token + 1, min(sentence.last, one.token + 8)):
            text = self._tokens[at].text
            pointer = self._sources.possessor(at)
            if pointer is not None:
                return pointer
            named = self._sources.named_at(at)
            if named is not None and named.kind == "person":
                return named
            form = words.noun(text)
            if form is not None and form.animate and words.nominative(text) is None:
                return self._sources.mention_at(at, sentence.last)
        return None

    def _points_back(self, sentence: Stretch, one: Spoken, number: int) -> tuple[int, int] | None:
        head = [t.text.lower() for t in self._tokens[sentence.first : min(sentence.last, sentence.first + 3)]]
        if head[:2] in (["об", "этом"], ["о", "чем"], ["такое", "мнение"], ["с", "таким"]) and number > 0:
            if one.token - sentence.first <= 6:
                before = self._document.sentences[number - 1]
                return before.start, before.end
        return None

    def _clause(self, sentence: Stretch, one: Spoken, following: int) -> tuple[int, int] | None:
        """The clause behind «, что»; nothing where another finite verb stands between."""
        words_list = lexicon()
        for at in range(one.token + 1, min(sentence.last - 1, one.token + 30)):
            token = self._tokens[at]
            if token.text in ":;":
                return None
            if at >= following and at > one.token + 1 and not _is_gerund(token.text):
                return None
            if token.text == "," and self._tokens[at + 1].text.lower() in words_list.that:
                start = self._tokens[at + 1].end
                return start, self._clause_end(sentence, at + 2, following)
            if words.finite(token.text) is not None and token.text.lower() not in ("было", "есть") and self._sources.named_at(at) is None:
                return None
        return None

    def _clause_end(self, sentence: Stretch, first: int, following: int) -> int:
        """The end of the sentence, or where the narrator coordinates another cue."""
        for at in range(max(first, following - 4), min(following + 1, sentence.last)):
            if following >= sentence.last:
                break
            text = self._tokens[at].text.lower()
            if text in ("и", "а", "но", ",") and following - at <= 3 and following > first:
                behind = [t.text.lower() for t in self._tokens[following + 1 : following + 12]]
                if any(word in lexicon().that for word in behind):
                    return self._tokens[at].start
        return sentence.end

    def _inset(self, sentence: Stretch, one: Spoken, source: Mention | None) -> tuple[int, int] | None:
        """The narrator's stretch of «…, сообщил Орлов» and «Как сообщил Орлов, …»."""
        if source is None:
            return None
        tokens = self._tokens
        first = min(one.token, self._document.token_at(source.start))
        opening = first - 1
        while opening > sentence.first and tokens[opening].text not in ",—–":
            if first - opening > 4:
                return None
            opening -= 1
        as_clause = tokens[opening + (tokens[opening].text in ",—–")].text.lower() == "как"
        if opening < sentence.first or (tokens[opening].text not in ",—–" and not as_clause):
            return None
        last = max(one.token, self._document.token_at(source.end - 1))
        closing = last + 1
        while closing < sentence.last and tokens[closing].text not in ",—–.":
            closing += 1
        end = tokens[closing].end if closing < sentence.last else sentence.end
        return tokens[opening].start, end

    def _phrases(self, sentence: Stretch) -> list[Cue]:
        """«по словам X», «по его мнению», «согласно X»."""
        found = []
        for at in range(sentence.first, sentence.last - 1):
            low = self._tokens[at].text.lower()
            if low == "по":
                cue = self._po_phrase(sentence, at)
                if cue is not None:
                    found.append(cue)
        return found

    def _po_phrase(self, sentence: Stretch, at: int) -> Cue | None:
        pointer = self._sources.possessor(at + 1)
        noun = at + 2 if pointer is not None else at + 1
        if noun >= sentence.last or not words.lemmas(self._tokens[noun].text) & lexicon().phrases:
            return None
        last = noun
        source = pointer
        if source is None and noun + 1 < sentence.last and self._tokens[noun + 1].text not in _STOPS - set("«\""):
            head = noun + 1
            while head < sentence.last - 1 and words.noun(self._tokens[head].text) is None and words.modifier(self._tokens[head].text):
                head += 1
            source = self._sources.mention_at(head, sentence.last)
            end = self._sources.phrase_end(head, sentence.last)
            last = end - 1
            if source is not None:
                last = max(last, self._document.token_at(source.end) - 1)
        if source is None:
            return None
        end_offset = self._tokens[last].end
        if last + 1 < sentence.last and self._tokens[last + 1].text == ",":
            end_offset = self._tokens[last + 1].end
        start = self._tokens[at].start
        if at > sentence.first and self._tokens[at - 1].text in ",—–(":
            start = self._tokens[at - 1].start
        token = self._tokens[at]
        return Cue(token.start, self._tokens[noun].end, "по словам", "phrase", 0.95, source, inset=(start, end_offset))


def _speech_verb(word: str) -> tuple[Verb, words.Form] | None:
    verbs = lexicon().verbs
    for form in words.forms(word)[:3]:
        if form.pos in ("VERB", "GRND", "PRTS") and form.lemma in verbs and form.score > 0.05:
            return verbs[form.lemma], form
    return None


def _is_gerund(word: str) -> bool:
    return words.gerund(word) is not None


def _agrees(noun: words.Form, verb: words.Form) -> bool:
    if verb.plural != noun.plural:
        return False
    if verb.tense == "past" and not verb.plural and noun.pos == "NPRO":
        return noun.gender is None or noun.gender == verb.gender
    if verb.tense == "past" and not verb.plural:
        return noun.gender == verb.gender or (noun.animate and noun.gender == "masc")
    return True


def _without_inner(cues: list[Cue]) -> list[Cue]:
    return cues
