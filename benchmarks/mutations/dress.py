"""A text in another dress: the same facts, mechanically restated, cut, reordered, wrapped."""

import random
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from benchmarks.mutations import words
from benchmarks.mutations.restating import RESTATEMENTS
from benchmarks.mutations.texts import Change, Text, joined, sentences


def copies(text: Text, lang: str, published: datetime, seed: int) -> Iterator[tuple[str, Text]]:
    """Every class of mechanical copy that applies to a text, with the copy."""
    for name, change in _CLASSES.items():
        dice = random.Random(f"{seed} {name}")  # a reproducible choice, no secret
        changed = change(text, lang, published, dice)
        if changed and changed != text:
            yield name, changed


def _dateline(text: Text, lang: str, published: datetime, dice: random.Random) -> Text:
    months = {"en": words.MONTHS, "ru": words.RUSSIAN_MONTHS}.get(lang, [""] * 12)
    line = dice.choice(words.DATELINES[lang])
    line = line.format(m=months[published.month - 1], d=published.day)
    head = re.match(r"^[A-Z .,/()\d]{3,60}(?:-|—|--|/\.)\s|^【[^】]+】", text[1])
    return text[0], line + text[1][head.end() if head else 0 :]


def _cut(text: Text, _: str, __: datetime, dice: random.Random) -> Text | None:
    if len(text[1]) < 80:
        return None
    end = dice.choice(("", "...", "…", " [...]"))
    return text[0], text[1][: int(len(text[1]) * dice.uniform(0.5, 0.9))].rstrip() + end


def _whole_sentences(text: Text, lang: str, _: datetime, dice: random.Random) -> Text | None:
    parts = sentences(text[1])
    if len(parts) < 2:
        return None
    return text[0], joined(parts[: dice.randint(1, len(parts) - 1)], lang)


def _order(text: Text, lang: str, _: datetime, dice: random.Random) -> Text | None:
    parts = sentences(text[1])
    if len(parts) < 2:
        return None
    dice.shuffle(parts)
    return text[0], joined(parts, lang)


def _suffix(text: Text, lang: str, _: datetime, dice: random.Random) -> Text:
    return text[0] + dice.choice(words.OUTLETS[lang]), text[1]


def _prefix(text: Text, lang: str, _: datetime, dice: random.Random) -> Text:
    return dice.choice(words.LABELS[lang]) + text[0], text[1]


def _case(text: Text, lang: str, _: datetime, dice: random.Random) -> Text | None:
    if lang == "ja":
        return None
    title = dice.choice((str.upper, str.title, str.lower))(text[0])
    return title, dice.choice((text[1], text[1], text[1].upper()))


def _appended(text: Text, lang: str, _: datetime, dice: random.Random) -> Text:
    lines = dice.sample(words.BOILERPLATE[lang], 2)
    return text[0], "\n".join((text[1], *lines))


def _prepended(text: Text, lang: str, _: datetime, dice: random.Random) -> Text:
    by = {"en": "By Ana Ruiz", "ru": "Автор: Анна Рудина", "ja": "【写真】現場の様子"}[lang]
    photo = {"en": "Photo: Meridian/J. Farrow", "ru": "Фото: Меридиан", "ja": "写真：共同"}[lang]
    return text[0], dice.choice((by, photo)) + "\n" + text[1]


def _replaced(pairs: Mapping[str, tuple[tuple[str, str], ...]], *, one: bool = False) -> Change:
    def change(text: Text, lang: str, _: datetime, dice: random.Random) -> Text | None:
        here = [(a, b) for a, b in pairs.get(lang, ()) if _stands(a, f"{text[0]}\n{text[1]}")]
        if not here:
            return None
        chosen = [dice.choice(here)] if one else here
        title, body = text
        for a, b in chosen:
            title, body = _put(a, b, title), _put(a, b, body)
        return title, body

    return change


def _pattern(word: str) -> re.Pattern[str]:
    if word in _COUNTERS:
        return re.compile(_COUNTERS[word])
    before = r"(?<![\w-])" if word[0].isalpha() and word[0] < "ӿ" else ""
    return re.compile(
        before + re.escape(word) + (r"(?!\w)" if word[-1] < "ӿ" and word[-1].isalpha() else "")
    )


