"""`monitor send-test`: a sample alert to one channel."""

import sys
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from rich.console import Console

from monitor.app import utc_now
from monitor.channels import Channels
from monitor.commands.errors import CommandError
from monitor.commands.setup import open_channels, settings_of
from monitor.model.alert import Route
from monitor.settings import Settings
from monitor.watchlist.destination import CONSOLE
from notifiers.base import Message, NotifierError, Passage, Section, Story

_TEXT = (
    "This is a test from the news monitor: nothing happened. Real alerts about the Kuril Islands "
    "look like this, with the words that matched in bold."
)
_AT = _TEXT.index("Kuril Islands")


async def send_test(config: Path, channel: str) -> int:
    """Send the sample to every destination of a channel; 1 where it did not arrive."""
    settings = settings_of(config)
    routes = _routes(settings, channel)
    sample = _sample(settings)
    async with open_channels(settings, Console()) as channels:
        sent = [await _send(channels, route.destination, sample) for route in routes]
    return 0 if all(sent) else 1


def _routes(settings: Settings, channel: str) -> tuple[Route, ...]:
    if ":" not in channel and channel != CONSOLE and channel not in settings.channels:
        known = ", ".join(settings.channels)
        raise CommandError(
            f'"{channel}" is no channel: monitor.yaml names {known or "none"} under channels:; '
            "console, slack:#desk and email:desk@example.org work too",
            code=2,
        )
    try:
        return settings.routes((channel,))
    except ValueError as problem:
        raise CommandError(str(problem), code=2) from None


async def _send(channels: Channels, destination: str, sample: Message) -> bool:
    try:
        await channels(destination).send(sample)
    except NotifierError as error:
        print(f"monitor: {destination}: {error.reason}", file=sys.stderr)
        return False
    print(f"sent to {destination}")
    return True


def _sample(settings: Settings) -> Message:
    story = Story(
        title="Test: this is what an alert looks like",
        link="https://example.org/test",
        source="News monitor",
        published=utc_now().astimezone(ZoneInfo(settings.timezone)),
        passage=Passage(_TEXT, ((_AT, _AT + len("Kuril Islands")),)),
        watchlists=("Kuril Islands",),
        terms=("Kuril Islands",),
    )
    return Message(f"test-{uuid4().hex}", "alert", story.title, (Section("", (story,)),))
