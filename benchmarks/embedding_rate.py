"""Passages embedded a second: our embedders beside plain `SentenceTransformer.encode`, on the same texts in one run.

    python benchmarks/embedding_rate.py                             # the bundled model alone
    python benchmarks/embedding_rate.py --model FOLDER_OR_NAME      # beside a sentence-transformers model

The texts are the seed quotations, in the order they stand. Each way is run once to warm up and then three times; the
quickest counts, in seconds that one waits and in CPU seconds.
"""

import argparse
import json
import os
import time
from pathlib import Path

from growing import table

from index.embedding import load_embedder

SEEDS = Path(__file__).parent.parent / "seeds" / "quotes.jsonl"


def timed(name, embed, texts, rows):
    """Embed the texts, and note the rate and its ratio to the first way."""
    embed(texts[:64])
    runs = []
    for _ in range(3):
        began, used = time.perf_counter(), time.process_time()
        embed(texts)
        runs.append((time.perf_counter() - began, time.process_time() - used))
    wall, cpu = min(one for one, _ in runs), min(other for _, other in runs)
    first = rows[0]["cpu"] if rows else cpu
    rows.append({
        "way": name, "passages a second": f"{len(texts) / wall:.0f}", "passages a CPU second": f"{len(texts) / cpu:.0f}",
        "times the first": f"{first / cpu:.2f}", "cpu": cpu,
    })  # fmt: skip


def main():
    """Measure each way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", help="a sentence-transformers model on this machine")
    parser.add_argument("--texts", type=int, default=350, help="how many texts to embed")
    given = parser.parse_args()
    texts = [json.loads(line)["text"] for line in SEEDS.read_text(encoding="utf-8").splitlines()][: given.texts]
    rows = []
    print(f"{os.cpu_count()} cores, {len(os.sched_getaffinity(0))} allowed, load {os.getloadavg()[0]:.1f}\n")
    if given.model:
        import torch
        from sentence_transformers import SentenceTransformer

        # Weights that are kept as float16 would be several times slower on a CPU, which is not the point here.
        plain = SentenceTransformer(given.model, local_files_only=True, model_kwargs={"dtype": torch.float32})
        timed("SentenceTransformer.encode", lambda some: plain.encode(some, show_progress_bar=False), texts, rows)
        timed("the same model through this project", load_embedder(given.model).embed_passages, texts, rows)
    timed("the bundled model", load_embedder().embed_passages, texts, rows)
    table([{name: value for name, value in row.items() if name != "cpu"} for row in rows])


if __name__ == "__main__":
    main()
