"""Fair between languages: a question is nearer to every text of one language than to those of the other.

Two things belong to question and language, not to what is said, and are taken off a similarity: that of the question and
the mean vector of a language's passages, and how far unrelated texts of these two languages spread (the build's 0.9
quantile above its median). What is left evens the languages out and keeps the order within each; centring the vectors
themselves changes that order, and cost recall where it was measured.
"""

from collections.abc import Mapping

from index.build import LANGUAGES, Build
from index.calibration import spread
from index.embedding import Vector

__all__ = ["language_offsets"]


def language_offsets(build: Build, query: Vector, query_lang: str) -> Mapping[str, float]:
    """Give what to take off the similarities of each language's passages to a question in `query_lang`."""
    means = [0.0 if build.manifest.centred else float(mean @ query) for mean in build.means]
    return {
        lang: mean + spread(build.background, query_lang, lang) for lang, mean in zip(LANGUAGES, means, strict=True)
    }
