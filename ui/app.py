"""The pages' entry script: language, navigation and the one place where errors become a line on the page."""

from pathlib import Path

import streamlit as st

from archive.errors import ArchiveNotFound, QuoteArchiveError
from ui import i18n, plain, resources
from ui.i18n import t

STYLE = Path(__file__).parent / "card.css"
ICON = Path(__file__).parent / "icon.svg"  # a Material icon here would be fetched from another host
CODES = tuple(i18n.LANGUAGES)


def wanted_language() -> str:
    """Give the language to start in: that of the settings, else the browser's."""
    try:
        named = resources.settings().language
    except QuoteArchiveError:
        named = None
    return i18n.choose(named, st.context.locale)


def pages() -> list[st.Page]:
    """Name the pages in the reader's language."""
    return [
        st.Page("views/search.py", title=t("Search"), icon=":material/search:", default=True),
        st.Page("views/speakers.py", title=t("Speakers"), icon=":material/groups:", url_path="speakers"),
        st.Page("views/adding.py", title=t("Add"), icon=":material/note_add:", url_path="add"),
        st.Page("views/building.py", title=t("Index"), icon=":material/database:", url_path="index"),
        st.Page(
            "views/quote.py", title=t("Quote"), icon=":material/format_quote:", url_path="quote", visibility="hidden"
        ),
    ]


def language_control() -> str:
    """Draw the choice of language; it stands in the address, so that a link keeps it."""
    st.session_state.setdefault("first_language", wanted_language())
    with st.container(horizontal=True, horizontal_alignment="right", key="language_row"):
        # The label cannot be translated before the choice is known, so it says both.
        chosen = st.segmented_control(
            "Язык · Language", CODES, default=st.session_state["first_language"], required=True, key="lang",
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
    return str(chosen) if chosen in CODES else "en"


st.set_page_config(page_title="Quotes", page_icon=str(ICON), layout="centered")
st.html(STYLE)
i18n.use(language_control())
page = st.navigation(pages(), position="top")
try:
    page.run()
except ArchiveNotFound:
    st.info(t("There are no quotes here yet. Add an article or a list of quotes to begin."), icon=":material/info:")
    st.page_link("views/adding.py", label=t("Add"), icon=":material/note_add:")
except QuoteArchiveError as problem:
    plain.show_error(problem)
