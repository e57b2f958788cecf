"""The archive: what goes in comes out, once, and nothing half."""

import sqlite3
import subprocess
import sys
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Archive, Entry, Quote, Selection, Source
from archive.database import FILE_NAME
from archive.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveNotFound,
    QueryError,
    SpanError,
    UnknownRecord,
)
from archive.text import is_blank
from tests.conftest import QUOTES, write_jsonl

ARTICLE = (
    "Мост откроют весной\n\n"
    "Глава Приречья Иван Орлов заявил, что мост будет открыт весной. «Мы ждали этого дня десять лет», — сказал он.\n"
)
"""An invented article."""


def test_gives_back_what_was_added(small_archive):
    """Every field of a list's row is there again."""
    quote = small_archive.quote("orlov-bridge")

    assert QUOTES[0] == {
        "id": quote.id, "text": quote.text, "speaker": quote.speaker, "date": quote.date, "source": quote.source.work,
    }  # fmt: skip
    assert (5, 2, 2, 3) == small_archive.counts()[1:5]


def test_adding_twice_adds_nothing(small_archive, quote_list):
    """The same list again is known, and the fingerprint stays."""
    before = small_archive.fingerprint
    added = small_archive.add(quote_list)

    assert (0, 5) == (added.quotes_new, added.quotes_known)
    assert before == small_archive.fingerprint


