"""Quotes one under the other: each card with what can be done with it, pages, and why a hit matched."""

import math
from collections.abc import Sequence

import streamlit as st

from archive import Quote
from archive.text import guess_language
from index.build import Build
from index.calibration import chance_similarity
from index.hits import Hit
from ui import address, card, i18n
from ui.i18n import n_, t

__all__ = ["PAGE_SIZE", "actions", "lang_param", "match_of", "pages", "show", "show_all"]

PAGE_SIZE = 10
_VERY_NEAR = 0.5
"""Share of the way from where a match begins to sameness."""
_WHY = {
    "meaning": n_("by meaning"), "words": n_("same words"), "phrase": n_("exact phrase"), "speaker": n_("by the speaker"),
    "article": n_("beside a near quote of its article"),
}  # fmt: skip


def lang_param() -> str | None:
    """Give the page language when it stands in the address, so that plain links keep it."""
    return address.one_of("lang", tuple(i18n.LANGUAGES))


def show(quote: Quote, match: card.Match | None = None, *, key: str, with_link: bool = True) -> None:
    """Draw one card and its actions; `key` tells two cards of one quote on a page apart."""
    with st.container(border=True, key=f"card_{key}", gap=None):
        st.html(card.card(quote, match, lang_param=lang_param()))
        actions(quote, with_link=with_link)


def show_all(quotes: Sequence[Quote], matches: Sequence[card.Match | None] | None = None, *, key: str) -> None:
    """Draw cards one under the other."""
    for place, quote in enumerate(quotes):
        show(quote, matches[place] if matches else None, key=f"{key}_{place}")


def actions(quote: Quote, *, with_link: bool = True) -> None:
    """Draw what a reader can do with a quote: open it, cite it, find similar ones."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        if with_link:
            st.page_link(
                "views/quote.py", label=t("Open and compare"), icon=":material/link:", query_params={"id": quote.id},
                help=t("Permanent link: the quote in its source, other reports, similar quotes in both languages"),
            )  # fmt: skip
        with st.popover(t("Cite"), type="tertiary", icon=":material/content_copy:"):
            st.code(card.citation(quote), language=None, wrap_lines=True)


def match_of(hit: Hit, query: str, build: Build | None) -> card.Match:
    """Put into words why a hit came and, for one that is near in meaning, how near."""
    why = ", ".join(t(_WHY[reason]) for reason in hit.why)
    word, tooltip = "", ""
    if hit.similarity is not None and "meaning" in hit.why:
        least = chance_similarity(build.background, guess_language(query), hit.quote.lang) if build else 0.0
        word = nearness(hit.similarity, least)
        tooltip = t("cosine similarity {value}", value=i18n.number(round(hit.similarity, 3)))
    return card.Match(
        passage=hit.passage, marks=tuple(hit.marks), why=why, nearness=word, tooltip=tooltip, others=tuple(hit.others)
    )


def nearness(similarity: float, least: float) -> str:
    """Put a similarity into a word; from `least` on it is a match in this build."""
    if similarity < least:
        return t("distant")
    return t("very near") if similarity - least >= _VERY_NEAR * (1 - least) else t("near")


def pages(total: int) -> None:
    """Draw the pages of a list; the number stands in the address as `page`."""
    count = math.ceil(total / PAGE_SIZE)
    with st.container(horizontal=True, horizontal_alignment="center"):
        page = address.pagination(count)
    if count > 1:
        st.caption(
            t("Page {page} of {count}", page=i18n.number(page), count=i18n.number(count)), text_alignment="center"
        )
