"""Which quotes are meant: the filters of search and browsing, as one value and its SQL."""

import datetime as dt
from dataclasses import dataclass

from archive.errors import QueryError

__all__ = ["Selection", "checked_date"]


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of quotes; every field left out admits all. Dates are `YYYY-MM-DD`, both ends included."""

    speakers: tuple[str, ...] = ()
    """Ids of speakers; several are joined by "or"."""
    lang: str | None = None
    since: str | None = None
    until: str | None = None
    type: str | None = None
    source: str | None = None
    """An exact work, publisher or title, or the id of a source."""
    role: str | None = None
    """A role of the speaker, in either language."""

    def __post_init__(self) -> None:
        """Check the values; raises QueryError naming the wrong one."""
        if self.lang not in {None, "ru", "en"}:
            raise QueryError(f"The archive holds 'ru' and 'en', not {self.lang!r}.")
        if self.type not in {None, "direct", "indirect", "mixed"}:
            raise QueryError(f"A quote is 'direct', 'indirect' or 'mixed', not {self.type!r}.")
        for day in (self.since, self.until):
            if day is not None:
                checked_date(day)
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"The dates are turned round: since {self.since} is after until {self.until}.")

    @property
    def is_empty(self) -> bool:
        """Tell whether every quote is admitted."""
        return self == Selection()

    @property
    def tables(self) -> str:
        """What to select from; the sources are left out where no filter asks for them, which is many times faster."""
        return "quotes q" if self.source is None else "quotes q JOIN sources s ON s.number = q.source"

    def where(self) -> tuple[str, list[object]]:
        """Give the condition over `quotes q JOIN sources s` and its bound values; "1" admits all."""
        parts: list[str] = []
        values: list[object] = []
        if self.speakers:
            parts.append(f"q.speaker_id IN ({', '.join('?' * len(self.speakers))})")
            values += self.speakers
        for condition, value in (
            ("q.lang = ?", self.lang),
            ("q.date >= ?", self.since),
            ("q.date <= ?", self.until),
            ("q.type = ?", self.type),
        ):
            if value is not None:
                parts.append(condition)
                values.append(value)
        if self.source is not None:
            parts.append("? IN (s.id, s.work, s.publisher, s.title)")
            values.append(self.source)
        if self.role is not None:
            parts.append("q.speaker_id IN (SELECT speaker_id FROM speaker_roles WHERE ? IN (ru, en))")
            values.append(self.role)
        return " AND ".join(parts) or "1", values


def checked_date(day: str) -> str:
    """Give `day` back when it is a real day written `YYYY-MM-DD`; raises QueryError otherwise."""
    try:
        if len(day) != len("2025-11-19") or dt.date.fromisoformat(day).isoformat() != day:
            raise ValueError(day)  # noqa: TRY301
    except ValueError as problem:
        raise QueryError(f"{day!r} is not a date: write it as YYYY-MM-DD, for example 2025-11-19.") from problem
    return day
