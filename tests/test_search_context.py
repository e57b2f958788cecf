"""A quote of an article is ranked with its article: its neighbours say what it is about."""

from functools import partial

import pytest

from archive import Archive, Selection
from index import Searcher, rebuild
from index.build import PassageHit
from index.building import rebuild_with
from index.context import Surroundings, best_by_article, neighbours
from tests.conftest import write_jsonl
from tests.spelling_embedder import SpellingEmbedder

ARTICLE = (
    "Министр связи Вера Огнева выступила на форуме. «Страна не может зависеть от иностранных технологий», — сказала "
    "Огнева. «Такого мы больше не допустим», — добавила она. «Завтра мы возвращаемся домой», — сообщила Огнева. По словам "
    "Огневой, слухи об этом преувеличены."
)
RUMOUR = "слухи об этом преувеличены"
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
    """A neighbour that a filter leaves out stays out: of the article only what its minister said is asked for."""
    every = {hit.text for hit in article.search(QUESTION, limit=13)}
    chosen = {hit.text for hit in article.search(QUESTION, limit=13, selection=Selection(type="indirect"))}

    assert {NEAR, BESIDE, RUMOUR} <= every
    assert {RUMOUR} == chosen


def test_nothing_stands_by_a_quote_that_is_not_near_itself(article):
    """On a question about nothing that is there, no hit claims a near neighbour."""
    results = article.search("рецепт вишнёвого варенья", limit=13)

    assert not any("article" in hit.why for hit in results)


@pytest.fixture(scope="module")
def house_of_articles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("articles")
    said = "“The {} of {} is kept in room {}, and nobody asks who has the key,” said Nora Quill.".format
    words = ["lamp", "boat", "rope", "mill", "bell", "coat", "drum", "fork", "gate", "harp", "iron", "jar"]
    rows = [
        {
            "kind": "article",
            "text": " ".join(said(words[at % 12], words[(at + one) % 12], 30 * one + at) for at in range(30)),
        }
        for one in range(6)
    ]
    rows += [{"text": f"The {words[at % 12]} in room {at} is old.", "speaker": None} for at in range(120)]
    with Archive.open(folder / "home") as archive:
        archive.add(write_jsonl(folder / "rows.jsonl", rows))
        rebuild_with(archive, SpellingEmbedder())
        yield Searcher.open(archive, SpellingEmbedder())


@pytest.mark.parametrize("mode", ["hybrid", "meaning"])
def test_pages_join_however_deep_they_are(house_of_articles, mode):
    """Neighbours are brought in once; beyond a hundred candidates too each quote comes once, in one order."""
    asked = partial(house_of_articles.search, "the lamp is kept in room seven", mode=mode)
    whole = [hit.quote.id for hit in asked(limit=260)]

    assert 260 == len(set(whole))
    assert whole == [hit.quote.id for at in range(0, 260, 20) for hit in asked(limit=20, offset=at)]


@pytest.mark.parametrize(
    ("number", "similarity", "expected"),
    [
        (4, 0.8, (0.0, None)),  # the best one itself
        (5, 0.2, (0.39, 0.8)),  # next to it: two thirds of the way, nearly
        (9, 0.3, (0.15, 0.8)),  # of the same article: three tenths
        (8, 0.1, (0.325, 0.6)),  # next to a good one that is not the best: whichever lifts more
        (20, 0.1, (0.0, None)),  # of another article, next to nothing
        (3, 0.1, (0.0, None)),  # an entry of a list, though its number is next
    ],
)
def test_an_article_lifts_and_never_lowers(number, similarity, expected):
    """Nearly two thirds of the way to a neighbour or three tenths to the best of the article; entries of lists stand alone."""
    around = Surroundings(
        best={1: PassageHit(4, 0, 1, 0.8)},
        near={4: 0.8, 7: 0.6},
        articles={4: 1, 5: 1, 7: 1, 8: 1, 9: 1, 20: 2},
    )

    lift = around.lift(number, similarity)

    assert expected == (pytest.approx(lift.added), lift.by)


def test_the_best_quote_of_each_article_counts():
    """Nearest article first; entries of lists have none."""
    nearest = [PassageHit(number, 0, 1, similarity) for number, similarity in ((4, 0.9), (7, 0.8), (5, 0.7), (9, 0.6))]

    best = best_by_article(nearest, {4: 2, 5: 2, 9: 3})

    assert [(2, nearest[0]), (3, nearest[3])] == list(best.items())


def test_neighbours_are_those_that_stand_nearest():
    """Each article has its share, whatever the length of the others."""
    best = {2: PassageHit(50, 0, 1, 0.9), 3: PassageHit(900, 0, 1, 0.8)}

    found = neighbours(best, {2: range(1, 500), 3: [898, 900, 901]})

    assert set(range(40, 61)) == {number for number in found if number < 500}
    assert {898, 900, 901} <= set(found)
