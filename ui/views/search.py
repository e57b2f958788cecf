"""The search page: a box, filters, and an answer that says why each quote is there."""

import datetime as dt

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from archive import Selection
from archive.errors import IndexError_, IndexMissing, QueryError
from index.hits import Results
from ui import address, filters, i18n, listing, plain, resources
from ui.i18n import n_, nt, t

EXAMPLES = (
    "счастье в семейной жизни",
    "love of country",
    "зависимость от чужих технологий",
    "war is a crime",
    "Толстой о войне",
    "Putin on artificial intelligence",
)
_FILTER_WORDS = {
    "speakers": n_("speaker"), "lang": n_("language"), "type": n_("kind"), "since": n_("from the day"),
    "until": n_("until the day"), "source": n_("source"), "role": n_("role"),
}  # fmt: skip


def draw() -> None:
    """Draw the page."""
    st.title(t("Who said what"), anchor=False)
    st.text_input(
        t("Search quotes"), type="search", max_chars=address.MAX_TEXT, label_visibility="collapsed",
        placeholder=t("An idea, a phrase, a name — in Russian or English"), **address.bound("q", address.text("q")),
    )  # fmt: skip
    with resources.archive() as opened:
        filters.draw(opened)
        row = st.container(horizontal=True, gap="small")
        with row:
            filters.chips(opened)
    if address.text("q"):
        answer(filters.asked(), row)
    elif filters.is_filtered():
        browse(filters.asked().selection)
    else:
        welcome()


def welcome() -> None:
    """Show what may be asked, what is inside and two quotes to begin with."""
    st.pills(
        t("For example"), EXAMPLES, key="example", on_change=lambda: address.write("q", st.session_state["example"])
    )
    with resources.archive() as opened:
        counts = opened.counts()
        day = dt.datetime.now(dt.UTC).date().toordinal()
        choices = [Selection(lang=lang, type="direct") for lang in ("ru", "en")]
        picked = [
            quote
            for choice in choices
            if (many := opened.count(choice))
            for quote in opened.quotes(choice, offset=day * 7919 % many, limit=1)
        ]
    years = (counts.first or "")[:4], (counts.last or "")[:4]
    parts = [
        nt("{n} quote", "{n} quotes", counts.quotes),
        nt("{n} speaker", "{n} speakers", counts.speakers),
        nt("{n} article", "{n} articles", counts.articles),
        t("dated {first}–{last}", first=years[0], last=years[1]) if all(years) else "",
    ]
    st.caption(" · ".join(part for part in parts if part))
    index_notice()
    if picked:
        st.subheader(t("From the archive today"), anchor=False)
        listing.show_all(picked, key="today")


def index_notice() -> None:
    """Say when the index does not hold everything yet."""
    state = resources.index_state()
    if state.lacking:
        st.caption(nt("{n} quote is not in the index yet.", "{n} quotes are not in the index yet.", state.lacking))
        st.page_link("views/building.py", label=t("To the index"), icon=":material/database:")


def answer(question: resources.Question, row: DeltaGenerator) -> None:
    """Show the hits for a question, or what emptied the page."""
    page = address.page_number()
    try:
        with st.spinner(t("Searching …")):
            results = resources.search(question, limit=listing.PAGE_SIZE, offset=(page - 1) * listing.PAGE_SIZE)
    except IndexMissing:
        st.info(t("The index has not been built yet; search by meaning needs it."), icon=":material/info:")
        st.page_link("views/building.py", label=t("To the index"), icon=":material/database:")
        return
    except IndexError_ as problem:
        plain.show_error(problem)
        st.page_link("views/building.py", label=t("To the index"), icon=":material/database:")
        return
    with row:
        understood(question, results)
    for note in results.notes:
        st.caption(plain.markdown(t(note)))
    if not len(results):
        nothing(question, results)
        return
    heading(question.query, results, page)
    built = resources.build()
    matches = [listing.match_of(hit, question.query, built) for hit in results]
    listing.show_all([hit.quote for hit in results], matches, key="hit")
    total = results.total
    if total is None:  # everything is ranked: there is another page as long as this one is full
        total = (page - 1) * listing.PAGE_SIZE + len(results) + (len(results) == listing.PAGE_SIZE)
    listing.pages(total)


def understood(question: resources.Question, results: Results) -> None:
    """Show how the question was read: a speaker taken from it, another keyboard layout offered."""
    if results.speaker_hint:
        name = plain.markdown(results.speaker_hint[0].name_in(i18n.language()))
        why = t("Taken from your question. Click to search for the words instead.")
        filters.chip(t("Speaker: {name}", name=name), "hint", why, address.write, "literal", question.query)
    if results.suggestion:
        st.button(
            t("Did you mean “{words}”?", words=plain.markdown(results.suggestion)), key="suggestion", type="primary",
            icon=":material/keyboard:", on_click=address.write, args=("q", results.suggestion),
        )  # fmt: skip


def heading(query: str, results: Results, page: int) -> None:
    """Say how many there are, and plainly when none is a good match."""
    if results.weak:
        st.subheader(t("No good match — these are the nearest"), anchor=False)
        return
    first = (page - 1) * listing.PAGE_SIZE + 1
    places = {
        "first": i18n.number(first),
        "last": i18n.number(first + len(results) - 1),
        "query": plain.markdown(query),
    }
    if results.total is None:
        st.caption(t("The nearest to “{query}”, {first}–{last}", **places))
    else:
        st.caption(t("{first}–{last} of {total} for “{query}”", total=i18n.number(results.total), **places))


def nothing(question: resources.Question, results: Results) -> None:
    """Say that nothing was found, and which filter to drop for how many quotes."""
    st.subheader(t("Nothing found"), anchor=False)
    if not results.emptied_by:
        st.write(t("Try other words, or only a part of them; the archive may hold nothing on this."))
        return
    st.write(t("The filters left nothing over:"))
    for name, count in results.emptied_by:
        from_question = name == "speakers" and results.speaker_hint is not None
        undo = (address.write, ("literal", question.query)) if from_question else (filters.drop, (name,))
        label = nt(
            "Without the filter “{name}” there is {n} quote", "Without the filter “{name}” there are {n} quotes", count,
            name=t(_FILTER_WORDS[name]),
        )  # fmt: skip
        st.button(label, key=f"without_{name}", icon=":material/close:", on_click=undo[0], args=undo[1])


def browse(selection: Selection) -> None:
    """Show what the filters choose, the newest first, while nothing is asked."""
    with resources.archive() as opened:
        total = opened.count(selection)
        page = address.page_number(-(-total // listing.PAGE_SIZE))
        quotes = list(
            opened.quotes(selection, offset=(page - 1) * listing.PAGE_SIZE, limit=listing.PAGE_SIZE, newest_first=True)
        )
    if not quotes:
        st.subheader(t("Nothing found"), anchor=False)
        st.write(t("No quote fits all these filters. Remove one of them above."))
        return
    st.caption(nt("{n} quote, the newest first", "{n} quotes, the newest first", total))
    listing.show_all(quotes, key="browse")
    listing.pages(total)


try:
    draw()
except QueryError as problem:
    plain.show_error(problem)
