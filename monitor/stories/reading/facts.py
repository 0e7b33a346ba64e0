"""A text as a row of tokens: words by their stem, and numbers, days, times and names as facts.

What a desk may restate without changing it ("Dec. 1" for "Saturday", "16" for "sixteen") is one
fact here however it is written; what is left over between two texts is a difference.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise

import Stemmer

from monitor.model.entry import Entry
from monitor.stories.reading import clocks, moments, quantities
from monitor.stories.reading.clocks import Clock
from monitor.stories.reading.moments import Day
from monitor.stories.reading.phrases import in_plain_words
from monitor.stories.reading.prepare import prepare
from monitor.stories.reading.quantities import Quantity
from monitor.stories.words import lexicon, synonyms, units
from monitor.stories.words.irregular import BASE
from monitor.stories.words.loanwords import LOANWORDS


class Kind(StrEnum):
    """What a token is."""

    STOP = "stop"
    WORD = "word"
    NAME = "name"
    NUMBER = "number"
    DAY = "day"
    CLOCK = "clock"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or fact of a text."""

    kind: Kind
    key: str
    """Equal for two spellings of one thing."""
    surface: str
    """As the text has it."""
    value: Quantity | Day | Clock | None = None
    outcome: str = ""
    contrast: str = ""
    country: str = ""
    """The country a name stands for: its own, or the one that is governed from there."""

    def __hash__(self) -> int:
        # Sentences are looked up by their tokens many times; equal tokens share both of these.
        return hash((self.key, self.surface))


Sentence = tuple[Token, ...]
_NEXT_WORDS = 24
"""Characters behind a day that may say which it is: "Thursday of next week"."""
STUB, STUB_JAPANESE = 4, 6
"""Words and facts that a body must hold to be a text."""


