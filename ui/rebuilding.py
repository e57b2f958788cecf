"""A rebuild asked for on a page: a process of its own, so that no click can stop it, watched through its progress file."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from index import publishing

__all__ = ["RebuildProgress", "progress", "start"]

_NOTE = ".rebuild.json"


@dataclass(frozen=True, slots=True)
class RebuildProgress:
    """How far a rebuild has come, wherever it was started."""

    stage: str
    done: int = 0
    total: int = 0
    rate: float | None = None
    """Passages a second."""
    seconds_left: float | None = None
    message: str = ""
    """Why it failed."""

    @property
    def is_running(self) -> bool:
        """Tell whether it is still at work."""
        return self.stage not in {"done", "failed"}

    @property
    def share(self) -> float:
        """The part of the stage that is done, 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


def start(home: Path) -> None:
    """Start a rebuild of the archive in `home` unless one that was started here is still running."""
    running = _processes().get(home)
    if running is not None and running.poll() is None:
        return
    _write(home, {"stage": "starting", "done": 0, "total": 0})
    command = [sys.executable, "-m", "ui", "--home", str(home), "rebuild", "--progress-file", str(home / _NOTE)]
    _processes()[home] = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  our own program


def progress(home: Path) -> RebuildProgress | None:
    """Tell how far the rebuild is that runs now or was last started from these pages; None when there was none."""
    process = _processes().get(home)
    if process is None:
        elsewhere = publishing.running(home)
        return RebuildProgress(elsewhere.stage, elsewhere.done, elsewhere.total) if elsewhere else None
    ended = process.poll()
    noted = _read(home)
    if ended is not None and noted.is_running:
        return RebuildProgress(
            "failed", message=f"The rebuild ended with exit code {ended}; the former index serves on."
        )
    return noted


@st.cache_resource(show_spinner=False)
def _processes() -> dict[Path, "subprocess.Popen[bytes]"]:
    """The rebuilds started by this server, by home; shared by all its sessions."""
    return {}


def _read(home: Path) -> RebuildProgress:
    try:
        value = json.loads((home / _NOTE).read_text(encoding="utf-8"))
        return RebuildProgress(
            stage=str(value["stage"]), done=int(value.get("done") or 0), total=int(value.get("total") or 0),
            rate=value.get("rate"), seconds_left=value.get("seconds_left"), message=str(value.get("message") or ""),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return RebuildProgress("starting")


def _write(home: Path, value: dict[str, object]) -> None:
    aside = home / f"{_NOTE}.part"
    aside.write_text(json.dumps(value), encoding="utf-8")
    aside.replace(home / _NOTE)
