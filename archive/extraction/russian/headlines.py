"""Headlines that quote: «Орлов: мост готов», «Мост готов: Орлов о планах», «"Мост готов": директор — о сроках»."""

from __future__ import annotations

from collections.abc import Iterator

from archive.extraction.cue import Cue
from archive.extraction.document import Document, Stretch
from archive.extraction.mention import Mention
from archive.extraction.russian import words
from archive.extraction.russian.sources import Sources

OPENING = ("«", '"', "“", "„")
LONGEST = 200
"""A paragraph longer than this is no headline."""
FAR = 40
"""A colon more words on is no headline's."""
LONGEST_NAME = 9
"""Most words before the colon for them to be somebody's name or title."""


def headlines_in(document: Document, sources: Sources) -> Iterator[Cue]:
    """Colons that stand for a verb of speech, in short paragraphs without a full stop inside."""
    for number, paragraph in enumerate(document.paragraphs):
        colon = _colon(document, paragraph)
        if colon is None:
            continue
        marked = document.text[document.tokens[colon].end : document.tokens[colon].end + 3].lstrip()[:1] in OPENING
        short = paragraph.end - paragraph.start <= LONGEST and (number == 0 or _heads(document, number))
        if short or (marked and colon - paragraph.first <= LONGEST_NAME):
            cue = _before(document, sources, paragraph, colon) or _behind(document, sources, paragraph, colon)
            if cue is not None:
                yield cue


def _heads(document: Document, number: int) -> bool:
    """True for a line that could be a subheading: it has no full stop."""
    paragraph = document.paragraphs[number]
    return number < 3 and document.text[paragraph.end - 1] not in ".!?:;,"


def _colon(document: Document, paragraph: Stretch) -> int | None:
    """Number of the first colon outside marks."""
    for number in range(paragraph.first + 1, min(paragraph.last - 1, paragraph.first + FAR)):
        token = document.tokens[number]
        if token.text == ":" and document.region_at(token.start) is None:
            return number
    return None


def _before(document: Document, sources: Sources, paragraph: Stretch, colon: int) -> Cue | None:  # noqa: PLR0911
    """The name or title that stands alone before the colon."""
    if colon - paragraph.first > LONGEST_NAME:
        return None
    for number in range(paragraph.first, colon):
        text = document.tokens[number].text
        named = sources.named_at(number)
        if named is None and words.finite(text) is not None and words.noun(text) is None:
            return None
    head = next((n for n in range(paragraph.first, colon) if _can_head(document, sources, n)), None)
    if head is None or any(_is_thing(document.tokens[number].text) for number in range(paragraph.first, head)):
        return None
    named = sources.named_at(head)
    if named is not None and named.kind == "person" and not sources.stands_in(named, "nomn"):
        return None
    source = sources.mention_at(head, colon, "nomn", paragraph.first)
    end = document.tokens[colon]
    if source is None or document.token_at(source.end) < colon - 1:
        return None
    content = (end.end, paragraph.end)
    behind = [document.tokens[number].text for number in range(colon + 1, paragraph.last)]
    if not any(words.finite(text) is not None or text in OPENING for text in behind):
        return None
    region = document.region_at(document.tokens[colon + 1].start)
    return Cue(end.start, end.end, ":", "headline", 0.9, source, content=None if _all(region, content) else content)


def _is_thing(text: str) -> bool:
    """True for a noun in the nominative that is no person: then the colon is not a speaker's."""
    form = words.nominative(text)
    return form is not None and form.pos == "NOUN" and not form.animate and form.name is None


def _all(region: object, content: tuple[int, int]) -> bool:
    return region is not None and getattr(region, "outer_end", 0) >= content[1] - 1


def _can_head(document: Document, sources: Sources, number: int) -> bool:
    named = sources.named_at(number)
    if named is not None:
        return named.kind in ("person", "org")
    form = words.nominative(document.tokens[number].text)
    return form is not None and form.pos == "NOUN" and form.animate


def _behind(document: Document, sources: Sources, paragraph: Stretch, colon: int) -> Cue | None:
    """«"…": директор — о тропах»: what stands in marks before the colon, said by whoever stands behind it."""
    region = document.region_at(paragraph.start)
    if region is None or document.token_at(region.outer_end) != colon:
        return None
    for number in range(colon + 1, min(paragraph.last, colon + LONGEST_NAME)):
        if _can_head(document, sources, number):
            source: Mention | None = sources.mention_at(number, paragraph.last, "nomn", colon + 1)
            token = document.tokens[colon]
            return Cue(token.start, token.end, ":", "headline", 0.9, source) if source is not None else None
        if words.finite(document.tokens[number].text) is not None:
            return None
    return None
