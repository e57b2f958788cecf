"""What the vectors of a build have in common: the mean of each language, and how near passages are by chance.

The nearness by chance tells a good match from a poor one: each model has its own, and two texts of one language are
nearer by chance than two of different languages.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from index.embedding import Vectors
from index.passage_table import LANGUAGES
from index.vectors import Halves

__all__ = ["QUANTILES", "background", "language_means"]

QUANTILES = (0.5, 0.9, 0.99, 0.999)
_PAIRS = 20_000
_SEED = 927
_SAME = 0.75
_BLOCK = 65_536
_Numbers = npt.NDArray[np.int64]


def language_means(vectors: Vectors | Halves, languages: _Numbers) -> Vectors:
    """Give the mean vector of each language, float32, shape (2, dimension): Russian, English; zero where there is none."""
    sums = np.zeros((len(LANGUAGES), vectors.shape[1]), np.float64)
    for at in range(0, len(vectors), _BLOCK):
        block = vectors[at : at + _BLOCK].astype(np.float32)
        for number in range(len(LANGUAGES)):
            sums[number] += block[languages[at : at + _BLOCK] == number].sum(axis=0)
    counts = np.bincount(languages, minlength=len(LANGUAGES))[: len(LANGUAGES), None]
    means: Vectors = (sums / np.maximum(counts, 1)).astype(np.float32)
    return means


def background(vectors: Vectors | Halves, languages: _Numbers, quotes: _Numbers) -> Mapping[str, tuple[float, ...]]:
    """Give the quantiles of the similarity of passages of different quotes drawn at random, by pair of languages.

    Two quotes nearer than 0.75 are reports or translations of one utterance, not near by chance: a small archive has so many
    among its pairs that hardly anything would count as a match. A pair of languages that has no others is left out.
    """
    chance = np.random.default_rng(_SEED)
    rows = {name: np.flatnonzero(languages == number) for number, name in enumerate(LANGUAGES)}
    found: dict[str, tuple[float, ...]] = {}
    for one, other in (("ru", "ru"), ("en", "en"), ("ru", "en")):
        if not (len(rows[one]) and len(rows[other])):
            continue
        left, right = chance.choice(rows[one], _PAIRS), chance.choice(rows[other], _PAIRS)
        apart = quotes[left] != quotes[right]
        similarities = _dots(vectors, left[apart], right[apart])
        similarities = similarities[similarities < _SAME]
        if len(similarities):
            found[f"{one}-{other}"] = tuple(round(float(value), 4) for value in np.quantile(similarities, QUANTILES))
    return found


def _dots(vectors: Vectors | Halves, left: _Numbers, right: _Numbers) -> Vectors:
    products: Vectors = np.einsum("ij,ij->i", vectors[left].astype(np.float32), vectors[right].astype(np.float32))
    return products
