"""What a similarity means in one build: is a hit nearer than quotes are to each other by chance?"""

from collections.abc import Mapping

__all__ = ["chance_similarity", "is_near"]

_QUANTILE = 3
"""Which of the build's quantiles (0.5, 0.9, 0.99, 0.999) is the border."""


def chance_similarity(background: Mapping[str, tuple[float, ...]], query_lang: str, quote_lang: str) -> float:
    """Give the similarity that one pair of unrelated texts in a thousand reaches, or -1 when nothing is known."""
    pair = f"{query_lang}-{quote_lang}" if query_lang == quote_lang else "ru-en"
    quantiles = background.get(pair)
    return quantiles[_QUANTILE] if quantiles else -1.0


def is_near(similarity: float, query_lang: str, quote_lang: str, background: Mapping[str, tuple[float, ...]]) -> bool:
    """Tell whether a similarity is beyond chance in this build."""
    return similarity >= chance_similarity(background, query_lang, quote_lang)
