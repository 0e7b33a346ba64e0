"""What several commands begin with: the settings, the desk's files, the channels.

The desk's files and the channels bring much along: commands that only ask the store go without.
"""

import getpass
import os
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from monitor.commands.errors import CommandError
from monitor.settings import Settings, load_settings
from monitor.store.database import Database
from monitor.watchlist.duration import parse_duration
from monitor.watchlist.problem import Problem, render

if TYPE_CHECKING:
    from rich.console import Console

    from monitor.channels import Channels
    from monitor.desk import Desk


def settings_of(path: Path) -> Settings:
    """The settings of a file that may be missing; raises CommandError for one that is wrong."""
    settings, problems = load_settings(path, os.environ)
    if any(problem.error for problem in problems):
        raise CommandError("\n".join(("the settings can't be used:", *told(problems))))
    return settings


def told(problems: Iterable[Problem]) -> list[str]:
    """Problems as lines for a person."""
    return [render(problem) for problem in problems]


def print_problems(problems: Iterable[Problem]) -> None:
    """Say problems on stderr."""
    for line in told(problems):
        print(line, file=sys.stderr)


def length(option: str, text: str) -> timedelta:
    """The length of time that an option gives; raises CommandError for a text that is none."""
    try:
        return parse_duration(text)
    except ValueError as problem:
        raise CommandError(f"{option}: {problem}", code=2) from None


def login(otherwise: str) -> str:
    """Who is logged in; a container's user may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return otherwise


def existing(folder: Path) -> Path:
    """The desk's folder, or CommandError where there is none."""
    if not folder.is_dir():
        raise CommandError(
            f"no folder {folder}: name the watchlists' folder with --watchlists DIR", code=2
        )
    return folder


def desk_of(folder: Path, settings: Settings) -> "Desk":
    """The desk's files; what is wrong in them is said on stderr and left out."""
    from monitor.desk import load_desk

    desk = load_desk(existing(folder), settings)
    print_problems(desk.problems)
    return desk


@asynccontextmanager
async def open_channels(
    settings: Settings, console: "Console", *, buttons: bool = False
) -> AsyncIterator["Channels"]:
    """The notifiers, with a session of their own, closed at the end; `buttons` as in servers_of."""
    import aiohttp

    from monitor.channels import Channels, servers_of

    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        channels = Channels(servers_of(settings, http, console, buttons=buttons))
        try:
            yield channels
        finally:
            await channels.aclose()


def has_database(settings: Settings) -> bool:
    """Whether the service has made its database."""
    url = make_url(settings.storage)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """The service's database, beside a service that may be running on it.

    Raises CommandError where there is none: looking must not make one.
    """
    if not has_database(settings):
        raise CommandError(f"no database at {settings.storage} yet: `monitor run` makes it")
    db = await Database.open(settings.storage)
    try:
        yield db
    finally:
        await db.close()
