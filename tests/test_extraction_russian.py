"""Extraction from Russian articles: what is a quotation, where it ends, who said it. People and places are invented."""

import re

import pytest

from archive.extraction import extract

MARK = re.compile(r"⟦(.*?)⟧", re.DOTALL)


def unmark(case: str) -> tuple[str, list[str]]:
    """The text of a case without its brackets, and what stood between them."""
    return MARK.sub(r"\1", case), MARK.findall(case)


INTRO = "Глава Лесного Иван Орлов приехал на открытие. "

SPANS = [
    # direct, in marks
    INTRO + "«⟦Мост построен⟧», — сказал он.",
    INTRO + "«⟦Мост построен⟧, — сказал Орлов. — ⟦Осталось покрасить⟧».",
    INTRO + '"⟦Мост построен⟧", - сказал Орлов. "⟦Осталось покрасить перила⟧".',
    INTRO + "Орлов сказал: «⟦Мост построен, и это хорошо⟧».",
    INTRO + "«⟦Кто заплатит?⟧» — спросил Орлов.",
    INTRO + '\n\n⟦Мост построен. Мы успели к сроку⟧", - указал Орлов.',
    # direct, without marks
    INTRO + "\n\n— ⟦Мост построен⟧, — сказал Орлов. — ⟦Осталось покрасить⟧.",
    INTRO + "\n\n⟦Мост построен. Мы успели к сроку⟧, - цитирует Орлова местная газета. - ⟦Осталось покрасить⟧.",
    INTRO + "\n\nОрлов сказал:\n⟦Мост построен. Мы успели к сроку⟧.\n\nПотом все разошлись.",
    INTRO + "\n\nОрлов сказал:\n\n\nПосле этого открыли движение. Гости разошлись.",  # the block that stood there was cut out
    # clauses
    INTRO + "Орлов сообщил, что ⟦мост готов⟧.",
    INTRO + "Орлов сообщил журналистам на берегу реки, что ⟦мост готов⟧.",
    INTRO + "Орлов сообщил, что ⟦мост готов⟧, и добавил, что ⟦дорогу закончат в мае⟧.",
    INTRO + "«⟦Решения пока нет⟧», — уточнил он, добавив, что ⟦совет соберётся осенью⟧.",
    INTRO + "Орлов обратил внимание на то, что ⟦мост узкий⟧.",
    INTRO + "Орлов выразил уверенность, что ⟦мост простоит сто лет⟧.",
    INTRO + "Он уверен, что ⟦мост простоит сто лет⟧.",
    INTRO + "Орлов подчёркивает: ⟦мост построен без задержек⟧.",
    INTRO + "Орлов заявил, что ⟦мост «почти готов»⟧.",
    INTRO + "Чиновник, который признался в том, что ⟦брал взятки⟧, был уволен.",
    # insertions and phrases
    INTRO + "⟦Мост готов⟧, сообщил Орлов.",
    INTRO + "⟦Мост⟧, сообщил Орлов, ⟦откроют в мае⟧.",
    INTRO + "Как отметил Орлов, ⟦мост откроют в мае⟧.",
    INTRO + "По словам Орлова, ⟦мост откроют в мае⟧.",
    INTRO + "Кроме того, по его словам, ⟦мост откроют в мае⟧.",
    INTRO + "⟦Мост⟧, по мнению Орлова, ⟦откроют в мае⟧.",
    INTRO + "Как пояснили в администрации района, ⟦мост откроют в мае⟧.",
    INTRO + "Как рассказал Орлов на встрече, прошедшей в клубе, ⟦мост откроют в мае⟧.",
    INTRO + "Орлов сказал, что ⟦мост закроют⟧, и уехал.",
    INTRO + "Орлов рассказал, ⟦как строили мост⟧.",
    INTRO + "Орлова возмутило то, что ⟦мост закрыли⟧.",
    INTRO + "Орлов допустил, что ⟦цены вырастут⟧, но исключил дефицит.",
    INTRO + "⟦Мост закроют в мае⟧, о чём сообщил Орлов.",
    INTRO + "Орлов успел заявить, что ⟦мост готов⟧.",
    # pointed at, headlines
    INTRO + "⟦Мост откроют в мае.⟧ Об этом сообщил Орлов.".replace(".⟧", "⟧."),
    "Орлов: ⟦мост откроют в мае⟧\n\n" + INTRO,
    "«⟦Мы строим на века⟧»: глава района — о мосте\n\n" + INTRO,
]  # fmt: skip

