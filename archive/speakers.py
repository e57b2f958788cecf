"""One person under all names, in both scripts: finding a speaker by a name, and keeping two people apart.

A name is compared folded, word order kept. A name that several people share belongs to none of them: it becomes a
speaker of its own rather than a guess.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from rapidfuzz import fuzz, process

from archive.records import Role, Speaker, SpeakerKind
from archive.text import fold, guess_language, words

__all__ = ["Speakers", "made_id", "name_key"]

_SPEAKER = """
SELECT s.id, s.name, s.kind, s.name_ru, s.name_en, s.born, s.died, s.wikidata,
       (SELECT count(*) FROM quotes q WHERE q.speaker_id = s.id) AS quotes
FROM speakers s
"""
_ALIASES = "SELECT name FROM speaker_names WHERE speaker_id = ? AND is_alias ORDER BY name"
_ROLES = "SELECT ru, en, since, until FROM speaker_roles WHERE speaker_id = ? ORDER BY number"
_BY_NAME = "SELECT speaker_id FROM speaker_names WHERE folded = ?"
_FOUND = "WHERE s.id IN (SELECT speaker_id FROM speaker_names WHERE folded LIKE ?)"
_ALL_NAMES = """
SELECT n.speaker_id, n.name, s.kind FROM speaker_names n JOIN speakers s ON s.id = n.speaker_id
ORDER BY n.speaker_id, n.folded
"""
_NEW = (
    "INSERT INTO speakers (id, name, kind, name_ru, name_en, born, died, wikidata, curated) VALUES (?,?,?,?,?,?,?,?,?)"
)
_NEW_NAME = "INSERT OR IGNORE INTO speaker_names (folded, speaker_id, name, is_alias) VALUES (?, ?, ?, ?)"
_NEW_ROLE = "INSERT INTO speaker_roles (speaker_id, ru, en, since, until) VALUES (?, ?, ?, ?, ?)"
# A speaker that only an article named gives way to the curated one of the same name.
_BARE_NAMESAKES = """
SELECT s.id FROM speakers s JOIN speaker_names n ON n.speaker_id = s.id
WHERE n.folded = ? AND NOT s.curated AND s.id <> ?
"""


def name_key(name: str) -> str:
    """Give the form in which two names are compared: folded words, one blank between them."""
    return " ".join(word.folded for word in words(name))


class Speakers:
    """The speakers of one open archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __iter__(self) -> Iterator[Speaker]:
        """Give all speakers, the most quoted first."""
        for row in self._connection.execute(f"{_SPEAKER} ORDER BY quotes DESC, s.name, s.id").fetchall():
            yield self._speaker(row)

    def get(self, speaker_id: str) -> Speaker | None:
        """Give the speaker with this id, or None."""
        row = self._connection.execute(f"{_SPEAKER} WHERE s.id = ?", [speaker_id]).fetchone()
        return self._speaker(row) if row else None

    def named(self, name: str) -> list[Speaker]:
        """Give everyone who bears this name, in whatever script or spelling is on record; the most quoted first."""
        found = [self.get(row[0]) for row in self._connection.execute(_BY_NAME, [name_key(name)])]
        return sorted((one for one in found if one), key=lambda one: (-one.quotes, one.id))

    def names(self) -> list[tuple[str, str, SpeakerKind]]:
        """Give every name on record with its speaker's id and kind, by id."""
        return self._connection.execute(_ALL_NAMES).fetchall()

    def near(self, name: str, limit: int = 3) -> list[str]:
        """Give the names on record that look most like this one, for "did you mean"."""
        names = [row[0] for row in self._connection.execute("SELECT DISTINCT name FROM speaker_names ORDER BY name")]
        scored = process.extract(name, names, scorer=fuzz.WRatio, processor=fold, limit=limit, score_cutoff=60)
        return [match for match, _, _ in scored]

    def page(self, part: str = "", *, limit: int = 50, offset: int = 0) -> list[Speaker]:
        """Give speakers one of whose names holds `part`, in either script, the most quoted first; "" admits all."""
        where, values = _holding(part)
        rows = self._connection.execute(
            f"{_SPEAKER} {where} ORDER BY quotes DESC, s.name, s.id LIMIT ? OFFSET ?", [*values, limit, offset]
        ).fetchall()
        return [self._speaker(row) for row in rows]

    def count(self, part: str = "") -> int:
        """Give how many speakers have a name that holds `part`."""
        where, values = _holding(part)
        return int(self._connection.execute(f"SELECT count(*) FROM speakers s {where}", values).fetchone()[0])

    def resolve(self, name: str, kind: SpeakerKind = "person") -> tuple[str, bool]:
        """Give the id of the one speaker with this name, and whether it had to be made now."""
        key = name_key(name) or fold(name)
        holders = [row[0] for row in self._connection.execute(_BY_NAME, [key])]
        own = made_id(key)
        if len(holders) == 1:
            return holders[0], False
        if own in holders or self.get(own):
            return own, False
        self._insert(Speaker(own, name, kind), curated=False)
        return own, True

    def keep(self, speaker: Speaker) -> bool:
        """Store a curated speaker, in place of what was on record under its id; tell whether it was new.

        A speaker that so far was only a name of the same spelling is taken over, with its quotes.
        """
        known = self.get(speaker.id)
        if known is not None and _same(known, speaker) and self._is_curated(speaker.id):
            return False
        if known is not None:
            self._connection.execute("DELETE FROM speaker_names WHERE speaker_id = ?", [speaker.id])
            self._connection.execute("DELETE FROM speaker_roles WHERE speaker_id = ?", [speaker.id])
            self._connection.execute(
                "UPDATE speakers SET name=?, kind=?, name_ru=?, name_en=?, born=?, died=?, wikidata=?, curated=1 WHERE id=?",
                [*_columns(speaker)[1:], speaker.id],
            )
            self._insert_names(speaker)
        else:
            self._insert(speaker, curated=True)
        for key in sorted({name_key(name) for name in _names(speaker)}):
            self._take_over(key, speaker.id)
        return known is None

    def curated(self) -> Iterator[Speaker]:
        """Give the speakers that a list described, in the order of their ids."""
        rows = self._connection.execute(f"{_SPEAKER} WHERE s.curated ORDER BY s.id").fetchall()
        return map(self._speaker, rows)

    def drop_unused(self) -> None:
        """Forget speakers that only a quote made, and that no quote has any more."""
        self._connection.execute(
            "DELETE FROM speakers WHERE NOT curated AND id NOT IN (SELECT speaker_id FROM quotes WHERE speaker_id NOTNULL)"
        )

    def _take_over(self, key: str, speaker_id: str) -> None:
        if len(self._connection.execute(_BY_NAME, [key]).fetchall()) > 2:
            return  # several people bear the name: whose quotes they were is not known
        for (other,) in self._connection.execute(_BARE_NAMESAKES, [key, speaker_id]).fetchall():
            self._connection.execute("UPDATE quotes SET speaker_id = ? WHERE speaker_id = ?", [speaker_id, other])
            self._connection.execute("DELETE FROM speakers WHERE id = ?", [other])

    def _is_curated(self, speaker_id: str) -> bool:
        row = self._connection.execute("SELECT curated FROM speakers WHERE id = ?", [speaker_id]).fetchone()
        return bool(row and row[0])

    def _insert(self, speaker: Speaker, *, curated: bool) -> None:
        self._connection.execute(_NEW, [*_columns(speaker), curated])
        self._insert_names(speaker)

    def _insert_names(self, speaker: Speaker) -> None:
        named = {speaker.name, speaker.name_ru, speaker.name_en}
        for name in _names(speaker):
            key = name_key(name) or fold(name)
            self._connection.execute(_NEW_NAME, [key, speaker.id, name, name not in named])
        for role in speaker.roles:
            self._connection.execute(_NEW_ROLE, [speaker.id, role.ru, role.en, role.since, role.until])

    def _speaker(self, row: tuple[Any, ...]) -> Speaker:
        speaker_id, name, kind, name_ru, name_en, born, died, wikidata, quotes = row
        aliases = tuple(alias for (alias,) in self._connection.execute(_ALIASES, [speaker_id]))
        roles = tuple(Role(*role) for role in self._connection.execute(_ROLES, [speaker_id]))
        return Speaker(
            id=str(speaker_id), name=str(name), kind=kind, name_ru=name_ru, name_en=name_en,
            aliases=aliases, roles=roles, born=born, died=died, wikidata=wikidata, quotes=quotes,
        )  # fmt: skip


def _holding(part: str) -> tuple[str, list[str]]:
    key = name_key(part)
    return (_FOUND, [f"%{key}%"]) if key else ("", [])  # a key is words and blanks: no % or _ stands in it


def made_id(key: str) -> str:
    """Derive a speaker's id from a compared name (see `name_key`)."""
    return "s-" + hashlib.sha256(key.encode()).hexdigest()[:12]


def _columns(speaker: Speaker) -> list[object]:
    name_ru, name_en = speaker.name_ru, speaker.name_en
    if guess_language(speaker.name) == "ru":
        name_ru = name_ru or speaker.name
    else:
        name_en = name_en or speaker.name
    return [speaker.id, speaker.name, speaker.kind, name_ru, name_en, speaker.born, speaker.died, speaker.wikidata]


def _names(speaker: Speaker) -> Iterable[str]:
    """All names, each once, the main ones first."""
    every = (speaker.name, speaker.name_ru, speaker.name_en, *speaker.aliases)
    return dict.fromkeys(name for name in every if name)


def _same(known: Speaker, given: Speaker) -> bool:
    return (
        _columns(known) == _columns(given) and set(_names(known)) == set(_names(given)) and known.roles == given.roles
    )
