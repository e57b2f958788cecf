"""The page of one quote, for permanent links: in its source, beside other reports, similar ones in both languages."""

import html

import streamlit as st

from archive import Quote
from archive.errors import IndexError_, ModelError, UnknownRecord
from archive.text import Span
from ui import address, card, i18n, listing, plain, resources
from ui.i18n import nt, t

_SHOWN = 3
_LONG_SOURCE = 6000  # characters beyond which only the part around the quote is shown at first


def draw() -> None:
    """Draw the quote that the address names."""
    quote_id = address.text("id")
    if not quote_id:
        st.info(t("This page shows one quote; its address ends in ?id=… Search leads to quotes."))
        st.page_link("views/search.py", label=t("Search"), icon=":material/search:")
        return
    with resources.archive() as opened:
        quote = opened.quote(quote_id)
        reports = resources.reports(opened, quote)
        beside = [one for one in opened.quotes_of(quote.source.id) if one.id != quote.id]
    st.title(t("Quote"), anchor=False)
    st.html(card.card(quote, card.Match(others=reports), lang_param=listing.lang_param(), with_place=False))
    found_by(quote)
    together = [one for one in beside if quote.group is not None and one.group == quote.group]
    if together:
        st.caption(t("Said in one breath with:"))
        listing.show_all(together, key="group")
    source(quote)
    st.subheader(t("Cite"), anchor=False)
    st.code(card.citation(quote), language=None, wrap_lines=True)
    others = [one for one in beside if one not in together]
    if others:
        with st.expander(nt("{n} other quote from this source", "{n} other quotes from this source", len(others))):
            listing.show_all(others[:50], key="beside")
    near(quote)


def found_by(quote: Quote) -> None:
    """Say how a quote was found in its article, and how sure that is."""
    if quote.rule == "list":
        return
    parts = [
        t("rule: {rule}", rule=quote.rule),
        t("confidence: {share}", share=i18n.percent(quote.confidence)),
        t("cue: {words}", words=quote.cue) if quote.cue else "",
        t("named here as: {words}", words=quote.mention) if quote.mention else "",
    ]
    st.html(f'<p class="q-faint">{html.escape(" · ".join(part for part in parts if part))}</p>')


def source(quote: Quote) -> None:
    """Show the source text with the quote highlighted, when the source is more than the quote itself."""
    if quote.source.kind != "article":
        return
    st.subheader(t("In its source"), anchor=False)
    st.html(card.sources_line(quote.source))
    span, text = Span(quote.start, quote.end), quote.source.text
    if len(text) <= _LONG_SOURCE:
        st.html(card.context(text, span, lang=quote.source.lang))
        return
    st.html(card.context(text, span, around=1200, lang=quote.source.lang))
    with st.expander(t("The whole source")):
        st.html(card.context(text, span, lang=quote.source.lang))


def near(quote: Quote) -> None:
    """Show the same thought in the other language, and similar quotes in this one."""
    other = "en" if quote.lang == "ru" else "ru"
    titles = {
        "en": {other: t("The same thought in English"), quote.lang: t("Similar quotes in English")},
        "ru": {other: t("The same thought in Russian"), quote.lang: t("Similar quotes in Russian")},
    }
    try:
        for lang in (other, quote.lang):
            found = resources.similar(quote.id, limit=_SHOWN, lang=lang)
            hits = [hit for hit in found if hit.why] or list(found)
            if not hits:
                continue
            st.subheader(titles[lang][lang], anchor=False)
            if found.weak:
                st.caption(t("Nothing is really near; these are the nearest."))
            built = resources.build()
            matches = [listing.match_of(hit, quote.text, built) for hit in hits]
            listing.show_all([hit.quote for hit in hits], matches, key=f"near_{lang}")
    except (IndexError_, ModelError) as problem:
        st.caption(plain.markdown(str(problem)))


try:
    draw()
except UnknownRecord as problem:
    plain.show_error(problem)
    st.page_link("views/search.py", label=t("Search"), icon=":material/search:")