@dataclass(frozen=True, eq=False)  # no slots: what follows from it is worked out once
class Reading:
    """A text, read."""

    title: Sentence
    sentences: tuple[Sentence, ...]
    script: str
    """`cjk`, `cyrillic` or `latin`."""
    plain: str
    """The body's letters and digits alone, folded: tells where a cut text was cut."""
    dateline: Sentence
    """Where and when the text says it was filed."""
    published: datetime | None

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Every token of headline, body and dateline."""
        body = (token for sentence in self.sentences for token in sentence)
        return (*self.title, *body, *self.dateline)


_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_KANJI_NUMBER = re.compile(
    r"(?<!\d)(?!千歳)[一二三四五六七八九十百千]+(?=割|人|隻|機|件|台|棟|歳|回|か所|カ所|頭|匹|社|カ国|か国|名|日間|時間|万|億|兆)"
)
_SMALL_IN_HEADINGS = lexicon.STOPWORDS | lexicon.words("amid near against upon towards versus")
_OPENS = re.compile(r':\s*"?\s*$|(?:^|[,:])\s*"\s*$')
_JAPANESE_WORDS = "|".join(map(re.escape, lexicon.JAPANESE_WORDS))
_IN_HIRAGANA = "|".join(
    word for word in lexicon.JAPANESE_WORDS if re.fullmatch("[ぁ-ゟ]{3,}", word)
)
_JAPANESE = (
    rf"|(?P<negation>{lexicon.JAPANESE_NEGATION})"
    rf"|(?P<japanese>{_JAPANESE_WORDS})"
    r"|(?P<katakana>[ァ-ヺー]{2,}(?:・[ァ-ヺー]+)*)"
    rf"|(?P<hiragana>[ぁ-ゟ](?:(?!{lexicon.JAPANESE_NEGATION}|{_IN_HIRAGANA})[ぁ-ゟ])*)"
    r"|(?P<kanji>[々〆㐀-鿿ァ-ヺ])"
)
_GAP = (
    r"|(?P<gap>[、。=・「」『』]|(?<=[\u3040-\u9fff])\s|(?<=[\u3400-\u9fff])-(?=[\u3400-\u9fff]))"
)
_MONEY = f"(?:{units.CODES.replace(' ', '|')})"
_FACT = (
    r"(?P<score>(?<![\d:.,])\d{1,3}:(?:\d|\d{3})(?![\d:]))"
    rf"|(?P<clock>(?i:{clocks.CLOCK}))"
    rf"|(?P<day>(?<![A-Za-z])(?i:{moments.DATE})|{moments.MONTH_ALONE}|{moments.WEEKDAY}"
    rf"|(?i:{moments.RELATIVE_DAY}))"
    rf"|(?P<code>(?<![\w.])(?!{_MONEY}\d)[^\W\d_\u3040-\u9fff]{{1,5}}-?\d+[^\W_\u3040-\u9fff]*(?![\w]|[.,]\d)"
    rf"|(?<![\w.,])\d[A-ZА-Я]\b)"
    rf"|(?P<number>(?i:{quantities.QUANTITY}))"
)
_WORD = (
    r"|(?P<word>(?:[A-Za-z]\.){2,}|[^\W\d_\u3040-\u9fff]+(?:'[^\W\d_\u3040-\u9fff]+)*)"
    r"|(?P<figure>\d+)"
)
_TOKEN = re.compile(_FACT + _JAPANESE + _WORD + _GAP)
_TOKEN_WITHOUT_JAPANESE = re.compile(rf"(?!\s)(?:{_FACT}{_WORD}{_GAP})")
_EAST = re.compile("[\u3005-\u9fff]")
_ACCENTS = {
    code: base
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFKD", chr(code))[0]).isascii() and base.isalpha()
} | {ord("ø"): "o", ord("ł"): "l", ord("đ"): "d", ord("æ"): "ae", ord("œ"): "oe", ord("ı"): "i"}
"""A letter with a mark is its plain letter: Tōkyō, Tokyo."""
_ENGLISH, _RUSSIAN = Stemmer.Stemmer("english"), Stemmer.Stemmer("russian")
_SPELLING = (
    (re.compile(r"isation(s?)$"), r"ization\1"), (re.compile(r"is(e[ds]?|ing)$"), r"iz\1"),
    (re.compile(r"our(s?)$"), r"or\1"), (re.compile(r"([a-z]{3})re$"), r"\1er"),
    (re.compile(r"ogramme(s?)$"), r"ogram\1"), (re.compile(r"efence$"), "efense"),
)  # fmt: skip


@lru_cache(maxsize=512)
def read(entry: Entry) -> Reading:
    """Read an entry's headline and body into tokens."""
    prepared = prepare(entry.title, entry.text, entry.source, entry.feed)
    script = _script(f"{entry.title} {entry.text}")
    # Copies of a text share its sentences, if not the hour at which they came.
    filed = datetime.combine(entry.published, time()) if entry.published else None
    sentences = tuple(_sentence(s, script, filed) for s in prepared.sentences)
    title = _sentence(prepared.title, script, filed)
    title, sentences = _name_openings(title, sentences)
    dateline = _sentence(prepared.dateline, script, filed)
    if title and (stub := _stub(sentences, script)):
        said = {token.key for token in title}
        title = (*title, *(token for token in stub if token.key not in said))
        return Reading(title, (), script, "", dateline, entry.published)
    body = plain(" ".join(prepared.sentences))
    return Reading(title, sentences, script, body, dateline, entry.published)


def joined(tokens: Sentence) -> str:
    """A passage as one string without gaps, as Japanese is written."""
    return "".join(token.surface for token in tokens)


@lru_cache(maxsize=512)
def in_one_piece(reading: Reading) -> str:
    """Headline, sentences and dateline of a text in Japanese, one to a line."""
    return "\n".join(map(joined, (reading.title, *reading.sentences, reading.dateline)))


def _stub(sentences: tuple[Sentence, ...], script: str) -> Sentence:
    """The words of a body too short to be the text that a headline stands over: part of it."""
    said = tuple(t for sentence in sentences for t in sentence if t.kind is not Kind.STOP)
    return said if len(said) < (STUB_JAPANESE if script == "cjk" else STUB) else ()


def plain(text: str) -> str:
    """Letters and digits alone, folded."""
    return "".join(filter(str.isalnum, text.casefold().replace("ё", "е")))


def _script(text: str) -> str:
    letters = max(1, sum(map(str.isalpha, text)))
    if 5 * len(_CJK.findall(text)) > letters:
        return "cjk"
    return "cyrillic" if 3 * len(_CYRILLIC.findall(text)) > letters else "latin"


