"""Latency of a whole search in one process: understanding, embedding, both sides, fusion, folding, the page of hits.

    python benchmarks/search_latency.py --sizes 100000 1000000

Archives are grown: vectors as `growing` does it; texts are real quotes of the seeds in which a third of the words are
exchanged for words of other quotes in the same language, so that frequent words stay frequent and rare ones rare. Each
has a speaker (one in a hundred quotes has the same one) and a day. The questions are the judged ones of the seeds, asked
as they are, with a filter that admits one quote in a hundred by day or by speaker, and in each mode. Wall time and CPU
time (all threads) are given, since a busy machine changes only the first.
"""

import datetime as dt
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from growing import arguments, grown, real_vectors, table

from archive import Archive, Selection
from archive.records import Entry, Quote, Source
from archive.settings import Settings
from index.building import rebuild_with
from index.embedding import load_embedder
from index.evaluation.judgements import read_judgements
from index.search import Searcher

_SEEDS = Path(__file__).parent.parent / "seeds"
_FIRST_DAY = dt.date(2020, 1, 1)
_DAYS = 1000
_SPEAKERS = 5000
_EXCHANGED = 0.33
_WARMING = 10


@dataclass
class GrownEmbedder:
    """The bundled model for questions; for passages it hands out grown vectors."""

    real: object
    vectors: object
    _given: int = field(default=0)

    def __getattr__(self, name):
        return getattr(self.real, name)

    def count_pieces(self, texts):
        """No text is too long."""
        return [10] * len(texts)

    def embed_passages(self, texts, progress=None):  # noqa: ARG002  part of the protocol
        """Hand out as many vectors as texts."""
        self._given += len(texts)
        return self.vectors[self._given - len(texts) : self._given]


def grown_archive(home, size, embedder, vectors):
    """The archive of so many quotes in `home`, made and indexed when it is not there."""
    archive = Archive.open(Settings(home=home, keep_builds=1))
    if archive.count() < size:
        print(f"growing an archive of {size} quotes in {home} …", flush=True)
        archive.add_records(entries(size))
        rebuild_with(archive, GrownEmbedder(embedder, grown(vectors, size)))
    return archive


def entries(size):
    """Records with grown texts, speakers and days."""
    chance = np.random.default_rng(7)
    words = {lang: [text.split() for text in texts(lang)] for lang in ("ru", "en")}
    bags = {lang: [word for text in some for word in text] for lang, some in words.items()}
    for number in range(size):
        lang = ("ru", "en")[number % 2]
        text = list(words[lang][chance.integers(len(words[lang]))])
        for at in np.flatnonzero(chance.random(len(text)) < _EXCHANGED):
            text[at] = bags[lang][chance.integers(len(bags[lang]))]
        speaker = "Speaker Hundredth" if number % 100 == 99 else f"Speaker Surname{chance.zipf(1.3) % _SPEAKERS}"
        day = (_FIRST_DAY + dt.timedelta(days=int(chance.integers(_DAYS)))).isoformat()
        joined = " ".join(text)
        source = Source(id=f"grown-{number}", kind="entry", text=joined, lang=lang, date=day)
        quote = Quote(
            id=f"quote-{number}", text=joined, start=0, end=len(joined), type="direct", lang=lang, source=source,
            speaker=speaker, speaker_kind="person",
        )  # fmt: skip
        yield Entry(source, (quote,))


def texts(lang):
    """The quotes of the seeds in one language."""
    with Archive.open(Settings(home=Path("build/benchmark-home"))) as archive:
        return [text.text for text in archive.texts() if text.lang == lang]


def measured(searcher, queries, **options):
    """Median and 95th percentile of wall time, and median of CPU time, in milliseconds."""
    for query in queries[:_WARMING]:
        searcher.search(query, **options)
    wall, cpu = [], []
    for query in queries:
        began, used = time.perf_counter(), time.process_time()
        searcher.search(query, **options)
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - used)
    milliseconds = np.array(wall) * 1000
    return {
        "median ms": f"{np.median(milliseconds):.1f}", "95 % ms": f"{np.quantile(milliseconds, 0.95):.1f}",
        "median CPU ms": f"{np.median(cpu) * 1000:.1f}",
    }  # fmt: skip


def main():
    """Measure every kind of search at every size."""
    options = arguments(__doc__.splitlines()[0], [100_000]).parse_args()
    embedder = load_embedder()
    vectors = real_vectors(Path(options.home), options.vectors)
    queries = [one.query for one in read_judgements(_SEEDS / "judgements.jsonl")]
    rows = []
    for size in options.sizes:
        with grown_archive(Path(f"build/benchmark-search-{size}"), size, embedder, vectors) as archive:
            searcher = Searcher.open(archive, embedder)
            tenth = (_FIRST_DAY + dt.timedelta(days=9)).isoformat()
            hundredth = archive.speaker("Speaker Hundredth").id
            for what, how in {
                "hybrid": {},
                "hybrid, 1 % by day": {"selection": Selection(until=tenth)},
                "hybrid, 1 % by speaker": {"selection": Selection(speakers=(hundredth,))},
                "hybrid, half by language": {"selection": Selection(lang="ru")},
                "meaning": {"mode": "meaning"},
                "words": {"mode": "words"},
            }.items():
                rows.append({"quotes": size, "search": what, **measured(searcher, queries, **how)})
    table(rows)


if __name__ == "__main__":
    main()
