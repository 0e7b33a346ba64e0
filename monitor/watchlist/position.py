"""Where a character of a scalar's value stands in the file, whatever its quotes and indentation."""

import re

from monitor.watchlist.problem import Place
from monitor.watchlist.source import Style, Text

_UNITS: dict[Style, re.Pattern[str]] = {
    "plain": re.compile(r"\S"),
    "single": re.compile(r"''|\S"),
    "double": re.compile(r"\\(?:x..|u.{4}|U.{8}|.|\n)|\S"),
    "block": re.compile(r"\S"),
}
_BLANK_ESCAPES = frozenset("tnvfr eN_LP \t\n") - {"e"}


def place_of(text: Text, offset: int) -> Place:
    """The place of the character at `offset` of `text.value`; its end for `len(text.value)`.

    YAML folds line breaks and indentation, but it keeps every visible character in order: the
    n-th of the value is the n-th of the source.
    """
    units = _visible_units(text)
    visible = [char for char in text.value if not char.isspace()]
    if len(units) != len(visible) or not units:
        return text.place
    before = sum(not char.isspace() for char in text.value[:offset])
    if offset < len(text.value) and not text.value[offset].isspace():
        return _place(text, units[before][0])
    return _place(text, units[before - 1][1] if before else units[0][0])


def _visible_units(text: Text) -> list[tuple[int, int]]:
    """Start and end in `text.raw` of whatever stands for one visible character."""
    start, end = _body(text)
    units = _UNITS[text.style].finditer(text.raw, start, end)
    return [match.span() for match in units if not _is_blank(match.group())]


def _body(text: Text) -> tuple[int, int]:
    """The part of `text.raw` between the quotes, or after a block's `|` and its line."""
    match text.style:
        case "single" | "double":
            return 1, len(text.raw) - 1
        case "block":
            return text.raw.find("\n") + 1, len(text.raw)
        case "plain":
            return 0, len(text.raw)


def _is_blank(unit: str) -> bool:
    """Whether an escape stands for white space, or (before a line's end) for nothing."""
    if len(unit) < 2 or unit[0] != "\\":
        return False
    if len(unit) > 2:
        return chr(int(unit[2:], 16)).isspace()
    return unit[1] in _BLANK_ESCAPES


def _place(text: Text, offset: int) -> Place:
    line_start = text.raw.rfind("\n", 0, offset) + 1
    if not line_start:
        return Place(text.place.line, text.place.column + offset)
    return Place(text.place.line + text.raw.count("\n", 0, offset), offset - line_start + 1)
