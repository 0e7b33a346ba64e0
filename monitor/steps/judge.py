"""Judge: relate a matched entry to the stories, and decide for every destination."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.alerting.decide import decide
from monitor.feeds.identity import canonical_link
from monitor.model.alert import Alert, Decision, Subscription, Told
from monitor.model.match import Match
from monitor.model.story import Relation, StoryLink, Version
from monitor.steps.calm import calmed
from monitor.steps.identify import Seen
from monitor.steps.rules import InForce, Rules
from monitor.steps.tell import edit_first_messages, tell
from monitor.store.turn import Turn
from monitor.stories.apart import told_apart
from monitor.stories.fingerprint import look_up_keys
from monitor.stories.relate import look_back, relate

CANDIDATES = 8
"""Stories compared with an entry, those that share most look-up keys first; the true parent is
among the first six of 100,000 (benchmarks/README.md), and each costs milliseconds to read."""

LATEST = 24
"""Of each of these stories so many updates and as many copies are compared, the latest, with its
first version and those that share most keys: a story carried by a hundred outlets says no more."""


async def relate_entry(
    tx: Turn, one: Seen, window: timedelta, now: datetime
) -> tuple[StoryLink, Version]:
    """Judge a matched entry against the stories in the store, and store the judgement."""
    entry, link = one.entry, canonical_link(one.entry.link)
    keys = look_up_keys(entry, link)
    found = await tx.candidates(keys, now - look_back(window), CANDIDATES)
    own = await tx.own_versions(one.entry_id) if one.revision else ()
    stories = dict.fromkeys((*found, *(version.story_id for version in own)))
    # The nearest copies are compared too, however many came after them.
    near = (*found.values(), *(version.id for version in own))
    versions = await tx.versions_of(list(stories), LATEST, near) if stories else ()
    if len(stories) > 1 and (pairs := await tx.split_apart(list(stories))):
        versions = told_apart(entry, versions, pairs, {version.story_id for version in own})
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


async def look_ahead(tx: Turn, some: Sequence[Seen], window: timedelta, now: datetime) -> None:
    """Look up the likely parents of several entries together, which is cheaper than one by one."""
    keys = [look_up_keys(one.entry, canonical_link(one.entry.link)) for one in some]
    await tx.look_ahead(keys, now - look_back(window), CANDIDATES)


async def was_judged(tx: Turn, one: Seen) -> bool:
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
    told = await told_of(tx, link, version.story_id)
    if link.relation is Relation.UPDATE and one.revision:
        met += await _met_before(tx, one, matches, in_force, told)
    silences = await tx.silences(now)
    decisions = decide(
        met,
        link,
        one.arrived,
        story_id=version.story_id,
        told=told,
        silences=silences,
        zone=rules.zone,
    )
    for decided in decisions:
        alert_id, decision = None, decided
        if isinstance(decided, Alert):
            decision = await calmed(tx, decided, in_force, rules, now)
            knows = told.get(decision.route.destination)
            alert_id = await tell(
                tx, decision, one, matches, link, version, subscriptions, knows, rules, now
            )
        await _record(tx, one, version, decision, alert_id, now)
    await edit_first_messages(tx, link, version.story_id, told, rules, now)
    return sum(isinstance(decision, Alert) for decision in decisions)


async def told_of(tx: Turn, link: StoryLink, story_id: int) -> Mapping[str, Told]:
    """What each destination knows of a story, and what a copy can tell those who missed it."""
    told = await tx.told(story_id)
    if link.relation is not Relation.COPY or link.parent is None:
        return told
    update, changes = await tx.update_behind(link.parent.id)
    return {
        destination: replace(knows, missed=changes) if knows.version < update else knows
        for destination, knows in told.items()
    }


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
