"""The tokenizer: the teacher's English word pieces as they are, and Russian pieces that keep й."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

UNKNOWN = "[UNK]"
SPECIAL = ("[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]")

# The teacher's normaliser strips accents, and to Unicode the breve of й is one. The letter is carried past that step
# as ҋ, which no Russian text holds and which does not decompose; ё still becomes е, as Russian readers expect.
_CARRIER = "ҋ"
_CYRILLIC = re.compile("[а-яёѐ-ӿ]")
# Scripts of neither language: their pieces only take up room.
_FOREIGN = re.compile("[\u0530-\u1fff\u2c00-\uabff\uac00-\ufaff\ufb00-\uffef]")
_UNUSED = re.compile(r"\[unused\d+\]")


def normaliser() -> normalizers.Normalizer:
    """The teacher's normaliser (clean, lower case, accents off) with й kept."""
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex("[йЙ]|[иИ]\u0306"), _CARRIER),
            normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True),
            normalizers.Replace(_CARRIER, "й"),
        ]
    )


def russian_pieces(texts: Iterable[str], size: int) -> list[str]:
    """Cyrillic word pieces of the texts, most useful first, `size` at most."""
    trained = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    trained.normalizer = normaliser()
    trained.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=3,
        limit_alphabet=300,
        special_tokens=list(SPECIAL),
        continuing_subword_prefix="##",
        show_progress=False,
    )
    trained.train_from_iterator(texts, trainer)
    by_id = sorted(trained.get_vocab().items(), key=lambda item: item[1])
    return [piece for piece, _ in by_id if _CYRILLIC.search(piece)]


def build(teacher_vocabulary: list[str], texts: Iterable[str], size: int) -> tuple[Tokenizer, list[int]]:
    """The bilingual tokenizer, and for each of its pieces the teacher's row (-1 for a new piece).

    Kept pieces stay in the teacher's order and come first, so an English text gives the same pieces as with the
    teacher's own tokenizer; only the numbers differ.
    """
    kept = [
        (row, piece)
        for row, piece in enumerate(teacher_vocabulary)
        if not _CYRILLIC.search(piece) and not _FOREIGN.search(piece) and not _UNUSED.fullmatch(piece)
    ]
    known = {piece for _, piece in kept}
    new = [piece for piece in russian_pieces(texts, size) if piece not in known]
    vocabulary = {piece: number for number, piece in enumerate([*(piece for _, piece in kept), *new])}
    return tokenizer(vocabulary), [row for row, _ in kept] + [-1] * len(new)


def extended(
    made: Tokenizer, origin: Sequence[int], stems: Iterable[str], least_cut: int = 1
) -> tuple[Tokenizer, list[int]]:
    """The same with further pieces: stems that it does not know, and cuts into `least_cut` pieces or more."""
    vocabulary = dict(sorted(made.get_vocab().items(), key=lambda item: item[1]))
    for stem in dict.fromkeys(stems):
        if stem not in vocabulary and len(made.encode(stem, add_special_tokens=False).ids) >= least_cut:
            vocabulary[stem] = len(vocabulary)
    return tokenizer(vocabulary), [*origin, *[-1] * (len(vocabulary) - len(origin))]


def tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    """A WordPiece tokenizer over the vocabulary that frames each text by [CLS] and [SEP]."""
    made = Tokenizer(models.WordPiece(vocab=vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=100))
    made.normalizer = normaliser()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.add_special_tokens(list(SPECIAL))
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    )
    return made


def save(made: Tokenizer, origin: list[int], folder: Path) -> None:
    """Write tokenizer.json and origin.json (the teacher's row of each piece) into the folder."""
    made.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "origin.json").write_text(json.dumps(origin), encoding="utf8")


def load(folder: Path) -> tuple[Tokenizer, list[int]]:
    """What `save` wrote."""
    return Tokenizer.from_file(str(folder / "tokenizer.json")), json.loads((folder / "origin.json").read_text("utf8"))
