"""Sayings of invented people in an invented river town, in both languages: the archive that search is tested on."""

ORLOV = {"kind": "speaker", "name": "Иван Орлов", "name_ru": "Иван Орлов", "name_en": "Ivan Orlov", "aliases": ["Орлов", "Orlov"],
         "roles": [{"role_ru": "мэр", "role_en": "mayor"}]}  # fmt: skip
HALE = {"kind": "speaker", "name": "Margaret Hale", "name_ru": "Маргарет Хейл", "name_en": "Margaret Hale",
        "aliases": ["Хейл", "Hale"]}  # fmt: skip
LUGOVOY = {"kind": "speaker", "name": "Пётр Луговой", "name_ru": "Пётр Луговой", "name_en": "Pyotr Lugovoy",
           "aliases": ["Луговой", "Lugovoy"]}  # fmt: skip
SPEAKERS = [ORLOV, HALE, LUGOVOY]

_ROWS = [
    ("orlov-bridge", "Мост будет построен к весне, и войной его не разрушат.", "Иван Орлов", "2024-03-01", "Вестник Приречья"),
    ("orlov-bridge-again", "Мост будет построен к весне, и войной его не разрушат, что бы ни говорили.", "Иван Орлов", "2024-03-02", "Голос реки"),
    ("orlov-no-bridge", "Мост не будет построен к весне, и войной его не разрушат.", "Иван Орлов", "2024-04-01", "Голос реки"),
    ("orlov-river", "Река учит нас терпению.", "Иван Орлов", "2024-05-09", None),
    ("orlov-machines", "Мы не можем зависеть от чужих машин и чужих программ.", "Иван Орлов", "2025-11-19", None),
    ("lugovoy-bread", "Хлеб дорожает быстрее, чем растёт зарплата пекаря.", "Пётр Луговой", "2023-02-11", None),
    ("lugovoy-library", "Библиотека — это место, где тишина говорит громче площади.", "Пётр Луговой", "2022-09-01", None),
    ("lugovoy-fish", "Щуку в нашей реке видели только рыбаки, и то во сне.", "Пётр Луговой", "2021-06-15", None),
    ("lugovoy-winter", "Зимой лёд держит лучше любого обещания.", "Пётр Луговой", "2021-12-30", None),
    ("hale-bridge", "We will build the bridge by spring.", "Margaret Hale", "2023-11-20", "Riverside Gazette"),
    ("hale-tax", "Taxes should be simple enough to fit on a postcard.", "Margaret Hale", "2023-10-02", None),
    ("hale-machines", "A town that rents every program from abroad does not own its future.", "Margaret Hale", "2025-06-01", None),
    ("hale-school", "Children learn patience from gardens, not from lectures.", "Margaret Hale", "2022-04-18", None),
    ("hale-quokka", "Nobody has ever voted for a quokka, and the quokka has not complained.", "Margaret Hale", "2020-04-01", None),
    ("unknown-tree", "Whoever plants a tree is thinking of tomorrow.", None, None, None),
    ("unknown-bread", "When bread grows dear, the baker is blamed before the mill.", None, "2019-01-05", None),
    ("unknown-sea", "Море не спрашивает, чей это корабль.", None, None, None),
    ("unknown-hale-and-hearty", "At ninety she was hale and hearty and rowed across the river.", None, None, None),
]  # fmt: skip

QUOTES = [
    {"id": id_, "text": text, "speaker": speaker, "date": date, "source": source}
    for id_, text, speaker, date, source in _ROWS
]
