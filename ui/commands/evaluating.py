"""quotes evaluate: the archive grades itself, on its own sets or on yours."""

import typer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Put the commands on the program."""
    _ = app
