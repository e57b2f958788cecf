"""Interviews: paragraphs that alternate between two people, told apart by dashes or by labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from archive.extraction.cast import Member
from archive.extraction.document import Stretch
from archive.extraction.mention import Mention
from archive.extraction.narration import cut_by_dashes
from archive.extraction.scene import Find, Scene

_DASH = re.compile(r"[-–—]{1,2}\s*(?=\S)")
_LABEL = re.compile(r"(?:\(\()?(?P<label>[A-ZА-ЯЁ][\w.’'-]*(?: [A-ZА-ЯЁa-zа-яё«][\w.’'»-]*){0,3})(?::|\)\))\s+(?=\S)")
_QUESTION = frozenset(["q", "question", "вопрос", "корр", "корреспондент", "журналист", "interviewer", "в"])
_ANSWER = frozenset(["a", "answer", "ответ", "о"])
FEWEST = 3
"""Fewer turns than this are no interview."""


def interview_turns(scene: Scene) -> None:
    """The answers of an interview; questions are left out, they are the newsroom's."""
    _labelled(scene)
    _dashed(scene)


def _labelled(scene: Scene) -> None:
    text = scene.document.text
    turns = [(p, m) for p in scene.document.paragraphs if (m := _LABEL.match(text, p.start, p.end)) is not None]
    counts = Counter(_person(match["label"]) for _, match in turns)
    if len(turns) < FEWEST or max(counts.values()) < 2:
        return
    asking = _interviewer(scene, turns)
    for number, (paragraph, match) in enumerate(turns):
        label = match["label"]
        if label.rstrip(".").lower() in _QUESTION or (asking is not None and _same(label, asking)):
            scene.close(paragraph.start, paragraph.end)
            continue
        source = _speaker_of(scene, label, match.start())
        if source is not None and (counts[_person(label)] > 1 or scene.cast.member_of(source) is not None):
            end = _turn_end(scene, paragraph, turns[number + 1][0] if number + 1 < len(turns) else None)
            scene.add(Find(match.end(), end, "direct", "interview turn, labelled", 0.93, None, source))


MOST_PARAGRAPHS = 4
"""An answer that would run over more paragraphs than this has ended before the next label."""


def _turn_end(scene: Scene, paragraph: Stretch, following: Stretch | None) -> int:
    """Where a turn ends: it goes on over paragraphs without a label up to the next turn; the last one does not."""
    if following is None:
        return paragraph.end
    number = scene.document.paragraph_number(paragraph.start)
    last = scene.document.paragraph_number(following.start) - 1
    return scene.document.paragraphs[last].end if last - number < MOST_PARAGRAPHS else paragraph.end


def _interviewer(scene: Scene, turns: list[tuple[Stretch, re.Match[str]]]) -> str | None:
    """The label whose turns are mostly questions."""
    text = scene.document.text
    asked: Counter[str] = Counter()
    for paragraph, match in turns:
        asked[match["label"]] += 1 if text[paragraph.start : paragraph.end].rstrip('”»" ').endswith("?") else -1
    label, surplus = asked.most_common(1)[0]
    return label if surplus > 0 else None


def _person(label: str) -> str:
    """One key for a full name and its initials."""
    return initials(label) if " " in label else label.replace(".", "")


def _same(label: str, other: str) -> bool:
    return label == other or initials(label) == other or initials(other) == label


def _speaker_of(scene: Scene, label: str, at: int) -> Mention | None:
    """The person a label names, in full or by initials; for "A:" the person interviewed."""
    if label.rstrip(".").lower() in _ANSWER:
        return _mention_of(scene, interviewee(scene), at)
    key = scene.language.name_key
    wanted = {key(word) for word in label.split()}
    for member in scene.cast.members:
        if wanted <= member.keys or initials(member.label) == label.replace(".", "").upper():
            return _mention_of(scene, member, at)
    if len(label.split()) >= 2:
        return Mention(at, at + len(label), "person", tuple(label.split()))
    return None


def initials(name: str) -> str:
    """First letters of a name («HO» of "Harriet Osei")."""
    return "".join(word[0] for word in name.replace("-", " ").split()).upper()


def _dashed(scene: Scene) -> None:
    runs = [run for run in _runs(scene) if run]
    if sum(map(len, runs)) < FEWEST or not any("?" in _said(scene, run[0]) for run in runs):
        return
    person = interviewee(scene)
    for run in runs:
        asks = "?" in _said(scene, run[0]) and (len(run) > 1)
        for turn in run:
            if asks:
                scene.close(turn.start, turn.end)
            else:
                source = _mention_of(scene, person, turn.start)
                scene.add(Find(turn.start + 1, turn.end, "direct", "interview turn, dash", 0.8, None, source))
            asks = not asks


def _said(scene: Scene, turn: Stretch) -> str:
    return scene.document.text[turn.start : turn.end]


def _runs(scene: Scene) -> Iterator[list[Stretch]]:
    """Neighbouring paragraphs that begin with a dash and hold no narrator."""
    run: list[Stretch] = []
    for paragraph in scene.document.paragraphs:
        dash = _DASH.match(scene.document.text, paragraph.start, paragraph.end)
        pieces = cut_by_dashes(scene, dash.end(), paragraph.end) if dash else []
        if dash and not any(piece.cue for piece in pieces):
            run.append(paragraph)
            continue
        yield run
        run = []
    yield run


def interviewee(scene: Scene) -> Member | None:
    """Whoever the narrator names as speaking in a turn, else the person named most often outside, no journalist."""
    text = scene.document.text
    named: Counter[int] = Counter()
    for number, member in enumerate(scene.cast.members):
        if member.kind != "person" or _asks(scene, member):
            continue
        for at in member.at:
            paragraph = scene.document.paragraph_at(at)
            if not _DASH.match(text, paragraph.start, paragraph.end) and not _LABEL.match(text, paragraph.start):
                named[number] += 1
    spoken = Counter(scene.cast.members.index(member) for member in _narrated(scene) if not _asks(scene, member))
    best = (+spoken or +named).most_common()
    if not best:
        return None
    leaders = [number for number, count in best if count == best[0][1]]
    return scene.cast.members[min(leaders, key=lambda number: scene.cast.members[number].at[0])]


def _narrated(scene: Scene) -> Iterator[Member]:
    """Whoever the narrator says to speak inside a turn («— Увижу звезды, — смеется Бурмистров»)."""
    for paragraph in scene.document.paragraphs:
        dash = _DASH.match(scene.document.text, paragraph.start, paragraph.end)
        for piece in cut_by_dashes(scene, dash.end(), paragraph.end) if dash else ():
            source = piece.cue.source if piece.cue is not None else None
            member = scene.cast.member_of(source) if source is not None and source.kind == "person" else None
            if member is not None:
                yield member


def _asks(scene: Scene, member: Member) -> bool:
    return any("journalist" in scene.language.role_families(role) for role in member.roles)


def _mention_of(scene: Scene, member: Member | None, at: int) -> Mention | None:
    """The mention of a person nearest before `at`, else the first."""
    if member is None:
        return None
    before = [place for place in member.at if place < at]
    place = before[-1] if before else member.at[0]
    return next((m for m in scene.mentions_in(place, place + 1) if scene.cast.member_of(m) is member), None)
