"""What a search gives back: hits, and what a person should know about the answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, overload

from archive.records import Quote, Speaker
from archive.selection import Selection
from archive.text import Span

__all__ = ["NO_PHRASE", "ONLY_FUNCTION_WORDS", "SEVERAL_NAMESAKES", "Hit", "Mode", "Results", "Why"]

NO_PHRASE = "No quote has the phrase word for word; these come near."
ONLY_FUNCTION_WORDS = "The question has only function words, which find little by themselves."
SEVERAL_NAMESAKES = "Several speakers bear this name; the quotes are of all of them."

Mode = Literal["hybrid", "meaning", "words"]
Why = Literal["meaning", "words", "phrase", "speaker", "article"]
"""`article`: another quote of its article is near, and the quote itself no more than others are by chance."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One quote that was found, and why."""

    quote: Quote
    passage: Span
    """The passage of the quote's text that is nearest to the question."""
    marks: tuple[Span, ...]
    """The matched words and phrases in the quote's text, in order, without overlap."""
    similarity: float | None
    """Cosine similarity of question and passage, -1 to 1, higher is nearer; None where no index was asked."""
    why: tuple[Why, ...]
    others: tuple[Quote, ...] = ()
    """Other reports of the same utterance, folded into this hit."""

    @property
    def text(self) -> str:
        """The whole quote."""
        return self.quote.text


@dataclass(frozen=True, slots=True)
class Results(Sequence[Hit]):
    """One page of hits, best first, with the answer's circumstances."""

    hits: tuple[Hit, ...]
    query: str
    mode: Mode
    selection: Selection
    """The filters as they were applied, the speaker understood from the question included."""
    total: int | None = None
    """How many quotes answer; None where every quote is ranked by nearness."""
    speaker_hint: tuple[Speaker, str] | None = None
    """The speaker understood from the question and the words that named it."""
    suggestion: str | None = None
    """The question in another keyboard layout or script, when that looks more like a question."""
    weak: bool = False
    """No hit is nearer than quotes are to each other by chance, and no word matched."""
    emptied_by: tuple[tuple[str, int], ...] = ()
    """On an empty page: each filter with the number of quotes that dropping it would admit."""
    notes: tuple[str, ...] = field(default=())

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, at: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[at]

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)
