"""The pages as a reader meets them, run by Streamlit's own AppTest over a real archive."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui
from archive import Archive, Selection
from archive.records import Speaker
from archive.text import Span
from index.hits import Hit, Results
from tests.conftest import write_jsonl
from ui import resources

APP = str(Path(ui.__file__).parent / "app.py")
PAGES = {
    "search": "views/search.py",
    "speakers": "views/speakers.py",
    "add": "views/adding.py",
    "index": "views/building.py",
}
TITLES = {
    "search": ("Кто что сказал", "Who said what"), "speakers": ("Авторы", "Speakers"),
    "add": ("Добавить статью или список", "Add an article or a list"), "index": ("Индекс", "Index"),
}  # fmt: skip
ARTICLE = """Мост откроют весной

Мэр Приречья Иван Орлов заявил: «Мост будет готов к весне». Он добавил: «Река подождёт».
"""
NASTY = '**bold** <script>alert("x")</script> $x^2$ :red[y]'


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """The place of the archive that the pages serve; nothing in it yet."""
    place = tmp_path / "home"
    for name in ("QUOTES_LANG", "QUOTES_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUOTES_HOME", str(place))
    return place


@pytest.fixture
def filled(home, quote_list, tmp_path):
    """The five invented quotes and an invented article."""
    article = tmp_path / "in" / "bridge.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    with Archive.open(home) as archive:
        archive.add(quote_list, article)
        yield archive


def opened(page=None, /, locale="en-US", **parameters):
    """Open a page at an address, in a browser that speaks `locale`."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.context = {"locale": locale}
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(PAGES.get(page, page)).run() if page else app


def shown(app):
    """All words and HTML on the page."""
    parts = [one.proto.body for one in app.get("html")]
    parts += [
        one.value
        for kind in ("title", "subheader", "caption", "markdown", "info", "success", "warning", "error")
        for one in getattr(app, kind)
    ]
    return "\n".join(parts + [button.label for button in app.button])


def cards(app):
    """The HTML of the quote cards."""
    return [one.proto.body for one in app.get("html") if "<article" in one.proto.body]


@pytest.mark.parametrize(("locale", "place"), [("ru-RU", 0), ("en-US", 1)])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_the_language_of_the_browser(filled, page, locale, place):
    """Without an error, under its title."""
    app = opened(page, locale)

    assert not app.exception
    assert TITLES[page][place] == app.title[0].value


def test_the_address_overrides_the_language_of_the_browser(filled):
    """A link keeps its language."""
    assert "Кто что сказал" == opened(lang="ru").title[0].value


def test_the_settings_override_the_language_of_the_browser(filled, monkeypatch):
    """QUOTES_LANG, as for the other faces."""
    monkeypatch.setenv("QUOTES_LANG", "ru")

    assert "Кто что сказал" == opened().title[0].value


@pytest.mark.parametrize("page", ["search", "speakers", "index"])
def test_a_place_without_an_archive_says_so(page):
    """In a line, with the way to begin."""
    app = opened(page)

    assert not app.exception
    assert "There are no quotes here yet. Add an article or a list of quotes to begin." == app.info[0].value


def test_the_first_page_says_what_is_inside_and_offers_examples(filled):
    """Six questions, in both languages."""
    app = opened()

    assert "7 quotes · 2 speakers · 1 article · dated 2023–2024" in shown(app)
    assert 6 == len(app.pills(key="example").options)


def test_a_question_by_words_is_answered(filled):
    """It needs no index; the matched word form is marked."""
    app = opened(q="война", mode="words")

    assert ["войной"] == re.findall(r"<mark>(.*?)</mark>", "".join(cards(app)))
    assert "same words" in cards(app)[0]
    assert "orlov-bridge" in app.code[0].value


def test_typing_a_question_asks_it(filled):
    """The address follows, and an example asks as well."""
    app = opened(mode="words")
    app.text_input[0].set_value("терпению").run()

    assert 1 == len(cards(app))
    assert "терпению" == app.query_params["q"]


def test_markup_in_the_address_is_shown_and_not_run(filled):
    """Whatever a link brings along."""
    app = opened(q=NASTY, mode="words", speaker=NASTY, type=NASTY, since=NASTY, page=NASTY, source=NASTY)

    assert not app.exception
    assert not re.search(r"(?<!\\)<script", shown(app))


def test_filters_alone_browse_the_archive(filled):
    """The newest first, with a button for each filter that removes it."""
    app = opened(**{"in": "ru", "type": "direct"})

    assert 4 == len(cards(app))
    assert "Река учит нас терпению" in cards(app)[0]

    app.button(key="drop_in").click().run()

    assert 7 == len(cards(app))
    assert "in" not in app.query_params


def test_dates_turned_round_are_one_clear_line(filled):
    """And the filters stay to be put right."""
    app = opened(since="2024-05-01", until="2024-01-01")

    assert not app.exception
    assert "turned round" in app.error[0].value


def test_asking_without_an_index_leads_to_the_index(filled):
    """Search by meaning needs it."""
    app = opened(q="река")

    assert not app.exception
    assert "The index has not been built yet; search by meaning needs it." == app.info[0].value


def answering(monkeypatch, archive, **values):
    """Let the search answer with the archive's first quote, or as told."""
    quote = next(archive.quotes(Selection(lang="en")))
    hit = Hit(quote, Span(0, 7), (Span(3, 7),), 0.7, ("meaning", "words"))
    asked = []

    def search(question, **_):
        asked.append(question)
        return Results(**{"hits": (hit,), "query": question.query, "mode": "hybrid", "selection": Selection()} | values)

    monkeypatch.setattr(resources, "search", search)
    return asked


