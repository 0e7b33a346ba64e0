"""Puts together what serves people in Slack."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from monitor.settings import Settings
from monitor.steps.compared import compared_with
from monitor.store.database import Database
from monitor.store.feedback import Feedback
from monitor.store.reports import Reports
from monitor.store.silences import SilenceStore
from monitor.workers.buttons import Buttons
from monitor.workers.query_trial import QueryTrial
from monitor.workers.steering import Socket, Steering, wishes
from monitor.workers.trial import TrialProcess
from monitor.workers.watch_command import Members, WatchCommand, Watched


class SteeringSocket(Socket, Members, Protocol):
    """A connection that can also say who is in a channel."""


def steering_of(
    socket: SteeringSocket,
    db: Database,
    settings: Settings,
    clock: Callable[[], datetime],
    *,
    watched: Callable[[], Watched],
    notice: Callable[[str, str], Awaitable[None]],
    changed: Callable[[], Awaitable[object]],
    folder: Path | None,
) -> Steering:
    """What listens to people in Slack and does what they wish.

    `changed` is called when a message is to be edited, `folder` is the desk's.
    """
    zone, window = ZoneInfo(settings.timezone), settings.stories.window
    feedback, silences, reports = Feedback(db), SilenceStore(db), Reports(db)
    buttons = Buttons(
        feedback,
        silences,
        reports,
        clock,
        is_member=socket.is_member,
        compare=partial(compared_with, db, window=window),
        zone=zone,
        window=window,
        changed=changed,
    )
    tries = QueryTrial(
        TrialProcess(), clock, storage=settings.storage, window=window, zone=zone, folder=folder
    )
    command = WatchCommand(socket, watched, silences, reports, feedback, tries, clock, zone)
    return Steering(socket, wishes(buttons, command), notice, on_stop=tries.stop)
