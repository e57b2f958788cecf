"""Search: what was meant and what was said, in either language, with the filters before the ranking.

searcher = Searcher.open(archive)
for hit in searcher.search("Путин о суверенитете", limit=10):
    hit.quote.id, hit.text, hit.similarity, hit.why
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from archive.errors import QueryError
from archive.records import Quote, Speaker
from archive.selection import Selection
from archive.store import Archive
from archive.text import Span
from index.build import Build, PassageHit
from index.calibration import is_near
from index.embedding import Embedder
from index.folding import Utterance, folded_together
from index.fusion import Evidence
from index.highlight import marks
from index.hits import NO_PHRASE, ONLY_FUNCTION_WORDS, SEVERAL_NAMESAKES, Hit, Mode, Results, Why
from index.layouts import suggested
from index.names import NamedSpeakers
from index.opening import names_of
from index.query import Query
from index.ranking import Ranker, Ranking
from index.similar import similar

__all__ = ["Hit", "Results", "Searcher"]

MAX_LIMIT = 1000
_SAMPLED = 20
_FOLDED_AT_ONCE = 100
_FOLDED_FOR_EACH = 4
_FILTERS: dict[str, Any] = dict.fromkeys(("lang", "since", "until", "type", "source", "role")) | {"speakers": ()}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, understood."""

    typed: str
    query: Query | None
    """What is searched for; None when a speaker's name was all of the question."""
    mode: Mode
    selection: Selection
    named: NamedSpeakers | None


