"""The clockwork: APScheduler wakes the workers; what is due stands in the tables.

One tick serves all feeds, and nothing is lost when a tick is: the next one finds the same rows.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Tick = Callable[[], Awaitable[Any]]


def clockwork(ticks: dict[str, tuple[Tick, float]]) -> AsyncIOScheduler:
    """A scheduler, not yet started, that calls each tick every so many seconds.

    A tick that still runs is not started again, missed ones are made up by one.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for name, (tick, seconds) in ticks.items():
        scheduler.add_job(tick, "interval", seconds=seconds, id=name, name=name)
    return scheduler
