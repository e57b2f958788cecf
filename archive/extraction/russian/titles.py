"""Titles standing beside a Russian name: «депутат Милли Меджлиса Айдын Мирзазаде», «Иван Орлов, глава района, …»."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.document import Document, Token
from archive.extraction.russian import words

REACH = 9
"""How many words before a name its title may begin."""


def titles_before(document: Document, first: int, cases: frozenset[str]) -> list[str]:
    """Keys of the title right before token `first`; it stands in one of the name's `cases`."""
    chain: list[Token] = []
    heads: list[int] = []
    start = document.sentence_at(document.tokens[first].start).start if first < len(document.tokens) else 0
    for token in reversed(document.tokens[max(0, first - REACH) : first]):
        if token.start < start:
            break
        if not token.is_word:
            if token.text in '«»"“”' and chain:
                chain.insert(0, token)
                continue
            break
        if not _in_title(token.text):
            break
        chain.insert(0, token)
        form = words.noun(token.text)
        if form is not None and form.animate and form.name is None and _is_common(document, token):
            heads.append(len(chain))
    fitting = [at for at in heads if not cases or words.cases_of(chain[-at].text) & cases]
    if not fitting:
        return []
    return title_keys([token.text for token in chain[-fitting[-1] :] if token.is_word])


def _in_title(word: str) -> bool:
    """True for what a title is made of: nouns, adjectives, names; not for verbs, prepositions, pronouns."""
    best = words.forms(word)[0]
    return best.pos in ("NOUN", "ADJF", "PRTF", "") or words.modifier(word) or (best.name is not None)


def _is_common(document: Document, token: Token) -> bool:
    """A title is written small, unless it opens its sentence."""
    return token.text[0].islower() or document.sentence_at(token.start).start == token.start


def titles_after(document: Document, after: int) -> list[str]:
    """Keys of the title set off behind a name: «Иван Орлов, глава района, …», «Орлов — певец»."""
    tokens = document.tokens
    if after + 1 >= len(tokens) or tokens[after].text not in ",—–(":
        return []
    chain: list[str] = []
    for token in tokens[after + 1 : after + 7]:
        if not token.is_word or not _in_title(token.text):
            break
        chain.append(token.text)
    for number, word in enumerate(chain[:4]):
        form = words.nominative(word)
        if form is not None and form.animate and form.pos == "NOUN" and form.name is None and word[0].islower():
            return title_keys(chain[number:])
        if not words.modifier(word):
            break
    return []


def title_keys(chain: Sequence[str]) -> list[str]:
    """Keys of a title that begins with its head noun: alone and with the next words («глава», «глава мид»)."""
    lemmas = []
    for word in chain:
        form = words.noun(word)
        lemmas.append(form.lemma if form is not None else word.lower().replace("ё", "е"))
    keys = lemmas[:1]
    nouns = [lemma for lemma, word in zip(lemmas[1:], chain[1:], strict=True) if words.noun(word) is not None]
    if nouns:
        keys.append(f"{lemmas[0]} {nouns[0]}")
    return keys
