"""How far a rebuild has come, told to its caller and to other processes."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from index import publishing

__all__ = ["Clock", "Progress", "Report", "now"]

_NOTE_EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild has come."""

    stage: str
    """`reading`, `cutting`, `embedding`, `indexing` or `publishing`, in this order."""
    done: int
    total: int
    """Quotes, texts or passages in this stage; `done` equals it when the stage is over."""


Report = Callable[[Progress], None]


def now() -> str:
    """Give the time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(slots=True)
class Clock:
    """Times the stages of one rebuild and passes their progress on."""

    home: Path | None
    """Where other processes look for it; None tells only the caller."""
    report: Report | None
    since: str = field(default_factory=now)
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each finished stage took."""
    _noted: float = 0.0

    @contextlib.contextmanager
    def stage(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
        """Time one stage; it gives the function to tell how much of the stage is done."""
        began = time.perf_counter()
        self._tell(Progress(name, 0, total))
        yield lambda done: self._tell(Progress(name, done, total))
        self._tell(Progress(name, total, total))
        self.seconds[name] = round(time.perf_counter() - began, 3)

    def _tell(self, progress: Progress) -> None:
        if self.report:
            self.report(progress)
        if self.home and time.monotonic() - self._noted > _NOTE_EVERY_SECONDS:
            self._noted = time.monotonic()
            publishing.report(self.home, self.since, progress.stage, progress.done, progress.total)
