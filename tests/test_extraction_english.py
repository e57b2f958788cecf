"""Extraction from English articles: what is a quotation and where it ends. People and places are invented."""

import re

import pytest

from archive.extraction import extract

MARK = re.compile(r"⟦(.*?)⟧", re.DOTALL)


def unmark(case: str) -> tuple[str, list[str]]:
    """The text of a case without its brackets, and what stood between them."""
    return MARK.sub(r"\1", case), MARK.findall(case)


def bare(span: str) -> str:
    """A span without the marks and stops at its ends."""
    return span.strip("\"“”‘’',.")


INTRO = "Mayor Ada Cole opened the bridge in Harbour on Monday. "

DIRECT = [
    INTRO + "“⟦The bridge is ready⟧,” said Cole.",
    INTRO + '"⟦The bridge is ready⟧," Cole said. "⟦We only have to paint it⟧."',
    INTRO + "‘⟦It’s the readers’ bridge⟧,’ commented the council’s engineer, Tom Barr.",
    INTRO + 'Cole said: "⟦The bridge is ready⟧."',
    INTRO + 'Cole told reporters in the rain on Monday: "⟦The bridge is ready⟧."',
    INTRO + 'She added, "⟦The bridge will stand for a century⟧."',
    INTRO + '"⟦The bridge⟧," Cole told councillors, "⟦is ready⟧."',
    INTRO + '\n\n"⟦The bridge is ready⟧," Cole said.\n\n"⟦The road is not, and nobody knows why⟧."',
    INTRO + "Cole thanked the builders: “⟦You have done what nobody believed in⟧.”",
    INTRO + "“⟦Who will pay?⟧” asked Cole.",
    INTRO + "\"⟦The bridge is ready⟧,'' Cole told a meeting.",
    INTRO + '"⟦I don\'t know what happened⟧," one resident who gave no name told the Harbour Gazette.',
]

CLAUSES = [
    INTRO + "Cole said that ⟦the bridge was ready⟧.",
    INTRO + "Cole said ⟦the bridge was ready⟧.",
    INTRO + "Cole said on Monday ⟦the bridge was ready⟧.",
    INTRO + "Cole said in a statement released on Monday that ⟦the bridge was ready⟧.",
    INTRO + "Cole told Radio Kent in an interview Sunday ⟦the bridge was ready⟧.",
    INTRO + "Cole told MPs ⟦the bridge was ready⟧.",
    INTRO + "Cole said that ⟦the bridge was ready⟧, adding that ⟦the road would follow⟧.",
    INTRO + "Cole said ⟦the bridge was ready⟧ and added that ⟦the road would follow⟧.",
    INTRO + "Cole said ⟦entry was free and that no ticket was needed⟧.",
    INTRO + "Cole said ⟦the bridge was ready⟧, but engineer Tom Barr warned that ⟦it was narrow⟧.",
    INTRO + "Cole believes ⟦the bridge will stand for a century⟧.",
    INTRO + "She is confident that ⟦the bridge will stand⟧.",
    INTRO + "Cole made it clear that ⟦the bridge would stay⟧.",
    INTRO + "Cole expressed hope that ⟦the bridge would stay⟧.",
    INTRO + "Cole insisted ⟦she had not seen the memo⟧, as the council had been told.",
    INTRO + "Cole was quoted as saying ⟦the bridge was ready⟧.",
    INTRO + "Cole went on to say that ⟦the bridge was ready⟧.",
    INTRO + "Residents fear ⟦the bridge is too narrow⟧.",
    INTRO + "The bridge reopened after Cole insisted ⟦it was safe⟧.",
    INTRO + "Cole said ⟦the bridge was “almost ready”⟧.",
    INTRO + "The ministry, which paid for it, said ⟦the bridge was ready⟧.",
    INTRO + "The report found that ⟦the bridge was too narrow⟧.",
]

