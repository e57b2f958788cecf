"""Stems of frequent words that the learned pieces cut in the wrong place: «сотрудничал» into сотруд and ничал.

Pieces are learned from letters alone and cut a word wherever its longest known beginning ends. The part that all forms of a
word share, as a piece of its own, gathers what the corpus says of every form, and the alignment then knows its meaning.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tokenizers import Tokenizer

from archive.morphology import morphology

__all__ = ["beginning", "frequent", "shared"]

_WORD = re.compile("[А-Яа-яЁё]{4,}")
_ENDING = re.compile("(?:[аяеи]ть|ться|ый|ий|ой|ая|ое|[аеиоуыэюяьй])$")
_SHORT, _LEAST, _LEAST_OF_SHORT = 4, 4, 12


def frequent(texts: Iterable[str], made: Tokenizer) -> list[str]:
    """Stems that would be the first piece of at least four words of the texts (short ones: twelve), most frequent first.

    `made` is the tokenizer with the learned pieces; its words of one piece are let be.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word.lower().replace("ё", "е") for word in _WORD.findall(text))
    vocabulary = made.get_vocab()
    words = [word for word in counts if word not in vocabulary]
    encoded = made.encode_batch(words, add_special_tokens=False)
    first = {word: found.tokens[0] for word, found in zip(words, encoded, strict=True)}
    gains: Counter[str] = Counter()
    for lemma, forms in _by_lemma(words).items():
        stem = shared(lemma, forms)
        if len(stem) >= max(_SHORT, len(lemma) / 2) and stem not in vocabulary:
            gains[stem] += sum(counts[form] for form in forms if form.startswith(stem) and first[form] != stem)
    return [stem for stem, gain in gains.most_common() if gain >= (_LEAST if len(stem) > _SHORT else _LEAST_OF_SHORT)]


def shared(lemma: str, forms: Sequence[str]) -> str:
    """The beginning that a lemma and its forms share; of a word seen in one form only, that form without its ending."""
    stem = beginning([lemma, *forms])
    return stem if {lemma, *forms} != {stem} else _ENDING.sub("", stem)


def beginning(words: Sequence[str]) -> str:
    """What all the words begin with."""
    first, last = min(words), max(words)
    at = next((at for at, letter in enumerate(first) if at >= len(last) or letter != last[at]), len(first))
    return first[:at]


def _by_lemma(words: Iterable[str]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        parse = morphology().parse(word)[0]
        if parse.is_known:
            found[parse.normal_form.replace("ё", "е")].append(word)
    return found
