"""One fact of a text changed, automatically: no judgement may call the result a copy."""

import random
import re
from collections.abc import Callable, Iterator, Mapping

from benchmarks.mutations import words
from benchmarks.mutations.texts import Text

_DIGITS = re.compile(
    r"(?<![\w.,:-])\d+(?:[.,]\d+)*(?![\w:])(?!\.\s)|(?<![\d.,])[0-9０-９]+(?=[人隻件台棟歳回階社万億円％キロメ])"
)
_ENGLISH_DATE = re.compile(
    rf"\b({'|'.join(words.MONTHS)}) (\d{{1,2}})\b|\b(\d{{1,2}}) ({'|'.join(words.MONTHS)})\b"
)
_SPELT = {
    lang: re.compile(rf"\b(?:{'|'.join(counts[2:])})\b", re.IGNORECASE)
    for lang, counts in words.COUNTS.items()
    if lang != "ja"
}
_NOT_NAMES = frozenset(
    (*words.MONTHS, *words.WEEKDAYS, "President", "Prime", "Minister", "Foreign", "Ministry", "The",
     "Defence", "Defense", "Police", "Navy", "Army", "Coast", "Guard", "Saturday", "GMT", "Reuters",
     "I", "A", "U", "S", "International", "National", "State", "City", "County", "Governor",
     "Secretary", "Supreme", "Court", "Parliament", "Island", "Islands", "Sea", "Lake", "River",
     "North", "South", "East", "West", "New", "University", "Bank", "Mayor", "Central", "Council",
     "Finance", "Health", "Transport", "Interior", "Cabinet", "Senate", "House", "Union", "Party",
     "General", "Deputy", "Agency", "Department", "Service", "Authority", "Company", "March", "May",
     "Kyodo", "Interfax", "Tass", "Sunday", "Bay", "Port", "Airport", "Strait", "Mr", "Ms", "Mrs",
     "Dr", "Group", "Company", "District", "Court", "Embassy", "Chief", "Federal", "Republic",
     "Northern", "Southern",
     "Eastern", "Western", "Territories", "Security", "Conference")
)  # fmt: skip
_ENGLISH_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b(?!\.)")
_RUSSIAN_NAME = re.compile(r"(?<=[а-я,] )[А-ЯЁ][а-яё]{5,}\b")
_RUSSIAN_OFFICES = re.compile(
    "(?i)росси|министер|президент|правительств|минист|интерфакс|новост|госдум|кремл"
)
_JAPANESE_NAME = re.compile(
    r"[一-龥]{2}(?=氏|さん|容疑者|被告|市|町|村)|(?<![ァ-ヶー])[ァ-ヶー]{3,8}(?=氏|大統領|首相|外相|市|州)"
)
_TITLES = re.compile("首相|外相|知事|市長|大統領|同市|各市|同町|両氏|全市|当市")


_DATELINE = re.compile(
    r"[A-ZА-ЯЁ][^.。]{2,30}?[,.]? (?:(?:[A-Z][a-z]{2,8}\.? )?\d{1,2}(?: [а-я]{3,9})?)?[,.]? ?"
    r"(?:\([^)]{2,20}\)|/[^/]{2,12}/|[A-ZА-Я]{3,})?[. ]*(?:-|—|–|--|\. |(?<=/)\. )\s?(?:РИА "
    r"Новости\. )?"
    r"|【[^】]+】|[(（［\[][^)）］\]]{2,25}[)）］\]] ?-? ?"
)


def mutants(text: Text, lang: str, seed: int) -> Iterator[tuple[str, Text]]:
    """Every class of change that applies to a text, with the text so changed."""
    for name, change in _CLASSES.items():
        dice = random.Random(f"{seed} {name}")  # a reproducible choice, no secret
        head, body = _dateline(text[1])
        changed = change((text[0], body), lang, dice)
        if changed and changed != (text[0], body):
            yield name, (changed[0], head + changed[1])


def _dateline(body: str) -> tuple[str, str]:
    """Where and when a text was filed is no fact in it."""
    hit = _DATELINE.match(body)
    return (hit[0], body[hit.end() :]) if hit else ("", body)


def _everywhere(text: Text, hit: str, other: str) -> Text:
    pattern = re.compile(rf"(?<![\w.,]){re.escape(hit)}(?!\w)" if hit[0].isascii() or hit[0] < "ӿ"
                         else re.escape(hit))  # fmt: skip
    return pattern.sub(other, text[0]), pattern.sub(other, text[1])


