"""Speakers in English articles: names, offices, pronouns, bodies, unnamed sources. People and places are invented."""

import pytest

from archive.extraction import extract
from archive.extraction.document import Document
from archive.extraction.english.names import NameFinder
from archive.extraction.english.words import Words

INTRO = "Mayor Ada Cole opened the bridge in Harbour on Monday. "
TWO = "Transport Minister Ian Moss and Mayor Ada Cole opened the bridge. "

SPEAKERS = [
    # names
    (INTRO + "Cole said the bridge was ready.", "Ada Cole"),
    (INTRO + "Ms Cole said the bridge was ready.", "Ada Cole"),
    ("Tom Baker, 45, who lives in Leeds, said the bridge was ready.", "Tom Baker"),
    ("Tamara Lvova, the governor of the Kedrovsk Region, has said that roads will be built.", "Tamara Lvova"),
    ("Deputy Governor Sergei Panin, for his part, noted that the roads were long.", "Sergei Panin"),
    ("The head of the county's flood team, Neil Hart, on Sunday said the river had risen.", "Neil Hart"),
    ("A spokesman for the Ministry of Transport, John Adler, told reporters that the road was closed.", "John Adler"),
    ("U.S. Secretary of State John Adler said Friday in Geneva major powers had agreed.", "John Adler"),
    ("Sen. Ian Moss said the bill was dead.", "Ian Moss"),
    ("Nils-Erik Moen of Rogaland Fire and Rescue said late on Tuesday no boats would be sent.", "Nils-Erik Moen"),
    ("“We opened it,” commented the council’s culture lead, Cllr Ada Brown.", "Ada Brown"),
    ("‘We opened it,’ said Trust chair Imogen Price-Hall.", "Imogen Price-Hall"),
    ('"We opened it," Kent quoted engineer Maria Stone as saying.', "Maria Stone"),
    ("The lawyer of Ian Tell, Ada Hoff, told the jury that he knew nothing.", "Ada Hoff"),
    ("Striker Ben Hill said he was happy.", "Ben Hill"),
    # offices and pronouns
    (INTRO + "The mayor said the bridge was ready.", "Ada Cole"),
    (INTRO + "According to the mayor, the bridge is ready.", "Ada Cole"),
    (INTRO + "She said the bridge was ready.", "Ada Cole"),
    (TWO + "The minister said the bridge was ready.", "Ian Moss"),
    (TWO + "She said the bridge was ready.", "Ada Cole"),
    ("Republican Senator Ted Ross of Texas rose. “No,” the Texas Republican said.", "Ted Ross"),
    # bodies
    ("The Ministry of Transport said the bridge was ready.", "Ministry of Transport"),
    ("A spokesperson for Kent Council said the bridge was ready.", "Kent Council"),
    ("A Kent Police spokesman said officers were called at noon.", "Kent Police"),
    ("The Northgate Library Trust opened. The Trust said that entry would be free.", "Northgate Library Trust"),
    ("The Ocean Health Agency (OHA) met. OHA said cases had doubled.", "Ocean Health Agency"),
    ("The rate has reached 95%, according to data from the Ocean Health Agency.", "Ocean Health Agency"),
    ("Moscow said it would answer.", "Moscow"),
    ("The Ministry of Transport opened the road. It added that tolls would follow.", "Ministry of Transport"),
    ("Kremlin press secretary Pavel Orlov came. “No,” the Kremlin spokesman said.", "Pavel Orlov"),
    # unnamed
    ("Workers fear the bridge is too narrow.", "workers"),
    ("One park worker said the bridge was too narrow.", "park worker"),
    ("Another worker said the bridge was too narrow.", "another worker"),
    ("Police said a man was found.", "police"),
    ("One mechanic in Sale, Greater Manchester said people knew the bridge.", "mechanic in Sale, Greater Manchester"),
    ("Ada Cole and Ian Moss said the bridge was ready.", "Ada Cole and Ian Moss"),
    ("It was reported that the bridge was ready.", None),
]


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS)
def test_names_the_speaker(text, speaker):
    """The last quotation of each text belongs to this speaker, under the fullest name that the text gives."""
    assert speaker == extract(text, "en")[-1].speaker


def test_a_pronoun_that_fits_nobody_names_nobody():
    """Silence instead of a guess: the mention is kept."""
    (found,) = extract("The bridge opened on Monday. “It is narrow,” he said.", "en")

    assert found.speaker is None
    assert "he" == found.mention


def test_an_agency_that_passes_words_on_is_not_their_speaker():
    """Reports of a third party in the middle of a sentence do not take it over from its speaker."""
    (found,) = extract("Minister Ian Moss said on Tuesday that the bridge was ready, Reuters reported.", "en")

    assert "Ian Moss" == found.speaker
    assert "the bridge was ready" == found.text


NAMES = [
    ("Mr Blair met Tony Blair.", [("person", "Blair"), ("person", "Tony Blair")]),
    ("House Speaker Nora Pell spoke to Sky News.", [("person", "Nora Pell"), ("org", "Sky News")]),
    ("He joined the Department of Health and Human Services.", [("org", "Department of Health and Human Services")]),
    ("Apple Chief Executive Tim Cook left.", [("person", "Tim Cook")]),
    ("However, they met Jean-Luc de la Cour in Paris.", [("person", "Jean-Luc de la Cour"), ("place", "Paris")]),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_cuts_names_out_of_capitalised_runs(text, names):
    """Titles and openings of sentences are no part of a name; bodies keep their links."""
    found = NameFinder(Document.read(text, "en"), Words.read(text)).find()

    assert names == [(name.kind, " ".join(name.words)) for name in found]
