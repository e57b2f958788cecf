"""Fair between languages: a question is nearer to every text of one language than to those of the other.

That offset belongs to the question and the language, not to what is said. It is the cosine similarity of the question
and the mean vector of a language's passages, so taking it off evens the languages out and leaves the order within each
as it was; centring the vectors themselves changes that order, and cost recall where it was measured.
"""

from collections.abc import Mapping

from index.build import LANGUAGES, Build
from index.embedding import Vector

__all__ = ["language_offsets"]


def language_offsets(build: Build, query: Vector) -> Mapping[str, float]:
    """Give what to take off the similarities of each language's passages; zeros where the build is centred."""
    if build.manifest.centred:
        return dict.fromkeys(LANGUAGES, 0.0)
    return {lang: float(mean @ query) for lang, mean in zip(LANGUAGES, build.means, strict=True)}
