"""Damage and mishap: a broken build is refused in one sentence, a full disk or a bad model loses nothing."""

import resource
import shutil
import sqlite3
import subprocess

import numpy as np
import pytest

from archive import Archive
from archive.errors import ArchiveFull, BuildDamaged, IndexIsStale, ModelError, QuoteArchiveError
from index import Build, publishing, rollback, verify_build
from index.building import rebuild_with
from index.cache import FILE_NAME as CACHE
from tests.conftest import write_jsonl
from tests.spelling_embedder import SpellingEmbedder

MANY = [{"text": f"The saying with the number {number} is about the river {number % 7}."} for number in range(900)]


@pytest.fixture
def embedder():
    return SpellingEmbedder()


@pytest.fixture
def twice_built(small_archive, embedder):
    """An archive with two builds, the former one kept."""
    rebuild_with(small_archive, embedder)
    rebuild_with(small_archive, embedder, afresh=True)
    return small_archive


@pytest.fixture
def other_folder(tmp_path, embedder):
    """The folder of a build of another archive."""
    with Archive.open(tmp_path / "other") as archive:
        archive.add(write_jsonl(tmp_path / "other.jsonl", MANY[:7]))
        return rebuild_with(archive, embedder).folder


def truncated(path, other):
    path.write_bytes(path.read_bytes()[:-7])


def bit_flipped(path, other):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def missing(path, other):
    path.unlink()


def emptied(path, other):
    path.write_bytes(b"")


def foreign(path, other):
    shutil.copy(other / path.name, path)


@pytest.mark.parametrize("name", ["index.faiss", "passages.bin", "means.bin", "manifest.json"])
@pytest.mark.parametrize("damage", [truncated, bit_flipped, missing, emptied, foreign])
def test_a_damaged_build_is_refused_and_the_former_offered(twice_built, embedder, other_folder, name, damage):
    """One sentence says what is wrong and both ways out; going back and building anew both work."""
    build = Build.latest(twice_built.home)
    former = publishing.former_ids(twice_built.home)[0]
    damage(build.folder / name, other_folder)

    for ask in (Build.latest, verify_build):
        with pytest.raises(BuildDamaged) as caught:
            ask(twice_built.home)
        assert f"'quotes rebuild --rollback' to go back to the build {former}" in str(caught.value)
        assert "\n" not in str(caught.value)
    assert former == rollback(twice_built.home).id
    publishing.set_current(twice_built.home, build.id)
    assert 5 == rebuild_with(twice_built, embedder).manifest.quotes


def test_a_build_without_a_former_one_offers_to_build_anew(small_archive, embedder):
    """Nothing is offered that is not there."""
    build = rebuild_with(small_archive, embedder)
    (build.folder / "index.faiss").unlink()

    with pytest.raises(BuildDamaged, match=r"index.faiss is missing. Run 'quotes rebuild' to build it anew.$"):
        Build.latest(small_archive.home)


@pytest.mark.parametrize("content", ["", "no-such-build\n", "../..\n", "\x00\n"])
def test_a_broken_pointer_is_refused(twice_built, embedder, content):
    """CURRENT that names nothing readable is an error with a way out, not a crash."""
    (publishing.builds_folder(twice_built.home) / "CURRENT").write_text(content)

    with pytest.raises(QuoteArchiveError, match="quotes rebuild"):
        Build.latest(twice_built.home)
    assert 5 == rebuild_with(twice_built, embedder).manifest.quotes


def test_a_build_of_a_newer_format_is_stale(twice_built):
    """A build that a later version wrote says so."""
    path = Build.latest(twice_built.home).folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")

    with pytest.raises(IndexIsStale, match="format 99"):
        Build.latest(twice_built.home)


@pytest.mark.parametrize(
    "contents", [b"no database at all, whatever its name says" * 200, b"SQLite format 3\x00" + b"\x07" * 9000]
)
def test_a_broken_cache_costs_time_only(twice_built, embedder, contents):
    """It is set aside and the embeddings are made again."""
    for tail in ("", "-wal", "-shm"):
        (twice_built.home / f"{CACHE}{tail}").unlink(missing_ok=True)
    (twice_built.home / CACHE).write_bytes(contents)
    embedder.seen.clear()

    assert 5 == rebuild_with(twice_built, embedder, afresh=True).manifest.work.embedded
    assert contents == (twice_built.home / CACHE).with_suffix(".broken").read_bytes()


