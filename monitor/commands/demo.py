"""`monitor demo`: a recorded news day through the real service, offline, in about half a minute."""

import asyncio
import logging
import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.alerting.schedule import check_zone
from monitor.app import Monitor, open_monitor, rules_of
from monitor.commands.errors import CommandError
from monitor.demo.day import Day, load
from monitor.demo.server import DayServer
from monitor.desk import Desk, load_desk
from monitor.logs import set_up_logs
from monitor.matching.explain import explain
from monitor.model.alert import AlertKind, Route
from monitor.model.entry import Entry
from monitor.settings import Settings
from monitor.text.plain import plain_text, plain_title
from monitor.watchlist.force import together
from notifiers.console import ConsoleNotifier

DESK = Route("console")
DIGEST = Route("email:desk@example.org", "daily 18:00")
BEGINS = time(7, 0)
ENDS = timedelta(hours=11)
"""From the day's beginning to the digest's slot."""
NEAR_MISSES = {
    "ld-5510": "kuril-islands",
    "mw-1007": "kuril-islands",
    "nt-88136": "russia-japan-summit",
}
"""Guids of entries that look as if they mattered, and the watchlist that they nearly met."""
PACE = 0.6
"""Seconds between two moments that brought something, so that a person can follow."""


class DemoClock:
    """The time of the recorded day."""

    def __init__(self, start: datetime) -> None:
        self.start = self.now = start

    def __call__(self) -> datetime:
        """The moment that the day has reached."""
        return self.now


async def demo(folder: Path, console: Console, zone: str, *, pace: float) -> None:
    """Play the day; `folder` holds the watchlists, `pace` is in seconds (0: no pauses)."""
    try:
        there = ZoneInfo(check_zone(zone))
    except ValueError as problem:
        raise CommandError(f"--timezone: {problem}", code=2) from None
    set_up_logs(level=logging.WARNING, zone=there)
    day = load()
    clock = DemoClock(_start(there))
    with TemporaryDirectory(prefix="monitor-demo-") as scratch:
        settings = _settings(scratch, zone)
        async with DayServer(day, clock.start) as server:
            desk = _demo_desk(folder, settings, server)
            _introduce(console, day, desk, clock)
            async with open_monitor(
                settings,
                desk,
                notifier=lambda _: ConsoleNotifier(console),
                rules=rules_of(settings, lambda _: False),
                clock=clock,
            ) as monitor:
                await _play(monitor, day, server, clock, console, pace)
                _explain_near_misses(console, day, desk)
                await _sum_up(monitor, console)


def _start(zone: ZoneInfo) -> datetime:
    today = datetime.now(UTC).astimezone(zone).date()
    return datetime.combine(today, BEGINS, tzinfo=zone)


def _settings(scratch: str, zone: str) -> Settings:
    return Settings.model_validate(
        {
            "storage": f"sqlite:///{scratch}/demo.db",
            "timezone": zone,
            "polling": {"every": "1s", "min": "1s"},
            "network": {"allow_private": True},
            "web": {"listen": None},
        }
    )


def _demo_desk(folder: Path, settings: Settings, server: DayServer) -> Desk:
    """The shipped watchlists with the demo's feeds, told on the terminal."""
    desk = load_desk(folder, settings)
    if not desk.in_force.subscriptions:
        raise CommandError(f"no watchlist in {folder}: name their folder with --watchlists DIR")
    subscriptions = {
        name: replace(one, routes=(DESK, DIGEST))
        for name, one in desk.in_force.subscriptions.items()
    }
    feeds = {feed.id: feed for feed in server.feeds()}
    in_force = replace(desk.in_force, subscriptions=subscriptions)
    return Desk(in_force, feeds, (), desk.standing)


def _introduce(console: Console, day: Day, desk: Desk, clock: DemoClock) -> None:
    watchlists = ", ".join(one.title for one in desk.in_force.subscriptions.values())
    console.print(Text("A recorded news day", style="bold"))
    console.print(
        f"{len(day.outlets)} made-up outlets in three languages, served on this machine.\n"
        f"Watchlists: {watchlists}.",
        highlight=False,
    )
    console.print(
        f"{clock.start:%H:%M}  first reading of the feeds: what they hold is remembered, not told.",
        highlight=False,
        style="dim",
    )


