"""Extraction: who said what in an article, in Russian and in English.

    extract(text, lang=None) -> list[ExtractedQuote]     explain(text, lang=None) -> Explanation

How the pieces stand. Language-neutral, in the order in which an article passes through them:

    document   lays the article out: paragraphs, sentences, tokens, mark regions
    marks      pairs quotation marks of every style, lost ones too
    mention    one place that points at somebody (name, body, title, pronoun)
    cue        one cue and how the saying hangs on it (its frame)
    cast       everybody in the article: mentions of one person gathered under the fullest name
    scene      what the rules see, and the finds they add; two finds never overlap
    sieves     the ordered list of rules; the first to take a stretch keeps it
       turns      interviews (labels, initials, dashes)
       direct     speech in marks: tail behind, colon or comma before, paragraphs that go on
       layout     dash paragraphs, speech without marks before a tail, block quotations
       clauses    «…, что …», insertions and phrases, headlines, «Об этом сообщил», words in marks
       narration  shared by these: the narrator's tail after a quotation, insertions cut in by dashes
    hearsay    who passes on what another one said
    discourse  who has been mentioned up to a place, and how present each is there
    resolve    who a mention means: ordered rules, silence instead of a guess
    pipeline   runs all of it and keeps the trace
    quote      what comes out

Per language, a sub-package (`russian`, `english`) whose module supplies one object `LANGUAGE` that
fulfils the protocol `archive.extraction.language.Language`:

    annotate(document) -> Reading(mentions, cues)     both in text order

`mentions`: every named person (kind "person") and body (kind "org"), names in the nominative without
titles, the titles beside a name as `roles` (keys such as «депутат», "governor"), `gender` where the
name, a title or its verb shows it, `subject` where it stands as a subject. People and bodies without a
name (kinds "role" and "body") and pronouns come as sources of cues; they may be given here too.

`cues`: every cue with its `frame` (see `cue`), `strength`, `source` (a Mention: person, org, role or
pronoun; `implied=True` and None where the subject is left out), and offsets: `content` for the frames
clause, anaphoric and headline; `inset` (with its commas) for insert and phrase. A plain verb next to
speech in marks is frame "verb"; the rules in `direct` look for it in the tail or before the colon.
Weak verbs may be given too (strength below 0.5): they count only right behind a dash.

Also `name_key` (equal for case forms of a name), `role_families` (titles that one person may bear),
`may_be_anybody`, `is_somebody_else`, `is_spokesperson`, `describe` (how to name a speaker who is never named), `is_unnamed_source`,
`is_first_person`, `is_connector`.

A language package is imported only when a text in that language comes by: `import archive.extraction`
loads no model.
"""

from archive.extraction.pipeline import explain, extract
from archive.extraction.quote import Explanation, ExtractedQuote, QuoteType, SpeakerKind, Step

__all__ = ["Explanation", "ExtractedQuote", "QuoteType", "SpeakerKind", "Step", "explain", "extract"]