HEARSAY = [
    ("Как передает ТАСС, Иван Орлов заявил, что мост готов.", "Иван Орлов", "ТАСС"),
    ("Мэр Иван Орлов сообщил, что мост готов, передает РИА Новости.", "Иван Орлов", "РИА Новости"),
    ("По словам очевидцев, Орлов сказал, что мост готов.", "Орлов", "очевидцы"),
    ("Орлов сказал, что мост готов. Об этом сообщает «Вестник».", "Орлов", "Вестник"),
    ("«Мост готов», — приводит слова Орлова «Вестник».", "Орлов", "Вестник"),
    ("«Мост готов», - передает ТАСС слова Орлова.", "Орлов", "ТАСС"),
    ("Мост готов, сообщает ТАСС.", "ТАСС", None),
]


NOTHING = [
    "Роман «Берег» вышел в мае, газета «Вестник Приречья» написала о нём.",
    "Завод «Прогресс» построил мост «Дружба».",
    "Напомним, что мост закрыли в марте.",
    "Орлов сообщил о пожаре на мосту.",
    "Вчера он узнал, что мост закрыли.",
    "Орлов продолжил работу, несмотря на то что мост закрыли.",
    "Для того чтобы укрепить мост, Орлов призвал рабочих.",
    "",
    "   \n\n ",
    "«»",
]


@pytest.mark.parametrize("case", SPANS)
def test_finds_exactly_the_marked_quotations(case):
    """Extraction returns the marked spans, no more and no fewer, each verbatim."""
    text, expected = unmark(case)

    found = extract(text, "ru")

    assert expected == [quote.text for quote in found]
    assert all(text[quote.start : quote.end] == quote.text for quote in found)


@pytest.mark.parametrize("text", NOTHING)
def test_titles_notices_and_narration_are_no_quotations(text):
    """Names in marks, the newsroom's own notices, lone nouns and verbs of doing give nothing."""
    assert [] == extract(text, "ru")


SPEAKERS = [
    ("Депутат Пётр Зимин выступил первым. Парламентарий заявил, что мост готов.", "Пётр Зимин"),
    ("Депутат Пётр Зимин выступил первым. Как отметил депутат, мост готов.", "Пётр Зимин"),
    ("Певица Анна Ветрова дала концерт. Она сказала, что устала.", "Анна Ветрова"),
    ("Об этом рассказала Анна Ветрова. По её словам, мост готов.", "Анна Ветрова"),
    ("Встреча с Сергеем Рябинкиным прошла вчера. По словам Рябинкина, мост готов.", "Сергей Рябинкин"),
    ("«Мост готов», — приводит слова Орлова «Вестник».", "Орлов"),
    ("«Мост готов, дорога тоже», — цитирует Ивана Орлова газета «Вестник».", "Иван Орлов"),
    ("По словам источника в мэрии, мост готов.", "источник в мэрии"),
    ("В МИД заявили, что мост готов.", "МИД"),
    ("В заявлении МВД говорится, что мост готов.", "МВД"),
    ("Издание «Подъём» взяло интервью. Мост, поясняет издание, закрыли.", "Подъём"),
    ("Как рассказал дед рядового Владимир Сухов, мост готов.", "Владимир Сухов"),
    ("Мать рядового Олега Сухова заявила, что мост готов.", "мать рядового Олега Сухова"),
    ("Председатель комитета по культуре Вера Громова сообщила, что мост готов.", "Вера Громова"),
    ("Представитель завода, Игорь Лунин, сообщил, что мост готов.", "Игорь Лунин"),
    ("Компания «Север» выросла. В компании пояснили, что мост готов.", "Север"),
    ("Адвокат Илья Крот пришёл в суд. Защитник сообщил, что мост готов.", "Илья Крот"),
    ("Пётр Громов построил мост. По словам П. Громова, мост готов.", "Пётр Громов"),
    ("Один из членов совета предположил, что мост готов.", "один из членов совета"),
    ("Представитель завода сообщил, что мост готов.", "завод"),
    ("По словам мужа погибшей, Давида Маккина, мост закрыли.", "Давид Маккин"),
    ("Премьер-министр Джон Говардс заявил, что мост готов.", "Джон Говардс"),
    ("Бывший президент Виктор Янушкин приехал. Виктор Фёдорович признался, что мост закрыли.", "Виктор Янушкин"),
    ("Ранее сообщалось, что мост закрыли.", None),
    ("Его обвиняют в том, что мост закрыли.", None),
]


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS)
def test_gives_the_fullest_name_in_the_nominative(text, speaker):
    """Titles, pronouns and case forms lead to the name that the article gives; where there is none, to nobody."""
    assert {speaker} == {quote.speaker for quote in extract(text, "ru")}


