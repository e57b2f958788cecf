"""A rebuild: incremental, published whole, the same when repeated; a build answers with quotes."""

import json
import threading

import numpy as np
import pytest

import index
from archive import Archive
from archive.errors import IndexIsStale, IndexMissing, ModelError, RebuildRunning
from index import Build, publishing, rollback, verify_build
from index.build import centred
from index.building import plan_with, rebuild_with
from index.embedding import load_embedder
from tests.conftest import QUOTES, write_jsonl
from tests.spelling_embedder import SpellingEmbedder

LONG = {
    "id": "orlov-speech",
    "text": "Мост строили десять лет. Каждый камень мы везли по реке на плотах из верхних деревень. "
    "Зимой работы стояли, весной вода сносила опоры. Теперь он стоит, и по нему пойдут наши дети.",
    "speaker": "Иван Орлов",
}  # fmt: skip
"""An invented speech that no window of eighteen words holds."""


@pytest.fixture
def embedder():
    return SpellingEmbedder()


@pytest.fixture
def archive(small_archive, tmp_path):
    small_archive.add(write_jsonl(tmp_path / "in" / "long.jsonl", [LONG]))
    return small_archive


def found_ids(archive, build, embedder, text, **options):
    """Search by a text and give ids."""
    hits = build.search(embedder.embed_query(text), 10, **options)
    quotes = archive.quotes_by_number([hit.quote_number for hit in hits])
    return [quotes[hit.quote_number].id for hit in hits]


def test_a_quote_is_found_by_its_own_words(archive, embedder):
    """Each quote comes first for its own text, once, with a similarity of about one."""
    build = rebuild_with(archive, embedder)

    for row in QUOTES:
        [first, *others] = build.search(embedder.embed_query(row["text"]), 10)
        assert row["id"] == archive.quotes_by_number([first.quote_number])[first.quote_number].id
        assert first.similarity == pytest.approx(1, abs=0.01)
        assert 5 == len({other.quote_number for other in others})


def test_a_long_quote_is_one_hit_with_its_best_passage(archive, embedder):
    """The hit's span is the passage that is nearest to the question."""
    build = rebuild_with(archive, embedder)
    hit = build.search(embedder.embed_query("вода сносила опоры. Теперь он стоит, и по нему пойдут наши дети"), 1)[0]
    quote = archive.quote("orlov-speech")

    assert quote.number == hit.quote_number
    assert quote.text[hit.start : hit.stop].endswith("и по нему пойдут наши дети.")
    assert not quote.text[hit.start : hit.stop].startswith("Мост строили")
    assert len(build.passages_of(quote.number)) > 1
    assert build.passages_of(quote.number)[0].start == 0


def test_only_allowed_quotes_are_found(archive, embedder):
    """A filter by quote numbers goes in before ranking; unknown numbers do no harm."""
    build = rebuild_with(archive, embedder)
    hale = [archive.quote(one).number for one in ("hale-bridge", "hale-tax")]

    assert ["hale-bridge", "hale-tax"] == found_ids(
        archive, build, embedder, "We will build the bridge by spring.", allowed=[*hale, 999_999]
    )
    assert [] == build.search(embedder.embed_query("мост"), 10, allowed=[])
    assert [] == build.search(embedder.embed_query("мост"), 0)


def test_a_rebuild_embeds_only_what_is_new(archive, embedder, tmp_path):
    """Quotes that came are embedded, those that went are dropped, the rest is reused."""
    first = rebuild_with(archive, embedder)
    archive.add(write_jsonl(tmp_path / "more.jsonl", [{"id": "new", "text": "A new thought about rivers."}]))
    archive.remove("hale-tax")
    embedder.seen.clear()
    second = rebuild_with(archive, embedder)

    assert ["A new thought about rivers."] == embedder.seen
    assert (first.manifest.passages - 1, 1, 1) == (
        second.manifest.work.reused, second.manifest.work.embedded, second.manifest.work.dropped,
    )  # fmt: skip
    assert "hale-tax" not in found_ids(archive, second, embedder, "Taxes should be simple")


def test_nothing_new_gives_the_current_build(archive, embedder):
    """A second rebuild of the same archive changes nothing, unless it is asked to begin afresh."""
    first = rebuild_with(archive, embedder)

    unchanged = rebuild_with(archive, embedder)
    assert (first.id, 0) == (unchanged.id, unchanged.manifest.work.embedded)
    assert first.manifest.work.embedded == Build.latest(archive.home).manifest.work.embedded
    again = rebuild_with(archive, embedder, afresh=True)
    assert first.id < again.id
    assert first.manifest.files == again.manifest.files


def test_a_dry_run_counts_and_builds_nothing(archive, embedder):
    """What a rebuild would do is what it then does."""
    plan = plan_with(archive, embedder)

    assert (6, plan.passages, 0, False) == (plan.quotes, plan.to_embed, plan.reused, plan.up_to_date)
    assert [] == [path.name for path in archive.home.iterdir() if not path.name.startswith("archive.db")]
    rebuild_with(archive, embedder)
    assert plan_with(archive, embedder).up_to_date
    assert 0 == plan_with(archive, embedder).to_embed


