"""Tell again: what a wrong judgement kept quiet is decided anew on the corrected one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.alerting.decide import Arrival, decide, kept_as_copy, kept_by_silence
from monitor.model.alert import Alert, Subscription, Told
from monitor.model.story import Mark, Relation, StoryLink, Version
from monitor.steps.calm import calmed
from monitor.steps.identify import Seen
from monitor.steps.judge import told_of
from monitor.steps.rules import InForce, Rules
from monitor.steps.tell import tell
from monitor.store.corrections import CorrectionTurn
from monitor.store.stored import StoredDecision, StoredVersion


async def tell_the_missed(
    tx: CorrectionTurn,
    story_ids: Sequence[int],
    in_force: InForce,
    rules: Rules,
    now: datetime,
    *,
    moved: Collection[int],
) -> tuple[str, ...]:
    """Decide again where a version was kept quiet as a copy, oldest first; who is told now.

    Of the versions `moved` also where their former story was silenced: that was not about them.
    What its outlet has rewritten since is told in its newest words, and not to those who know a
    later version: what was superseded is no news.
    """
    told: dict[str, None] = {}
    of_stories = [await tx.story_versions(story_id) for story_id in story_ids]
    for version in sorted((one for story in of_stories for one in story), key=lambda v: v.id):
        later = [one for story in of_stories for one in story if _rewrites(one, version)]
        knowing = await tx.told_destinations([one.id for one in later])
        for held in await tx.quiet(version):
            silenced = version.id in moved and kept_by_silence(held.reason)
            if not silenced and not kept_as_copy(held.reason):
                continue
            if held.route.destination in knowing:
                continue
            newest = later[-1] if later else version
            if await _decide_again(tx, version, newest, held, in_force, rules, now):
                told[held.route.destination] = None
    return tuple(told)


def _rewrites(one: StoredVersion, version: StoredVersion) -> bool:
    """Whether one is a later version of the same entry, in the same story."""
    same = (one.entry_id, one.story_id) == (version.entry_id, version.story_id)
    return same and one.revision > version.revision


async def _decide_again(
    tx: CorrectionTurn,
    version: StoredVersion,
    newest: StoredVersion,
    held: StoredDecision,
    in_force: InForce,
    rules: Rules,
    now: datetime,
) -> bool:
    """Decide for one destination on the corrected judgement; True where it is told.

    `newest` is the version in whose words it is told. A watchlist that is not in force any more is
    told all the same: it had waited for this.
    """
    named = {
        name: replace(
            in_force.subscriptions.get(name, Subscription(name, name, "normal", ())),
            routes=(held.route,),
        )
        for name in held.watchlists
    }
    link = await _link(tx, version)
    arrived = Arrival.REVISED if version.revision else Arrival.FRESH
    told = await told_of(tx, link, version.story_id)
    if link.relation is Relation.NEW and held.route.destination in told:
        return False  # it knows the story already, by a text that came later
    (decision,) = decide(
        tuple(named.values()),
        link,
        arrived,
        story_id=version.story_id,
        told=told,
        silences=await tx.silences(now),
        zone=rules.zone,
    )
    if not isinstance(decision, Alert):
        return False
    alert = await calmed(tx, replace(decision, late=True), in_force, rules, now)
    arrived = Arrival.REVISED if newest.revision else Arrival.FRESH
    await _tell(tx, alert, newest, link, arrived, named, told, rules, now)
    return True


async def _link(tx: CorrectionTurn, version: StoredVersion) -> StoryLink:
    """The judgement on a version, as a turn would have it in hand."""
    within = {one.id: one for one in await tx.versions_of([version.story_id])}
    return StoryLink(
        Relation(version.relation),
        within.get(version.parent_id or 0),
        version.why,
        changes=version.changes,
        mark=Mark(version.mark),
    )


async def _tell(
    tx: CorrectionTurn,
    alert: Alert,
    version: StoredVersion,
    link: StoryLink,
    arrived: Arrival,
    named: Mapping[str, Subscription],
    told: Mapping[str, Told],
    rules: Rules,
    now: datetime,
) -> None:
    """Put an alert into the outbox, and record that it was decided."""
    key = (await tx.entry(version.entry_id)).key
    alert_id = await tell(
        tx,
        alert,
        Seen(version.entry, version.entry_id, key, version.revision, arrived),
        [one.match for one in await tx.met(version)],
        link,
        Version(version.id, version.entry_id, version.story_id, version.entry, version.seen_at),
        named,
        told.get(alert.route.destination),
        rules,
        now,
    )
    await tx.add_decision(
        entry_id=version.entry_id,
        revision=version.revision,
        story_id=version.story_id,
        decision=alert,
        alert_id=alert_id,
        now=now,
    )
