"""How the saying hangs on a Russian verb: a clause behind it, a colon, an insertion, the sentence before."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.document import Document
from archive.extraction.russian import words
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.units import Unit
from archive.extraction.russian.verbs import Spoken

Bounds = tuple[int, int]
REACH = 30
"""How many words may stand between a verb and its «что»."""


def clause_of(document: Document, unit: Unit, one: Spoken, others: Sequence[Spoken]) -> Bounds | None:
    """Offsets of the clause that the verb takes, without its «что»."""
    found = _complementizer(unit, one, others)
    if found is not None:
        start = document.tokens[unit.tokens[found]].end
        return start, _clause_end(document, unit, one, found, others)
    asked = _question(unit, one, others)
    if asked is not None:
        start = document.tokens[unit.tokens[asked]].start
        return start, _clause_end(document, unit, one, asked, others)
    return _behind_colon(document, unit, one, others)


def _question(unit: Unit, one: Spoken, others: Sequence[Spoken]) -> int | None:
    """Number of the first word of «рассказал, как …», «спросил, будет ли …»."""
    if one.verb.lemma not in lexicon().telling:
        return None
    for number in range(one.last + 1, min(len(unit.texts) - 2, one.last + 8)):
        text = unit.texts[number]
        if text in ":;." or _other_finite(unit, one, number, others):
            return None
        if text == ",":
            behind = [word.lower() for word in unit.texts[number + 1 : number + 4]]
            first = words.lemmas(behind[0]) & lexicon().wh
            return number + 1 if first or "ли" in behind else None
    return None


def _complementizer(unit: Unit, one: Spoken, others: Sequence[Spoken]) -> int | None:
    """Number of the «что» that belongs to the verb."""
    that = lexicon().that
    for number in range(one.last + 1, min(len(unit.texts) - 1, one.last + REACH)):
        text = unit.texts[number].lower()
        if text in ":;":
            return None
        if text in that and unit.texts[number - 1] in (",", "(", "«", '"') and _means_that(unit, one, number):
            return number
        if text.startswith("котор"):
            continue
        if _other_finite(unit, one, number, others):
            return None
    return None


_PURPOSE = frozenset(("того", "потому", "так", "затем", "лишь"))


def _means_that(unit: Unit, one: Spoken, number: int) -> bool:
    """False for «для того, чтобы», «потому, что» and for a «чтобы» of purpose far from its verb."""
    if unit.texts[number].lower() in ("чтобы", "чтоб") and number - one.last > 7:
        return False
    if number >= 2 and unit.texts[number - 2].lower() in _PURPOSE and unit.texts[number - 3 : number - 2] != ["в"]:
        return False
    if number - one.last > 5 and one.verb.strength < 0.9 and not unit.under(number, one.at):
        return False
    return number + 1 < len(unit.texts) and unit.texts[number + 1] not in ".,;"


def _other_finite(unit: Unit, one: Spoken, number: int, others: Sequence[Spoken]) -> bool:
    """True at a verb that would take the clause instead."""
    text = unit.texts[number]
    if any(other.at == number and other is not one for other in others):
        return unit.arcs[number].relation not in ("acl", "amod")
    form = words.finite(text)
    if form is None or form.pos == "PRTS":
        return False
    if words.nominative(text) is not None or text[:1].isupper():
        return False
    # a verb inside «который …» between commas does not end the search
    return not unit.arcs[number].relation.startswith("acl")


def _clause_end(document: Document, unit: Unit, one: Spoken, that: int, others: Sequence[Spoken]) -> int:
    """The end of the sentence, or where the narrator takes over again."""
    end = document.tokens[unit.tokens[-1]].end
    resumed = _main_clause_resumes(unit, one, that)
    if resumed is not None:
        end = document.tokens[unit.tokens[resumed]].start
    for number in range(that + 2, len(unit.texts)):
        if unit.texts[number] == "," and _another_source(unit, number):
            return document.tokens[unit.tokens[number]].start
        if unit.texts[number] in (",", "и", "а", "но", "—", "–", ";") and _narrator_goes_on(
            unit, one, that, number, others
        ):
            return document.tokens[unit.tokens[number]].start
    return end


def _another_source(unit: Unit, comma: int) -> bool:
    """«…, а по расчетам академика …»."""
    behind = [text.lower() for text in unit.texts[comma + 1 : comma + 4]]
    return behind[:2] in (["а", "по"], ["но", "по"]) and bool(words.lemmas(behind[-1]) & lexicon().phrases)


def _main_clause_resumes(unit: Unit, one: Spoken, that: int) -> int | None:
    """The comma behind which a sentence goes on that the verb is only part of («Тот, кто сказал, что …, ушел»)."""
    if not unit.arcs[one.at].relation.startswith(("acl", "advcl", "amod")):
        return None
    for number in range(that + 2, len(unit.texts)):
        if words.finite(unit.texts[number]) is not None and unit.under(one.at, number):
            commas = [n for n in range(that + 2, number) if unit.texts[n] == ","]
            return commas[-1] if commas else None
    return None


def _narrator_goes_on(unit: Unit, one: Spoken, that: int, number: int, others: Sequence[Spoken]) -> bool:
    """True at a joint («, и», «,») behind which a verb of the narrator's own clause stands."""
    for ahead in range(number + 1, min(len(unit.texts), number + 5)):
        text = unit.texts[ahead]
        spoken = next((other for other in others if other.at == ahead), None)
        if spoken is not None and spoken is not one:
            return _takes_over(unit, one, that, ahead, spoken)
        if words.gerund(text) is not None:
            return unit.arcs[ahead].head == one.at
        if words.finite(text) is not None:
            return _verb_returns(unit, one, that, ahead)
        if text in ",:;.":
            return False
    return False


