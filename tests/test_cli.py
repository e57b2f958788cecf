"""The program, as a person or a script uses it."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import QUOTES, write_jsonl
from ui import cli

ROOT = Path(__file__).parent.parent
ARTICLE = (
    "Глава Приречья Иван Орлов заявил, что мост будет открыт весной. «Мы ждали этого дня десять лет», — сказал он.\n"
)
"""An invented article."""


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run `quotes --home … ARGUMENTS`; gives exit code, standard output, standard error."""
    on_interrupt = signal.getsignal(signal.SIGINT)

    def _run(*arguments):
        monkeypatch.setattr(sys, "argv", ["quotes", "--home", str(tmp_path / "home"), *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        captured = capsys.readouterr()
        return stopped.value.code or 0, captured.out, captured.err

    yield _run
    signal.signal(signal.SIGINT, on_interrupt)  # an interrupted program leaves another behind


def objects(out):
    return [json.loads(line) for line in out.splitlines()]


def test_adds_and_says_what_was_new(run, quote_list):
    """Counts go to standard output, the next step to standard error."""
    code, out, err = run("add", quote_list)

    assert (0, "articles: 0 new, 0 known\nquotes:   5 new, 0 known\nspeakers: 2 new\n") == (code, out)
    assert "quotes rebuild" in err
    assert {"new": 0, "known": 5} == objects(run("add", quote_list, "--json")[1])[0]["quotes"]


def test_reads_columns_that_are_named_otherwise(run, tmp_path):
    """--map renames columns; a wrong one is an error of one line."""
    path = write_jsonl(tmp_path / "q.jsonl", [{"quote": "Река учит.", "author": "Иван Орлов"}])

    assert 0 == run("add", path, "--map", "author=speaker,quote=text")[0]
    assert "Иван Орлов" in run("speakers")[1]
    code, out, err = run("add", path, "--map", "author")
    assert (1, "") == (code, out)
    assert "author=speaker" in err


def test_extracts_without_storing(run, tmp_path):
    """One object an article, offsets into its text, nothing kept."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    code, out, _ = run("extract", tmp_path / "a.txt", "--json")
    (article,) = objects(out)

    assert (0, "ru", 2) == (code, article["lang"], len(article["quotes"]))
    assert {
        "text", "start", "end", "type", "speaker", "speaker_mention", "cue", "group", "confidence", "rule",
    } <= article["quotes"][0].keys()  # fmt: skip
    assert all(ARTICLE[quote["start"] : quote["end"]] == quote["text"] for quote in article["quotes"])
    assert not (tmp_path / "home").exists()


def test_explains_its_rules(run, tmp_path):
    """--explain shows the steps that led to a quote."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    code, out, _ = run("extract", tmp_path / "a.txt", "--explain")

    assert 0 == code
    assert "Мы ждали этого дня десять лет" in out
    assert len(out.splitlines()) > 5


def test_an_article_keeps_its_id_from_list_to_extraction(run, tmp_path):
    """`extract` names an article by the id that its row gives."""
    path = write_jsonl(
        tmp_path / "a.jsonl", [{"kind": "article", "id": "bridge-1", "text": ARTICLE}, {"text": "Река учит."}]
    )

    assert ["bridge-1"] == [article["id"] for article in objects(run("extract", path, "--json")[1])]


def test_browses_speakers(run, quote_list):
    """All speakers, one speaker with quotes, the nearest name for a slip."""
    run("add", quote_list)

    assert ["Margaret Hale", "Иван Орлов"] == sorted(one["name"] for one in objects(run("speakers", "--json")[1]))
    assert 2 == len(objects(run("speakers", "иван орлов", "--json")[1])[0]["items"])
    code, out, err = run("speakers", "Орлав")
    assert (1, "") == (code, out)
    assert "Did you mean Иван Орлов" in err


def test_shows_a_quote_in_its_context(run, tmp_path):
    """The words stand marked in their article, with how they were found."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    run("add", tmp_path / "a.txt")
    _, out, _ = run("export")
    quote = next(one for one in objects(out)[0]["quotes"] if one["type"] == "direct")
    code, out, _ = run("show", quote["id"])

    assert 0 == code
    assert "«⟦Мы ждали этого дня десять лет⟧»" in " ".join(out.split())
    assert "Иван Орлов" in out


def test_exports_what_add_reads_back(run, quote_list, tmp_path):
    """An export into a file is whole or not there."""
    run("add", quote_list)

    assert 0 == run("export", "--output", tmp_path / "e.jsonl")[0]
    assert [row["id"] for row in QUOTES] == [
        one["id"] for one in objects((tmp_path / "e.jsonl").read_text(encoding="utf-8"))
    ]
    assert 1 == run("export", "--output", tmp_path / "none" / "e.jsonl")[0]
    assert 1 == run("export", "--format", "xml")[0]


def test_removes_a_quote(run, quote_list):
    """What is removed is gone; an unknown id is named."""
    run("add", quote_list)

    assert 0 == run("remove", "hale-tax")[0]
    assert 4 == len(run("export")[1].splitlines())
    assert "no-such" in run("remove", "no-such")[2]


def test_status_names_the_next_command(run, quote_list):
    """From an empty folder to a full archive, the next step is always said."""
    assert "quotes add" in run("status")[1]
    run("add", quote_list)
    assert "quotes rebuild" == objects(run("status", "--json")[1])[0]["next"]


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["add", "nowhere.txt"], 1, "nowhere.txt"),
        (["show", "no-such-id"], 1, "There is no archive"),
        (["speakers"], 1, "quotes add"),
        (["rebuild", "--verify", "--rollback"], 1, "one of"),
        (["serch", "x"], 2, "serch"),
        (["add"], 2, "PATH"),
        (["search", "x", "--limit", "0"], 2, "limit"),
        (["ui", "--starter", "nowhere"], 1, "nowhere"),
    ],
)
def test_errors_are_one_clear_line(run, arguments, code, part):
    """Exit 1 with one line for what failed, 2 for misuse, and nothing on standard output."""
    got, out, err = run(*arguments)

    assert (code, "") == (got, out)
    assert part in err
    assert "Traceback" not in err
    if code == 1:
        assert 1 == len(err.splitlines())


def test_help_of_every_command_has_an_example(run):
    """Every command says what it is for and shows a call."""
    names = [command.name or command.callback.__name__ for command in cli.app.registered_commands]

    assert len(names) >= 10
    for name in names:
        code, out, _ = run(name, "--help")
        assert 0 == code
        assert "Example" in out, name


def test_help_loads_neither_torch_nor_streamlit():
    """The light commands start fast: nothing heavy is imported."""
    program = (
        "import sys; sys.argv = ['quotes', '--help']\n"
        "from ui import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'streamlit', 'sentence_transformers', 'faiss', 'onnxruntime', 'natasha', 'pydantic'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)

    assert "[]" == said.stdout.splitlines()[-1]


@pytest.mark.parametrize(("closed", "wrong", "code"), [("1", "", 0), ("2", "", 0), ("2", "-not-there", 1)])
def test_a_stream_that_is_closed_is_not_missed(run, quote_list, tmp_path, closed, wrong, code):
    """Work is done and refused as ever when the caller wants to hear nothing of it."""
    command = f'"$0" -m ui --home "$1" add "$2{wrong}" {closed}>&-'
    arguments = [sys.executable, str(tmp_path / "home"), str(quote_list)]
    done = subprocess.run(["sh", "-c", command, *arguments], capture_output=True, text=True, check=False, cwd=ROOT)

    assert code == done.returncode
    assert "Traceback" not in done.stderr
    assert ("Иван" in run("speakers")[1]) is (code == 0)


@pytest.mark.parametrize(
    "where", ["archive.Archive.add", "ui.cli.app"], ids=["in a command", "while typer answers the first"]
)
def test_an_interrupt_is_one_line(run, quote_list, monkeypatch, where):
    """Ctrl-C exits 1 with one line and no traceback; pressed on while Python ends, it ends the process at once."""

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(where, interrupted)
    code, out, err = run("add", quote_list)

    assert (1, "") == (code, out)
    assert err.startswith("quotes: interrupted")
    assert 1 == len(err.splitlines())
    assert signal.SIG_DFL is signal.getsignal(signal.SIGINT)


def test_grades_extraction_on_the_set_in_the_box(run):
    """Every figure is a share with a count; a file that is no gold file is an error of one line."""
    code, out, _ = run("evaluate", "extraction", "--lang", "ru", "--json")
    figures = objects(out)

    assert 0 == code
    assert {"table", "group", "measure", "value", "count"} == set(figures[0])
    assert all(0 <= figure["value"] <= 1 for figure in figures)
    assert (1, "") == run("evaluate", "extraction", ROOT / "seeds" / "quotes.jsonl")[:2]
