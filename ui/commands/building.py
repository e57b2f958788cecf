"""quotes rebuild, ui: the index made, and the pages opened."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import QueryError, QuoteArchiveError
from ui.terminal import Terminal, write_note

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Put the commands on the program."""
    app.command(epilog="Examples: quotes rebuild; quotes rebuild --model intfloat/multilingual-e5-small --download")(
        rebuild
    )
    app.command(name="ui", epilog="Example: quotes ui --port 8600")(open_ui)


def rebuild(
    context: typer.Context,
    model: Annotated[
        str | None, typer.Option(help="A sentence-transformers model by name or path; else the bundled one.")
    ] = None,
    download: Annotated[
        bool, typer.Option("--download", help="Allow the model named to be fetched from its hub.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be embedded; build nothing.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check the build that is there, every file to the last byte.")
    ] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Go back to the build before this one.")] = False,
    progress_file: Annotated[Path | None, typer.Option(hidden=True)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as one JSON object.")] = False,
) -> None:
    """Cut the quotes into passages, embed what is new, build the index and publish it; safe to interrupt."""
    if dry_run + verify + rollback > 1:
        raise QueryError("Give one of --dry-run, --verify and --rollback.")
    terminal: Terminal = context.obj
    if verify or rollback:
        _check_or_go_back(terminal, rollback=rollback, as_json=as_json)
    elif dry_run:
        _plan(terminal, model, as_json=as_json)
    else:
        _rebuild(terminal, model, progress_file, download=download, as_json=as_json)


def _rebuild(terminal: Terminal, model: str | None, note: Path | None, *, download: bool, as_json: bool) -> None:
    from index.building import rebuild_with
    from index.embedding import load_embedder

    try:
        with terminal.archive() as archive, terminal.progress("rebuilding", unit="passages", file=note) as tell:
            embedder = load_embedder(model or terminal.settings.model, download=download)
            _say_when_the_model_changes(terminal, embedder.name)
            build = rebuild_with(archive, embedder, lambda one: tell(one.stage, one.done, one.total))
    except BaseException as problem:
        if note:
            write_note(note, {"stage": "failed", "message": str(problem) or "The rebuild was interrupted."})
        raise
    manifest, work = build.manifest, build.manifest.work
    if note:
        write_note(note, {"stage": "done", "build": build.id})
    outcome = {
        "build": build.id, "model": manifest.model.name, "quotes": manifest.quotes, "passages": manifest.passages,
        "reused": work.reused, "embedded": work.embedded, "dropped": work.dropped, "index": manifest.index.factory,
        "recall_at_10": manifest.index.recall_at_10,
    }  # fmt: skip
    if as_json:
        terminal.json(outcome)
        return
    terminal.data(
        f"build {build.id}: {manifest.quotes} quotes in {manifest.passages} passages, by {manifest.model}\n"
        f"passages: {work.embedded} embedded, {work.reused} reused, {work.dropped} dropped\n"
        f"index:    {manifest.index.factory}, recall@10 {manifest.index.recall_at_10:.4f}"
    )


def _say_when_the_model_changes(terminal: Terminal, name: str) -> None:
    from archive.errors import IndexError_
    from index import Build

    try:
        former = Build.latest(terminal.settings.home).embedder_name
    except IndexError_:
        return
    if former != name:
        terminal.say(
            f"The index was built with {former} so far; this one is built with {name}. To keep the former one, "
            f"run 'quotes rebuild --model {former}', or name it in quotes.toml."
        )


def _plan(terminal: Terminal, model: str | None, *, as_json: bool) -> None:
    from index import rebuild as build_index

    with terminal.archive(read_only=True) as archive:
        plan = build_index(archive, model=model, dry_run=True)
    if as_json:
        terminal.json(asdict(plan))
        return
    terminal.data(
        f"{plan.quotes} quotes in {plan.passages} passages, by {plan.model}\n"
        f"would embed {plan.to_embed}, reuse {plan.reused}, drop {plan.dropped}"
        + ("; the current build is up to date" if plan.up_to_date else "")
    )


def _check_or_go_back(terminal: Terminal, *, rollback: bool, as_json: bool) -> None:
    from index import rollback as go_back
    from index import verify_build

    home = terminal.settings.home
    build = go_back(home) if rollback else verify_build(home)
    if as_json:
        terminal.json({"build": build.id, "verified": True})
    else:
        terminal.data(f"build {build.id} " + ("serves again" if rollback else "is whole: every file has its checksum"))


def open_ui(
    context: typer.Context,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port to serve on; else the first free one from 8501.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    starter: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="When the archive is empty, load this folder of seeds first.")
    ] = None,
) -> None:
    """Open the pages in a browser, on this machine only."""
    terminal: Terminal = context.obj
    if starter is not None:
        _start_with(terminal, starter)
    from ui.serving import serve

    code = serve(terminal.settings.home, port, browser)
    if code:
        raise QuoteArchiveError(f"The pages stopped with exit code {code}.")


def _start_with(terminal: Terminal, starter: Path) -> None:
    """Load the seeds and build the index, each only where it is missing."""
    from index import Build

    parts = [starter / name for name in ("speakers.jsonl", "quotes.jsonl", "articles")]
    missing = [str(part) for part in parts if not part.exists()]
    if missing:
        raise QueryError(f"{starter} holds no seeds: {', '.join(missing)} is not there.")
    with terminal.archive() as archive:
        is_new = archive.counts().quotes == 0
        if is_new:
            terminal.say(f"Loading the seeds into {archive.home} …")
            added = archive.add(*parts)
            terminal.say(f"{added.quotes_new} quotes of {added.speakers_new} speakers, {added.articles_new} articles.")
    if is_new or Build.current_id(terminal.settings.home) is None:
        terminal.say("Building the index …")
        _rebuild(terminal, None, None, download=False, as_json=False)
