"""The desk's folder: every watchlist that can be loaded, and every problem of every file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.query.ast import Node as Query
from monitor.watchlist.destination import Destinations
from monitor.watchlist.problem import START, Findings, Problem
from monitor.watchlist.terms import Terms, read_terms
from monitor.watchlist.watchlist import Watchlist, read_watchlist

ENDINGS = (".yaml", ".yml")
TERMS = "terms"
FEEDS = "feeds"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the desk's files say."""

    watchlists: tuple[Watchlist, ...]
    """Those without an error, by path."""
    groups: Mapping[str, Query]
    """The groups that their rules name; those of sub-folders under their path."""
    problems: tuple[Problem, ...]
    broken: frozenset[str] = frozenset()
    """Ids of the files that have an error: a service keeps their last good version."""


def load_watchlists(folder: Path, destinations: Destinations, *, subfolders: bool = True) -> Loaded:
    """Read a folder and its sub-folders; a file with an error takes no other down.

    A sub-folder's terms.yaml adds to the groups of the folder above and goes before them.
    """
    files = sorted(_yaml_files(folder, subfolders=subfolders))
    return load_files(files, destinations, folder)


def load_files(
    files: Sequence[Path],
    destinations: Destinations,
    root: Path,
    known: Mapping[Path, bytes] | None = None,
) -> Loaded:
    """Read these watchlists and terms files; groups are looked for from `root` downwards.

    Problems of a terms.yaml are told only where it is one of the files. `known` has what files
    hold, as far as that was read already.
    """
    known = known or {}
    terms = _TermsOfFolders(root, known)
    watchlists: dict[str, Watchlist] = {}
    seen: dict[str, Path] = {}
    broken: set[str] = set()
    problems: list[Problem] = []
    for path in files:
        if path.stem == TERMS:
            problems += terms.problems(path.parent)
        elif path.stem != FEEDS:
            findings = Findings(str(path))
            groups_there, data = terms.of(path.parent), known.get(path)
            watchlist = read_watchlist(path, groups_there, destinations, findings, data)
            _refuse_known_id(path, seen, findings)
            if watchlist and not findings.errors:
                watchlists[path.stem] = watchlist
            elif path.stem not in watchlists:
                broken.add(path.stem)
            problems += findings.problems
    groups = terms.groups()
    return Loaded(tuple(watchlists.values()), groups, tuple(sorted(problems)), frozenset(broken))


def causes_first(problem: Problem) -> tuple[bool, int, Problem]:
    """The order in which problems are told: those of a terms.yaml before the lists that it fells.

    Of two terms.yaml that of the folder above goes first; else by file and place.
    """
    path = Path(problem.file)
    terms = path.stem == TERMS and path.suffix in ENDINGS
    return not terms, len(path.parts) if terms else 0, problem


def _yaml_files(folder: Path, *, subfolders: bool) -> Iterator[Path]:
    """The YAML files of a folder; what is hidden by a dot stays so."""
    for path in folder.rglob("*") if subfolders else folder.iterdir():
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in ENDINGS and not hidden and path.is_file():
            yield path


def named_file(folder: Path, name: str) -> Path | None:
    """`terms.yaml` or `terms.yml` of a folder, if there is one."""
    paths = (folder / f"{name}{ending}" for ending in ENDINGS)
    return next((path for path in paths if path.is_file()), None)


def _refuse_known_id(path: Path, seen: dict[str, Path], findings: Findings) -> None:
    first = seen.setdefault(path.stem, path)
    if first != path:
        findings.error(
            START, f'the id "{path.stem}" is there twice, {first} has it: give one another name'
        )


class _TermsOfFolders:
    """The groups of each folder, each file read once."""

    def __init__(self, root: Path, known: Mapping[Path, bytes]) -> None:
        self.root = root
        self.known = known
        self.read: dict[Path, tuple[Terms, list[Problem]]] = {}

    def of(self, folder: Path) -> Terms:
        return self._read(folder)[0]

    def problems(self, folder: Path) -> list[Problem]:
        return self._read(folder)[1]

    def groups(self) -> dict[str, Query]:
        return {
            key: query for terms, _ in self.read.values() for key, query in terms.groups.items()
        }

    def _read(self, folder: Path) -> tuple[Terms, list[Problem]]:
        if folder not in self.read:
            self.read[folder] = self._read_folder(folder)
        return self.read[folder]

    def _read_folder(self, folder: Path) -> tuple[Terms, list[Problem]]:
        inside = folder != self.root and self.root in folder.parents
        above = self.of(folder.parent) if inside else Terms()
        path = named_file(folder, TERMS)
        if path is None:
            return above, []
        prefix = f"{folder.relative_to(self.root).as_posix()}/" if inside else ""
        findings = Findings(str(path))
        data = self.known.get(path)
        return read_terms(path, above, findings, prefix, data), findings.problems
