"""kill -9 at random points of `add` and of `rebuild`: the archive opens, an index serves, a repeat gives the same.

Each work runs in a process of its own, forked from one that has everything imported, and is killed after a random part
of the time that it takes undisturbed.
"""

import multiprocessing
import random
import shutil
import signal
import time

import pytest

from archive import Archive
from archive.errors import IndexMissing
from index import Build, publishing, verify_build
from index.building import rebuild_with
from tests.conftest import write_jsonl
from tests.spelling_embedder import SpellingEmbedder

pytestmark = pytest.mark.slow

POINTS = 10
SAYINGS = [
    {"text": f"Saying number {number}: the river {number % 13} meets the sea {number % 7} in the month {number % 12}."}
    for number in range(3000)
]
QUESTIONS = ["the river 5 meets the sea", "Saying number 77", "the month 11"]

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.test_faults_kill"])


def add(home, listed):
    """What `quotes add` does."""
    with Archive.open(home) as archive:
        archive.add(listed)


def build(home, _listed):
    """What `quotes rebuild` does, with small batches so that there are many points to be killed at."""
    import index.building

    index.building.BATCH = 100
    with Archive.open(home) as archive:
        rebuild_with(archive, SpellingEmbedder(), afresh=True)


def begun(work, home, listed):
    """Start the work in another process, and wait until that process has begun."""
    started = processes.Event()
    process = processes.Process(target=_marked, args=(work, home, listed, started))
    process.start()
    assert started.wait(30)
    return process


def _marked(work, home, listed, started):
    started.set()
    work(home, listed)


def seconds_of(work, home, listed):
    """Time the work undisturbed."""
    process = begun(work, home, listed)
    began = time.perf_counter()
    process.join(60)
    assert 0 == process.exitcode
    return time.perf_counter() - began


def killed_within(seconds, seed, work, home, listed):
    """Kill the work at a random point of that time; tell whether it was still at it."""
    process = begun(work, home, listed)
    time.sleep(random.Random(seed).uniform(0, 0.8 * seconds))
    process.kill()
    process.join(30)
    return -signal.SIGKILL == process.exitcode


def contents(home):
    """Ids and numbers of all quotes, and what the index finds."""
    embedder = SpellingEmbedder()
    with Archive.open(home) as archive:
        quotes = [(quote.number, quote.id, quote.text) for quote in archive.quotes()]
    found = [Build.latest(home).search(embedder.embed_query(question), 10) for question in QUESTIONS]
    return quotes, found


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return write_jsonl(tmp_path_factory.mktemp("in") / "sayings.jsonl", SAYINGS)


@pytest.fixture(scope="module")
def half_home(tmp_path_factory):
    """An archive with an index, before the sayings come."""
    home = tmp_path_factory.mktemp("half") / "home"
    add(home, write_jsonl(home.parent / "first.jsonl", SAYINGS[:300]))
    build(home, None)
    return home


@pytest.fixture(scope="module")
def undisturbed(half_home, listed, tmp_path_factory):
    """The archive as it is when nothing is killed, with the seconds that `add` and `rebuild` took."""
    home = tmp_path_factory.mktemp("whole") / "home"
    shutil.copytree(half_home, home)
    took = [seconds_of(work, home, listed) for work in (add, build)]
    return contents(home), took


@pytest.fixture(scope="module")
def kills():
    """Whether each kill came before the work was done."""
    return []


@pytest.mark.parametrize("seed", range(POINTS))
def test_add_is_kept_whole_or_not_at_all(half_home, listed, undisturbed, tmp_path, kills, seed):
    """After kill -9 the old quotes and the old index are there; a repeat gives the very same ids."""
    wanted, (took, _) = undisturbed
    home = tmp_path / "home"
    shutil.copytree(half_home, home)
    kills.append(killed_within(took, seed, add, home, listed))

    with Archive.open(home) as archive:
        assert archive.count() in {300, 3000}
    assert 300 == verify_build(home).quotes
    add(home, listed)
    build(home, None)
    assert wanted == contents(home)


@pytest.mark.parametrize("seed", range(POINTS))
def test_a_rebuild_that_is_killed_leaves_an_index_that_serves(half_home, listed, undisturbed, tmp_path, kills, seed):
    """After kill -9 the old or the new build is current and whole; a repeat gives the very same hits."""
    wanted, (_, took) = undisturbed
    home = tmp_path / "home"
    shutil.copytree(half_home, home)
    add(home, listed)
    kills.append(killed_within(took, seed + 100, build, home, listed))

    assert verify_build(home).quotes in {300, 3000}
    assert publishing.running(home) is None
    embedder = SpellingEmbedder()
    with Archive.open(home) as archive:
        rebuild_with(archive, embedder, afresh=True)
    assert wanted == contents(home)
    assert [] == list(publishing.builds_folder(home).glob(".partial*"))


def test_a_first_rebuild_that_is_killed_leaves_nothing_wrong(undisturbed, listed, tmp_path):
    """Where there was no build there is none, or a whole one, and what was embedded is kept."""
    _, (_, took) = undisturbed
    home = tmp_path / "home"
    add(home, listed)
    was_killed = killed_within(took, 200, build, home, listed)
    try:
        assert 3000 == verify_build(home).quotes
    except IndexMissing:
        assert was_killed
    embedder = SpellingEmbedder()
    with Archive.open(home) as archive:
        assert 3000 == rebuild_with(archive, embedder).manifest.quotes
    assert len(embedder.seen) <= 3000


def test_most_kills_hit(kills):
    """The tests above did interrupt something."""
    assert sum(kills) >= len(kills) / 2
