"""Case forms of Russian names, undone: «Путиным», «Толстого», «Камю» to what may stand in a list of speakers.

Every nominative that an ending allows is given; the list of speakers says which of them is a name.
"""

from archive.text import fold

__all__ = ["nominatives"]

# Ending as it stands in the question, and the endings of nominatives that it may come from.
_ENDINGS = {
    "ого": ("ий", "ый", "ой"), "его": ("ий",), "ому": ("ий", "ый", "ой"), "ему": ("ий",),
    "ыми": ("ый", "ой", "ые"), "ими": ("ий", "ие"), "ым": ("", "ый", "ой"), "им": ("", "ий"), "ом": ("", "ий", "ый", "ой", "о"),
    "ем": ("", "ь", "й", "ий"), "ей": ("а", "я", "ь"), "ой": ("а", "ая"), "ою": ("а", "ая"), "ую": ("ая",), "юю": ("яя",),
    "ых": ("ый", "ой", "ые"), "их": ("ий", "ие"), "ы": ("", "а"), "и": ("", "а", "я", "ь", "й", "ия"), "а": ("", "о"),
    "я": ("ь", "й"), "у": ("", "а", "о"), "ю": ("ь", "й", "я"), "е": ("", "а", "я", "ь", "й", "о"), "ами": ("ы",), "ам": ("ы",), "ях": ("и",),
    "ия": ("ий", "ия"), "ию": ("ий", "ия"), "ии": ("ий", "ия"), "ием": ("ий",), "ва": ("ев",), "ьва": ("ев",), "ла": ("ел",), "ца": ("ец",),
    "ьву": ("ев",), "ьвом": ("ев",), "ьве": ("ев",), "вла": ("вел",), "влу": ("вел",), "влом": ("вел",), "вле": ("вел",),
}  # fmt: skip
_LEAST_STEM = 2


def nominatives(word: str) -> tuple[str, ...]:
    """Give a folded word and every nominative it may be a case form of; the word itself comes first."""
    found = [word]
    for length in (3, 2, 1):
        stem = word[:-length]
        if len(stem) >= (_LEAST_STEM if length < 3 else 1):
            found += [stem + ending for ending in _ENDINGS.get(word[-length:], ())]
    return tuple(dict.fromkeys(fold(one) for one in found))
