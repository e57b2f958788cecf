"""quotes add, extract, remove, export: what goes in and what comes out."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import QueryError, QuoteArchiveError
from ui.terminal import Terminal

__all__ = ["register"]

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH…", help="Files or folders (.txt .md .html .jsonl .csv); - is standard input."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line on standard output.")]
Map = Annotated[
    str | None,
    typer.Option(
        "--map", metavar="COLUMN=FIELD,…", help="Columns that are named otherwise, e.g. author=speaker,quote=text."
    ),
]
Encoding = Annotated[str, typer.Option(help="Encoding of the files, e.g. cp1251.")]


def register(app: typer.Typer) -> None:
    """Put the commands on the program."""
    app.command(epilog='Example: quotes add articles/ sayings.csv --map "author=speaker,quote=text"')(add)
    app.command(epilog="Example: quotes extract article.txt --explain")(extract)
    app.command(epilog="Example: quotes remove q-1f0c5a7be2d94c11")(remove)
    app.command(epilog="Example: quotes export --output archive.jsonl && quotes --home copy add archive.jsonl")(export)


def add(
    context: typer.Context,
    paths: Paths,
    columns: Map = None,
    encoding: Encoding = "utf-8",
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave bad rows out, list them, keep the rest.")] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Let a record take the place of what stands under its id; extract articles anew."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read articles and lists, extract quotes, find their speakers, and keep all of it (or nothing)."""
    terminal: Terminal = context.obj
    with terminal.archive() as archive, terminal.progress("reading", unit="bytes") as tell:
        added = archive.add(
            *paths, columns=_columns(columns), encoding=encoding, skip_bad=skip_bad, replace=replace,
            progress=lambda done, total: tell("reading", done, total),
        )  # fmt: skip
    for notice in added.notices:
        terminal.say(notice)
    for refused in added.refused:
        terminal.say(f"left out: {refused}")
    if as_json:
        terminal.json(added.as_dict())
        return
    terminal.data(
        f"articles: {added.articles_new} new, {added.articles_known} known\n"
        f"quotes:   {added.quotes_new} new, {added.quotes_known} known\n"
        f"speakers: {added.speakers_new} new" + (f"\nrefused:  {len(added.refused)}" if added.refused else "")
    )
    if added.quotes_new:
        terminal.say("Run 'quotes rebuild' so that search by meaning finds them.")


def extract(
    context: typer.Context,
    paths: Paths,
    as_json: AsJson = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show which rule spoke at each step.")] = False,
    encoding: Encoding = "utf-8",
) -> None:
    """Show what would be extracted from articles; nothing is stored."""
    from ui import extraction_view

    terminal: Terminal = context.obj
    extraction_view.show(terminal, paths, encoding=encoding, as_json=as_json, explain=explain)


def remove(
    context: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID…", help="Ids of quotes or sources; a source goes with its quotes.")
    ],
    as_json: AsJson = False,
) -> None:
    """Forget quotes or whole sources."""
    terminal: Terminal = context.obj
    with terminal.archive() as archive:
        gone = archive.remove(*ids)
    if as_json:
        terminal.json({"removed": gone})
    else:
        terminal.data(f"removed: {gone} quotes")
        terminal.say("Search leaves them out from now on; 'quotes rebuild' clears them from the index.")


def export(
    context: typer.Context,
    form: Annotated[
        str, typer.Option("--format", help="jsonl (reads back into an equal archive) or csv (quotes only).")
    ] = "jsonl",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output when left out.")
    ] = None,
) -> None:
    """Write everything out."""
    from archive.export import export as write

    terminal: Terminal = context.obj
    with terminal.archive(read_only=True) as archive:
        if output is None:
            write(archive, sys.stdout, form)
            return
        aside = output.with_name(output.name + ".part")
        try:
            with aside.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as file:
                count = write(archive, file, form)
            aside.replace(output)
        except OSError as problem:
            raise QuoteArchiveError(f"{output} cannot be written: {problem.strerror}.") from problem
        finally:
            aside.unlink(missing_ok=True)
    terminal.say(f"{output}: {count} records")


def _columns(pairs: str | None) -> dict[str, str]:
    """Read `author=speaker,quote=text`."""
    columns: dict[str, str] = {}
    for pair in (pairs or "").split(","):
        column, equals, field = (part.strip() for part in pair.partition("="))
        if equals and column and field:
            columns[column] = field
        elif pair.strip():
            raise QueryError(
                f"--map {pair.strip()!r} is not COLUMN=FIELD. Write for example --map author=speaker,quote=text."
            )
    return columns
