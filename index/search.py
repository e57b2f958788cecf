"""Search: what was meant and what was said, in either language, with the filters before the ranking.

searcher = Searcher.open(archive)
for hit in searcher.search("Путин о суверенитете", limit=10):
    hit.quote.id, hit.text, hit.similarity, hit.why
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, get_args

from archive.errors import QueryError
from archive.records import Speaker
from archive.selection import Selection
from archive.store import Archive
from archive.word_forms import is_common_word
from index.answering import Answer, Asked
from index.build import Build
from index.embedding import Embedder
from index.folding import Utterance, folded_together
from index.hits import Hit, Mode, Results
from index.layouts import suggested
from index.names import NamedSpeakers
from index.query import Query
from index.ranking import BLOCK, Ranker, Ranking
from index.similar import similar

__all__ = ["Hit", "Results", "Searcher"]

MAX_LIMIT = 1000
_SAMPLED = 20
_RANKED_FOR_EACH = 3
_DEEPER = 4
_FILTERS: dict[str, Any] = dict.fromkeys(("lang", "since", "until", "type", "source", "role")) | {"speakers": ()}


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
        ranking, utterances = self._utterances(asked, offset + limit)
        answer = Answer(asked, ranking)
        hits = self._hits(answer, utterances[offset : offset + limit])
        return Results(
            hits=hits, query=query, mode=mode, selection=asked.selection, total=ranking.total,
            speaker_hint=self._hint(asked.named) if asked.named else None,
            notes=tuple(answer.notes()),
            suggestion=None if asked.named else suggested(
                " ".join(query.split()), self._ranker.knows, self._ranker.words.has_form
            ),
            weak=answer.is_weak(hits),
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

    def _understood(self, typed: str, mode: Mode, selection: Selection, *, understand_names: bool) -> Asked:
        query = Query.parse(typed)
        # A name is taken for its id; one that is not there is an error that names the nearest.
        chosen = replace(selection, speakers=tuple(self.archive.speaker(one).id for one in selection.speakers))
        if not understand_names or chosen.speakers or query.phrases:
            return Asked(typed, query, mode, chosen, None)
        names = self._ranker.opened.names
        named = names.find(query, self._ordinary(names.candidates(query)))
        if named is None:
            return Asked(typed, query, mode, chosen, None)
        return Asked(typed, named.rest, mode, replace(chosen, speakers=named.ids), named)

    def _ordinary(self, candidates: Iterable[str]) -> list[str]:
        """Give the words that the dictionary knows, or that quotes have in small letters: common, whoever is called so."""
        words = self._ranker.words
        samples = {word: words.texts(words.with_phrase([word], Selection(), _SAMPLED)) for word in candidates}
        return [
            word
            for word, texts in samples.items()
            if is_common_word(word) or any(word in text for text in texts.values())
        ]

    def _hint(self, named: NamedSpeakers) -> tuple[Speaker, str]:
        """Give the speaker who was understood; of several of one name the most quoted."""
        speakers = [self.archive.speaker(one) for one in named.ids]
        return min(speakers, key=lambda one: (-one.quotes, one.id)), named.words

    # -- answering --------------------------------------------------------------------------------------------------

    def _utterances(self, asked: Asked, wanted: int) -> tuple[Ranking, list[Utterance]]:
        """Rank, and fold reports of one utterance, so deep that enough are left for the page."""
        blocks = -(-_RANKED_FOR_EACH * wanted // BLOCK)
        while True:
            if asked.query is None:
                ranking = self._ranker.newest(asked.selection, blocks * BLOCK)
            else:
                ranking = self._ranker.ranked(asked.query, asked.selection, asked.mode, blocks * BLOCK)
            folded = folded_together([one.number for one in ranking.order], ranking.drafts)
            if len(folded) >= wanted or ranking.is_all:
                return ranking, folded
            blocks *= _DEEPER

    def _hits(self, answer: Answer, page: Sequence[Utterance]) -> tuple[Hit, ...]:
        asked, ranking = answer.asked, answer.ranking
        quotes = self.archive.quotes_by_number([number for one in page for number in (one.shown, *one.others)])
        shown = [one.shown for one in page]
        passages = ranking.passages or self._ranker.compared(asked.query or Query.parse(asked.typed), shown)
        return answer.hits(page, quotes, passages)

    def _emptied_by(self, selection: Selection) -> tuple[tuple[str, int], ...]:
        """Count what dropping each filter would admit."""
        return tuple(
            (name, self.archive.count(replace(selection, **{name: none})))
            for name, none in _FILTERS.items()
            if getattr(selection, name)
        )


def _check(mode: Mode, limit: int, offset: int) -> None:
    if mode not in get_args(Mode):
        raise QueryError(f"The mode is one of {', '.join(get_args(Mode))}, not {mode!r}.")
    if not 1 <= limit <= MAX_LIMIT or offset < 0:
        raise QueryError(f"A page has from 1 to {MAX_LIMIT} hits and starts at 0 or later, not {limit} from {offset}.")
