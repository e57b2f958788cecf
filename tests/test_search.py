"""Search as people use it: what was meant, exact words, names, filters, honest answers; on the bundled model."""

import dataclasses

import pytest

from archive import Archive, Selection
from archive.errors import IndexIsStale, IndexMissing, QueryError, UnknownRecord
from index import Searcher, rebuild
from index.hits import NO_PHRASE, ONLY_FUNCTION_WORDS
from tests.conftest import write_jsonl
from tests.river_town import QUOTES, SPEAKERS


@pytest.fixture(scope="module")
def town_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("town") / "home"
    with Archive.open(home) as archive:
        archive.add(write_jsonl(home.parent / "in" / "town.jsonl", [*SPEAKERS, *QUOTES]))
        rebuild(archive)
    return home


@pytest.fixture
def town(town_home):
    with Archive.open(town_home, read_only=True) as archive:
        yield Searcher.open(archive)


def ids(results):
    return [hit.quote.id for hit in results]


# -- what was meant -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("нельзя полагаться на иностранное программное обеспечение", {"orlov-machines", "hale-machines"}),
        ("dependence on foreign software", {"orlov-machines", "hale-machines"}),
        ("bread is getting more expensive", {"lugovoy-bread", "unknown-bread"}),
        ("подорожание хлеба", {"lugovoy-bread", "unknown-bread"}),
    ],
)
def test_finds_the_thought_in_both_languages(town, query, wanted):
    """A question in either language finds what was said in each of them, on the first lines of the page."""
    found = ids(town.search(query, limit=5))

    assert wanted <= set(found)


def test_a_hit_tells_all_about_itself(town):
    """A hit has the whole quote, its nearest passage, the matched words, its similarity and why it came."""
    hit = town.search("чужие программы", limit=1)[0]

    assert "orlov-machines" == hit.quote.id
    assert hit.text == hit.quote.text
    assert hit.text[hit.passage.start : hit.passage.stop] == hit.text
    assert ["чужих", "чужих", "программ"] == [hit.text[mark.start : mark.stop] for mark in hit.marks]
    assert -1 <= hit.similarity <= 1
    assert {"words", "meaning"} <= set(hit.why)


def test_results_are_a_sequence(town):
    """Results can be counted, sliced and walked through."""
    results = town.search("river", limit=4)

    assert 4 == len(results)
    assert list(results)[1:3] == list(results[1:3])
    assert "river" == results.query


# -- exact words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ('"bridge by spring"', "hale-bridge"),
        ("«мост не будет»", "orlov-no-bridge"),
        ("quokka", "hale-quokka"),
        ("щука", "lugovoy-fish"),
        ("щуками", "lugovoy-fish"),
        ("лед", "lugovoy-winter"),
        ("пекарю", "lugovoy-bread"),
        ("postcards", "hale-tax"),
        ("тишина говорит громче", "lugovoy-library"),
    ],
)
def test_an_exact_word_is_never_lost(town, query, first):
    """A phrase, a rare word, any form of a word, ё written as е: what holds it comes first."""
    assert first == ids(town.search(query, limit=3))[0]


def test_a_phrase_says_so(town):
    """A hit that has the phrase in quotation marks says "phrase" and marks the whole of it."""
    hit = town.search('"by spring"', limit=1)[0]

    assert "phrase" in hit.why
    assert ["by spring"] == [hit.text[mark.start : mark.stop] for mark in hit.marks]


def test_a_phrase_that_nobody_said_is_admitted(town):
    """A phrase that no quote has is said to be missing; the nearest are shown all the same."""
    results = town.search('"bridges of gold"', limit=3)

    assert (NO_PHRASE,) == results.notes
    assert not any("phrase" in hit.why for hit in results)


