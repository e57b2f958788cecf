"""The page that takes in an article or a list: read, look at what was found, then keep it."""

import html

import streamlit as st

from archive import Quote
from archive.errors import QuoteArchiveError
from ui import card, drafts, i18n, plain, resources
from ui.i18n import nt, t

_SURE = 0.8
_ROWS = 200


def draw() -> None:
    """Draw the page."""
    st.title(t("Add an article or a list"), anchor=False)
    st.html(
        f'<p class="q-lead">{html.escape(t("Nothing is kept until you say so: first look at what was found."))}</p>'
    )
    pasted, uploaded = st.tabs([t("Paste an article"), t("Upload a file")])
    with pasted:
        text = st.text_area(
            t("Text of the article"), height=220, key="pasted", max_chars=drafts.MAX_TEXT,
            placeholder=t("Paste the article here, headline first"),
        )  # fmt: skip
        if st.button(t("Find the quotes"), type="primary", key="read_text", disabled=not text.strip()):
            read(lambda: drafts.from_text(text, t("pasted text")))
    with uploaded:
        file = st.file_uploader(
            t("An article (.txt, .md, .html) or a list of quotes (.jsonl, .csv), up to 10 MB"), type=list(drafts.KINDS),
            key="uploaded",
        )  # fmt: skip
        if st.button(t("Read the file"), type="primary", key="read_file", disabled=file is None) and file is not None:
            read(lambda: drafts.from_upload(file.name, file.getvalue()))
    if message := st.session_state.pop("kept_message", None):
        st.success(message, icon=":material/check:")
        st.page_link("views/building.py", label=t("To the index"), icon=":material/database:")
    draft: drafts.Draft | None = st.session_state.get("draft")
    if draft is not None:
        preview(draft)


def read(make: drafts.Maker) -> None:
    """Read a draft and keep it for the preview; an error becomes one clear line."""
    st.session_state.pop("draft", None)
    try:
        with st.spinner(t("Reading and extracting …")):
            st.session_state["draft"] = make()
    except QuoteArchiveError as problem:
        plain.show_error(problem)


def preview(draft: drafts.Draft) -> None:
    """Show what was found and offer to keep it."""
    st.subheader(nt("{n} quote found", "{n} quotes found", len(draft.found)), anchor=False)
    for notice in draft.notices:
        st.caption(plain.markdown(notice))
    article = draft.article
    about: dict[str, str | None] = {}
    left_out: set[int] = set()
    if article is not None:
        if not draft.found:
            st.write(t("No quotation was found. The article can be kept all the same."))
        left_out = table(draft.found)
        with st.expander(t("The article with its quotes marked"), expanded=True):
            st.caption(t("Underlined solid: sure; dotted: confidence under {share}.", share=i18n.percent(_SURE)))
            st.html(card.article(article.text, draft.found, lang=article.lang, sure=_SURE))
        about = details(draft)
    else:
        for quote in draft.found[:5]:
            st.html(card.card(quote))
    if st.button(t("Keep in the archive"), type="primary", key="keep", icon=":material/save:"):
        keep(draft, left_out, about)


def table(found: tuple[Quote, ...]) -> set[int]:
    """Show the quotes as a table in which each can be left out; give the numbers of those that are."""
    if not found:
        return set()
    rows = [
        {
            "keep": True, "number": number, "text": one.text, "speaker": one.speaker or "—", "type": card.plain_type(one.type),
            "confidence": one.confidence, "rule": one.rule, "mention": one.mention or "",
        }
        for number, one in enumerate(found, start=1)
    ]  # fmt: skip
    edited = st.data_editor(
        rows, hide_index=True, disabled=[name for name in rows[0] if name != "keep"], key="found_table",
        column_config={
            "keep": st.column_config.CheckboxColumn(t("Keep"), width="small"),
            "number": st.column_config.NumberColumn("№", width="small"),
            "text": st.column_config.TextColumn(t("Quote"), width=190),
            "speaker": st.column_config.TextColumn(t("Speaker"), width=120),
            "mention": st.column_config.TextColumn(t("Named as")),
            "type": st.column_config.TextColumn(t("Kind")),
            "rule": st.column_config.TextColumn(t("Rule")),
            "confidence": st.column_config.ProgressColumn(t("Confidence"), min_value=0.0, max_value=1.0, format="%.2f"),
        },
    )  # fmt: skip
    return {number for number, row in enumerate(edited) if not row["keep"]}


def details(draft: drafts.Draft) -> dict[str, str | None]:
    """Ask for what is known of the article, filled with what the text itself says."""
    article = draft.article
    if article is None:
        return {}
    left, right = st.columns(2)
    title = left.text_input(
        t("Title"), article.title or "", max_chars=300, key="about_title", placeholder=t("Headline")
    )
    publisher = right.text_input(
        t("Publisher"),
        article.publisher or "",
        max_chars=200,
        key="about_publisher",
        placeholder=t("Newspaper, agency, site"),
    )
    url = left.text_input(t("Address"), article.url or "", max_chars=1000, key="about_url", placeholder="https://")
    day = right.text_input(t("Date"), article.date or "", max_chars=10, key="about_date", placeholder="2025-11-19")
    return {"title": title or None, "publisher": publisher or None, "url": url or None, "date": day or None}


def keep(draft: drafts.Draft, left_out: set[int], about: dict[str, str | None]) -> None:
    """Store the draft and say what was new."""
    try:
        added = drafts.keep(draft, resources.settings(), left_out=left_out, **about)
    except QuoteArchiveError as problem:
        plain.show_error(problem)
        return
    del st.session_state["draft"]
    new = added.quotes_new
    known = added.quotes_known + added.articles_known
    message = nt("{n} new quote is in the archive.", "{n} new quotes are in the archive.", new)
    if known and not new:
        message = t("The archive has all of this already; nothing was added.")
    elif new:
        message += " " + t("Rebuild the index, so that search by meaning finds them.")
    st.session_state["kept_message"] = message
    st.rerun()


draw()
