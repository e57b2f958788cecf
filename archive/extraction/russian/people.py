"""Everybody named in a Russian article, in the nominative, with the titles standing beside the name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.extraction.document import Document, Token
from archive.extraction.mention import Mention
from archive.extraction.russian import words
from archive.extraction.russian.models import NameSpan, find_names
from archive.extraction.russian.names import name_gender, name_words, to_nominative

_ORG_NOUNS = frozenset(
    "издание газета журнал агентство телеканал канал радиостанция радио портал сайт компания корпорация фирма завод"
    " предприятие банк партия движение фонд организация объединение ассоциация союз холдинг концерн клуб команда"
    " институт университет академия больница музей театр заповедник ресурс холдинг интернет-издание"
    " информагентство телеграм-канал telegram-канал".split()
)
REACH = 7
"""How many tokens before a name its title may begin."""


def find_people(document: Document) -> list[Mention]:
    """People and bodies by name, in text order; those inside long quotations too."""
    found: list[Mention] = []
    for span in find_names(document.text):
        if span.type == "PER":
            mention = _person(document, span)
        elif span.type == "ORG":
            mention = _body(document, span)
        else:
            mention = None
        if mention is not None:
            found.append(mention)
    known = {mention.start for mention in found}
    found += [mention for mention in _named_bodies(document) if mention.start not in known]
    return sorted(found, key=lambda mention: mention.start)


def _person(document: Document, span: NameSpan) -> Mention | None:
    surface = document.text[span.start : span.end]
    parts = name_words(surface)
    if not parts or not surface[:1].isupper():
        return None
    gender = name_gender(parts)
    first = document.token_at(span.start)
    roles, title_gender = _titles_before(document.tokens, first)
    roles += _titles_after(document.tokens, document.token_at(span.end))
    name = to_nominative(parts, gender or title_gender)
    return Mention(span.start, span.end, "person", name, gender, roles=tuple(dict.fromkeys(roles)))


def _body(document: Document, span: NameSpan) -> Mention | None:
    surface = document.text[span.start : span.end].strip('«»"“” ')
    if not surface:
        return None
    start = document.text.index(surface, span.start)
    return Mention(start, start + len(surface), "org", tuple(body_name(surface)))


def body_name(surface: str) -> list[str]:
    """The name of a body with its head noun in the nominative («Министерства обороны» → «Министерство обороны»)."""
    parts = surface.split()
    result: list[str] = []
    for number, part in enumerate(parts):
        form = words.noun(part)
        adjective = words.modifier(part) and form is None
        if adjective and number + 1 < len(parts):
            result.append(_nominative_adjective(part, parts[number + 1 :]))
            continue
        if form is not None and part[:1].isupper() and re.match("[А-ЯЁ][а-яё]", part):
            return [*result, _nominative_noun(part), *parts[number + 1 :]]
        return [*result, *parts[number:]]
    return result


def _nominative_noun(word: str) -> str:
    if words.nominative(word) is not None:
        return word
    for parse in words.morphology().parse(word):
        if parse.tag.POS == "NOUN":
            form = parse.inflect({"nomn"})
            return word if form is None else form.word[:1].upper() + form.word[1:]
    return word


def _nominative_adjective(word: str, rest: Sequence[str]) -> str:
    head = next((form for form in map(words.noun, rest) if form is not None), None)
    for parse in words.morphology().parse(word):
        if parse.tag.POS == "ADJF":
            grammemes = {"nomn", "plur"} if head and head.plural else {"nomn", "sing", (head and head.gender) or "masc"}
            form = parse.inflect(grammemes)
            return word if form is None else form.word[:1].upper() + form.word[1:]
    return word


def _named_bodies(document: Document) -> list[Mention]:
    """«газета «Время»», «завод "Прогресс"»: a noun for a body and a name in marks."""
    found = []
    for region in document.regions:
        if region.open is None or region.close is None or region.end - region.start > 60:
            continue
        number = document.token_at(region.open) - 1
        if number < 0 or not document.text[region.start : region.start + 1].isupper():
            continue
        if words.lemmas(document.tokens[number].text) & _ORG_NOUNS:
            roles = tuple(words.lemmas(document.tokens[number].text) & _ORG_NOUNS)
            name = tuple(document.text[region.start : region.end].split())
            found.append(Mention(region.start, region.end, "org", name, roles=roles))
    return found


def _titles_before(tokens: Sequence[Token], first: int) -> tuple[list[str], None]:
    """Keys of the title right before a name: «депутат Милли Меджлиса», «глава МИД России»."""
    chain: list[Token] = []
    for token in reversed(tokens[max(0, first - REACH) : first]):
        if not (token.is_word or token.text in '«»"-') or words.finite(token.text) is not None and not chain:
            break
        chain.insert(0, token)
        form = words.noun(token.text)
        if form is not None and form.animate and form.name is None:
            return title_keys([part.text for part in chain]), None
    return [], None


def _titles_after(tokens: Sequence[Token], after: int) -> list[str]:
    """Keys of the title set off behind a name: «Иван Орлов, глава района, …», «Орлов — певец»."""
    if after + 1 >= len(tokens) or tokens[after].text not in ",—–(":
        return []
    chain = []
    for token in tokens[after + 1 : after + 6]:
        if not token.is_word:
            break
        chain.append(token.text)
    for number, word in enumerate(chain[:3]):
        form = words.nominative(word)
        if form is not None and form.animate and form.pos == "NOUN" and form.name is None:
            return title_keys(chain[number:])
        if not words.modifier(word):
            break
    return []


def title_keys(chain: Sequence[str]) -> list[str]:
    """Keys of a title, from the bare noun to the noun with what it governs («глава», «глава мид»)."""
    lemmas = []
    for word in chain:
        form = words.noun(word)
        lemmas.append(form.lemma if form is not None else word.lower().replace("ё", "е"))
    heads = [number for number, word in enumerate(chain) if (form := words.noun(word)) and form.animate]
    head = heads[0] if heads else 0
    keys = [lemmas[head]]
    if head + 1 < len(lemmas):
        keys.append(" ".join(lemmas[head : head + 2]))
    if head > 0:
        keys.append(" ".join(lemmas[head - 1 : head + 1]))
    return keys
