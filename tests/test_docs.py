"""The documents keep the promises: both languages alike, every command told, every example real."""

import re
from pathlib import Path

import pytest

from ui import cli

ROOT = Path(__file__).parent.parent
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
RUSSIAN = (ROOT / "README.ru.md").read_text(encoding="utf-8")


def headings(text):
    return [len(found.group()) for found in re.finditer(r"^#+(?= )", text, re.MULTILINE)]


def commands(text):
    return sorted(set(re.findall(r"^ +quotes (?:--home \S+ )?([a-z]+)", text, re.MULTILINE)))


def test_both_readmes_have_the_same_shape():
    """The same headings at the same depth, the same tables, the same commands, the same Python."""
    assert headings(ENGLISH) == headings(RUSSIAN)
    assert commands(ENGLISH) == commands(RUSSIAN)
    assert re.findall(r"```python\n(.*?)```", ENGLISH, re.DOTALL) == re.findall(
        r"```python\n(.*?)```", RUSSIAN, re.DOTALL
    )
    assert ENGLISH.count("\n|") == RUSSIAN.count("\n|")


def test_every_command_of_the_readme_exists():
    """No document names a command that is not there."""
    known = {command.name or command.callback.__name__ for command in cli.app.registered_commands}
    known |= {group.name for group in cli.app.registered_groups}

    assert set(commands(ENGLISH)) <= known


@pytest.mark.parametrize("name", ["README.md", "README.ru.md"])
def test_files_that_a_readme_names_are_there(name):
    """Links to files of the project lead somewhere."""
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))

    assert links
    assert [] == [link for link in links if not (ROOT / link).exists()]


def test_every_make_target_of_the_documents_exists():
    """`make x` in a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^ +|`)make ([a-z]+)", ENGLISH + RUSSIAN, re.MULTILINE))

    assert named
    assert named <= targets


def test_the_wheel_takes_its_data_files():
    """What is no Python and must be in the wheel is named in pyproject.toml: migrations, model, catalogs."""
    import tomllib

    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    for package, patterns in data.items():
        taken = {file for pattern in patterns for file in (ROOT / package).glob(pattern) if file.is_file()}
        there = {
            file for file in (ROOT / package).rglob("*")
            if file.is_file() and file.suffix not in {".py", ".pyc"} and not any(part.startswith((".hyp", "__py")) for part in file.parts)
        }  # fmt: skip
        assert set() == there - taken
