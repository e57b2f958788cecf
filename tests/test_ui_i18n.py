"""The pages' words: the Russian catalog is complete, plurals and dates are right."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages import pofile

import ui
from archive.errors import LanguageMissing
from index import hits
from ui import i18n

UI = Path(ui.__file__).parent
CATALOG = UI / "locale" / "ru" / "LC_MESSAGES" / "quotes.po"


def spoken():
    """Every message in the code, as gettext names it: one text, or two for a plural."""
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"t", "nt", "n_"}:
                count = 2 if node.func.id == "nt" else 1
                words = [one.value for one in node.args[:count] if isinstance(one, ast.Constant)]
                if words:
                    yield words[0] if count == 1 else tuple(words)


def written():
    with CATALOG.open("rb") as file:
        return {message.id: message for message in pofile.read_po(file, locale="ru") if message.id}


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_is_in_the_catalog_and_nothing_else():
    """A new message needs its Russian; one that is gone leaves the catalog."""
    said_by_search = {hits.NO_PHRASE, hits.ONLY_FUNCTION_WORDS, hits.SEVERAL_NAMESAKES}

    assert set(spoken()) | said_by_search == set(written())


def test_every_translation_is_there_and_keeps_its_places():
    """`{n}` and its kin stand in every form; nothing is fuzzy."""
    for message in written().values():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = places(texts[-1])

        assert all(forms), message.id
        assert not message.fuzzy, message.id
        assert all(places(form) == wanted for form in forms), message.id
        assert len(forms) == (3 if isinstance(message.id, tuple) else 1), message.id


@pytest.mark.parametrize(
    ("n", "expected"),
    [(1, "1 цитата"), (2, "2 цитаты"), (5, "5 цитат"), (11, "11 цитат"), (21, "21 цитата"), (1234, "1 234 цитаты")],
)
def test_russian_counts_in_three_forms(n, expected):
    """The number itself is written the Russian way."""
    i18n.use("ru")

    assert expected == i18n.nt("{n} quote", "{n} quotes", n).replace("\xa0", " ")


@pytest.mark.parametrize(("n", "expected"), [(1, "1 quote"), (2, "2 quotes"), (1234, "1,234 quotes")])
def test_english_counts_in_two_forms(n, expected):
    """The number itself is written the English way."""
    i18n.use("en")

    assert expected == i18n.nt("{n} quote", "{n} quotes", n)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("ru", ("1 марта 2024 г.", "0,5", "99,4 %")), ("en", ("March 1, 2024", "0.5", "99.4%"))],
)
def test_dates_and_numbers_follow_the_language(lang, expected):
    """As Babel has them."""
    i18n.use(lang)
    said = i18n.date("2024-03-01"), i18n.number(0.5), i18n.percent(0.99444)

    assert expected == tuple(one.replace("\xa0", " ").replace("\u202f", " ") for one in said)


@pytest.mark.parametrize(("day", "expected"), [(None, ""), ("", ""), ("spring 1812", "spring 1812")])
def test_what_is_no_day_stays_as_it_is(day, expected):
    """A source may know no exact day."""
    assert expected == i18n.date(day)


@pytest.mark.parametrize(
    ("wanted", "locale", "expected"),
    [
        (None, "ru-RU", "ru"),
        (None, "en-GB", "en"),
        (None, "de", "en"),
        (None, None, "en"),
        ("en", "ru-RU", "en"),
        ("ru", "en", "ru"),
        (None, "ru_UA", "ru"),
    ],
)
def test_the_language_is_that_of_the_settings_then_of_the_browser(wanted, locale, expected):
    """English where neither says anything known."""
    assert expected == i18n.choose(wanted, locale)


def test_an_unknown_language_is_refused():
    """The message names those there are."""
    with pytest.raises(LanguageMissing, match="ru and en"):
        i18n.use("fr")
