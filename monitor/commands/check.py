"""`monitor check`: every problem of the desk's files, the feeds and the settings."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from monitor.commands.between import between_files, no_feeds, with_unheard
from monitor.commands.lines import count
from monitor.model.alert import Route
from monitor.model.feed import Feed
from monitor.settings import Settings, load_settings
from monitor.watchlist.feedlist import load_feeds
from monitor.watchlist.load import (
    ENDINGS,
    FEEDS,
    TERMS,
    Loaded,
    causes_first,
    load_files,
    load_watchlists,
    named_file,
)
from monitor.watchlist.problem import START, Findings, Problem, render

FINE, PROBLEMS, USAGE = 0, 1, 2
"""Exit codes."""

Form = Literal["human", "json", "github"]
"""For a person, a JSON object a line, or workflow commands of GitHub Actions."""

_SETTINGS = "monitor.yaml"
_ALMOST = (".yaml", ".yml", ".yam", ".txt")
"""Endings, in any case, that editors give to a watchlist by mistake."""


@dataclass(slots=True)
class _Report:
    """What was looked at, and what is wrong with it."""

    watchlists: int = 0
    broken: int = 0
    feeds: int = 0
    routes: set[Route] = field(default_factory=set)
    problems: list[tuple[Problem, str]] = field(default_factory=list)
    """Each with its file relative to the path given."""

    def add(self, problems: Iterable[Problem], base: Path) -> None:
        """Take problems of files below a path, or of one file, which is the path itself."""
        for problem in sorted(problems, key=causes_first):
            self.problems.append((problem, os.path.relpath(problem.file, base)))

    def add_watchlists(self, loaded: Loaded, base: Path) -> None:
        self.watchlists += len(loaded.watchlists) + len(loaded.broken)
        self.broken += len(loaded.broken)
        self.routes |= {route for one in loaded.watchlists for route in one.routes}
        self.add(loaded.problems, base)

    def add_feeds(self, feeds: Sequence[Feed], problems: Iterable[Problem], base: Path) -> None:
        self.feeds += len(feeds)
        self.add(problems, base)

    @property
    def errors(self) -> int:
        return sum(problem.error for problem, _ in self.problems)


def check(
    paths: Sequence[Path], settings_path: Path, watchlists: Path, *, form: Form = "human"
) -> tuple[list[str], int]:
    """Look at these files and folders, or at everything where none is named.

    Returns the lines to print and the exit code: 0 fine or warnings only, 1 errors, 2 wrong usage.
    """
    missing = [path for path in paths or [watchlists] if not path.exists()]
    if missing:
        return [f"there is no file or folder {path}" for path in missing], USAGE
    settings, problems = load_settings(settings_path, os.environ)
    report = _Report()
    if paths:
        for path in paths:
            _check_path(path, settings_path, watchlists, settings, report)
    else:
        report.add(problems, Path())
        _check_folder(watchlists, settings, report, Path())
        report.add(between_files(settings, settings_path, report.routes), Path())
        if not report.feeds:
            report.add(no_feeds(watchlists), Path())
    lines = {"human": _lines, "json": _json_lines, "github": _github_lines}[form](report)
    return list(lines), PROBLEMS if report.errors else FINE


def _check_path(
    path: Path, settings_path: Path, watchlists: Path, settings: Settings, report: _Report
) -> None:
    if path.is_dir():
        _check_folder(path, settings, report, path)
    elif path.name == _SETTINGS or path.resolve() == settings_path.resolve():
        report.add(load_settings(path, os.environ)[1], path.parent)
    elif path.stem == FEEDS:
        report.add_feeds(*load_feeds(path), path.parent)
    else:
        absolute = path.absolute()
        root = terms_root(absolute, watchlists)
        loaded = load_files([absolute], settings.destinations(), root)
        loaded = with_unheard(loaded, load_feeds(root / f"{FEEDS}.yaml")[0])
        own = tuple(replace(problem, file=str(path)) for problem in loaded.problems)
        report.add_watchlists(replace(loaded, problems=own), path.parent)


def _check_folder(folder: Path, settings: Settings, report: _Report, base: Path) -> None:
    loaded = load_watchlists(folder, settings.destinations())
    feeds, problems = load_feeds(folder / f"{FEEDS}.yaml")
    report.add_watchlists(with_unheard(loaded, feeds), base)
    report.add_feeds(feeds, problems, base)
    report.add(_overlooked(folder), base)


def _overlooked(folder: Path) -> Iterator[Problem]:
    """Warnings of files that look like watchlists and are not read."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in _ALMOST and path.suffix not in ENDINGS and not hidden:
            findings = Findings(str(path))
            findings.warning(START, "not read: a watchlist's name must end in .yaml")
            yield from findings.problems


def terms_root(path: Path, watchlists: Path) -> Path:
    """Where a file's groups begin: in the desk's folder, else in the nearest with a terms.yaml."""
    desk = watchlists.absolute()
    if desk in path.parents:
        return desk
    return next((folder for folder in path.parents if named_file(folder, TERMS)), path.parent)


def _json_lines(report: _Report) -> Iterator[str]:
    for problem, file in report.problems:
        values = {
            "file": file,
            "line": problem.line,
            "column": problem.column,
            "error": problem.error,
            "message": problem.message,
        }
        yield json.dumps(values, ensure_ascii=False)


def _github_lines(report: _Report) -> Iterator[str]:
    """Annotations of a pull request, with files as the repository knows them."""
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
    for problem, _ in report.problems:
        yield annotation(problem, root)
    yield _summary(report)


def annotation(problem: Problem, root: Path) -> str:
    """A problem as a workflow command, its file relative to `root`.

    docs.github.com, "Workflow commands for GitHub Actions", and the escapes of actions/toolkit,
    packages/core/src/command.ts. Of a problem in no file (a variable), only the message is left.
    """
    kind = "error" if problem.error else "warning"
    if not Path(problem.file).is_file():
        return f"::{kind}::{_escaped(f'{problem.file}: {problem.message}')}"
    file = Path(os.path.relpath(problem.file, root)).as_posix()
    file = _escaped(file).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={problem.line},col={problem.column}"
    return f"::{kind} {place}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _lines(report: _Report) -> Iterator[str]:
    for problem, _ in report.problems:
        yield render(problem)
    yield _summary(report)


def _summary(report: _Report) -> str:
    broken = f" ({report.broken} can't be used)" if report.broken else ""
    seen = f"{count(report.watchlists, 'watchlist')}{broken}, {count(report.feeds, 'feed')}"
    warnings = len(report.problems) - report.errors
    found = f"{count(report.errors, 'error')}, {count(warnings, 'warning')}"
    hidden = any(problem.hides for problem, _ in report.problems)
    more = "; more may show once this is mended" if hidden else ""
    return f"{seen}: {found if report.problems else 'no problems'}{more}"
