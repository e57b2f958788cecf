"""The filters of the search page: speaker, language, kind, dates and the way to match, each with its counts."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import cast, get_args

import streamlit as st

from archive import Archive, Selection
from index.hits import Mode
from ui import address, i18n, plain, resources
from ui.card import plain_type
from ui.i18n import n_, nt, t

__all__ = ["MODES", "asked", "chip", "chips", "draw", "drop", "is_filtered"]

LANGS = ("ru", "en")
TYPES = ("direct", "mixed", "indirect")
MODES = get_args(Mode)
NAMES = ("speaker", "in", "type", "source", "role", "since", "until")
"""The parameters that choose quotes, as they stand in the address."""
_MODE_WORDS = {"hybrid": n_("meaning and words"), "meaning": n_("meaning only"), "words": n_("words only")}
_LISTED = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    """A speaker that the filter offers."""

    id: str
    name_ru: str
    name_en: str

    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_ru if i18n.language() == "ru" else self.name_en

    def both(self) -> str:
        """The name in both scripts, that of the page first, so that either can be typed."""
        names = (self.name_ru, self.name_en) if i18n.language() == "ru" else (self.name_en, self.name_ru)
        return " · ".join(dict.fromkeys(names))


def asked() -> resources.Question:
    """Read the question from the address; raises QueryError when the dates are turned round."""
    query = address.text("q")
    selection = Selection(
        speakers=address.several("speaker"),
        lang=address.one_of("in", LANGS),
        since=address.day("since"),
        until=address.day("until"),
        type=address.one_of("type", TYPES),
        source=address.text("source") or None,
        role=address.text("role") or None,
    )
    understands = not query or address.text("literal") != query
    return resources.Question(query, selection, mode(), understands)


def mode() -> Mode:
    """Give the way to match that the address names, else both ways together."""
    return cast(Mode, address.one_of("mode", MODES) or "hybrid")


def is_filtered() -> bool:
    """Tell whether any filter stands in the address."""
    return any(address.text(name) for name in NAMES)


def draw(opened: Archive) -> None:
    """Draw one row of filters; each opens on a click and shows what it is set to."""
    chosen = _readable_selection()
    with st.container(horizontal=True, gap="xsmall"):
        _speaker(opened, chosen)
        _few(opened, chosen, "in", t("Language"), LANGS)
        _few(opened, chosen, "type", t("Kind"), TYPES)
        _dates(opened)
        _mode()


def chips(opened: Archive) -> None:
    """Draw every active filter as a button that removes it, side by side in the caller's row."""
    active = [(name, label) for name in NAMES for label in _labels(opened, name)]
    for name, label in active:
        chip(plain.markdown(label), f"drop_{name}", t("Remove this filter"), drop, name)
    if len(active) > 1:
        st.button(t("Remove all filters"), key="drop_all", type="tertiary", on_click=address.clear, args=NAMES)


def chip(label: str, key: str, explanation: str, undo: Callable[..., None], *args: str) -> None:
    """Draw one thing that narrows the answer, as a button that undoes it; `label` is Markdown."""
    st.button(label, key=key, icon=":material/close:", help=explanation, on_click=undo, args=args)


def drop(name: str) -> None:
    """Take one filter out of the address, by its name there or in a selection."""
    address.clear({"speakers": "speaker", "lang": "in"}.get(name, name))


def speaker_name(opened: Archive, speaker_id: str) -> str:
    """Give the name of a speaker in the language of the page; an unknown id comes back as it is."""
    found = opened.known_speakers.get(speaker_id)
    return found.name_in(i18n.language()) if found else speaker_id


def _labels(opened: Archive, name: str) -> list[str]:
    value = address.text(name)
    if not value:
        return []
    if name == "speaker":
        return [", ".join(speaker_name(opened, one) for one in address.several(name))]
    day = i18n.date(address.day(name)) if name in {"since", "until"} else ""
    label = {
        "in": i18n.LANGUAGES.get(value), "type": plain_type(value) if value in TYPES else None,
        "since": day and t("from {day}", day=day), "until": day and t("until {day}", day=day),
    }.get(name, value)  # fmt: skip
    return [label] if label else []


