"""Quotation marks: every style, straight ones, nested ones, lost ones."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction.document import Document
from archive.extraction.marks import find_regions, outer


def contents(text: str) -> list[str]:
    """What stands between the outer marks of a text."""
    return [text[region.start : region.end] for region in Document.read(text, "ru").outer]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Он сказал: «Мост готов».", ["Мост готов"]),
        ('Он сказал: "Мост готов".', ["Мост готов"]),
        ("Он сказал: “Мост готов”.", ["Мост готов"]),
        ("Он сказал: „Мост готов“.", ["Мост готов"]),
        ("He said: ‘The bridge is ready.’", ["The bridge is ready."]),
        ("He said: 'The bridge is ready.'", ["The bridge is ready."]),
        ("‘It’s the readers’ idea,’ she said.", ["It’s the readers’ idea,"]),
        ("'Cause kids don't know the teachers' names.", []),
        ("«Мы открыли клуб «Прометей» вчера», — сказал он.", ["Мы открыли клуб «Прометей» вчера"]),
        ("«Мы открыли клуб «Прометей», — сказал он.", ["Мы открыли клуб «Прометей"]),
        ('"По сути, у "Единой воли" всё плохо", - сказал он.', ['По сути, у "Единой воли" всё плохо']),
        ('Завод "Берег" и газета "Вестник"', ["Берег", "Вестник"]),
        ("«Мост готов», - сказал он, — «и дорога».", ["Мост готов", "и дорога"]),
        ('«Мы готовы", - сказал он.', ["Мы готовы"]),
    ],
)  # fmt: skip
def test_pairs_marks_of_every_style(text, expected):
    """The outer stretches between marks are found, whatever the style and with a mark lost inside."""
    assert expected == contents(text)


def test_a_lost_opening_mark_reaches_back_to_the_paragraph():
    """Speech whose opening mark was lost begins with its paragraph."""
    text = 'Вчера он приехал.\n\nМост готов. Дорога тоже", - сказал он.'

    region = Document.read(text, "ru").outer[0]

    assert (None, "Мост готов. Дорога тоже") == (region.open, text[region.start : region.end])


def test_a_lost_closing_mark_ends_with_its_paragraph():
    """Speech whose closing mark was lost ends with its paragraph when the next one opens anew."""
    text = "«Мост готов.\n\n«Дорога тоже»."

    assert ["Мост готов.", "Дорога тоже"] == contents(text)


def test_a_quotation_runs_over_a_paragraph_break():
    """A mark left open is closed by a closing mark in the next paragraph."""
    assert ["Мост готов.\n\nДорога тоже"] == contents("«Мост готов.\n\nДорога тоже», — сказал он.")


@given(st.text(alphabet="«»„“”\"'‘’ а.,—\nb", max_size=80))
def test_regions_stay_inside_the_text_and_outer_ones_apart(text):
    """Whatever the marks, regions lie inside the text and outer ones do not overlap."""
    paragraphs = [(paragraph.start, paragraph.end) for paragraph in Document.read(text, "ru").paragraphs]
    regions = find_regions(text, paragraphs)

    assert all(0 <= region.start <= region.end <= len(text) for region in regions)
    apart = outer(regions)
    assert all(one.outer_end <= other.outer_start for one, other in pairwise(apart))