def test_another_model_builds_beside(archive, embedder):
    """Each model keeps its own embeddings; going back to the first embeds nothing."""
    rebuild_with(archive, embedder)
    other = rebuild_with(archive, SpellingEmbedder(revision="2", dimension=48))
    embedder.seen.clear()
    back = rebuild_with(archive, embedder)

    assert 48 == other.manifest.model.dimension
    assert (64, []) == (back.manifest.model.dimension, embedder.seen)


def test_a_query_of_another_model_is_refused(archive, embedder):
    """A vector of the wrong length, or of no numbers, says what to run."""
    build = rebuild_with(archive, embedder)

    for wrong in (np.ones(48, np.float32), np.full(64, np.nan, np.float32)):
        with pytest.raises(ModelError, match="quotes rebuild"):
            build.search(wrong, 10)


def test_an_edited_quote_is_embedded_anew(archive, embedder, tmp_path):
    """The same id with other words is another passage."""
    rebuild_with(archive, embedder)
    edited = QUOTES[3] | {"text": "Taxes should be fair."}
    archive.add(write_jsonl(tmp_path / "edit.jsonl", [edited]), replace=True)
    embedder.seen.clear()
    build = rebuild_with(archive, embedder)

    assert ["Taxes should be fair."] == embedder.seen
    assert "hale-tax" == found_ids(archive, build, embedder, "Taxes should be fair.")[0]


def test_interrupted_it_goes_on_where_it_was(archive, embedder, tmp_path, monkeypatch):
    """At most the batch that was being embedded is lost."""
    monkeypatch.setattr("index.building.BATCH", 10)
    archive.add(write_jsonl(tmp_path / "many.jsonl", [{"text": f"Saying number {n}."} for n in range(95)]))

    def stop(progress):
        if progress.stage == "embedding" and progress.done == 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild_with(archive, embedder, stop)
    before = len(embedder.seen)
    rebuild_with(archive, embedder)

    assert 50 == before
    assert len(embedder.seen) - len(set(embedder.seen)) <= 10


def test_an_empty_archive_has_an_empty_index(empty_archive, embedder):
    """Nothing is found, and nothing breaks."""
    build = rebuild_with(empty_archive, embedder)

    assert [] == build.search(embedder.embed_query("мост"), 10)
    assert (0, {}) == (build.manifest.passages, build.manifest.background)
    assert build.id == verify_build(empty_archive.home).id


def test_without_a_build_it_says_what_to_run(empty_archive):
    """Neither opening nor checking nor going back works, each with the next step."""
    for ask in (Build.latest, verify_build, rollback):
        with pytest.raises(IndexMissing, match="quotes rebuild"):
            ask(empty_archive.home)
    assert Build.current_id(empty_archive.home) is None


def test_rollback_returns_to_the_former_build(archive, embedder):
    """Readers get the former build at their next call; a rebuild then goes past the one that was left."""
    first = rebuild_with(archive, embedder)
    second = rebuild_with(archive, embedder, afresh=True)

    assert first.id == rollback(archive.home).id == Build.latest(archive.home).id
    with pytest.raises(IndexMissing):
        rollback(archive.home)
    assert second.id < rebuild_with(archive, embedder, afresh=True).id


def test_old_builds_go_after_a_time_of_grace(archive, embedder, monkeypatch):
    """Two builds stay; an older one goes once no reader can be about to open it."""
    ids = [rebuild_with(archive, embedder, afresh=True).id for _ in range(3)]

    assert ids == publishing.build_ids(archive.home)
    monkeypatch.setattr("index.publishing._GRACE_SECONDS", 0.0)
    ids.append(rebuild_with(archive, embedder, afresh=True).id)
    assert ids[-2:] == publishing.build_ids(archive.home)


def test_ids_sort_by_age_even_when_the_clock_goes_back(tmp_path):
    """A new build always sorts after the ones there are."""
    later = publishing.builds_folder(tmp_path) / "29991231T000000000000"
    later.mkdir(parents=True)
    first = publishing.new_id(tmp_path)
    (publishing.builds_folder(tmp_path) / first).mkdir()

    assert later.name < first < publishing.new_id(tmp_path)


def test_a_second_rebuild_says_who_is_building(archive, embedder):
    """It names the process and how far it has come."""
    with publishing.locked(archive.home):
        publishing.report(archive.home, "2025-11-19T10:00:00+00:00", "embedding", 5, 9)

        with pytest.raises(RebuildRunning, match=r"process \d+ on .* embedding 5 of 9"):
            rebuild_with(archive, embedder)
        assert (5, 9) == (publishing.running(archive.home).done, publishing.running(archive.home).total)
    assert publishing.running(archive.home) is None


