"""Serving the pages: on this machine only, at an address that is told."""

import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from archive.errors import SettingsError
from ui import serving


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_refused_by_name(taken, tmp_path):
    """With the way out."""
    with pytest.raises(SettingsError, match=f"Port {taken} is taken"):
        serving.serve(tmp_path, taken, open_browser=False)


def test_without_a_port_the_first_free_one_is_taken(taken, monkeypatch):
    """The one in use is passed over."""
    monkeypatch.setattr(serving, "_FIRST_PORT", taken)

    assert taken < serving._free_port(None) <= taken + serving._PORTS


def test_no_free_port_at_all_is_one_clear_line(taken, monkeypatch):
    """It names the ports that were tried."""
    monkeypatch.setattr(serving, "_FIRST_PORT", taken)
    monkeypatch.setattr(serving, "_PORTS", 1)

    with pytest.raises(SettingsError, match=f"No port from {taken} to {taken} is free"):
        serving._free_port(None)


PROGRAM = """
import signal, sys
from pathlib import Path
from ui.serving import serve

signal.signal(signal.SIGINT, signal.default_int_handler)  # a test may run where Ctrl-C is not heard
sys.exit(serve(Path(sys.argv[1]), None, open_browser=False))
"""


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_the_pages_are_served_until_they_are_stopped(small_archive, stop):
    """The address is printed when the server answers; stopped, it ends with exit code 0 and leaves no server behind."""
    command = [sys.executable, "-c", PROGRAM, str(small_archive.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as served:
        try:
            line = next(one for one in served.stdout if "http://localhost:" in one)
            address = line.split()[5]
            with urllib.request.urlopen(address, timeout=10) as page:
                status = page.status
            served.send_signal(stop)
            code = served.wait(30)
        finally:
            served.kill()

    assert (200, 0) == (status, code)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=10)
