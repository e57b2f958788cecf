"""The index beside txtai, Chroma and LanceDB: the same vectors, the same questions, one run.

    python -m venv build/peers && build/peers/bin/pip install txtai chromadb lancedb
    python benchmarks/peers.py --peers build/peers/bin/python --sizes 100000

Each engine runs in a process of its own, with the settings that its own documentation starts from. All get finished
vectors, so no model is in the figures; ours writes, checks and publishes a whole build. CPU time counts all threads of the
process; seconds are what one waits.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ENGINES = ["quote-archive", "txtai", "chroma", "lancedb", "lancedb refined"]
_BATCH = 5000


def ours(vectors, folder):
    """This project: one build from vectors to publication."""
    from index import publishing
    from index.assembling import Material, assemble
    from index.manifest import ModelFacts, Work
    from index.passage_table import PassageTable
    from index.progress import Clock

    numbers = np.arange(len(vectors), dtype=np.int64)
    table = PassageTable(numbers + 1, numbers * 0, numbers * 0 + 1, numbers % 2)
    model = ModelFacts("given", "1", "float32", vectors.shape[1], 256, {})
    material = Material("0", model, table, vectors.astype(np.float16), Work(0, 0, 0, {}), centre=False)
    with publishing.locked(folder):
        build = assemble(folder, material, Clock(None, None))
    return lambda query: [hit.quote_number - 1 for hit in build.search(query, 10)]


def txtai(vectors, folder):
    """Its default: FAISS behind an id map, vectors handed in from outside."""
    from txtai.embeddings import Embeddings

    embeddings = Embeddings(method="external", transform=lambda rows: np.asarray(rows, np.float32))
    embeddings.index((number, vector, None) for number, vector in enumerate(vectors))
    embeddings.save(str(folder / "txtai"))
    return lambda query: [int(number) for number, _ in embeddings.search(query, 10)]


def chroma(vectors, folder):
    """Its default: a persistent collection with HNSW, cosine space."""
    import chromadb

    client = chromadb.PersistentClient(str(folder))
    collection = client.create_collection("passages", metadata={"hnsw:space": "cosine"}, embedding_function=None)
    for at in range(0, len(vectors), _BATCH):
        block = vectors[at : at + _BATCH]
        collection.add(ids=[str(number) for number in range(at, at + len(block))], embeddings=block)
    return lambda query: [int(one) for one in collection.query(query_embeddings=[query], n_results=10)["ids"][0]]


def lancedb(vectors, folder, refine=None):
    """Its default index, IVF_PQ by cosine; `refine` re-ranks as its documentation advises for more recall."""
    import lancedb as lance
    import pyarrow as pa

    flat = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1])
    table = lance.connect(str(folder)).create_table(
        "passages", pa.table({"id": np.arange(len(vectors)), "vector": flat})
    )
    table.create_index(metric="cosine", vector_column_name="vector")

    def search(query):
        asked = table.search(query).distance_type("cosine").select(["id"]).limit(10)
        return (asked.refine_factor(refine) if refine else asked).to_arrow()["id"].to_pylist()

    return search


MAKERS = {
    "quote-archive": ours, "txtai": txtai, "chroma": chroma, "lancedb": lancedb,
    "lancedb refined": lambda vectors, folder: lancedb(vectors, folder, refine=10),
}  # fmt: skip


def child(engine, folder, answer):
    """Index and search with one engine, and write down what it took."""
    vectors, asked = np.load(folder / "vectors.npy"), np.load(folder / "asked.npy")
    place = folder / engine.replace(" ", "-")
    place.mkdir()
    began, used = time.perf_counter(), time.process_time()
    search = MAKERS[engine](vectors, place)
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    for query in asked[:10]:
        search(query)
    walls, cpus, found = [], [], []
    for query in asked:
        began, used = time.perf_counter(), time.process_time()
        found.append(search(query))
        walls.append(time.perf_counter() - began)
        cpus.append(time.process_time() - used)
    disk = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    figures = {"wall": wall, "cpu": cpu, "disk": disk, "found": found,
               "query wall": float(np.median(walls)), "query cpu": float(np.mean(cpus))}  # fmt: skip
    answer.write_text(json.dumps(figures), encoding="utf-8")


def measured(engine, python, folder):
    """Run one engine in its own process."""
    answer = folder / "answer.json"
    answer.unlink(missing_ok=True)
    command = [python, __file__, "--child", engine, "--folder", str(folder), "--answer", str(answer)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{engine}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return json.loads(answer.read_text(encoding="utf-8"))


def compared(size, real, peers, engines):
    """Measure every engine at one size, as rows with ratios to ours."""
    from growing import grown, questions

    from index.recall import exact_neighbours

    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vectors, asked = grown(real, size), questions(real, 200)
        truth = exact_neighbours(vectors, asked, 10)
        np.save(folder / "vectors.npy", vectors)
        np.save(folder / "asked.npy", asked)
        own = None
        for engine in engines:
            figures = measured(engine, sys.executable if engine == "quote-archive" else peers, folder)
            if figures is None:
                continue
            own = own or figures
            hits = sum(len(np.intersect1d(one, wanted)) for one, wanted in zip(figures["found"], truth, strict=True))
            rows.append({
                "passages": f"{size:,}", "engine": engine, "recall@10": f"{hits / truth.size:.3f}",
                "index s": f"{figures['wall']:.1f}", "index CPU s": f"{figures['cpu']:.1f}",
                "passages a CPU second": f"{size / figures['cpu']:,.0f}", "index time, ours = 1": f"{figures['cpu'] / own['cpu']:.2f}",
                "query ms": f"{1e3 * figures['query wall']:.2f}", "query CPU ms": f"{1e3 * figures['query cpu']:.2f}",
                "query time, ours = 1": f"{figures['query cpu'] / own['query cpu']:.1f}", "disk MB": f"{figures['disk'] / 1e6:.0f}",
            })  # fmt: skip
            print(rows[-1], file=sys.stderr, flush=True)
    return rows


def main():
    """Compare at each size; with --child, be one of the engines."""
    if "--child" in sys.argv:
        parser = argparse.ArgumentParser()
        for option in ("--child", "--folder", "--answer"):
            parser.add_argument(option)
        given = parser.parse_args()
        child(given.child, Path(given.folder), Path(given.answer))
        return
    from growing import arguments, real_vectors, table

    parser = arguments(__doc__.splitlines()[0], [10_000, 100_000])
    parser.add_argument(
        "--peers", default=sys.executable, help="the Python of an environment with txtai, chromadb and lancedb"
    )
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES, help="which to measure, ours first")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, {len(os.sched_getaffinity(0))} allowed, load {os.getloadavg()[0]:.1f}\n")
    real = real_vectors(given.home, given.vectors)
    table([row for size in given.sizes for row in compared(size, real, given.peers, given.engines)])


if __name__ == "__main__":
    main()
