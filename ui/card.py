"""A quote as a page shows it: HTML in which everything from the archive is escaped text, never markup.

Each function gives a string for `st.html`. Matches are marked by `<mark>` and weight, the language of every quote is
told to the browser, and links go to this app's own pages or to http(s) only.
"""

import html
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode

from archive import Quote, Source
from archive.text import Span
from ui import i18n
from ui.i18n import n_, nt, t

__all__ = [
    "Match",
    "article",
    "attribution",
    "card",
    "citation",
    "context",
    "link",
    "marked",
    "plain_type",
    "sources_line",
]

_LONG = 700
"""Characters after which a card shows the matched stretch first and the whole on demand."""
_AROUND = 180
_TYPES = {"direct": n_("direct speech"), "indirect": n_("retold, not verbatim"), "mixed": n_("partly verbatim")}
_MARKS = {"ru": "«{}»", "en": "“{}”"}


@dataclass(frozen=True, slots=True)
class Match:
    """How a quote answers a question: which stretch, which words, and why, in words for the reader."""

    passage: Span | None = None
    marks: tuple[Span, ...] = ()
    why: str = ""
    nearness: str = ""
    tooltip: str = ""
    others: tuple[Quote, ...] = ()


def card(quote: Quote, match: Match | None = None, *, lang_param: str | None = None, with_place: bool = True) -> str:
    """Give a whole card: the words, who, when, where, how it is reported, and why it was found.

    `with_place` adds the words around it in its article, folded away.
    """
    match = match or Match()
    body = _words(quote, match)
    return (
        f'<article class="q-card q-{quote.type}" lang="{quote.lang}">'
        f'<blockquote lang="{quote.lang}">{body}</blockquote>'
        f'<p class="q-who" lang="{i18n.language()}">{attribution(quote, lang_param=lang_param)}</p>'
        f'<p class="q-why" lang="{i18n.language()}">{_facts(quote, match)}</p>'
        f"{_others(match.others, lang_param)}{_place(quote) if with_place else ''}</article>"
    )


def marked(text: str, marks: Iterable[Span], passage: Span | None = None) -> str:
    """Give escaped text with its marks in `<mark>` and the matched passage in a `<span>`; spans count characters.

    Spans may overlap or reach beyond the text; what they cover is shown once.
    """
    inside = [(max(0, one.start), min(len(text), one.stop)) for one in marks]
    band = (max(0, passage.start), min(len(text), passage.stop)) if passage else (0, 0)
    cuts = sorted({0, len(text), *band, *(place for span in inside for place in span if 0 <= place <= len(text))})
    parts: list[str] = []
    for start, stop in itertools.pairwise(cuts):
        piece = html.escape(text[start:stop])
        if any(left <= start and stop <= right for left, right in inside):
            piece = f"<mark>{piece}</mark>"
        if band[0] <= start and stop <= band[1]:
            piece = f'<span class="q-passage">{piece}</span>'
        parts.append(piece)
    return "".join(parts).replace('</span><span class="q-passage">', "").replace("</mark><mark>", "")


def context(text: str, span: Span, *, around: int | None = None, lang: str = "ru") -> str:
    """Give a source text with one span highlighted; `around` limits it to so many characters on either side."""
    start, stop = (0, len(text)) if around is None else _widened(text, span, around)
    before, after = html.escape(text[start : span.start]), html.escape(text[span.stop : stop])
    words = html.escape(text[span.start : span.stop])
    ends = ("… " if start > 0 else "", " …" if stop < len(text) else "")
    return f'<div class="q-source" lang="{lang}">{ends[0]}{before}<mark>{words}</mark>{after}{ends[1]}</div>'


def article(text: str, found: Sequence[Quote], *, lang: str, sure: float) -> str:
    """Give an article with its quotes highlighted and numbered from 1; those below `sure` are marked more faintly."""
    parts: list[str] = []
    at = 0
    for number, quote in sorted(enumerate(found, start=1), key=lambda one: one[1].start):
        if quote.start < at:
            continue  # a quote inside a quote stands in the table
        low = ' class="q-low"' if quote.confidence < sure else ""
        words = html.escape(text[quote.start : quote.end])
        parts += [html.escape(text[at : quote.start]), f'<mark data-n="{number}"{low}>{words}</mark>']
        at = quote.end
    return f'<div class="q-article" lang="{lang}">{"".join(parts)}{html.escape(text[at:])}</div>'


def attribution(quote: Quote, *, lang_param: str | None = None) -> str:
    """Give speaker, date and source as one line of HTML; an unknown speaker is said to be unknown."""
    if quote.speaker and quote.speaker_id:
        target = link("speakers", lang_param, id=quote.speaker_id)
        who = f'<cite><a href="{target}" target="_self">{html.escape(quote.speaker)}</a></cite>'
    elif quote.speaker:
        who = f"<cite>{html.escape(quote.speaker)}</cite>"
    else:
        who = f'<cite class="q-unknown">{_unknown(quote)}</cite>'
    relayed = t("relayed by {name}", name=html.escape(quote.reporter)) if quote.reporter else ""
    return " · ".join(
        part for part in (who, relayed, html.escape(i18n.date(quote.date)), _source(quote.source)) if part
    )


def citation(quote: Quote) -> str:
    """Give plain text to copy: words, speaker, source, date, address."""
    words = " ".join(quote.text.split())
    said = _MARKS[quote.lang].format(words) if quote.type == "direct" else f"{words} [{t(_TYPES[quote.type])}]"
    who = quote.speaker or (
        t("unknown speaker ({mention})", mention=quote.mention) if quote.mention else t("unknown speaker")
    )
    parts = [quote.source.name, i18n.date(quote.date), quote.source.url]
    return f"{said} — {who}. " + ". ".join(part.rstrip(".") for part in parts if part) + f". [{quote.id}]"


def link(page: str, lang_param: str | None = None, **values: str) -> str:
    """Give the address of one of the app's pages, relative, ready for an attribute."""
    values |= {"lang": lang_param} if lang_param else {}
    return html.escape(f"{page}?{urlencode(values, quote_via=percent_encoded)}")


def plain_type(quote_type: str) -> str:
    """Say how faithful a quote is: direct speech (in the words of its source), retold, or partly in its words."""
    return t(_TYPES[quote_type])


def sources_line(source: Source) -> str:
    """Give title, publisher, day and event of a source as one line of HTML."""
    parts = [_source(source), html.escape(source.event or ""), html.escape(i18n.date(source.date))]
    return f'<p class="q-who">{" · ".join(part for part in parts if part)}</p>'


def _words(quote: Quote, match: Match) -> str:
    passage = match.passage
    if passage and passage.stop - passage.start >= len(quote.text.strip()):
        passage = None  # the whole quote matched: nothing to set apart
    if len(quote.text) <= _LONG:
        return _in_marks(quote, marked(quote.text, match.marks, passage))
    start, stop = _widened(quote.text, passage or Span(0, 400), _AROUND)
    shown = marked(
        quote.text[start:stop], _moved(match.marks, -start), _moved([passage], -start)[0] if passage else None
    )
    excerpt = f"{'… ' if start else ''}{shown}{' …' if stop < len(quote.text) else ''}"
    whole = (
        f"<details><summary>{t('The whole quote')}</summary><p>{marked(quote.text, match.marks, passage)}</p></details>"
    )
    return _in_marks(quote, excerpt) + whole


def _in_marks(quote: Quote, words: str) -> str:
    """Set direct speech in the marks of its language by style only, so that copying gives the exact words."""
    return f'<p class="q-words{" q-marks" if quote.type == "direct" else ""}">{words}</p>'


def _facts(quote: Quote, match: Match) -> str:
    facts = [
        f'<span class="q-tag">{i18n.LANGUAGES[quote.lang]}</span>',
        f'<span class="q-tag">{plain_type(quote.type)}</span>',
    ]
    if match.nearness:
        facts.append(f'<span class="q-near" title="{html.escape(match.tooltip)}">{html.escape(match.nearness)}</span>')
    if match.why:
        facts.append(f"<span>{html.escape(match.why)}</span>")
    return " ".join(facts)


def _others(others: Sequence[Quote], lang_param: str | None) -> str:
    if not others:
        return ""
    rows = "".join(
        f'<li lang="{one.lang}">{html.escape(_short(one.text))} — {_source(one.source)} '
        f'<a href="{link("quote", lang_param, id=one.id)}" target="_self">{t("open")}</a></li>'
        for one in others
    )
    count = nt("{n} other report of it", "{n} other reports of it", len(others))
    return f"<details><summary>{count}</summary><ul>{rows}</ul></details>"


def _place(quote: Quote) -> str:
    """Give the words around the quote in its article, on demand; an entry of a list has none."""
    source = quote.source
    if source.kind != "article" or quote.end - quote.start >= len(source.text.strip()):
        return ""
    around = context(source.text, Span(quote.start, quote.end), around=350, lang=source.lang)
    return f"<details><summary>{t('In context')}</summary>{around}</details>"


def _source(source: Source) -> str:
    name = html.escape(source.name)
    url = source.url or ""
    if re.match(r"https?://", url, re.IGNORECASE):
        return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">{name}</a>'
    return f"<span>{name}</span>"


def _unknown(quote: Quote) -> str:
    if quote.mention:
        return t("unknown speaker ({mention})", mention=html.escape(quote.mention))
    return t("unknown speaker")


def _widened(text: str, span: Span, around: int) -> tuple[int, int]:
    """Widen a span by about `around` characters to either side, to the next blank."""
    start, stop = max(0, span.start - around), min(len(text), span.stop + around)
    if start > 0:
        start = min(text.find(" ", start, span.start) + 1 or start, span.start)
    if stop < len(text):
        stop = max(text.rfind(" ", span.stop, stop), span.stop)
    return start, stop


def _moved(spans: Iterable[Span], by: int) -> list[Span]:
    return [Span(one.start + by, one.stop + by) for one in spans]


def _short(text: str, length: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length].rpartition(" ")[0] + " …"
