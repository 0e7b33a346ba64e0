"""What the buttons under an alert do: mute, mark as not relevant, explain, undo.

A press does something where it comes from a member of the channel in which its alert was told: a
public channel is seen by people who are not in it. The same press twice does nothing twice.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, tzinfo

import structlog

from monitor.alerting.mute import by_the_clock, in_an_hour, tomorrow_morning, undo_of
from monitor.model.alert import Silence
from monitor.store.feedback import Feedback, ToldAlert
from monitor.store.reports import Reports
from monitor.store.silences import SilenceStore
from monitor.workers.why import Compare, why
from notifiers import slack_buttons, wording
from notifiers.base import Note, NotifierError
from notifiers.slack_events import Answer, Press

log = structlog.get_logger()

_STALE = Answer(
    "This button is out of date: its alert is past retention, or was told elsewhere. "
    "Nothing was changed."
)
_EARLY = Answer("This alert is only just being sent: press again in a moment.")
_OUTSIDER = Answer("Only members of this channel can do this. Nothing was changed: join it first.")
_UNSURE = Answer(
    "Slack doesn't say whether you are a member of this channel, so nothing was changed. "
    "Is the bot in the channel, and has the app the scopes channels:read and groups:read?"
)
_REJECTED = Answer("Somebody said already that this is not relevant.")


class Buttons:
    """Does what a press says, one at a time."""

    def __init__(
        self,
        feedback: Feedback,
        silences: SilenceStore,
        reports: Reports,
        clock: Callable[[], datetime],
        *,
        is_member: Callable[[str, str], Awaitable[bool]],
        compare: Compare,
        zone: tzinfo,
        window: timedelta,
        changed: Callable[[], Awaitable[object]],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`is_member` says of a channel's and a person's id whether one is in the other; `window`
        is how long a story lives, and how long it is muted; `changed` is called when a message is
        to be edited."""
        self._feedback = feedback
        self._silences = silences
        self._reports = reports
        self._clock = clock
        self._is_member = is_member
        self._compare = compare
        self._zone = zone
        self._window = window
        self._changed = changed
        self._pause = pause
        self._turn = asyncio.Lock()

    async def press(self, press: Press) -> Answer | None:
        """Do it; the answer, if the person is to read one. Raises StoreError."""
        name, *words = press.value.split() or [""]
        if refusal := await self._refusal(press):
            return refusal
        await self._recorded(name)
        async with self._turn:
            alert = await self._feedback.alert(name)
            if alert is not None and not alert.place:
                return _EARLY
            if alert is None or alert.place.get("channel") != press.channel:
                return _STALE
            answer = await self._do(press, alert, words)
        await self._changed()
        return answer

    async def _refusal(self, press: Press) -> Answer | None:
        try:
            allowed = await self._is_member(press.channel, press.person.id)
        except NotifierError as error:
            log.warning("a press was refused", reason=error.reason)
            return _UNSURE
        return None if allowed else _OUTSIDER

    async def _recorded(self, name: str) -> None:
        """Wait a moment where a message is pressed before it is recorded that it was sent."""
        for _ in range(20):
            alert = await self._feedback.alert(name)
            if alert is None or alert.place:
                return
            await self._pause(0.25)

    async def _do(self, press: Press, alert: ToldAlert, words: list[str]) -> Answer | None:
        person = press.person.name
        match press.button, words:
            case slack_buttons.MUTE_STORY, []:
                return await self._mute_story(alert, person)
            case slack_buttons.MUTE_WATCHLIST, [number, span] if number.isdecimal():
                return await self._mute_watchlist(alert, int(number), span, person)
            case slack_buttons.NOT_RELEVANT, []:
                return await self._reject(alert, person)
            case slack_buttons.WHY, []:
                report = await self._reports.explain(alert.entry_id)
                return await why(alert, report, self._compare, self._zone)
            case slack_buttons.UNDO, [*undo]:
                return await self._undo(alert, " ".join(undo))
        return _STALE

    async def _mute_story(self, alert: ToldAlert, person: str) -> Answer | None:
        now = self._clock()
        for one in await self._silences.active(now):
            if one.story_id == alert.story_id:
                return await self._muted(alert, one, "Story")
        until = now + self._window
        added = await self._silences.add(
            story_id=alert.story_id, watchlist=None, until=until, reason="", author=person, now=now
        )
        silence = Silence(added, alert.story_id, None, until, "", person)
        return await self._muted(alert, silence, "Story")

    async def _mute_watchlist(
        self, alert: ToldAlert, number: int, span: str, person: str
    ) -> Answer | None:
        now = self._clock()
        ends = {"1h": in_an_hour(now), "tomorrow": tomorrow_morning(now, self._zone)}
        if span not in ends or number >= len(alert.watchlists):
            return _STALE
        name, until = alert.watchlists[number], ends[span]
        title = _title(alert, number)
        active = await self._silences.active(now)
        longer = [one for one in active if one.watchlist == name and one.until >= until]
        if longer:
            return await self._muted(alert, longer[-1], title)
        added = await self._silences.add(
            story_id=None, watchlist=name, until=until, reason="", author=person, now=now
        )
        return await self._muted(alert, Silence(added, None, name, until, "", person), title)

    async def _muted(self, alert: ToldAlert, silence: Silence, what: str) -> Answer | None:
        """Note a mute beneath its alert; an answer where it stands there already."""
        now = self._clock()
        until = by_the_clock(silence.until, now, self._zone)
        undo = undo_of(silence.id)
        if any(note.undo == undo for note in alert.message.notes):
            return Answer(f"{what} is muted already, until {until} by {silence.author}.")
        text = f"{what} muted until {until} by {silence.author}"
        note = Note("watchlist" if silence.watchlist else "story", text, undo)
        await self._feedback.note(alert.message.id, now, add=note)
        return None

    async def _reject(self, alert: ToldAlert, person: str) -> Answer | None:
        now = self._clock()
        await self._feedback.reject(alert.id, person, now)
        if any(note.about == "relevance" for note in alert.message.notes):
            return _REJECTED
        text = f"Not relevant, says {person} ({by_the_clock(now, now, self._zone)})"
        await self._feedback.note(alert.message.id, now, add=Note("relevance", text, "relevance"))
        return None

    async def _undo(self, alert: ToldAlert, undo: str) -> Answer | None:
        if all(note.undo != undo for note in alert.message.notes):
            return Answer("This was undone already.")
        now = self._clock()
        what, _, number = undo.partition(" ")
        ended = True
        if what == "silence" and number.isdecimal():
            ended = await self._silences.end(int(number), now)
        else:
            await self._feedback.accept(alert.id)
        await self._feedback.note(alert.message.id, now, drop=undo)
        return None if ended else Answer("The mute had ended already.")


def _title(alert: ToldAlert, number: int) -> str:
    """A watchlist's title, as the message has it."""
    told = wording.stories(alert.message)[:1]
    titles = [title for story in told for title in story.watchlists]
    return titles[number] if number < len(titles) else alert.watchlists[number]
