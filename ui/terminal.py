"""The terminal: data to standard output, words and progress to standard error."""

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive import Archive, Settings

__all__ = ["Terminal", "write_note"]

_SHOW_AFTER = 1.0  # seconds; work that is done sooner shows no bar


@dataclass(slots=True)
class Terminal:
    """What every command needs: where the archive is, and how loud to be."""

    settings: Settings
    quiet: bool = False

    def archive(self, *, read_only: bool = False) -> Archive:
        """Open the archive that the options name."""
        return Archive.open(self.settings, read_only=read_only)

    def data(self, text: str) -> None:
        """Print a line of data."""
        sys.stdout.write(text + "\n")

    def json(self, value: Any) -> None:
        """Print one object a line."""
        self.data(json.dumps(value, ensure_ascii=False))

    def say(self, words: str) -> None:
        """Print words for a person; `--quiet` silences them."""
        if not self.quiet:
            sys.stderr.write(words + "\n")

    @contextlib.contextmanager
    def progress(
        self, words: str, *, unit: str = "", file: Path | None = None
    ) -> Iterator[Callable[[str, int, int], None]]:
        """Show a bar with rate and time left while work goes on, from the second it has taken a second.

        Gives a function to be told (stage, done, total). On no terminal, or with --quiet, nothing is shown; with
        `file`, the same is written there as JSON for whoever watches.
        """
        bar = _Bar(words, unit) if sys.stderr.isatty() and not self.quiet else None
        note = _Note(file) if file else None

        def tell(stage: str, done: int, total: int) -> None:
            if bar:
                bar.tell(stage, done, total)
            if note:
                note.tell(stage, done, total)

        try:
            yield tell
        finally:
            if bar:
                bar.close()


class _Bar:
    """A Rich progress bar that waits before it appears."""

    def __init__(self, words: str, unit: str) -> None:
        self._words = words
        self._unit = unit
        self._begun = time.monotonic()
        self._shown: Any = None
        self._tasks: dict[str, Any] = {}
        self._since: dict[str, tuple[float, int]] = {}

    def tell(self, stage: str, done: int, total: int) -> None:
        if self._shown is None:
            if time.monotonic() - self._begun < _SHOW_AFTER:
                return
            self._shown = self._make()
            self._shown.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._shown.add_task(stage or self._words, total=total, rate="")
            self._since[stage] = time.monotonic(), done
        since, first = self._since[stage]
        seconds = time.monotonic() - since
        rate = f"{(done - first) / seconds:,.0f} {self._unit}/s" if seconds > 0.5 else ""
        self._shown.update(self._tasks[stage], completed=done, total=total, rate=rate)

    def close(self) -> None:
        if self._shown is not None:
            self._shown.stop()

    def _make(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = [TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()]
        if self._unit:
            columns.append(TextColumn("{task.fields[rate]}"))
        return Progress(*columns, console=Console(stderr=True), transient=True)


class _Note:
    """A small file that says how far a rebuild is; rewritten at most twice a second, in one rename."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begun: dict[str, float] = {}
        self._last = 0.0

    def tell(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        begun = self._begun.setdefault(stage, now)
        if now - self._last < 0.5 and done < total:
            return
        self._last = now
        rate = done / (now - begun) if now - begun > 0.2 else None
        left = (total - done) / rate if rate else None
        write_note(self._path, {"stage": stage, "done": done, "total": total, "rate": rate, "seconds_left": left})


def write_note(path: Path, value: dict[str, Any]) -> None:
    """Replace the progress file by one JSON object, so that a reader never sees half of it."""
    aside = path.with_name(path.name + ".part")
    aside.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    aside.replace(path)