_COUNTERS = {
    "года": r"(?<=\d{4} )года", "人": r"(?<=\d)人(?![一-龥])", "км": r"(?<=\d )км(?!/)",
    "м": r"(?<=\d )м\b",
    "километров": r"(?<=\d )километров(?! в)", "метров": r"(?<=\d )метров(?! в)",
    "km": r"(?<=\d )km(?!/)", "kilometres": r"(?<=\d )kilometres(?! per| an)",
    "kilometers": r"(?<=\d )kilometers(?! per| an)", "metres": r"(?<=\d )metres(?! per| a )",
    "million": r"(?<=\d )million", "billion": r"(?<=\d )billion", "%": r"(?<=\d)%",
    "％": r"(?<=[\d０-９])％", "キロ": r"(?<=\d)キロ(?!メ|グ|ワ)", "トン": r"(?<=\d)トン",
    "минут": r"(?<=\d )минут\b",
    "メートル": r"(?<=\d)メートル", "тонн": r"(?<=\d )тонн\b", "часов": r"(?<=\d )часов\b",
    "градусов": r"(?<=\d )градусов\b",
}  # fmt: skip
"""Units only behind a figure."""


def _stands(word: str, text: str) -> bool:
    return bool(_pattern(word).search(text))


def _put(before: str, after: str, text: str) -> str:
    return _pattern(before).sub(after, text)


def _both(rows: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return (*rows, *((b, a) for a, b in rows))


def _yo(text: Text, lang: str, _: datetime, __: random.Random) -> Text | None:
    if lang != "ru":
        return None
    if "ё" in text[1]:
        return text[0].replace("ё", "е"), text[1].replace("ё", "е")
    body = text[1]
    for before, after in words.YO:
        body = re.sub(rf"\b{before}", after, body)
    return text[0], body


def _quotes(text: Text, lang: str, _: datetime, dice: random.Random) -> Text:
    if lang == "ja":
        table = str.maketrans(
            {
                "「": "『",
                "」": "』",
            }
        )
    else:
        one, two = dice.choice((("“", "”"), ("«", "»"), ("„", "“")))
        body = re.sub(r'["“«]([^"”»]*)["”»]', rf"{one}\1{two}", text[1])
        return text[0].replace("'", "’"), body.replace("'", "’").replace(" - ", " – ")
    return text[0].translate(table), text[1].translate(table)


_SAID = re.compile(
    r"^(?P<what>[A-Z][^\"]{30,}), (?P<who>(?:the|a|an|police|officials)\b[^,\"]{0,40}) "
    r"said(?P<when> on \w+day)?\.$"
)


def _source_first(text: Text, lang: str, _: datetime, __: random.Random) -> Text | None:
    parts = sentences(text[1])
    for at, part in enumerate(parts):
        if lang == "en" and (hit := _SAID.match(part)):
            who, what = hit["who"][0].upper() + hit["who"][1:], hit["what"]
            if what.split()[0] in ("The", "A", "An"):
                what = what[0].lower() + what[1:]
            parts[at] = f"{who} said{hit['when'] or ''} that {what}."
            return text[0], joined(parts, lang)
    return None


def _title_only(text: Text, *_: object) -> Text:
    return text[0], ""


def _as_title(text: Text, *_: object) -> Text | None:
    parts = sentences(text[1])
    if not 30 < len(parts[0]) < 200 if parts else True:
        return None
    return parts[0].rstrip(".。"), text[1]


_CLASSES: Mapping[str, Change] = {
    "dateline": _dateline,
    "cut in mid-sentence": _cut,
    "last sentences dropped": _whole_sentences,
    "sentences shuffled": _order,
    "outlet behind the headline": _suffix,
    "label before the headline": _prefix,
    "headline alone": _title_only,
    "first sentence as headline": _as_title,
    "case": _case,
    "boilerplate behind": _appended,
    "boilerplate in front": _prepended,
    **RESTATEMENTS,
    "spelling": _replaced({"en": _both(words.SPELLINGS)}),
    "yo": _yo,
    "transliteration": _replaced({"en": _both(words.TRANSLITERATIONS)}),
    "quotes": _quotes,
    "one abbreviation": _replaced(words.ABBREVIATIONS, one=True),
    "abbreviations": _replaced(words.ABBREVIATIONS),
    "source put first": _source_first,
}
