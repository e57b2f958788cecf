"""Who has been mentioned up to a place in an article, and how present each of them is there."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from archive.extraction.cast import Cast, Member
from archive.extraction.document import Document
from archive.extraction.language import Language
from archive.extraction.mention import Mention
from archive.extraction.quote import SpeakerKind

LOOK_BACK = 16
"""How many earlier mentions a pronoun or a title may reach over."""
FADES = 0.72
"""How much of its weight a mention keeps with every sentence that passes."""
NOT_SUBJECT = 0.45
"""Weight of a mention that is no subject, beside one that is."""
SPOKE = 0.3
"""What having spoken last adds."""
UNNAMED = 0.6
"""Weight of somebody who is only described, beside somebody named."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A speaker and how sure that is; `label` None where nobody was identified."""

    label: str | None
    kind: SpeakerKind | None
    confidence: float
    why: str
    member: Member | None = None


SILENCE = Verdict(None, None, 0.0, "nobody identified")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a mention may mean, and how present he is."""

    member: Member
    weight: float


@dataclass(slots=True)
class Discourse:
    """Mentions in text order with whom they mean, and who spoke last."""

    cast: Cast
    language: Language
    document: Document
    places: list[int] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    subjects: list[bool] = field(default_factory=list)
    last: Verdict | None = None
    last_at: int = 0

    def remember(self, mention: Mention, member: Member) -> None:
        """Add a mention; they come in text order."""
        self.places.append(mention.start)
        self.members.append(member)
        self.subjects.append(mention.subject)

    def spoke(self, verdict: Verdict, offset: int) -> None:
        """Note who spoke last, and where."""
        self.last, self.last_at = verdict, offset
        if verdict.member is not None:
            verdict.member.spoke = True

    def candidates(self, mention: Mention) -> list[Candidate]:
        """Everybody mentioned shortly before whose gender and number fit, the most present first."""
        here = self.document.sentence_number(mention.start)
        end = bisect_left(self.places, mention.start)
        weights: dict[int, float] = {}
        members: dict[int, Member] = {}
        for number in range(end - 1, max(-1, end - 1 - LOOK_BACK), -1):
            member = self.members[number]
            if not agrees(member, mention):
                continue
            passed = here - self.document.sentence_number(self.places[number])
            weight = FADES**passed * (1.0 if self.subjects[number] else NOT_SUBJECT)
            if member.kind == "generic":
                if mention.kind == "role":
                    continue
                weight *= UNNAMED
            members[id(member)] = member
            weights[id(member)] = max(weights.get(id(member), 0.0), weight)
        if self.last is not None and self.last.member is not None and id(self.last.member) in weights:
            passed = here - self.document.sentence_number(self.last_at - 1)
            weights[id(self.last.member)] += SPOKE * FADES ** max(0, passed)
        ranked = sorted(weights.items(), key=lambda pair: -pair[1])
        return [Candidate(members[key], weight) for key, weight in ranked]


def agrees(member: Member, mention: Mention) -> bool:
    """True where a mention can mean this person or body by gender, number and kind."""
    if mention.kind == "pronoun" and mention.plural:
        return member.kind == "org" or member.plural
    if mention.kind == "body":
        return member.kind == "org"
    if member.kind == "org" or member.plural != mention.plural:
        return False
    return member.gender is None or mention.gender is None or member.gender == mention.gender


def speaker_kind(member: Member) -> SpeakerKind:
    """The kind of speaker that a member of the cast is."""
    return "org" if member.kind == "org" else "generic" if member.kind == "generic" else "person"
