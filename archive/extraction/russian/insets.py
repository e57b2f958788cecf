"""The narrator's stretch inside somebody's words in Russian: «…, сообщил Орлов, …», «Как сообщил Орлов, …»."""

from __future__ import annotations

from archive.extraction.document import Document
from archive.extraction.mention import Mention
from archive.extraction.russian import words
from archive.extraction.russian.frames import Bounds
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.units import Unit
from archive.extraction.russian.verbs import Spoken


def inset_of(document: Document, unit: Unit, one: Spoken, source: Mention | None) -> Bounds | None:  # noqa: PLR0911
    """Offsets of the narrator's stretch in «…, сообщил Орлов, …» and «Как сообщил Орлов, …»."""
    opening = _inset_opening(unit, one)
    if opening is None or _has_topic(unit, one) or _begins_doing(unit, one):
        return None
    joint, as_clause = opening
    if source is None and not as_clause and not one.passive:
        return None
    if source is not None and joint >= 0 and source.start < document.tokens[unit.tokens[joint]].start:
        return None
    first_word = joint + 1 if joint >= 0 else 0
    closing = _inset_closing(document, unit, one, source)
    if closing is None:
        return None
    before_verb = [text for text in unit.texts[first_word : one.at] if text[0].isalnum()]
    at_end = closing >= len(unit.texts) or unit.texts[closing] in ".!?…"
    subject_first = any(words.nominative(text) for text in before_verb)
    if not as_clause and subject_first and (at_end or closing - one.last > SHORT):
        return None
    start = document.tokens[unit.tokens[joint]].start if joint >= 0 else document.tokens[unit.tokens[0]].start
    if closing >= len(unit.texts):
        return start, document.tokens[unit.tokens[-1]].end
    return start, document.tokens[unit.tokens[closing]].end


def _begins_doing(unit: Unit, one: Spoken) -> bool:
    """«пообещали заблокировать»: with an infinitive the verb says what is meant, not what was said."""
    following = unit.texts[one.last + 1 : one.last + 2]
    return bool(following) and words.forms(following[0])[0].pos == "INFN"


def _has_topic(unit: Unit, one: Spoken) -> bool:
    """«заявили о выходе»: a verb with an object of its own is no insertion."""
    return any(text.lower() in ("о", "об", "обо", "про") for text in unit.texts[one.last + 1 : one.last + 3])


SHORT = 2
"""Most words behind the verb of an insertion whose subject comes first («…, он добавил вчера, …»)."""


def _inset_opening(unit: Unit, one: Spoken) -> tuple[int, bool] | None:
    """The joint before the insertion (-1: start of the sentence) and whether it begins with «как»."""
    number = one.at - 1
    while number >= 0 and one.at - number <= 9:
        text = unit.texts[number]
        low = text.lower()
        if low == "как" and (
            number == 0 or unit.texts[number - 1] in ",—–-:(" or not unit.texts[number - 1][0].isalnum()
        ):
            return number - 1, True
        if number > 0 and low == "как" and unit.texts[number - 1].lower() in ("а", "так", "и"):
            return (number - 2 if number > 1 else -1), True
        if text in ",—–":
            return (number, False) if number > 0 and one.at - number <= 4 else None
        if low in _NOT_INSET or low.startswith("котор") or not (text[0].isalnum()):
            return None
        number -= 1
    return None


_NOT_INSET = frozenset(
    [
        "что",
        "чтобы",
        "где",
        "когда",
        "если",
        "поскольку",
        "так",
        "хотя",
        "и",
        "а",
        "но",
        "или",
        "чего",
        "кто",
        "чем",
        "пока",
        "куда",
        "откуда",
        "не",
    ]
)


def _inset_closing(document: Document, unit: Unit, one: Spoken, source: Mention | None) -> int | None:
    """Number of the mark that ends the insertion; the unit's length where that is the end of the sentence."""
    last = one.last
    if source is not None:
        last = max(
            [
                last,
                *(
                    n
                    for n, token in enumerate(unit.tokens)
                    if document.tokens[token].end <= source.end and document.tokens[token].start >= source.start
                ),
            ]
        )
    number = last + 1
    while number < len(unit.texts) and unit.texts[number] not in ",.—–!?…;:":
        if unit.texts[number].lower() in lexicon().that:
            return None
        number += 1
    number = _past_participles(unit, number)
    if number >= len(unit.texts) - 1:
        return number
    if unit.texts[number] in "—–" and _is_title(unit, number + 1):
        return len(unit.texts)
    if unit.texts[number] in ":;":
        return len(unit.texts) if number == len(unit.texts) - 1 else None
    rest = unit.texts[number + 1 :]
    if unit.texts[number] == "," and not _holds_main_verb(unit, number + 1, one):
        return len(unit.texts)
    return number if rest else len(unit.texts)


def _past_participles(unit: Unit, number: int) -> int:
    """«…, сказал Орлов на встрече, прошедшей в мае,»: clauses that belong to the insertion."""
    while number + 1 < len(unit.texts) and unit.texts[number] == ",":
        participle = any(form.pos in ("PRTF", "GRND") for form in words.forms(unit.texts[number + 1]))
        relative = unit.texts[number + 1].lower().startswith("котор")
        if not participle and not relative and not _is_title(unit, number + 1):
            break
        closing = next((n for n in range(number + 1, len(unit.texts)) if unit.texts[n] in ",.!?…"), len(unit.texts))
        if closing >= len(unit.texts) - 1:
            return number
        number = closing
    return number


def _is_title(unit: Unit, first: int) -> bool:
    """True for «…, директор завода, …»: an apposition without a verb up to the next comma."""
    for number in range(first, len(unit.texts)):
        text = unit.texts[number]
        form = words.nominative(text)
        if form is not None and form.animate and form.pos == "NOUN":
            closing = next((n for n in range(number, len(unit.texts)) if unit.texts[n] in ",.!?…"), len(unit.texts))
            return not any(words.finite(word) is not None for word in unit.texts[number:closing])
        if not words.modifier(text):
            return False
    return False


def _holds_main_verb(unit: Unit, first: int, one: Spoken) -> bool:
    """True where the sentence's own clause goes on behind the insertion."""
    if unit.texts[first].lower().startswith("котор") or unit.texts[first].lower() in ("где", "когда"):
        return False
    for number in range(first, len(unit.texts)):
        text = unit.texts[number]
        if (
            words.finite(text) is not None or any(f.pos in ("ADJS", "PRED", "INFN") for f in words.forms(text)[:1])
        ) and not unit.under(number, one.at):
            return True
        if words.finite(text) is not None and words.nominative(text) is None:
            return True
    return any(text in "—–" for text in unit.texts[first:])
