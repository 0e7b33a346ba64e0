"""What a file that is to be tried would change: watchlists as they are in force, and with the file.

A file that lies elsewhere is compared with what the desk's folder says; the desk's own file with
what was recorded of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from monitor.commands.check import terms_root
from monitor.commands.errors import CommandError
from monitor.commands.setup import existing, has_database, open_database, print_problems, told
from monitor.settings import Settings
from monitor.store.watchlists import WatchlistStore
from monitor.watchlist.changes import Change, changes
from monitor.watchlist.destination import Destinations
from monitor.watchlist.files import is_terms, is_watchlist, look
from monitor.watchlist.force import Good, Standing, good_of, read_again, read_desk
from monitor.watchlist.history import is_shared, last_good
from monitor.watchlist.load import ENDINGS, TERMS, load_files, named_file
from monitor.watchlist.problem import Problem


async def proposed(file: Path, watchlists: Path, settings: Settings) -> tuple[Change, ...]:
    """What a watchlist's file changes, or a terms.yaml in all that use its changed groups.

    Raises CommandError for a file that is neither, or that can't be tried.
    """
    _refuse_others(file)
    if is_terms(file):
        return await _by_terms(file, existing(watchlists), settings)
    after = _good(file, watchlists, settings)
    return (Change(after.watchlist.id, await _before(file, watchlists, settings), after),)


def _refuse_others(file: Path) -> None:
    if not file.is_file():
        raise CommandError(f"there is no file {file}", code=2)
    if not (is_terms(file) or is_watchlist(file)):
        message = f"{file} is neither a watchlist nor a {TERMS}.yaml: only these can be tried"
        raise CommandError(message, code=2)


def _good(file: Path, watchlists: Path, settings: Settings) -> Good:
    """The watchlist of the file, with the terms.yaml of its folder; CommandError for a bad one."""
    path = file.absolute()
    loaded = load_files([path], settings.destinations(), terms_root(path, watchlists))
    if not loaded.watchlists:
        raise _refused(file, loaded.problems)
    print_problems(loaded.problems)
    return good_of(loaded.watchlists[0], loaded.groups)


def _refused(file: Path, problems: Iterable[Problem]) -> CommandError:
    return CommandError("\n".join((f"{file} can't be tried:", *told(problems))))


async def _before(file: Path, watchlists: Path, settings: Settings) -> Good | None:
    """The version in force: the desk's file of that id, or what was recorded of this very file."""
    desk, path, own = _places(file, watchlists)
    if not own and (good := _in_folder(file.stem, desk, settings)):
        return good
    wanted = {file.stem: path if own else desk / f"{file.stem}{ENDINGS[0]}"}
    return (await _recorded(wanted, desk, settings)).get(file.stem)


def _places(file: Path, watchlists: Path) -> tuple[Path, Path, bool]:
    """The desk's folder, the file, and whether it lies there: then it is in force, or will be."""
    desk, path = watchlists.absolute(), file.absolute()
    return desk, path, desk in path.parents


def _in_folder(name: str, folder: Path, settings: Settings) -> Good | None:
    if not folder.is_dir():
        return None
    return read_desk(folder, settings.destinations()).good.get(name)


async def _recorded(wanted: Mapping[str, Path], desk: Path, settings: Settings) -> dict[str, Good]:
    """The last good versions of these watchlists; none without a database."""
    if not has_database(settings):
        return {}
    async with open_database(settings) as db:
        store = WatchlistStore(db)
        shared = set(filter(is_shared, await store.latest()))
        versions = await store.versions({*wanted, *shared})
    return last_good(versions, wanted, desk, settings.destinations())


async def _by_terms(file: Path, watchlists: Path, settings: Settings) -> tuple[Change, ...]:
    desk, path, own = _places(file, watchlists)
    said = read_desk(desk, settings.destinations())
    before: Mapping[str, Good]
    if own:
        _look_at(said, path, file)
        wanted = {name: one.watchlist.path for name, one in said.good.items() if one.groups}
        before, after = await _recorded(wanted, desk, settings), said.good
        if wanted and not before:
            raise CommandError(
                f"what {file} said before is not recorded: put it back, save the changed one as a"
                f" {TERMS}.yaml in another folder, and name that",
                code=2,
            )
    else:
        before, after = said.good, _in_place(file, desk, said, settings.destinations()).good
    common = before.keys() & after.keys()
    were, are = ({name: goods[name] for name in common} for goods in (before, after))
    return tuple(change for change in changes(were, are) if change.listens_otherwise)


def _in_place(file: Path, desk: Path, before: Standing, destinations: Destinations) -> Standing:
    """What the desk says with this file in the place of its own terms.yaml.

    What it fells is said on stderr and stays as it was, as it would in service.
    """
    path = named_file(desk, TERMS)
    if path is None:
        raise CommandError(f"{desk} has no {TERMS}.yaml yet: no watchlist uses a group of it")
    files = look(desk, before.files)
    new = look(file.absolute().parent, {})[file.absolute()]
    after = read_again(before, {**files, path: new}, desk, destinations)
    _look_at(after, path, file)
    for name in sorted(after.broken.keys() - before.broken.keys()):
        print_problems(after.problems[after.broken[name]])
    return after


def _look_at(standing: Standing, path: Path, file: Path) -> None:
    """Say what is wrong in a terms.yaml; CommandError where that is an error."""
    problems = [replace(one, file=str(file)) for one in standing.problems.get(path, ())]
    if any(one.error for one in problems):
        raise _refused(file, problems)
    print_problems(problems)
