"""The Russian models, loaded once and only when a Russian text comes by.

Names and syntax come from the slovnet models that the natasha wheel carries (Natasha project, MIT);
they are read from its data folder without importing natasha itself, whose import would also load and
patch an older morphology. Morphology is `archive.morphology`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_EMBEDDING = "emb/navec_news_v1_1B_250K_300d_100q.tar"
_NER = "model/slovnet_ner_news_v1.tar"
CHUNK = 20_000
"""Characters tagged at a time."""
_SYNTAX = "model/slovnet_syntax_news_v1.tar"


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name that the tagger saw: `text[start:end]`, of type PER, ORG or LOC."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Arc:
    """The syntactic head of a token (its number in the sentence, -1 for the root) and the relation (Universal Dependencies)."""

    head: int
    relation: str


def _data() -> Path:
    spec = importlib.util.find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("Extraction from Russian needs the package natasha; run 'pip install natasha'.")
    return Path(spec.submodule_search_locations[0]) / "data"


@lru_cache(maxsize=1)
def _embedding() -> Any:
    from navec import Navec  # noqa: PLC0415  costs a second, only Russian texts pay it

    return Navec.load(_data() / _EMBEDDING)


@lru_cache(maxsize=1)
def _tagger() -> Any:
    from slovnet import NER  # noqa: PLC0415

    tagger = NER.load(_data() / _NER)
    tagger.navec(_embedding())
    return tagger


@lru_cache(maxsize=1)
def _parser() -> Any:
    from slovnet import Syntax  # noqa: PLC0415

    parser = Syntax.load(_data() / _SYNTAX)
    parser.navec(_embedding())
    return parser


def find_names(text: str, cuts: Iterable[int]) -> list[NameSpan]:
    """People, bodies and places named in a text; `cuts` are offsets where it may be cut to keep memory small."""
    found: list[NameSpan] = []
    start = 0
    for cut in [*cuts, len(text)]:
        if cut - start < CHUNK and cut < len(text):
            continue
        found += [
            NameSpan(start + span.start, start + span.stop, span.type) for span in _tagger()(text[start:cut]).spans
        ]
        start = cut
    return found


def parse(sentences: list[list[str]]) -> list[list[Arc]]:
    """Syntax of tokenized sentences, one list of arcs for each."""
    return [[Arc(int(token.head_id) - 1, token.rel) for token in markup.tokens] for markup in _parser().map(sentences)]
