"""Rebuilds of a whole archive: the first, one with nothing new, one with a hundredth new, one with deletions.

    python benchmarks/rebuild_archive.py --sizes 100000

The texts are pairs of seed quotations put together at random, so that each is another; their embeddings are put into
the cache beforehand (grown vectors), since what is measured is everything but the model. The thousand that are added later
are embedded by the bundled model.
"""

import itertools
import json
import os
import random
import tempfile
import time
from pathlib import Path

from growing import arguments, grown, real_vectors, table

from archive import Archive
from index.building import rebuild_with
from index.cache import EmbeddingCache, digest
from index.embedding import load_embedder
from index.manifest import ModelFacts

SEEDS = Path(__file__).parent.parent / "seeds" / "quotes.jsonl"


def pairs(many):
    """Different texts, each of two seed quotations: nine of ten short, as quotes are, one of ten of any length."""
    seeds = [json.loads(line)["text"] for line in SEEDS.read_text(encoding="utf-8").splitlines()]
    short = endless([text for text in seeds if len(text) <= 100])
    every = endless(seeds)
    found = {}
    while len(found) < many:
        found[next(every if len(found) % 10 == 0 else short)] = None
    return list(found)


def endless(texts):
    """Pairs of these texts without end, in a mixed order, numbered from the second round on."""
    both = list(itertools.permutations(texts, 2))
    random.Random(5).shuffle(both)
    for turn in itertools.count():
        yield from (f"{one} {other} ({turn})" if turn else f"{one} {other}" for one, other in both)


def added(archive, folder, texts):
    """Add texts as a list; give the seconds."""
    path = folder / "list.jsonl"
    path.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts), encoding="utf-8")
    began = time.perf_counter()
    archive.add(path)
    return time.perf_counter() - began


def timed(what, archive, embedder, rows, **options):
    """Rebuild, and note what it did and took."""
    began, used = time.perf_counter(), time.process_time()
    build = rebuild_with(archive, embedder, **options)
    total, used = time.perf_counter() - began, time.process_time() - used
    seconds = build.manifest.work.seconds if "nothing" not in what else {}
    rows.append({
        "rebuild": what, "passages": f"{build.manifest.passages:,}", "embedded": build.manifest.work.embedded if seconds else 0,
        "seconds": f"{total:.1f}", "CPU seconds": f"{used:.1f}", "of them embedding": f"{seconds.get('embedding', 0):.1f}",
        "stages": ", ".join(f"{name} {value:.1f}" for name, value in seconds.items()) or "-",
        "index": build.manifest.index.factory, "recall@10": build.manifest.index.recall_at_10,
    })  # fmt: skip
    print(rows[-1], flush=True)
    return build


def main():
    """Measure each size."""
    given = arguments(__doc__.splitlines()[0], [100_000]).parse_args()
    real, embedder, rows = real_vectors(given.home, given.vectors), load_embedder(), []
    print(f"{os.cpu_count()} cores, {len(os.sched_getaffinity(0))} allowed, load {os.getloadavg()[0]:.1f}\n")
    for size in given.sizes:
        texts = pairs(size + 1000)
        with tempfile.TemporaryDirectory() as name, Archive.open(Path(name) / "home") as archive:
            print(f"add: {size:,} quotes in {added(archive, Path(name), texts[:size]):.1f} s", flush=True)
            vectors = grown(real, size)
            with EmbeddingCache.open(archive.home, ModelFacts.of(embedder)) as cache:
                began = time.perf_counter()
                for at in range(0, size, 1024):
                    some = texts[at : min(at + 1024, size)]
                    cache.keep([digest(text) for text in some], embedder.count_pieces(some), vectors[at : at + 1024])
                print(f"cache: {size:,} embeddings kept in {time.perf_counter() - began:.1f} s", flush=True)
            del vectors
            for file in ("archive.db", "embeddings.db"):
                print(f"{file}: {(archive.home / file).stat().st_size / size:.0f} bytes a quote", flush=True)
            timed("first, from cached embeddings", archive, embedder, rows)
            timed("nothing new", archive, embedder, rows)
            timed("afresh, every embedding known", archive, embedder, rows, afresh=True)
            added(archive, Path(name), texts[size:])
            timed("1 000 new", archive, embedder, rows)
            gone = [quote.id for quote in itertools.islice(archive.quotes(), 1000)]
            archive.remove(*gone)
            timed("1 000 deleted", archive, embedder, rows)
    table(rows)


if __name__ == "__main__":
    main()
