"""Opinions without a verb of speech: "is confident that", "made it clear that", "expressed hope that"."""

from __future__ import annotations

from collections.abc import Iterator

from archive.extraction.cue import Cue
from archive.extraction.document import Stretch
from archive.extraction.english.cues import CueFinder
from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.spans import Place
from archive.extraction.english.words import ADV, AUX
from archive.extraction.mention import Mention


class PredicateFinder:
    """Finds adjectives and nouns of opinion that take a clause."""

    def __init__(self, verbs: CueFinder) -> None:
        self.verbs, self.document, self.words = verbs, verbs.document, verbs.words
        self._light, self._zero = lexicon().words("grammar", "light"), lexicon().words("grammar", "zero")
        self._convinced = lexicon().words("phrases", "convinced")
        self._nominal = lexicon().words("phrases", "nominal")

    def find(self) -> Iterator[Cue]:
        """All of them in text order."""
        for at, low in enumerate(self.words.lowers):
            if at < 2:
                continue
            if low == "clear" and self.words.lowers[at - 1] in {"it", "made", "makes"}:
                yield from self._made_clear(at)
            elif low in self._convinced:
                yield from self._adjective(at)
            elif low in self._nominal and self.words.lowers[at + 1 : at + 2] == ["that"]:
                yield from self._noun(at)

    def _place(self, at: int) -> Place | None:
        sentence: Stretch = self.document.sentence_at(self.words.starts[at])
        first = self.words.at(sentence.start)
        floor = self.verbs.floor(at, first)
        return Place(at, first, self.words.at(sentence.end), floor, sentence) if floor is not None else None

    def _adjective(self, at: int) -> Iterator[Cue]:
        copula = at - 1
        while copula > 0 and self.words.tags[copula] & ADV:
            copula -= 1
        if not self.words.tags[copula] & AUX or self.words.lowers[at - 1] in {"not", "n't"}:
            return
        yield from self._clause(copula, at, "z" if self.words.lowers[at] in self._zero else "t", 0.85)

    def _made_clear(self, at: int) -> Iterator[Cue]:
        verb = at - 2 if self.words.lowers[at - 1] == "it" else at - 1
        if self.words.lowers[verb] in {"made", "makes", "make", "making"}:
            yield from self._clause(verb, at, "tz", 0.9)

    def _noun(self, at: int) -> Iterator[Cue]:
        for verb in range(at - 1, max(at - 6, 0), -1):
            if self.words.lowers[verb] in self._light:
                yield from self._clause(verb, at, "t", 0.8)
                return

    def _clause(self, verb: int, last: int, frames: str, strength: float) -> Iterator[Cue]:
        place = self._place(verb)
        if place is None or verb < place.floor:
            return
        subject = self.verbs.phrases.subject(verb, place.floor)
        source = self._known(self.verbs.source(subject.phrase)[0])
        complement = self.verbs.complements.behind(last, place.last, frames)
        if source is None or subject.negated or complement.kind not in {"that", "zero"}:
            return
        content = self.verbs.spans.content(complement, place, subject.group)
        if content is not None:
            start, end = self.words.starts[verb], self.words.ends[last]
            yield Cue(start, end, self.words.lowers[last], "clause", strength, source, content=content)

    @staticmethod
    def _known(mention: Mention | None) -> Mention | None:
        return None if mention is None or mention.name == ("it",) else mention