def test_a_database_of_another_program_is_set_aside(twice_built, embedder):
    """Nothing is written into a file that is not ours."""
    (twice_built.home / CACHE).unlink()
    with sqlite3.connect(twice_built.home / CACHE) as other:
        other.execute("CREATE TABLE cats (name)")
    other.close()
    rebuild_with(twice_built, embedder, afresh=True)

    kept = sqlite3.connect((twice_built.home / CACHE).with_suffix(".broken"))
    assert [("cats",)] == kept.execute("SELECT name FROM sqlite_master").fetchall()
    kept.close()


class NotANumber(SpellingEmbedder):
    def embed_passages(self, texts, progress=None):
        """Answer with nonsense."""
        return np.full((len(texts), self.dimension), np.nan, np.float32)


class AnotherDimension(SpellingEmbedder):
    def embed_passages(self, texts, progress=None):
        """Answer with nonsense."""
        return np.ones((len(texts), 7), np.float32) / np.sqrt(7)


class NotOfLengthOne(SpellingEmbedder):
    def embed_passages(self, texts, progress=None):
        """Answer with nonsense."""
        return 3 * super().embed_passages(texts, progress)


class OneTooFew(SpellingEmbedder):
    def embed_passages(self, texts, progress=None):
        """Answer with nonsense."""
        return super().embed_passages(texts, progress)[1:]


@pytest.mark.parametrize("model", [NotANumber, AnotherDimension, NotOfLengthOne, OneTooFew])
def test_a_model_that_answers_nonsense_is_refused(twice_built, tmp_path, model):
    """The current build goes on serving, and none of its vectors is kept."""
    before = Build.current_id(twice_built.home)
    twice_built.add(write_jsonl(tmp_path / "more.jsonl", MANY[:3]))

    with pytest.raises(ModelError, match="'spelling'"):
        rebuild_with(twice_built, model())
    assert before == Build.latest(twice_built.home).id
    good = SpellingEmbedder()
    assert 3 == rebuild_with(twice_built, good).manifest.work.embedded


@pytest.mark.parametrize("limit", [3_000, 30_000, 60_000, 130_000, 200_000])
def test_a_quota_loses_nothing(twice_built, embedder, tmp_path, limit):
    """Wherever a file may grow no more, one sentence says so, the former build serves, and room makes it go on."""
    before = Build.current_id(twice_built.home)
    twice_built.add(write_jsonl(tmp_path / "many.jsonl", MANY))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(ArchiveFull, match="Free some space"):
            rebuild_with(twice_built, embedder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert before == Build.latest(twice_built.home).id
    assert [] == list(publishing.builds_folder(twice_built.home).glob(".partial*"))
    assert 905 == rebuild_with(twice_built, embedder).manifest.quotes


@pytest.fixture
def small_disk(tmp_path):
    """A disk of three megabytes, where the system lets a test mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs rights that this user does not have")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("free", [4_096, 40_960, 180_224, 221_184, 225_280, 229_376, 233_472])
def test_a_full_disk_loses_nothing(small_disk, embedder, tmp_path, free):
    """Wherever a disk runs full, the archive opens, the former build serves, and space makes it go on."""
    with Archive.open(small_disk / "home") as archive:
        archive.add(write_jsonl(tmp_path / "few.jsonl", MANY))
        before = rebuild_with(archive, embedder)
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - free))
        with pytest.raises(ArchiveFull, match="Free some space"):
            rebuild_with(archive, embedder, afresh=True)

        assert before.id == Build.latest(archive.home).id
        assert [before.id] == publishing.build_ids(archive.home)
        assert 900 == archive.count()
        ballast.unlink()
        assert before.id < rebuild_with(archive, embedder, afresh=True).id
