"""Everybody named in a Russian article, in the nominative, with the titles standing beside the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.extraction.document import Document
from archive.extraction.mention import Gender, Mention
from archive.extraction.russian import words
from archive.extraction.russian.bodies import body_name, head_role, head_start, named_bodies, roles_by_name
from archive.extraction.russian.lexicon import lexicon
from archive.extraction.russian.models import NameSpan, find_names
from archive.extraction.russian.names import (
    is_ambiguous,
    is_patronymic,
    likelier_gender,
    name_cases,
    name_gender,
    name_key,
    name_words,
    to_nominative,
)
from archive.extraction.russian.titles import titles_after, titles_before

TWO_NAMES = 4
"""Words of two full names run together."""
_PAIRS = {"«": "»", '"': '"', "“": "”", "„": "“"}


def find_people(document: Document) -> tuple[list[Mention], frozenset[int]]:
    """People and bodies by name, in text order, those inside quotations too; and where places are named."""
    spans = find_names(document.text, (sentence.start for sentence in document.sentences))
    found = [mention for span in spans if (mention := _read(document, span)) is not None]
    found += _missed(document, found, sorted(spans, key=lambda span: span.start))
    bodies = {mention.start: mention for mention in named_bodies(document)}
    found = _agreed_on_gender(document, found)
    merged = [_with_roles(mention, bodies.pop(mention.start, None)) for mention in found]
    known = [(mention.start, mention.end) for mention in merged]
    merged += [
        body for body in bodies.values() if not any(a < body.end and body.start < b for a, b in _near(known, body))
    ]
    places = frozenset(span.start for span in spans if span.type == "LOC")
    return sorted(merged, key=lambda mention: mention.start), places


def _agreed_on_gender(document: Document, found: Sequence[Mention]) -> list[Mention]:
    """Where one mention of a name shows its gender, the others have it too, and their nominative with it."""
    shown: dict[str, set[Gender]] = {}
    for mention in found:
        if mention.kind == "person" and mention.gender is not None:
            for word in mention.name:
                shown.setdefault(name_key(word), set()).add(mention.gender)
    last_names = _last_names(found)
    first_names = _by_first_name(found)
    found = [_without_patronymic(mention, first_names) for mention in found]
    agreed = []
    for mention in found:
        nominative = last_names.get((name_key(mention.name[-1]), mention.gender)) if mention.name else None
        if mention.kind == "person" and len(mention.name) == 1 and nominative is not None:
            agreed.append(replace(mention, name=(nominative,)))
            continue
        genders = set().union(*(shown.get(name_key(word), set()) for word in mention.name))
        if not genders and re.search(r"(?:[оеё]в|[иы]н)[ау]$", mention.name[-1]) and len(mention.name) == 1:
            # nobody else of that name: in the middle of a sentence likelier a man in an oblique case
            genders = {"m"} if mention.start != document.sentence_at(mention.start).start else {"f"}
        if mention.kind == "person" and mention.gender is None and len(genders) == 1:
            gender = genders.pop()
            parts = name_words(document.text[mention.start : mention.end])
            agreed.append(replace(mention, gender=gender, name=to_nominative(parts, gender)))
        else:
            agreed.append(mention)
    return agreed


def _without_patronymic(mention: Mention, bearers: dict[str, set[str]]) -> Mention:
    """«Виктор Федорович» is the «Виктор Янукович» of the article, by his first name."""
    if mention.kind != "person" or len(mention.name) != 2 or not is_patronymic(mention.name[1]):
        return mention
    return replace(mention, name=mention.name[:1]) if len(bearers.get(name_key(mention.name[0]), ())) == 1 else mention


def _by_first_name(found: Sequence[Mention]) -> dict[str, set[str]]:
    """Keys of the last names that go with each first name."""
    bearers: dict[str, set[str]] = {}
    for mention in found:
        if mention.kind == "person" and len(mention.name) > 1 and not is_patronymic(mention.name[-1]):
            bearers.setdefault(name_key(mention.name[0]), set()).add(name_key(mention.name[-1]))
    return bearers


def _last_names(found: Sequence[Mention]) -> dict[tuple[str, Gender | None], str]:
    """The nominative of every last name that stands in a full name, by key and gender (None: whoever bears it)."""
    counts: dict[tuple[str, Gender | None], Counter[str]] = {}
    for mention in found:
        if mention.kind == "person" and len(mention.name) > 1:
            for gender in (mention.gender, None):
                counts.setdefault((name_key(mention.name[-1]), gender), Counter())[mention.name[-1]] += 1
    return {
        key: min(forms, key=lambda form: (-forms[form], len(form)))
        for key, forms in counts.items()
        if key[1] is not None or len(forms) == 1
    }


def _near(spans: list[tuple[int, int]], body: Mention) -> Iterator[tuple[int, int]]:
    return (span for span in spans if span[0] < body.end and body.start < span[1])


def _with_roles(mention: Mention, body: Mention | None) -> Mention:
    return mention if body is None else replace(mention, roles=tuple(dict.fromkeys((*mention.roles, *body.roles))))


def _read(document: Document, span: NameSpan) -> Mention | None:
    if span.type == "PER":
        # The tagger runs over line breaks: «Обама» at the end of one line and at the start of the next.
        line = document.text[span.start : span.end].split("\n")[0].rstrip()
        return _person(document, span.start, span.start + len(line))
    if span.type == "ORG":
        return _body(document, span)
    return None


def _person(document: Document, start: int, end: int) -> Mention | None:
    # The tagger takes the spelling in brackets in: «Гэри Мак-Киннон (Gary McKinnon».
    end = start + len(document.text[start:end].split("(")[0].rstrip())
    parts = name_words(document.text[start:end])
    while parts and words.is_common_title(parts[0]):
        # «Премьер-министр Джон Говард» tagged as a name: the title is none of it
        start = document.text.index(parts[0], start) + len(parts[0])
        start += len(document.text[start:end]) - len(document.text[start:end].lstrip())
        parts = parts[1:]
    if len(parts) == TWO_NAMES and words.forms(parts[0])[0].name == words.forms(parts[2])[0].name == "Name":
        # two people tagged as one: a list without commas
        end = start + document.text[start:end].index(parts[1]) + len(parts[1])
        parts = parts[:2]
    if not parts or not parts[0][:1].isupper():
        return None
    gender = name_gender(parts)
    first, after = document.token_at(start), document.token_at(end)
    if after <= first or document.tokens[first].start != start:
        return None  # the tagger cut inside a word
    if gender is None:
        gender = _gender_by_verb(document, first, after)
    cases = name_cases(parts, gender)
    roles = [*titles_before(document, first, cases), *titles_after(document, after)]
    return Mention(start, end, "person", to_nominative(parts, gender), gender, roles=tuple(dict.fromkeys(roles)))


def _gender_by_verb(document: Document, first: int, after: int) -> Gender | None:
    """The gender of a name that could be a woman's or, in another case, a man's («Лаврова», «Александра Лукашенко»)."""
    surname = document.tokens[after - 1].text
    if first and words.lemmas(document.tokens[first - 1].text) & lexicon().relatives and first == after - 1:
        return "m" if surname.endswith("а") else None  # «жена Кинчева»
    either = re.search(r"(?:[оеё]в|[иы]н)[ау]$", surname) is not None
    if not either and not is_ambiguous(document.tokens[first].text):
        return None
    for token in document.tokens[max(0, first - 2) : after + 3]:
        form = words.finite(token.text)
        if form is not None and form.tense == "past" and not form.plural and form.gender in ("masc", "femn"):
            # «Лаврова заявила» is a woman; «попросил Лаврова» a man
            return "f" if form.gender == "femn" else "m"
    before = document.tokens[first - 1] if first else None
    fallback = None if either else likelier_gender(document.tokens[first].text)
    if before is None or not before.is_word or document.sentence_at(document.tokens[first].start).first == first:
        return fallback
    cases = words.cases_of(before.text)
    if "nomn" in cases and "gent" not in cases:
        return "f"
    return "m" if cases and "nomn" not in cases else fallback


def _body(document: Document, span: NameSpan) -> Mention | None:
    surface = document.text[span.start : span.end].strip()
    if not surface:
        return None
    start = document.text.index(surface, span.start)
    if surface[0] in _PAIRS and _PAIRS[surface[0]] not in surface[1:-1]:
        surface, start = surface[1:].rstrip('»"”“ '), start + 1
    for opening, closing in _PAIRS.items():
        after = document.text[start + len(surface) : start + len(surface) + 1]
        open_still = (
            surface.count(opening) % 2 if opening == closing else surface.count(opening) > surface.count(closing)
        )
        if open_still and after == closing:
            surface += after
    if not any(c.isalnum() for c in surface) or words.is_common_title(surface) or surface in lexicon().countries:
        return None
    if " " not in surface and words.lemmas(surface) & (lexicon().unnamed | lexicon().documents):
        return None
    start = head_start(document, start)
    surface = document.text[start : span.end].rstrip() if start < span.start else surface
    name = body_name(surface)
    roles = (*roles_by_name(" ".join(name)), *head_role(document, start))
    return Mention(start, start + len(surface), "org", tuple(name), roles=roles)


def _missed(document: Document, found: Sequence[Mention], spans: Sequence[NameSpan]) -> list[Mention]:
    """People whom the tagger overlooked: known last names alone, and a first name before a capitalised word."""
    known = {
        name_key(mention.name[-1])
        for mention in found
        if mention.kind == "person" and len(mention.name) > 1 and len(mention.name[-1]) > 3
    }
    missed: list[Mention] = []
    at = 0
    tokens = document.tokens
    for number, token in enumerate(tokens):
        while at < len(spans) and spans[at].end <= token.start:
            at += 1
        if (at < len(spans) and spans[at].start <= token.start) or not _looks_like_name(token.text):
            continue
        if missed and missed[-1].end > token.start:
            continue
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        mention = None
        if (
            following
            and following.start == token.end + 1
            and _looks_like_name(following.text)
            and _is_first(token.text)
        ):
            mention = _person(document, token.start, following.end)
        elif name_key(token.text) in known:
            mention = _person(document, token.start, token.end)
        if mention is not None:
            missed.append(mention)
    return missed


def _looks_like_name(text: str) -> bool:
    return len(text) > 3 and text[0].isupper() and text[1:].islower() and words.finite(text) is None


def _is_first(text: str) -> bool:
    return words.forms(text)[0].name == "Name"
