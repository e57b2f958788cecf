"""From an understood question to everything found, in order: both sides asked, their evidence put together."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from archive.errors import IndexError_, ModelError
from archive.selection import Selection
from archive.store import Archive
from archive.text import stem
from archive.wordsearch import Draft, WordSearch
from index.build import Build, PassageHit
from index.context import ARTICLES, Surroundings, best_by_article, neighbours
from index.embedding import Embedder, Vector
from index.fairness import language_offsets
from index.fusion import COMMON, LEAST_COVERAGE, Evidence, fused
from index.hits import Mode
from index.layouts import dictionary_knows
from index.opening import Opened, current_build, embedder_for
from index.query import Query
from index.vectors import Rows
from index.words import WordHit, WordLeg

__all__ = ["BLOCK", "Ranker", "Ranking"]

BLOCK = 100
"""So many of the nearest quotes are put in order together; the next so many follow, whatever their words.

Thus the first pages do not change when later ones are asked for.
"""
_NO_WORDS = WordHit(0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everything found, best first."""

    order: tuple[Evidence, ...]
    drafts: Mapping[int, Draft]
    passages: Mapping[int, PassageHit] = field(default_factory=dict)
    """The nearest passage of each quote that was compared with the question, by quote number."""
    background: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """How near random passages of the build are; see `Manifest.background`."""
    total: int | None = None
    """How many quotes answer, where that can be said."""
    is_all: bool = True
    """Whether a deeper ranking would hold nothing more."""


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
    def opened(self) -> Opened:
        """What is remembered of the archive as it is now."""
        return Opened.of(self._archive)

    def embedder(self, build: Build) -> Embedder:
        """Give the model of a build; raises IndexIsStale when another one is in use, ModelNotFound."""
        return embedder_for(self._archive, build, self._given)

    def ranked(self, query: Query, selection: Selection, mode: Mode, depth: int) -> Ranking:
        """Rank the selected quotes by a question; at least `depth` of them, a multiple of `BLOCK`, if there are so many."""
        leg = self._leg()
        if mode == "words":
            return self._by_words(leg, query, selection, depth)
        hits: dict[int, WordHit] = {}
        phrases: list[int] = []
        if mode == "hybrid":
            hits = {hit.number: hit for hit in leg.telling(query, selection, BLOCK, LEAST_COVERAGE, COMMON)}
            phrases = leg.phrases(query, selection, BLOCK)
        return self._by_meaning(query, selection, depth, hits, phrases)

    def newest(self, selection: Selection, depth: int) -> Ranking:
        """Give the newest `depth` of the selected quotes."""
        numbers = self.words.newest(selection, depth)
        order = tuple(map(Evidence, numbers))
        total = self._archive.count(selection)
        return Ranking(order, self.words.drafts(numbers), total=total, is_all=len(numbers) < depth)

    def compared(self, query: Query, numbers: Sequence[int]) -> dict[int, PassageHit]:
        """Compare some quotes with a question after the fact; nothing where there is no usable index."""
        try:
            build = self.build
            vector = build.centre(self.embedder(build).embed_query(query.text), query.lang)
            return {hit.quote_number: hit for hit in build.search(vector, len(numbers), list(numbers))}
        except (IndexError_, ModelError):
            return {}

    def knows(self, word: str, lang: str) -> bool:
        """Tell whether a folded word is known in a language: to the archive, the Russian dictionary or the model."""
        if self._leg().frequency(stem(word)):
            return True
        if lang == "ru":
            return dictionary_knows(word)
        try:
            embedder = self.embedder(self.build)
            # A word that the model reads as one piece is common enough; the empty text counts the pieces around it.
            return embedder.count_pieces([word])[0] <= embedder.count_pieces([""])[0] + 1
        except (IndexError_, ModelError):
            return False

    def _leg(self) -> WordLeg:
        return WordLeg(self.words, self.opened.frequencies)

    def _by_words(self, leg: WordLeg, query: Query, selection: Selection, depth: int) -> Ranking:
        phrases = leg.phrases(query, selection, BLOCK)
        hits = leg.search(query, selection, depth)
        by_number = {one.number: one for one in hits}
        order = tuple(
            evidence
            for block in _blocks(dict.fromkeys(phrases), list(by_number))
            for evidence in _best_covered(_evidence(one, 0.0, 0.0, by_number, phrases) for one in block)
        )
        drafts = self.words.drafts([one.number for one in order])
        return Ranking(order, drafts, total=leg.count(query, selection), is_all=len(hits) < depth)

    def _by_meaning(
        self, query: Query, selection: Selection, depth: int, words: Mapping[int, WordHit], phrases: Sequence[int]
    ) -> Ranking:
        build = self.build
        embedder = self.embedder(build)
        vector = build.centre(embedder.embed_query(query.text), query.lang)
        allowed = self.opened.numbers(self._archive, selection)
        nearest = build.search(vector, depth, allowed)
        passages = {hit.quote_number: hit for hit in nearest}
        tried = {hit.quote_number for hit in nearest[:BLOCK]}
        articles = self.words.articles(list(tried))
        best = best_by_article(nearest[:BLOCK], articles)
        # Found by their words or by their article, whatever their own nearness.
        besides = dict.fromkeys([*phrases, *words, *self._neighbours(best, allowed)])
        missing = [number for number in besides if number not in passages]
        if missing:
            passages |= {hit.quote_number: hit for hit in build.search(vector, len(missing), missing)}
            passages |= self._after_the_build([one for one in missing if one not in passages], vector, build, embedder)
        drafts = self.words.drafts(list(passages))
        offsets = language_offsets(build, vector, query.lang)
        blocks = _blocks(besides, [hit.quote_number for hit in nearest])
        around = Surroundings(
            best,
            {number: passages[number].similarity for number in blocks[0] if number in passages},
            articles | self.words.articles([number for number in passages if number not in tried]),
        )
        order: list[Evidence] = []
        for block in blocks:
            order += fused(
                replace(
                    _evidence(number, passages[number].similarity, offsets[drafts[number].lang], words, phrases),
                    lift=around.lift(number, passages[number].similarity),
                )
                for number in block
                if number in drafts
            )
        return Ranking(tuple(order), drafts, passages, build.background, is_all=len(nearest) < depth)

    def _neighbours(self, best: Mapping[int, PassageHit], allowed: Rows | None) -> list[int]:
        """Give the selected quotes around the best ones of the nearest articles."""
        nearest = dict(itertools.islice(best.items(), ARTICLES))
        found = neighbours(nearest, self.words.quotes_of(list(nearest)))
        if allowed is None:
            return found
        return np.array(found, np.int64)[np.isin(found, allowed)].tolist() if found else []

    def _after_the_build(
        self, numbers: Sequence[int], vector: Vector, build: Build, embedder: Embedder
    ) -> dict[int, PassageHit]:
        """Compare quotes that the build does not have yet."""
        texts, drafts = self.words.texts(numbers), self.words.drafts(numbers)
        vectors = embedder.embed_passages(list(texts.values())) if texts else ()
        return {
            number: PassageHit(number, 0, len(text), float(build.centre(own, drafts[number].lang) @ vector))
            for (number, text), own in zip(texts.items(), vectors, strict=True)
        }


def _evidence(
    number: int, similarity: float, offset: float, words: Mapping[int, WordHit], phrases: Sequence[int]
) -> Evidence:
    shared = words.get(number, _NO_WORDS)
    return Evidence(number, similarity, similarity - offset, shared.coverage, shared.rarity, number in phrases)


def _best_covered(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Put quotes in order by words alone: the phrase, then coverage, then BM25, by which they came."""
    return sorted(evidence, key=lambda one: (not one.is_phrase, -one.coverage))


def _blocks(besides: Mapping[int, object], ranked: Sequence[int]) -> list[list[int]]:
    """Give the numbers block by block: `besides` with the first, the rest where their rank puts them, at any depth."""
    cut = [ranked[start : start + BLOCK] for start in range(0, len(ranked), BLOCK)] or [[]]
    first, *others = ([number for number in block if number not in besides] for block in cut)
    return [[*besides, *first], *others]
