"""`/healthz` (the process lives), `/readyz` (it does its work) and `/metrics` (Prometheus)."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

Status = Callable[[], Awaitable[Mapping[str, float]]]
"""Figures of the service by metric name, without the prefix."""

PREFIX = "monitor_"

HELP = {
    "feeds": "Feeds in feeds.yaml.",
    "feeds_failing": "Feeds whose last turn failed.",
    "feeds_stopped": "Feeds that have ended (410 Gone).",
    "entries": "Entries stored.",
    "watchlists": "Watchlists in force.",
    "watchlists_with_errors": "Watchlists whose file has an error: not in force, or as last good.",
    "alerts": "Alerts stored.",
    "deliveries_pending": "Messages on their way.",
    "deliveries_dead": "Messages that could not be delivered.",
    "deliveries_sent": "Messages that were taken.",
    "oldest_pending_seconds": "How long the oldest message on its way has waited.",
    "last_poll_age_seconds": "Time since a feed was last read.",
    "last_sent_age_seconds": "Time since a message was last taken.",
}
"""What is said of a figure, by its name."""


def health_app(
    status: Status,
    ready: Callable[[], Awaitable[str | None]],
    histograms: Callable[[], str] = str,
) -> web.Application:
    """The health pages; `ready` gives the reason why the service is not ready, or `None`.

    `histograms`: further metrics, in Prometheus' text format.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        reason = await ready()
        return web.Response(text=f"{reason or 'ok'}\n", status=503 if reason else 200)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(
            text=exposition(await status()) + histograms(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    app = web.Application()
    app.add_routes(
        [
            web.get("/healthz", healthz),
            web.get("/readyz", readyz),
            web.get("/metrics", metrics),
        ]
    )
    return app


def exposition(figures: Mapping[str, float]) -> str:
    """The figures as gauges in Prometheus' text format 0.0.4; whole numbers to the last digit."""
    return "".join(
        f"# HELP {PREFIX}{name} {HELP[name]}\n"
        f"# TYPE {PREFIX}{name} gauge\n{PREFIX}{name} {value:.15g}\n"
        for name, value in sorted(figures.items())
    )


async def serve_health(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Start serving; raises OSError when the port is in use. `cleanup()` the runner to stop."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner
