"""The keys under which a word is found in any of its forms: its stem, and the stems of what it is a form of.

The Snowball stemmers only cut endings: «любви» and «любовь», «дня» and «день», "ran" and "run" stay apart. So a word is
kept under the stem of its dictionary form as well (pymorphy3 for Russian, a list of irregular forms for English), and
under both where a form belongs to two words («стали»: стать, сталь).
"""

from functools import lru_cache

from archive.morphology import morphology
from archive.text import fold, guess_language, stem

__all__ = ["is_common_word", "word_keys"]

_LIKELY = 0.2
"""A reading of a Russian form counts from this probability on."""

_NAMES = frozenset({"Surn", "Name", "Patr", "Geox", "Orgn"})
"""How the dictionary marks names of people, places and bodies."""

_IRREGULAR = """
be was were been; become became; begin began begun; bite bit bitten; blow blew blown; break broke broken; bring brought;
build built; burn burnt; buy bought; catch caught; choose chose chosen; come came; deal dealt; dig dug; do did done;
draw drew drawn; dream dreamt; drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt;
fight fought; find found; flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven;
freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown; hang hung; have has had; hear heard;
hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lay laid; lead led; lean leant; leap leapt; learn learnt;
leave left; lend lent; lie lain; light lit; lose lost; make made; mean meant; meet met; pay paid; ride rode ridden; ring rang rung;
rise rose risen; run ran; say said; see saw seen; seek sought; sell sold; send sent; shake shook shaken; shine shone;
shoot shot; show shown; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat; sleep slept; slide slid; sow sown;
speak spoke spoken; spend spent; spin spun; spring sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung;
strike struck stricken; strive strove striven; swear swore sworn; sweep swept; swim swam swum; swing swung; take took taken;
teach taught; tear tore torn; tell told; think thought; throw threw thrown; understand understood; wake woke woken;
wear wore worn; weave wove woven; weep wept; win won; write wrote written; arise arose arisen; bear bore borne born; beat beaten;
bend bent; bind bound; bleed bled; breed bred; cling clung; creep crept; foresee foresaw foreseen; grind ground;
overcome overcame; withdraw withdrew withdrawn; man men; woman women; child children; person people; foot feet; tooth teeth;
mouse mice; goose geese; ox oxen; wife wives; life lives; knife knives; leaf leaves; half halves; self selves; thief thieves;
wolf wolves; loaf loaves; shelf shelves; calf calves; good better best; bad worse worst; far further farther
"""
_ENGLISH = {form: line.split()[0] for line in _IRREGULAR.split(";") for form in line.split()[1:]}


@lru_cache(maxsize=200_000)
def word_keys(word: str) -> tuple[str, ...]:
    """Give the keys of one folded word, each once, the stem of the word itself first."""
    return tuple(dict.fromkeys([stem(word), *(stem(fold(lemma)) for lemma in _lemmas(word))]))


def is_common_word(word: str) -> bool:
    """Tell whether the Russian dictionary has a folded word first of all as something else than a name."""
    if guess_language(word) == "en" or not morphology().word_is_known(word):
        return False
    return not _NAMES & morphology().parse(word)[0].tag.grammemes


def _lemmas(word: str) -> list[str]:
    if guess_language(word) == "en":
        return [_ENGLISH[word]] if word in _ENGLISH else []
    return [reading.normal_form for reading in morphology().parse(word) if reading.score >= _LIKELY]
