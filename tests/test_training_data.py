"""What the bundled model may learn from, and how its texts become pieces and batches."""

import json
from itertools import islice

import pytest
from tokenizers import Tokenizer

from archive.errors import EvaluationError
from index.training import data, stems, vocabulary
from index.training.batches import batches

TEACHER = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "war", "and", "peace", "##s", "é", "и", "中", "."]
RUSSIAN = ["мой край", "мои края", "край и мой", "ёлка елка", "мои ёлки"] * 5


@pytest.fixture
def bilingual():
    return vocabulary.build(TEACHER, RUSSIAN, 200)


def test_only_the_allowed_licences_are_read(tmp_path):
    """Rows of other classes, and broken rows, are left out."""
    (tmp_path / "sources.tsv").write_text("source\tlicense_class\na\topen\nb\tunclear\n", encoding="utf8")
    rows = "one\tодин\ta\ntwo\tдва\tb\nbroken row\nthree\tтри\ta\n"
    (tmp_path / "pairs.tsv").write_text(rows, encoding="utf8")
    classes = data.licence_classes(tmp_path / "sources.tsv")

    read = list(data.read_pairs(tmp_path / "pairs.tsv", classes))

    assert ["one", "three"] == [pair.en for pair in read]


@pytest.mark.parametrize(("name", "content"), [("pairs.tsv", b"\xff\xfe\x00"), ("pairs.tsv.xz", b"no archive")])
def test_pairs_that_are_no_text_are_named(tmp_path, name, content):
    """A file in another encoding, or no archive at all, is one clear error with its path."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(EvaluationError, match=name):
        list(data.read_pairs(tmp_path / name, {"a": "open"}))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"label\tlicence\na\topen\n"])
def test_a_table_of_licences_that_is_none_is_named(tmp_path, content):
    """Bytes that are no text, and a table without the columns."""
    (tmp_path / "sources.tsv").write_bytes(content)

    with pytest.raises(EvaluationError, match=r"sources\.tsv"):
        data.licence_classes(tmp_path / "sources.tsv")


def test_rows_that_equal_an_evaluation_sentence_are_dropped(tmp_path):
    """On either side, whatever the case and punctuation, in tables and in JSON."""
    (tmp_path / "a.tsv").write_text("He left town.\tОн уехал из города.\n", encoding="utf8")
    (tmp_path / "b.json").write_text(json.dumps({"context": "It rained. Ёлка упала!"}), encoding="utf8")
    held_out = data.evaluation_keys(tmp_path)
    pairs = [
        data.Pair("He left town", "Он ушёл из посёлка", "x"),
        data.Pair("The tree fell", "елка упала", "x"),
        data.Pair("He came back to town", "Он вернулся в город", "x"),
    ]

    assert pairs[2:] == data.clean(pairs, held_out)


@pytest.mark.parametrize(
    ("en", "ru"),
    [
        ("A very long sentence beside a very short one, which cannot be its translation at all", "Да уж"),
        ("Привет, мир", "Привет, мир"),
        ("Hello, world", "Hello, world"),
        ("42", "42"),
    ],
)
def test_rows_that_cannot_be_translations_are_dropped(en, ru):
    """Lengths far apart, the wrong script, no letters."""
    assert [] == data.clean([data.Pair(en, ru, "x")], set())


def test_a_row_is_kept_once():
    """The same pair from two sources counts once."""
    assert 1 == len(data.clean([data.Pair("Yes sir", "Да, сэр", "a"), data.Pair("Yes, sir!", "да сэр", "b")], set()))


def test_no_evaluation_folder_is_an_error(tmp_path):
    """Training never starts without knowing what to stay away from."""
    with pytest.raises(EvaluationError, match="nowhere"):
        data.evaluation_keys(tmp_path / "nowhere")


def test_passages_join_rows_of_one_source_in_both_languages():
    """Each passage is made of whole rows, the same ones on both sides."""
    pairs = [data.Pair(f"{'word ' * 10}{n}.", f"{'слово ' * 10}{n}.", "book") for n in range(150)]

    for made in data.passages(pairs, 20):
        assert made.source == data.PASSAGES
        numbers = [[word for word in text.split() if word.endswith(".")] for text in (made.en, made.ru)]
        assert numbers[0] == numbers[1]
        assert 2 <= len(numbers[0]) <= 5


def test_english_pieces_are_the_teachers(bilingual):
    """Pieces of English text keep their order and say which of the teacher's rows they are."""
    tokenizer, origin = bilingual
    encoded = tokenizer.encode("War and pEacés.")

    assert ["[CLS]", "war", "and", "peace", "##s", ".", "[SEP]"] == encoded.tokens
    assert [TEACHER.index(token) for token in encoded.tokens] == [origin[piece] for piece in encoded.ids]


