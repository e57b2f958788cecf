"""Who a mention means: ordered rules over the cast of the article; silence instead of a guess.

The rules follow the sieve architecture of coreference resolution (Lee et al. 2013, "Deterministic
coreference resolution based on entity-centric, precision-ranked rules"): the most certain rule first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive.extraction.cast import Cast, Member
from archive.extraction.language import Language
from archive.extraction.mention import Mention
from archive.extraction.quote import SpeakerKind
from archive.extraction.scene import Find, Scene

LOOK_BACK = 14
"""How many earlier mentions a pronoun or a title may reach over."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A speaker and how sure that is; `label` None where nobody was identified."""

    label: str | None
    kind: SpeakerKind | None
    confidence: float
    why: str
    member: Member | None = None


SILENCE = Verdict(None, None, 0.0, "nobody identified")


@dataclass(slots=True)
class Discourse:
    """Who was mentioned where, in text order, and who spoke last."""

    cast: Cast
    language: Language
    places: list[int] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    subjects: list[bool] = field(default_factory=list)
    last: Verdict | None = None
    last_at: int = 0

    def before(self, offset: int) -> Iterator[tuple[int, Member, bool]]:
        """Mentions before `offset`, the nearest first: place, who, whether as a subject."""
        at = bisect_left(self.places, offset)
        for number in range(at - 1, max(-1, at - 1 - LOOK_BACK), -1):
            yield self.places[number], self.members[number], self.subjects[number]


Rule = Callable[[Discourse, Mention], "Verdict | None"]


def resolve(scene: Scene) -> dict[int, Verdict]:
    """A verdict for every find, by its number in `scene.finds`."""
    discourse = Discourse(scene.cast, scene.language)
    for mention in scene.reading.mentions:
        member = scene.cast.member_of(mention) if mention.kind in ("person", "org") else None
        if member is not None:
            discourse.places.append(mention.start)
            discourse.members.append(member)
            discourse.subjects.append(mention.subject)
    verdicts: dict[int, Verdict] = {}
    numbers = {id(find): number for number, find in enumerate(scene.finds)}
    for number, find in enumerate(scene.finds):
        verdict = _followed(find, numbers, verdicts) or _judge(discourse, find)
        verdicts[number] = verdict
        scene.note("speaker: " + verdict.why, find.start, find.end, f"{verdict.label} ({verdict.confidence:.2f})")
        if verdict.label is not None:
            discourse.last, discourse.last_at = verdict, find.end
            if verdict.member is not None and find.source is not None and find.source.kind in ("pronoun", "role"):
                _remember(discourse, find.source, verdict.member)
    return verdicts


def _followed(find: Find, numbers: dict[int, int], verdicts: dict[int, Verdict]) -> Verdict | None:
    return verdicts.get(numbers.get(id(find.follows), -1)) if find.follows is not None else None


def _remember(discourse: Discourse, mention: Mention, member: Member) -> None:
    at = bisect_left(discourse.places, mention.start)
    discourse.places.insert(at, mention.start)
    discourse.members.insert(at, member)
    discourse.subjects.insert(at, True)


def _judge(discourse: Discourse, find: Find) -> Verdict:
    if find.agentless:
        return Verdict(None, None, 0.0, "nobody is said to have spoken")
    if find.source is None:
        return _left_out(discourse, find)
    for rule in RULES:
        verdict = rule(discourse, find.source)
        if verdict is not None:
            return verdict
    return SILENCE


def _left_out(discourse: Discourse, find: Find) -> Verdict:
    """The subject is unexpressed: whoever spoke last, if that is near."""
    last = discourse.last
    if last is not None and find.start - discourse.last_at < 600:
        return Verdict(last.label, last.kind, 0.7 * last.confidence, "goes on from the last speaker", last.member)
    return SILENCE


def by_name(discourse: Discourse, mention: Mention) -> Verdict | None:
    """A named person or body."""
    if mention.kind not in ("person", "org"):
        return None
    member = discourse.cast.member_of(mention)
    if member is None:
        return Verdict(mention.label, _kind(mention.kind), 0.5, "name that fits two people")
    sure = 0.97 if len(mention.name) > 1 or not discourse.cast.same_surname(member) else 0.75
    return Verdict(member.label, _kind(member.kind), sure, "name", member)


def unnamed_source(discourse: Discourse, mention: Mention) -> Verdict | None:
    """«источник», "an official": nobody named before."""
    if mention.kind == "role" and discourse.language.is_unnamed_source(mention):
        return Verdict(discourse.language.describe(mention), "generic", 0.85, "unnamed source")
    return None


def by_title(discourse: Discourse, mention: Mention) -> Verdict | None:
    """A title that stands beside one name of the article."""
    if mention.kind != "role":
        return None
    roles = set(mention.roles)
    exact = [m for m in discourse.cast.members if m.roles & roles and _agrees(m, mention)]
    if len(exact) == 1:
        return Verdict(exact[0].label, _kind(exact[0].kind), 0.92, "title", exact[0])
    if exact:
        for _, member, _ in discourse.before(mention.start):
            if member in exact:
                return Verdict(member.label, _kind(member.kind), 0.8, "title, nearest of several", member)
    return None


def by_title_family(discourse: Discourse, mention: Mention) -> Verdict | None:
    """A title of the same family as one beside a name («парламентарий» for «депутат»)."""
    if mention.kind != "role":
        return None
    family = discourse.language.role_family
    wanted = {family(role) for role in mention.roles}
    for _, member, _ in discourse.before(mention.start):
        if wanted & {family(role) for role in member.roles} and _agrees(member, mention):
            return Verdict(member.label, _kind(member.kind), 0.85, "title of one family", member)
    return None


def by_pronoun(discourse: Discourse, mention: Mention) -> Verdict | None:
    """He, she, they, and titles that fit nobody in particular: the subject or speaker nearest before."""
    candidates = [
        (place, member, subject)
        for place, member, subject in discourse.before(mention.start)
        if _agrees(member, mention) and (member.kind == "person" or mention.plural)
    ]
    if not candidates:
        return None
    subjects = [pair for pair in candidates if pair[2]]
    place, member, _ = (subjects or candidates)[0]
    alone = len({id(candidate[1]) for candidate in candidates}) == 1
    spoke = discourse.last is not None and discourse.last.member is member
    sure = 0.93 if alone else 0.86 if spoke else 0.75
    if mention.kind == "role":
        sure *= 0.85
    return Verdict(member.label, _kind(member.kind), sure, "nearest fitting subject", member)


def described(discourse: Discourse, mention: Mention) -> Verdict | None:
    """A title that means nobody named: the title itself."""
    if mention.kind == "role":
        return Verdict(discourse.language.describe(mention), "generic", 0.6, "described only")
    return None


RULES: tuple[Rule, ...] = (by_name, unnamed_source, by_title, by_title_family, by_pronoun, described)


def _agrees(member: Member, mention: Mention) -> bool:
    return member.gender is None or mention.gender is None or member.gender == mention.gender


def _kind(kind: str) -> SpeakerKind:
    return "org" if kind == "org" else "person"
