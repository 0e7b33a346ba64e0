"""One feed's turn, from the fetch to the commit.

    due → fetch → split → parse → identify → match → relate → decide → COMMIT
          └────── no transaction ─────┘└────────── one transaction ─────────┘

`take_turn` is the whole way on one screen. Everything that a turn finds — entries, judgements,
decisions, outgoing messages, the feed's validators — is committed at once, so that a crash at any
instant leaves either all of it or nothing; what is pending goes out from the outbox afterwards.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Protocol

from monitor.alerting.decide import Arrival, arrival, decide
from monitor.alerting.message import alert_message, message_id, with_also_in
from monitor.feeds.answer import Answer, Fetched
from monitor.feeds.identity import canonical_link, entry_keys, fold_title, identify
from monitor.feeds.reading import Reading
from monitor.feeds.schedule import Wish, after_turn
from monitor.matching.matcher import Matcher
from monitor.model.alert import Alert, AlertKind, Decision, Subscription, Told
from monitor.model.entry import Entry, Identity, KnownEntry, NewEntry, Revision, Unchanged
from monitor.model.feed import Feed, FeedState, FeedTurn
from monitor.model.match import Match
from monitor.model.story import Mark, Relation, StoryLink, Version
from monitor.store.feeds import FeedStore
from monitor.store.turn import Turn, TurnStore
from monitor.stories.fingerprint import look_up_keys
from monitor.stories.relate import look_back, relate
from notifiers.base import Message, StoryKind

CANDIDATES = 24
"""Versions compared with an entry, those that share most look-up keys first."""


class Fetch(Protocol):
    """Gets a feed's bytes; never raises."""

    async def __call__(self, turn: FeedTurn) -> Answer:
        """The feed's answer, failures included."""


class Read(Protocol):
    """Makes entries of a feed's bytes, off the event loop; never raises."""

    async def __call__(
        self, body: bytes, content_type: str, url: str, feed: Feed, seen: frozenset[bytes]
    ) -> Reading:
        """The entries of the pieces that are not in `seen`."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The watchlists in force."""

    matcher: Matcher
    subscriptions: Mapping[str, Subscription]


@dataclass(frozen=True, slots=True)
class Rules:
    """What of the settings a turn goes by."""

    max_age: timedelta
    window: timedelta
    zone: tzinfo
    wish: Wish
    alert_backlog: timedelta | None
    also_in_every: timedelta
    """The least time between two edits of one message."""
    can_edit: Callable[[str], bool]
    """Whether messages to that destination can be edited."""


@dataclass(frozen=True, slots=True)
class TurnReport:
    """What a turn brought, for the log."""

    feed: str
    state: FeedState
    entries: int
    matched: int
    alerts: int


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry that is new or revised, as stored."""

    entry: Entry
    entry_id: int
    key: str
    revision: int
    arrived: Arrival


async def take_turn(
    turn: FeedTurn,
    *,
    fetch: Fetch,
    read: Read,
    feeds: FeedStore,
    turns: TurnStore,
    in_force: InForce,
    rules: Rules,
    clock: Callable[[], datetime],
    jitter: float,
) -> TurnReport:
    """Take one feed's turn; `jitter` in [0, 1) spreads the retries of feeds that fail together."""
    answer = await fetch(turn)
    reading = None
    if isinstance(answer, Fetched):
        reading = await read(
            answer.body, answer.content_type, answer.url, turn.feed, turn.state.pieces
        )
    now = clock()
    after = partial(after_turn, turn.state, answer, reading, turn.feed, rules.wish, now, jitter)
    if reading is None or not reading.entries:
        state = after(new=0)
        await feeds.finish(turn.feed.id, state)
        return TurnReport(turn.feed.id, state, 0, 0, 0)
    async with turns.begin() as tx:
        arrive = _arrival(turn, rules, now)
        found = await identify_entries(tx, turn.feed.id, reading.entries, arrive, now)
        seen = [one for one in found if isinstance(one, Seen)]
        met = [(one, in_force.matcher.match(one.entry)) for one in seen]
        alerts = [
            await judge(tx, one, matches, in_force, rules, now)
            for one, matches in met
            if matches or await _was_judged(tx, one)
        ]
        state = after(new=sum(one.revision == 0 for one in seen))
        await tx.save_feed(turn.feed.id, state)
    matched = sum(bool(matches) for _, matches in met)
    return TurnReport(turn.feed.id, state, len(seen), matched, sum(alerts))


