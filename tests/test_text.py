"""Folding, stemming, words, sentences and language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import fold, guess_language, is_blank, sentences, stem, stems, words


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("Всё ЁЛКИ", "все елки"),
        ("за́мок", "замок"),
        ("Й остаётся й", "й остается й"),
        ("naïve CAFÉ", "naïve café"),
        ("don’t", "don't"),
        ("straße", "strasse"),
        ("мяг\u00adкий", "мягкий"),
    ],
)
def test_folds_case_yo_and_stress(given_text, folded):
    """Folding evens out case, ё, stress marks and apostrophes, and keeps what tells letters apart."""
    assert folded == fold(given_text)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    """A folded text is its own folding."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("войной", "война"), ("технологии", "технологий"), ("running", "runs"), ("ёлками", "елка"), ("Orlov's", "Orlov")],
)
def test_word_forms_share_a_stem(one, other):
    """Two forms of a word meet in one stem, in both languages."""
    assert stem(fold(one)) == stem(fold(other))


@given(st.text())
def test_words_stand_where_they_say(text):
    """Each word's folded form is the folding of the text at its place."""
    assert [word.folded for word in words(text)] == [fold(text[word.start : word.stop]) for word in words(text)]


@given(st.text())
def test_sentences_lie_in_the_text_in_order(text):
    """Sentences do not overlap, hold no outer white space, and leave nothing but white space between them."""
    spans = sentences(text)
    gaps = [0, *(edge for span in spans for edge in (span.start, span.stop)), len(text)]

    assert gaps == sorted(gaps)
    assert all(text[span.start : span.stop] == text[span.start : span.stop].strip() != "" for span in spans)
    assert "" == "".join(text[a:b] for a, b in zip(gaps[::2], gaps[1::2], strict=True)).strip()


def test_a_blank_line_ends_a_sentence():
    """A headline without a full stop is a sentence of its own."""
    text = "Мост закрыт\n\nОрлов сообщил об этом утром. Ремонт начался."

    assert ["Мост закрыт", "Орлов сообщил об этом утром.", "Ремонт начался."] == [
        text[span.start : span.stop] for span in sentences(text)
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Река учит", "ru"), ("The river teaches", "en"), ("IT-отрасль растёт", "ru"), ("123 !", "en"), ("", "en")],
)
def test_tells_the_language_by_its_letters(text, language):
    """Most letters decide; a text without letters counts as English."""
    assert language == guess_language(text)


def test_stems_keep_the_order_of_words():
    """Stems come in the order of the words, marks left out."""
    assert ["мост", "лес", "сад"] == stems("«Мост, лес — сад!»")


@pytest.mark.parametrize("text", ["", " \n", "…?!", "—", "🙂"])
def test_a_text_without_letters_or_digits_is_blank(text):
    """Marks and pictures alone say nothing."""
    assert is_blank(text)
