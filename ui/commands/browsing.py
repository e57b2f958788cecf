"""quotes speakers, show, status: what is there."""

from typing import Annotated, Any

import typer

from archive import Archive, Selection, Speaker
from archive.errors import ArchiveNotFound, IndexError_
from ui.printing import attribution, context_lines, quote_record, speaker_record
from ui.terminal import Terminal

__all__ = ["register"]

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line on standard output.")]


def register(app: typer.Typer) -> None:
    """Put the commands on the program."""
    app.command(epilog='Examples: quotes speakers; quotes speakers "Лев Толстой"; quotes speakers Tolstoy --json')(
        speakers
    )
    app.command(epilog="Example: quotes show tolstoy-war-and-peace-01")(show)
    app.command(epilog="Example: quotes status --json")(status)


def speakers(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="A name in either script, or an id: this speaker's quotes.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many lines.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="Skip so many: the next page.")] = 0,
    everyone: Annotated[bool, typer.Option("--all", help="Also those who are only a role, such as “experts”.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the speakers by number of quotes, or show one with the quotes."""
    terminal: Terminal = context.obj
    with terminal.archive(read_only=True) as archive:
        if name is None:
            kinds = ("person", "org", "generic") if everyone else ("person", "org")
            listed = [speaker for speaker in archive.speakers() if speaker.kind in kinds]
            _list_speakers(terminal, listed, limit, offset, as_json=as_json)
        else:
            _one_speaker(terminal, archive, name, limit, offset, as_json=as_json)


def _list_speakers(terminal: Terminal, everyone: list[Speaker], limit: int, offset: int, *, as_json: bool) -> None:
    page = everyone[offset : offset + limit]
    for speaker in page:
        if as_json:
            terminal.json(speaker_record(speaker))
        else:
            other = " / ".join(name for name in (speaker.name_ru, speaker.name_en) if name and name != speaker.name)
            terminal.data(f"{speaker.quotes:>6}  {speaker.name}" + (f" ({other})" if other else ""))
    if offset + limit < len(everyone):
        terminal.say(f"{offset + len(page)} of {len(everyone)} speakers; more with --offset {offset + limit}.")


def _one_speaker(terminal: Terminal, archive: Archive, name: str, limit: int, offset: int, *, as_json: bool) -> None:
    speaker = archive.speaker(name)
    quotes = list(archive.quotes(Selection(speakers=(speaker.id,)), offset=offset, limit=limit, newest_first=True))
    if as_json:
        terminal.json({**speaker_record(speaker), "items": [quote_record(quote) for quote in quotes]})
        return
    names = ", ".join(dict.fromkeys(one for one in (speaker.name, speaker.name_ru, speaker.name_en) if one))
    years = f" ({speaker.born or '?'}–{speaker.died or ''})" if speaker.born or speaker.died else ""
    terminal.data(f"{names}{years}, {speaker.quotes} quotes · {speaker.id}")
    for role in speaker.roles:
        held = " – ".join(day for day in (role.since, role.until) if day)
        terminal.data("  " + " / ".join(one for one in (role.ru, role.en) if one) + (f", {held}" if held else ""))
    terminal.data("")
    for quote in quotes:
        terminal.data(f"  {' '.join(quote.text.split())}\n    {attribution(quote)} · {quote.id}\n")
    if offset + len(quotes) < speaker.quotes:
        terminal.say(f"{offset + len(quotes)} of {speaker.quotes} quotes; more with --offset {offset + limit}.")


def show(
    context: typer.Context,
    quote_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the quote.")],
    as_json: AsJson = False,
) -> None:
    """Show one quote in its context, and how it was found."""
    terminal: Terminal = context.obj
    with terminal.archive(read_only=True) as archive:
        quote = archive.quote(quote_id)
        if as_json:
            terminal.json(quote_record(quote))
            return
        for line in context_lines(quote):
            terminal.data(line)
        terminal.data(f"\n{attribution(quote)}")
        known: dict[str, Any] = {
            "id": quote.id, "type": quote.type, "language": quote.lang, "title": quote.source.title, "link": quote.source.url,
            "named here as": quote.mention, "cue": quote.cue, "relayed by": quote.reporter,
            "found by": f"{quote.rule}, confidence {quote.confidence:.2f}",
        }  # fmt: skip
        for name, value in known.items():
            if value is not None:
                terminal.data(f"{name + ':':<15}{value}")


def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Say what is there, what is stale, and the next command."""
    terminal: Terminal = context.obj
    found = _status(terminal)
    if as_json:
        terminal.json(found)
        return
    for name in (
        "home",
        "articles",
        "quotes",
        "speakers",
        "russian",
        "english",
        "first",
        "last",
        "build",
        "model",
        "built",
        "problem",
    ):
        if found.get(name) is not None:
            terminal.data(f"{name + ':':<10}{found[name]}")
    terminal.data(f"{'next:':<10}{found['next']}")


def _status(terminal: Terminal) -> dict[str, Any]:
    home = terminal.settings.home
    found: dict[str, Any] = {"home": str(home), "quotes": 0, "build": None, "stale": None}
    try:
        archive = terminal.archive(read_only=True)
    except ArchiveNotFound:
        return {**found, "next": "quotes add FILE"}
    with archive:
        found |= archive.counts()._asdict()
        if not found["quotes"]:
            return {**found, "next": "quotes add FILE"}
        from index.build import Build

        try:
            build = Build.latest(home)
        except IndexError_ as problem:
            return {**found, "build": None, "problem": str(problem), "next": "quotes rebuild"}
        manifest = build.manifest
        stale = manifest.fingerprint != archive.fingerprint
        found |= {"build": build.id, "model": manifest.model.name, "built": manifest.created, "stale": stale}
        found["next"] = "quotes rebuild (the archive has changed since)" if stale else 'quotes search "…"'
    return found
