"""Starting the pages: Streamlit as a process of its own, on this machine only, its address printed when it answers."""

import errno
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from archive.errors import SettingsError
from archive.settings import environment_for

__all__ = ["serve"]

APP = Path(__file__).parent / "app.py"
_HOST = "localhost"
_FIRST_PORT = 8501
_PORTS = 100
_PATIENCE_SECONDS = 60.0
_PATIENCE_AT_THE_END = 5.0


def serve(home: Path, port: int | None, open_browser: bool) -> int:  # noqa: FBT001  one flag, named in every call
    """Serve the archive in `home` until it is stopped; give the exit code of the server, 0 after Ctrl-C or SIGTERM.

    Without a port the first free one from 8501 up is taken. Raises SettingsError when no port can be had.
    """
    port = _free_port(port)
    address = f"http://{_HOST}:{port}"
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # being ended from outside must not leave it behind
    # The pages read their settings like every other face: the archive's place reaches them as QUOTES_HOME.
    with subprocess.Popen(_command(port), env=environment_for(home)) as server:  # noqa: S603  our own program
        try:
            if _answers(server, address):
                sys.stdout.write(f"The archive is open at {address} (Ctrl-C stops it).\n")
                sys.stdout.flush()
                if open_browser:
                    webbrowser.open(address)
            return server.wait()
        except KeyboardInterrupt:
            _stop(server)
            sys.stdout.write("\nStopped.\n")
            return 0


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """End the server; it holds nothing that could be lost, so one that lingers is cut short."""
    server.terminate()
    try:
        server.wait(_PATIENCE_AT_THE_END)
    except subprocess.TimeoutExpired:
        server.kill()


def _command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "streamlit", "run", str(APP), f"--server.port={port}", f"--server.address={_HOST}",
        "--server.headless=true", "--browser.gatherUsageStats=false", "--logger.hideWelcomeMessage=true",
        "--server.fileWatcherType=none",
    ]  # fmt: skip


def _free_port(wanted: int | None) -> int:
    candidates = [wanted] if wanted else list(range(_FIRST_PORT, _FIRST_PORT + _PORTS))
    for port in candidates:
        if not any(_is_taken(family, place) for family, place in _places(port)):
            return port
    if wanted:
        raise SettingsError(f"Port {wanted} is taken or not allowed. Give another with --port, or leave it out.")
    raise SettingsError(f"No port from {_FIRST_PORT} to {_FIRST_PORT + _PORTS - 1} is free. Give one with --port.")


def _places(port: int) -> Iterator[tuple[socket.AddressFamily, tuple[str, int]]]:
    yield socket.AF_INET, ("127.0.0.1", port)
    if socket.has_ipv6:
        yield socket.AF_INET6, ("::1", port)


def _is_taken(family: socket.AddressFamily, place: tuple[str, int]) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as problem:
        # A machine without IPv6 has no such address to give; that is no reason to refuse the port.
        return family is socket.AF_INET or problem.errno == errno.EADDRINUSE
    return False


def _answers(server: "subprocess.Popen[bytes]", address: str) -> bool:
    """Wait until the server says that it is well, or has ended, or a minute has gone by."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310  http only
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False
