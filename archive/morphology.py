"""The Russian dictionary, read once for whoever asks: search, extraction and the training's lexicon."""

from functools import cache
from typing import Any

__all__ = ["morphology"]


@cache
def morphology() -> Any:
    """The pymorphy3 analyzer of this process."""
    import pymorphy3  # noqa: PLC0415  a tenth of a second that a question in English does not need

    return pymorphy3.MorphAnalyzer(lang="ru")
