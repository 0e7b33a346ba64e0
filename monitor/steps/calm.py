"""Calm: whether an alert is told by itself, or together with others."""

from dataclasses import replace
from datetime import UTC, datetime

from monitor.alerting.schedule import quiet_until
from monitor.alerting.storm import Limit, is_over, too_many
from monitor.model.alert import Alert
from monitor.steps.rules import InForce, Rules
from monitor.store.turn import Turn


def quiet_end(rules: Rules, destination: str, now: datetime) -> datetime | None:
    """When a destination may be spoken to, if not now."""
    quiet = rules.quiet.get(destination)
    until = quiet_until(quiet, now) if quiet else None
    return until.astimezone(UTC) if until else None


async def calmed(tx: Turn, alert: Alert, in_force: InForce, rules: Rules, now: datetime) -> Alert:
    """The alert, gathered where its destination has quiet hours or gets too much.

    What waits for a digest is not touched: it was asked for at that time.
    """
    if alert.route.digest:
        return alert
    held = await _held(tx, alert, rules, now)
    if held is not None:
        return held
    if rules.storm is None or alert.priority == "high":
        return alert
    return await _folded(tx, alert, rules.storm, in_force, now)


async def _held(tx: Turn, alert: Alert, rules: Rules, now: datetime) -> Alert | None:
    """The alert as quiet hours hold it; `None` where they don't."""
    to = alert.route.destination
    quiet = rules.quiet.get(to)
    if quiet is None or (quiet.high_passes and alert.priority == "high"):
        return None
    until = quiet_until(quiet, now)
    if until is None:
        return None
    end = until.astimezone(UTC)
    found = await tx.open_gathering(to, "quiet", end)
    gathering = found.id if found else await tx.begin_gathering(to, "quiet", now, end)
    reason = f"{alert.reason}; held, quiet hours until {until:%H:%M} {quiet.zone}"
    return replace(alert, gathering=gathering, reason=reason)


async def _folded(tx: Turn, alert: Alert, limit: Limit, in_force: InForce, now: datetime) -> Alert:
    """The alert by itself, or in a storm; there it also stands in the destination's digest."""
    to = alert.route.destination
    recent = await tx.rate(to, now - limit.window, limit.burst)
    busy = too_many(recent, limit)
    storm = await tx.open_gathering(to, "storm")
    if storm is None or is_over(storm.busy_at, limit, now):
        if not busy:
            return alert
        gathering = await tx.begin_gathering(to, "storm", now)
    else:
        gathering = storm.id
        if busy:
            await tx.still_busy(gathering, now)
    minutes = limit.window.total_seconds() / 60
    return replace(
        alert,
        route=replace(alert.route, digest=in_force.digests.get(to, "")),
        gathering=gathering,
        reason=f"{alert.reason}; in a summary: more than {limit.burst} alerts in {minutes:g} min",
    )
