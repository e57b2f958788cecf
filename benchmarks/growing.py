"""Real vectors, grown to any number: what the other scripts of this folder measure on.

The vectors of an archive's passages are real. To have more of them than there are texts, each further one is a real
vector moved by half the difference of two others and made a unit vector again: the copies then spread as the model's
vectors do, along the directions in which texts differ, and lie about as far from their origin (a cosine near 0.85) as
one sentence from another on the same matter. Independent noise would be easier on an index, and a thousand equal copies
harder, than texts are.
"""

import argparse
from pathlib import Path

import numpy as np

from archive import Archive
from index.building import rebuild_with
from index.embedding import load_embedder

_SEED = 11
_BLOCK = 50_000


def real_vectors(home, texts_file=None):
    """Vectors of every passage of the archive in `home`, float32; its index is brought up to date first."""
    if texts_file:
        return np.load(texts_file).astype(np.float32)
    with Archive.open(home) as archive:
        if not archive.count():
            archive.add(Path(__file__).parent.parent / "seeds" / "quotes.jsonl")
        build = rebuild_with(archive, load_embedder())
    return np.array(build.store.vectors(range(build.manifest.passages)))


def grown(real, many):
    """`many` unit vectors, float32, shape (many, dimension): the real ones first, then grown ones."""
    chance = np.random.default_rng(_SEED)
    vectors = np.empty((many, real.shape[1]), np.float32)
    vectors[: len(real)] = real[:many]
    for at in range(min(len(real), many), many, _BLOCK):
        size = min(_BLOCK, many - at)
        one, left, right = chance.integers(0, len(real), (3, size))
        moved = real[one] + 0.5 * (real[left] - real[right])
        vectors[at : at + size] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return vectors


def questions(real, many):
    """Unit vectors of questions, float32: real vectors moved like grown ones, by draws that no grown vector uses."""
    chance = np.random.default_rng(_SEED + 1)
    one, left, right = chance.integers(0, len(real), (3, many))
    moved = real[one] + 0.5 * (real[left] - real[right])
    return (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)


def arguments(description, sizes):
    """The options that every script has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--home", default="build/benchmark-home", help="archive whose vectors are grown; the seeds if new"
    )
    parser.add_argument("--vectors", help="an .npy file of real vectors, instead of an archive")
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="numbers of passages to measure at")
    return parser


def table(rows):
    """Print dictionaries as a Markdown table."""
    names = list(rows[0])
    print("| " + " | ".join(names) + " |")
    print("| " + " | ".join("---" for _ in names) + " |")
    for row in rows:
        print("| " + " | ".join(str(row.get(name, "")) for name in names) + " |", flush=True)
