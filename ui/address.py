"""The address bar as the one place where a page's state stands, so that every view can be linked to.

The flow has one direction: the address sets a widget, a change of the widget writes the address. Streamlit's own
`bind="query-params"` writes labels as they are shown, and those change with the reader's language; here codes are
written (`?in=ru&type=direct`).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

__all__ = ["bound", "clear", "day", "one_of", "page_number", "pagination", "several", "text", "write"]

MAX_TEXT = 500
Encoder = Callable[[Any], str | Sequence[str] | None]
"""Makes of a widget's value what stands in the address; nothing for the default."""


def text(name: str) -> str:
    """Give a parameter's text, without outer blanks and cut to a sane length; empty when it is not there."""
    return st.query_params.get(name, "").strip()[:MAX_TEXT]


def one_of(name: str, allowed: Sequence[str]) -> str | None:
    """Give a parameter when it is one of the codes allowed, else None."""
    value = text(name)
    return value if value in allowed else None


def several(name: str) -> tuple[str, ...]:
    """Give all values of a repeated parameter."""
    return tuple(dict.fromkeys(value[:MAX_TEXT] for value in st.query_params.get_all(name) if value))


def day(name: str) -> str | None:
    """Give a parameter when it is a real day written `YYYY-MM-DD`, else None."""
    try:
        return dt.date.fromisoformat(text(name)).isoformat()
    except ValueError:
        return None


def page_number(pages: int | None = None) -> int:
    """Give the number of the page asked for, from 1; one that cannot be is the first."""
    value = text("page")
    wanted = int(value) if value.isdecimal() and len(value) < 8 else 1
    return wanted if wanted >= 1 and (pages is None or wanted <= pages) else 1


def write(name: str, value: str | Sequence[str] | None) -> None:
    """Put a value into the address, or take it out when it is empty; any change leads back to the first page."""
    if name != "page" and "page" in st.query_params:
        del st.query_params["page"]
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def clear(*names: str) -> None:
    """Take parameters out of the address."""
    for name in names:
        write(name, None)


def bound(name: str, value: Any, encode: Encoder | None = None) -> dict[str, Any]:
    """Give the arguments that tie a widget to the parameter `name`, showing `value` now.

    A widget in a closed popover does not exist in the browser, which then goes on sending what it last knew. So when the
    address has changed by other means, the widget gets another key and with it a clean slate.
    """
    known, generation = st.session_state.get(f"{name}_known", (None, 0))
    key = f"{name}_box_{generation}"
    if known != value or key not in st.session_state:
        generation += 1
        key = f"{name}_box_{generation}"
        st.session_state[key] = value
        st.session_state[f"{name}_known"] = (value, generation)
    return {"key": key, "on_change": _changed, "args": (name, generation, encode)}


def pagination(pages: int) -> int:
    """Draw the choice of a page below a list, when there is more than one; give the page that the address names."""
    now = page_number(pages)
    if pages > 1:
        # It takes no value besides its default: so it is named by its page, and the address stays the master.
        key = f"page_box_{now}"
        st.pagination(pages, default=now, key=key, width="stretch", on_change=_turned, args=(key,))
    return now


def _turned(key: str) -> None:
    page = st.session_state[key]
    write("page", str(page) if page > 1 else None)


def _changed(name: str, generation: int, encode: Encoder | None) -> None:
    value = st.session_state[f"{name}_box_{generation}"]
    st.session_state[f"{name}_known"] = (value, generation)
    write(name, encode(value) if encode else value)
