"""Names of a package that are imported when they are first asked for, so that nobody waits for what they do not use."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

__all__ = ["names"]


def names(package: str, homes: Mapping[str, Sequence[str]]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Give a package's `__getattr__` and `__dir__` (PEP 562); `homes` maps modules to the names that live there.

    Take them under `if not TYPE_CHECKING`: a checker that saw them would take any name at all for one of the package.
    """
    home_of = {name: module for module, some in homes.items() for name in some}

    def get(name: str) -> Any:
        if name in home_of:
            return getattr(import_module(home_of[name]), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def listed() -> list[str]:
        return sorted({*vars(import_module(package)), *home_of})

    return get, listed