async def identify_entries(
    tx: Turn,
    feed: str,
    entries: Sequence[Entry],
    arrive: Callable[[Entry], Arrival],
    now: datetime,
) -> list[Seen | Unchanged]:
    """Store what is new or revised, oldest first: feeds list the newest first."""
    keys = entry_keys(entries)
    links = [canonical_link(entry.link) for entry in entries]
    titles = [fold_title(entry.title) for entry in entries]
    guids = [entry.guid for entry in entries]
    known = list(await tx.known(feed, keys, guids, links, titles))
    seen: list[Seen | Unchanged] = []
    for entry, key, link in reversed(list(zip(entries, keys, links, strict=True))):
        identity = identify(entry, key, known, listed=set(guids))
        one = await _store_entry(tx, identity, entry, link, arrive, now)
        if isinstance(one, Seen):
            known.append(_as_known(one, link))
        seen.append(one)
    return seen


async def _store_entry(
    tx: Turn,
    identity: Identity,
    entry: Entry,
    link: str,
    arrive: Callable[[Entry], Arrival],
    now: datetime,
) -> Seen | Unchanged:
    match identity:
        case Unchanged(known=known):
            if (known.guid, known.link) != (entry.guid, link):
                await tx.rekey_entry(known.id, entry.guid, link)
            return identity
        case Revision(known=before):
            revision = await tx.revise_entry(identity, canonical_link=link, seen_at=now)
            return Seen(entry, before.id, before.key, revision, Arrival.REVISED)
        case NewEntry():
            arrived = arrive(entry)
            entry_id = await tx.add_entry(
                identity, canonical_link=link, seen_at=now, seeded=arrived is Arrival.SEEDED
            )
            return Seen(entry, entry_id, identity.key, 0, arrived)


def _arrival(turn: FeedTurn, rules: Rules, now: datetime) -> Callable[[Entry], Arrival]:
    return lambda entry: arrival(
        entry.published,
        now,
        first_sight=turn.state.seeded_at is None,
        backlog=turn.feed.alert_backlog or rules.alert_backlog,
        max_age=turn.feed.max_age or rules.max_age,
    )


def _as_known(one: Seen, link: str) -> KnownEntry:
    entry = one.entry
    return KnownEntry(
        one.entry_id, one.key, entry.guid, link, entry.title, entry.text, one.revision
    )


async def relate_entry(
    tx: Turn, one: Seen, window: timedelta, now: datetime
) -> tuple[StoryLink, Version]:
    """Judge a matched entry against the stories in the store, and store the judgement."""
    entry, link = one.entry, canonical_link(one.entry.link)
    keys = look_up_keys(entry, link)
    found = await tx.candidates(keys, now - look_back(entry, window), CANDIDATES)
    own = await tx.own_versions(one.entry_id) if one.revision else ()
    stories = dict.fromkeys(version.story_id for version in (*found, *own))
    versions = await tx.versions_of(list(stories)) if stories else ()
    judged = relate(entry, versions, now=now, window=window)
    version = await tx.add_version(
        entry_id=one.entry_id,
        revision=one.revision,
        entry=entry,
        story_id=judged.parent.story_id if judged.parent else None,
        link=judged,
        keys=keys,
        seen_at=now,
    )
    return judged, version


async def _was_judged(tx: Turn, one: Seen) -> bool:
    """Whether an earlier version met a watchlist: what was told of it may have changed."""
    return bool(one.revision and await tx.own_versions(one.entry_id))


