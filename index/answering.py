"""From a ranking to a page: hits that say why they came, and what a person should know about the answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.records import Quote
from archive.selection import Selection
from archive.text import Span
from index.build import PassageHit
from index.calibration import is_near
from index.folding import Utterance
from index.fusion import Evidence
from index.highlight import marks
from index.hits import NO_PHRASE, ONLY_FUNCTION_WORDS, SEVERAL_NAMESAKES, Hit, Mode, Why
from index.names import NamedSpeakers
from index.query import Query
from index.ranking import Ranking

__all__ = ["Answer", "Asked"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, understood."""

    typed: str
    query: Query | None
    """What is searched for; None when a speaker's name was all of the question."""
    mode: Mode
    selection: Selection
    named: NamedSpeakers | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A ranking in the light of its question."""

    asked: Asked
    ranking: Ranking

    def hits(
        self, page: Sequence[Utterance], quotes: Mapping[int, Quote], passages: Mapping[int, PassageHit]
    ) -> tuple[Hit, ...]:
        """Give the hits of a page; quotes that went from the archive meanwhile are left out."""
        evidence = {one.number: one for one in self.ranking.order}
        return tuple(
            self._hit(quotes[one.shown], passages.get(one.shown), others, evidence[one.shown])
            for one, others in ((one, tuple(quotes[other] for other in one.others if other in quotes)) for one in page)
            if one.shown in quotes
        )

    def is_weak(self, hits: Sequence[Hit]) -> bool:
        """Tell whether nothing shown is a good match: the words say little, and no hit is nearer than chance."""
        if self.asked.query is None or self.asked.mode == "words" or not hits:
            return False
        telling = {one.number for one in self.ranking.order if one.is_phrase or one.words}
        return not any(hit.quote.number in telling or self._is_near(hit.quote, hit.similarity) for hit in hits)

    def notes(self) -> Iterator[str]:
        """Give what a person should know besides."""
        if self.asked.named and len(self.asked.named.ids) > 1:
            yield SEVERAL_NAMESAKES
        query = self.asked.query
        if query is None or any(one.is_phrase for one in self.ranking.order[:1]):
            return
        if query.phrases and self.asked.mode != "meaning":
            yield NO_PHRASE
        elif query.only_function_words:
            yield ONLY_FUNCTION_WORDS

    def _hit(self, quote: Quote, nearest: PassageHit | None, others: tuple[Quote, ...], evidence: Evidence) -> Hit:
        passage = Span(nearest.start, nearest.stop) if nearest else Span(0, len(quote.text))
        similarity = nearest.similarity if nearest else None
        found = self._marks(quote.text)
        why = tuple(self._why(evidence, has_words=bool(found), is_near=self._is_near(quote, similarity)))
        return Hit(quote, passage, found, similarity, why, others)

    def _marks(self, text: str) -> tuple[Span, ...]:
        query = self.asked.query
        if query is None or self.asked.mode == "meaning":
            return ()
        return marks(text, (key for keys in query.keys for key in keys), query.phrases)

    def _why(self, evidence: Evidence, *, has_words: bool, is_near: bool) -> Iterator[Why]:
        if self.asked.named:
            yield "speaker"
        if evidence.is_phrase:
            yield "phrase"
        if has_words:
            yield "words"
        if not is_near and self._stands_by_a_near_one(evidence):
            yield "article"
        elif is_near or not (self.asked.named or evidence.is_phrase or has_words):
            yield "meaning"

    def _stands_by_a_near_one(self, evidence: Evidence) -> bool:
        """Tell whether the quote that lifts it is a match."""
        query, by = self.asked.query, evidence.lift.by
        if query is None or by is None:
            return False
        return is_near(by, query.lang, self.ranking.drafts[evidence.number].lang, self.ranking.background)

    def _is_near(self, quote: Quote, similarity: float | None) -> bool:
        query = self.asked.query
        if query is None or similarity is None or self.asked.mode == "words":
            return False
        return is_near(similarity, query.lang, quote.lang, self.ranking.background)
