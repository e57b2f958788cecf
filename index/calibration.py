"""What a similarity means in one build: is a hit nearer than quotes are to each other by chance?

A build notes how near random passages are. Questions are shorter than passages and lie further off, so the border stands
at their 0.95 quantile: of the seeds' judged questions one in sixty has its best hit below it, and of 400 questions about
nothing that the starter archive holds (XQuAD) four in five.
"""

from collections.abc import Mapping

__all__ = ["chance_similarity", "is_near", "spread"]

_MEDIAN, _NINETIETH, _NINETY_NINTH = 0, 1, 2
_SHARE = 0.35
"""Where the 0.95 quantile of a normal distribution lies between its 0.9 and its 0.99."""


def chance_similarity(background: Mapping[str, tuple[float, ...]], query_lang: str, quote_lang: str) -> float:
    """Give the similarity from which a hit is a match; -1 when the build knows no background for these languages."""
    quantiles = _quantiles(background, query_lang, quote_lang)
    if quantiles is None:
        return -1.0
    low, high = quantiles[_NINETIETH], quantiles[_NINETY_NINTH]
    return low + _SHARE * (high - low)


def spread(background: Mapping[str, tuple[float, ...]], query_lang: str, quote_lang: str) -> float:
    """Give how far the nearest tenth of unrelated texts begins above the median; 0 when nothing is known."""
    quantiles = _quantiles(background, query_lang, quote_lang)
    return quantiles[_NINETIETH] - quantiles[_MEDIAN] if quantiles else 0.0


def is_near(similarity: float, query_lang: str, quote_lang: str, background: Mapping[str, tuple[float, ...]]) -> bool:
    """Tell whether a similarity is beyond chance in this build."""
    return similarity >= chance_similarity(background, query_lang, quote_lang)


def _quantiles(
    background: Mapping[str, tuple[float, ...]], query_lang: str, quote_lang: str
) -> tuple[float, ...] | None:
    return background.get(f"{query_lang}-{quote_lang}" if query_lang == quote_lang else "ru-en")
