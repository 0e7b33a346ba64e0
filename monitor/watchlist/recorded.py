"""The desk's files as their versions are recorded: by name, with their errors in words."""

from collections.abc import Mapping
from pathlib import Path

from monitor.watchlist.files import name_of
from monitor.watchlist.force import Standing
from monitor.watchlist.problem import Problem

Texts = Mapping[str, tuple[str, tuple[str, ...]]]
"""Text and errors of each file, by the name of its versions."""


def texts_of(standing: Standing, folder: Path) -> Texts:
    """What the files say now. Of two watchlists with one id the text is that of the first."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for path, copy in sorted(standing.files.items()):
        name = name_of(path, folder)
        text, errors = found.get(name, (copy.text, ()))
        found[name] = text, (*errors, *errors_of(standing, path))
    return found


def errors_of(standing: Standing, path: Path) -> Mapping[str, Problem]:
    """The errors of a file by the words under which they are recorded."""
    errors = (problem for problem in standing.problems.get(path, ()) if problem.error)
    return {f"line {one.line}: {one.message}": one for one in errors}


def since_recorded(recorded: Texts, now: Texts) -> Texts:
    """What is to be recorded: files that say something else, and those that are gone."""
    gone = {name for name, (text, errors) in recorded.items() if text or errors} - now.keys()
    fresh = {name: said for name, said in now.items() if recorded.get(name) != said}
    return fresh | dict.fromkeys(sorted(gone), ("", ()))
