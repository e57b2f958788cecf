"""Files in: every format, and every way in which a file can be wrong."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import BadRecord, ReadingError, RecordConflict
from archive.reading import read_paths
from tests.conftest import QUOTES, write_jsonl


def texts(*paths, **options):
    return [record.source.text for record in read_paths(paths, **options).records()]


def test_reads_json_lines_with_blank_lines_and_a_mark_at_the_start(tmp_path):
    """Blank lines and a byte order mark are passed over."""
    path = tmp_path / "q.jsonl"
    path.write_text('\ufeff{"text": "Река учит."}\n\n{"text": "Мост стоит."}\n', encoding="utf-8")

    assert ["Река учит.", "Мост стоит."] == texts(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_reads_csv_with_any_of_three_delimiters(tmp_path, delimiter):
    """The header tells comma, semicolon and tab apart; a quoted cell may hold a line break."""
    path = tmp_path / "q.csv"
    path.write_text(
        delimiter.join(["text", "speaker"]) + "\n" + delimiter.join(['"Река\nучит."', "Иван Орлов"]) + "\n",
        encoding="utf-8-sig",
    )
    (record,) = read_paths([path]).records()

    assert ("Река\nучит.", "Иван Орлов") == (record.source.text, record.quotes[0].speaker)


def test_maps_columns_that_are_named_otherwise(tmp_path):
    """--map author=speaker,quote=text takes the columns as the archive's."""
    path = write_jsonl(tmp_path / "q.jsonl", [{"quote": "Река учит.", "author": "Иван Орлов", "tags": ["река"]}])
    reading = read_paths([path], columns={"author": "speaker", "quote": "text"})
    (record,) = reading.records()

    assert ("Река учит.", "Иван Орлов") == (record.source.text, record.quotes[0].speaker)
    assert [f"{path}: ignored the fields tags."] == reading.notices


def test_takes_the_date_from_the_first_line_of_a_plain_article(tmp_path):
    """The header line stays in the text, so offsets count in the file as it is."""
    path = tmp_path / "a.txt"
    path.write_text(" date 2025-11-19 Фото: архив\n\nМост открыт\n\nОрлов промолчал.", encoding="utf-8")
    (record,) = read_paths([path]).records()

    assert ("2025-11-19", "Мост открыт") == (record.source.date, record.source.title)
    assert record.source.text == path.read_text(encoding="utf-8")


def test_takes_the_readable_text_of_a_page(tmp_path):
    """Scripts and menus are left out; title, date and publisher come from the head."""
    path = tmp_path / "a.html"
    path.write_text(
        "<html lang='ru'><head><title>Мост &amp; река</title><meta property='article:published_time' content='2024-05-09T10:00:00Z'>"
        "<meta property='og:site_name' content='Вестник'><script>var x = '«нет»';</script></head>"
        "<body><nav>Меню</nav><h1>Мост открыт</h1><p>Первый\n абзац.</p><p>Второй.</p></body></html>",
        encoding="utf-8",
    )
    (record,) = read_paths([path]).records()
    source = record.source

    assert "Мост открыт\n\nПервый абзац.\n\nВторой." == source.text
    assert ("Мост & река", "2024-05-09", "Вестник", "ru") == (source.title, source.date, source.publisher, source.lang)


def test_takes_front_matter_of_markdown(tmp_path):
    """title, date and publisher between --- lines are known, and the text stays as it is."""
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: Мост открыт\ndate: 2024-05-09\n---\n# Заголовок\n\nОрлов промолчал.\n", encoding="utf-8"
    )
    (record,) = read_paths([path]).records()

    assert ("Мост открыт", "2024-05-09") == (record.source.title, record.source.date)
    assert record.source.text == path.read_text(encoding="utf-8")


def test_walks_a_folder_in_a_fixed_order_and_says_what_it_passed_over(tmp_path):
    """Known files of all folders in the order of their names; others are named once."""
    for name in ("b/2.txt", "a/1.txt", "3.txt", "picture.png", ".hidden/4.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Статья {name}", encoding="utf-8")
    reading = read_paths([tmp_path])

    assert ["Статья 3.txt", "Статья a/1.txt", "Статья b/2.txt"] == [record.source.text for record in reading.records()]
    assert "Passed over 1 files" in reading.notices[0]


