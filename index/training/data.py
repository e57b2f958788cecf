"""Training pairs: read, filtered by licence, cleaned, cut loose from every evaluation sentence."""

import csv
import lzma
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.errors import EvaluationError

LICENCES = ("public-domain", "open", "share-alike")

# How often a pair of a source is seen in one pass. Manuals and scripture are many and alike; everyday speech, captions,
# encyclopaedia and quote-like rows are few and nearest to what people search for.
WEIGHTS = {
    "php-manual": 0.25,
    "bible-synodal-kjv": 0.25,
    "bible-synodal-web": 0.4,
    "quran": 0.5,
    "tatoeba-opusmt": 2.5,
    "tatoeba-lexus-val": 2.5,
    "stsb-train": 4.0,
    "mlqe-pe-train": 4.0,
    "mt-geneval": 4.0,
    "cocoa-mt": 3.0,
    "nlu-intents-train": 1.5,
    "opensource-guide": 2.0,
    "hf-course": 1.5,
    "mozilla-legal": 2.0,
    "morevna-subtitles": 2.0,
    "privacyguides": 1.5,
    "yii2-guide": 0.5,
    "ms-azd": 0.4,
    "nginx-docs": 0.5,
    "electron-docs": 0.5,
    "dict-eng-rus": 0.6,
    "rimworld-ru": 0.5,
    "project-zomboid": 0.5,
    "ruby-lang": 0.5,
}
_QUESTIONS = 2.0  # a question is seen so many times oftener: people ask, books tell

PASSAGES = "passages"

_CYRILLIC = re.compile("[а-яёА-ЯЁ]")
_LATIN = re.compile("[A-Za-z]")
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in both languages and the label of the source it comes from."""

    en: str
    ru: str
    source: str


@contextmanager
def _readable(path: Path, what: str) -> Iterator[None]:
    """Tell in words what is no text, no archive, or lacks a column."""
    try:
        yield
    except (UnicodeDecodeError, lzma.LZMAError, EOFError, KeyError) as error:
        raise EvaluationError(f"{path} is not {what}: {error!r}.") from error


def licence_classes(sources: Path) -> dict[str, str]:
    """Source label to licence class, from the table that lies beside the pairs."""
    with (
        _readable(sources, "a table with the columns source and license_class"),
        sources.open(encoding="utf8", newline="") as lines,
    ):
        return {
            row["source"]: row["license_class"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


def read_pairs(path: Path, classes: dict[str, str], allowed: Iterable[str] = LICENCES) -> Iterator[Pair]:
    """Pairs of the allowed licence classes, in the order of the file (books stay in their order)."""
    wanted = {source for source, licence in classes.items() if licence in set(allowed)}
    with (
        _readable(path, "a list of pairs in UTF-8"),
        lzma.open(path, "rt", encoding="utf8") if path.suffix == ".xz" else path.open(encoding="utf8") as lines,
    ):
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[2] in wanted:
                yield Pair(*fields)


def key(text: str) -> str:
    """A sentence without case, punctuation and spaces: equal keys count as the same sentence."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold().replace("ё", "е"))


def evaluation_keys(folder: Path) -> set[str]:
    """Keys of every sentence or cell in the evaluation folder, whatever the file's format."""
    if not folder.is_dir():
        raise EvaluationError(
            f"No evaluation folder at {folder}: give the folder that holds the sets to stay away from."
        )
    keys: set[str] = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".tsv", ".csv", ".json", ".jsonl"}:
            keys.update(key(text) for text in _texts(path))
    return {one for one in keys if len(one) > 3}


def _texts(path: Path) -> Iterator[str]:
    content = path.read_text(encoding="utf8")
    if path.suffix in {".json", ".jsonl"}:
        # Strings of the document, whole and cut into sentences: enough to recognise a row that equals one of them.
        for found in re.finditer(r'"((?:[^"\\]|\\.)*)"', content):
            text = found[1].encode().decode("unicode_escape") if "\\u" in found[1] else found[1]
            yield text
            yield from re.split(r"(?<=[.!?])\s+", text)
        return
    rows = csv.reader(
        content.splitlines(),
        delimiter="," if path.suffix == ".csv" else "\t",
        quoting=csv.QUOTE_MINIMAL if path.suffix == ".csv" else csv.QUOTE_NONE,
    )
    for row in rows:
        yield from row


def clean(pairs: Iterable[Pair], held_out: set[str]) -> list[Pair]:
    """Pairs worth learning from: both scripts right, lengths alike, seen once, no side held out for evaluation."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for pair in pairs:
        keys = key(pair.en), key(pair.ru)
        if keys in seen or keys[0] in held_out or keys[1] in held_out or not _fits(pair):
            continue
        seen.add(keys)
        kept.append(pair)
    return kept


def _fits(pair: Pair) -> bool:
    en, ru = len(pair.en), len(pair.ru)
    letters = len(_CYRILLIC.findall(pair.ru))
    return (
        min(en, ru) >= 2
        and max(en, ru) <= 1200
        and max(en, ru) <= 12 + 2.5 * min(en, ru)
        and bool(_LATIN.search(pair.en))
        and 2 * letters >= ru * 0.6
        and len(_CYRILLIC.findall(pair.en)) * 5 <= en
    )


def thinned(pairs: Sequence[Pair], seed: int = 0) -> list[Pair]:
    """The pairs without the surplus of the sources whose weight is below one."""
    chance = random.Random(seed)
    return [pair for pair in pairs if chance.random() < WEIGHTS.get(pair.source, 1.0)]


def weight(source: str) -> float:
    """How often a pair of the training list is seen in one pass by its source; what is below one was thinned before."""
    return max(1.0, WEIGHTS.get(source, 1.0))


def times(pair: Pair) -> float:
    """How often a pair of the training list is seen in one pass."""
    return weight(pair.source) * (_QUESTIONS if pair.en.rstrip().endswith("?") else 1.0)


def passages(pairs: Sequence[Pair], count: int, seed: int = 0, longest: int = 900) -> list[Pair]:
    """`count` passages, each two to five rows of one source joined, so that the model learns to read at length.

    The rows of the published list are shuffled, so neighbours in a book are not to be had.
    """
    chance = random.Random(seed)
    by_source: dict[str, list[Pair]] = {}
    for pair in pairs:
        if len(pair.ru) > 40:
            by_source.setdefault(pair.source, []).append(pair)
    names = sorted(name for name in by_source if len(by_source[name]) > 100)
    weights = [len(by_source[name]) * WEIGHTS.get(name, 1.0) for name in names]
    joined: list[Pair] = []
    while len(joined) < count:
        name = chance.choices(names, weights)[0]
        group = chance.sample(by_source[name], chance.choice((2, 2, 3, 3, 4, 5)))
        en, ru = " ".join(pair.en for pair in group), " ".join(pair.ru for pair in group)
        if max(len(en), len(ru)) <= longest:
            joined.append(Pair(en, ru, PASSAGES))
    return joined


def write(pairs: Iterable[Pair], path: Path) -> None:
    """Store pairs as three tab-separated columns."""
    with path.open("w", encoding="utf8") as out:
        out.writelines(f"{pair.en}\t{pair.ru}\t{pair.source}\n" for pair in pairs)


def read(path: Path) -> list[Pair]:
    """What `write` stored."""
    with path.open(encoding="utf8") as lines:
        return [Pair(*line.rstrip("\n").split("\t")) for line in lines]
