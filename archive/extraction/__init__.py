"""Extraction: who said what in an article, in Russian and in English.

    extract(text, lang=None) -> list[ExtractedQuote]     explain(text, lang=None) -> Explanation

How the pieces stand. Language-neutral, in the order in which an article passes through them:

    document   lays the article out: paragraphs, sentences, tokens, mark regions
    marks      pairs quotation marks of every style, lost ones too
    mention    one place that points at somebody (name, body, title, pronoun)
    cue        one cue and how the saying hangs on it
    cast       everybody in the article: mentions of one person gathered under the fullest name
    sieves     the ordered rules that turn marks and cues into quotes (direct, turns, indirect)
    resolve    who a mention means: ordered rules, silence instead of a guess
    pipeline   runs all of it and keeps the trace
    quote      what comes out

Per language, a sub-package (`russian`, `english`) whose module supplies one object `LANGUAGE`
that fulfils the protocol in `language`:

    annotate(document) -> Reading(mentions, cues)

`mentions`: every named person and every named body of the article in text order, plus the titles and
pronouns that stand as subjects; each name in the nominative, with the titles beside it as `roles`.
`cues`: every cue in text order with its frame, its source mention, and offsets of the clause or inset.
Also `role_family(role)`: a coarser key under which two titles may mean one person
(«парламентарий» and «депутат»), `describe(mention)`: the name to give to somebody who is never named
(«источник в ведомстве»), and `is_interviewer_turn`, see the protocol. A language package is imported only when a
text in that language comes by: `import archive.extraction` loads no model.
"""

from archive.extraction.pipeline import explain, extract
from archive.extraction.quote import ExtractedQuote, Explanation, QuoteType, SpeakerKind, Step

__all__ = ["ExtractedQuote", "Explanation", "QuoteType", "SpeakerKind", "Step", "explain", "extract"]
