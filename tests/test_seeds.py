"""The starter archive and the sets for self-grading hold together, and name where they come from."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive import Archive

SEEDS = Path(__file__).parents[1] / "seeds"
DIRECTIONS = {"ru-ru": "ru", "en-en": "en", "ru-en": "en", "en-ru": "ru"}

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """Read one seed file."""
    return [json.loads(line) for line in (SEEDS / name).read_text(encoding="utf-8").splitlines()]


QUOTES = rows("quotes.jsonl")
SPEAKERS = rows("speakers.jsonl")
JUDGEMENTS = rows("judgements.jsonl")
EXACT = rows("exact.jsonl")
ARTICLES = rows("extraction.jsonl")
LANGUAGE = {quote["id"]: quote["lang"] for quote in QUOTES}


def test_there_are_enough_quotations_in_both_languages():
    """At least 330 quotations, neither language below 45 percent, of at least 60 speakers, 25 of them Russian."""
    counts = Counter(quote["lang"] for quote in QUOTES)
    speakers = {quote["speaker"] for quote in QUOTES}
    russian = {quote["speaker"] for quote in QUOTES if quote["lang"] == "ru"}

    assert len(QUOTES) >= 330
    assert {"ru", "en"} == set(counts)
    assert min(counts.values()) >= 0.45 * len(QUOTES)
    assert len(speakers) >= 60
    assert len(russian) >= 25


def test_every_quotation_stands_alone_under_its_own_id():
    """Ids and texts are unique, ids are readable."""
    assert len({quote["id"] for quote in QUOTES}) == len(QUOTES)
    assert len({" ".join(quote["text"].split()).casefold() for quote in QUOTES}) == len(QUOTES)
    assert [] == [quote["id"] for quote in QUOTES if not re.fullmatch(r"[a-z0-9-]+-\d\d", quote["id"])]


def test_every_quotation_names_its_source_and_a_known_speaker():
    """A record has text, source, and a speaker that speakers.jsonl knows by that name; SOURCES.md has the work."""
    names = {speaker["name"] for speaker in SPEAKERS}
    listed = (SEEDS / "SOURCES.md").read_text(encoding="utf-8")

    assert [] == [quote["id"] for quote in QUOTES if not quote["text"].strip() or not quote.get("source")]
    assert set() == {quote["speaker"] for quote in QUOTES} - names
    assert set() == {quote["source"] for quote in QUOTES if quote["source"].split(" (MIT)")[0] not in listed}


def test_sources_lists_as_many_quotations_as_there_are():
    """The counts in the tables and in the list of SOURCES.md add up to the file."""
    text = (SEEDS / "SOURCES.md").read_text(encoding="utf-8")
    read = sum(map(int, re.findall(r"@ [0-9a-f]{8} \| (\d+) \|$", text, re.MULTILINE)))
    collected = sum(
        map(int, re.findall(r"\((\d+)\)", text.partition("checked against the works")[2].partition("##")[0]))
    )

    assert len(QUOTES) == read + collected


def test_the_script_of_a_text_is_that_of_its_language():
    """A Russian quotation has mostly Cyrillic letters, an English one none."""

    def cyrillic(text: str) -> float:
        letters = [letter for letter in text if letter.isalpha()]
        return sum("а" <= letter.casefold() <= "я" or letter in "ёЁ" for letter in letters) / len(letters)

    assert [] == [q["id"] for q in QUOTES if (cyrillic(q["text"]) < 0.9) == (q["lang"] == "ru")]
    assert [] == [q["id"] for q in QUOTES if q["lang"] == "en" and cyrillic(q["text"])]


def test_no_name_belongs_to_two_speakers():
    """Names and aliases, both scripts, are each one person's."""
    owners = Counter(
        name.casefold()
        for person in SPEAKERS
        for name in {person["name"], person["name_ru"], person["name_en"], *person["aliases"]}
    )

    assert [] == [name for name, count in owners.items() if count > 1]