@pytest.mark.parametrize(("text", "speaker", "reporter"), HEARSAY)
def test_keeps_speaker_and_reporter_apart(text, speaker, reporter):
    """Whoever passes words on is the reporter; the speaker stays the one who said them."""
    assert [("мост готов", speaker, reporter)] == [
        (quote.text.lower(), quote.speaker, quote.reporter) for quote in extract(text, "ru")
    ]


def test_two_people_of_one_surname_are_kept_apart():
    """A first name or the gender of the verb tells who of two namesakes spoke."""
    text = (
        "Мэр Олег Шубин открыл линию. Председатель профсоюза Тамара Шубина не пришла. "
        "«Мест мало, — написала Шубина. — Считать надо людей». «Мы ждали шесть лет», — сказал Шубин."
    )

    found = [quote.speaker for quote in extract(text, "ru")]

    assert ["Тамара Шубина", "Тамара Шубина", "Олег Шубин"] == found


def test_fragments_of_one_utterance_share_a_group():
    """Interrupted speech is one utterance; a quotation alone has no group."""
    found = extract("«Мост построен, — сказал Иван Орлов. — Осталось покрасить». Он уверен, что мост прочен.", "ru")

    assert found[0].group is not None
    assert [found[0].group, found[0].group, None] == [quote.group for quote in found]


def test_an_unclear_speaker_is_not_guessed():
    """Where nobody can be meant, the speaker is None and the words that point at him are kept."""
    found = extract("«Мост построен, и хорошо», — сказал он.", "ru")

    assert [(None, "он")] == [(quote.speaker, quote.mention) for quote in found]


def test_paragraphs_that_open_anew_belong_to_whoever_is_named_at_last():
    """A long quotation whose paragraphs each open with a mark is one utterance of the speaker named behind it."""
    text = "«Мы ждали пять лет.\n\n«Мы писали всюду.\n\n«Нас не слышали», — рассказала пенсионерка Мария Сухова."

    found = extract(text, "ru")

    assert ["Мы ждали пять лет", "Мы писали всюду", "Нас не слышали"] == [quote.text for quote in found]
    assert {("Мария Сухова", found[0].group)} == {(quote.speaker, quote.group) for quote in found}


def test_answers_of_an_interview_belong_to_the_person_interviewed():
    """In an interview by dashes the answers are quotations, the questions are not."""
    text = (
        "Директор заповедника Марина Ольхина не любит отчётов, она рассказала об этом обозревателю Илье Рябинину.\n\n"
        "— Много ли гостей?\n\n— Для кассы много, для мха — тоже много.\n\n— А волки?\n\n— Их стало видно. Это разные вещи."
    )

    found = [(quote.speaker, quote.text) for quote in extract(text, "ru")]

    assert [
        ("Марина Ольхина", "Для кассы много, для мха — тоже много"),
        ("Марина Ольхина", "Их стало видно. Это разные вещи"),
    ] == found


def test_every_quotation_says_how_it_was_found():
    """Rule, cue, mention and confidence come with each quotation."""
    text = "Глава Лесного Иван Орлов сообщил, что мост готов."

    quote = extract(text, "ru")[0]

    assert ("cue, then clause", "сообщил", "Иван Орлов") == (quote.rule, quote.cue, quote.mention)
    assert text[quote.cue_start : quote.cue_end] == quote.cue
    assert text[quote.mention_start : quote.mention_end] == quote.mention
    assert 0.8 <= quote.confidence <= 1.0