INSERTIONS = [
    INTRO + "⟦The bridge is ready⟧, Cole said.",
    INTRO + "⟦The bridge is ready⟧, Cole said on Monday, adding that ⟦the road would follow⟧.",
    INTRO + "⟦The bridge is ready⟧, said engineer Tom Barr, who built it.",
    INTRO + "⟦The bridge⟧, Cole said, ⟦is ready⟧.",
    INTRO + "⟦The bridge is “ready⟧,” Cole said, “⟦but nobody can use it yet⟧.”",
    INTRO + "As Cole noted, ⟦the bridge is narrow⟧.",
    INTRO + "According to Cole, ⟦the bridge is ready⟧.",
    INTRO + "⟦The bridge will cost two million⟧, according to a report by the Kent Institute.",
    INTRO + "\n\nHARBOUR, May 6 – ⟦The bridge is ready⟧, Cole said.",
    INTRO + "⟦The bridge is ready⟧. This was announced by Cole.",
]

HEADLINES = [
    "Cole: ⟦bridge will open in May⟧\n\n" + INTRO,
    "⟦Bridge will open in May⟧: mayor\n\n" + INTRO,
    "⟦Bridge will open in May⟧, says mayor\n\n" + INTRO,
    "⟦The bridge will open in May⟧ — Ada Cole\n\n" + INTRO,
    "‘⟦I never saw the memo⟧’: Ada Cole on the bridge that split a town\n\n" + INTRO,
    "Ada Cole says ⟦bridge is ready⟧\n\n" + INTRO,
]

TURNS = [
    INTRO + "\n\nTom Barr: Is it ready?\n\nAda Cole: ⟦It is. We tested it⟧.\n\nTB: And then?\n\nAC: ⟦Then the road⟧.",
    INTRO
    + "\n\n((Kent News)) Is it ready?\n\n((Ada Cole)) ⟦It is⟧.\n\n((Kent News)) Who pays?\n\n((Ada Cole)) ⟦We do⟧.",
]

SILENT = [
    INTRO + "She wrote the novel “The Long Bridge” and won the “Golden Oar”.",
    INTRO + "Cole did not say when the road would follow.",
    INTRO + "Cole declined to comment on the claims.",
    INTRO + "The council reported a rise in the number of ships.",
    INTRO + "The claim that the bridge was closed made her laugh.",
    INTRO + "They want to know why it took so long.",
    INTRO + "If Cole says the bridge is safe, people will come.",
    INTRO + "Critics might say that it is narrow.",
    INTRO + "It felt that the world was ending, and people realise that bridges fall.",
    INTRO + "Notes to editors: “The Long Bridge” is a trade mark.",
    INTRO + "He is said to be ill, and she was told to rest.",
    INTRO + "The council dismissed media reports that ships had stopped.",
]


@pytest.mark.parametrize("case", DIRECT + CLAUSES + INSERTIONS + HEADLINES + TURNS)
def test_finds_exactly_the_marked_quotations(case):
    """Extraction returns the marked spans, no more and no fewer, up to marks and stops at their ends."""
    text, spans = unmark(case)

    assert [bare(span) for span in spans] == [bare(found.text) for found in extract(text, "en")]


@pytest.mark.parametrize("text", SILENT)
def test_finds_nothing_where_nobody_speaks(text):
    """Titles, refusals, nouns with the form of verbs and conditions are no quotations."""
    assert [] == [found.text for found in extract(text, "en")]


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (INTRO + "“The bridge is ready,” Cole said.", "direct"),
        (INTRO + "Cole said the bridge was ready.", "indirect"),
        (INTRO + "Cole said the bridge was “almost ready, and safe”.", "mixed"),
    ],
)
def test_tells_direct_indirect_and_mixed_apart(case, kind):
    """The type says whether the words are the speaker's own."""
    assert [kind] == [found.type for found in extract(case, "en")]


def test_halves_of_one_utterance_share_a_group():
    """A quotation cut in two by its cue is one utterance."""
    text = INTRO + '"The bridge," Cole told councillors, "is ready."'

    first, second = extract(text, "en")

    assert first.group is not None
    assert first.group == second.group
    assert "told" == first.cue == second.cue
