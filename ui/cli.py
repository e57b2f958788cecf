"""The program `quotes`: one command for each thing an archive does. Each has a twin in Python."""

import logging
import os
import signal
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import QuoteArchiveError
from archive.settings import Settings
from ui.commands import adding, browsing, building, evaluating, searching
from ui.terminal import Terminal

__all__ = ["app", "main"]

_INTERRUPTED = 130  # what typer makes of Ctrl-C

app = typer.Typer(
    name="quotes",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help="A bilingual archive of quotes: who said what, where and when, in Russian and English.",
    epilog='Example: quotes add articles/ && quotes rebuild && quotes search "dependence on foreign technology"',
)
for commands in (adding, searching, browsing, building, evaluating):
    commands.register(app)


@app.callback()
def options(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(help="Folder of the archive; else QUOTES_HOME, else your data folder.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No words and no progress; errors stay.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens to standard error.")] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda asked: _print_version(asked=asked), is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Read the settings once, for every command."""
    if verbose:
        logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    context.obj = Terminal(Settings.read(home), quiet=quiet)


def _print_version(*, asked: bool) -> None:
    if not asked:
        return
    try:
        number = version("quote-archive")
    except PackageNotFoundError:  # run from a checkout that is not installed
        number = "not installed"
    sys.stdout.write(f"quotes {number}\n")
    raise typer.Exit


def main() -> None:
    """Run the program: exit 0 when done, 1 with one clear line when it failed, 2 on misuse."""
    _ready_streams()
    try:
        app(prog_name="quotes")
    except QuoteArchiveError as problem:
        sys.stderr.write(f"quotes: {problem}\n")
        sys.exit(1)
    except (SystemExit, KeyboardInterrupt) as stop:
        if isinstance(stop, SystemExit) and stop.code != _INTERRUPTED:
            raise
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stderr.write("quotes: interrupted; what was not finished was not kept. Run it again to go on.\n")
        sys.stderr.flush()
        # Python's end may wait for a library's threads: whoever presses on is let go at once, without a traceback of that end.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        sys.exit(1)


def _ready_streams() -> None:
    """Let both streams take any text; one that is closed (`2>&-`) gets a sink, or the next file to be opened would take its place."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  open to the end, as they are
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
