"""Words and progress of the training, on standard error.

A module of its own, for the first of several processes begins with it too.
"""

import logging

__all__ = ["to_stderr"]


def to_stderr() -> None:
    """Let the messages of this process go to standard error, with the time."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
