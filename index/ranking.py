"""From an understood question to everything found, in order: both sides asked, their evidence put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from archive.errors import IndexError_, ModelError
from archive.selection import Selection
from archive.store import Archive
from archive.text import stem
from archive.wordsearch import WordSearch
from index.build import Build, PassageHit
from index.embedding import Embedder, Vector
from index.fairness import language_offsets
from index.fusion import Evidence, fused
from index.hits import Mode
from index.layouts import dictionary_knows
from index.opening import current_build, embedder_for
from index.query import Query
from index.words import WordLeg

__all__ = ["DEPTH", "Ranker", "Ranking"]

DEPTH = 200
"""Candidates that each side brings before they are put in one order."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everything found, best first."""

    order: tuple[Evidence, ...]
    passages: Mapping[int, PassageHit] = field(default_factory=dict)
    """The nearest passage of each quote that was compared with the question, by quote number."""
    background: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """How near random passages of the build are; see `Manifest.background`."""
    total: int | None = None
    """How many quotes answer, where that can be said."""


class Ranker:
    """Ranks the quotes of one open archive."""

    def __init__(self, archive: Archive, embedder: Embedder | None) -> None:
        self._archive = archive
        self._given = embedder
        self.words = WordSearch(archive.connection)

    @property
    def build(self) -> Build:
        """The current build; raises IndexMissing, BuildDamaged or IndexIsStale."""
        return current_build(self._archive.home)

    @property
    def embedder(self) -> Embedder:
        """The model of the current build; raises IndexIsStale when another one is in use, ModelNotFound."""
        return embedder_for(self._archive, self.build, self._given)

    def ranked(self, query: Query, selection: Selection, mode: Mode) -> Ranking:
        """Rank the selected quotes by a question."""
        if mode == "meaning":
            return self._by_meaning(query, selection, {})
        leg = WordLeg(self.words)
        evidence = self._by_words(leg, query, selection)
        if mode == "hybrid":
            return self._by_meaning(query, selection, evidence)
        order = sorted(evidence.values(), key=lambda one: (not one.is_phrase, -one.coverage, -one.bm25, one.number))
        return Ranking(tuple(order), total=leg.count(query, selection))

    def knows(self, word: str, lang: str) -> bool:
        """Tell whether a folded word is known in a language: to the archive, the Russian dictionary or the model."""
        if self.words.frequency(stem(word)):
            return True
        if lang == "ru":
            return dictionary_knows(word)
        try:
            # A word that the model reads as one piece is common enough; two pieces frame every text.
            return self.embedder.count_pieces([word])[0] <= self.embedder.count_pieces([""])[0] + 1
        except (IndexError_, ModelError):
            return False

    def everything(self, selection: Selection) -> Ranking:
        """Give all selected quotes, the newest first."""
        numbers = [quote.number for quote in self._archive.quotes(selection, newest_first=True)]
        return Ranking(tuple(map(Evidence, numbers)), total=len(numbers))

    def compared(self, text: str, lang: str, numbers: Sequence[int]) -> dict[int, PassageHit]:
        """Compare some quotes with a text after the fact; nothing where there is no usable index."""
        try:
            vector = self._vector(text, lang)
            return {hit.quote_number: hit for hit in self.build.search(vector, len(numbers), list(numbers))}
        except (IndexError_, ModelError):
            return {}

    def _vector(self, text: str, lang: str) -> Vector:
        return self.build.centre(self.embedder.embed_query(text), lang)

    @staticmethod
    def _by_words(leg: WordLeg, query: Query, selection: Selection) -> dict[int, Evidence]:
        found = {
            hit.number: Evidence(hit.number, coverage=hit.coverage, rarity=hit.rarity, bm25=hit.bm25)
            for hit in leg.search(query, selection, DEPTH)
        }
        for number in leg.phrases(query, selection, DEPTH):
            found[number] = replace(found.get(number, Evidence(number)), is_phrase=True)
        return found

    def _by_meaning(self, query: Query, selection: Selection, evidence: dict[int, Evidence]) -> Ranking:
        build, vector = self.build, self._vector(query.text, query.lang)
        allowed = None if selection.is_empty else np.asarray(self._archive.numbers(selection), np.int64)
        hits = {hit.quote_number: hit for hit in build.search(vector, DEPTH, allowed)}
        missing = [number for number in evidence if number not in hits]
        if missing:
            hits |= {hit.quote_number: hit for hit in build.search(vector, len(missing), missing)}
            hits |= self._after_the_build([number for number in missing if number not in hits], vector)
        offsets = language_offsets(build, vector)
        languages = self.words.languages(list(hits))
        known = (
            replace(
                evidence.get(number, Evidence(number)),
                similarity=hits[number].similarity,
                nearness=hits[number].similarity - offsets[lang],
            )
            for number, lang in languages.items()
        )
        return Ranking(tuple(fused(known)), hits, build.background)

    def _after_the_build(self, numbers: Sequence[int], vector: Vector) -> dict[int, PassageHit]:
        """Compare quotes that the build does not have yet."""
        texts, languages = self.words.texts(numbers), self.words.languages(numbers)
        vectors = self.embedder.embed_passages(list(texts.values())) if texts else ()
        return {
            number: PassageHit(number, 0, len(text), float(self.build.centre(own, languages[number]) @ vector))
            for (number, text), own in zip(texts.items(), vectors, strict=True)
        }