def test_words_alone_need_no_index(tmp_path):
    """The mode "words" works before anything was built, and finds what holds a word and nothing else."""
    with Archive.open(tmp_path / "home") as archive:
        archive.add(write_jsonl(tmp_path / "town.jsonl", QUOTES))
        results = Searcher.open(archive).search("хлеба", mode="words")

    assert ["lugovoy-bread"] == ids(results)
    assert 1 == results.total
    assert results[0].similarity is None


def test_meaning_alone_ignores_words(town):
    """The mode "meaning" ranks by similarity only and marks nothing."""
    results = town.search("quokka", mode="meaning", limit=18)

    assert all(not hit.marks and "words" not in hit.why for hit in results)


# -- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["Hale", "Маргарет Хейл", "Margaret Hale", "у Хейл", "цитаты Маргарет Хейл"])
def test_a_name_alone_gives_that_speaker(town, query):
    """A speaker's name, in either script and any form, gives that speaker's quotes and nobody else's."""
    results = town.search(query)

    assert {"hale-bridge", "hale-tax", "hale-machines", "hale-school", "hale-quokka"} == set(ids(results))
    assert "Margaret Hale" == results.speaker_hint[0].name
    assert 5 == results.total


@pytest.mark.parametrize(
    ("query", "speaker", "words", "first"),
    [
        ("Орлов о реке", "Иван Орлов", "Орлов", "orlov-river"),
        ("Orlov on patience", "Иван Орлов", "Orlov", "orlov-river"),
        ("что сказал Пётр Луговой о хлебе", "Пётр Луговой", "Пётр Луговой", "lugovoy-bread"),
        ("слова Лугового о библиотеке", "Пётр Луговой", "Лугового", "lugovoy-library"),
        ("hale on taxes", "Margaret Hale", "hale", "hale-tax"),
    ],
)
def test_a_speaker_and_a_subject(town, query, speaker, words, first):
    """A name beside a subject becomes a filter that is shown, and the subject is what is searched for."""
    results = town.search(query, limit=3)

    assert first == ids(results)[0]
    assert (speaker, words) == (results.speaker_hint[0].name, results.speaker_hint[1])
    assert (results.speaker_hint[0].id,) == results.selection.speakers
    assert all("speaker" in hit.why for hit in results)


def test_a_name_can_be_taken_as_words(town):
    """The speaker understood from a question is a filter that can be removed."""
    results = town.search("hale on taxes", limit=18, understand_names=False)

    assert results.speaker_hint is None
    assert 17 == len(results)


def test_a_common_word_is_no_name(town):
    """A surname that quotes also have in small letters counts only where a speaker is announced."""
    assert town.search("hale and hearty old people").speaker_hint is None
    assert "unknown-hale-and-hearty" == ids(town.search("hearty and hale", limit=1))[0]


# -- reports of one utterance -------------------------------------------------------------------------------------------


def test_reports_of_one_utterance_are_one_hit(town):
    """Near-identical words of one speaker are one hit, the longest report shown and the other one counted."""
    results = town.search("мост к весне", limit=18)
    hit = next(hit for hit in results if hit.quote.id == "orlov-bridge-again")

    assert ["orlov-bridge"] == [other.id for other in hit.others]
    assert "orlov-bridge" not in ids(results)


def test_a_denial_is_not_the_same_utterance(town):
    """Two reports of which one has a "not" stay apart, however alike they are."""
    assert "orlov-no-bridge" in ids(town.search("мост к весне", limit=18))


# -- filters ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "admitted"),
    [
        (Selection(lang="en"), lambda quote: quote.lang == "en"),
        (Selection(lang="ru"), lambda quote: quote.lang == "ru"),
        (Selection(since="2024-01-01", until="2024-12-31"), lambda quote: (quote.date or "")[:4] == "2024"),
        (Selection(source="Riverside Gazette"), lambda quote: quote.id == "hale-bridge"),
        (Selection(role="mayor"), lambda quote: quote.speaker == "Иван Орлов"),
        (Selection(type="direct"), lambda quote: quote.type == "direct"),
    ],
)
def test_filters_come_before_ranking(town, selection, admitted):
    """Every quote that a filter admits is ranked, and no other one is shown."""
    results = town.search("the sea and its ships", limit=18, selection=selection)
    reports = [quote for hit in results for quote in (hit.quote, *hit.others)]

    assert town.archive.count(selection) == len(reports)
    assert all(admitted(quote) for quote in reports)


