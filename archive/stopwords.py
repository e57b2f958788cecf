"""Function words of both languages, folded: they join a question together and find nothing by themselves."""

__all__ = ["STOP_WORDS"]

_RUSSIAN = """
а без бы был была были было быть в вам вас весь во вот все всего всех вся вы где да даже для до его ее если есть еще
же за и из или им их к как какая какие какой ко когда кто ли либо лишь мне мной мною много может можно мои мой моя мы
на над нам нами нас наш наша наше наши не него нее ней нет ни ним них но ну о об обо один одна одно он она они оно от
ото очень перед по под после потому почему при про раз с сам сама сами само своего своей свои свой своих своя себе
себя собой со так также такая такие такой там те тебе тебя тем то тобой тогда того тоже той только том тот ту ты у уж
уже хоть чего чем через что чтоб чтобы чье чья чьи эта эти это этого этой этом этот эту я
"""
_ENGLISH = """
a about above after again against all also am an and any are aren't as at be because been before being below between
both but by can can't cannot could did didn't do does doesn't doing don't down during each either else ever every few
for from further had has hasn't have haven't having he her here hers herself him himself his how i if in into is isn't
it it's its itself just let like may me might more most much must my myself neither no nor not of off on once one only
or other ought our ours out over own per said same shall she should so some such than that that's the their theirs
them then there these they this those through thus to too under until unto up upon us very was wasn't we were what
when where which while who whom whose why will with won't would you your yours yourself
"""

STOP_WORDS = frozenset((_RUSSIAN + _ENGLISH).split())
