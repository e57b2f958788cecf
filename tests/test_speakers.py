"""One person under all names; two people kept apart."""

import pytest

from archive.errors import UnknownRecord
from archive.speakers import name_key
from tests.conftest import write_jsonl

ORLOV = {
    "kind": "speaker", "name": "Иван Орлов", "name_ru": "Иван Орлов", "name_en": "Ivan Orlov",
    "aliases": ["И. П. Орлов", "Orlov"], "born": 1960, "roles": [{"role_ru": "мэр", "role_en": "mayor", "since": "2020-01-01"}],
}  # fmt: skip
"""An invented person."""


@pytest.fixture
def archive(empty_archive, tmp_path):
    """An archive that knows the invented Ivan Orlov under four names."""
    empty_archive.add(write_jsonl(tmp_path / "speakers.jsonl", [ORLOV]))
    return empty_archive


def add(archive, tmp_path, *rows):
    return archive.add(write_jsonl(tmp_path / "rows.jsonl", list(rows)))


@pytest.mark.parametrize("name", ["Иван Орлов", "иван  орлов", "Ivan Orlov", "ORLOV", "И. П. Орлов", "И.П.Орлов"])
def test_a_person_is_found_under_every_name_in_both_scripts(archive, name):
    """Case, blanks and dots do not matter."""
    assert "Иван Орлов" == archive.speaker(name).name


def test_quotes_under_different_names_belong_to_one_person(archive, tmp_path):
    """The name shown follows the quote's language; what the source wrote is kept."""
    add(
        archive,
        tmp_path,
        {"text": "The river teaches.", "speaker": "Orlov"},
        {"text": "Мост стоит.", "speaker": "И. П. Орлов"},
    )

    assert 2 == archive.speaker("Иван Орлов").quotes
    assert [("Ivan Orlov", "Orlov"), ("Иван Орлов", "И. П. Орлов")] == [
        (quote.speaker, quote.attributed) for quote in archive.quotes()
    ]


def test_a_name_that_two_people_share_belongs_to_neither(archive, tmp_path):
    """A surname shared by two is kept as it stands: unknown beats wrong."""
    add(
        archive,
        tmp_path,
        {"kind": "speaker", "name": "Пётр Орлов", "aliases": ["Orlov"]},
        {"text": "The river.", "speaker": "Orlov"},
    )
    (quote,) = archive.quotes()

    assert "Orlov" == quote.speaker
    assert 0 == archive.speaker("Иван Орлов").quotes == archive.speaker("Пётр Орлов").quotes


def test_describing_a_speaker_later_takes_over_the_quotes_of_that_name(small_archive, tmp_path):
    """A name that only quotes gave becomes the person a list describes."""
    add(small_archive, tmp_path, ORLOV)

    assert (2, 1960) == (small_archive.speaker("Ivan Orlov").quotes, small_archive.speaker("Ivan Orlov").born)
    assert 1 == sum("Орлов" in speaker.name for speaker in small_archive.speakers())


def test_describing_a_speaker_twice_changes_nothing(archive, tmp_path):
    """The same row again is no change."""
    before = archive.fingerprint
    add(archive, tmp_path, ORLOV)

    assert before == archive.fingerprint


def test_an_unknown_name_brings_the_nearest(archive):
    """A slip of the pen is answered with a name on record."""
    with pytest.raises(UnknownRecord, match="Did you mean Иван Орлов"):
        archive.speaker("Иван Орлав")


def test_a_shared_name_brings_all_who_bear_it(archive, tmp_path):
    """Asking for a name of two people names both."""
    add(archive, tmp_path, {"kind": "speaker", "name": "Пётр Орлов", "aliases": ["Orlov"]})

    with pytest.raises(
        UnknownRecord, match=r"Several speakers .*Иван Орлов .*Пётр Орлов|Several speakers .*Пётр Орлов .*Иван Орлов"
    ):
        archive.speaker("Orlov")


@pytest.mark.parametrize(
    ("name", "key"), [("Лев  Толстой", "лев толстой"), ("О’Нил", "о'нил"), ("J. R. Fisher", "j r fisher")]
)
def test_names_are_compared_by_their_folded_words(name, key):
    """Dots, blanks and case fall away."""
    assert key == name_key(name)


@pytest.mark.parametrize("part", ["орл", "ORLOV", "иван ор", "п. о"])
def test_speakers_are_browsed_by_a_part_of_any_name(archive, part):
    """Either script, any case."""
    found = archive.known_speakers.page(part)

    assert (["Иван Орлов"], 1) == ([one.name for one in found], archive.known_speakers.count(part))


@pytest.mark.parametrize("part", ["петров", "орлоф", "%_"])
def test_a_part_that_no_name_holds(archive, part):
    """Signs alone are no part of a name: they admit everybody, as an empty box does."""
    expected = 1 if part == "%_" else 0

    assert expected == len(archive.known_speakers.page(part)) == archive.known_speakers.count(part)


def test_speakers_come_in_pages(small_archive):
    """The most quoted first, then by name, each once."""
    pages = [small_archive.known_speakers.page(limit=1, offset=at) for at in range(3)]

    assert [["Margaret Hale"], ["Иван Орлов"], []] == [[one.name for one in page] for page in pages]