@lru_cache(maxsize=8192)
def _sentence(text: str, script: str, published: datetime | None) -> Sentence:
    text = in_plain_words(text)
    text = _KANJI_NUMBER.sub(lambda hit: str(_kanji_number(hit[0])), text)
    named = not _is_heading(text)
    tokens: list[Token] = []
    pattern = _TOKEN if _EAST.search(text) else _TOKEN_WITHOUT_JAPANESE
    for hit in pattern.finditer(text):
        if hit.lastgroup == "word" and not hit[0][0].isupper():  # most are, and depend on no other
            tokens.append(_word(hit[0], named=False, placed=False))
            continue
        before = text[max(0, hit.start() - 20) : hit.start()]
        opens = not tokens or bool(_OPENS.search(before))
        tokens += _tokens(hit, script, published, named=named and not opens, before=before)
    if script != "latin":  # "Kita no Kaze" denies nothing
        tokens = [t for t in tokens if t.kind is not Kind.NEGATION or not t.surface.isascii()]
    return tuple(_in_their_zones(tokens))


def _in_their_zones(tokens: list[Token]) -> list[Token]:
    """The tokens with each local time in the zone that a named zone's time beside it shows."""
    times = [at for at, token in enumerate(tokens) if token.kind is Kind.CLOCK]
    for one, other in pairwise(times):
        if all(token.kind in (Kind.STOP, Kind.DAY) for token in tokens[one + 1 : other]):
            tokens[one] = _in_zone(tokens[one], tokens[other])
            tokens[other] = _in_zone(tokens[other], tokens[one])
    return tokens


def _in_zone(token: Token, other: Token) -> Token:
    match token.value, other.value:
        case Clock() as local, Clock() as named if local.zone == clocks.LOCAL:
            time = clocks.beside(local, named)
            return replace(token, key=_clock_key(time), value=time)
    return token


def _clock_key(time: Clock) -> str:
    return f"clock {time.minutes} {time.zone}"


