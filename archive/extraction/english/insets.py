"""Sources without a verb of speech: "according to", "in the words of", headlines, colons, tails with any verb."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.extraction.cue import Cue
from archive.extraction.direct import is_sentence
from archive.extraction.document import Stretch
from archive.extraction.english.cues import CueFinder
from archive.extraction.english.lexicon import lexicon
from archive.extraction.english.phrases import Phrase
from archive.extraction.english.spans import Place
from archive.extraction.english.words import AUX, CAP, FINITE, MODAL, PREP, PUNCT, REL, ROLE, TIME
from archive.extraction.mention import Mention

_POINTING = re.compile(r"(?:This|That|It) (?:is|was|has been|had been) (?:\w+ly )?(?P<verb>\w+ed|said|told) by ")
_MADE = re.compile(r"\bmade (?:the|this|that|such an?|these|those) (?:statements?|announcement|remarks?|comments?)\b")


_LONGEST_HEADLINE = 200


class InsetFinder:
    """Finds the cues that are no verbs of speech."""

    def __init__(self, verbs: CueFinder) -> None:
        self.verbs, self.document, self.words = verbs, verbs.document, verbs.words
        self.phrases, self.people = verbs.phrases, verbs.people
        self._no_sources = lexicon().words("grammar", "no_sources")
        self._no_heads = lexicon().words("grammar", "no_heads")

    def find(self, known: list[Cue]) -> list[Cue]:
        """All of them; `known` are the verb cues."""
        found = list(self._according())
        found += self._headlines()
        taken = sorted(cue.start for cue in known)
        found += self._weak(taken)
        found += self._pointing()
        return found

    def _according(self) -> Iterator[Cue]:
        words = self.words
        for at, low in enumerate(words.lowers):
            if (low == "according" and words.lowers[at + 1 : at + 2] == ["to"]) or (
                low == "words" and words.lowers[at - 2 : at + 2] == ["in", "the", "words", "of"]
            ):
                first, size = at + 2, 2
            else:
                continue
            cue = self._phrase(at if size == 2 and low == "according" else at - 2, at + 1, first)
            if cue is not None:
                yield cue

    def _phrase(self, begin: int, cue_end: int, first: int) -> Cue | None:
        words = self.words
        offset = words.starts[begin]
        region = self.document.region_at(offset)
        if region is not None and region.open is not None and region.close is not None:
            return None
        sentence = self.document.sentence_at(offset)
        last = words.at(sentence.end)
        end = self.phrases.end_of(first, last, inner=frozenset(["of", "for", "at", "from", "in", "by", "on"]))
        if end == first or words.lowers[end - 1] in self._no_sources:
            return None
        source = self.verbs.source(Phrase(first, end))[0]
        if source is None:
            return None
        inset = self._stretch(begin, end, sentence, last)
        return Cue(offset, words.ends[cue_end], "according", "phrase", 1.0, source, inset=inset)

    def _stretch(self, begin: int, end: int, sentence: Stretch, last: int) -> tuple[int, int]:
        """The narrator's stretch around a source: from the comma before it to the comma behind it, or to the end."""
        words = self.words
        first = words.at(sentence.start)
        leading = all(not words.tags[n] & ROLE and n - first < 3 for n in range(first, begin)) and begin - first < 3
        opening = words.starts[first] if leading else words.starts[begin]
        if not leading and words.texts[begin - 1] in {",", "–", "—", "-"}:
            opening = words.starts[begin - 1]
        comma = next((n for n in range(end, last) if words.texts[n] == "," and not self.verbs.spans.in_marks(n)), None)
        if comma is not None and words.tags[comma + 1] & (CAP | REL) and comma == end and leading:
            later = next((n for n in range(comma + 1, min(last, comma + 14)) if words.texts[n] == ","), None)
            if later is not None and not any(words.tags[n] & (AUX | MODAL | FINITE) for n in range(comma + 1, later)):
                comma = later
        if leading:
            return opening, words.ends[comma] if comma is not None else words.ends[end - 1]
        after = words.tags[comma + 1] if comma is not None and comma + 1 < last else PUNCT
        if comma is None or comma - end > 12 or after & REL:
            return opening, sentence.end
        resumes = any(words.tags[n] & (AUX | MODAL | FINITE) for n in range(first, begin))
        return opening, sentence.end if resumes and not after & (AUX | MODAL | FINITE) else words.ends[comma]

    def _headlines(self) -> Iterator[Cue]:
        """First lines such as "Orlov: the bridge is ready", "The bridge is ready: minister", "… ready — Orlov"."""
        if len(self.document.paragraphs) < 2:
            return
        line, text = self.document.paragraphs[0], self.document.text
        if line.end - line.start > _LONGEST_HEADLINE or text[line.end - 1] == ".":
            return
        colon = text.find(": ", line.start, line.end)
        cue = self._before_colon(line, colon) if colon >= 0 else None
        if cue is None:
            joints = [text.rfind(joint, line.start, line.end) for joint in (": ", " — ", " – ")]
            cue = self._behind(line, max(joints)) if max(joints) >= 0 else None
        if cue is not None:
            yield cue

    def _before_colon(self, line: Stretch, colon: int) -> Cue | None:
        """The name or office that a line opens with."""
        first, at, last = self.words.at(line.start), self.words.at(colon), self.words.at(line.end)
        if at - first > 6 or last - at <= 3 or set(self.words.lowers[first:at]) & self._no_heads:
            return None
        source = self._head(first, at)
        if source is None:
            return None
        marked = self.document.region_at(colon + 2) is not None
        content = None if marked else (colon + 2, line.end)
        return Cue(colon, colon + 1, ":", "headline", 0.9, source, content=content)

    def _behind(self, line: Stretch, joint: int) -> Cue | None:
        """The name or office that a line closes with, behind a colon or dash."""
        text = self.document.text
        at = joint if text[joint] == ":" else joint + 1
        first, mark, last = self.words.at(line.start), self.words.at(at), self.words.at(line.end)
        region = self.document.region_at(line.start)
        whole = region is not None and region.outer_end >= joint - 1
        if whole:
            last = self.phrases.end_of(mark + 1, last)
        if last - mark - 1 > 5 or mark - first < 3 or set(self.words.lowers[first:mark]) & {"photo", "date"}:
            return None
        source = self._head(mark + 1, last)
        if source is None or (text[at] != ":" and not self.verbs.spans.has_finite(first, mark)):
            return None
        content = None if whole else (line.start, joint)
        return Cue(at, at + 1, ":", "headline", 0.8, source, content=content)

    def _head(self, first: int, last: int) -> Mention | None:
        end = self.phrases.end_of(first, last)
        if end != last and not (end > first and self.words.tags[end] & PREP):
            return None
        mention = self.people.of_phrase(Phrase(first, end))
        if mention is None or mention.kind == "pronoun":
            return None
        name = self.phrases.name_of.get(first)
        if mention.kind == "person" and name is not None and name.kind == "unknown":
            return None
        return mention

    def _weak(self, taken: list[int]) -> Iterator[Cue]:
        """Any narrator beside words in marks: the subject of the sentence, where no verb of speech stands."""
        from bisect import bisect_left  # noqa: PLC0415

        text = self.document.text
        for region in self.document.outer:
            if region.open is None or region.close is None:
                continue
            sentence = self.document.sentence_at(region.outer_start)
            lead = text[sentence.start : region.outer_start].rstrip()
            if not is_sentence(text[region.start : region.end]):
                continue
            if lead.endswith(":") and bisect_left(taken, sentence.start) == bisect_left(taken, region.outer_start):
                cue = self._any(self.words.at(sentence.start), self.words.at(region.outer_start), 0.3)
                if cue is not None:
                    yield cue
            elif (not lead and text[region.end - 1] == ",") or text[region.outer_end : region.outer_end + 1] == ",":
                after = self.words.at(region.outer_end)
                last = self.words.at(sentence.end)
                end = self.words.starts[last] if last < len(self.words) else len(text)
                if not lead and bisect_left(taken, region.outer_end) == bisect_left(taken, end):
                    cue = self._any(after, last, 0.55)
                    if cue is not None:
                        yield cue

    def _any(self, first: int, last: int, strength: float) -> Cue | None:
        """A weak cue at the verb behind the first noun phrase."""
        while first < last and self.words.tags[first] & PUNCT:
            first += 1
        opening = self.phrases.opening(first, last)
        if opening is None:
            return None
        source = self.verbs.source(opening)[0]
        if (
            source is None
            or opening.last >= last
            or (self.words.tags[opening.last] & (PUNCT | TIME) and strength > 0.5)
        ):
            return None
        verb = opening.last
        if not self.words.lowers[verb].isalpha():
            verb = next((n for n in range(last - 1, opening.last - 1, -1) if self.words.texts[n] == ":"), verb)
        start, end, low = self.words.starts[verb], self.words.ends[verb], self.words.lowers[verb]
        return Cue(start, end, low, "verb", strength, source)

    def _pointing(self) -> Iterator[Cue]:
        """The sentence before "This was announced by Orlov"."""
        sentences, text = self.document.sentences, self.document.text
        for number, sentence in enumerate(sentences[1:], start=1):
            match = _POINTING.match(text, sentence.start, sentence.end)
            made = None if match else _MADE.search(text, sentence.start, min(sentence.end, sentence.start + 200))
            before = sentences[number - 1]
            if match:
                first, last = self.words.at(match.end()), self.words.at(sentence.end)
                source = self.verbs.source(Phrase(first, self.phrases.end_of(first, last)))[0]
                start, end = match.start("verb"), match.end("verb")
            elif made:
                first, last = self.words.at(sentence.start), self.words.at(sentence.end)
                place = Place(first, first, last, first, sentence)
                source = self.verbs.opening_source(place)
                start, end = made.start(), made.end()
            else:
                continue
            if source is not None:
                yield Cue(start, end, text[start:end], "anaphoric", 0.85, source, content=(before.start, before.end))
