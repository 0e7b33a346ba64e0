"""What a person did when YAML can't be read, told from the lines and not from PyYAML's words.

PyYAML says where it gave up, which is often some lines after the mistake, and in terms of its own
grammar. Each rule here knows one mistake; the first that recognises its own speaks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from monitor.watchlist.problem import Place

_WATCHLIST_KEYS = {"title", "priority", "language", "languages", "match", "sources", "notify"}
_INNER_KEYS = {"any", "all", "none", "include", "exclude", "slack", "email", "digest"}
KEYS = frozenset(_WATCHLIST_KEYS | _INNER_KEYS | {"url", "id", "every"})
"""Words that begin a line as keys, so that a line that begins so has lost its colon."""

_DASHES = re.compile(r"(?:- +)*")
_WIDE_COLON = re.compile(r"([\w-]+)\s*：")


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read last before the parser stopped; lines and columns from 0."""

    quoted: bool
    closing: bool
    """It closed a list or a mapping."""
    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where the parser stopped (`line`, `column`) and what it was reading (`context`), from 0."""

    lines: list[str]
    said: str
    line: int
    column: int
    context: tuple[int, int] | None
    last: _Read | None

    def line_at(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""

    @property
    def text(self) -> str:
        return self.line_at(self.line)

    @property
    def rest(self) -> str:
        """The line from where the parser stopped."""
        return self.text[self.column :].strip()


_Answer = tuple[Place, str] | None


def explain(
    lines: list[str], error: yaml.MarkedYAMLError, last: yaml.Event | None
) -> tuple[Place, str]:
    """Say what is wrong with a YAML text, and where the mistake begins.

    `last` is the last event before the error.
    """
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    fault = _Fault(
        lines,
        f"{error.context or ''}; {error.problem or ''}",
        mark.line if mark else 0,
        mark.column if mark else 0,
        (context.line, context.column) if context else None,
        _read(last),
    )
    answers = (rule(fault) for rule in _RULES)
    return next(answer for answer in answers if answer)


def _read(event: yaml.Event | None) -> _Read | None:
    if event is None or event.start_mark is None or event.end_mark is None:
        return None
    return _Read(
        isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"'),
        isinstance(event, yaml.CollectionEndEvent),
        event.start_mark.line,
        event.start_mark.column,
        event.end_mark.line,
    )


def in_quotes(text: str) -> str:
    """A text as YAML takes it, in the quotes that need the least escaping."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _at(line: int, column: int) -> Place:
    return Place(line + 1, column + 1)


def _reserved_character(fault: _Fault) -> _Answer:
    if "cannot start any token" not in fault.said:
        return None
    return _no_text_begins(fault)


def _no_text_begins(fault: _Fault) -> tuple[Place, str]:
    return _at(fault.line, fault.column), (
        f"YAML lets no text begin with {fault.rest[:1]}:"
        f" put quotes around it: {in_quotes(_entry(fault.text, fault.column))}"
    )


def _entry(line: str, column: int) -> str:
    """The text that begins in that column, up to the line's end, or to a comma inside brackets."""
    whole = line[column:].strip()
    if line[:column].count("[") > line[:column].count("]"):
        return whole.split(",")[0].rstrip("]} ")
    return whole


_MARKS = {
    "*": "a star in front makes a YAML alias; a star stands at the end of a word's beginning:"
    " summit*",
    "&": "& in front makes a YAML anchor",
    "!": "! in front makes a YAML tag",
    "|": "| in front makes a YAML block",
    ">": "> in front makes a YAML block",
}


def _mark_in_front(fault: _Fault) -> _Answer:
    """`* x`, `& x`, `!x!y`, `|x`, `> 5 dead`: the context is the mark itself."""
    if fault.context is None:
        return None
    line, column = fault.context
    what = fault.line_at(line)[column:].strip()
    if what[:1] not in _MARKS or "parsing a block" in fault.said:
        return None
    return _at(line, column), (
        f"{_MARKS[what[0]]}. Where it belongs to the text, put quotes around: {in_quotes(what)}"
    )


def _unclosed_quote(fault: _Fault) -> _Answer:
    last = fault.last
    if "unexpected end of stream" in fault.said and fault.context:
        line, column = fault.context
    elif last and last.quoted and last.line < last.end_line >= fault.line:
        line, column = last.line, last.column
    else:
        return None
    return _at(line, column), (
        "the quotation mark that opens here is not closed on its line:"
        " close it, or write two ('') for an apostrophe in single quotes"
    )


def _text_after_quote(fault: _Fault) -> _Answer:
    last = fault.last
    if not last or not last.quoted or last.end_line != fault.line:
        return None
    whole = _entry(fault.text, last.column)
    return _at(fault.line, last.column), (
        "the text goes on after its closing quotation mark:"
        f" put quotes of the other kind around all of it: {_requoted(whole)}"
    )


def _requoted(whole: str) -> str:
    if whole[0] == "'" and whole[-1] == "'" and '"' not in whole:
        return f'"{whole[1:-1]}"'
    return "'" + whole.replace("'", "''") + "'"


def _text_after_bracket(fault: _Fault) -> _Answer:
    before = fault.text[: fault.column].rstrip()
    if not fault.last or not fault.last.closing or before[-1:] not in ("]", "}"):
        return None
    start = _content_start(fault.text)
    return _at(fault.line, start), (
        "a bracket in front makes a YAML list: where it belongs to the text,"
        f" put quotes around: {in_quotes(fault.text[start:].strip())}"
    )


