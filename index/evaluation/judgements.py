"""Judgement files: which quotes answer which questions, as JSON Lines.

    {"id": "ru-en-01", "query": …, "lang": "ru", "direction": "ru-en", "relevant": {"<quote id>": 2}, "topic"?: true}
    {"id": "exact-01", "query": …, "kind": "rare-word", "expected": ["<quote id>"] or {"speaker": <name>}}

A direction is the question's language and the answers' language, or "mixed". Grades are whole numbers from 1 up.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import EvaluationError

__all__ = ["DIRECTIONS", "ExactCase", "Judgement", "read_exact_cases", "read_judgements"]

DIRECTIONS = ("ru-ru", "en-en", "ru-en", "en-ru", "mixed")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question with the quotes that answer it."""

    id: str
    query: str
    lang: str
    direction: str
    relevant: Mapping[str, int]
    """Grade of each answering quote, by its id."""
    topic: bool
    """Whether the question is a topic with answers in both languages."""


@dataclass(frozen=True, slots=True)
class ExactCase:
    """One question that must find an exact word, phrase or speaker first."""

    id: str
    query: str
    kind: str
    quotes: tuple[str, ...]
    speaker: str | None


def read_judgements(path: Path) -> list[Judgement]:
    """Read a judgement file; raises EvaluationError naming file, line and field."""
    return [_judgement(row, place) for row, place in _rows(path)]


def read_exact_cases(path: Path) -> list[ExactCase]:
    """Read a file of exact cases; raises EvaluationError naming file, line and field."""
    return [_exact(row, place) for row, place in _rows(path)]


def _judgement(row: Mapping[str, Any], place: str) -> Judgement:
    relevant = _field(row, "relevant", dict, place)
    if not relevant or not all(type(grade) is int and grade > 0 for grade in relevant.values()):
        raise EvaluationError(f"{place}, field 'relevant': quote ids with whole grades from 1 up are wanted.")
    lang = _field(row, "lang", str, place)
    direction = row.get("direction", "mixed")
    if lang not in {"ru", "en"}:
        raise EvaluationError(f"{place}, field 'lang': 'ru' or 'en' is wanted, not {lang!r}.")
    if direction not in DIRECTIONS:
        raise EvaluationError(
            f"{place}, field 'direction': one of {', '.join(DIRECTIONS)} is wanted, not {direction!r}."
        )
    return Judgement(
        id=str(row.get("id") or place), query=_field(row, "query", str, place), lang=lang, direction=direction,
        relevant=relevant, topic=bool(row.get("topic")),
    )  # fmt: skip


def _exact(row: Mapping[str, Any], place: str) -> ExactCase:
    expected = row.get("expected")
    speaker = expected.get("speaker") if isinstance(expected, dict) else None
    quotes = expected if isinstance(expected, list) else []
    if not (isinstance(speaker, str) or (quotes and all(isinstance(one, str) for one in quotes))):
        raise EvaluationError(f"{place}, field 'expected': quote ids, or {{\"speaker\": name}} is wanted.")
    return ExactCase(
        str(row.get("id") or place),
        _field(row, "query", str, place),
        str(row.get("kind") or "exact"),
        tuple(quotes),
        speaker,
    )


def _rows(path: Path) -> Iterator[tuple[Mapping[str, Any], str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise EvaluationError(f"{path} cannot be read as UTF-8 text: {problem}.") from problem
    found = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as problem:
            raise EvaluationError(f"{place}: this is no JSON ({problem}).") from problem
        if not isinstance(row, dict):
            raise EvaluationError(f"{place}: a JSON object is wanted.")
        found = True
        yield row, place
    if not found:
        raise EvaluationError(f"{path} holds no judgements.")


def _field(row: Mapping[str, Any], name: str, kind: type, place: str) -> Any:
    value = row.get(name)
    if not isinstance(value, kind) or not value:
        raise EvaluationError(f"{place}, field '{name}': missing or not of the right kind.")
    return value
