"""The figures of search: judgement files read or refused, measures that tell good answers from bad ones."""

import json

import pytest

from archive import Archive
from archive.errors import EvaluationError
from index import Searcher, rebuild
from index.evaluation.judgements import ExactCase, Judgement, read_exact_cases, read_judgements
from index.evaluation.search import evaluate_exact, evaluate_search, exact_misses
from tests.conftest import write_jsonl
from tests.river_town import QUOTES, SPEAKERS

BREAD = {"lugovoy-bread": 2, "unknown-bread": 1}
JUDGEMENTS = [
    Judgement("bread-en", "bread is getting more expensive", "en", "mixed", BREAD, topic=True),
    Judgement("bread-ru", "подорожание хлеба", "ru", "ru-ru", {"lugovoy-bread": 2}, topic=False),
    Judgement("machines", "нельзя полагаться на чужое", "ru", "ru-en", {"hale-machines": 2}, topic=False),
]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    home = tmp_path_factory.mktemp("town") / "home"
    with Archive.open(home) as archive:
        archive.add(write_jsonl(home.parent / "in" / "town.jsonl", [*SPEAKERS, *QUOTES]))
        rebuild(archive)
        yield Searcher.open(archive)


def values(figures):
    return {(one.mode, one.pool, one.direction, one.measure): one.value for one in figures}


def test_directions_are_measured_in_both_pools(town):
    """Each direction has recall, nDCG and MRR among the answers' language and among all quotes, for every mode."""
    found = values(evaluate_search(town, JUDGEMENTS))

    assert {"hybrid", "meaning", "words"} == {mode for mode, *_ in found}
    assert 1.0 == found["hybrid", "target", "ru-ru", "recall@10"] == found["hybrid", "mixed", "mixed", "recall@10"]
    assert 0.0 == found["words", "target", "ru-en", "MRR@10"]
    assert 0.0 < found["hybrid", "mixed", "en topics", "own language"] < 1.0
    assert ("hybrid", "target", "mixed", "recall@10") not in found


def test_a_wrong_order_scores_lower(town):
    """The better answer in the second place costs nDCG: the measure sees the order."""
    right = Judgement("right", '"bridge by spring"', "en", "en-en", {"hale-bridge": 2, "hale-tax": 1}, topic=False)
    wrong = Judgement("wrong", '"bridge by spring"', "en", "en-en", {"hale-bridge": 1, "hale-tax": 2}, topic=False)

    scores = [
        values(evaluate_search(town, [one], ("hybrid",)))["hybrid", "target", "en-en", "nDCG@10"]
        for one in (right, wrong)
    ]

    assert scores[0] > scores[1] > 0


def test_questions_without_an_answer_count_as_nothing(town):
    """A question that finds nothing counts as zero, not as left out."""
    lost = Judgement("lost", "бесследно", "ru", "ru-ru", {"lugovoy-bread": 2}, topic=False)
    found = values(evaluate_search(town, [lost, JUDGEMENTS[1]], ("words",)))

    assert 0.5 == found["words", "target", "ru-ru", "recall@10"]


def test_a_folded_report_counts_for_its_utterance(town):
    """A judged quote that is folded into another report of the same words is found."""
    judged = Judgement("bridge", "мост будет построен к весне", "ru", "ru-ru", {"orlov-bridge": 2}, topic=False)

    assert 1.0 == values(evaluate_search(town, [judged], ("hybrid",)))["hybrid", "target", "ru-ru", "recall@10"]


def test_progress_is_told(town):
    """Every question of every mode is counted."""
    told = []
    list(evaluate_search(town, JUDGEMENTS, progress=lambda done, total: told.append((done, total))))

    assert [(done, 9) for done in range(1, 10)] == told


def test_exact_cases_are_right_or_wrong(town):
    """Hit@1 counts words, speakers and offered layouts; a miss is named with what came first."""
    cases = [
        ExactCase("rare", "quokka", "rare-word", ("hale-quokka",), None),
        ExactCase("name", "Hale", "surname", (), "Маргарет Хейл"),
        ExactCase("keys", "[kt,", "keyboard", ("lugovoy-bread",), None),
        ExactCase("wrong", "quokka", "rare-word", ("hale-tax",), None),
        ExactCase("no-other-layout", "bread", "keyboard", ("unknown-bread",), None),
    ]

    found = {one.direction: one.value for one in evaluate_exact(town, cases)}

    assert {"all": 0.6, "rare-word": 0.5, "surname": 1.0, "keyboard": 0.5} == found
    assert [("wrong", "hale-quokka"), ("no-other-layout", None)] == [
        (miss.case.id, miss.found) for miss in exact_misses(town, cases)
    ]


def test_judgements_of_another_archive_are_refused(town):
    """When no judged quote is here, the figures would all be nought: that is an error."""
    foreign = Judgement("x", "bread", "en", "en-en", {"elsewhere": 1}, topic=False)

    with pytest.raises(EvaluationError, match="--home"):
        list(evaluate_search(town, [foreign]))


def test_files_are_read(tmp_path):
    """Judgements and exact cases are read as they stand in the files."""
    asked = {"id": "a", "query": "хлеб", "lang": "ru", "direction": "ru-en", "relevant": {"q": 2}, "topic": True}
    case = {"id": "b", "query": "Hale", "kind": "surname", "expected": {"speaker": "Margaret Hale"}}

    assert [Judgement("a", "хлеб", "ru", "ru-en", {"q": 2}, topic=True)] == read_judgements(
        write_jsonl(tmp_path / "j.jsonl", [asked])
    )
    assert [ExactCase("b", "Hale", "surname", (), "Margaret Hale")] == read_exact_cases(
        write_jsonl(tmp_path / "e.jsonl", [case])
    )


_GOOD = {"id": "a", "query": "bread", "lang": "en", "direction": "en-ru", "relevant": {"q": 1}}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (_GOOD | {"query": ""}, "line 1, field 'query'"),
        (_GOOD | {"lang": "de"}, "field 'lang'"),
        (_GOOD | {"direction": "de-en"}, "field 'direction'"),
        (_GOOD | {"relevant": {}}, "field 'relevant'"),
        (_GOOD | {"relevant": {"q": 0}}, "field 'relevant'"),
        (_GOOD | {"relevant": {"q": True}}, "field 'relevant'"),
        (_GOOD | {"relevant": ["q"]}, "field 'relevant'"),
        ("text", "object"),
    ],
)
def test_a_bad_judgement_is_named(tmp_path, row, said):
    """A wrong row is refused with file, line and field."""
    with pytest.raises(EvaluationError, match=said):
        read_judgements(write_jsonl(tmp_path / "j.jsonl", [row]))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"{no json}\n", b"\xff\xfe\x00"])
def test_a_file_that_is_none_is_refused(tmp_path, content):
    """An empty file, one that is no JSON Lines and one that is no UTF-8 are refused; a missing one too."""
    path = tmp_path / "j.jsonl"
    path.write_bytes(content)

    with pytest.raises(EvaluationError, match=r"j\.jsonl"):
        read_judgements(path)
    with pytest.raises(EvaluationError):
        read_judgements(tmp_path / "absent.jsonl")


@pytest.mark.parametrize("expected", [None, [], {}, {"speaker": 7}, [7], "q"])
def test_a_bad_exact_case_is_named(tmp_path, expected):
    """An exact case must expect quotes or a speaker."""
    path = tmp_path / "e.jsonl"
    path.write_text(json.dumps({"id": "a", "query": "bread", "kind": "phrase", "expected": expected}), encoding="utf-8")

    with pytest.raises(EvaluationError, match="field 'expected'"):
        read_exact_cases(path)