def _unclosed_bracket(fault: _Fault) -> _Answer:
    if fault.context is None or "flow" not in fault.said:
        return None
    line, column = fault.context
    if line == fault.line and fault.rest:
        return _at(line, fault.column), (
            f"a comma is missing here, or quotes around a text in the list: {fault.rest[:40]}"
        )
    if fault.line_at(line)[column : column + 1] not in ("[", "{"):
        line, column = _last_bracket(fault)
    return _at(line, column), "the bracket that opens here is never closed"


def _last_bracket(fault: _Fault) -> tuple[int, int]:
    for line in range(min(fault.line, len(fault.lines) - 1), -1, -1):
        column = max(fault.lines[line].rfind("["), fault.lines[line].rfind("{"))
        if column >= 0:
            return line, column
    return fault.line, fault.column


def _colon_in_text(fault: _Fault) -> _Answer:
    """A second colon on the line: a value that holds one."""
    before = fault.text[: fault.column]
    if "mapping values" not in fault.said or not (first := re.search(r":\s+", before)):
        return None
    value = fault.text[first.end() :].strip()
    return _at(fault.line, first.end()), (
        f'a colon in a text makes YAML read "{before[first.end() :].strip()}" as a key:'
        f" put quotes around the text: {in_quotes(value)}"
    )


def _lost_colon(fault: _Fault) -> _Answer:
    """A colon on this line, but the line above has none of its own and runs into this one."""
    if "mapping values" not in fault.said:
        return None
    above = _line_above(fault)
    if above is None or (fault.last and fault.last.end_line < above):
        return None
    if _is_key_line(fault.lines[above]):
        return _too_deep(fault)
    return _without_colon(fault.lines, above)


def _too_deep(fault: _Fault) -> _Answer:
    return _at(fault.line, _content_start(fault.text)), (
        "this line is indented deeper than the line above, which makes it a part of that line's"
        " text: begin both in the same column"
    )


def _missing_colon(fault: _Fault) -> _Answer:
    if "could not find expected ':'" not in fault.said or fault.context is None:
        return None
    return _without_colon(fault.lines, fault.context[0])


def _without_colon(lines: list[str], number: int) -> tuple[Place, str]:
    line = lines[number]
    start = _content_start(line)
    content = line[start:].strip()
    word = (re.match(r"[\w-]+", content) or re.match(r"\S*", content))[0]  # type: ignore[index]  # \S* always matches
    after = content[len(word) :]
    if re.match(r"-[^\s-]", content):
        message = f'a space is missing after the dash: write "- {content[1:]}"'
    elif wide := _WIDE_COLON.match(content):
        message = f'"：" is a full-width colon: write "{wide[1]}:" with the plain one and a space'
    elif after.startswith(":"):
        message = f'a space is missing after the colon: write "{word}: {after[1:].strip()}"'
    elif word in KEYS or not (after or _is_beside_dash(lines, number, start)):
        message = f'a colon is missing after "{word}": write "{word}:{after}"'
    else:
        message = (
            f'"{content}" is neither a key with a colon ("title: {content}")'
            f' nor an entry of a list ("- {content}")'
        )
    return _at(number, start), message


def _is_beside_dash(lines: list[str], number: int, start: int) -> bool:
    return number > 0 and lines[number - 1][start : start + 2] == "- "


def _list_on_key_line(fault: _Fault) -> _Answer:
    if "sequence entries" not in fault.said:
        return None
    return _at(fault.line, fault.column), (
        'a list begins on a line of its own: move "- " to the next line, indented'
    )


def _backslash(fault: _Fault) -> _Answer:
    if "escape" not in fault.said:
        return None
    return _at(fault.line, fault.column), (
        "a backslash in double quotes begins a code that YAML does not know:"
        " use single quotes, in which it is a plain character"
    )


def _mark_alone(fault: _Fault) -> _Answer:
    """`- , x` and `- : x`, and directives such as `%YAML`."""
    if fault.text.startswith("%"):
        return _at(fault.line, 0), "no line may begin with %: delete it, or put quotes around it"
    in_front = fault.column == _content_start(fault.text)
    return _no_text_begins(fault) if in_front and fault.rest[:1] in tuple(",:%]}") else None


def _not_an_entry(fault: _Fault) -> _Answer:
    if "block collection" not in fault.said:
        return None
    return _at(fault.line, fault.column), (
        'this line stands in a list and does not begin with "- ": put the dash in front of it,'
        " or move it to the column of the key that it belongs beside"
    )


def _indentation(fault: _Fault) -> _Answer:
    return _at(fault.line, fault.column), (
        "YAML can't tell what this line belongs to, by the column in which it begins:"
        " begin it below the line that it belongs beside, and check quotes and brackets above it"
    )


_RULES: tuple[Callable[[_Fault], _Answer], ...] = (
    _reserved_character,
    _backslash,
    _unclosed_quote,
    _text_after_quote,
    _mark_in_front,
    _text_after_bracket,
    _unclosed_bracket,
    _colon_in_text,
    _lost_colon,
    _missing_colon,
    _list_on_key_line,
    _mark_alone,
    _not_an_entry,
    _indentation,
)


def _content_start(line: str) -> int:
    """The column after indentation and dashes."""
    indent = len(line) - len(line.lstrip())
    dashes = _DASHES.match(line, indent)
    return dashes.end() if dashes else indent


def _is_key_line(line: str) -> bool:
    return re.search(r":(\s|$)", line) is not None


def _line_above(fault: _Fault) -> int | None:
    numbers = range(fault.line - 1, -1, -1)
    content = (n for n in numbers if fault.lines[n].strip() and fault.lines[n].lstrip()[0] != "#")
    return next(content, None)
