"""Several reports of one utterance become one hit: same speaker, same language, near-identical words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from archive.wordsearch import Draft

__all__ = ["Utterance", "folded_together", "same_utterance", "same_words"]

_NEAR = 88.0
"""Percent of letters that two reports share, by Indel similarity of their folded words."""
_LEAST_LENGTH = _NEAR / (200 - _NEAR)
"""Texts of which one is shorter than this share of the other cannot be so alike."""
_BITS = 256
_LEAST_SHARED = 0.4
"""Near-identical reports share more of their words than this, even where every other word has another ending."""
_LEAST_CONTAINED = 5
"""A report of at least so many words that stands inside a longer one is the same utterance."""
_NEGATIONS = frozenset(
    [
        "не",
        "ни",
        "нет",
        "нельзя",
        "никогда",
        "без",
        "not",
        "no",
        "never",
        "cannot",
        "can't",
        "don't",
        "doesn't",
        "didn't",
        "won't",
        "isn't",
        "aren't",
        "wasn't",
        "without",
    ]
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """The reports of one utterance, the one to show first: the longest, among equals the earliest."""

    shown: int
    others: tuple[int, ...]


def folded_together(numbers: Sequence[int], drafts: Mapping[int, Draft]) -> list[Utterance]:
    """Group quotes that report one utterance; a group stands where the best of its quotes stood."""
    groups: list[list[int]] = []
    by_speaker: dict[tuple[str | None, str], list[int]] = {}
    signs: dict[int, tuple[int, int]] = {}
    for number in numbers:
        draft = drafts.get(number)
        if draft is None:
            continue
        peers = by_speaker.setdefault((draft.speaker_id, draft.lang), [])
        signs[number] = _sign(draft.folded)
        home = next((at for at in peers if _is_reported_in(number, groups[at], signs, drafts)), None)
        if home is None:
            peers.append(len(groups))
            groups.append([number])
        else:
            groups[home].append(number)
    return [_utterance(group, drafts) for group in groups]


def same_utterance(one: Draft, other: Draft) -> bool:
    """Tell whether two quotes report one utterance."""
    alike = (one.speaker_id, one.lang) == (other.speaker_id, other.lang)
    return alike and same_words(one.folded, other.folded)


def same_words(one: str, other: str) -> bool:
    """Tell whether two folded texts report the same words."""
    if one == other:
        return True
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if shorter in longer and shorter.count(" ") + 1 >= _LEAST_CONTAINED and f" {shorter} " in f" {longer} ":
        return not any(f" {word} {shorter} " in f" {longer} " for word in _NEGATIONS)
    if len(shorter) < _LEAST_LENGTH * len(longer):
        return False
    return fuzz.ratio(one, other, score_cutoff=_NEAR) > 0 and not _differ_in_sense(one, other)


def _sign(folded: str) -> tuple[int, int]:
    """Give a number with a bit for each word, and how many are set: comparing two is far quicker than two texts."""
    bits = 0
    for word in folded.split():
        bits |= 1 << hash(word) % _BITS
    return bits, bits.bit_count()


def _is_reported_in(
    number: int, group: Sequence[int], signs: Mapping[int, tuple[int, int]], drafts: Mapping[int, Draft]
) -> bool:
    """Tell whether a quote reports the utterance of a group; most pairs are told apart by their words alone."""
    bits, count = signs[number]
    for other in group:
        other_bits, other_count = signs[other]
        fewer = count if count < other_count else other_count  # noqa: FURB136  a call costs as much as all the rest
        if (bits & other_bits).bit_count() >= _LEAST_SHARED * fewer and same_words(
            drafts[number].folded, drafts[other].folded
        ):
            return True
    return False


def _differ_in_sense(one: str, other: str) -> bool:
    """Tell whether a negation or a number stands in one report only: then they are two statements."""
    apart = Counter(one.split())
    apart.subtract(Counter(other.split()))
    return any(count and (word in _NEGATIONS or any(map(str.isdigit, word))) for word, count in apart.items())


def _utterance(group: list[int], drafts: Mapping[int, Draft]) -> Utterance:
    if len(group) == 1:
        return Utterance(group[0], ())
    ordered = sorted(group, key=lambda number: (-len(drafts[number].folded), drafts[number].date or "9999", number))
    return Utterance(ordered[0], tuple(ordered[1:]))