def test_a_speaker_taken_from_the_question_can_be_given_back(filled, monkeypatch):
    """The same words are then searched for as words."""
    asked = answering(monkeypatch, filled, speaker_hint=(Speaker("s-1", "Лев *Орлов*", name_en="Leo *Orlov*"), "орлов"))
    app = opened(q="орлов о реке")

    assert r"Speaker: Leo \*Orlov\*" == app.button(key="hint").label

    app.button(key="hint").click().run()

    assert [True, False] == [question.understand_names for question in asked]


def test_another_reading_of_the_question_is_offered_and_not_taken(filled, monkeypatch):
    """The keyboard layout was wrong, perhaps."""
    asked = answering(monkeypatch, filled, suggestion="привет")
    app = opened(q="ghbdtn")
    app.button(key="suggestion").click().run()

    assert ["ghbdtn", "привет"] == [question.query for question in asked]


def test_a_weak_answer_stands_under_its_own_heading(filled, monkeypatch):
    """Nobody takes the nearest for a match."""
    answering(monkeypatch, filled, weak=True)

    assert "No good match — these are the nearest" in [
        one.value for one in opened(q="квантовая хромодинамика").subheader
    ]


def test_an_empty_answer_names_the_filters_that_emptied_it(filled, monkeypatch):
    """Each can be dropped with a click, and says what that would give."""
    answering(monkeypatch, filled, hits=(), emptied_by=(("lang", 3), ("type", 0)))
    app = opened(q="река", **{"in": "en", "type": "indirect"})

    assert "Without the filter “language” there are 3 quotes" == app.button(key="without_lang").label

    app.button(key="without_lang").click().run()

    assert "in" not in app.query_params


def test_speakers_are_found_by_a_part_of_a_name_in_either_script(filled):
    """Case does not matter."""
    listed = "".join(one.proto.body for one in opened("speakers", name="хейл").get("html")) + "".join(
        one.proto.body for one in opened("speakers", name="HALE").get("html")
    )

    assert "Margaret Hale" in listed
    assert "Иван Орлов" not in listed


def test_one_speaker_is_shown_with_all_quotes(filled):
    """Those of lists and those of articles together."""
    app = opened("speakers", id=filled.speaker("Иван Орлов").id)

    assert not app.exception
    assert 4 == len(cards(app))


@pytest.mark.parametrize(("page", "parameter"), [("speakers", "nobody"), ("views/quote.py", "no-such-quote")])
def test_an_unknown_id_is_one_clear_line(filled, page, parameter):
    """A dead link is no error of the program."""
    app = opened(page, id=parameter)

    assert not app.exception
    assert parameter.replace("-", r"\-") in app.error[0].value


def test_a_permanent_link_shows_the_quote_in_its_source(filled):
    """With the span highlighted, how it was found, and what else the source says."""
    quote = next(one for one in filled.quotes() if one.source.kind == "article")
    app = opened("views/quote.py", id=quote.id)
    words = shown(app)

    assert not app.exception
    assert f"<mark>{quote.text}</mark>" in words
    assert quote.rule in words
    assert quote.id in app.code[0].value


def test_a_permanent_link_counts_the_other_reports_of_the_utterance(filled, tmp_path):
    """The same words of the same speaker in another source."""
    again = {
        "id": "again",
        "text": "Мост будет построен к весне, и войной его не разрушат!",
        "speaker": "Иван Орлов",
        "source": "Другая газета",
    }
    filled.add(write_jsonl(tmp_path / "again.jsonl", [again]))
    card = cards(opened("views/quote.py", id="orlov-bridge"))[0]

    assert "1 other report of it" in card
    assert 'href="quote?id=again"' in card


def test_an_article_is_looked_at_and_then_kept(home):
    """Paste, find, keep: three steps, and nothing is stored before the last."""
    app = opened("add")
    app.text_area(key="pasted").set_value(ARTICLE).run()
    app.button(key="read_text").click().run()

    assert not app.exception
    assert "2 quotes found" in shown(app)
    assert '<mark data-n="1">Мост будет готов к весне</mark>' in shown(app)
    assert not (home / "archive.db").exists()

    app.button(key="keep").click().run()

    assert (
        "2 new quotes are in the archive. Rebuild the index, so that search by meaning finds them."
        == app.success[0].value
    )
    with Archive.open(home, read_only=True) as archive:
        assert 2 == archive.counts().quotes


def test_a_text_that_cannot_be_read_is_one_clear_line(home):
    """It stays in the box to be put right."""
    app = opened("add")
    app.text_area(key="pasted").set_value("— … —").run()
    app.button(key="read_text").click().run()

    assert not app.exception
    assert "has no text in it" in app.error[0].value


def test_the_index_page_says_that_nothing_is_built(filled):
    """And offers to build."""
    app = opened("index")

    assert "Nothing has been built yet" in app.info[0].value
    assert "Rebuild the index" == app.button(key="rebuild").label


def test_no_page_lets_text_run_as_markup():
    """The flags that would allow it stand nowhere, and Markdown never gets a quote's text."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(ui.__file__).parent.rglob("*.py"))

    assert not re.search(r"unsafe_allow\w*", code)
    assert not re.search(r"st\.(markdown|write|title|header)\([^)]*\.text\b", code)
    assert not re.search(r"components\.v1|st\.iframe", code)


def test_the_pages_reach_no_other_host():
    """No web font, no remote icon, no usage figures."""
    config = (Path(ui.__file__).parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")

    assert "gatherUsageStats = false" in config
    assert 'address = "localhost"' in config
    assert "http" not in config
