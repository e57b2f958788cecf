"""Latency of a whole search in one process: understanding, embedding, both sides, fusion, folding, the page of hits.

    python benchmarks/search_latency.py --sizes 100000 1000000

Archives are grown: vectors as `growing` does it; texts are real quotes of the seeds in which a third of the words are
exchanged for words of other quotes in the same language, so that frequent words stay frequent and rare ones rare. Each
has a speaker (one in a hundred quotes has the same one) and a day. The questions are the judged ones of the seeds, asked
as they are, with a filter that admits one quote in a hundred by day or by speaker, and in each mode. Wall time and CPU
time (all threads) are given, since a busy machine changes only the first.
"""

import datetime as dt
import itertools
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from growing import arguments, grown, real_vectors, table

from archive import Archive, Selection
from archive.database import FILE_NAME, writing
from archive.settings import Settings
from archive.text import words
from archive.word_forms import word_keys
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
_BATCH = 10_000
_SOURCE = "INSERT INTO sources (number, id, kind, text, lang, date) VALUES (?, ?, 'entry', ?, ?, ?)"
_QUOTE = """
INSERT INTO quotes (number, id, source, start, stop, text, type, lang, date, speaker_id, rule)
VALUES (?, ?, ?, 0, ?, ?, 'direct', ?, ?, ?, 'list')
"""
_WORDS = "INSERT INTO quote_words (rowid, folded, stemmed) VALUES (?, ?, ?)"


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
        fill(archive, size)
        rebuild_with(archive, GrownEmbedder(embedder, grown(vectors, size)))
    return archive


def fill(archive, size):
    """Put grown quotes straight into the tables: adding a million one by one takes the better part of an hour."""
    with writing(archive.connection, archive.home / FILE_NAME):
        names = ["Speaker Hundredth", *(f"Speaker Surname{number}" for number in range(_SPEAKERS))]
        ids = [archive.known_speakers.resolve(name)[0] for name in names]
        for rows in batches(quotes(size, ids)):
            archive.connection.executemany(
                _SOURCE, [(n, f"grown-{n}", text, lang, day) for n, text, lang, day, *_ in rows]
            )
            archive.connection.executemany(
                _QUOTE, [(n, f"quote-{n}", n, len(text), text, lang, day, who) for n, text, lang, day, who, *_ in rows]
            )
            archive.connection.executemany(_WORDS, [(n, folded, keys) for n, *_, folded, keys in rows])


def quotes(size, speakers):
    """Rows of grown quotes: number, text, language, day, speaker, folded words, keys of the words."""
    chance = np.random.default_rng(7)
    originals = {lang: [read(text) for text in texts(lang)] for lang in ("ru", "en")}
    bags = {lang: [word for text in some for word in text] for lang, some in originals.items()}
    days = [(_FIRST_DAY + dt.timedelta(days=day)).isoformat() for day in range(_DAYS)]
    for number in range(1, size + 1):
        lang = ("ru", "en")[number % 2]
        text = list(originals[lang][chance.integers(len(originals[lang]))])
        for at in np.flatnonzero(chance.random(len(text)) < _EXCHANGED):
            text[at] = bags[lang][chance.integers(len(bags[lang]))]
        speaker = speakers[0] if number % 100 == 0 else speakers[1 + int(chance.integers(_SPEAKERS))]
        whole, folded, keys = (" ".join(column) for column in zip(*text, strict=True))
        yield number, whole, lang, days[chance.integers(_DAYS)], speaker, folded, keys


def read(text):
    """The words of a text, each as it is written, folded, and as its keys."""
    found = [(text[word.start : word.stop], word.folded) for word in words(text)]
    return [(written, folded, " ".join(word_keys(folded))) for written, folded in found]


def batches(rows):
    """Lists of rows."""
    while some := list(itertools.islice(rows, _BATCH)):
        yield some


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