def test_a_speaker_can_be_given_by_name(town):
    """A selection takes a speaker's name in either script for the id."""
    results = town.search("bread", selection=Selection(speakers=("Pyotr Lugovoy",)))

    assert {"Пётр Луговой"} == {hit.quote.speaker for hit in results}


def test_an_unknown_speaker_is_told_with_the_nearest(town):
    """A speaker who is not there is an error that offers the nearest names."""
    with pytest.raises(UnknownRecord, match="Did you mean Margaret Hale"):
        town.search("bread", selection=Selection(speakers=("Margret Hail",)))


def test_pages_join_without_a_seam(town):
    """Pages of any size, one after the other, give the same hits as one long page."""
    whole = ids(town.search("река и мост", limit=17))
    paged = [one for offset in range(0, 17, 3) for one in ids(town.search("река и мост", limit=3, offset=offset))]

    assert whole == paged[: len(whole)]
    assert len(set(paged)) == len(paged)


# -- honest answers -----------------------------------------------------------------------------------------------------


def test_nothing_near_is_said(town):
    """A question about nothing that the archive holds is answered with the nearest, under that heading."""
    results = town.search("javascript array sort", limit=3)

    assert results.weak
    assert 3 == len(results)


def test_a_good_match_is_not_called_weak(town):
    """A question with a good answer is not called weak."""
    assert not town.search("dependence on foreign programs").weak


def test_an_empty_page_names_what_emptied_it(town):
    """An empty page gives each filter with the number of quotes that come back without it."""
    results = town.search("bread", selection=Selection(lang="en", since="2030-01-01"))

    assert [] == list(results)
    assert {"lang": 0, "since": town.archive.count(Selection(lang="en"))} == dict(results.emptied_by)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ghbdtn", "привет"), ("[kt,", "хлеб"), ("руддщ", "hello"), ("privet", "привет"), ("voina i mir", "воина и мир")],
)
def test_another_reading_is_offered(town, typed, meant):
    """A question in the wrong layout or script is answered as typed, and its reading is offered."""
    results = town.search(typed)

    assert meant == results.suggestion
    assert typed == results.query


@pytest.mark.parametrize("query", ["bread", "хлеб", "the price of bread", "Hale", "quokka", "цена хлеба в городе"])
def test_a_plain_question_gets_no_other_reading(town, query):
    """What reads well as typed is left alone."""
    assert town.search(query).suggestion is None


# -- bad input ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "empty"),
        (" \t\n ", "empty"),
        ("\x00\x07", "empty"),
        ("?!… — «»", "no word"),
        ("🙂🙂", "no word"),
        ("а" * 100_000, "100000 characters"),
    ],
)
def test_a_question_without_words_is_refused(town, query, said):
    """What holds no word, or is far too long, is refused in a clear sentence."""
    with pytest.raises(QueryError, match=said):
        town.search(query)


@pytest.mark.parametrize("mode", ["hybrid", "meaning", "words"])
@pytest.mark.parametrize(
    "query",
    [
        'NEAR(a b) AND "x" OR *', "'; DROP TABLE quotes; --", "folded : bread", '"unbalanced', "мир and мир 🙂 peace", "the of and",
        "и в на", "\ud800 bread", "a" * 3000, "1", "C++", "x'y", "не", "mост мoст", "«»bread", "^bread", "bread*", "{bread}",
    ],
)  # fmt: skip
def test_anything_typed_is_only_words(town, mode, query):
    """Operators, SQL, odd characters and mixed scripts are searched for as words; nothing breaks."""
    assert len(town.search(query, mode=mode)) <= 10


