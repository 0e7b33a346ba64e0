"""Sentences that a desk adds without news in them: what everybody knew before."""

import re

from monitor.stories.reading.facts import Reading, Sentence
from monitor.stories.reading.moments import Day
from monitor.stories.reading.quantities import Quantity
from monitor.stories.words.irregular import BASE

_STANDING = re.compile(
    r"\b(?:founded|(?<!has )(?<!have )since|never|known as|is one of|are one of|"
    r"is the|are the|has long|have long|"
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

_SUBJECT = (
    r"^(?!(?:в|во|на|у|под|над|за|при|из|с|со|к|по|для|о|об|около) )"
    r"(?:(?!\w+(?:[еуаюия]т|тся)\b)\w+ ){1,3}"
)
"""The first words of a Russian sentence that says what something is, without a verb or a place."""
_GENERAL = re.compile(
    r"\b(?:is|are) \w+'s (?:\w+ ){0,2}(?:\w{3,}est|largest|biggest|most \w+|only|main)\b|"
    r"\b(?:stands for|refers to|flows into|employs|such \w+ (?:are|is)|(?:are|is) used to)\b|"
    r"\b(?:(?:строят|ставят|применяют|используют|разводят|выращивают|растут|живут) там где|"
    r"как правило|представля\w+ собой|означает|впадает|протекает|обита[ею]т|водятся|"
    r"водится|граничит|называ(?:ют|ется|ются)|так(?:ие|ой|ая) \w+ (?:строят|ставят|служ[аи]т))\b|"
    rf"{_SUBJECT}(?:крупнейш|старейш|древнейш|высочайш|длиннейш)(?:ий|ая|ее|ие)\b|"
    rf"{_SUBJECT}(?:\w+(?:ая|ый|ой|ий|ое|ье|ья) )по (?:величине|длине|численности|населению|"
    r"объему|площади|размеру|высоте|числу|количеству)\b|"
    rf"{_SUBJECT}сам(?:ый|ая|ое|ые) \w+(?:ый|ой|ий|ая|ое|ые|ие)\b"
    r"|と(?:も)?(?:呼ばれ|称され|言われ)|を(?:指す|意味する)|に(?:流れ込む|面している|属する)|番目に(?:大き|長|多|高|広)"
    r"|(?:世界|国内|日本|欧州|アジア|県内|道内)(?:最大|最古|最長|有数|屈指)の[^がは]{1,15}(?:だ|である|です)?。?$",
    re.IGNORECASE,
)
"""What is always so: weaker signs than those of a standing fact, for what has just happened, too,
may be "the country's largest"."""
_EVENT = re.compile(
    r"\b(?:\w+ed|will|would|to be|due|plans?|this (?:year|month|season)|(?:in|for) \w+ years|ever|"
    r"yet|(?!(?:панели|цели|модели|недели|отели|школа|сила|земли|соли)\b)"
    r"\w*[аеиыоя]л[аои]?(?:сь|ся)?|"
    r"буд[еу]т|это|этого|этом|сейчас|впервые|намерен\w*|уже|пока)\b"
    r"|(?:た|予定|方針|見通し|見込み|見込む|中|中だ)。?$|今(?:年|月|回|季)|史上|以来|初めて",
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
        or _is_general(sentence, text)
        or any(_past(token.value, reading) for token in sentence)
    )


def _is_general(sentence: Sentence, text: str) -> bool:
    """True for what is always so, where nothing happens in the sentence."""
    if not _GENERAL.search(text) or _EVENT.search(text):
        return False
    return not any(token.outcome or token.surface.casefold() in BASE for token in sentence)


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
