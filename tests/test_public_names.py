"""What the packages promise to the outside stays there."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("package", "names"),
    [
        (
            "archive",
            {"Archive", "Quote", "Source", "Speaker", "Selection", "QuoteArchiveError", "Settings", "Entry", "Added"},
        ),
        ("index", {"Searcher", "rebuild", "Build"}),
    ],
)
def test_public_names_are_there(package, names):
    """Every promised name is in __all__, and everything in __all__ is there."""
    module = importlib.import_module(package)

    assert names <= set(module.__all__)
    assert [] == [name for name in module.__all__ if not hasattr(module, name)]
    assert names <= set(dir(module))


@pytest.mark.parametrize("package", ["archive", "index"])
def test_a_name_that_is_not_there_is_an_error(package, tmp_path):
    """At run time and for who checks types: names that are imported late are not just any names."""
    module = importlib.import_module(package)
    wrong = tmp_path / "wrong.py"
    wrong.write_text(f"from {package} import Nothing\n", encoding="utf8")

    command = [sys.executable, "-m", "mypy", str(wrong)]
    root = Path(__file__).parent.parent
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    assert not hasattr(module, "Nothing")
    assert 'has no attribute "Nothing"' in found.stdout


def test_every_error_is_drawn_in_the_tree():
    """The drawing at the top of archive/errors.py names each error, and each descends from the root."""
    from archive import errors

    classes = {name for name in dir(errors) if isinstance(getattr(errors, name), type)}

    assert classes == set(errors.__all__)
    assert [] == [name for name in classes if name not in errors.__doc__]
    assert all(issubclass(getattr(errors, name), errors.QuoteArchiveError) for name in classes)