def test_a_second_rebuild_can_wait(archive, embedder):
    """With time to wait it builds once the first is done."""
    entered, go_on = threading.Event(), threading.Event()

    def hold():
        with publishing.locked(archive.home):
            entered.set()
            go_on.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(5)
    threading.Timer(0.2, go_on.set).start()

    assert rebuild_with(archive, embedder, wait_seconds=5).id == Build.current_id(archive.home)
    holder.join()


def test_readers_are_never_wrong_while_it_is_rebuilt(archive, embedder, monkeypatch):
    """Readers in other threads get a whole build at every call, and the builds they hold stay whole."""
    monkeypatch.setattr("index.publishing._GRACE_SECONDS", 0.0)
    query = embedder.embed_query("Река учит нас терпению.")
    rebuild_with(archive, embedder)
    wanted = archive.quote("orlov-river").number
    wrong, opened, done = [], set(), threading.Event()

    def read():
        while not done.is_set():
            try:
                build = Build.latest(archive.home)
                opened.add(build.id)
                if build.search(query, 1)[0].quote_number != wanted:
                    wrong.append(build.id)
            except Exception as problem:  # noqa: BLE001  any error of a reader is what this test looks for
                wrong.append(repr(problem))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(15):
        rebuild_with(archive, embedder, afresh=True)
    done.set()
    for reader in readers:
        reader.join()

    assert [] == wrong
    assert len(opened) > 1


def test_the_manifest_tells_everything(archive, embedder):
    """Model, counts, index, recall, chance similarities and versions can be read without the program."""
    build = rebuild_with(archive, embedder)
    written = json.loads((build.folder / "manifest.json").read_text(encoding="utf-8"))

    assert ("spelling", "1", "float32", 64) == tuple(
        written["model"][key] for key in ("name", "revision", "precision", "dimension")
    )
    assert (6, build.manifest.passages) == (written["quotes"], sum(written["languages"].values()))
    assert ("Flat", 1.0) == (written["index"]["factory"], written["index"]["recall_at_10"])
    assert {"ru-ru", "en-en", "ru-en"} == set(written["background"])
    assert all(sorted(values) == values for values in written["background"].values())
    assert archive.fingerprint == written["fingerprint"]
    assert {"faiss", "numpy", "python", "quote-archive"} == set(written["versions"])


def test_centred_vectors_have_no_mean_of_their_language(archive, embedder):
    """With the switch on, vectors and questions lose what all texts of their language share."""
    plain, build = rebuild_with(archive, embedder), rebuild_with(archive, embedder, centre=True)
    query = embedder.embed_query("Река учит нас терпению.")

    assert plain.centre(query, "ru") is query
    assert np.allclose(centred(query, build.means[0]), build.centre(query, "ru"))
    assert build.search(build.centre(query, "ru"), 1)[0].similarity == pytest.approx(1, abs=0.01)
    assert abs(np.median(build.store.vectors(range(len(build.passages))) @ build.means[1])) < 0.2


def test_neighbours_of_a_quote(archive, embedder):
    """A quote has one unit vector, however many passages; one that came later has none yet."""
    build = rebuild_with(archive, embedder)
    vector = build.vector_of(archive.quote("orlov-speech").number)

    assert 1 == pytest.approx(float(np.linalg.norm(vector)), abs=1e-4)
    assert [quote.number for quote in archive.quotes()] == build.quote_numbers.tolist()
    with pytest.raises(IndexIsStale, match="quotes rebuild"):
        build.vector_of(999_999)


def test_a_reader_may_only_read(archive, embedder):
    """An archive that is open read-only can be searched."""
    rebuild_with(archive, embedder)

    with Archive.open(archive.home, read_only=True) as reader:
        assert 6 == len(found_ids(reader, Build.latest(reader.home), embedder, "мост"))


def test_progress_names_its_stages_in_order(archive, embedder):
    """Each stage ends with everything done."""
    told = []
    rebuild_with(archive, embedder, told.append)
    stages = list(dict.fromkeys(one.stage for one in told))

    assert ["reading", "cutting", "embedding", "indexing", "publishing"] == stages
    assert all(one.done == one.total for one in {one.stage: one for one in told}.values())


def test_the_bundled_model_finds_across_languages(archive):
    """A rebuild without a named model uses the bundled one, and a question in one language finds the other."""
    build = index.rebuild(archive)
    embedder = load_embedder()
    question = embedder.embed_query("Деревья сажают для будущего")

    assert embedder.name == build.embedder_name
    assert "unknown-tree" == found_ids(archive, build, embedder, "Кто сажает дерево, думает о завтрашнем дне")[0]
    assert build.search(question, 1)[0].similarity > build.background["ru-en"][1]
    assert index.rebuild(archive, dry_run=True).up_to_date


def test_the_package_offers_what_it_names():
    """Names are imported when asked for; a wrong one is an ordinary error."""
    assert index.Build is Build
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        index.Nonsense  # noqa: B018
