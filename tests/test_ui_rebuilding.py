"""A rebuild asked for on a page: a process of its own, whose progress any page can read."""

import json
import shutil
import sys
import time

import pytest

from index import Build
from ui import rebuilding


@pytest.fixture
def home(small_archive):
    """The place of an archive with five quotes."""
    yield small_archive.home
    for process in rebuilding._processes().values():
        process.wait(60)
    rebuilding._processes().clear()


def outcome(home):
    """Wait until the rebuild is over."""
    until = time.monotonic() + 120
    while (now := rebuilding.progress(home)) and now.is_running and time.monotonic() < until:
        time.sleep(0.1)
    return now


def test_nothing_is_told_before_anything_was_started(home):
    """No progress file, no bar."""
    assert rebuilding.progress(home) is None


@pytest.mark.slow
def test_a_rebuild_goes_its_way_and_publishes(home):
    """Starting it again while it runs starts nothing."""
    rebuilding.start(home)
    first = rebuilding._processes()[home]
    rebuilding.start(home)

    assert first is rebuilding._processes()[home]
    assert "done" == outcome(home).stage
    assert Build.current_id(home) == json.loads((home / ".rebuild.json").read_text())["build"]


def test_a_rebuild_that_dies_without_a_word_has_failed(home, monkeypatch):
    """The page does not wait for ever."""
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    rebuilding.start(home)
    ended = outcome(home)

    assert "failed" == ended.stage
    assert "exit code 1" in ended.message


@pytest.mark.parametrize("noted", ["", "{", "[]", '{"done": 1}', '{"stage": "embedding", "done": "x"}'])
def test_half_a_progress_file_counts_as_starting(home, noted):
    """Whatever lies there."""
    (home / ".rebuild.json").write_text(noted)

    assert "starting" == rebuilding._read(home).stage


@pytest.mark.parametrize(("done", "total", "expected"), [(0, 0, 0.0), (5, 10, 0.5), (12, 10, 1.0)])
def test_the_share_of_a_stage_is_between_nothing_and_all(done, total, expected):
    """A bar takes no other value."""
    assert expected == rebuilding.RebuildProgress("embedding", done, total).share
