"""What is wrong in a file, where, and how that is shown to a person."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

_WINDOW = 100
"""Characters of a source line that are shown; JSON on a single line can be endless."""

_HOOK = re.compile(r"(://[^\s/]+/(?:services|workflows|triggers)/)([^\s\"',}\]]+)")
"""Slack's incoming webhooks: whoever knows the rest of the address can post."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A character of a file; both numbers count from 1, columns in characters."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that a person should mend (an error) or look at (a warning)."""

    file: str
    line: int
    column: int
    error: bool
    message: str
    source: str = field(default="", compare=False, repr=False)
    """The line as it stands in the file, the secret part of a webhook's address masked."""
    hides: bool = field(default=False, compare=False, repr=False)
    """What else the file holds was not looked at."""


class Findings:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[str] = []
        """Those of the file, once it is read."""
        self.problems: list[Problem] = []
        self.errors = 0
        """How many of them are errors."""

    def error(self, place: Place, message: str) -> None:
        """Note an error: the file, or the part of it that is meant, does not load."""
        self._note(place, message, error=True)

    def warning(self, place: Place, message: str) -> None:
        """Note a warning: it loads, but may not mean what its writer thinks."""
        self._note(place, message, error=False)

    def breaks_off(self) -> None:
        """Note with the last error that what else the file holds was not looked at."""
        self.problems[-1] = replace(self.problems[-1], hides=True)

    def _note(self, place: Place, message: str, *, error: bool) -> None:
        self.errors += error
        line, column = self._inside(place)
        source = _masked(self.lines[line - 1]) if self.lines else ""
        self.problems.append(Problem(self.file, line, column, error, message, source=source))

    def _inside(self, place: Place) -> tuple[int, int]:
        """Line and column, or those of the file's end where YAML means the line behind it."""
        if not self.lines or place.line <= len(self.lines):
            return place.line, place.column
        return len(self.lines), len(self.lines[-1]) + 1


def _masked(line: str) -> str:
    """A line as long as it was, in which nobody can read the address of a Slack webhook."""
    return _HOOK.sub(lambda found: found[1] + "*" * len(found[2]), line)


def render(problem: Problem) -> str:
    """Put a problem into `file:line:column: error: message`, its source line and a caret."""
    kind = "error" if problem.error else "warning"
    head = f"{problem.file}:{problem.line}:{problem.column}: {kind}: {problem.message}"
    if not problem.source.strip():
        return head
    return "\n".join([head, *_pointed(problem.source, problem.column - 1)])


def _pointed(line: str, column: int) -> tuple[str, str]:
    """A source line, cut to a window around the column, and the line with the caret below it."""
    start = 0 if len(line) <= _WINDOW else max(0, column - _WINDOW // 2)
    shown = line[start : start + _WINDOW].replace("\t", " ")
    before = "…" if start else ""
    after = "…" if start + _WINDOW < len(line) else ""
    indent = " " * _cells(before + shown[: column - start])
    return f"    {before}{shown}{after}", f"    {indent}^"


def _cells(text: str) -> int:
    """Width of a text on a terminal: East Asian letters take two cells, combining marks none."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)