def test_unused_and_foreign_pieces_are_left_out(bilingual):
    """Reserved pieces and scripts of neither language take no room; Cyrillic ones are learned anew."""
    tokenizer, origin = bilingual

    assert tokenizer.token_to_id("中") is None
    assert tokenizer.token_to_id("[unused0]") is None
    assert -1 == origin[tokenizer.token_to_id("и")]


def test_short_i_survives_the_normaliser_and_yo_does_not(bilingual):
    """й stays й in both of its Unicode forms; ё becomes е; Latin accents go."""
    normalise = bilingual[0].normalizer.normalize_str

    assert "мой йод" == normalise("Мой Йод") == normalise("Мои\u0306 И\u0306од")
    assert "елка" == normalise("Ёлка")
    assert "cafe" == normalise("Café")


def test_the_tokenizer_is_the_same_after_a_round_trip(bilingual, tmp_path):
    """What is saved is what is loaded."""
    vocabulary.save(*bilingual, tmp_path)
    loaded, origin = vocabulary.load(tmp_path)

    assert isinstance(loaded, Tokenizer)
    assert bilingual[1] == origin
    assert bilingual[0].encode("Мой край и мои ёлки").ids == loaded.encode("Мой край и мои ёлки").ids


def test_batches_hold_texts_of_like_length_within_the_budget():
    """Hardly any padding, and never more pieces than asked for."""
    lengths = [4 + number % 60 for number in range(4000)]

    for batch in islice(batches(lengths, [1.0] * 4000, 2048, seed=1), 100):
        longest = max(lengths[row] for row in batch)
        assert len(batch) * longest <= 2048
        assert sum(lengths[row] for row in batch) >= 0.8 * len(batch) * longest


def test_batches_are_the_same_for_the_same_seed():
    """A run can be made again."""
    first, second = (islice(batches([5, 9] * 500, [1.0] * 1000, 256, seed=3), 20) for _ in range(2))

    assert [list(batch) for batch in first] == [list(batch) for batch in second]


def test_a_row_is_seen_as_often_as_its_weight_says():
    """In a pass a row of weight three comes three times, one of weight one once."""
    lengths, weights = [6] * 800, [3.0] * 400 + [1.0] * 400
    seen = [0] * 800
    stream = batches(lengths, weights, 6 * 16, seed=0)
    for batch in islice(stream, 1600 // 16):
        for row in batch:
            seen[row] += 1

    assert [3] * 400 + [1] * 400 == seen


@pytest.fixture
def lettered():
    """A vocabulary that knows every letter of a few long words, and none of these words."""
    return vocabulary.build(TEACHER, [*RUSSIAN, "хлоропластами сотрудничающий"], 200)


def test_a_long_stem_becomes_a_piece_and_its_endings_stay_pieces(lettered):
    """A stem that would be cut into three pieces or more is kept whole; one that is a piece already is not added."""
    made, origin = vocabulary.extended(*lettered, ["хлоропласт", "край", "хлоропласт"], least_cut=3)

    assert ["хлоропласт", "##а", "##м", "##и"] == made.encode("хлоропластами", add_special_tokens=False).tokens
    assert len(origin) == made.get_vocab_size() == 1 + lettered[0].get_vocab_size()
    assert lettered[0].encode("мой край").ids == made.encode("мой край").ids


def test_what_the_forms_of_a_frequent_word_share_becomes_a_piece(lettered):
    """Four words that begin so are enough, three are not; words that are pieces already are let be."""
    four = ["Он сотрудничал.", "Мы сотрудничаем,", "вы сотрудничаете", "СОТРУДНИЧАТЬ", "мой край", "мои края"]

    assert ["сотруднича"] == stems.frequent(four, lettered[0])
    assert [] == stems.frequent(four[1:], lettered[0])


@pytest.mark.parametrize(
    ("lemma", "forms", "stem"),
    [
        ("доктрина", ["доктрины", "доктрин"], "доктрин"),
        ("доктрина", ["доктрина"], "доктрин"),
        ("критиковать", ["критиковал", "критикует"], "критик"),
        ("новый", ["новый"], "нов"),
    ],
)
def test_forms_share_their_beginning(lemma, forms, stem):
    """With one form alone its ending is taken off."""
    assert stem == stems.shared(lemma, forms)


def test_questions_are_seen_twice_as_often():
    """People ask and books tell; a weight below one thins the list and never slows a row that is in it."""
    assert 1.0 == data.times(data.Pair("It rains.", "Идёт дождь.", "x"))
    assert 2.0 == data.times(data.Pair("Does it rain? ", "Идёт дождь?", "x"))
    assert 1.0 == data.times(data.Pair("strlen", "длина строки", "php-manual"))