async def judge(
    tx: Turn,
    one: Seen,
    matches: Sequence[Match],
    in_force: InForce,
    rules: Rules,
    now: datetime,
) -> int:
    """Relate a matched entry, decide who is told, and queue the messages; returns how many."""
    await tx.add_matches(one.entry_id, one.revision, matches, now)
    link, version = await relate_entry(tx, one, rules.window, now)
    subscriptions = in_force.subscriptions
    met = [subscriptions[match.watchlist] for match in matches]
    told = await tx.told(version.story_id)
    if link.relation is Relation.UPDATE and one.revision:
        met += await _met_before(tx, one, matches, in_force, told)
    silences = await tx.silences(now)
    decisions = decide(
        met, link, one.arrived, story_id=version.story_id, told=told, silences=silences
    )
    for decision in decisions:
        alert_id = None
        if isinstance(decision, Alert):
            knows = told.get(decision.route.destination)
            alert_id = await _tell(
                tx, decision, one, matches, link, version, subscriptions, knows, rules, now
            )
        await _record(tx, one, version, decision, alert_id, now)
    await _edit_first_messages(tx, link, version.story_id, told, rules, now)
    return sum(isinstance(decision, Alert) for decision in decisions)


async def _met_before(
    tx: Turn,
    one: Seen,
    matches: Sequence[Match],
    in_force: InForce,
    told: Mapping[str, Told],
) -> list[Subscription]:
    """The watchlists that only earlier versions of an entry met, for those who were told of it.

    The word that was waited for may be the very fact that changed.
    """
    versions = await tx.own_versions(one.entry_id)
    earlier = {m.watchlist for v in versions for m in in_force.matcher.match(v.entry)}
    lost = earlier - {match.watchlist for match in matches}
    return [_only_to(told, in_force.subscriptions[name]) for name in sorted(lost)]


def _only_to(destinations: Container[str], subscription: Subscription) -> Subscription:
    routes = tuple(route for route in subscription.routes if route.destination in destinations)
    return replace(subscription, routes=routes)


async def _record(
    tx: Turn,
    one: Seen,
    version: Version,
    decision: Decision,
    alert_id: int | None,
    now: datetime,
) -> None:
    await tx.add_decision(
        entry_id=one.entry_id,
        revision=one.revision,
        story_id=version.story_id,
        decision=decision,
        alert_id=alert_id,
        now=now,
    )


async def _tell(
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
    """Store an alert with its message, and put the message in the outbox unless a digest waits."""
    to = alert.route.destination
    message = alert_message(
        alert,
        _dated(one, now),
        matches,
        link,
        message=message_id(one.entry.feed, one.key, one.revision, alert.kind, to),
        titles=[subscriptions[name].title for name in alert.watchlists],
        seen_at=now,
        zone=rules.zone,
        first=await tx.first_message(version.story_id, to) if knows else None,
    )
    revision = knows.updates + 1 if knows and alert.kind is AlertKind.UPDATE else 0
    alert_id = await tx.add_alert(
        story_id=version.story_id,
        version_id=version.id,
        alert=alert,
        revision=revision,
        message=message,
        now=now,
    )
    if not alert.route.digest:
        await tx.add_delivery(
            alert_id=alert_id, destination=to, message=message, now=now, priority=alert.priority
        )
    return alert_id


def _dated(one: Seen, now: datetime) -> Entry:
    """The entry as shown: feeds leave the first version's date on a revision."""
    return replace(one.entry, published=now) if one.revision else one.entry


async def _edit_first_messages(
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


def with_mark(first: Message, link: StoryLink) -> Message:
    """A story's first message again, saying that it was corrected or withdrawn, and how."""
    kind: StoryKind = "withdrawal" if link.mark is Mark.WITHDRAWAL else "correction"
    section = first.sections[0]
    story = replace(section.stories[0], kind=kind, changes=link.changes)
    return replace(first, id=f"{first.id}-{kind}", sections=(replace(section, stories=(story,)),))
