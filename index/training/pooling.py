"""Which word pieces a text's vector is the mean of: those that say something.

The teacher's mean takes in [CLS], [SEP] and the marks of punctuation, which say more of a text's length and kind (a question
mark, a full stop) than of what it is about: a question and the sentence that answers it differ in just these. Left out of
the mean, though the layers still read them, MRR on XQuAD-R rose with the very same weights (float32, answer sentences): en-en
.798 to .805 without the two, .810 without the marks too; en-ru .703, .716, .728; ru-en .695, .706, .715; ru-ru .738, .749,
.751. A little of the layers below the last (`network.LAST_LAYERS`), which are nearer to the words, brought .820, .738, .724, .763;
the STS benchmark and Tatoeba did not fall on average (.828, .763, .777; .938). Marks that say something (%, #, &) count, which cost .001.

Lost: pieces weighted by a / (a + frequency) (SIF, Arora et al. 2017), .001 to .003 more but a weight to keep for every piece; the
common direction taken away, nothing; a quarter of the fifth layer or half of it, STS falls; Russian endings counted half, nothing.
"""

import unicodedata

import numpy as np
from tokenizers import Tokenizer

__all__ = ["counted"]

_FRAME = frozenset({"[PAD]", "[CLS]", "[SEP]", "[MASK]"})
_SAYING = frozenset("%‰#&@§")
"""Marks that Unicode counts as punctuation and that say something all the same: "C#", "5 %"."""


def counted(tokenizer: Tokenizer) -> np.ndarray:
    """Whether each piece counts in the mean, boolean, shape (pieces,): not the frame of a text, nor punctuation."""
    found = np.ones(tokenizer.get_vocab_size(), bool)
    for piece, number in tokenizer.get_vocab().items():
        found[number] = piece not in _FRAME and not _is_punctuation(piece.removeprefix("##"))
    return found


def _is_punctuation(piece: str) -> bool:
    return all(unicodedata.category(sign)[0] == "P" and sign not in _SAYING for sign in piece)
