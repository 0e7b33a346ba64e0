"""Correct: a person puts a judgement right; who was kept quiet by the wrong one is told.

A split makes a version, with all that descends from it, a story of its own; a merge makes one
story of two; an update says that what was taken for a copy tells a new fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alerting.message import naming
from monitor.model.story import Mark, Relation
from monitor.steps.retell import tell_the_missed
from monitor.steps.rules import InForce, Rules
from monitor.store.corrections import CorrectionTurn
from monitor.store.stored import StoredVersion
from monitor.stories.apart import nearness
from notifiers.base import Message


class CannotCorrect(Exception):  # noqa: N818 - said to a person as it is
    """Says why a correction makes no sense."""


@dataclass(frozen=True, slots=True)
class By:
    """Who corrects, and why."""

    author: str
    reason: str

    def __str__(self) -> str:
        return f"{self.author}: {self.reason}" if self.reason else self.author


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did, or would do."""

    kind: str
    story_id: int
    """The story that was made, or that holds both."""
    from_story_id: int
    moved: tuple[StoredVersion, ...] = ()
    """As they were judged before."""
    told: tuple[str, ...] = ()
    """Destinations that are told now."""
    already: bool = False
    """Nothing was to do."""


async def split(
    tx: CorrectionTurn,
    version_id: int,
    by: By,
    in_force: InForce,
    rules: Rules,
    now: datetime,
    *,
    quiet: bool = False,
) -> Corrected:
    """Make a version the first of a story of its own; what descends from it follows.

    `quiet`: nobody is told. Raises CannotCorrect for a version that opened its story.
    """
    version = await tx.version(version_id)
    old = version.story_id
    everything = await tx.story_versions(old)
    if everything[0].id == version.id:
        if await tx.corrected(version.id, "split"):
            return Corrected("split", old, old, already=True)
        raise CannotCorrect(_opens(version, everything))
    moved = _with_descendants(version, everything)
    ids = [one.id for one in moved]
    new = await tx.open_story(version.seen_at)
    await tx.move(ids, new)
    why = f"new: split from story {old} by {by}"
    await tx.rejudge(version.id, Relation.NEW, None, why)
    await _lay_anew(tx, version, everything, ids)
    await tx.record("split", version, story_id=new, author=by.author, reason=by.reason, now=now)
    told = await _tell(tx, (old, new), in_force, rules, now, moved=ids, quiet=quiet)
    return Corrected("split", new, old, moved, told)


async def merge(
    tx: CorrectionTurn,
    one: int,
    other: int,
    by: By,
    rules: Rules,
    now: datetime,
) -> Corrected:
    """Make one story of two: the later one's first version is a copy of the earlier one's.

    Raises CannotCorrect for a story that has no version.
    """
    if one == other:
        return Corrected("merge", one, one, already=True)
    both = [await tx.story_versions(one), await tx.story_versions(other)]
    if not all(both):
        raise CannotCorrect(f"story {one} or {other} was joined to another meanwhile")
    earlier, later = sorted(both, key=lambda of: of[0].id)
    into, joined = earlier[0].story_id, later[0].story_id
    await tx.move([version.id for version in later], into)
    why = f"copy: joined with story {into} by {by}"
    await tx.rejudge(later[0].id, Relation.COPY, earlier[0].id, why)
    await tx.follow(joined, into)
    await tx.record("merge", later[0], story_id=into, author=by.author, reason=by.reason, now=now)
    await _reword(tx, (into,), rules, now)
    return Corrected("merge", into, joined, later)


async def tell_as_update(
    tx: CorrectionTurn,
    version_id: int,
    changes: Sequence[str],
    by: By,
    in_force: InForce,
    rules: Rules,
    now: datetime,
    *,
    quiet: bool = False,
) -> Corrected:
    """Say that a copy tells a new fact: those who know its story are told what changed.

    Raises CannotCorrect for a version that opened its story.
    """
    version = await tx.version(version_id)
    story = version.story_id
    if version.relation == Relation.UPDATE:
        return Corrected("update", story, story, already=True)
    everything = await tx.story_versions(story)
    if version.relation == Relation.NEW:
        raise CannotCorrect(_first_of_its_story(version, everything))
    why = f"update of story {story}, said by {by}; changed: {'; '.join(changes)}"
    await tx.rejudge(version.id, Relation.UPDATE, version.parent_id, why, changes)
    await tx.record("update", version, story_id=story, author=by.author, reason=by.reason, now=now)
    ids = [one.id for one in _with_descendants(version, everything)]
    told = await _tell(tx, (story,), in_force, rules, now, moved=ids, quiet=quiet)
    return Corrected("update", story, story, (version,), told)


