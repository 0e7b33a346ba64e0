"""A query cut into lexemes for the grammar; mistakes inside one lexeme are found here."""

import re
from collections.abc import Iterator

from lark import Token

from monitor.query.errors import QueryError
from monitor.text.fold import Normal, normalise

MAX_NESTING = 20
"""Parentheses inside parentheses that a query may have."""

FIELDS = ("title", "body")
STRAIGHT = '"“”„‟'
ANGLE = "«»"
_QUOTES = STRAIGHT + ANGLE

_LEXEME = re.compile(
    rf"""
      (?P<SPACE> \s+ )
    | (?P<_OPENING> \( )
    | (?P<_CLOSING> \) )
    | (?P<QUOTED> =? (?: [{STRAIGHT}][^{STRAIGHT}]*[{STRAIGHT}] | [{ANGLE}][^{ANGLE}]*[{ANGLE}] ) )
    | (?P<UNCLOSED> =? [{_QUOTES}] )
    | (?P<FIELD> (?: {"|".join(FIELDS)} ) : | [^\W\d_]+ : (?! // ) (?= \S ) )
    | (?P<WORD> [^\s(){_QUOTES}]+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPERATORS = {"AND": "_AND", "OR": "_OR", "NOT": "NOT"}
_NEAR = re.compile(r"NEAR(?:/(\d{1,4}))?", re.ASCII)
_DASHED = re.compile(r"[-–—−](?=\w)")


def lex(query: str) -> tuple[Token, ...]:
    """The lexemes of a query: WORD QUOTED GROUP FIELD NEAR NOT _AND _OR _OPENING _CLOSING.

    Those with an underscore leave no trace in the tree (a custom of lark's grammars).
    Values are in NFKC as written, `start_pos` is the offset in `query`. Raises QueryError.
    """
    normal = normalise(query)
    lexemes = tuple(_lexemes(normal))
    _check_parentheses(lexemes)
    return lexemes


def _lexemes(normal: Normal) -> Iterator[Token]:
    for found in _LEXEME.finditer(normal.text):
        kind, value, column = found.lastgroup or "", found[0], normal.start(found.start())
        if kind == "WORD":
            following = normal.text[found.end() : found.end() + 1]
            kind = _kind_of_word(value, following, column)
        elif kind == "UNCLOSED":
            raise QueryError("this quotation mark is never closed", column)
        elif kind == "QUOTED" and "*" in value:
            raise QueryError(
                "a star inside quotes means nothing: words in quotes are taken as written", column
            )
        elif kind == "FIELD" and value[:-1].lower() not in FIELDS:
            raise QueryError(_unknown_field(value), column)
        if kind != "SPACE":
            yield Token(kind, value, start_pos=column)


def _unknown_field(value: str) -> str:
    return (
        f'there is no field "{value}"; write title: or body:, '
        f"or put quotes around the words if the colon is part of them"
    )


def _kind_of_word(value: str, following: str, column: int) -> str:
    if value in _OPERATORS:
        return _OPERATORS[value]
    if value == "NEAR" or value.startswith("NEAR/"):
        _check_near(value, column)
        return "NEAR"
    if value.startswith("@"):
        if value == "@":
            raise QueryError("the name of a group must follow the @, as in @kuril-names", column)
        return "GROUP"
    _check_dash(value, following, column)
    _check_star(value, column)
    if not value.strip("="):
        raise QueryError("= must stand directly before its word, as in =WHO", column)
    return "WORD"


def _check_near(value: str, column: int) -> None:
    if _NEAR.fullmatch(value) is None:
        raise QueryError(
            f"{value}: a number of words must follow the slash, without a space, as in NEAR/5",
            column,
        )


def _check_dash(value: str, following: str, column: int) -> None:
    if _DASHED.match(value) or (value == "-" and following and following in "(" + _QUOTES):
        raise QueryError(
            f"a dash right before {value[1:] or following}: to leave something out, write NOT; "
            f"if this should begin a list entry, put a space after the dash",
            column,
        )


def _check_star(value: str, column: int) -> None:
    at = value.find("*")
    if at < 0:
        return
    if at < len(value) - 1:
        raise QueryError(f"{value}: a star can only stand at the end of a word", column)
    if sum(char.isalnum() for char in value) < 3:
        raise QueryError(f"{value}: at least 3 letters or digits must stand before a star", column)


def near_distance(value: str) -> int:
    """How many words a NEAR lexeme allows between its sides; 10 where it does not say."""
    found = _NEAR.fullmatch(value)
    return int(found[1]) if found and found[1] else 10


def _check_parentheses(lexemes: tuple[Token, ...]) -> None:
    opened: list[int] = []
    for lexeme in lexemes:
        column = lexeme.start_pos or 0
        if lexeme.type == "_OPENING":
            opened.append(column)
            if len(opened) > MAX_NESTING:
                raise QueryError(f"more than {MAX_NESTING} parentheses inside each other", column)
        elif lexeme.type == "_CLOSING":
            if not opened:
                raise QueryError("this parenthesis ) was never opened", column)
            opened.pop()
    if opened:
        raise QueryError("this parenthesis ( is never closed", opened[-1])
