"""Search in depth: hundreds of quotes, pages far down, dozens of reports of one utterance, filters that let few through."""

import threading

import pytest

from archive import Archive, Selection
from index import Searcher
from index.building import rebuild_with
from index.ranking import BLOCK
from tests.conftest import write_jsonl
from tests.spelling_embedder import SpellingEmbedder

_SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "tu"]
_MANY = 350
_REPORTS = 150


def _word(number):
    return "".join(_SYLLABLES[int(digit)] for digit in f"{number:03d}")


def _rows():
    for number in range(_MANY):
        text = f"The {_word(number)} of {_word(number * 7 % 1000)} is kept in room {number}, they say."
        yield {
            "id": f"room-{number}",
            "text": text,
            "speaker": "Nora Quill" if number % 100 == 0 else f"Guest {number}",
        }
    for number in range(_REPORTS):
        yield {"id": f"report-{number}", "text": "The lantern on the hill must never go out.", "speaker": "Ada Lampe",
               "source": f"Paper {number}"}  # fmt: skip
    yield {"id": "keeper", "text": "The lantern keeper on the hill went out to sea.", "speaker": "Ben Lampe"}


@pytest.fixture(scope="module")
def house_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("house") / "home"
    with Archive.open(home) as archive:
        archive.add(write_jsonl(home.parent / "in" / "house.jsonl", _rows()))
        rebuild_with(archive, SpellingEmbedder())
    return home


@pytest.fixture
def house(house_home):
    with Archive.open(house_home, read_only=True) as archive:
        yield Searcher.open(archive, SpellingEmbedder())


def ids(results):
    return [hit.quote.id for hit in results]


@pytest.mark.parametrize("mode", ["hybrid", "meaning", "words"])
@pytest.mark.parametrize("size", [7, 10, 64])
def test_pages_of_any_size_join(house, mode, size):
    """Far beyond one block of candidates, pages of any size give each quote once, in one order."""
    long = ids(house.search("the room is kept", limit=300, mode=mode))
    paged = [
        one
        for at in range(0, 300, size)
        for one in ids(house.search("the room is kept", limit=size, offset=at, mode=mode))
    ]

    assert 300 == len(long) > BLOCK
    assert long == paged[:300]


def test_the_last_page_ends(house):
    """Pages end where the quotes end: every utterance once, then nothing."""
    utterances = _MANY + 2

    assert utterances == len(house.search("lantern", limit=1000))
    assert [] == list(house.search("lantern", limit=10, offset=utterances))


def test_many_reports_leave_room_on_the_page(house):
    """A hundred and fifty reports of one utterance are one hit; the page is filled with other ones."""
    results = house.search("the lantern on the hill must never go out", limit=10)

    assert 10 == len(results)
    assert results[0].quote.id.startswith("report-")
    assert _REPORTS - 1 == len(results[0].others)


def test_a_rare_speaker_fills_the_page(house):
    """A filter that lets four quotes of five hundred through shows all four, however far they are."""
    results = house.search("lantern on the hill", selection=Selection(speakers=("Nora Quill",)))

    assert {"room-0", "room-100", "room-200", "room-300"} == set(ids(results))


def test_a_name_alone_gives_its_quotes_by_pages(house):
    """A speaker's name gives that speaker's utterances with their number, page by page."""
    results = house.search("Nora Quill", limit=3)

    assert (3, 4) == (len(results), results.total)
    assert 1 == len(house.search("Nora Quill", limit=3, offset=3))


def test_threads_answer_alike(house_home, house):
    """Searches in several threads, each with its own archive, share one build and give the same answer."""
    expected = ids(house.search("the room is kept", limit=20))
    found = []

    def ask():
        with Archive.open(house_home, read_only=True) as archive:
            searcher = Searcher.open(archive, SpellingEmbedder())
            found.extend(ids(searcher.search("the room is kept", limit=20)) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [expected] * 20 == found