CP1251 = "Президент сказал".encode("cp1251")
BAD_FILES = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n ", "has no text"),
    ("binary.txt", b"\x00\x01\x02PNG", "is a binary file"),
    ("picture.png", b"\x89PNG", "files of this kind are not read"),
    ("cp1251.txt", CP1251, "line 1: is not UTF-8 .*cp1251"),
    ("second-line.txt", "Раз\n".encode() + CP1251, "line 2: is not UTF-8"),
    ("latin.txt", "caf\xe9 noir".encode("latin-1"), "latin-1"),
    ("utf16.txt", "Мост".encode("utf-16"), "is in UTF-16"),
    ("huge.txt", b"a" * (11 * 1024 * 1024), "too large for one article"),
    ("list.jsonl", b"\xff\xfe\x00", "list.jsonl"),
    ("cp1251.jsonl", b'{"text": "' + CP1251 + b'"}', "line 1: is not UTF-8"),
    ("empty.csv", b"", "is empty"),
    ("header.csv", b"text,speaker\n", "no records"),
    ("blank.html", b"<html><script>1</script></html>", "has no text"),
]


@pytest.mark.parametrize(("name", "content", "part"), BAD_FILES, ids=[name for name, _, _ in BAD_FILES])
def test_a_bad_file_is_named_with_its_place(tmp_path, empty_archive, name, content, part):
    """Each gives one line that names the file, and leaves the archive as it was."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(ReadingError, match=part) as caught:
        empty_archive.add(tmp_path / name)

    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert 0 == empty_archive.counts().quotes


@pytest.mark.parametrize(
    ("row", "field", "part"),
    [
        ('{"speaker": "Иван Орлов"}', "text", "is missing"),
        ('{"text": ""}', "text", "is empty"),
        ('{"text": "…"}', "text", "no words"),
        ('{"text": 5}', "text", "must be text"),
        ('{"text": "Мост.", "date": "2025-02-30"}', "date", "is not a date"),
        ('{"text": "Мост.", "date": "вчера"}', "date", "is not a date"),
        ('{"text": "Мост.", "date": 2025}', "date", "must be text"),
        ('{"text": "Мост.", "lang": "de"}', "lang", "must be 'ru' or 'en'"),
        ('{"text": "Мост.", "kind": "poem"}', "kind", "poem"),
        ('{"text": "Мост.", "speaker": ["Орлов"]}', "speaker", "must be text"),
        ('{"text": "\\ud800Мост."}', "text", "surrogate"),
        ('{"text": "Мост."', "column 17", "not valid JSON"),
        ("[1, 2]", "row", "must be an object"),
        ('{"kind": "article", "text": "Мост.", "quotes": [{"text": "Река", "start": 0, "end": 4, "type": "direct"}]}', "quotes", "is not"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_line_and_field(tmp_path, empty_archive, row, field, part):
    """File, line and field are named, and nothing of the file is kept."""
    path = tmp_path / "q.jsonl"
    path.write_text('{"text": "Река учит."}\n' + row + "\n", encoding="utf-8")

    with pytest.raises(BadRecord, match=part) as caught:
        empty_archive.add(path)

    assert (str(path), 2, field) == (caught.value.path, caught.value.line, caught.value.field)
    assert 0 == empty_archive.counts().quotes


def test_bad_rows_can_be_left_out_and_are_listed(tmp_path, empty_archive):
    """With skip_bad the rest loads, and each bad row is listed with its place."""
    path = write_jsonl(tmp_path / "q.jsonl", [{"text": "Река учит."}, {"text": ""}, {"text": "Мост стоит."}])
    added = empty_archive.add(path, skip_bad=True)

    assert (2, (f"{path}, line 2, field 'text': is empty, not ''",)) == (added.quotes_new, added.refused)


def test_null_and_an_empty_string_count_as_left_out(tmp_path, empty_archive):
    """An unknown speaker may be null or empty."""
    path = write_jsonl(
        tmp_path / "q.jsonl", [{"text": "Река учит.", "speaker": "", "date": None, "lang": "", "id": ""}]
    )
    empty_archive.add(path)
    (quote,) = empty_archive.quotes()

    assert (None, None, "ru") == (quote.speaker, quote.date, quote.lang)
    assert quote.id.startswith("q-")


def test_an_id_that_stands_for_another_text_is_refused(tmp_path, small_archive):
    """The same id with other words is an error unless replacing is asked for."""
    path = write_jsonl(tmp_path / "other.jsonl", [{**QUOTES[0], "text": "Мост не построят."}])
    before = list(small_archive.quotes())

    with pytest.raises(RecordConflict, match="orlov-bridge"):
        small_archive.add(path)

    assert before == list(small_archive.quotes())
    assert 1 == len(small_archive.add(path, skip_bad=True).refused)
    small_archive.add(path, replace=True)
    assert "Мост не построят." == small_archive.quote("orlov-bridge").text


@pytest.mark.parametrize(
    "quotes",
    [
        [{"text": "Мост", "start": 0, "end": 4, "type": "direct", "id": "orlov-bridge"}],
        [{"text": "Мост", "start": 0, "end": 4, "type": kind} for kind in ("direct", "mixed")],
    ],
    ids=["an id that is taken", "two quotes for one stretch"],
)
def test_a_quote_that_clashes_is_named_with_its_place(tmp_path, small_archive, quotes):
    """An article whose quotes cannot all be kept names file and line, and nothing of it is kept."""
    path = write_jsonl(tmp_path / "a.jsonl", [{"kind": "article", "text": "Мост стоит.", "quotes": quotes}])

    with pytest.raises(RecordConflict, match=r"a\.jsonl, line 1: the quote id"):
        small_archive.add(path)

    assert 0 == small_archive.counts().articles
    assert len(QUOTES) == small_archive.count()


def test_a_column_can_be_mapped_only_to_a_known_field(quote_list):
    """A slip of the pen in --map is told at once."""
    with pytest.raises(ReadingError, match="speeker"):
        read_paths([quote_list], columns={"author": "speeker"})


def test_a_missing_file_is_named(empty_archive):
    """A path that is not there is said so."""
    with pytest.raises(ReadingError, match=r"nowhere\.txt: there is no such file"):
        empty_archive.add("nowhere.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX users")
def test_a_folder_without_read_permission_is_named():
    """Run as another user when the tests run as root, whom no permission stops."""
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o755)
    closed = outer / "closed"
    closed.mkdir(mode=0o000)
    program = (
        "import os, sys\n"
        "from archive.reading import read_paths\n"
        "from archive.errors import ReadingError\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "try: read_paths([sys.argv[1]])\n"
        "except ReadingError as problem: print(problem)\n"
    )
    said = subprocess.run([sys.executable, "-c", program, str(closed)], capture_output=True, text=True, check=True)
    closed.rmdir()
    outer.rmdir()

    assert f"{closed}: the folder cannot be read: Permission denied.\n" == said.stdout


def test_other_encodings_are_read_when_named(tmp_path, empty_archive):
    """--encoding cp1251 reads what UTF-8 cannot."""
    (tmp_path / "a.txt").write_bytes("Орлов промолчал.".encode("cp1251"))
    empty_archive.add(tmp_path / "a.txt", encoding="cp1251")

    assert "Орлов промолчал." == next(empty_archive.sources()).text


def test_progress_reaches_the_end(quote_list):
    """Progress counts bytes up to all of them."""
    told = []
    list(read_paths([quote_list]).records(lambda done, total: told.append((done, total))))

    assert told == sorted(told)
    assert (quote_list.stat().st_size,) * 2 == told[-1]


def test_interrupting_an_add_leaves_the_archive_as_it_was(small_archive, tmp_path):
    """Ctrl-C in the middle of a long list keeps nothing of it."""
    path = write_jsonl(tmp_path / "long.jsonl", [{"text": f"Мост номер {n}."} for n in range(50)])
    before = (small_archive.counts(), small_archive.fingerprint)

    def interrupt(done, total):
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        small_archive.add(path, progress=interrupt)

    assert before == (small_archive.counts(), small_archive.fingerprint)
    with Archive.open(small_archive.home) as again:
        assert 50 == again.add(path).quotes_new