class Searcher:
    """Answers questions to one open archive; as the archive, it stays in its thread."""

    def __init__(self, archive: Archive, ranker: Ranker) -> None:
        self.archive = archive
        self._ranker = ranker

    @classmethod
    def open(cls, archive: Archive, embedder: Embedder | None = None) -> "Searcher":
        """Stand on an open archive; the build and the model are loaded when first needed.

        Each search takes the build that is current at that moment.
        """
        return cls(archive, Ranker(archive, embedder))

    @property
    def build(self) -> Build:
        """The current build; raises IndexMissing, BuildDamaged or IndexIsStale."""
        return self._ranker.build

    def search(  # noqa: PLR0913  each is a plain option of a question
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        mode: Mode = "hybrid",
        selection: Selection | None = None,
        understand_names: bool = True,
    ) -> Results:
        """Find quotes, best first: `limit` of them after the first `offset`.

        `mode` is "hybrid", "meaning" or "words" (which needs no build). With `understand_names`, a speaker named in the
        question becomes a filter, given back in `speaker_hint`.

        Raises QueryError (a question that cannot be asked), UnknownRecord (a speaker that is not there), IndexMissing,
        IndexIsStale (another model or format), BuildDamaged, ModelNotFound.
        """
        _check(mode, limit, offset)
        asked = self._understood(query, mode, selection or Selection(), understand_names=understand_names)
        if asked.query is None:
            ranking = self._ranker.everything(asked.selection)
        else:
            ranking = self._ranker.ranked(asked.query, asked.selection, mode)
        utterances = self._folded(ranking.order, offset + limit)
        hits = self._hits(asked, ranking, utterances[offset : offset + limit])
        return Results(
            hits=hits, query=query, mode=mode, selection=asked.selection, total=ranking.total,
            speaker_hint=self._hint(asked.named) if asked.named else None,
            notes=tuple(_notes(asked, ranking)),
            suggestion=None if asked.named else suggested(
                " ".join(query.split()), self._ranker.knows, self._ranker.words.has_form
            ),
            weak=_is_weak(asked, hits, ranking),
            emptied_by=() if utterances else self._emptied_by(asked.selection),
        )  # fmt: skip

    def similar(self, quote_id: str, *, limit: int = 10, lang: str | None = None) -> Results:
        """Give the quotes nearest in meaning to one; with `lang`, in that language only (the cross-lingual twin).

        Raises UnknownRecord (no such quote), QueryError (no such language), IndexIsStale (the quote came after the
        build), IndexMissing.
        """
        _check("meaning", limit, 0)
        return similar(self.archive, self._ranker, quote_id, limit, lang)

    # -- understanding ----------------------------------------------------------------------------------------------

    def _understood(self, typed: str, mode: Mode, selection: Selection, *, understand_names: bool) -> _Asked:
        query = Query.parse(typed)
        # A name is taken for its id; one that is not there is an error that names the nearest.
        chosen = replace(selection, speakers=tuple(self.archive.speaker(one).id for one in selection.speakers))
        if not understand_names or chosen.speakers or query.phrases:
            return _Asked(typed, query, mode, chosen, None)
        names = names_of(self.archive)
        named = names.find(query, self._ordinary(names.candidates(query)))
        if named is None:
            return _Asked(typed, query, mode, chosen, None)
        return _Asked(typed, named.rest, mode, replace(chosen, speakers=named.ids), named)

    def _ordinary(self, candidates: Iterable[str]) -> list[str]:
        """Give the words that quotes have in small letters: common words, whoever is called so."""
        words = self._ranker.words
        samples = {word: words.texts(words.with_phrase([word], Selection(), _SAMPLED)) for word in candidates}
        return [word for word, texts in samples.items() if any(word in text for text in texts.values())]

    def _hint(self, named: NamedSpeakers) -> tuple[Speaker, str]:
        """Give the speaker who was understood; of several of one name the most quoted."""
        speakers = [self.archive.speaker(one) for one in named.ids]
        return min(speakers, key=lambda one: (-one.quotes, one.id)), named.words

    # -- answering --------------------------------------------------------------------------------------------------

    def _folded(self, order: Sequence[Evidence], wanted: int) -> list[Utterance]:
        """Fold the first hits; in whole blocks, so that a page is the same however it was cut."""
        depth = -(-_FOLDED_FOR_EACH * wanted // _FOLDED_AT_ONCE) * _FOLDED_AT_ONCE
        numbers = [one.number for one in order[:depth]]
        return folded_together(numbers, self._ranker.words.drafts(numbers))

    def _hits(self, asked: _Asked, ranking: Ranking, page: Sequence[Utterance]) -> tuple[Hit, ...]:
        evidence = {one.number: one for one in ranking.order}
        quotes = self.archive.quotes_by_number([number for one in page for number in (one.shown, *one.others)])
        shown = [one.shown for one in page if one.shown in quotes]
        text = asked.query or Query.parse(asked.typed)
        passages = ranking.passages or self._ranker.compared(text.text, text.lang, shown)
        return tuple(
            replace(
                self._hit(asked, quotes[one.shown], evidence[one.shown], passages.get(one.shown), ranking),
                others=tuple(quotes[number] for number in one.others if number in quotes),
            )
            for one in page
            if one.shown in quotes
        )

    def _hit(
        self, asked: _Asked, quote: Quote, evidence: Evidence, nearest: PassageHit | None, ranking: Ranking
    ) -> Hit:
        passage = Span(nearest.start, nearest.stop) if nearest else Span(0, len(quote.text))
        found: tuple[Span, ...] = ()
        if asked.query is not None and asked.mode != "meaning":
            found = marks(quote.text, asked.query.stems, asked.query.phrases)
        similarity = nearest.similarity if nearest else None
        return Hit(quote, passage, found, similarity, tuple(self._why(asked, quote, evidence, similarity, ranking)))

    @staticmethod
    def _why(
        asked: _Asked, quote: Quote, evidence: Evidence, similarity: float | None, ranking: Ranking
    ) -> Iterable[Why]:
        if asked.named:
            yield "speaker"
        if evidence.is_phrase:
            yield "phrase"
        if evidence.coverage:
            yield "words"
        if asked.query is not None and asked.mode != "words" and similarity is not None:
            near = is_near(similarity, asked.query.lang, quote.lang, ranking.background)
            if near or not (asked.named or evidence.is_phrase or evidence.coverage):
                yield "meaning"

    def _emptied_by(self, selection: Selection) -> tuple[tuple[str, int], ...]:
        """Count what dropping each filter would admit."""
        return tuple(
            (name, self.archive.count(replace(selection, **{name: none})))
            for name, none in _FILTERS.items()
            if getattr(selection, name)
        )


def _notes(asked: _Asked, ranking: Ranking) -> Iterable[str]:
    if asked.query is None:
        return
    found_phrase = any(one.is_phrase for one in ranking.order[:1])
    if asked.query.only_function_words and not asked.query.phrases and not found_phrase:
        yield ONLY_FUNCTION_WORDS
    if asked.query.phrases and asked.mode != "meaning" and not found_phrase:
        yield NO_PHRASE
    if asked.named and len(asked.named.ids) > 1:
        yield SEVERAL_NAMESAKES


def _is_weak(asked: _Asked, hits: Sequence[Hit], ranking: Ranking) -> bool:
    """Tell whether nothing shown is a good match: the words say little, and no hit is nearer than chance."""
    if asked.query is None or not hits or asked.mode == "words":
        return False
    known = {one.number: one for one in ranking.order}
    if any(known[hit.quote.number].is_phrase or known[hit.quote.number].words for hit in hits):
        return False
    lang, background = asked.query.lang, ranking.background
    return not any(is_near(hit.similarity or 0.0, lang, hit.quote.lang, background) for hit in hits)


def _check(mode: Mode, limit: int, offset: int) -> None:
    if mode not in get_args(Mode):
        raise QueryError(f"The mode is one of {', '.join(get_args(Mode))}, not {mode!r}.")
    if not 1 <= limit <= MAX_LIMIT or offset < 0:
        raise QueryError(f"A page has from 1 to {MAX_LIMIT} hits and starts at 0 or later, not {limit} from {offset}.")
