"""The index page: what is built, what it lacks, and a rebuild that goes on whatever the reader clicks."""

import datetime as dt

import streamlit as st
from babel.dates import format_timedelta

from archive import Counts
from ui import i18n, plain, rebuilding, resources
from ui.i18n import n_, nt, t

_STAGES = {
    "starting": n_("starting"), "reading": n_("reading the quotes"), "cutting": n_("cutting into passages"),
    "embedding": n_("embedding"), "indexing": n_("building the index"), "publishing": n_("publishing"),
    "loading": n_("loading the model"), "rebuilding": n_("starting"),
}  # fmt: skip


def draw() -> None:
    """Draw the page."""
    st.title(t("Index"), anchor=False)
    counts = resources.counts()
    state = resources.index_state()
    verdict(state)
    inside(counts)
    if state.build:
        built(state)
    rebuild_line()


def verdict(state: resources.IndexState) -> None:
    """Say in one line whether the index is up to date."""
    if state.problem:
        st.error(plain.markdown(state.problem), icon=":material/error:")
    elif state.build is None:
        st.info(
            t("Nothing has been built yet. Search by meaning needs an index: build it below."), icon=":material/info:"
        )
    elif state.lacking:
        st.warning(
            nt("{n} quote is not in the index yet.", "{n} quotes are not in the index yet.", state.lacking),
            icon=":material/update:",
        )
    elif state.is_stale:
        st.info(t("The archive has changed since the build, but no quote is missing."), icon=":material/update:")
    else:
        st.success(t("The index holds every quote of the archive."), icon=":material/check:")


def inside(counts: Counts) -> None:
    """Show what the archive holds."""
    st.subheader(t("In the archive"), anchor=False)
    columns = st.columns(4)
    columns[0].metric(t("Quotes"), i18n.number(counts.quotes))
    columns[1].metric(t("Speakers"), i18n.number(counts.speakers))
    columns[2].metric(t("In Russian"), i18n.number(counts.russian))
    columns[3].metric(t("In English"), i18n.number(counts.english))


def built(state: resources.IndexState) -> None:
    """Show what the build is made of."""
    if state.build is None:
        return
    manifest = state.build.manifest
    megabytes = sum(one.size for one in manifest.files.values()) / 1e6
    made = dt.datetime.fromisoformat(manifest.created)
    age = format_timedelta(made - dt.datetime.now(dt.UTC), add_direction=True, locale=i18n.language())
    st.subheader(t("In the index"), anchor=False)
    columns = st.columns(4)
    columns[0].metric(t("Quotes"), i18n.number(manifest.quotes))
    columns[1].metric(t("Passages"), i18n.number(manifest.passages))
    columns[2].metric(
        "recall@10",
        i18n.percent(manifest.index.recall_at_10),
        help=t("Share of the ten truly nearest passages that the index finds, measured at the build"),
    )
    columns[3].metric(t("Size"), t("{n} MB", n=i18n.number(round(megabytes, 1))))
    rows = {
        t("Built"): f"{i18n.date(manifest.created[:10])}, {made:%H:%M} UTC ({age})",
        t("Model"): str(manifest.model),
        t("Dimension"): str(manifest.model.dimension),
        t("Kind of index"): manifest.index.factory,
        t("Build"): manifest.id,
    }
    st.table(rows, border="horizontal")


def rebuild_line() -> None:
    """Offer the rebuild, or follow the one that runs; only then does the page look again by itself."""
    home = resources.settings().home
    now = rebuilding.progress(home)
    if now is not None and now.is_running:
        st.fragment(follow, run_every="1s")(i18n.language())
        return
    if now is not None and now.stage == "failed":
        st.error(plain.markdown(now.message), icon=":material/error:")
    st.button(
        t("Rebuild the index"), type="primary", key="rebuild", icon=":material/autorenew:",
        on_click=rebuilding.start, args=(home,),
        help=t("Embeds only what is new; the present index serves until the new one is complete"),
    )  # fmt: skip


def follow(language: str) -> None:
    """Show how far the rebuild is; when it is over, the whole page is drawn anew."""
    i18n.use(language)
    now = rebuilding.progress(resources.settings().home)
    if now is None or not now.is_running:
        st.rerun()
    st.progress(now.share, text=status_line(now))


def status_line(now: rebuilding.RebuildProgress) -> str:
    """Say the stage, the counts and the time left in one line."""
    parts = [t(_STAGES.get(now.stage, now.stage))]
    if now.total:
        parts.append(t("{done} of {total}", done=i18n.number(now.done), total=i18n.number(now.total)))
    if now.seconds_left:
        left = format_timedelta(dt.timedelta(seconds=now.seconds_left), threshold=1.2, locale=i18n.language())
        parts.append(t("about {time} left", time=left))
    return ", ".join(parts)


draw()
