"""Shares of a whole, however they are put: written as one figure, "1⁄3"."""

import re

_PARTS = "half third quarter fifth sixth seventh eighth ninth tenth"
_ROOTS = "втор трет четверт пят шест седьм восьм девят десят"
_NUMBERS = (
    "one two three four five six seven eight nine ten",
    "одна две три четыре пять шесть семь восемь девять десять",
    "одну двух трех четырех пяти шести семи восьми девяти десяти",
    "один двое трое четверо пятеро шестеро семеро восемь девять",
    "一 二 三 四 五 六 七 八 九 十",
)
_SIZES = {name: size for row in (_PARTS, _ROOTS) for size, name in enumerate(row.split(), 2)}
_SIZES |= {word: n for words in _NUMBERS for n, word in enumerate(words.split(), 1)}
_SIZES |= {"hundred": 100, "ста": 100}

_FEW, _PART = _NUMBERS[0].replace(" ", "|"), "third|fifth|sixth|eighth|tenth"
_FEW_RUSSIAN = "|".join(" ".join(_NUMBERS[1:4]).split())
_ROOT = _ROOTS.replace(" ", "|")
# No third of a century or of a match, no "two in three days", no third quarter.
_TIME = (
    r"(?! of (?:an? |the )?(?:century|hour|mile|inch|point|percent|season|match|game|year|month|"
    r"day|growth|decline|contraction|loss|20\d\d))"
)
_TIMES = r"(?![.,:/]?\d)(?! (?:day|week|month|year|hour|minute|game|match|cit|case|attack|round))"
_NOT_ORDERED = r"(?<!ая )(?<!ья )(?<!ую )(?<!ью )(?<!ой )(?<!за )\b"
_RUSSIAN_TIME = r"(?! (?:век|час|дн|год|месяц|матч|тайм|сезон|игр|срок|пути|\w+ого\b))"
_SHARES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bone[ -](?P<whole>{_PART})\b(?!-?par)",
        rf"\A(?P<whole>{_PART}|quarter|half)(?= of\b){_TIME}",
        rf"(?<!in )(?<!for )\b(?:a|one) (?P<whole>{_PART}|quarter)\b{_TIME}"
        r"(?= of\b| (?:fewer|more|less|lower|higher)\b|[.;](?!\d)|\Z)",
        rf"(?<!first )(?<!second )(?<!other )\b(?P<whole>half)(?: of)?{_TIME}"
        r"(?= (?:the|its|their|all|them|those)\b(?! (?:year|time|season|day|match|game|month)))",
        rf"(?<!first )(?<!last )(?<!past )(?<!for )(?<!over )\b(?P<part>{_FEW})[ -]"
        rf"(?P<whole>{_PART}|(?<=three.)quarter)s\b{_TIME}",
        rf"\b(?P<part>{_FEW}|[1-9]) (?:in|out of) (?:every )?(?P<whole>ten|100?|hundred)\b"
        rf"{_TIMES}",
        rf"\b(?P<part>two|three|four) in (?P<whole>{_FEW})\b{_TIMES}",
        rf"\b(?P<part>one|1)(?P<of> [a-z]+)? in (?:every )?(?P<whole>{_FEW}|[2-9]|20)\b{_TIMES}",
        r"(?<![\d/.,])(?P<part>[1-9])/(?P<whole>[2-9]|10)(?= of\b| [а-я]{3})"
        r"(?! (?:фин|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек))",
        rf"\b(?P<part>{_FEW_RUSSIAN}) (?P<whole>{_ROOT})(?:и|ей|ая|ую|ых)\b(?: част[ьи])?"
        r"(?! (?:год|квартал|раз|финал))",
        rf"{_NOT_ORDERED}(?:одн[ау] )?(?P<whole>трет|четверт)ь\b{_RUSSIAN_TIME}",
        r"(?:(?<=почти )|(?<=около )|(?<=более )|(?<=свыше ))(?P<whole>трет|четверт)и\b"
        rf"{_RUSSIAN_TIME}",
        rf"{_NOT_ORDERED}половин[ауы]\b{_RUSSIAN_TIME}",
        rf"\bкажд(?:ый|ая|ое|ого|ую|ой) (?P<whole>{_ROOT})(?:[ыио]й|[аь]я|ое|ье|ого|ую|ью)\b"
        r"(?! (?:день|дня|год|недел|месяц|час|раз))",
        rf"\b(?P<part>{_FEW_RUSSIAN}|[1-9]) из (?P<whole>десяти|10|ста|100)\b(?![.,:/]?\d)",
        r"(?P<whole>\d{1,3}|[一-十])分の(?P<part>\d{1,2}|[一二三四五六七八九])",
        r"(?P<whole>\d{1,3})(?P<who>人|社|世帯|件|校|台|組)に(?P<part>\d{1,2})(?P=who)",
        "(?<![過大])半[数分]",
    )
)
_HINT = re.compile(
    "third|quarter|half|fifth|sixth|eighth|tenth| in | out of |/|трет|четверт|половин|"
    r"кажд| из |част|分|半|に\d|ых\b|[ау][яю]\b",
    re.IGNORECASE,
)
_TENTHS = re.compile(r"(\d)割(\d)分")


def in_shares(text: str) -> str:
    """A text with every share of a whole as a figure.

    >>> in_shares("Two thirds of the boats, one in four, половина судов, 3分の1")
    '2⁄3 of the boats, 1⁄4, 1⁄2 судов, 1⁄3'
    """
    if not _HINT.search(text):
        return text
    for pattern in _SHARES:
        text = pattern.sub(_figure, text)
    return _TENTHS.sub(r"\1\2⁄100", text)


def _figure(hit: re.Match[str]) -> str:
    found = hit.groupdict()
    part, whole = (_size(found.get(name), default) for name, default in (("part", 1), ("whole", 2)))
    return f"{part}⁄{whole}{found.get('of') or ''}" if 0 < part < whole else hit[0]


def _size(word: str | None, default: int) -> int:
    if word is None:
        return default
    return int(word) if word.isdecimal() else _SIZES[word.casefold()]
