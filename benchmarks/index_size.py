"""Index by size: seconds to build, bytes, latency, memory and recall, each beside exact search in the same run.

    python benchmarks/index_size.py --sizes 10000 100000 1000000

Latency is of one question at a time, in CPU time of the process (all its threads), so that a busy machine does not
change the figures; on one idle core it is the time one waits. Memory is that of a fresh process: what mapping the index
and 200 searches add to it. Recall@10 is against exact search in float32 on questions that the build never saw.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import faiss
import numpy as np
from growing import arguments, grown, questions, real_vectors, table

from index.faiss_vectors import Effort, FaissVectors, IndexPlan, plan_index
from index.recall import calibrate, exact_neighbours

FLAT = IndexPlan("Flat", 0, (Effort(),))
_READER = """
import json, os, sys, time
import numpy as np, psutil
from pathlib import Path
from index.faiss_vectors import Effort, FaissVectors, IndexPlan
path, factory, lists, effort, asked = json.loads(sys.argv[1])
queries = np.load(asked)
before = psutil.Process().memory_info()
began = time.process_time()
store = FaissVectors.open(Path(path), IndexPlan(factory, lists, (Effort(*effort),)), Effort(*effort))
store.search(queries[0], 10)
first = time.process_time() - began
took = []
for query in queries:
    began = time.process_time()
    store.search(query, 10)
    took.append(time.process_time() - began)
filtered = {}
for share in (0.001, 0.01, 0.1, 0.5):
    rows = np.sort(np.random.default_rng(3).choice(store.size, max(int(store.size * share), 1), replace=False))
    times = []
    for query in queries[:50]:
        began = time.process_time()
        store.search(query, 10, rows)
        times.append(time.process_time() - began)
    filtered[share] = float(np.median(times))
after = psutil.Process().memory_info()
print(json.dumps({"first": first, "median": float(np.median(took)), "p95": float(np.quantile(took, .95)),
                  "rss": after.rss - before.rss, "filtered": filtered}))
"""


def read(path, plan, effort, asked):
    """Search in a fresh process, and give its figures."""
    given = json.dumps([str(path), plan.factory, plan.lists, [effort.lists, effort.candidates], str(asked)])
    done = subprocess.run([sys.executable, "-c", _READER, given], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def measure(vectors, asked, plan, folder):
    """Build, write and search one index."""
    began = time.process_time()
    store = FaissVectors.build(vectors, plan)
    trained = time.process_time() - began
    measured = calibrate(store, vectors)
    path = folder / f"{plan.factory.replace(',', '-')}.faiss"
    store.write(path)
    total = time.process_time() - began
    np.save(folder / "asked.npy", asked)
    figures = read(path, plan, store.effort, folder / "asked.npy")
    found = [store.search(query, 10).rows for query in asked]
    size = path.stat().st_size
    path.unlink()
    return store.effort, trained, total, measured, figures, found, size


def plans_for(size, dimension):
    """Exact search first, then the index that the rule chooses, beside inverted lists where these begin to pay."""
    chosen = plan_index(size, dimension)
    if chosen.is_exact:
        return [FLAT]
    many = size >= 1_000_000 and chosen.lists == 1
    return [FLAT, chosen, plan_index(2 * size, dimension)] if many else [FLAT, chosen]


def main():
    """Measure each size, the chosen index beside the exact one."""
    options = arguments(__doc__.splitlines()[0], [10_000, 100_000])
    given = options.parse_args()
    real = real_vectors(given.home, given.vectors)
    print(f"{os.cpu_count()} cores, {len(os.sched_getaffinity(0))} allowed, {faiss.omp_get_max_threads()} FAISS threads, "
          f"faiss {faiss.__version__}, {len(real)} real vectors of {real.shape[1]} numbers\n")  # fmt: skip
    rows = []
    for size in given.sizes:
        vectors, asked = grown(real, size), questions(real, 200)
        truth = exact_neighbours(vectors, asked, 10)
        plans = plans_for(*vectors.shape)
        slow = None
        with tempfile.TemporaryDirectory() as folder:
            for plan in plans:
                effort, trained, total, measured, figures, found, written = measure(vectors, asked, plan, Path(folder))
                slow = slow or figures["median"]
                hits = sum(len(np.intersect1d(one, wanted)) for one, wanted in zip(found, truth, strict=True))
                rows.append({
                    "passages": f"{size:,}", "index": plan.factory, "nprobe, k_factor": f"{effort.lists}, {effort.candidates}",
                    "recall@10 (at build)": f"{hits / truth.size:.4f} ({measured.recall:.4f})",
                    "build s (with measuring)": f"{trained:.1f} ({total:.1f})", "file MB": f"{written / 1e6:.0f}",
                    "memory MB": f"{figures['rss'] / 1e6:.0f}", "open and first ms": f"{1e3 * figures['first']:.1f}",
                    "median ms": f"{1e3 * figures['median']:.2f}", "p95 ms": f"{1e3 * figures['p95']:.2f}",
                    "times faster than Flat": f"{slow / figures['median']:.1f}",
                    "median ms with 0.1, 1, 10, 50 % allowed": ", ".join(f"{1e3 * one:.1f}" for one in figures["filtered"].values()),
                })  # fmt: skip
                print(rows[-1], file=sys.stderr, flush=True)
    table(rows)


if __name__ == "__main__":
    main()
