"""A cue: the words that say that somebody said something, and how the saying hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.extraction.mention import Mention

Frame = Literal["verb", "clause", "insert", "phrase", "cite", "anaphoric", "headline"]
"""How a cue takes what was said.

verb       a verb of speech with nothing said in its own sentence yet; takes speech in marks beside it
clause     takes the clause at `content` («сообщил, что …», "said that …")
insert     stands inside or after what was said; `inset` is the narrator's stretch («…, сообщил Орлов»)
phrase     «по словам Орлова», "according to"; `inset` as above
cite       another one passes on the words («приводит слова Орлова "Вестник"»)
anaphoric  says that the sentence before was said («Об этом сообщил Орлов»)
headline   a colon that stands for the verb: «Орлов: мост готов», «"Мост готов": Орлов о планах»; `start` is
           the colon, `content` the clause where it is not in marks
"""


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue. `start:end` is its surface; all offsets are into the article's text.

    `strength` 0..1 is how surely the word means speech on its own (сказать 1.0, any verb 0.2).
    `source` is who is said to have spoken; with `implied` the subject is left out and is that of
    the sentence before. `agentless` cues («сообщалось, что») have no speaker at all.
    """

    start: int
    end: int
    lemma: str
    frame: Frame
    strength: float = 1.0
    source: Mention | None = None
    implied: bool = False
    agentless: bool = False
    content: tuple[int, int] | None = None
    inset: tuple[int, int] | None = None
    reporter: Mention | None = None
    rule: str = ""
    relays: bool = False
    """True for media passing something on («сообщает ТАСС»): others in the sentence speak before them."""
