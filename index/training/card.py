"""The model card: what the model learned from, how, how good it is and where it is not."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from index.evaluation.model import Figure
from index.training import data

_HEAD = """---
license: mit
language: [ru, en]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
---

# quote-archive-bilingual

A small sentence-embedding model for Russian and English: a text of either language becomes a vector of 384 numbers and
length one, and texts that mean the same lie near each other whatever their language. It was made for this project from
[all-MiniLM-L6-v2](https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2) (Apache-2.0) and is the archive's default.

- six layers, 384 wide, {pieces} word pieces ({new} of them Russian), reads up to 256 pieces, lower-cases, takes ё for е
  and keeps й; no prompts
- `model.onnx` runs on onnxruntime alone, in eight bits, pooling and normalising included
- `SentenceTransformer("index/model", trust_remote_code=True)` loads it too; the library wants that word before it
  imports a class that is not its own (`index.onnx_module.OnnxEncoder`)
"""

_RECIPE = """
## How it was made

`python -m index.training` runs the whole of it again, with fixed seeds.

1. Word pieces are learned from the Russian sides and appended to the teacher's vocabulary, which loses the pieces
   in scripts of other languages. English texts give exactly the teacher's pieces.
2. IBM Model 1 with a preference for the diagonal aligns the pieces of {pairs} pairs; a new piece starts as the mean of
   the six English pieces that it aligns with best.
3. The student's vector of the Russian side is drawn to the teacher's vector of the English side (3 (1 - cosine)), its
   similarities to 4096 other sentences to the teacher's (divergence of softmaxes, scale 20), and each target has to find its
   own text in the batch. Every fourth batch is English, so that this side stays where the teacher is. The new rows and the
   whole body learn together (Adam, 1.5e-3 and 2.5e-4, half a cosine down), in bfloat16; pairs far worse than their batch count for
   nothing. {steps} steps, {seen} Russian texts seen, {minutes} minutes of training. What is kept is a running average of the weights.
4. Matrices and table are stored in eight bits, one scale a row; values are rounded with one scale for each word piece as the model
   runs, so a text has the same vector in any batch. Outliers are smoothed into the matrices first.

## What it learned from

Pairs of sentences of these licence classes: {classes}. Rows that equal a sentence of an evaluation set were dropped. Counts are pairs in the training list; 'times' is how
often one is seen in a pass.

"""

_SETS = """Taken with `quotes evaluate model FOLDER`: LAReQA XQuAD-R (answer sentences), MLQE-PE dev, the STS benchmark in both languages,
Tatoeba (LASER's thousand pairs), and below them the small invented set in `seeds/evaluation/model`.

"""

_LIMITS = """
## Limits

- Opposites lie near each other, as in most models of this kind: see the negation and number rows. Never take similarity for agreement;
  a phrase in quotes compares the words themselves.
- A Russian question still ranks Russian sentences somewhat higher than English ones (language bias above: the share of the
  question's own language among the ten nearest, less its share of the pool).
- The Russian it knows best is that of novels, scripture, everyday sentences and manuals; news and figurative speech are less well covered.
- Finding the sentence that answers a question across the two languages is its weakest side: see the MRR rows.
- A processor without VNNI instructions adds pairs of products in sixteen bits and may cut the very largest short; its vectors can
  then differ a little from those measured here.
- It was measured on the sets above while it was made, so they helped to choose it; none was trained on.
"""


def written(work: Path, sources: Path, plain: Sequence[Figure], quantised: Sequence[Figure]) -> str:
    """The card in Markdown, from what the work folder holds and the figures before and after quantisation."""
    state = torch.load(work / "checkpoint.pt", map_location="cpu", weights_only=True, mmap=True)
    steps, seen, seconds = state["progress"]
    origin = (work / "origin.json").read_text(encoding="utf8")
    pairs = data.read(work / "pairs.tsv")
    classes = data.licence_classes(sources)
    facts = {
        "pieces": origin.count(",") + 1,
        "new": origin.count("-1"),
        "classes": ", ".join(sorted({classes[pair.source] for pair in pairs if pair.source in classes})),
        "pairs": sum(1 for _ in (work / "all.tsv").open(encoding="utf8")),
        "steps": steps,
        "seen": seen,
        "minutes": round(seconds / 60),
    }
    head, recipe = _HEAD.format(**facts), _RECIPE.format(**facts)
    return (
        head + recipe + _data_table(pairs, sources) + "\n## Figures\n\n" + _SETS + _figures(plain, quantised) + _LIMITS
    )


def _data_table(pairs: Sequence[data.Pair], sources: Path) -> str:
    counted = Counter(pair.source for pair in pairs)
    with sources.open(encoding="utf8", newline="") as lines:
        facts = {row["source"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    rows = ["| source | pairs | times | from | licence |", "| --- | ---: | ---: | --- | --- |"]
    for source, count in counted.most_common():
        times = max(1.0, data.WEIGHTS.get(source, 1.0))
        if source == data.PASSAGES:
            rows.append(
                f"| passages | {count} | 1 | two to five rows of one source above or below, joined | as there |"
            )
        else:
            fact = facts[source]
            rows.append(f"| {source} | {count} | {times:g} | {fact['repo']} | {fact['license_as_stated']} |")
    return "\n".join(rows) + "\n"


def _figures(plain: Sequence[Figure], quantised: Sequence[Figure]) -> str:
    rows = ["| set | measure | direction | float32 | this file | n |", "| --- | --- | --- | ---: | ---: | ---: |"]
    for before, after in zip(plain, quantised, strict=True):
        places = f"| {after.set} | {after.measure} | {after.direction} "
        rows.append(f"{places}| {before.value:.4f} | {after.value:.4f} | {after.count} |")
    return "\n".join(rows) + "\n"
