"""YAML that can be read, and yet does not say what its writer meant."""

import re
from collections.abc import Iterator

from monitor.watchlist.mistake import KEYS, in_quotes
from monitor.watchlist.problem import Findings, Place
from monitor.watchlist.source import Fields, Items, Node, Text

_CUT = re.compile(r"\s+(#(?:\S|\s\d).*)")
_WIDE_COLON = re.compile(r"\s*(?:- +)*([\w-]+)\s*：")
_SWALLOWED = re.compile(rf"\s*(?:- |(?:{'|'.join(sorted(KEYS))}):(?:\s|$))")
_NO_SPACE = re.compile(r"\s*-(?=[^\s-])")


def find_traps(root: Node, findings: Findings) -> None:
    """Look at every value of a file that a desk writes: lost dashes, colons, quotes, stray `#`."""
    for text, below_key in _values(root):
        _look_at(text, findings, below_key=below_key)


def runs_over(text: Text) -> bool:
    """Whether a text goes on in the next line without being a block (`|`, `>`)."""
    return text.style != "block" and "\n" in text.raw.strip()


def _values(node: Node, key: Text | None = None) -> Iterator[tuple[Text, bool]]:
    """Every value, and whether it stands on a line below its key, as a list would."""
    match node:
        case Text():
            yield node, key is not None and key.place.line < node.place.line
        case Items(nodes):
            for inner in nodes:
                yield from _values(inner)
        case Fields(pairs):
            for name, inner in pairs:
                if name.raw[:1] == "-":
                    yield name, True
                yield from _values(inner, name)


def _look_at(text: Text, findings: Findings, *, below_key: bool) -> None:
    if text.style == "plain":
        trap = _lost_colon(text) or _lost_space(text, below_key=below_key)
        cut = _CUT.match(text.after) if text.value else None
        if cut:
            _warn_of_cut(text, cut, findings)
    else:
        trap = _swallowed_lines(text)
    if trap:
        findings.error(*trap)


def _lost_colon(text: Text) -> tuple[Place, str] | None:
    """`any` or `any：` above a list: YAML reads one text."""
    for place, line in _lines(text):
        wide = _WIDE_COLON.match(line)
        if wide and wide[1] in KEYS and (runs_over(text) or not _is_field_query(wide[1])):
            return place, f'"：" is a full-width colon: write "{wide[1]}:" with the plain one'
    first = text.raw.split("\n", 1)[0].strip()
    word = first.split(" ", 1)[0]
    if runs_over(text) and first in KEYS:
        return text.place, f'a colon is missing after "{first}": write "{first}:"'
    if word in KEYS and first[len(word) :].lstrip()[:1] in ('"', "'"):
        return text.place, f'a colon is missing after "{word}": write "{word}:{first[len(word) :]}"'
    return None


def _is_field_query(word: str) -> bool:
    """`title：Kuril` with a Japanese keyboard is a query, not a key."""
    return word in {"title", "body"}


def _lost_space(text: Text, *, below_key: bool) -> tuple[Place, str] | None:
    """`-Kurils`: not an entry of a list, but a text that begins with a hyphen."""
    lines = _lines(text)
    for place, line in lines if below_key else lines[1:]:
        if dash := _NO_SPACE.match(line):
            at = Place(place.line, place.column + dash.end() - 1)
            return at, f'a space is missing after the dash: write "- {line[dash.end() :].strip()}"'
    return None


def _swallowed_lines(text: Text) -> tuple[Place, str] | None:
    """A quotation mark that is closed by the next one, some lines below."""
    if text.style == "block" or not any(_SWALLOWED.match(line) for _, line in _lines(text)[1:]):
        return None
    return text.place, (
        "the quotation mark that opens here is not closed on its line, so that the lines below"
        " belong to the text: close it"
    )


def _lines(text: Text) -> list[tuple[Place, str]]:
    first, *others = text.raw.split("\n")
    later = [(Place(text.place.line + n, 1), line) for n, line in enumerate(others, 1)]
    return [(text.place, first), *later]


def _warn_of_cut(text: Text, cut: re.Match[str], findings: Findings) -> None:
    last_line = text.raw.rsplit("\n", 1)[-1]
    column = len(last_line) + cut.start(1) + (1 if "\n" in text.raw else text.place.column)
    place = Place(text.place.line + text.raw.count("\n"), column)
    whole = in_quotes(last_line.strip() + text.after.rstrip())
    findings.warning(
        place,
        '"#" after a space begins a comment and cuts the line off here:'
        f" where it belongs to the text, put quotes around all of it: {whole}",
    )
