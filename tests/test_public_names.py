"""What the packages promise to the outside stays there."""

import importlib

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


def test_every_error_is_drawn_in_the_tree():
    """The drawing at the top of archive/errors.py names each error, and each descends from the root."""
    from archive import errors

    classes = {name for name in dir(errors) if isinstance(getattr(errors, name), type)}

    assert classes == set(errors.__all__)
    assert [] == [name for name in classes if name not in errors.__doc__]
    assert all(issubclass(getattr(errors, name), errors.QuoteArchiveError) for name in classes)
