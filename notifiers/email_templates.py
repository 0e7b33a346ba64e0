"""The templates of mails: those built in, each replaced by a newsroom's file of the same name.

A newsroom's templates run in a sandbox and see cleaned text only; in HTML everything is escaped.
One that breaks costs its looks, never a message: the built-in one takes its place, and the fault is
kept to be told. A changed file is used from the next message on.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import NamedTuple

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifiers import wording

PAGES = ("alert", "digest", "notice")
"""Each as `NAME.html` and `NAME.txt`."""
NAMES = (
    "subject.txt",
    *(f"{page}.{ending}" for ending in ("html", "txt") for page in (*PAGES, "layout", "story")),
)
"""Files that a newsroom may write; others are there for its own templates to include."""


_TOLD = re.compile(r"'notifiers\.email_text\.Told(\w+) object'")
"""How Jinja names what templates see: a story, a section."""


class TemplateFault(NamedTuple):
    """What is wrong with a newsroom's template, and where."""

    file: str
    line: int
    problem: str


class Templates:
    """The templates in use, and what was wrong with them."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` holds a newsroom's own; it may be missing, as may each file in it."""
        self.folder = folder
        self._own = environment(folder) if folder else None
        self._told: set[TemplateFault] = set()
        self._fresh: list[TemplateFault] = []

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """A template filled in, by the built-in one where the newsroom's own breaks."""
        if self._own is not None:
            try:
                return self._own.get_template(name).render(values)
            except Exception as error:  # whatever a template does, the message goes out
                self.blame(fault(error, self.folder, name))
        return built_in(name, values)

    def blame(self, found: TemplateFault) -> None:
        """Keep a fault to be told, once."""
        if found not in self._told:
            self._told.add(found)
            self._fresh.append(found)

    def faults(self) -> tuple[TemplateFault, ...]:
        """The faults that came up since the last call."""
        fresh, self._fresh = tuple(self._fresh), []
        return fresh

    def own(self) -> tuple[Path, ...]:
        """The newsroom's own files, by name."""
        found = self.folder.glob("*") if self.folder and self.folder.is_dir() else ()
        return tuple(sorted(path for path in found if path.suffix in {".html", ".txt"}))


def built_in(name: str, values: Mapping[str, object]) -> str:
    """A built-in template filled in."""
    return _shipped().get_template(name).render(values)


@cache
def _shipped() -> ImmutableSandboxedEnvironment:
    return environment(None)


def environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    """The sandbox of the templates in a folder, with the built-in ones behind them."""
    shipped: list[BaseLoader] = [PackageLoader("notifiers")]
    own: list[BaseLoader] = [FileSystemLoader(folder)] if folder else []
    sandbox = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(own + shipped),
        autoescape=_is_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=folder is not None,
    )
    sandbox.filters["names"] = _names
    return sandbox


def _is_html(name: str | None) -> bool:
    return name is None or not name.endswith(".txt")


def _names(names: Iterable[str], shown: int = 5) -> str:
    """The filter `names`: the first ones, and how many more."""
    return wording.listed(names, shown)


def fault(error: Exception, folder: Path | None, name: str) -> TemplateFault:
    """Where in a folder's templates an error came up, and what it says; `name` was asked for."""
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or name, error.lineno
    else:
        file, line = _last_line(error, folder, name)
    said = error.message if isinstance(error, TemplateError) else str(error)
    said = _TOLD.sub(lambda found: f"a {found[1].lower()}", said or type(error).__name__)
    return TemplateFault(file, line, wording.one_line(said, 300))


def _last_line(error: Exception, folder: Path | None, name: str) -> tuple[str, int]:
    """The innermost line of a template in the traceback: Jinja names its files there."""
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    inside = [place for place in frames if folder and Path(place[0]).parent == folder]
    return inside[-1] if inside else (str((folder or Path()) / name), 1)
