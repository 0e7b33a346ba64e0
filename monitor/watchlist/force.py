"""What of the desk's files is in force: what loads, and the last good version of what does not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from monitor.matching.rule import Rule
from monitor.model.feed import Feed
from monitor.query.ast import Node as Query
from monitor.query.ast import group_refs
from monitor.query.write import VERSION, print_query
from monitor.watchlist.destination import Destinations
from monitor.watchlist.feedlist import load_feeds
from monitor.watchlist.files import LISTS, Files, changed, is_terms, is_watchlist, look
from monitor.watchlist.groups import renamed
from monitor.watchlist.load import FEEDS, Loaded, causes_first, load_files, named_file
from monitor.watchlist.problem import START, Findings, Problem
from monitor.watchlist.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Good:
    """A watchlist that loads, with the groups that it uses, whatever becomes of terms.yaml."""

    watchlist: Watchlist
    groups: Mapping[str, Query]

    def says_as(self, other: "Good") -> bool:
        """Whether both mean the same, wherever their files lie."""
        return self.groups == other.groups and self.watchlist == replace(
            other.watchlist, path=self.watchlist.path
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the desk's files say, and what of it is in force."""

    files: Files = field(default_factory=dict)
    said: Mapping[Path, Good | None] = field(default_factory=dict)
    """By a watchlist's file; `None` for one with an error."""
    problems: Mapping[Path, tuple[Problem, ...]] = field(default_factory=dict)
    """By file; those of feeds.yaml, and what it includes, under the path of feeds.yaml."""
    good: Mapping[str, Good] = field(default_factory=dict)
    """The watchlists in force, by id."""
    feeds: tuple[Feed, ...] = ()
    """The feeds in force."""
    feeds_kept: bool = False
    """They are those of an earlier version, because feeds.yaml has an error."""

    @property
    def broken(self) -> Mapping[str, Path]:
        """Ids whose file has an error, each with the file."""
        loads = {path.stem for path, good in self.said.items() if good is not None}
        return {path.stem: path for path in self.said if path.stem not in loads}

    @property
    def kept(self) -> frozenset[str]:
        """Ids of watchlists whose last good version is in force, because the file has an error."""
        return frozenset(self.broken.keys() & self.good.keys())

    def figures(self) -> Mapping[str, float]:
        """By metric name: watchlists in force, and those whose file has an error."""
        return {"watchlists": len(self.good), "watchlists_with_errors": len(self.broken)}

    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem, by file and place; those of a terms.yaml first."""
        every = (one for found in self.problems.values() for one in found)
        return tuple(sorted(every, key=causes_first))


def read_desk(folder: Path, destinations: Destinations) -> Standing:
    """What a folder says, without anything before it. Raises OSError where there is none."""
    return read_again(Standing(), look(folder, {}), folder, destinations)


def read_again(
    before: Standing, files: Files, folder: Path, destinations: Destinations
) -> Standing:
    """The standing after the files have changed; only what the change concerns is read.

    A watchlist, or a list of feeds, with an error stays in force as it was.
    """
    touched = changed(before.files, files)
    lists = {path for path in files if is_watchlist(path)}
    again = {path for path in lists if _concerns(touched, path, before.said.get(path))}
    terms = {path for path in touched if is_terms(path) and path in files}
    # No disk is touched from here on. A thread that computes and reads by turns lets go of the
    # interpreter's lock at each read and has it back before another wakes up, which begins to wait
    # its 5 ms anew (take_gil in CPython's ceval_gil.h): the event loop stood still to the end.
    known = {path: copy.data for path, copy in files.items() if copy.data}
    loaded = load_files(sorted(again | terms), destinations, folder, known)
    goods = _goods(loaded, before)
    said = {path: goods.get(path) if path in again else before.said[path] for path in lists}
    kept = {p: found for p, found in before.problems.items() if p in files and p not in again}
    problems = kept | _by_file(loaded.problems, again | terms)
    standing = Standing(files, said, problems, _in_force(said, before.good))
    return _with_feeds(standing, before, touched, folder)


def _concerns(touched: Collection[Path], path: Path, said: Good | None) -> bool:
    """Whether a change of those files may change what a watchlist means."""
    for one in touched:
        if one.stem == path.stem and is_watchlist(one):
            return True
        if is_terms(one) and one.parent in path.parents and (said is None or said.groups):
            return True
    return False


def _goods(loaded: Loaded, before: Standing) -> dict[Path, Good]:
    """What has loaded, by file; a group that says what it said is the same object still."""
    known = {key: query for good in before.good.values() for key, query in good.groups.items()}
    groups = {
        key: known[key] if known.get(key) == query else query
        for key, query in loaded.groups.items()
    }
    return {one.path: good_of(one, groups) for one in loaded.watchlists}


def good_of(watchlist: Watchlist, groups: Mapping[str, Query]) -> Good:
    """A watchlist that has loaded with these groups."""
    return Good(watchlist, _used(watchlist.rule.query, groups))


def _used(query: Query, groups: Mapping[str, Query]) -> dict[str, Query]:
    """The groups that a query names, and those that they name."""
    found: dict[str, Query] = {}
    waiting = [ref.name for ref in group_refs(query)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = groups[name]
            waiting += [ref.name for ref in group_refs(groups[name])]
    return found


def _by_file(
    problems: Iterable[Problem], paths: Collection[Path]
) -> dict[Path, tuple[Problem, ...]]:
    found: dict[Path, tuple[Problem, ...]] = dict.fromkeys(paths, ())
    for problem in problems:
        found[Path(problem.file)] = (*found.get(Path(problem.file), ()), problem)
    return found


def _in_force(said: Mapping[Path, Good | None], before: Mapping[str, Good]) -> dict[str, Good]:
    """By id: what its file says, else what was in force before."""
    found: dict[str, Good] = {}
    for path, good in sorted(said.items()):
        if good is not None:
            found.setdefault(path.stem, good)
    for path in said:
        if path.stem not in found and path.stem in before:
            found[path.stem] = before[path.stem]
    return dict(sorted(found.items()))


def _with_feeds(
    standing: Standing, before: Standing, touched: Collection[Path], folder: Path
) -> Standing:
    path = named_file(folder, FEEDS) or folder / f"{FEEDS}.yaml"
    was = {one: found for one, found in before.problems.items() if one.stem == FEEDS}
    if not any(one.suffix in LISTS or one.stem == FEEDS for one in touched):
        return replace(
            standing,
            problems={**standing.problems, **was},
            feeds=before.feeds,
            feeds_kept=before.feeds_kept,
        )
    feeds, problems = load_feeds(path)
    if path in standing.files and not standing.files[path].data.strip() and before.feeds:
        problems = (*problems, _empty(path))
    kept = bool(before.feeds) and any(problem.error for problem in problems)
    others = {one: found for one, found in standing.problems.items() if one not in was}
    return replace(
        standing,
        problems=others | ({path: problems} if problems else {}),
        feeds=before.feeds if kept else feeds,
        feeds_kept=kept,
    )


def _empty(path: Path) -> Problem:
    findings = Findings(str(path))
    findings.error(START, "the list of feeds is empty: to read none, write []")
    return findings.problems[0]


def keeping(
    standing: Standing, goods: Mapping[str, Good], feeds: tuple[Feed, ...] | None
) -> Standing:
    """A standing with the last good versions, found elsewhere, of what has an error in it."""
    good = {**standing.good, **{name: goods[name] for name in standing.broken if name in goods}}
    if feeds is None:
        return replace(standing, good=dict(sorted(good.items())))
    return replace(standing, good=dict(sorted(good.items())), feeds=feeds, feeds_kept=True)


def together(standing: Standing) -> tuple[dict[str, Rule], dict[str, Query]]:
    """The rules of the watchlists in force, by id, and all their groups.

    A last good version may use groups that say something else by now: it gets its own, under names
    of their own.
    """
    rules: dict[str, Rule] = {}
    groups: dict[str, Query] = {}
    kept = standing.kept
    for name in sorted(standing.good, key=lambda name: (name in kept, name)):
        good = standing.good[name]
        own = good.groups
        rule = good.watchlist.rule
        if any(groups.setdefault(key, query) != query for key, query in own.items()):
            own, rule = _apart(good)
            groups.update(own)
        rules[name] = rule
    return rules, groups


def _apart(good: Good) -> tuple[dict[str, Query], Rule]:
    """A watchlist's groups, and its rule, with names that say which version they are of."""
    written = "\n".join(f"{key}: {print_query(query)}" for key, query in good.groups.items())
    mark = blake2b(written.encode(), digest_size=4).hexdigest()
    keys = {key: f"{key}{VERSION}{mark}" for key in good.groups}
    groups = {keys[key]: renamed(query, keys) for key, query in good.groups.items()}
    return groups, replace(good.watchlist.rule, query=renamed(good.watchlist.rule.query, keys))
