"""Who a mention means: ordered rules over the cast of the article; silence instead of a guess.

The rules follow the sieve architecture of coreference resolution (Lee et al. 2013, "Deterministic
coreference resolution based on entity-centric, precision-ranked rules"): the most certain rule first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.extraction.cast import Member
from archive.extraction.discourse import SILENCE, Discourse, Verdict, agrees, speaker_kind
from archive.extraction.mention import Mention
from archive.extraction.quote import SpeakerKind
from archive.extraction.scene import Find, Scene

Rule = Callable[[Discourse, Mention], "Verdict | None"]
CLOSE = 300
"""The same for speech without any cue."""
NEAR = 700
"""A speaker left out is the last one only if that one spoke at most this many characters before."""


def resolve(scene: Scene) -> dict[int, Verdict]:
    """A verdict for every find, by its number in `scene.finds`."""
    discourse = Discourse(scene.cast, scene.language, scene.document)
    numbers = {id(find): number for number, find in enumerate(scene.finds)}
    told: dict[tuple[int, int], Verdict] = {}
    verdicts: dict[int, Verdict] = {}
    mentions = _in_order(scene)
    at = 0
    for number in sorted(range(len(scene.finds)), key=lambda n: _place(scene.finds[n])):
        find = scene.finds[number]
        while at < len(mentions) and mentions[at].start <= _place(find):
            _tell(discourse, mentions[at], told)
            at += 1
        verdict = _followed(find, numbers, verdicts) or _judge(discourse, find, told)
        verdicts[number] = verdict
        scene.note("speaker: " + verdict.why, find.start, find.end, f"{verdict.label} ({verdict.confidence:.2f})")
        if verdict.label is not None:
            discourse.spoke(verdict, find.end)
    return verdicts


def _place(find: Find) -> int:
    """Where a find's source stands; finds are resolved in that order."""
    if find.source is not None:
        return find.source.start
    return find.cue.start if find.cue is not None else find.start


def _in_order(scene: Scene) -> list[Mention]:
    """Every mention of the narrator's: the named ones and the sources of all cues, without doubles."""
    found: dict[int, Mention] = {}
    sources = [cue.source for cue in scene.reading.cues if cue.source is not None]
    sources += [find.source for find in scene.finds if find.source is not None]
    for mention in [*scene.reading.mentions, *sources]:
        known = found.get(mention.start)
        if known is None or (mention.subject and not known.subject):
            found[mention.start] = mention
    said = [(find.start, find.end) for find in scene.finds if find.type == "direct"]
    own = {find.source.start for find in scene.finds if find.source is not None}
    return [m for m in sorted(found.values(), key=lambda m: m.start) if m.start in own or not _inside(m.start, said)]


def _inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    from bisect import bisect_right  # noqa: PLC0415

    at = bisect_right(spans, (offset, 1 << 60)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]


def _tell(discourse: Discourse, mention: Mention, told: dict[tuple[int, int], Verdict]) -> Verdict:
    """Decide whom a mention means and remember it."""
    key = (mention.start, mention.end)
    if key not in told:
        verdict = next((v for rule in RULES if (v := rule(discourse, mention)) is not None), SILENCE)
        told[key] = verdict
        if verdict.member is not None:
            discourse.remember(mention, verdict.member)
    return told[key]


def _followed(find: Find, numbers: dict[int, int], verdicts: dict[int, Verdict]) -> Verdict | None:
    return verdicts.get(numbers.get(id(find.follows), -1)) if find.follows is not None else None


def _judge(discourse: Discourse, find: Find, told: dict[tuple[int, int], Verdict]) -> Verdict:
    if find.agentless:
        return Verdict(None, None, 0.0, "nobody is said to have spoken")
    if find.source is None:
        return _left_out(discourse, find)
    return _tell(discourse, find.source, told)


def _left_out(discourse: Discourse, find: Find) -> Verdict:
    """The subject is unexpressed: whoever spoke last, if that is near."""
    last = discourse.last
    if last is not None and find.cue is None and find.start - discourse.last_at > CLOSE:
        return SILENCE
    if last is not None and find.start - discourse.last_at < NEAR:
        return Verdict(last.label, last.kind, 0.75 * last.confidence, "goes on from the last speaker", last.member)
    return SILENCE


def by_name(discourse: Discourse, mention: Mention) -> Verdict | None:
    """A named person or body."""
    if mention.kind not in ("person", "org"):
        return None
    member = discourse.cast.member_of(mention)
    if member is None:
        kind: SpeakerKind = "org" if mention.kind == "org" else "person"
        if discourse.cast.knows(mention):
            return Verdict(mention.label, kind, 0.5, "name that fits two people")
        return Verdict(
            mention.label,
            kind,
            0.85,
            "name given once",
            Member(mention.kind, mention.name, frozenset(), mention.gender),
        )
    shared = len(mention.name) == 1 and discourse.cast.same_surname(member)
    return Verdict(member.label, speaker_kind(member), 0.75 if shared else 0.97, "name", member)


