"""`monitor run`: the service."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web
from rich.console import Console

from monitor.app import Monitor, open_monitor, rules_of
from monitor.channels import Channels, digest_page, unsubscribe_page
from monitor.clock import utc_now
from monitor.commands.between import between_files
from monitor.commands.errors import CommandError
from monitor.commands.lines import span
from monitor.commands.setup import existing, length, open_channels, print_problems, settings_of
from monitor.commands.status import silent_for, trouble
from monitor.desk import Desk, load_desk
from monitor.logs import set_up_logs
from monitor.settings import Settings
from monitor.watchlist.unheard import heard_of, unheard_sources
from monitor.web.digests import digest_routes
from monitor.web.health import health_app, serve_health
from monitor.web.unsubscribe import unsubscribe_routes
from monitor.workers.templates import TemplateWatch

log = structlog.get_logger()


async def run(
    config: Path, watchlists: Path, *, once: bool, backlog: str = "", verbose: bool = False
) -> int:
    """Run the service until a signal stops it, or one round of it; returns the exit code."""
    settings = settings_of(config)
    level = logging.DEBUG if verbose else logging.INFO
    set_up_logs(level=level, zone=ZoneInfo(settings.timezone))
    desk = load_desk(existing(watchlists), settings)
    print_problems(problem for problem in desk.problems if not problem.error)  # the log has those
    console = Console(soft_wrap=not sys.stdout.isatty())
    async with AsyncExitStack() as stack:
        opened = open_channels(settings, console, buttons=not once)
        channels = await stack.enter_async_context(opened)
        young = length("--alert-backlog", backlog) if backlog else None
        rules = rules_of(settings, channels.can_edit, alert_backlog=young)
        monitor = await stack.enter_async_context(
            open_monitor(
                settings, desk, notifier=channels, rules=rules, folder=watchlists, config=config
            )
        )
        _say_hello(monitor, settings)
        await _say_what_first_readings_tell(monitor, rules.alert_backlog)
        _warn(monitor.desk, settings, config)
        templates = channels.templates
        watch = TemplateWatch(templates, monitor.ops.notice) if templates else None
        if once:
            await _once(monitor, watch)
        else:
            if socket := channels.socket():
                steering = monitor.steering(socket)
                steering.start()
                stack.push_async_callback(steering.stop)
            await _serve(monitor, channels, stack, watch)
    return 0


async def _once(monitor: Monitor, watch: TemplateWatch | None) -> None:
    before = await monitor.reports.counts(utc_now())
    await monitor.once()
    if watch:
        await watch.tick()
        await monitor.deliverer.drain()
    after = await monitor.reports.counts(utc_now())
    log.info(
        "one round done",
        new_entries=after.entries - before.entries,
        alerts=after.alerts - before.alerts,
        sent=after.sent - before.sent,
        waiting=after.pending,
        feeds_failing=after.feeds_failing,
    )


def _say_hello(monitor: Monitor, settings: Settings) -> None:
    desk = monitor.desk
    subscribed = desk.in_force.subscriptions.values()
    log.info(
        "monitor started",
        feeds=len(desk.feeds),
        watchlists=len(desk.in_force.subscriptions),
        storage=settings.storage,
        tells=sorted({route.destination for one in subscribed for route in one.routes}),
    )
    if not desk.feeds:
        log.warning("no feeds: list their addresses in feeds.yaml")
    if not desk.in_force.subscriptions:
        log.warning("no watchlist is in force: nothing will be told")


async def _say_what_first_readings_tell(monitor: Monitor, backlog: timedelta | None) -> None:
    """Only where there are feeds that were never read; the option has no effect on the others."""
    states = await monitor.feeds.states()
    read = {name for name, state in states.items() if state.seeded_at is not None}
    unread = len(monitor.desk.feeds.keys() - read)
    if unread and backlog is None:
        log.info("a feed's first reading is remembered, not told; what comes later is", new=unread)
    elif unread and backlog is not None:
        what = f"of a feed's first reading, what is younger than {span(backlog)} is told"
        log.info(what, new=unread)
    elif backlog is not None and monitor.desk.feeds:
        log.warning(
            "--alert-backlog has no effect: it is for a feed's first reading, and every feed has "
            "been read before"
        )


def _warn(desk: Desk, settings: Settings, config: Path) -> None:
    """Say at once what would else show with the first message, as `monitor check` does."""
    subscribed = desk.in_force.subscriptions.values()
    routes = {route for one in subscribed for route in one.routes}
    heard = heard_of(desk.feeds.values())
    unheard = (
        problem
        for good in desk.standing.good.values()
        for problem in unheard_sources(good.watchlist, heard)
    )
    for problem in (*between_files(settings, config, routes), *unheard):
        log.warning(problem.message, file=f"{problem.file}:{problem.line}")


async def _serve(
    monitor: Monitor, channels: Channels, stack: AsyncExitStack, watch: TemplateWatch | None
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if monitor.reloader:
        loop.add_signal_handler(signal.SIGHUP, partial(monitor.reloader.wake, everything=True))
    listen = monitor.settings.web.listen
    if listen is not None:
        runner = await _serve_web(monitor, channels, listen)
        stack.push_async_callback(runner.cleanup)
    # What was loaded stays: without this each full collection holds up the loop to look through it,
    # 100 ms with a thousand watchlists.
    gc.collect()
    gc.freeze()
    await monitor.serve(stop, {"templates": (watch.tick, 5)} if watch else None)
    log.info("monitor stopped")


async def _serve_web(monitor: Monitor, channels: Channels, listen: str) -> web.AppRunner:
    host, _, port = listen.rpartition(":")

    async def figures() -> Mapping[str, float]:
        counts = await monitor.reports.counts(utc_now())
        return {**counts.figures(), **monitor.desk.standing.figures()}

    async def not_ready() -> str | None:
        now = utc_now()
        return trouble(await monitor.reports.counts(now), silent_for(monitor.settings), now)

    app = health_app(figures, not_ready, monitor.lateness.text)
    if page := unsubscribe_page(monitor.settings):
        app.add_routes(unsubscribe_routes(page.key, monitor.unsubscribe))
    if digests := digest_page(monitor.settings):
        app.add_routes(digest_routes(digests.key, monitor.digests.message, channels.templates))
    try:
        return await serve_health(app, host, int(port))
    except OSError as problem:
        raise CommandError(
            f"can't listen on {listen} ({problem.strerror or problem}): "
            "set web.listen in monitor.yaml to a free port, or to null for none"
        ) from None