def _is_heading(text: str) -> bool:
    """True for Headline Case and CAPITALS, where a capital names nothing."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    small = [word for word in words if word[0].islower() and word not in _SMALL_IN_HEADINGS]
    return len(words) >= 3 and len(small) <= len(words) // 8


def _kanji_number(text: str) -> int:
    digits = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
    total, current = 0, 0
    for char in text:
        if char in digits:
            current = digits[char]
        else:
            total, current = total + (current or 1) * {"十": 10, "百": 100, "千": 1000}[char], 0
    return total + current


def _tokens(
    hit: re.Match[str], script: str, published: datetime | None, *, named: bool, before: str
) -> Iterator[Token]:
    surface = hit[0].strip() or " "
    match hit.lastgroup:
        case "clock" if time := clocks.clock(surface, published):
            yield Token(Kind.CLOCK, _clock_key(time), surface, time)
        case "day":
            yield from _day_tokens(
                surface, published, before, hit.string[hit.end() :][:_NEXT_WORDS]
            )
        case "number" | "figure" | "score":
            behind = hit.string[hit.end() : hit.end() + 2] if script == "cjk" else ""
            yield _score(surface) if ":" in surface else _number(surface, script, behind)
        case "code":
            yield Token(Kind.NAME, surface.casefold().replace("-", ""), surface)
        case "negation":
            yield Token(Kind.NEGATION, "not", surface)
        case "japanese":
            yield _lexical(surface, surface)
        case "katakana":
            yield (_lexical if surface in LOANWORDS else _name)(surface, surface)
        case "hiragana" | "gap":
            yield Token(Kind.STOP, surface, surface)
        case "word":
            word = before.rstrip().rpartition(" ")[2].casefold()
            yield _word(surface, named=named, placed=word in _PLACED)
        case _:
            kind = Kind.STOP if surface == "約" else Kind.WORD
            yield Token(kind, surface, surface)


def _date_key(day: Day) -> str:
    number = "end" if day.last else day.day
    return f"day {day.month}-{number}{f'-{day.year}' if day.year else ''}"


def _score(surface: str) -> Token:
    """ "3:2" is "2:3" for the other side."""
    sides = sorted(map(int, surface.split(":")))
    return Token(Kind.NUMBER, f"score {sides}", surface)


def _day_tokens(
    surface: str, published: datetime | None, before: str, behind: str
) -> Iterator[Token]:
    for day in moments.days(surface, published, before, behind):
        key = f"weekday {day.weekday}" if day.weekday >= 0 else _date_key(day)
        contrast = lexicon.contrast("end") if day.last else ""
        yield Token(Kind.DAY, key, surface, day, contrast=contrast)


def _number(surface: str, script: str, behind: str) -> Token:
    found = quantities.quantity(surface, comma_is_decimal=script == "cyrillic")
    if found is None:
        return Token(Kind.WORD, surface, surface)
    found = quantities.counting(found, behind)
    # "One of the islands" counts nothing; it still equals "1".
    kind = Kind.WORD if found.value == 1 and not surface[0].isdigit() else Kind.NUMBER
    return Token(kind, f"{found.value:.12g} {found.dimension}", surface, found)


def _name(surface: str, key: str) -> Token:
    folded = surface.casefold()
    if folded in lexicon.AGENCIES:
        return Token(Kind.STOP, folded, surface)
    country = lexicon.country(folded) or lexicon.country(folded.replace("・", ""))
    return Token(Kind.NAME, country or key, surface, country=country)


def _lexical(surface: str, folded: str) -> Token:
    if country := lexicon.country(folded):
        return Token(Kind.NAME, country, surface, country=country)
    outcome, contrast = lexicon.outcome(folded), lexicon.contrast(folded)
    key = stem(folded)
    return Token(Kind.WORD, _SYNONYMS.get(key, key), surface, outcome=outcome, contrast=contrast)


@lru_cache(maxsize=32768)
def _word(surface: str, *, named: bool, placed: bool) -> Token:
    folded = surface.casefold().replace("ё", "е").translate(_ACCENTS)
    folded = folded.replace(".", "") if "." in folded else folded
    if lexicon.negates(folded):
        return Token(Kind.NEGATION, "not", surface)
    # An apostrophe inside a name is a soft sign, or a matter of spelling: Kuril'sk, O'Neill.
    folded = _POSSESSIVE.sub("", folded).replace("'", "")
    capital = surface[0].isupper()
    if folded in lexicon.AGENCIES and (capital or len(folded) > 2):
        return Token(Kind.STOP, folded, surface)
    if capital and (country := lexicon.country(folded)):
        return Token(Kind.NAME, country, surface, country=country)
    if capital and (seat := lexicon.seat_of(folded)):
        return Token(Kind.NAME, stem(folded), surface, country="" if placed else seat)
    if folded in lexicon.STOPWORDS and not (named and len(surface) > 2 and surface.isupper()):
        return Token(Kind.STOP, folded, surface, contrast=lexicon.contrast(folded))
    if named and capital and folded not in lexicon.ROLES and len(folded) > 1:
        return Token(Kind.NAME, stem(folded), surface)
    return _lexical(surface, folded)


_PLACED = frozenset(["in", "at", "near", "в", "под"])
_POSSESSIVE = re.compile(r"'s?$")
_ADJECTIVE = re.compile("[а-я](?:ого|его|ому|ему|ый|ий|ая|ые|ие|ых|их|ым|ими)$")


def _name_openings(
    title: Sentence, sentences: tuple[Sentence, ...]
) -> tuple[Sentence, tuple[Sentence, ...]]:
    """A sentence's first word is a name where the text has it as one elsewhere."""
    known = {t.key for s in (title, *sentences) for t in s if t.kind is Kind.NAME}
    if not sentences and title and not _ADJECTIVE.search(title[0].surface):
        # A bare headline has no other place to show that its first word is a name.
        known.add(title[0].key)
    return _open(title, known), tuple(_open(sentence, known) for sentence in sentences)


def _open(sentence: Sentence, known: set[str]) -> Sentence:
    if not sentence or sentence[0].kind is not Kind.WORD or not sentence[0].surface[0].isupper():
        return sentence
    if sentence[0].key in known and sentence[0].surface.casefold() not in lexicon.ROLES:
        return (replace(sentence[0], kind=Kind.NAME), *sentence[1:])
    return sentence


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Snowball stem of a folded word, British and American spelling alike."""
    word = BASE.get(word, word)
    if _CYRILLIC.match(word):
        return str(_RUSSIAN.stemWord(word))
    for pattern, american in _SPELLING:
        word = pattern.sub(american, word)
    return str(_ENGLISH.stemWord(word))


_SYNONYMS = synonyms.by_stem(stem)
