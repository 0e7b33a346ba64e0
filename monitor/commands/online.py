"""`monitor check --online`: reach every channel and read every feed, and say what answers."""

import asyncio
from collections.abc import Iterable
from contextlib import aclosing
from pathlib import Path

from rich.console import Console

from monitor.app import fetcher_of
from monitor.channels import Channels
from monitor.commands.lines import count
from monitor.commands.setup import desk_of, open_channels, settings_of
from monitor.desk import Desk
from monitor.feeds.answer import Fetched, NotModified
from monitor.feeds.fetch import Fetcher
from monitor.feeds.reader import FeedReader
from monitor.model.feed import Feed, FeedState, FeedTurn
from monitor.settings import Settings
from notifiers.base import NotifierError

NOT_CALLED = ("webhook:", "apprise:")
"""Kinds of destination that take no question, only messages."""


async def check_online(config: Path, watchlists: Path) -> int:
    """Print a line a channel and feed; 1 when one can't be reached. Sends nothing."""
    settings = settings_of(config)
    desk = desk_of(watchlists, settings)
    async with open_channels(settings, Console(), buttons=True) as channels:
        fine: list[bool | None] = [
            await _reach(channels, one) for one in _destinations(settings, desk)
        ]
        fine += await _reach_socket(channels)
    fine += await _read_all(settings, desk.feeds.values())
    called = [one for one in fine if one is not None]
    silent = len(fine) - len(called)
    print(f"reached {sum(called)} of {len(called)}{f', {silent} not called' if silent else ''}")
    return 0 if all(called) else 1


def _destinations(settings: Settings, desk: Desk) -> list[str]:
    """Every destination that is named, each once, whether a watchlist uses it or not."""
    named = settings.destinations().channels.values()
    subscribed = (one.routes for one in desk.in_force.subscriptions.values())
    routes = [route for some in (*named, *subscribed, settings.ops_routes()) for route in some]
    return list(dict.fromkeys(route.destination for route in routes))


async def _reach(channels: Channels, destination: str) -> bool | None:
    """Whether it answered; `None` where asking it would be a message to it."""
    try:
        said = await channels(destination).check()
    except NotifierError as error:
        return _tell(destination, error.reason, fine=False)
    if destination.startswith(NOT_CALLED):
        print(f"-      {destination}: {said}")
        return None
    return _tell(destination, said, fine=True)


async def _reach_socket(channels: Channels) -> list[bool]:
    """The connection for Slack's buttons, where there is an app token for it."""
    socket = channels.socket()
    if socket is None:
        return []
    name = "Slack buttons and /watch"
    try:
        return [_tell(name, await socket.check(), fine=True)]
    except NotifierError as error:
        return [_tell(name, error.reason, fine=False)]


async def _read_all(settings: Settings, feeds: Iterable[Feed]) -> list[bool]:
    async with aclosing(FeedReader(workers=1)) as reader, fetcher_of(settings) as fetcher:
        return list(await asyncio.gather(*(_read(fetcher, reader, one) for one in feeds)))


async def _read(fetcher: Fetcher, reader: FeedReader, feed: Feed) -> bool:
    answer = await fetcher.fetch(FeedTurn(feed, FeedState(feed.url)))
    if isinstance(answer, NotModified):
        return _tell(feed.id, "answered without a body", fine=True)
    if not isinstance(answer, Fetched):
        return _tell(feed.id, answer.reason, fine=False)
    reading = await reader.read(answer.body, answer.content_type, answer.url, feed, frozenset())
    found = reading.problem or count(len(reading.entries), "entry", "entries")
    return _tell(feed.id, found, fine=not reading.failed)


def _tell(name: str, what: str, *, fine: bool) -> bool:
    print(f"{'ok   ' if fine else 'ERROR'}  {name}: {what}")
    return fine