def _readable_selection() -> Selection:
    """The filters without dates, which alone can contradict each other."""
    return Selection(
        speakers=address.several("speaker"), lang=address.one_of("in", LANGS), type=address.one_of("type", TYPES)
    )


def _speaker(opened: Archive, chosen: Selection) -> None:
    listed = {one.id: one for one in _speakers(str(opened.home), opened.fingerprint)}
    for one in chosen.speakers:
        name = speaker_name(opened, one)
        listed.setdefault(one, Listed(one, name, name))
    open_to_all = dataclasses.replace(chosen, speakers=())
    counts = dict(opened.facets("speaker", open_to_all, limit=100_000))
    options = sorted(listed, key=lambda one: (-counts.get(one, 0), listed[one].name()))
    label = t("Speaker") if not chosen.speakers else nt("{n} speaker", "{n} speakers", len(chosen.speakers))
    with st.popover(label, key="speaker_popover", icon=":material/person:"):
        st.multiselect(
            t("Speaker"), options, placeholder=t("Any speaker"), select_all=False,
            format_func=lambda one: f"{listed[one].both()} ({i18n.number(counts.get(one, 0))})",
            **address.bound("speaker", list(chosen.speakers), list),
        )  # fmt: skip
        if len(listed) >= _LISTED:
            st.caption(t("The most quoted are listed; the page Speakers finds all others."))


def _few(opened: Archive, chosen: Selection, name: str, label: str, codes: tuple[str, ...]) -> None:
    if name == "in":
        field, now, without = "lang", chosen.lang, dataclasses.replace(chosen, lang=None)
    else:
        field, now, without = "type", chosen.type, dataclasses.replace(chosen, type=None)
    counts = dict(opened.facets(field, without))

    def words(code: str) -> str:
        return i18n.LANGUAGES[code] if name == "in" else plain_type(code)

    icon = ":material/translate:" if name == "in" else ":material/format_quote:"
    with st.popover(words(now) if now else label, key=f"{name}_popover", icon=icon):
        st.pills(
            label, codes, format_func=lambda code: f"{words(code)} ({i18n.number(counts.get(code, 0))})",
            **address.bound(name, now),
        )  # fmt: skip


def _dates(opened: Archive) -> None:
    counts = opened.counts()
    if not counts.first or not counts.last:
        return
    first, last = dt.date.fromisoformat(counts.first), dt.date.fromisoformat(counts.last)
    with st.popover(t("Dates"), key="dates_popover", icon=":material/calendar_month:"):
        for name, label in (("since", t("From")), ("until", t("Until"))):
            day = address.day(name)
            value = dt.date.fromisoformat(day) if day else None
            st.date_input(
                label, min_value=min(first, value or first), max_value=max(last, value or last), format="DD.MM.YYYY",
                **address.bound(name, value, lambda one: one.isoformat() if one else None),
            )  # fmt: skip
        st.caption(t("Quotes without a date are left out while a date is set."))


def _mode() -> None:
    now = mode()
    label = t("How to match") if now == "hybrid" else t(_MODE_WORDS[now]).capitalize()
    with st.popover(label, key="mode_popover", icon=":material/tune:"):
        st.segmented_control(
            t("How to match"), MODES, required=True, format_func=lambda code: t(_MODE_WORDS[code]),
            help=t("By meaning finds the thought in other words and in the other language; by words finds the words themselves."),
            **address.bound("mode", now, lambda code: None if code == "hybrid" else code),
        )  # fmt: skip


@st.cache_data(max_entries=4, show_spinner=False)
def _speakers(home: str, fingerprint: str) -> list[Listed]:  # noqa: ARG001  they say when to list anew
    with resources.archive() as opened:
        return [
            Listed(one.id, one.name_in("ru"), one.name_in("en"))
            for one in opened.known_speakers.page(limit=_LISTED)
            if one.quotes
        ]
