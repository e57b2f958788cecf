"""Drafts: what a reader pastes or uploads is read, looked at, and only then kept."""

import json

import pytest

from archive import Archive, Settings
from archive.errors import QueryError, ReadingError
from ui import drafts

ARTICLE = """Мост откроют весной

Мэр Приречья Иван Орлов заявил: «Мост будет готов к весне». Он добавил: «Река подождёт».
"""


@pytest.fixture
def settings(tmp_path):
    """An archive's place with nothing in it."""
    return Settings(home=tmp_path / "home")


def test_a_pasted_article_is_read_and_its_quotes_are_spans_of_it():
    """Nothing is stored for that."""
    draft = drafts.from_text(ARTICLE)

    assert "Мост откроют весной" == draft.article.title
    assert ["Мост будет готов к весне", "Река подождёт"] == [one.text for one in draft.found]
    assert all(ARTICLE[one.start : one.end] == one.text for one in draft.found)


def test_what_was_left_out_is_not_kept(settings):
    """The rest is kept with what the reader wrote about the article."""
    draft = drafts.from_text(ARTICLE)
    added = drafts.keep(
        draft, settings, left_out={0}, title="О мосте", publisher="Вестник", date="2024-03-01", url=None
    )

    with Archive.open(settings, read_only=True) as archive:
        kept = list(archive.quotes())

    assert (1, 1) == (added.articles_new, added.quotes_new)
    assert [("Река подождёт", "О мосте, Вестник", "2024-03-01")] == [
        (one.text, one.source.name, one.date) for one in kept
    ]


def test_keeping_twice_adds_nothing(settings):
    """The article is known by its content."""
    drafts.keep(drafts.from_text(ARTICLE), settings)

    assert 0 == drafts.keep(drafts.from_text(ARTICLE), settings).quotes_new


@pytest.mark.parametrize("day", ["2024-13-01", "вчера", "2024-3-1"])
def test_a_wrong_date_is_refused_and_nothing_is_kept(settings, day):
    """One clear line names it."""
    with pytest.raises(QueryError, match=day):
        drafts.keep(drafts.from_text(ARTICLE), settings, date=day)

    assert not (settings.home / "archive.db").exists()


@pytest.mark.parametrize("text", ["", "   \n ", "— … —"])
def test_a_text_without_words_is_refused(text):
    """There is nothing to find in it."""
    with pytest.raises(ReadingError, match="no text"):
        drafts.from_text(text)


def test_a_text_too_long_to_paste_is_refused():
    """The message says what to do instead."""
    with pytest.raises(ReadingError, match="Upload a file"):
        drafts.from_text("a" * (drafts.MAX_TEXT + 1))


def test_an_uploaded_list_is_read_and_kept(settings):
    """Every row with its speaker."""
    rows = [
        {"text": "Река учит терпению.", "speaker": "Иван Орлов"},
        {"text": "Rivers teach.", "speaker": "Margaret Hale"},
    ]
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    draft = drafts.from_upload("quotes.jsonl", data)

    assert draft.article is None
    assert 2 == drafts.keep(draft, settings).quotes_new


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("empty.txt", b"", "empty.txt: is empty"),
        ("picture.txt", b"\x89PNG\x00\x01\x02", "picture.txt: is a binary file"),
        ("old.txt", "Мэр сказал: «Да»".encode("cp1251"), "old.txt, line 1: is not UTF-8"),
        ("rows.jsonl", b'{"text": "A b."}\n{"speaker": "X"}\n', "rows.jsonl, line 2, field 'text'"),
        ("rows.jsonl", b'{"text": "A b.", "date": "1.1.2024"}\n', "rows.jsonl, line 1, field 'date'"),
        ("../../etc/rows.pdf", b"%PDF", "rows.pdf: files of this kind"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_and_no_folder_of_ours_is(name, data, problem):
    """The same words as the program `quotes` has, without the place the upload lay in."""
    with pytest.raises(ReadingError) as raised:
        drafts.from_upload(name, data)

    assert str(raised.value).startswith(problem)
