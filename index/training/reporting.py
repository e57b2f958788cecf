"""Words and progress of the training, on standard error.

A module of its own, for processes that train side by side begin with it too, and they find nothing that `__main__` defines.
"""

import logging

__all__ = ["to_stderr"]


def to_stderr() -> None:
    """Let the messages of this process go to standard error, with the time."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
