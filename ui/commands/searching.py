"""quotes search, similar: questions by meaning and by words."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from archive import Archive, Selection
from ui.printing import hit_lines, hit_record
from ui.terminal import Terminal

if TYPE_CHECKING:
    from index.search import Results

__all__ = ["register"]

AsJson = Annotated[bool, typer.Option("--json", help="One hit a line on standard output.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many hits.")]


def register(app: typer.Typer) -> None:
    """Put the commands on the program."""
    app.command(
        epilog='Examples: quotes search "технологическая независимость" --lang en; quotes search "Толстой о войне"'
    )(search)
    app.command(epilog="Example: quotes similar tolstoy-war-and-peace-01 --lang en")(similar)


def search(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(help='An idea, a phrase in quotes ("…"), a name, a word; Russian or English.')
    ],
    speaker: Annotated[str | None, typer.Option(help="Only this speaker: a name in either script, or an id.")] = None,
    role: Annotated[str | None, typer.Option(help="Only speakers with this role.")] = None,
    lang: Annotated[Literal["ru", "en"] | None, typer.Option(help="Only quotes in this language: ru or en.")] = None,
    since: Annotated[str | None, typer.Option(help="Only from this day on, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Only up to this day, YYYY-MM-DD.")] = None,
    type_: Annotated[
        Literal["direct", "indirect", "mixed"] | None,
        typer.Option("--type", help="Only direct, indirect or mixed quotes."),
    ] = None,
    source: Annotated[str | None, typer.Option(help="Only from this work, paper or title.")] = None,
    mode: Annotated[
        Literal["hybrid", "meaning", "words"], typer.Option(help="hybrid (meaning and words), meaning, or words.")
    ] = "hybrid",
    limit: Limit = 10,
    offset: Annotated[int, typer.Option(min=0, help="Skip so many hits: the next page.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Find quotes by meaning and by words, in both languages at once."""
    from index import Searcher

    terminal: Terminal = context.obj
    with terminal.archive(read_only=True) as archive:
        selection = Selection(
            speakers=_speaker_ids(archive, speaker),
            lang=lang,
            since=since,
            until=until,
            type=type_,
            source=source,
            role=role,
        )
        results = Searcher.open(archive).search(query, limit=limit, offset=offset, mode=mode, selection=selection)
        _print(terminal, results, as_json=as_json)
        _comment(terminal, results)


def similar(
    context: typer.Context,
    quote_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the quote to start from.")],
    lang: Annotated[
        Literal["ru", "en"] | None, typer.Option(help="Only in this language: the same thought in the other one.")
    ] = None,
    limit: Limit = 10,
    as_json: AsJson = False,
) -> None:
    """Find quotes that say nearly the same as this one."""
    from index import Searcher

    terminal: Terminal = context.obj
    with terminal.archive(read_only=True) as archive:
        results = Searcher.open(archive).similar(quote_id, limit=limit, lang=lang)
        _print(terminal, results, as_json=as_json)


def _speaker_ids(archive: Archive, name: str | None) -> tuple[str, ...]:
    """Ids of everyone the name may mean; several people of one name are all admitted."""
    if name is None:
        return ()
    namesakes = archive.known_speakers.named(name)
    return tuple(one.id for one in namesakes) or (archive.speaker(name).id,)


def _print(terminal: Terminal, results: "Results", *, as_json: bool) -> None:
    for place, hit in enumerate(results, start=1):
        if as_json:
            terminal.json(hit_record(hit))
        else:
            for line in hit_lines(hit, place):
                terminal.data(line)


def _comment(terminal: Terminal, results: "Results") -> None:
    """Say what a person should know about the answer; data stays clean."""
    if results.weak and len(results):
        terminal.say("No good match. These are the nearest.")
    if results.speaker_hint:
        who, words = results.speaker_hint
        terminal.say(f"Took {words!r} as the speaker {who.name}; --speaker {who.id} asks for nobody else.")
    if results.suggestion:
        terminal.say(f"Did you mean: {results.suggestion}")
    for note in results.notes:
        terminal.say(note)
    if not len(results):
        terminal.say("Nothing found.")
        for name, count in results.emptied_by:
            terminal.say(f"Without {name} there would be {count}.")
