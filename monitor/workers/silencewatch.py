"""Lists what a silence held back, to those from whom it was held back, when it has ended.

What a button wrote of it beneath an alert is taken away then, too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from monitor.alerting.mute import undo_of
from monitor.alerting.silenced import HeldBack, latest_of, silence_message
from monitor.model.alert import Silence, Subscription
from monitor.model.story import Mark, Relation
from monitor.steps.calm import quiet_end
from monitor.steps.rules import Rules
from monitor.store.deliveries import Outgoing
from monitor.store.feedback import Feedback
from monitor.store.silences import Held, SilenceStore
from monitor.workers.trouble import Trouble
from notifiers.base import Story, StoryKind

log = structlog.get_logger()

_KINDS: dict[str, StoryKind] = {
    Mark.CORRECTION: "correction",
    Mark.WITHDRAWAL: "withdrawal",
}


class SilenceWatch:
    """Looks every few seconds for silences that have ended."""

    def __init__(
        self,
        store: SilenceStore,
        clock: Callable[[], datetime],
        rules: Rules,
        subscriptions: Callable[[], Mapping[str, Subscription]],
        feedback: Feedback,
    ) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._subscriptions = subscriptions
        self._feedback = feedback
        self._trouble = Trouble("lists of what silences held back")

    async def tick(self) -> int:
        """List what ended silences held back; returns how many messages that makes."""
        with self._trouble.met():
            ended = await self._store.ended(self._clock())
            subjects = dict.fromkeys((one.story_id, one.watchlist) for one in ended)
            told = [
                await self._report([s for s in ended if (s.story_id, s.watchlist) == subject])
                for subject in subjects
            ]
            return sum(told)
        return 0

    async def _report(self, silences: Sequence[Silence]) -> int:
        now = self._clock()
        for one in silences:
            await self._take_away(one, now)
        ids = [one.id for one in silences]
        lists = list(self._lists(silences, await self._store.held(ids), now))
        await self._store.reported(ids, lists, now)
        told = [one.destination for one in lists]
        log.info("silence ended", silences=ids, told=told or "nobody")
        return len(lists)

    async def _take_away(self, silence: Silence, now: datetime) -> None:
        """What a button wrote beneath alerts holds no longer."""
        undo = undo_of(silence.id)
        for message in await self._feedback.noted(undo, silence.created_at or silence.until):
            await self._feedback.note(message, now, drop=undo)

    def _lists(
        self, silences: Sequence[Silence], held: Sequence[Held], now: datetime
    ) -> Iterator[Outgoing]:
        for destination in dict.fromkeys(one.destination for one in held):
            mine = [one for one in held if one.destination == destination]
            stories = latest_of([(one.story_id, self._story(one)) for one in mine])
            subject = self._title(silences[0], mine)
            told = HeldBack(subject, tuple(silences), stories)
            message = silence_message(told, destination, self._rules.zone)
            message = replace(message, page=self._rules.page(message.id))
            yield Outgoing(
                destination, message, not_before=quiet_end(self._rules, destination, now)
            )

    def _title(self, silence: Silence, held: Sequence[Held]) -> str:
        if silence.watchlist is None:
            return f"“{held[0].title}”"
        return self._name(silence.watchlist)

    def _name(self, watchlist: str) -> str:
        found = self._subscriptions().get(watchlist)
        return found.title if found else watchlist

    def _story(self, held: Held) -> Story:
        kind = _KINDS.get(held.mark, "update" if held.relation == Relation.UPDATE else "new")
        return Story(
            title=held.title or held.link or "(no title)",
            link=held.link,
            source=held.source,
            published=held.published.astimezone(self._rules.zone),
            kind=kind,
            watchlists=tuple(self._name(one) for one in held.watchlists),
            changes=held.changes if held.relation == Relation.UPDATE else (),
        )
