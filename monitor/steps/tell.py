"""Tell: word an alert, put it into the outbox, and edit what was said before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.alerting.message import alert_message, message_id, naming, with_also_in, with_mark
from monitor.model.alert import Alert, AlertKind, Subscription, Told
from monitor.model.entry import Entry
from monitor.model.match import Match
from monitor.model.story import Mark, Relation, StoryLink, Version
from monitor.steps.identify import Seen
from monitor.steps.rules import Rules
from monitor.store.turn import Turn


async def tell(
    tx: Turn,
    alert: Alert,
    one: Seen,
    matches: Sequence[Match],
    link: StoryLink,
    version: Version,
    subscriptions: Mapping[str, Subscription],
    knows: Told | None,
    rules: Rules,
    now: datetime,
) -> int:
    """Store an alert with its message, and put the message in the outbox unless others join it."""
    to = alert.route.destination
    message = alert_message(
        alert,
        _dated(one, now),
        matches,
        _as_missed(link, knows),
        message=message_id(one.entry.feed, one.key, one.revision, alert.kind, to),
        titles=[subscriptions[name].title for name in alert.watchlists],
        seen_at=now,
        zone=rules.zone,
        first=await tx.first_message(version.story_id, to) if knows else None,
    )
    revision = knows.updates + 1 if knows and alert.kind is AlertKind.UPDATE else 0
    if knows is None and link.relation is not Relation.UPDATE:
        message = naming(message, await tx.outlets(version.story_id))
    alert_id = await tx.add_alert(
        story_id=version.story_id,
        version_id=version.id,
        alert=alert,
        revision=revision,
        message=message,
        now=now,
    )
    if not alert.route.digest and alert.gathering is None:
        await tx.add_delivery(
            alert_id=alert_id, destination=to, message=message, now=now, priority=alert.priority
        )
    return alert_id


def _as_missed(link: StoryLink, knows: Told | None) -> StoryLink:
    """A copy of an update is the update itself to those who were not told of it."""
    if knows is None or not knows.missed:
        return link
    return replace(link, relation=Relation.UPDATE, changes=knows.missed)


def _dated(one: Seen, now: datetime) -> Entry:
    """The entry as shown: feeds leave the first version's date on a revision."""
    return replace(one.entry, published=now) if one.revision else one.entry


async def edit_first_messages(
    tx: Turn,
    link: StoryLink,
    story_id: int,
    told: Mapping[str, Told],
    rules: Rules,
    now: datetime,
) -> None:
    """Have a story's first messages say who else carries it, or that it was corrected."""
    corrects = link.relation is Relation.UPDATE and link.mark is not Mark.NONE
    if not corrects and link.relation is not Relation.COPY:
        return
    outlets = await tx.outlets(story_id)
    for destination, knows in told.items():
        if not knows.message or not rules.can_edit(destination):
            continue
        first = await tx.first_message(story_id, destination)
        if first is None:
            continue
        edited = with_mark(first, link) if corrects else with_also_in(first, outlets)
        if edited.sections != first.sections:
            await tx.arm_edit(
                alert_id=knows.alert_id,
                destination=destination,
                message=edited,
                now=now,
                not_before=now if corrects else now + rules.also_in_every,
            )
