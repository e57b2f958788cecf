"""Speakers in questions: which names are heard, in what forms, and when a name is only a word."""

import pytest

from index.inflection import nominatives
from index.names import NameIndex
from index.query import Query

NAMES = NameIndex(
    [
        ("tolstoy", "Лев Толстой", "person"),
        ("tolstoy", "Leo Tolstoy", "person"),
        ("tolstoy-a", "Алексей Толстой", "person"),
        ("putin", "Владимир Путин", "person"),
        ("putin", "Vladimir Putin", "person"),
        ("king", "Martin Luther King", "person"),
        ("catherine", "Catherine the Great", "person"),
        ("catherine", "Екатерина II", "person"),
        ("shakespeare", "В. Шекспир", "person"),
        ("plato", "Платон", "person"),
        ("mishustin", "Михаил Мишустин", "person"),
        ("zelensky", "Volodymyr Zelensky", "person"),
        ("rolland", "Ромен Роллан, писатель", "person"),
        ("ministry", "Министерство обороны", "org"),
        ("expert", "эксперт", "generic"),
    ]
)


@pytest.mark.parametrize(
    ("query", "ids", "words", "rest"),
    [
        ("Putin on sovereignty", {"putin"}, "Putin", "sovereignty"),
        ("Путин о суверенитете", {"putin"}, "Путин", "суверенитете"),
        ("что говорил Путин про зависимость", {"putin"}, "Путин", "что зависимость"),
        ("цитаты Владимира Путина", {"putin"}, "Владимира Путина", None),
        ("слова Путина", {"putin"}, "Путина", None),
        ("Putin's view of history", {"putin"}, "Putin's", "view of history"),
        ("Лев Толстой", {"tolstoy"}, "Лев Толстой", None),
        ("Льва Толстого о войне", {"tolstoy"}, "Льва Толстого", "войне"),
        ("Толстой о войне", {"tolstoy", "tolstoy-a"}, "Толстой", "войне"),
        ("Л. Толстой", {"tolstoy"}, "Л. Толстой", None),
        ("мысли Платона", {"plato"}, "Платона", None),
        ("Шекспира", {"shakespeare"}, "Шекспира", None),
        ("Catherine the Great on power", {"catherine"}, "Catherine the Great", "power"),
        ("Министерства обороны о потерях", {"ministry"}, "Министерства обороны", "потерях"),
        ("Mishustin on artificial intelligence", {"mishustin"}, "Mishustin", "artificial intelligence"),
        ("Mikhail Mishustin", {"mishustin"}, "Mikhail Mishustin", None),
        ("Зеленского", {"zelensky"}, "Зеленского", None),
        ("Роллан о любви", {"rolland"}, "Роллан", "любви"),
        ("свобода и долг Путин", {"putin"}, "Путин", "свобода и долг"),
    ],
)
def test_a_speaker_is_heard(query, ids, words, rest):
    """A name in either script and any case form names its speakers, and leaves the subject."""
    found = NAMES.find(Query.parse(query))

    assert (ids, words) == (set(found.ids), found.words)
    assert rest == (found.rest.text if found.rest else None)


@pytest.mark.parametrize(
    "query",
    [
        "толстый и тонкий", "great power", "оборона города", "эксперт о войне", "война и мир", "Лев в клетке", "the second one",
        "why the policy of putin failed us all", "писатель о времени", "more love and less war", "why", "на чём держится мир",
        "Putin is bored, no longer outspoken, and prefers a circle of vetted writers and friends",
    ],
)  # fmt: skip
def test_a_word_is_no_name(query):
    """Other words of the same root, parts of tied names, given names and names inside a sentence name nobody."""
    assert NAMES.find(Query.parse(query)) is None


@pytest.mark.parametrize(
    ("query", "is_heard"),
    [
        ("king on power", True),
        ("king", True),
        ("the heart of a king", False),
        ("king and country", False),
        ("Martin Luther King", True),
    ],
)
def test_an_ordinary_word_must_be_announced(query, is_heard):
    """A surname that is a common word counts alone, with a given name, or beside a word that announces a speaker."""
    assert is_heard == (NAMES.find(Query.parse(query), ordinary=["king"]) is not None)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("путиным", "путин"), ("чехову", "чехов"), ("достоевского", "достоевский"), ("толстым", "толстой"), ("ахматовой", "ахматова"),
        ("берберовой", "берберова"), ("крупской", "крупская"), ("гоголя", "гоголь"), ("льва", "лев"), ("ильича", "ильич"), ("марии", "мария"),
        ("георгия", "георгий"), ("лермонтове", "лермонтов"), ("кастанеды", "кастанеда"), ("павла", "павел"), ("камю", "камю"),
        ("герценом", "герцен"), ("сергея", "сергей"), ("ницше", "ницше"),
    ],
)  # fmt: skip
def test_case_forms_are_undone(form, name):
    """The nominative is among those that a case form may come from."""
    assert name in nominatives(form)