def _number(text: Text, _: str, dice: random.Random) -> Text | None:
    hits = [h for h in _DIGITS.finditer(text[1]) if not _in_date(text[1], h)]
    if not hits:
        return None
    hit = dice.choice(hits)
    places = [at for at, char in enumerate(hit[0]) if char.isdigit()]
    at = places[-1] if len(places) < 3 else dice.choice(places[:-1])
    digit = str((int(hit[0][at]) + dice.choice((1, 2, 3, 5))) % 10)
    if at == 0 and digit == "0":
        digit = "9" if hit[0][at] != "9" else "8"
    other = hit[0][:at] + digit + hit[0][at + 1 :]
    body = text[1][: hit.start()] + other + text[1][hit.end() :]
    return _everywhere((text[0], ""), hit[0], other)[0], body


def _in_date(body: str, hit: re.Match[str]) -> bool:
    near = body[max(0, hit.start() - 12) : hit.start()] + "#" + body[hit.end() : hit.end() + 12]
    months = [month[:4] for month in (*words.MONTHS, *words.SHORT_MONTHS, *words.RUSSIAN_MONTHS)]
    return any(f"{m}" in near for m in months) or bool(re.search(r"#[日月年時分:]|[:]#", near))


def _spelt_number(text: Text, lang: str, dice: random.Random) -> Text | None:
    if lang not in _SPELT or not (hits := list(_SPELT[lang].finditer(text[1]))):
        return None
    hit = dice.choice(hits)
    counts = [w for w in words.COUNTS[lang][2:] if w != hit[0].casefold()]
    other = dice.choice(counts)
    other = other.capitalize() if hit[0][0].isupper() else other
    body = text[1][: hit.start()] + other + text[1][hit.end() :]
    return _everywhere((text[0], ""), hit[0], other)[0], body


def _name(text: Text, lang: str, dice: random.Random) -> Text | None:
    if lang == "ja":
        hits = [h for h in _JAPANESE_NAME.findall(text[1]) if not _TITLES.search(h)]
    elif lang == "ru":
        hits = [h for h in _RUSSIAN_NAME.findall(text[1]) if not _RUSSIAN_OFFICES.match(h)]
    else:
        hits = [h for h in _ENGLISH_NAME.findall(text[1]) if h not in _NOT_NAMES]
    if not hits:
        return None
    hit = dice.choice(hits)
    if lang == "ru":
        return _everywhere(text, hit, dice.choice(words.RUSSIAN_STEMS) + hit[-3:])
    katakana = hit[0] > "゠" and hit[0] < "㐀"
    pool = words.KATAKANA_NAMES if katakana else words.JAPANESE_NAMES
    return _everywhere(text, hit, dice.choice(words.NAMES if lang == "en" else pool))


def _date(text: Text, lang: str, dice: random.Random) -> Text | None:
    if lang == "en":
        hits = [h[0] for h in _ENGLISH_DATE.finditer(text[1])]
    elif lang == "ru":
        hits = re.findall(rf"\b\d{{1,2}} (?:{'|'.join(words.RUSSIAN_MONTHS)})\b", text[1])
    else:
        hits = re.findall(r"(?<![\d０-９])[\d０-９]{1,2}日(?!間|本)", text[1])
    if not hits:
        return None
    hit = dice.choice(hits)
    return _everywhere(text, hit, re.sub(r"\d+", lambda d: _other_day(d[0], dice), hit))


def _other_day(day: str, dice: random.Random) -> str:
    return str((int(day) + dice.choice((1, 2, 4, 9)) - 1) % 28 + 1)


def _month(text: Text, lang: str, dice: random.Random) -> Text | None:
    if lang == "ja":
        months = [f"{n}月" for n in range(1, 13)]
        pattern = r"(?<![\d０-９])\d{1,2}月(?!間)"
    else:
        months = words.MONTHS if lang == "en" else words.RUSSIAN_MONTHS
        pattern = rf"\b(?:{'|'.join(months)})\b(?! (?:be|not|have))"
    hits = re.findall(pattern, text[1])
    if not hits:
        return None
    hit = dice.choice(hits)
    return _everywhere(text, hit, dice.choice([m for m in months if m != hit]))


def _weekday(text: Text, lang: str, dice: random.Random) -> Text | None:
    days = {"en": words.WEEKDAYS, "ru": words.RUSSIAN_WEEKDAYS, "ja": words.JAPANESE_WEEKDAYS}[lang]
    hits = [day for day in days if day in text[1]]
    if not hits:
        return None
    hit = dice.choice(hits)
    return _everywhere(text, hit, dice.choice([day for day in days if day != hit]))