def first_person(discourse: Discourse, mention: Mention) -> Verdict | None:
    """«я», "we": whoever speaks is not told by the article's words here."""
    return SILENCE if mention.kind == "pronoun" and discourse.language.is_first_person(mention) else None


def unnamed_source(discourse: Discourse, mention: Mention) -> Verdict | None:
    """«источник», "an official": nobody named before."""
    if mention.kind == "role" and discourse.language.is_unnamed_source(mention):
        return _described(discourse, mention, 0.9, "unnamed source")
    return None


def by_title(discourse: Discourse, mention: Mention) -> Verdict | None:
    """A title that stands beside a name of the article; the longer the words in common the surer."""
    if mention.kind not in ("role", "body") or mention.plural:
        return None
    fitting = [member for member in discourse.cast.members if agrees(member, mention)]
    for roles in _from_longest(mention.roles):
        if discourse.language.is_spokesperson(mention) and not any(" " in role for role in roles):
            break
        bearers = [member for member in fitting if member.roles & roles]
        if len(bearers) == 1:
            known = bearers[0].at and bearers[0].at[0] < mention.start
            return Verdict(bearers[0].label, speaker_kind(bearers[0]), 0.93 if known else 0.75, "title", bearers[0])
        for candidate in discourse.candidates(mention):
            if candidate.member in bearers:
                member = candidate.member
                return Verdict(member.label, speaker_kind(member), 0.82, "title, nearest of several", member)
    return None


def _from_longest(roles: tuple[str, ...]) -> Iterator[set[str]]:
    long = {role for role in roles if " " in role}
    if long:
        yield long
    yield set(roles) - long


def by_title_family(discourse: Discourse, mention: Mention) -> Verdict | None:
    """A title of the same family as one beside a name («парламентарий» for «депутат»)."""
    bare = len(mention.roles) == 1 and not mention.plural
    if mention.kind not in ("role", "body") or not (bare or discourse.language.may_be_anybody(mention)):
        return None
    families = discourse.language.role_families
    wanted = set().union(*(families(role) for role in mention.roles)) if mention.roles else set()
    near = [candidate.member for candidate in discourse.candidates(mention)]
    # A body keeps its kind through the whole article, a title of a person fades.
    far = [member for member in discourse.cast.members if agrees(member, mention)] if mention.kind == "body" else []
    for member in [*near, *far]:
        borne = set().union(*(families(role) for role in member.roles)) if member.roles else set()
        if wanted & borne:
            return Verdict(member.label, speaker_kind(member), 0.86, "title of one family", member)
    return None


def by_presence(discourse: Discourse, mention: Mention) -> Verdict | None:
    """A pronoun, or a title that may be anybody's: the most present who fits."""
    if mention.kind == "body" or (mention.kind == "role" and not discourse.language.may_be_anybody(mention)):
        return None
    found = [one for one in discourse.candidates(mention) if not _at_odds(discourse, one.member, mention)]
    if not found:
        return None
    best = found[0]
    rival = found[1].weight if len(found) > 1 else 0.0
    sure = 0.6 + 0.36 * (1.0 - min(1.0, rival / best.weight))
    if mention.kind == "role":
        sure *= 0.88
    return Verdict(best.member.label, speaker_kind(best.member), sure, "the most present who fits", best.member)


def _at_odds(discourse: Discourse, member: Member, mention: Mention) -> bool:
    """True where the title is of another walk of life than those that the person is known to have."""
    families = discourse.language.role_families
    wanted = {family for role in mention.roles for family in families(role) if family != role}
    borne = {family for role in member.roles for family in families(role) if family != role}
    return bool(wanted and borne and not wanted & borne)


def body_that_spoke(discourse: Discourse, mention: Mention) -> Verdict | None:
    """«издание», "the company" alone: the body that something was attributed to shortly before."""
    if mention.kind != "body" or len(mention.roles) > 1 or mention.plural:
        return None
    found = [one.member for one in discourse.candidates(mention) if not _at_odds(discourse, one.member, mention)]
    spoke = [member for member in found if member.spoke and member.keys]
    if not spoke or not discourse.language.may_be_anybody(mention):
        return None
    return Verdict(spoke[0].label, "org", 0.7 if len(spoke) > 1 else 0.8, "the body that spoke before", spoke[0])


def described(discourse: Discourse, mention: Mention) -> Verdict | None:
    """A title that means nobody named: the title itself."""
    if mention.kind in ("role", "body"):
        return _described(discourse, mention, 0.7, "described only")
    return None


def _described(discourse: Discourse, mention: Mention, sure: float, why: str) -> Verdict:
    name = mention.org or discourse.language.describe(mention)
    kind = "org" if mention.kind == "body" or mention.org else "generic"
    member = Member(kind, tuple(name.split()), frozenset(), mention.gender, set(mention.roles), plural=mention.plural)
    return Verdict(name, speaker_kind(member), sure, why, member)


RULES: tuple[Rule, ...] = (
    by_name,
    first_person,
    unnamed_source,
    by_title,
    by_title_family,
    by_presence,
    body_that_spoke,
    described,
)
