"""Cards: everything from the archive is text; what matched is marked where it stands."""

import dataclasses
import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import Quote, Source
from archive.text import Span
from ui import card, i18n

ARTICLE = "Вечером мэр сказал: «Мост будет готов к весне». Потом он ушёл."
START = ARTICLE.index("Мост")
NASTY = '<script>alert("x")</script> **bold** $x$ :red[y] <img src=http://example.org/x.png>'


def quote(text="Мост будет готов к весне", **values):
    source = Source(
        id="a-1", kind="article", text=ARTICLE, lang="ru", title="Про мост", publisher="Вестник", date="2024-03-01"
    )
    known = {
        "id": "q-1", "text": text, "start": START, "end": START + len(text), "type": "direct", "lang": "ru",
        "source": source, "speaker": "Иван Орлов", "speaker_id": "s-1", "number": 1,
    }  # fmt: skip
    return Quote(**known | values)


def as_text(markup: str) -> str:
    """What a reader sees of some HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@pytest.fixture(autouse=True)
def english():
    """The pages speak English in these tests."""
    i18n.use("en")


spans = st.builds(Span, st.integers(-5, 60), st.integers(-5, 60))


@given(st.text(max_size=50), st.lists(spans, max_size=4), st.none() | spans)
def test_marking_changes_no_character(text, marks, passage):
    """Whatever the spans are, the reader sees the text itself."""
    assert text == as_text(card.marked(text, marks, passage))


def test_marks_stand_where_the_match_is():
    """The passage is underlined, the word in it is marked."""
    expected = 'A <span class="q-passage">good <mark>bridge</mark></span> stands.'

    assert expected == card.marked("A good bridge stands.", [Span(7, 13)], Span(2, 13))


@pytest.mark.parametrize("field", ["text", "speaker", "speaker_id", "mention", "reporter", "id"])
def test_markup_in_any_field_of_a_quote_is_shown_and_not_run(field):
    """A card holds no tag that the archive brought along."""
    values = {field: NASTY} | ({"speaker": None} if field == "mention" else {})
    shown = card.card(quote(**values), card.Match(others=(quote(**values),)))

    assert "<script" not in shown
    assert "<img" not in shown


@pytest.mark.parametrize("field", ["title", "publisher", "url", "work", "event", "text"])
def test_markup_in_any_field_of_a_source_is_shown_and_not_run(field):
    """The same for the source."""
    source = dataclasses.replace(quote().source, **{field: NASTY})
    shown = card.card(quote(source=source)) + card.sources_line(source)

    assert "<script" not in shown
    assert "<img" not in shown


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", " https://example.org", "ftp://example.org"]
)
def test_only_web_addresses_become_links(url):
    """Any other address leaves the name of the source without a link."""
    assert "href" not in card.sources_line(dataclasses.replace(quote().source, url=url))


def test_a_web_address_becomes_a_link_that_tells_nothing_to_the_other_side():
    """It opens beside the page, without a referrer."""
    shown = card.sources_line(dataclasses.replace(quote().source, url='https://example.org/?a="b"'))

    assert 'href="https://example.org/?a=&quot;b&quot;" target="_blank" rel="noopener noreferrer"' in shown


def test_the_language_of_the_quote_is_told_to_the_browser():
    """A screen reader reads Russian as Russian on an English page."""
    assert '<blockquote lang="ru">' in card.card(quote())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("direct", "direct speech"), ("indirect", "retold, not verbatim"), ("mixed", "partly verbatim")],
)
def test_how_faithful_a_quote_is_stands_on_its_card(kind, expected):
    """Indirect speech is never shown as verbatim."""
    assert f'<span class="q-tag">{expected}</span>' in card.card(quote(type=kind))


def test_only_direct_speech_stands_in_quotation_marks():
    """In the card and in the citation to copy."""
    said, retold = quote(), quote(type="indirect")

    assert ["«" in card.citation(said), "«" in card.citation(retold)] == [True, False]
    assert ["q-marks" in card.card(said), "q-marks" in card.card(retold)] == [True, False]


def test_a_citation_names_words_speaker_source_and_day():
    """Plain text, ready to be pasted."""
    expected = "«Мост будет готов к весне» — Иван Орлов. Про мост, Вестник. March 1, 2024. [q-1]"

    assert expected == card.citation(quote())


def test_an_unknown_speaker_is_said_to_be_unknown():
    """With the words of the source, where it has some."""
    unknown = quote(speaker=None, speaker_id=None, mention="мэр")

    assert "unknown speaker (мэр)" in card.card(unknown)
    assert "unknown speaker (мэр)" in card.citation(unknown)


def test_the_context_shows_the_quote_in_its_source():
    """The whole source, or some characters around the quote with an ellipsis for the rest."""
    span = Span(START, START + 24)

    assert ARTICLE == as_text(card.context(ARTICLE, span))
    assert "… сказал: «Мост будет готов к весне». Потом …" == as_text(card.context(ARTICLE, span, around=11))


def test_a_long_quote_shows_the_matched_part_and_has_the_whole_at_hand():
    """No character is lost."""
    text = " ".join(f"слово{number}" for number in range(400))
    at = text.index("слово300")
    shown = card.card(quote(text), card.Match(passage=Span(at, at + 8)))

    assert '<span class="q-passage">слово300</span>' in shown.partition("<details>")[0]
    assert "слово10 " not in shown.partition("<details>")[0]
    assert text in as_text(shown)


def test_an_article_shows_its_quotes_numbered():
    """Those that are not sure are marked more faintly; nothing else of the article changes."""
    found = [
        quote(),
        quote("он ушёл", start=ARTICLE.index("он ушёл"), end=ARTICLE.index("он ушёл") + 7, confidence=0.4),
    ]
    shown = card.article(ARTICLE, found, lang="ru", sure=0.8)

    assert ARTICLE == as_text(shown)
    assert '<mark data-n="1">Мост' in shown
    assert '<mark data-n="2" class="q-low">он ушёл' in shown


def test_other_reports_of_an_utterance_are_counted_and_linked():
    """Each with its own source."""
    shown = card.card(quote(), card.Match(others=(quote(id="q-2"), quote(id="q 3&"))))

    assert "2 other reports of it" in shown
    assert 'href="quote?id=q-2"' in shown
    assert 'href="quote?id=q%203%26"' in shown
