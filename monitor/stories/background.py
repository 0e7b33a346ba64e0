"""Sentences that a desk adds without news in them: what everybody knew before."""

import re

from monitor.stories.facts import Reading, Sentence
from monitor.stories.moments import Day
from monitor.stories.quantities import Quantity

_STANDING = re.compile(
    r"\b(?:founded|since|never|known as|is one of|are one of|is the|are the|has long|have long|"
    r"called|formerly|former|seized|claim(?:s|ed)? by|disput\w+|located|lies|lie|sits|borders|"
    r"consists|comprises|belongs|accounts for|hosts|covers|home to|according to its|"
    r"established|population|headquartered|annual|every year|traditionally|in recent years|"
    r"several|decades?|often|frequently|(?:are|is) common|typically|routinely|prone to|"
    r"century|world war|"
    r"основан\w*|со времен|никогда|является|од(?:ин|на|но) из|считается|известн\w+|располож\w+|"
    r"находится|находятся|граничит|состоит из|насчитыва\w+|оспарива\w+|"
    r"входит|вошли|ежегодно|традиционно|нередко|зачастую|обычно|"
    r"второй мировой|десятилети\w+|с момента)\b"
    r"|創業|設立|毎年|第2次大戦|大戦|戦後|とされる|知られ|に位置|の一つ|主張し|続けている|人口",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"\b(?:said|says|told|announced|reported|reports|confirmed|"
    r"(?<!years )(?<!months )(?<!decades )later|now|so far|today|yesterday|"
    r"tomorrow|statement|this morning|earlier|"
    r"сообщил\w*|заявил\w*|рассказал\w*|позже|сегодня|вчера|завтра|уточнил\w*|отметил\w*)\b"
    r"|発表|明らかに|述べた|話した|と話|によると|という",
    re.IGNORECASE,
)


_DEFINITION = re.compile(r"^[A-Z][a-z]+ (?:is|are) an? [a-z' -]+$")


def background(sentence: Sentence, reading: Reading) -> bool:
    """True for a sentence that states a standing fact and reports nothing of these days."""
    text = _text(sentence)
    if _REPORTING.search(text) or any(_recent(token.value, reading) for token in sentence):
        return False
    return (
        bool(_STANDING.search(text))
        or _defines(text)
        or any(_past(token.value, reading) for token in sentence)
    )


def reports(sentence: Sentence) -> bool:
    """True for a sentence with a source or a "now" in it."""
    return bool(_REPORTING.search(_text(sentence)))


def _text(sentence: Sentence) -> str:
    japanese = any("\u3040" <= token.surface[0] <= "\u30ff" for token in sentence)
    return ("" if japanese else " ").join(token.surface for token in sentence)


def _defines(text: str) -> bool:
    """ "Obsidian is a volcanic glass": what a thing is, without a name or a figure."""
    return bool(_DEFINITION.match(text))


def _recent(value: object, reading: Reading) -> bool:
    if not isinstance(value, Day):
        return False
    if value.resolved is None or reading.published is None:
        return value.weekday >= 0
    return abs((value.resolved - reading.published.date()).days) <= 14


def _past(value: object, reading: Reading) -> bool:
    """A year that is over, as in "founded in 1987"."""
    if not isinstance(value, Quantity) or value.dimension:
        return False
    this = reading.published.year if reading.published else 2100
    return value.value.is_integer() and 1500 <= value.value < this
