"""What in a query means something, but perhaps not what the editor meant."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from lark import Token

from monitor.query.errors import QueryError, QueryWarning
from monitor.query.lex import lex
from monitor.text.scripts import is_hangul
from monitor.text.tokens import tokens

_SPOKEN = re.compile(r"(and|or|not|near)/?(\d*)", re.IGNORECASE | re.ASCII)
_SIGN = re.compile(r"[&|,;、]+")
_INSIDE = re.compile(r"(?<!\d),|,(?!\d)|[、|]")
_WORDS = """
    a an and are as at be by for from has have he in is it its not of on or she that the they this
    to was we were with you
    в во и из к на не о от по с со что это
    au de des die der das du el en et la las le les los un una une und
"""
_COMMON = frozenset(_WORDS.split())
"""Words that a report in English, Russian, German, French or Spanish can hardly do without."""
_ENDS_A_PART = frozenset(("WORD", "QUOTED", "GROUP", "_CLOSING"))
_BEGINS_A_PART = frozenset(("WORD", "QUOTED", "GROUP", "FIELD", "_OPENING"))


def query_warnings(text: str) -> tuple[QueryWarning, ...]:
    """What to ask the editor about a query; nothing for one that does not even split into words."""
    try:
        lexemes = lex(text)
    except QueryError:
        return ()
    found = [*_between_words(lexemes), *_near_without_slash(lexemes), *_cjk(lexemes)]
    return tuple(sorted(found, key=lambda warning: warning.column))


def _between_words(lexemes: tuple[Token, ...]) -> Iterator[QueryWarning]:
    ahead = zip((None, *lexemes), lexemes, (*lexemes[1:], None), strict=False)
    for before, lexeme, after in ahead:
        if lexeme.type != "WORD":
            continue
        more = after is not None and after.type in _BEGINS_A_PART
        between = more and before is not None and before.type in _ENDS_A_PART
        spoken = _SPOKEN.fullmatch(lexeme) if between else None
        sign = _INSIDE.search(lexeme)
        if spoken:
            operator = spoken[1].upper() + (f"/{spoken[2]}" if spoken[2] else "")
            yield _warning(lexeme, f'"{lexeme}" is only a word here', operator)
        elif between and _SIGN.fullmatch(lexeme):
            yield _warning(lexeme, f"{lexeme} only separates words here", "OR (or AND)")
        elif sign and (more or sign.end() < len(lexeme)):
            yield _warning(lexeme, f"{sign[0]} only separates words here", "OR (or AND)")


def _near_without_slash(lexemes: tuple[Token, ...]) -> Iterator[QueryWarning]:
    for near, number in pairwise(lexemes):
        if near == "NEAR" and near.type == "NEAR" and number.isdecimal():
            yield _warning(near, f"NEAR {number}: the number is only a word here", f"NEAR/{number}")


def _cjk(lexemes: tuple[Token, ...]) -> Iterator[QueryWarning]:
    for kind, run in groupby(lexemes, key=lambda lexeme: lexeme.type):
        words = list(run)
        if kind == "WORD":
            yield from _common(words)
            yield from _short(words[0], " ".join(words))
            yield from _side_by_side(words)
        elif kind == "QUOTED":
            for lexeme in words:
                yield from _short(lexeme, lexeme)


def _common(words: list[Token]) -> Iterator[QueryWarning]:
    """Not for `=IT`: whoever writes the sign means these very capitals."""
    if all(word.lower() in _COMMON for word in words):
        term = " ".join(words)
        message = f"{term} stands in nearly every text; if a name is meant"
        yield QueryWarning(f"{message}, write ={term.upper()}", words[0].start_pos or 0)


def _short(lexeme: Token, term: str) -> Iterator[QueryWarning]:
    """`=` in front takes a term as it is written: whoever writes it means it."""
    found = tokens(term)
    if 0 < len(found) <= 2 and all(token.cjk for token in found) and not term.startswith("="):
        message = f"{term}: a term this short is found inside many other words; if that is meant"
        yield QueryWarning(f"{message}, write ={term}", lexeme.start_pos or 0)


def _side_by_side(words: list[Token]) -> Iterator[QueryWarning]:
    """Not for Korean, which writes a space between the words of a phrase."""
    for left, right in pairwise(words):
        ends, begins = tokens(left)[-1:], tokens(f"{left} {right}")[len(tokens(left)) :][:1]
        if ends and begins and begins[0].joined:
            korean = is_hangul(ends[0].word.exact) and is_hangul(begins[0].word.exact)
            if not korean:
                message = f"{left} {right} is read as one run without the space"
                yield _warning(left, message, f"{left} AND {right}")


def _warning(lexeme: Token, message: str, meant: str) -> QueryWarning:
    return QueryWarning(f"{message}; did you mean {meant}?", lexeme.start_pos or 0)
