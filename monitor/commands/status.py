"""`monitor status`: is it well, and if not, what is wrong."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from monitor.app import utc_now
from monitor.commands.setup import open_database, settings_of
from monitor.store.counts import Counts
from monitor.store.reports import Reports

STUCK = timedelta(minutes=15)
"""A message that waits longer than this is worth a person's look."""


async def status(config: Path, *, as_json: bool) -> int:
    """Print the monitor's health; 1 when something is wrong."""
    settings = settings_of(config)
    async with open_database(settings) as db:
        now = utc_now()
        found = await Reports(db).counts(now)
    silent = 2 * settings.polling.every + settings.polling.timeout + timedelta(minutes=1)
    wrong = trouble(found, silent, now)
    if as_json:
        print(json.dumps({**asdict(found), "trouble": wrong}, default=str))
    else:
        print("\n".join(_lines(found, wrong, now)))
    return 1 if wrong else 0


def trouble(found: Counts, silent: timedelta, now: datetime) -> str | None:
    """What is wrong with the service as a whole, if anything.

    `silent`: without a feed read for this long, polling has stopped.
    """
    if found.feeds > found.feeds_stopped and (
        found.last_poll_at is None or now - found.last_poll_at > silent
    ):
        when = f"{found.last_poll_at:%Y-%m-%d %H:%M} UTC" if found.last_poll_at else "ever"
        return f"no feed was read since {when}: is `monitor run` running?"
    if found.oldest_pending_at is not None and now - found.oldest_pending_at > STUCK:
        return (
            f"a message waits since {found.oldest_pending_at:%Y-%m-%d %H:%M} UTC: "
            "see `monitor alerts --undelivered`"
        )
    return None


def _lines(found: Counts, wrong: str | None, now: datetime) -> list[str]:
    fine = found.feeds - found.feeds_failing - found.feeds_stopped
    feeds = f"{fine} fine, {found.feeds_failing} failing, {found.feeds_stopped} stopped"
    return [
        f"feeds      {feeds}",
        f"last read  {_ago(found.last_poll_at, now)}",
        f"outbox     {found.pending} waiting, {found.dead} undeliverable",
        f"last sent  {_ago(found.last_sent_at, now)}",
        f"health     {wrong or 'fine'}",
    ]


def _ago(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "never"
    seconds = max(0, round((now - at).total_seconds()))
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} seconds ago"
