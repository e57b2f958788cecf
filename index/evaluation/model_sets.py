"""Reading the sets an embedding model is measured on: bitext, graded pairs, questions and contrasts.

A folder is searched for files of these four kinds, told apart by what is in them:

- bitext: a .tsv file of two columns without header, English and Russian of the same sentence;
- graded pairs: a .tsv file with the header `s1_en s2_en s1_ru s2_ru score`, as the STS benchmark has them;
- questions: `en.json` and `ru.json` in one folder, SQuAD-like with `sentences` and `sentence_breaks`, as LAReQA has them;
- contrasts: a .tsv file with the header `lang kind a b`, pairs that differ by one thing named in `kind`.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import EvaluationError

__all__ = ["Bitext", "Contrasts", "GradedPairs", "ModelSet", "Question", "Questions", "read_sets"]

GRADED_HEADER = ("s1_en", "s2_en", "s1_ru", "s2_ru", "score")
CONTRAST_HEADER = ("lang", "kind", "a", "b")
LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Bitext:
    """Sentences and their translations, row by row."""

    name: str
    en: tuple[str, ...]
    ru: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GradedPairs:
    """Pairs of sentences in both languages with the grade people gave to their likeness."""

    name: str
    first: Mapping[str, tuple[str, ...]]  # language to sentences
    second: Mapping[str, tuple[str, ...]]
    grades: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the numbers of the sentences that answer it, in its own language."""

    id: str
    text: str
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """The same questions, and the same paragraphs cut into sentences, in each language."""

    name: str
    sentences: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, tuple[Question, ...]]


@dataclass(frozen=True, slots=True)
class Contrasts:
    """Pairs (language, kind, a, b), such as a sentence and its negation."""

    name: str
    rows: tuple[tuple[str, str, str, str], ...]


ModelSet = Bitext | GradedPairs | Questions | Contrasts


def read_sets(folder: Path) -> list[ModelSet]:
    """Every set in the folder and below, by name; files of other kinds are passed over.

    Raises EvaluationError when the folder holds none, or when a file of a known kind is broken.
    """
    if not folder.is_dir():
        raise EvaluationError(
            f"There is no evaluation folder '{folder}'. Name a folder that holds bitext, STS or question sets."
        )
    found: list[ModelSet] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if path.suffix == ".tsv":
            found.extend(_read_table(path, name))
        elif path.name == "en.json" and path.with_name("ru.json").is_file():
            parent = path.parent.relative_to(folder).as_posix()
            found.append(_read_questions(path.parent, folder.name if parent == "." else parent))
    if not found:
        raise EvaluationError(
            f"The folder '{folder}' holds no set this can read: see 'quotes evaluate model --help' for the formats."
        )
    return found


def _read_table(path: Path, name: str) -> Iterator[ModelSet]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if any(row)]
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path} is not UTF-8 text ({error.reason}). Save it as UTF-8.") from error
    if not rows:
        return
    header = tuple(rows[0])
    if header == GRADED_HEADER:
        yield _graded(path, name, rows[1:])
    elif header == CONTRAST_HEADER:
        _same_width(path, rows, 4)
        yield Contrasts(name, tuple((row[0], row[1], row[2], row[3]) for row in rows[1:]))
    elif len(header) == 2:
        _same_width(path, rows, 2)
        yield Bitext(name, tuple(row[0] for row in rows), tuple(row[1] for row in rows))


def _same_width(path: Path, rows: list[list[str]], width: int) -> None:
    for number, row in enumerate(rows, 1):
        if len(row) != width:
            raise EvaluationError(f"{path}, line {number}: {len(row)} columns where {width} belong.")


def _graded(path: Path, name: str, rows: list[list[str]]) -> GradedPairs:
    _same_width(path, rows, 5)
    try:
        grades = tuple(float(row[4]) for row in rows)
    except ValueError as error:
        raise EvaluationError(f"{path}: a score is not a number ({error}).") from error
    column = [tuple(row[number] for row in rows) for number in range(4)]
    return GradedPairs(name, {"en": column[0], "ru": column[2]}, {"en": column[1], "ru": column[3]}, grades)


def _read_questions(folder: Path, name: str) -> Questions:
    sentences: dict[str, tuple[str, ...]] = {}
    questions: dict[str, tuple[Question, ...]] = {}
    for language in LANGUAGES:
        path = folder / f"{language}.json"
        try:
            articles = json.loads(path.read_text(encoding="utf8"))["data"]
            paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
            sentences[language], questions[language] = _flattened(paragraphs)
        except (KeyError, TypeError, ValueError) as error:
            raise EvaluationError(f"{path} is not a set of questions as LAReQA writes them ({error!r}).") from error
    return Questions(name, sentences, questions)


def _flattened(paragraphs: list[dict[str, Any]]) -> tuple[tuple[str, ...], tuple[Question, ...]]:
    sentences: list[str] = []
    questions: list[Question] = []
    for paragraph in paragraphs:
        first, breaks = len(sentences), paragraph["sentence_breaks"]
        sentences.extend(paragraph["sentences"])
        for asked in paragraph["qas"]:
            starts = {int(answer["answer_start"]) for answer in asked["answers"]}
            holding = [
                first + number
                for number, (start, stop) in enumerate(breaks)
                if any(start <= at < stop for at in starts)
            ]
            questions.append(Question(asked["id"], asked["question"], tuple(holding)))
    return tuple(sentences), tuple(questions)