def test_only_function_words_are_said_to_find_little(town):
    """A question of function words is answered with a note."""
    assert (ONLY_FUNCTION_WORDS,) == town.search("the of and").notes


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 1001}, {"offset": -1}, {"mode": "sense"}])
def test_a_page_that_cannot_be_is_refused(town, wrong):
    """Limits, offsets and modes out of range are refused."""
    with pytest.raises(QueryError):
        town.search("bread", **wrong)


def test_dates_turned_round_are_refused():
    """A range that ends before it begins is refused before any search."""
    with pytest.raises(QueryError, match="turned round"):
        Selection(since="2024-01-01", until="2023-01-01")


# -- the build beneath --------------------------------------------------------------------------------------------------


def test_no_index_is_said(tmp_path):
    """Searching by meaning before the first rebuild says what to run."""
    with Archive.open(tmp_path / "home") as archive:
        archive.add(write_jsonl(tmp_path / "town.jsonl", QUOTES))

        with pytest.raises(IndexMissing, match="quotes rebuild"):
            Searcher.open(archive).search("bread")


def test_another_model_than_the_build_is_refused(town):
    """A model that did not make the build is refused, with the next step."""
    other = Archive.open(dataclasses.replace(town.archive.settings, model="nowhere"))
    own = town._ranker.embedder(town.build)

    with other, pytest.raises(IndexIsStale, match="quotes rebuild"):
        Searcher.open(other, dataclasses.replace(own, revision="another")).search("bread")


def test_quotes_after_the_build_are_found_and_a_new_build_is_taken(tmp_path):
    """A quote that came after the build is found by its words, with a similarity; the next build is picked up."""
    with Archive.open(tmp_path / "home") as archive:
        archive.add(write_jsonl(tmp_path / "town.jsonl", QUOTES))
        first = rebuild(archive)
        searcher = Searcher.open(archive)
        archive.add(
            write_jsonl(tmp_path / "new.jsonl", [{"id": "new", "text": "The lighthouse keeper trusts nobody."}])
        )
        hit = searcher.search("lighthouse", limit=1)[0]
        rebuild(archive)

        assert ("new", True) == (hit.quote.id, hit.similarity is not None)
        assert searcher.build.id != first.id
        assert "new" == ids(searcher.search("keeper of a beacon", limit=1))[0]


def test_quotes_removed_after_the_build_are_not_shown(tmp_path):
    """A quote that was removed after the build is no longer a hit."""
    with Archive.open(tmp_path / "home") as archive:
        archive.add(write_jsonl(tmp_path / "town.jsonl", QUOTES))
        rebuild(archive)
        archive.remove("hale-quokka")

        assert "hale-quokka" not in ids(Searcher.open(archive).search("quokka", limit=18))


# -- neighbours ---------------------------------------------------------------------------------------------------------


def test_similar_quotes_leave_out_the_quote_and_its_reports(town):
    """Neighbours of a quote are other utterances, nearest first."""
    results = town.similar("orlov-bridge", limit=5)

    assert not {"orlov-bridge", "orlov-bridge-again"} & set(ids(results))
    assert "hale-bridge" in ids(results)
    assert sorted((hit.similarity for hit in results), reverse=True) == [hit.similarity for hit in results]


def test_the_twin_in_the_other_language(town):
    """With a language, the neighbours are of that language: the same thought, said in the other one."""
    results = town.similar("orlov-machines", lang="en", limit=3)

    assert "hale-machines" == ids(results)[0]
    assert {"en"} == {hit.quote.lang for hit in results}


@pytest.mark.parametrize(
    ("quote", "options", "error"), [("nobody", {}, UnknownRecord), ("hale-tax", {"lang": "de"}, QueryError)]
)
def test_similar_refuses_what_is_not_there(town, quote, options, error):
    """An unknown quote or language is refused."""
    with pytest.raises(error):
        town.similar(quote, **options)
