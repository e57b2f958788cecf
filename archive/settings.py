"""Settings: read once, at the edge, and passed down.

A flag beats the environment (`QUOTES_HOME`, `QUOTES_MODEL`), which beats `quotes.toml` in the archive's folder,
which beats the defaults. No other module reads the environment.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from archive.errors import SettingsError

__all__ = ["Settings", "environment_for"]

_KNOWN = {"model", "keep_builds", "language"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know before it opens an archive."""

    home: Path
    model: str | None = None
    """Name or path of a sentence-transformers model; None is the bundled one."""
    keep_builds: int = 2
    """How many builds stay on disk, the current one included."""
    language: str | None = None
    """Language of the interface, `ru` or `en`; None follows the browser or the terminal."""

    @classmethod
    def read(cls, home: str | Path | None = None, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings for the archive at `home`.

        Raises SettingsError when `quotes.toml` is no TOML or names a setting with a wrong value.
        """
        env = os.environ if environment is None else environment
        place = Path(home or env.get("QUOTES_HOME") or user_data_path("quote-archive")).expanduser()
        file = _from_toml(place / "quotes.toml")
        model = env.get("QUOTES_MODEL") or file.get("model")
        language = env.get("QUOTES_LANG") or file.get("language")
        keep = file.get("keep_builds", 2)
        if model is not None and not isinstance(model, str):
            raise SettingsError(f"{place / 'quotes.toml'}: model must be a name or a path, not {model!r}.")
        if not isinstance(keep, int) or isinstance(keep, bool) or keep < 1:
            raise SettingsError(f"{place / 'quotes.toml'}: keep_builds must be a number from 1 up, not {keep!r}.")
        if language not in {None, "ru", "en"}:
            raise SettingsError(f"The interface speaks 'ru' and 'en', not {language!r}. Change QUOTES_LANG.")
        return cls(home=place, model=model, keep_builds=keep, language=language)


def environment_for(home: Path) -> dict[str, str]:
    """Give the environment for a program of ours that shall work on the archive at `home`."""
    return {**os.environ, "QUOTES_HOME": str(home.absolute())}


def _from_toml(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{path} cannot be read: {problem}.") from problem
    try:
        values: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(f"{path} is not valid TOML: {problem}.") from problem
    unknown = sorted(set(values) - _KNOWN)
    if unknown:
        raise SettingsError(
            f"{path} names an unknown setting: {', '.join(unknown)}. Known: {', '.join(sorted(_KNOWN))}."
        )
    return values
