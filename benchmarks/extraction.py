"""How fast extraction reads, whether its work grows in line with the text, and how much memory it takes.

    python benchmarks/extraction.py [FILE.jsonl …]

FILE holds articles as JSON Lines with "text" and "lang"; without one the annotated articles in seeds/ are
read, many times over. Figures are processor seconds of this process, one thread, so that a busy machine
does not spoil them; growth is the ratio of two runs side by side, 2.0 being exactly linear.
"""

import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import psutil

from archive.extraction import extract

SEEDS = Path(__file__).parent.parent / "seeds" / "extraction.jsonl"
LENGTH = 400_000
"""Characters read per language."""


def seconds(texts, lang):
    """Processor seconds that extraction from all texts takes."""
    start = time.process_time()
    for text in texts:
        extract(text, lang)
    return time.process_time() - start


def megabytes():
    """Resident memory of this process."""
    return psutil.Process().memory_info().rss / 1e6


def read(paths):
    """Texts by language."""
    texts = defaultdict(list)
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            texts[record["lang"]].append(record["text"])
    return texts


def enough(texts):
    """The texts, over and over, up to LENGTH characters."""
    chosen, length = [], 0
    while length < LENGTH:
        text = texts[len(chosen) % len(texts)]
        chosen.append(text)
        length += len(text)
    return chosen


def growth(lang, name, small):
    """Print how much longer twice the text takes."""
    one, two = seconds([small], lang), seconds([small * 2], lang)
    print(f"{lang}  {name:<28} {len(small):>9} chars {one:>7.2f} s   twice: {two / max(one, 1e-3):>5.2f} x")


def main():
    """Print every figure."""
    texts = read(sys.argv[1:] or [SEEDS])
    for lang, sample in sorted(texts.items()):
        before = megabytes()
        first = seconds(sample[:1], lang)
        chosen = enough(sample)
        taken = seconds(chosen, lang)
        print(
            f"{lang}  speed {sum(map(len, chosen)) / taken:>10.0f} chars/s   first article {first:.1f} s (models load)"
        )
        article = "\n\n".join(chosen)
        growth(lang, "one article of half a MB", (article * 3)[:500_000])
        for mark in "«\"'”—":
            growth(lang, f"5 000 times {mark} without a partner", f"{mark} слово said сказал " * 5000)
        growth(lang, "5 000 clauses in one line", ("сказал, что " if lang == "ru" else "said that ") * 5000)
        print(f"{lang}  memory {before:.0f} MB before, {megabytes():.0f} MB after\n")


if __name__ == "__main__":
    main()
