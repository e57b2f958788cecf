"""An English text as words with their classes: abbreviations in one piece, possessive and contracted endings apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from archive.extraction.english.lexicon import lexicon

DET, POSS, PRON, OBJ, PREP, AUX, MODAL, ADV, CONJ, REL = (1 << n for n in range(10))
TIME, NUM, CAP, PUNCT, FINITE, ROLE, NOUN_END, VERB, CLITIC, QUESTION = (1 << n for n in range(10, 20))
CLOSED = DET | POSS | PRON | OBJ | PREP | AUX | MODAL | CONJ | REL

_NO_ADVERBS = frozenset(
    ("family", "supply", "rally", "assembly", "monopoly", "bully", "belly", "anomaly", "butterfly", "firefly", "jelly")
) | frozenset(("elderly", "friendly", "deadly", "costly", "likely", "unlikely", "weekly", "monthly", "homily", "doily"))
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s?[A-Z])"
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Cmdr|Rev|Hon|St|Jr|Sr|Inc|Corp|Ltd|Co|Adm|Maj|Supt|Det"
    r"|Insp|Cllr|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Mt|Ft|No|a\.m|p\.m|vs)\."
    r"|['’](?:s|re|ll|d|ve|m)\b"
    r"|\d+(?:[.,:]\d+)*(?:[-‐‑][^\W\d_]+)*"
    r"|[@#]?(?:[^\W_](?!['’](?:s|re|ll|d|ve|m)\b)|(?<=[^\W_])[-‐‑'’/&](?!(?:s|re|ll|d|ve|m)\b)(?=[^\W_]))*[^\W_]"
    r"|[^\w\s]|_"
)


@dataclass(slots=True)
class Words:
    """The words of a text: their offsets, forms, lower-case forms and class bits, all by number."""

    starts: list[int]
    ends: list[int]
    texts: list[str]
    lowers: list[str]
    tags: list[int]

    @classmethod
    def read(cls, text: str) -> Words:
        """Cut a text into words."""
        starts, ends, texts = [], [], []
        for match in _WORD.finditer(text):
            starts.append(match.start())
            ends.append(match.end())
            texts.append(match.group())
        lowers = [word.lower().replace("’", "'") for word in texts]
        tags = [tag_of(word) for word in texts]
        # Two words that are none follow the last one, so that a look ahead always finds something.
        for _ in range(2):
            starts.append(len(text))
            ends.append(len(text))
            texts.append("\n")
            lowers.append("\n")
            tags.append(PUNCT)
        return cls(starts, ends, texts, lowers, tags)

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.starts) - 2

    def at(self, offset: int) -> int:
        """Number of the first word that begins at or after `offset`; behind the last one at most."""
        return min(bisect_left(self.starts, offset), len(self.starts) - 2)

    def is_name_like(self, number: int) -> bool:
        """True for a word with a capital letter that is no closed-class word."""
        return bool(self.tags[number] & CAP) and not self.tags[number] & (PUNCT | NUM)


@lru_cache(maxsize=1 << 16)
def tag_of(word: str) -> int:
    """The class bits of a word."""
    first = word[0]
    if not first.isalnum() and first not in "'’@#":
        return PUNCT
    tags = _listed().get(word.lower().replace("’", "'"), 0)
    if first.isdigit():
        return tags | NUM
    if first.isupper() or (first in "@#" and len(word) > 1) or (word[:3] in {"al-", "el-"} and word[3:4].isupper()):
        tags |= CAP
    if first in "'’":
        return tags | (CLITIC if len(word) > 1 else PUNCT)
    if not tags & ~CAP:
        tags |= _guess(word)
    return tags


def _guess(word: str) -> int:
    if word.endswith("ly") and len(word) > 4 and word[0].islower() and word not in _NO_ADVERBS:
        return ADV
    if word.endswith("ed") and len(word) > 4 and word[0].islower() and "-" not in word:
        return FINITE
    return 0


@lru_cache(maxsize=1)
def _listed() -> dict[str, int]:
    lists = lexicon()
    bits = {
        "determiners": DET,
        "possessives": POSS,
        "pronouns": PRON,
        "objects": OBJ,
        "prepositions": PREP,
        "auxiliaries": AUX,
        "modals": MODAL,
        "adverbs": ADV,
        "conjunctions": CONJ,
        "relatives": REL,
        "times": TIME,
        "irregular_finite": FINITE,
        "questions": QUESTION,
    }
    found: dict[str, int] = {}
    for name, bit in bits.items():
        for word in lists.words("classes", name):
            found[word] = found.get(word, 0) | bit
    for word in lists.words("people", "roles") | lists.words("people", "plurals"):
        found[word] = found.get(word, 0) | ROLE
    for word in lists.forms:
        found[word] = found.get(word, 0) | VERB
    return found