async def _play(
    monitor: Monitor, day: Day, server: DayServer, clock: DemoClock, console: Console, pace: float
) -> None:
    await monitor.once()
    for minute in day.moments:
        server.show_until(minute)
        since, clock.now = clock.now, clock.start + timedelta(minutes=minute)
        before = await monitor.reports.counts(clock())
        await monitor.once()
        quiet = await _tell_quiet(monitor, since, clock, console)
        if quiet or await monitor.reports.counts(clock()) != before:
            await asyncio.sleep(pace)
    clock.now = clock.start + ENDS
    console.rule(f"{clock.now:%H:%M}  the day's digest, as mailed to {DIGEST.destination[6:]}")
    await monitor.once()


async def _tell_quiet(
    monitor: Monitor, since: datetime, clock: DemoClock, console: Console
) -> bool:
    """Say which matching entries were not alerted on the terminal since then, and why."""
    soon = clock.now + timedelta(microseconds=1)
    held = await monitor.reports.suppressed(since + timedelta(microseconds=1), soon)
    quiet = [one for one in held if one.route == DESK]
    for decision in quiet:
        (stored,) = await monitor.reports.find_entries(decision.entry_id)
        what = f"{stored.entry.source}: {stored.entry.title}\n{decision.reason}\n"
        row = Table.grid(padding=(0, 2))
        row.add_row(Text(f"{clock.now:%H:%M}  quiet", style="dim"), Text(what, style="dim"))
        console.print(row)
    return bool(quiet)


def _explain_near_misses(console: Console, day: Day, desk: Desk) -> None:
    """Say of entries that look as if they mattered why they were not told."""
    console.rule("rightly not told")
    rules, groups = together(desk.standing)
    for item in (item for item in day.items if item.guid in NEAR_MISSES):
        watchlist = NEAR_MISSES[item.guid]
        console.print(Text(item.title, style="bold"))
        if watchlist in desk.in_force.subscriptions:
            entry = Entry(item.outlet, "", "", plain_title(item.title), plain_text(item.text))
            title = desk.in_force.subscriptions[watchlist].title
            (said,) = explain([rules[watchlist]], groups, entry)
            console.print(Text(f"  {title}: {said}"))


async def _sum_up(monitor: Monitor, console: Console) -> None:
    counts = await monitor.reports.counts(datetime.now(UTC))
    told = [one for one in await monitor.reports.alerts() if one.route == DESK]
    console.rule("what to do next")
    new = sum(one.kind == AlertKind.NEW for one in told)
    later = f"{len(told) - new} follow-ups (updates, corrections, withdrawals)"
    console.print(
        f"{counts.entries} entries read; {new} alerts of new stories, {later}, one digest.\n",
        highlight=False,
    )
    command = _command()
    steps = Table.grid(padding=(0, 2))
    for name, what in (
        ("Your own feeds", "cp monitor.example.yaml monitor.yaml, then make run"),
        ("", f"list their addresses in watchlists/feeds.yaml; try one: {command} feeds test URL"),
        ("Watchlists", f"a file each in watchlists/; check them: {command} check"),
        ("Stories", f"a copy that was none, or one story told twice? {command} story --help"),
        ("Slack", "put SLACK_BOT_TOKEN=xoxb-… into .env, name the channel in monitor.yaml"),
        ("", f"see docs/slack.md; try it: {command} send-test slack:#channel"),
        ("Mail", "name your mail host in monitor.yaml; see docs/email.md"),
    ):
        steps.add_row(Text(name, style="bold"), Text(what))
    console.print(steps)


def _command() -> str:
    """How this program was called, for a person to type again."""
    called = sys.argv[0]
    known = shutil.which("monitor") == called or Path(called).name != "monitor"
    return "monitor" if known else called
