"""The speakers page: everybody in pages, found by any part of a name; then one speaker with all that is on record."""

import html

import altair as alt
import streamlit as st

from archive import Selection, Speaker
from ui import address, card, i18n, listing, plain, resources
from ui.i18n import n_, nt, t

PEOPLE_A_PAGE = 40
_KINDS = {"org": n_("organisation"), "generic": n_("unnamed source")}


def draw() -> None:
    """Draw the list, or the one speaker that the address names."""
    speaker_id = address.text("id")
    if not speaker_id:
        everybody()
        return
    with resources.archive() as opened:
        one(opened.speaker(speaker_id))


def everybody() -> None:
    """Show the speakers, the most quoted first."""
    st.title(t("Speakers"), anchor=False)
    st.text_input(
        t("Find a speaker"), type="search", max_chars=100, label_visibility="collapsed",
        placeholder=t("A name or a part of it, in either script"), **address.bound("name", address.text("name")),
    )  # fmt: skip
    part = address.text("name")
    with resources.archive() as opened:
        total = opened.known_speakers.count(part)
        count = -(-total // PEOPLE_A_PAGE)
        page = address.page_number(count)
        people = opened.known_speakers.page(part, limit=PEOPLE_A_PAGE, offset=(page - 1) * PEOPLE_A_PAGE)
        near = opened.known_speakers.near(part) if part and not people else []
    if not people:
        st.subheader(t("Nobody of that name"), anchor=False)
        if near:
            st.html(f'<p class="q-faint">{t("Did you mean:")} {html.escape(", ".join(near))}</p>')
        return
    st.caption(nt("{n} speaker", "{n} speakers", total))
    st.html(f'<ul class="q-people">{"".join(map(row, people))}</ul>')
    with st.container(horizontal=True, horizontal_alignment="center"):
        address.pagination(count)


def row(speaker: Speaker) -> str:
    """Give one line of the list as HTML: names in both scripts, role, years, number of quotes."""
    name = speaker.name_in(i18n.language())
    other = speaker.name_en if i18n.language() == "ru" else speaker.name_ru
    target = card.link("speakers", listing.lang_param(), id=speaker.id)
    more = " · ".join(
        html.escape(part) for part in (other if other != name else "", years(speaker), roles(speaker)) if part
    )
    count = nt("{n} quote", "{n} quotes", speaker.quotes)
    return (
        f'<li><a href="{target}" target="_self">{html.escape(name)}</a>'
        f'<span class="q-faint">{more}</span><span class="q-count">{count}</span></li>'
    )


def years(speaker: Speaker) -> str:
    """Give the years of a life as far as they are known."""
    if speaker.born and speaker.died:
        return f"{speaker.born}–{speaker.died}"
    if speaker.born:
        return t("born {year}", year=speaker.born)
    return (
        t("died {year}", year=speaker.died)
        if speaker.died
        else t(_KINDS[speaker.kind])
        if speaker.kind in _KINDS
        else ""
    )


def roles(speaker: Speaker) -> str:
    """Give the roles in the language of the page, with their years where these are on record."""
    said = []
    for role in speaker.roles:
        name = (role.ru if i18n.language() == "ru" else role.en) or role.ru or role.en or ""
        held = "–".join(day[:4] if day else "" for day in (role.since, role.until)) if role.since or role.until else ""
        said.append(f"{name} ({held})" if held else name)
    return ", ".join(part for part in said if part)


def one(speaker: Speaker) -> None:
    """Show one speaker: all names, roles, the quotes by year, and the quotes themselves."""
    st.title(plain.markdown(speaker.name_in(i18n.language())), anchor=False)
    if known := facts(speaker):
        st.html(known)
    with st.container(key="back_to_all"):
        st.page_link("views/speakers.py", label=t("All speakers"), icon=":material/arrow_back:")
    timeline(speaker)
    lang = st.pills(
        t("Language of the quote"), ("ru", "en"), format_func=i18n.LANGUAGES.__getitem__, label_visibility="collapsed",
        **address.bound("in", address.one_of("in", ("ru", "en"))),
    )  # fmt: skip
    selection = Selection(speakers=(speaker.id,), lang=lang)
    with resources.archive() as opened:
        total = opened.count(selection)
        page = address.page_number(-(-total // listing.PAGE_SIZE))
        offset = (page - 1) * listing.PAGE_SIZE
        quotes = list(opened.quotes(selection, offset=offset, limit=listing.PAGE_SIZE, newest_first=True))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(nt("{n} quote", "{n} quotes", total))
        st.page_link(
            "views/search.py", label=t("Search in these quotes"), icon=":material/search:",
            query_params={"speaker": speaker.id},
        )  # fmt: skip
    listing.show_all(quotes, key="of")
    listing.pages(total)


def facts(speaker: Speaker) -> str:
    """Give the other names, the roles and the years as HTML."""
    shown = speaker.name_in(i18n.language())
    names = [
        name for name in dict.fromkeys((speaker.name_ru, speaker.name_en, *speaker.aliases)) if name and name != shown
    ]
    lines = [
        html.escape(part)
        for part in (", ".join(names[:12]), " · ".join(part for part in (roles(speaker), years(speaker)) if part))
        if part
    ]
    if speaker.wikidata and speaker.wikidata.startswith("Q") and speaker.wikidata[1:].isdecimal():
        address_there = f"https://www.wikidata.org/wiki/{speaker.wikidata}"
        lines.append(f'<a href="{address_there}" target="_blank" rel="noopener noreferrer">Wikidata</a>')
    return "".join(f'<p class="q-names q-faint">{line}</p>' for line in lines)


def timeline(speaker: Speaker) -> None:
    """Draw how many quotes are on record for each year, when there is more than one year."""
    with resources.archive() as opened:
        found = opened.facets("year", Selection(speakers=(speaker.id,)), limit=500)
    known = {int(year): count for year, count in found if year}
    if len(known) < 2:
        return
    rows = [{"year": str(year), "quotes": known[year]} for year in sorted(known)]
    chart = (
        alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("quotes:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
            tooltip=[alt.Tooltip("year:O", title=t("Year")), alt.Tooltip("quotes:Q", title=t("Quotes"))],
        )
        .properties(height=140)
    )
    st.altair_chart(chart, alt=t("Quotes of {name} by year", name=speaker.name_in(i18n.language())))


draw()
