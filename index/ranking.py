"""From an understood question to everything found, in order: both sides asked, their evidence put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from archive.errors import IndexError_, ModelError
from archive.selection import Selection
from archive.store import Archive
from archive.wordsearch import WordSearch
from index.build import Build, PassageHit
from index.embedding import Embedder, Vector
from index.fusion import Evidence, fused
from index.hits import Mode
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
        evidence, total = self._by_words(query, selection)
        if mode == "hybrid":
            return self._by_meaning(query, selection, evidence)
        order = sorted(evidence.values(), key=lambda one: (not one.is_phrase, -one.coverage, -one.bm25, one.number))
        return Ranking(tuple(order), {}, total)

    def everything(self, selection: Selection) -> Ranking:
        """Give all selected quotes, the newest first."""
        numbers = [quote.number for quote in self._archive.quotes(selection, newest_first=True)]
        return Ranking(tuple(map(Evidence, numbers)), {}, len(numbers))

    def compared(self, text: str, lang: str, numbers: Sequence[int]) -> dict[int, PassageHit]:
        """Compare some quotes with a text after the fact; nothing where there is no usable index."""
        try:
            vector = self._vector(text, lang)
            return {hit.quote_number: hit for hit in self.build.search(vector, len(numbers), list(numbers))}
        except (IndexError_, ModelError):
            return {}

    def _vector(self, text: str, lang: str) -> Vector:
        return self.build.centre(self.embedder.embed_query(text), lang)

    def _by_words(self, query: Query, selection: Selection) -> tuple[dict[int, Evidence], int]:
        leg = WordLeg(self.words)
        found = {
            hit.number: Evidence(hit.number, coverage=hit.coverage, rarity=hit.rarity, bm25=hit.bm25)
            for hit in leg.search(query, selection, DEPTH)
        }
        for number in leg.phrases(query, selection, DEPTH):
            found[number] = replace(found.get(number, Evidence(number)), is_phrase=True)
        return found, max(leg.count(query, selection), len(found))

    def _by_meaning(self, query: Query, selection: Selection, evidence: dict[int, Evidence]) -> Ranking:
        build, vector = self.build, self._vector(query.text, query.lang)
        allowed = None if selection.is_empty else np.asarray(self._archive.numbers(selection), np.int64)
        hits = {hit.quote_number: hit for hit in build.search(vector, DEPTH, allowed)}
        missing = [number for number in evidence if number not in hits]
        if missing:
            hits |= {hit.quote_number: hit for hit in build.search(vector, len(missing), missing)}
            hits |= self._after_the_build([number for number in missing if number not in hits], vector)
        known = (
            replace(evidence.get(number, Evidence(number)), similarity=hit.similarity) for number, hit in hits.items()
        )
        return Ranking(tuple(fused(known)), hits)

    def _after_the_build(self, numbers: Sequence[int], vector: Vector) -> dict[int, PassageHit]:
        """Compare quotes that the build does not have yet."""
        drafts = list(self.words.drafts(numbers).values())
        vectors = self.embedder.embed_passages([draft.text for draft in drafts]) if drafts else ()
        return {
            draft.number: PassageHit(
                draft.number, 0, len(draft.text), float(self.build.centre(own, draft.lang) @ vector)
            )
            for draft, own in zip(drafts, vectors, strict=True)
        }