def test_an_article_gives_its_quotes_with_their_spans(empty_archive, tmp_path):
    """Quotes are spans of the text as it was given, and the speaker is a person of record."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    added = empty_archive.add(tmp_path / "a.txt")
    found = list(empty_archive.quotes())

    assert (1, 2) == (added.articles_new, len(found))
    assert [quote.text for quote in found] == [quote.source.text[quote.start : quote.end] for quote in found]
    assert {"Иван Орлов"} == {quote.speaker for quote in found}
    assert 1 == empty_archive.add(tmp_path / "a.txt").articles_known


def test_ids_do_not_depend_on_order_or_place(tmp_path):
    """Two archives fed the same records in another order from other files have the same ids."""
    rows = [
        {"text": "Река учит.", "speaker": "Иван Орлов"},
        {"kind": "article", "text": ARTICLE},
        {"text": "Мост стоит."},
    ]
    ids = []
    for name, order in (("one", rows), ("two", rows[::-1])):
        with Archive.open(tmp_path / name) as archive:
            archive.add(write_jsonl(tmp_path / f"{name}.jsonl", order))
            ids.append(sorted(quote.id for quote in archive.quotes()))

    assert ids[0] == ids[1]


def test_two_entries_with_the_same_words_and_other_speakers_are_two(empty_archive, tmp_path):
    """Who said it belongs to what a quote is."""
    rows = [{"text": "Река учит.", "speaker": name} for name in ("Иван Орлов", "Пётр Орлов", None)]
    empty_archive.add(write_jsonl(tmp_path / "q.jsonl", rows))

    assert 3 == empty_archive.count()


def test_a_span_that_does_not_give_its_text_is_refused(empty_archive):
    """The store holds the promise that a quote stands in its source."""
    source = Source(id="x", kind="article", text="Река учит.", lang="ru")
    quote = Quote(id="y", text="Мост", start=0, end=4, type="direct", lang="ru", source=source)

    with pytest.raises(SpanError):
        empty_archive.add_records([Entry(source, (quote,))])

    assert 0 == empty_archive.counts().articles


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])).filter(lambda text: not is_blank(text))
)
def test_any_text_comes_back_to_the_letter(empty_archive, text):
    """No character is changed on the way in or out."""
    source = Source(id="", kind="entry", text=text, lang="en")
    empty_archive.add_records(
        [Entry(source, (Quote(id="", text=text, start=0, end=len(text), type="direct", lang="en", source=source),))]
    )

    assert text in {quote.text for quote in empty_archive.quotes()}


def test_removing_a_quote_and_an_article(small_archive, tmp_path):
    """What is removed is gone with its speaker; an unknown id removes nothing."""
    (tmp_path / "a.txt").write_text(ARTICLE.replace("Орлов", "Ветров"), encoding="utf-8")
    small_archive.add(tmp_path / "a.txt")
    article = next(source.id for source in small_archive.sources() if source.kind == "article")

    with pytest.raises(UnknownRecord, match="nothing was removed"):
        small_archive.remove(article, "no-such-id")
    assert 7 == small_archive.count()
    assert 2 == small_archive.remove(article)
    assert 1 == small_archive.remove("hale-tax")
    assert (4, 0) == (small_archive.count(), small_archive.counts().articles)
    assert ["Иван Орлов", "Margaret Hale"] == [speaker.name for speaker in small_archive.speakers()]


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(lang="ru"), {"orlov-bridge", "orlov-river"}),
        (Selection(since="2024-01-01", until="2024-04-01"), {"orlov-bridge"}),
        (Selection(since="2024-03-01", until="2024-03-01"), {"orlov-bridge"}),
        (Selection(source="Riverside Gazette"), {"hale-bridge"}),
        (Selection(type="indirect"), set()),
        (Selection(), {row["id"] for row in QUOTES}),
    ],
)
def test_selects_by_each_field(small_archive, selection, ids):
    """Every filter admits its quotes, both ends of a date range included, and counting agrees with listing."""
    assert ids == {quote.id for quote in small_archive.quotes(selection)}
    assert len(ids) == small_archive.count(selection) == len(small_archive.numbers(selection))


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"lang": "de"}, "'ru' and 'en'"),
        ({"type": "verbatim"}, "'direct', 'indirect' or 'mixed'"),
        ({"since": "19.11.2025"}, "YYYY-MM-DD"),
        ({"until": "2025-02-30"}, "not a date"),
        ({"since": "2025-02-01", "until": "2025-01-01"}, "turned round"),
    ],
)
def test_a_wrong_filter_is_named(wrong, part):
    """A filter that cannot be meant is an error, not an empty answer."""
    with pytest.raises(QueryError, match=part):
        Selection(**wrong)


def test_counts_by_facet(small_archive):
    """Facets count the chosen quotes, the largest value first."""
    assert [("en", 3), ("ru", 2)] == small_archive.facets("lang")
    assert [("2024", 2)] == small_archive.facets("year", Selection(lang="ru"))


def test_pages_are_stable_and_complete(small_archive):
    """Pages of two hold each quote once, in the same order each time."""
    pages = [list(small_archive.quotes(offset=at, limit=2, newest_first=True)) for at in (0, 2, 4)]

    assert ["orlov-river", "orlov-bridge", "hale-bridge"] == [quote.id for page in pages for quote in page][:3]
    assert 5 == len({quote.id for page in pages for quote in page})


def test_reading_does_not_wait_for_writing(small_archive):
    """While one process writes, another reads what was there before."""
    small_archive.connection.execute("BEGIN IMMEDIATE")
    small_archive.connection.execute("DELETE FROM quotes")
    with Archive.open(small_archive.home, read_only=True) as reader:
        assert 5 == reader.count()
    small_archive.connection.execute("ROLLBACK")


def test_each_thread_opens_its_own(small_archive):
    """Four threads read at once, each through an archive of its own."""
    counts = []

    def read():
        with Archive.open(small_archive.home, read_only=True) as archive:
            counts.append(archive.count())

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [5] * 4 == counts


def test_nothing_there_is_said_when_only_reading(tmp_path):
    """Reading does not make an archive."""
    with pytest.raises(ArchiveNotFound, match="quotes add"):
        Archive.open(tmp_path / "none", read_only=True)

    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be read as one" * 9, b"SQLite format 3\0" + b"\xff" * 4000]
)
def test_a_foreign_file_is_refused(tmp_path, content):
    """A file that is no archive gives one clear sentence."""
    (tmp_path / FILE_NAME).write_bytes(content)

    with pytest.raises(ArchiveDamaged, match=r"archive\.db"):
        Archive.open(tmp_path)

    assert content == (tmp_path / FILE_NAME).read_bytes()


def test_a_database_of_another_program_is_refused(tmp_path):
    """A good database that is not ours is left alone."""
    other = sqlite3.connect(tmp_path / FILE_NAME)
    other.execute("CREATE TABLE things (name)")
    other.close()

    with pytest.raises(ArchiveDamaged, match="another program"):
        Archive.open(tmp_path)


def test_an_archive_of_a_newer_version_is_refused(small_archive):
    """An old program does not touch a schema it does not know."""
    small_archive.connection.execute("PRAGMA user_version = 99")

    with pytest.raises(ArchiveDamaged, match="newer version"):
        Archive.open(small_archive.home)


def test_a_file_where_the_folder_should_be_is_named(tmp_path):
    """--home that names a file is an error in words."""
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(ArchiveError, match="file"):
        Archive.open(tmp_path / "file")


def test_a_full_disk_loses_nothing(small_archive, tmp_path):
    """When the file may not grow (a stand-in for a full disk), the add is undone and said in one line."""
    path = write_jsonl(tmp_path / "long.jsonl", [{"text": f"Мост номер {n}. " * 40} for n in range(3000)])
    program = (
        "import resource, signal, sys\n"
        "from archive import Archive, QuoteArchiveError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        "try: Archive.open(sys.argv[1]).add(sys.argv[2])\n"
        "except QuoteArchiveError as problem: print(type(problem).__name__)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(small_archive.home), str(path)], capture_output=True, text=True, check=True
    )

    assert f"{ArchiveFull.__name__}\n" == said.stdout
    assert 5 == small_archive.count()
    assert 3000 == small_archive.add(path).quotes_new


def test_export_reads_back_into_an_equal_archive(small_archive, tmp_path):
    """Speakers, lists, articles with their quotes: all of it comes back, ids included."""
    from archive.export import export

    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    write_jsonl(
        tmp_path / "speakers.jsonl",
        [
            {
                "kind": "speaker",
                "name": "Иван Орлов",
                "name_en": "Ivan Orlov",
                "aliases": ["Орлов"],
                "born": 1960,
                "roles": [{"role_ru": "мэр"}],
            }
        ],
    )
    small_archive.add(tmp_path / "a.txt", tmp_path / "speakers.jsonl")
    exports = []
    for archive in (small_archive, Archive.open(tmp_path / "copy")):
        if exports:
            archive.add(exports[0])
        exports.append(tmp_path / f"export-{len(exports)}.jsonl")
        with exports[-1].open("w", encoding="utf-8") as file:
            export(archive, file)
    archive.close()

    assert exports[0].read_text(encoding="utf-8") == exports[1].read_text(encoding="utf-8")
    assert 7 == sum('"text"' in line for line in exports[0].read_text(encoding="utf-8").splitlines()) + 1


def test_csv_cells_are_no_formulas(empty_archive, tmp_path):
    """A cell that a spreadsheet would run gets an apostrophe; Russian dialogue starts with a dash of its own."""
    import io

    from archive.export import export

    empty_archive.add(write_jsonl(tmp_path / "q.jsonl", [{"text": "=1+1 сказал он"}, {"text": "— Мост стоит."}]))
    out = io.StringIO()
    export(empty_archive, out, "csv")

    assert "'=1+1 сказал он" in out.getvalue()
    assert ",— Мост стоит.," in out.getvalue()
