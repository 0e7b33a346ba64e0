"""The grammar of queries: text to tree.

Binding, tightest first: `=` and star, phrase, field, NEAR, NOT, AND, OR. `A NOT B` is
`A AND NOT B`.
"""

from functools import cache
from typing import TYPE_CHECKING, cast

from lark import Lark, Token, Transformer, UnexpectedToken, v_args

from monitor.query.ast import (
    And,
    FieldQuery,
    GroupRef,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Quoted,
    Term,
    Word,
)
from monitor.query.check import check
from monitor.query.errors import QueryError
from monitor.query.lex import lex, near_distance
from monitor.text.fold import normalise
from monitor.text.tokens import tokens

if TYPE_CHECKING:
    from monitor.model.match import Field

_GRAMMAR = r"""
?start: either
?either: both (_OR both)*
?both: item (_AND item | negation)*
?item: near | negation
negation: NOT near
?near: part (NEAR part)*
?part: unit | FIELD unit -> field
?unit: phrase | QUOTED -> quoted | GROUP -> group | _OPENING either _CLOSING
phrase: WORD+

%declare _OR _AND NOT NEAR FIELD QUOTED GROUP _OPENING _CLOSING WORD
"""
_WANTS_MORE = frozenset(("FIELD", "_AND", "_OR", "NOT", "NEAR", "_OPENING"))


def parse_query(text: str, *, quoted: bool = False) -> Node:
    """The tree of a query; `quoted`: YAML had it in double quotes, so mere words are as written.

    Raises QueryError with the column of the mistake.
    """
    lexemes = lex(text)
    if not lexemes:
        raise QueryError("this query is empty", 0)
    if quoted and all(_is_mere_word(lexeme) for lexeme in lexemes):
        node: Node = _checked(Quoted(normalise(text).text.strip(), column=_column(lexemes[0])))
    else:
        node = _parse(lexemes)
    check(node)
    return node


def _is_mere_word(lexeme: Token) -> bool:
    return lexeme.type == "WORD" and lexeme[0] != "=" and lexeme[-1] != "*"


def _parse(lexemes: tuple[Token, ...]) -> Node:
    parser = _parser().parse_interactive()
    for at, lexeme in enumerate(lexemes):
        try:
            parser.feed_token(lexeme)
        except UnexpectedToken:
            raise _misplaced(lexemes[at - 1] if at else None, lexeme) from None
    try:
        return cast("Node", parser.feed_eof())  # type: ignore[no-untyped-call] # lark's own gap
    except UnexpectedToken:
        raise _unfinished(lexemes[-1]) from None


def _misplaced(before: Token | None, lexeme: Token) -> QueryError:
    """What to say of a lexeme that can't stand behind the one before."""
    if before is None:
        return QueryError(f"{lexeme} needs something in front of it", _column(lexeme))
    if lexeme.type == "_CLOSING":
        return _unfinished(before)
    if before.type in _WANTS_MORE:
        return QueryError(f"{before} and {lexeme} can't follow each other", _column(before))
    between = f"{_name(before)} and {_name(lexeme)}"
    return QueryError(
        f"an operator is missing between {between}: write AND, OR or NEAR/5", _column(lexeme)
    )


def _unfinished(before: Token) -> QueryError:
    if before.type == "_OPENING":
        return QueryError("there is nothing between these parentheses", _column(before))
    return QueryError(f"{before} needs something after it", _column(before))


def _name(lexeme: Token) -> str:
    return f"the parenthesis {lexeme}" if lexeme.type in {"_OPENING", "_CLOSING"} else str(lexeme)


def _column(lexeme: Token) -> int:
    return lexeme.start_pos or 0


def _checked(term: Term) -> Term:
    """The term, if there is a word in it."""
    text = " ".join(word.text for word in term.words) if isinstance(term, Phrase) else term.text
    if not tokens(text):
        why = "an address is not text" if "/" in text or "@" in text else "only signs, no word"
        raise QueryError(
            f"nothing is left to look for in {text or 'these quotes'}: {why}", term.column
        )
    return term


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", transformer=_ToTree())


@v_args(inline=True)
class _ToTree(Transformer[Token, Node]):
    def phrase(self, *lexemes: Token) -> Term:
        words = tuple(map(_word, lexemes))
        return _checked(words[0] if len(words) == 1 else Phrase(words, words[0].column))

    def quoted(self, lexeme: Token) -> Term:
        exact = lexeme[0] == "="
        return _checked(Quoted(lexeme[1 + exact : -1], exact, _column(lexeme)))

    def group(self, lexeme: Token) -> Node:
        return GroupRef(lexeme[1:], _column(lexeme))

    def field(self, name: Token, part: Node) -> Node:
        return FieldQuery(cast("Field", name[:-1].lower()), part, _column(name))

    def near(self, left: Node, *rest: Token | Node) -> Node:
        for operator, right in zip(rest[::2], rest[1::2], strict=True):
            distance = near_distance(str(operator))
            left = Near(left, cast("Node", right), distance, left.column)
        return left

    def negation(self, operator: Token, part: Node) -> Node:
        return Not(part, _column(operator))

    def both(self, *parts: Node) -> Node:
        return And(parts, parts[0].column)

    def either(self, *parts: Node) -> Node:
        return Or(parts, parts[0].column)


def _word(lexeme: Token) -> Word:
    exact, star = lexeme[0] == "=", lexeme[-1] == "*"
    text = str(lexeme)[1 if exact else 0 : -1 if star else None]
    return Word(text, exact, star, _column(lexeme))
