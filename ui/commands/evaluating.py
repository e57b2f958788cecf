"""quotes evaluate: the archive grades itself, on its own sets or on yours."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from archive.errors import EvaluationError
from ui.terminal import Terminal

__all__ = ["register"]

AsJson = Annotated[bool, typer.Option("--json", help="One figure a line, as a JSON object.")]
_SEEDS = Path(__file__).parent.parent.parent / "seeds"


def register(app: typer.Typer) -> None:
    """Put the commands on the program."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Measure the model, the search and the extraction, on the sets in the box or on yours.",
    )
    group.command(epilog="Example: quotes evaluate model my-sets/ --model intfloat/multilingual-e5-small")(model)
    group.command(epilog="Example: quotes evaluate search my-judgements.jsonl --exact my-cases.jsonl")(search)
    group.command(epilog="Example: quotes evaluate extraction my-articles.jsonl --lang ru --errors 20")(extraction)
    app.add_typer(group, name="evaluate")


def model(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of evaluation sets; else the small one in the box.")
    ] = None,
    model_name: Annotated[
        str | None, typer.Option("--model", help="A model by name or path; else the bundled one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure an embedding model: translations found, likeness, answers to questions, contrasts.

    The folder may hold .tsv files of two columns (English and Russian of one sentence), .tsv files with the header
    s1_en s2_en s1_ru s2_ru score, pairs en.json and ru.json of questions and sentences, and .tsv files with the header
    lang kind a b.
    """
    from dataclasses import asdict

    from index.embedding import load_embedder
    from index.evaluation.model import evaluate_model

    terminal: Terminal = context.obj
    embedder = load_embedder(model_name or terminal.settings.model)
    terminal.say(f"model: {embedder.name}")
    for figure in evaluate_model(
        embedder, _set(folder, "evaluation"), lambda name: terminal.say(f"measuring {name} …")
    ):
        if as_json:
            terminal.json(asdict(figure))
        else:
            terminal.data(
                f"{figure.set:<24} {figure.measure:<24} {figure.direction:<8} {figure.value:>7.4f}  n = {figure.count}"
            )


def search(
    context: typer.Context,
    judgements: Annotated[
        Path | None, typer.Argument(help="JSON Lines of questions and their answers; else those in the box.")
    ] = None,
    exact: Annotated[
        Path | None, typer.Option(help="JSON Lines of words, phrases and names that must come first.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure search over the archive: recall@10, nDCG@10 and MRR by direction, beside words only and meaning only.

    The archive must hold the judged quotes; those in the box judge the seeds. Give your own with
    --home and the judgements as rows {"id", "query", "lang", "direction": "ru-en", "relevant": {"quote id": grade}}.
    """
    from dataclasses import asdict

    from index import Searcher
    from index.evaluation.judgements import read_exact_cases, read_judgements
    from index.evaluation.search import evaluate_exact, evaluate_search

    terminal: Terminal = context.obj
    cases = exact or (None if judgements else _set(None, "exact.jsonl"))
    with terminal.archive(read_only=True) as archive, terminal.progress("asking", unit="questions") as tell:
        searcher = Searcher.open(archive)
        asked = read_judgements(_set(judgements, "judgements.jsonl"))
        figures = list(evaluate_search(searcher, asked, progress=lambda done, total: tell("asking", done, total)))
        figures += evaluate_exact(searcher, read_exact_cases(cases)) if cases else ()
    for figure in figures:
        if as_json:
            terminal.json(asdict(figure))
        else:
            terminal.data(
                f"{figure.mode:<8} {figure.pool:<7} {figure.direction:<20} {figure.measure:<16} {figure.value:>6.3f}  n = {figure.count}"
            )


def extraction(
    context: typer.Context,
    gold: Annotated[
        Path | None, typer.Argument(help="JSON Lines of annotated articles; else those in the box.")
    ] = None,
    lang: Annotated[Literal["ru", "en"] | None, typer.Option(help="Only articles in this language.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="Show so many single errors.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Measure extraction: spans found, speakers right, by type of quote and by phenomenon."""
    from dataclasses import asdict

    from archive.evaluation.extraction import evaluate_extraction

    terminal: Terminal = context.obj
    report = evaluate_extraction(_set(gold, "extraction.jsonl"), lang)
    terminal.say(f"articles: {report.articles}")
    for figure in report.figures:
        if as_json:
            terminal.json(asdict(figure))
        else:
            terminal.data(
                f"{figure.table:<16} {figure.group:<24} {figure.measure:<10} {figure.value:>6.3f}  n = {figure.count}"
            )
    for what, article, expected, found in report.errors[:errors]:
        terminal.say(f"{what}, {article}: expected {expected!r}, found {found!r}")


def _set(given: Path | None, name: str) -> Path:
    """Give the set asked for, else the one among the seeds."""
    place = given or _SEEDS / name
    if not place.exists():
        raise EvaluationError(f"{place}: there is no such evaluation set. Name a file or folder of your own.")
    return place
