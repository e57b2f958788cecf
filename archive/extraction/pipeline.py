"""The way of an article through extraction: lay out, read, find, resolve, hand out."""

from __future__ import annotations

from archive.extraction.discourse import SILENCE, Verdict
from archive.extraction.document import Document
from archive.extraction.language import load_language
from archive.extraction.mention import Mention
from archive.extraction.quote import Explanation, ExtractedQuote
from archive.extraction.resolve import resolve
from archive.extraction.scene import Find, Scene
from archive.extraction.sieves import find_quotes
from archive.text import guess_language

LEAST = 0.25
"""Nor is a speaker named for a quotation that is itself this doubtful."""
THRESHOLD = 0.5
"""A speaker less sure than this is not named; the mention is kept."""


def extract(text: str, lang: str | None = None) -> list[ExtractedQuote]:
    """The quotations of an article in text order; `lang` ("ru", "en") is guessed where left out."""
    return list(explain(text, lang).quotes)


def explain(text: str, lang: str | None = None) -> Explanation:
    """The same with every step that was taken."""
    code = lang if lang in ("ru", "en") else guess_language(text)
    if not text.strip():
        return Explanation(code, (), ())
    language = load_language(code)
    document = Document.read(text, code)
    scene = Scene.set(document, language, language.annotate(document))
    find_quotes(scene)
    verdicts = resolve(scene)
    groups = _groups(scene.finds)
    quotes = tuple(
        _hand_out(scene, find, verdicts[number], groups.get(id(find))) for number, find in enumerate(scene.finds)
    )
    return Explanation(code, quotes, tuple(scene.steps))


def _groups(finds: list[Find]) -> dict[int, int]:
    """Numbers, from 1, for utterances of more than one fragment; by identity of the find."""
    heads: dict[int, Find] = {}
    sizes: dict[int, int] = {}
    kept = {id(find) for find in finds}
    for find in finds:
        head = find
        if find.follows is not None and id(find.follows) in kept:
            head = heads.get(id(find.follows), find.follows)
        heads[id(find)] = head
        sizes[id(head)] = sizes.get(id(head), 0) + 1
    numbers: dict[int, int] = {}
    given: dict[int, int] = {}
    for find in finds:
        head = heads[id(find)]
        if sizes[id(head)] > 1:
            given[id(find)] = numbers.setdefault(id(head), len(numbers) + 1)
    return given


def _name_of(scene: Scene, mention: Mention | None) -> str | None:
    """The fullest name of whoever relays, else the words that describe him; none for a pronoun."""
    if mention is None or mention.kind == "pronoun":
        return None
    member = scene.cast.member_of(mention) if mention.kind in ("person", "org") else None
    return member.label if member is not None else scene.language.describe(mention)


def _hand_out(scene: Scene, find: Find, verdict: Verdict, group: int | None) -> ExtractedQuote:
    text = scene.document.text
    if verdict.confidence < THRESHOLD or find.strength * verdict.confidence < LEAST:
        verdict = Verdict(None, None, SILENCE.confidence, verdict.why)
    source, cue = find.source, find.cue
    return ExtractedQuote(
        text=text[find.start : find.end],
        start=find.start,
        end=find.end,
        type=find.type,
        speaker=verdict.label,
        speaker_kind=verdict.kind,
        mention=text[source.start : source.end] if source else None,
        mention_start=source.start if source else None,
        mention_end=source.end if source else None,
        cue=text[cue.start : cue.end] if cue else None,
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        group=group,
        confidence=round(find.strength * (verdict.confidence if verdict.label else 0.6), 3),
        rule=find.rule,
        reporter=_name_of(scene, find.reporter),
    )