def test_speakers_have_both_scripts():
    """Every speaker has a Russian and an English name and a role in both languages."""
    assert [] == [person["name"] for person in SPEAKERS if not re.search("[а-яё]", person["name_ru"])]
    assert [] == [person["name"] for person in SPEAKERS if re.search("[а-яё]", person["name_en"])]
    assert all(role["role_ru"] and role["role_en"] for person in SPEAKERS for role in person["roles"])
    assert {"Владимир Путин", "Михаил Мишустин"} <= {person["name"] for person in SPEAKERS}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_each_direction_has_thirty_judgements(direction):
    """Thirty queries or more, whose answers exist and are of the answer language."""
    judged = [row for row in JUDGEMENTS if row["direction"] == direction]
    answers = {LANGUAGE[quote_id] for row in judged for quote_id in row["relevant"]}

    assert len(judged) >= 30
    assert {DIRECTIONS[direction]} == answers
    assert {direction[:2]} == {row["lang"] for row in judged}


def test_topics_have_answers_in_both_languages():
    """Twenty topics or more, each with relevant quotations of both languages."""
    topics = [row for row in JUDGEMENTS if row.get("topic")]

    assert len(topics) >= 20
    assert [] == [t["id"] for t in topics if {LANGUAGE[quote_id] for quote_id in t["relevant"]} != {"ru", "en"}]


def test_judgements_are_well_formed():
    """Ids and queries are unique within a direction, grades are 1 or 2, and a 2 is among them."""
    grades = [set(row["relevant"].values()) for row in JUDGEMENTS]

    assert len({row["id"] for row in JUDGEMENTS}) == len(JUDGEMENTS)
    assert len({(row["direction"], row["query"]) for row in JUDGEMENTS}) == len(JUDGEMENTS)
    assert all(2 in found and found <= {1, 2} for found in grades)


def test_exact_cases_expect_what_the_seeds_hold():
    """Forty-five cases or more, each expecting existing quotations or a speaker who is quoted."""
    quoted = {quote["speaker"] for quote in QUOTES}

    assert len(EXACT) >= 45
    assert {"phrase", "rare-word", "inflection", "yo", "transliterated-name", "surname", "keyboard"} == {
        case["kind"] for case in EXACT
    }
    for case in EXACT:
        expected = case["expected"]
        assert expected["speaker"] in quoted if isinstance(expected, dict) else set(expected) <= set(LANGUAGE)


def test_phrases_stand_in_their_quotation():
    """A phrase in quotation marks is found to the letter in the quotation that the case expects."""
    texts = {quote["id"]: " ".join(quote["text"].split()).casefold() for quote in QUOTES}
    phrases = [case for case in EXACT if case["kind"] == "phrase" and case["query"].startswith('"')]

    assert [] == [
        c["query"] for c in phrases if not all(c["query"].strip('"').casefold() in texts[i] for i in c["expected"])
    ]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])
def test_annotated_spans_are_verbatim(article):
    """Each annotated quotation and mention is the text between its offsets."""
    text = article["text"]

    for quote in article["quotes"]:
        assert quote["text"] == text[quote["start"] : quote["end"]]
        if quote["speaker_mention"] is not None:
            assert quote["speaker_mention"] == text[quote["mention_start"] : quote["mention_end"]]
        assert {"direct", "indirect", "mixed"} >= {quote["type"]}
        assert (quote["speaker"] is None) == (quote["speaker_kind"] is None)


def test_annotated_articles_cover_both_languages_and_say_they_are_invented():
    """Twelve articles or more, at least six in each language, every one marked as invented."""
    counts = Counter(article["lang"] for article in ARTICLES)

    assert len(ARTICLES) >= 12
    assert min(counts["ru"], counts["en"]) >= 6
    assert all("invented" in article["source"] for article in ARTICLES)


def test_invented_reports_say_so():
    """The file name, the text and the publisher of an invented report say that it is one."""
    invented = sorted((SEEDS / "articles").glob("invented-*"))

    assert len(invented) >= 6
    for path in invented:
        text = path.read_text(encoding="utf-8")
        assert re.search(r"This report is invented|Эта заметка вымышлена", text), path.name


def test_the_archive_takes_the_seeds(tmp_path):
    """Loading speakers, quotations and articles refuses nothing, and loading them again adds nothing."""
    with Archive.open(tmp_path / "home") as quotes:
        first = [quotes.add(SEEDS / name) for name in ("speakers.jsonl", "quotes.jsonl", "articles")]
        again = quotes.add(SEEDS / "quotes.jsonl")

    assert [()] * 3 == [added.refused for added in first]
    assert len(QUOTES) == first[1].quotes_new
    assert 0 == again.quotes_new
