"""A quote of an article is ranked with its article: its neighbours say what it is about."""

import pytest

from archive import Archive, Selection
from index import Searcher, rebuild
from index.build import PassageHit
from index.context import best_by_article, lift
from tests.conftest import write_jsonl

ARTICLE = (
    "Министр связи Вера Огнева выступила на форуме. «Страна не может зависеть от иностранных технологий», — сказала "
    "Огнева. «Такого мы больше не допустим», — добавила она. «Завтра мы возвращаемся домой», — сообщила Огнева."
)
NEAR, BESIDE, OTHER = (
    "Страна не может зависеть от иностранных технологий",
    "Такого мы больше не допустим",
    "Завтра мы возвращаемся домой",
)
QUESTION = "dependence on foreign technology"
NOISE = [
    "Техника без людей мертва.", "Foreign shoes wear out sooner.", "Иностранец редко понимает наши шутки.", "Страна начинается с двора.",
    "Machines never ask why.", "A foreign coin buys no bread here.", "Habit is a heavy chain.",
    "Every tool is somebody's trade.", "Соседи помогают друг другу.", "Мост построят к осени.",
]  # fmt: skip


def searcher(folder, rows):
    archive = Archive.open(folder / "home")
    archive.add(write_jsonl(folder / "rows.jsonl", [*rows, *({"text": text, "speaker": None} for text in NOISE)]))
    rebuild(archive)
    return archive, Searcher.open(archive)


@pytest.fixture
def article(tmp_path):
    archive, found = searcher(tmp_path / "article", [{"kind": "article", "text": ARTICLE, "id": "forum"}])
    with archive:
        yield found


@pytest.fixture
def entries(tmp_path):
    rows = [{"text": text, "speaker": "Вера Огнева", "source": "Речи"} for text in (NEAR, BESIDE, OTHER)]
    archive, found = searcher(tmp_path / "entries", rows)
    with archive:
        yield found


def place(results, text):
    return [hit.text for hit in results].index(text)


def test_an_article_brings_in_the_quote_that_does_not_name_its_matter(article, entries):
    """What follows a near quote in its article comes earlier than the same words in a list, and says why."""
    inside, alone = article.search(QUESTION, limit=13), entries.search(QUESTION, limit=13)

    assert NEAR == inside[0].text == alone[0].text
    assert place(inside, BESIDE) < place(alone, BESIDE)
    assert ("meaning",) == inside[0].why
    assert "article" in inside[place(inside, BESIDE)].why
    assert not any("article" in hit.why for hit in alone)


def test_the_similarity_shown_stays_the_quotes_own(article, entries):
    """The article moves a quote, it does not make it more similar than it is."""
    inside, alone = (one.search(QUESTION, limit=13) for one in (article, entries))

    for text in (NEAR, BESIDE, OTHER):
        assert inside[place(inside, text)].similarity == pytest.approx(alone[place(alone, text)].similarity, abs=1e-3)


def test_filters_hold_for_what_an_article_brings_in(article):
    """A neighbour that a filter leaves out stays out."""
    results = article.search(QUESTION, limit=13, selection=Selection(lang="en"))

    assert results
    assert {"en"} == {hit.quote.lang for hit in results}


def test_the_first_pages_do_not_change_when_later_ones_are_asked_for(article):
    """Neighbours are brought in once, at whatever depth."""
    whole = [hit.quote.id for hit in article.search(QUESTION, limit=13)]

    assert whole == [hit.quote.id for at in (0, 5, 10) for hit in article.search(QUESTION, limit=5, offset=at)]
    assert len(whole) == len(set(whole))


@pytest.mark.parametrize(
    ("similarity", "best", "expected"), [(0.2, 0.8, 0.18), (0.8, 0.8, 0.0), (0.9, 0.8, 0.0), (0.2, None, 0.0)]
)
def test_an_article_only_ever_lifts(similarity, best, expected):
    """Three tenths of the way to the best quote of the article; nothing for that quote itself, or without an article."""
    assert expected == pytest.approx(lift(similarity, best))


def test_the_best_quote_of_each_article_counts():
    """Nearest article first; entries of lists have none."""
    nearest = [PassageHit(number, 0, 1, similarity) for number, similarity in ((4, 0.9), (7, 0.8), (5, 0.7), (9, 0.6))]

    assert {2: 0.9, 3: 0.6} == best_by_article(nearest, {4: 2, 5: 2, 9: 3})
    assert [2, 3] == list(best_by_article(nearest, {4: 2, 5: 2, 9: 3}))
