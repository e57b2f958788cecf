"""The keys under which a word is found in any of its forms."""

import pytest

from archive.word_forms import is_common_word, word_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("война", "войной"), ("любовь", "любви"), ("день", "дня"), ("человек", "людей"), ("отец", "отца"), ("идти", "шел"), ("время", "времени"),
        ("ребенок", "детей"), ("сталь", "стали"), ("стать", "стали"), ("сон", "сна"), ("мать", "матери"), ("running", "ran"), ("women", "woman"),
        ("thought", "thinking"), ("taxes", "tax"), ("children", "child's"), ("путина", "путин"),
    ],
)  # fmt: skip
def test_forms_of_a_word_share_a_key(one, other):
    """Two forms of one word meet under some key, also where the ending alone does not tell."""
    assert set(word_keys(one)) & set(word_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("мир", "мера"), ("дом", "дума"), ("run", "rum"), ("1984", "1985"), ("война", "воин")],
)
def test_other_words_stay_apart(one, other):
    """Words that only look alike share no key."""
    assert not set(word_keys(one)) & set(word_keys(other))


def test_the_stem_of_the_word_itself_comes_first():
    """Every word has at least the key of its own stem; digits and odd words are their own."""
    assert ("любв", "любов") == word_keys("любви")
    assert ("1984",) == word_keys("1984")
    assert "" not in word_keys("x")


@pytest.mark.parametrize(
    ("word", "is_common"),
    [("дай", True), ("мира", True), ("путин", False), ("москва", False), ("day", False), ("ъъъ", False)],
)
def test_names_are_told_from_common_words(word, is_common):
    """The Russian dictionary tells names from other words; of English ones it knows nothing."""
    assert is_common == is_common_word(word)