def _opens(version: StoredVersion, everything: Sequence[StoredVersion]) -> str:
    """Why a version can't be split off, and which ones can."""
    others = dict.fromkeys(one.entry_id for one in everything if one.entry_id != version.entry_id)
    named = ", ".join(f"entry:{other}" for other in others)
    hint = f": name the entry that does not belong to it ({named})" if others else ""
    return f"entry:{version.entry_id} opens story:{version.story_id}{hint}{_later(everything)}"


def _first_of_its_story(version: StoredVersion, everything: Sequence[StoredVersion]) -> str:
    """Why a version can't be an update, and what can be done."""
    entry, story = version.entry_id, version.story_id
    return (
        f"entry:{entry} opens story:{story}: nothing came before it that it could be an update of. "
        f"If it belongs to an older story, say: monitor story merge OLDER {story}, "
        f"then: monitor story update {entry}{_later(everything)}"
    )


def _later(everything: Sequence[StoredVersion]) -> str:
    """How later versions of the entry that opens a story are named."""
    entry = everything[0].entry_id
    later = [str(one.revision) for one in everything if one.entry_id == entry][1:]
    return f"; for a later version of this one, --revision {' or '.join(later)}" if later else ""


def _with_descendants(
    version: StoredVersion, everything: Sequence[StoredVersion]
) -> tuple[StoredVersion, ...]:
    """A version, later ones of the same entry, and all that descends from any of them.

    A copy that was laid to it only because the texts could not be told apart stays behind: what
    is nearer to the others by its letters.
    """
    moved: list[StoredVersion] = []
    others: list[StoredVersion] = []
    for one in everything:
        if one.id == version.id or _follows(one, version, moved, others):
            moved.append(one)
        else:
            others.append(one)
    return tuple(moved)


def _follows(
    one: StoredVersion,
    version: StoredVersion,
    moved: Sequence[StoredVersion],
    others: Sequence[StoredVersion],
) -> bool:
    if one.entry_id == version.entry_id:
        return one.revision > version.revision
    if one.parent_id not in {other.id for other in moved}:
        return False
    here, there = ([other.entry for other in side] for side in (moved, others))
    return nearness(one.entry, here) >= nearness(one.entry, there)


async def _lay_anew(
    tx: CorrectionTurn,
    version: StoredVersion,
    everything: Sequence[StoredVersion],
    moved: Sequence[int],
) -> None:
    """Where a parent is on the other side of a split, the first version of one's own takes over."""
    for one in everything:
        if one.id == version.id or one.parent_id is None:
            continue
        if (one.id in moved) != (one.parent_id in moved):
            parent = version.id if one.id in moved else everything[0].id
            await tx.rejudge(one.id, Relation(one.relation), parent, one.why, one.changes)


async def _tell(
    tx: CorrectionTurn,
    story_ids: Sequence[int],
    in_force: InForce,
    rules: Rules,
    now: datetime,
    *,
    moved: Sequence[int],
    quiet: bool,
) -> tuple[str, ...]:
    """Tell who was kept quiet, unless nobody is to be told, and reword what was told before."""
    told: tuple[str, ...] = ()
    if not quiet:
        told = await tell_the_missed(tx, story_ids, in_force, rules, now, moved=moved)
    await _reword(tx, story_ids, rules, now)
    return told


async def _reword(
    tx: CorrectionTurn, story_ids: Sequence[int], rules: Rules, now: datetime
) -> None:
    """Have first messages name who carries their story by now.

    The mark of a correction or withdrawal goes with it when it is split off.
    """
    for story_id in story_ids:
        outlets = await tx.outlets(story_id)
        marked = any(
            one.relation == Relation.UPDATE and one.mark != Mark.NONE
            for one in await tx.story_versions(story_id)
        )
        for destination, knows in (await tx.told(story_id)).items():
            first = await tx.first_message(story_id, destination)
            if first is None or not knows.message or not rules.can_edit(destination):
                continue
            edited = naming(first, outlets)
            if not marked:
                edited = _unmarked(edited, await tx.as_sent(knows.alert_id))
            if edited.sections != first.sections:
                await tx.arm_edit(
                    alert_id=knows.alert_id,
                    destination=destination,
                    message=replace(edited, id=f"{first.id}-corrected"),
                    now=now,
                    not_before=now + rules.also_in_every,
                )


def _unmarked(message: Message, as_sent: Message) -> Message:
    """A message without the mark that an edit gave it."""
    (section,), (before,) = message.sections, as_sent.sections
    (story,), (sent,) = section.stories, before.stories
    plain = replace(story, kind=sent.kind, changes=sent.changes)
    return replace(message, sections=(replace(section, stories=(plain,)),))
