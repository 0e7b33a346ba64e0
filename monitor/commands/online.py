"""`monitor check --online`: reach every channel and every feed, and say what answers."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from monitor.app import fetcher_of
from monitor.channels import Channels
from monitor.commands.setup import desk_of, open_channels, settings_of
from monitor.feeds.answer import Fetched, NotModified
from monitor.feeds.fetch import Fetcher
from monitor.model.feed import Feed, FeedState, FeedTurn
from notifiers.base import NotifierError


async def check_online(config: Path, watchlists: Path) -> int:
    """Print a line a channel and feed; 1 when one can't be reached. Sends nothing."""
    settings = settings_of(config)
    desk = desk_of(watchlists, settings)
    subscribed = (one.routes for one in desk.in_force.subscriptions.values())
    routes = [route for some in (*subscribed, settings.ops_routes()) for route in some]
    destinations = dict.fromkeys(route.destination for route in routes)
    async with open_channels(settings, Console()) as channels, fetcher_of(settings) as fetcher:
        fine = [await _reach(channels, destination) for destination in destinations]
        fine += await _ask_all(fetcher, desk.feeds.values())
    return 0 if all(fine) else 1


async def _reach(channels: Channels, destination: str) -> bool:
    try:
        print(f"ok     {destination}: {await channels(destination).check()}")
    except NotifierError as error:
        print(f"ERROR  {destination}: {error.reason}")
        return False
    return True


async def _ask_all(fetcher: Fetcher, feeds: Iterable[Feed]) -> list[bool]:
    return list(await asyncio.gather(*(_ask(fetcher, feed) for feed in feeds)))


async def _ask(fetcher: Fetcher, feed: Feed) -> bool:
    answer = await fetcher.fetch(FeedTurn(feed, FeedState(feed.url)))
    if isinstance(answer, Fetched | NotModified):
        print(f"ok     {feed.id}")
        return True
    print(f"ERROR  {feed.id}: {answer.reason}")
    return False