def _same_form(first: words.Form, second: words.Form) -> bool:
    return (first.tense, first.gender, first.plural) == (second.tense, second.gender, second.plural)


def _verb_returns(unit: Unit, one: Spoken, that: int, ahead: int) -> bool:
    """«сказал, что мост закроют, и уехал»: a past verb in the form of the first, not in that of the clause's own."""
    form = words.finite(unit.texts[ahead])
    if (
        form is None
        or form.pos != "VERB"
        or form.tense != "past"
        or not _same_form(form, one.form)
        or _has_subject(unit, ahead)
    ):
        return False
    own = [f for n in range(that + 1, ahead) if (f := words.finite(unit.texts[n])) is not None]
    return bool(own) and not any(_same_form(form, other) for other in own)


def _takes_over(unit: Unit, one: Spoken, that: int, ahead: int, spoken: Spoken) -> bool:
    """True where a second verb of speech is the narrator's: same form, coordinated, or hung on the first."""
    if spoken.form.pos == "GRND":
        return not unit.under(ahead, _predicate(unit, that)) or unit.arcs[ahead].head == one.at
    if unit.arcs[ahead].head == one.at and unit.arcs[ahead].relation == "conj":
        return True
    if _verb_returns(unit, one, that, ahead):
        return True
    return _same_form(spoken.form, one.form) and _has_that(unit, ahead) and not _has_subject(unit, ahead)


def _predicate(unit: Unit, that: int) -> int:
    return unit.arcs[that].head


def _has_that(unit: Unit, number: int) -> bool:
    return any(text.lower() in lexicon().that for text in unit.texts[number + 1 : number + 12])


def _has_subject(unit: Unit, number: int) -> bool:
    return any(unit.arcs[child].relation.startswith("nsubj") for child in unit.children(number))


def _behind_colon(document: Document, unit: Unit, one: Spoken, others: Sequence[Spoken]) -> Bounds | None:
    """«Ольховская подчеркивает: учет ведется …» without marks."""
    for number in range(one.last + 1, min(len(unit.texts) - 3, one.last + 9)):
        text = unit.texts[number]
        if text == ":":
            following = document.tokens[unit.tokens[number + 1]]
            if following.text.lower() == "по" and words.lemmas(unit.texts[number + 2]) & lexicon().phrases:
                return None
            sure = one.form.pos != "ADJS" or one.verb.lemma in ("уверенный", "убежденный")
            if following.is_word and one.verb.strength >= 0.7 and sure:
                return following.start, document.tokens[unit.tokens[-1]].end
            return None
        if text in ",;()" or any(other.at == number for other in others if other is not one):
            return None
        if words.finite(text) is not None and words.nominative(text) is None:
            return None
    return None