def _clock(text: Text, _: str, dice: random.Random) -> Text | None:
    hits = re.findall(r"\b\d{1,2}:\d\d\b|\b\d{1,2}(?= [ap]\.m\.)|\d{1,2}(?=時(?!間))", text[1])
    if not hits:
        return None
    hit = dice.choice(hits)
    hour, colon, minute = hit.partition(":")
    other = str((int(hour) + dice.choice((1, 2, 3))) % 12 or 12)
    pattern = re.compile(rf"(?<![\d:]){re.escape(hit)}(?= ?[ap]\.m\.|時(?!間)|(?<=:\d\d)(?!\d))")
    return pattern.sub(other + colon + minute, text[0]), pattern.sub(
        other + colon + minute, text[1]
    )


_AUXILIARY = re.compile(
    r"\b(will|would|was|were|is|are|has|have|had|can|could|did|does|may|should)"
    r"(?! not| no\b| never|n't| also| been| the| a\b)(?= [a-z]+)"
)
_ENGLISH_NOT = re.compile(r"\b(will|would|was|were|is|are|has|have|had|can|could|did|does) not\b")
_RUSSIAN_VERB = re.compile(
    r"(?<![-\w])(?<!не )(?<!ни )([а-яё]{4,}(?:ал|ил|ел|ала|ила|ела|али|или|ели|ется|ются|ится|"
    r"ят|ит|ет)(?:ся|сь)?)(?![-\w])"
)
_JAPANESE_PAST = re.compile(
    r"した(?=。)|れた(?=。)|する(?=。)|れる(?=。)|なった(?=。)|している(?=。)"
)
_JAPANESE_OPPOSITE = {
    "した": "しなかった", "れた": "れなかった", "する": "しない", "れる": "れない",
    "なった": "ならなかった", "している": "していない",
}  # fmt: skip
_JAPANESE_NOT = re.compile("しなかった|していない|れていない|れなかった|(?<=は)ない(?=。)")
_JAPANESE_YES = {
    "しなかった": "した", "していない": "している", "れていない": "れている", "れなかった": "れた",
    "ない": "ある",
}  # fmt: skip


def _negated(text: Text, lang: str, dice: random.Random) -> Text | None:
    pattern = {"en": _AUXILIARY, "ru": _RUSSIAN_VERB, "ja": _JAPANESE_PAST}[lang]
    hits = list(pattern.finditer(text[1]))
    if lang == "ru":
        hits = [h for h in hits if not re.match("сообщ|заяв|рассказ|отмет|пише|говор", h[0])]
    if not hits:
        return None
    hit = dice.choice(hits)
    other = {"en": f"{hit[0]} not", "ru": f"не {hit[0]}"}.get(lang) or _JAPANESE_OPPOSITE[hit[0]]
    return text[0], text[1][: hit.start()] + other + text[1][hit.end() :]


def _affirmed(text: Text, lang: str, dice: random.Random) -> Text | None:
    pattern = {
        "en": _ENGLISH_NOT,
        "ru": re.compile(r"(?<=[ ,])не (?=[а-яё]{4})"),
        "ja": _JAPANESE_NOT,
    }
    hits = list(pattern[lang].finditer(text[1]))
    if not hits:
        return None
    hit = dice.choice(hits)
    other = {"en": hit[0].removesuffix(" not"), "ru": ""}.get(lang)
    other = _JAPANESE_YES[hit[0]] if other is None else other
    return text[0], text[1][: hit.start()] + other + text[1][hit.end() :]


def _outcome(text: Text, lang: str, dice: random.Random) -> Text | None:
    both = [*words.OPPOSITES[lang], *((b, a) for a, b in words.OPPOSITES[lang])]
    edge = "" if lang == "ja" else r"(?<![-\w])"
    end = "" if lang == "ja" else r"(?![-\w])"
    hits = [(a, b) for a, b in both if re.search(edge + re.escape(a) + end, text[1])]
    if not hits:
        return None
    before, after = dice.choice(hits)
    body = re.sub(edge + re.escape(before) + end, after, text[1], count=1)
    return text[0], body


_CLASSES: Mapping[str, Callable[[Text, str, random.Random], Text | None]] = {
    "number": _number,
    "number in words": _spelt_number,
    "name": _name,
    "date": _date,
    "month": _month,
    "weekday": _weekday,
    "clock": _clock,
    "negation put in": _negated,
    "negation left out": _affirmed,
    "outcome": _outcome,
}
