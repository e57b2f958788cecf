"""Reading a question: words, phrases, what is refused; other keyboard layouts and scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.text import fold
from index.layouts import dictionary_knows, in_cyrillic, in_other_layout, suggested
from index.query import Query


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ('a "quiet life" b', [("quiet", "life")]),
        ("«Тихая жизнь» и “the sea”", [("тихая", "жизнь"), ("the", "sea")]),
        ("„Тихая жизнь“", [("тихая", "жизнь")]),
        ('"one" "two three"', [("one",), ("two", "three")]),
        ('"unbalanced', []),
        ('"" «»x', []),
    ],
)
def test_phrases_stand_in_quotation_marks(typed, phrases):
    """Every kind of quotation mark makes a phrase; a mark without its partner makes none."""
    assert phrases == list(Query.parse(typed).phrases)


def test_content_leaves_function_words_out():
    """Function words find nothing by themselves; a question of nothing else keeps them."""
    assert ("войне", "мире") == Query.parse("о войне и мире").content
    assert ("the", "of") == Query.parse("the of").content


def test_words_are_compared_folded():
    """ё is е, case is nothing, a possessive is its owner."""
    assert Query.parse("Ёлка").words == Query.parse("елка").words
    assert ("tolstoy", "war") == Query.parse("Tolstoy’s WAR").words


def test_a_name_is_taken_out():
    """A question without its name keeps the rest as it was typed; without any rest there is nothing to search for."""
    query = Query.parse("Толстой: о войне")

    assert "о войне" == query.without(0, 0).text
    assert Query.parse("Толстой о").without(0, 0) is None


@pytest.mark.parametrize("typed", ["", "  ", "…", "🙂", "\u200b", None, 7])
def test_refuses_what_has_no_word(typed):
    """Blank text, marks, pictures and what is no text at all are refused."""
    with pytest.raises(QueryError):
        Query.parse(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(typed):
    """Any text gives a question whose words are folded, or a QueryError; nothing else."""
    try:
        query = Query.parse(typed)
    except QueryError:
        return

    assert query.words
    assert all(word == fold(word) for word in query.words)


@pytest.mark.parametrize(
    ("typed", "meant"), [("ghbdtn", "привет"), ("Ntrcn", "Текст"), ("руддщ", "hello"), ("[kt,", "хлеб")]
)
def test_the_other_layout_is_the_same_keys(typed, meant):
    """A word in the wrong layout is read by its keys, capitals kept."""
    assert meant == in_other_layout(typed)
    assert typed == in_other_layout(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("privet", "привет"),
        ("schastye", "счастье"),
        ("zhizn", "жизнь"),
        ("chto delat", "что делать"),
        ("moy dom", "мой дом"),
    ],
)
def test_transliteration_is_read_back(typed, meant):
    """Of the readings that a transliterated word allows, the one in the dictionary is taken."""
    assert meant == in_cyrillic(typed, dictionary_knows)


def _known(*words):
    return lambda word, lang: word in words or (lang == "ru" and dictionary_knows(word))


@pytest.mark.parametrize(
    ("typed", "known", "offered"),
    [
        ("ghbdtn", (), "привет"),
        ("prestuplenie i nakazanie", (), "преступление и наказание"),
        ("lyubov", (), "любовь"),
        ("divan", ("divan",), None),
        ("love and death", ("love", "death"), None),
        ("зависимость", (), None),
        ("asdfg", (), None),
        ("ghbdtn " * 40, (), None),
    ],
)
def test_a_reading_is_offered_only_when_it_reads_better(typed, known, offered):
    """What is known as typed, unknown in every reading, or very long, gets no other reading."""
    assert offered == suggested(typed, _known(*known), lambda word: word == "любовь")
