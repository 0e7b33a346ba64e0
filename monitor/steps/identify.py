"""Identify: which entries of a reading are new or revised; they are stored, the others dropped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.alerting.decide import Arrival
from monitor.feeds.identity import canonical_link, entry_keys, fold_title, identify, stored_under
from monitor.model.entry import Entry, Identity, KnownEntry, NewEntry, Revision, Unchanged
from monitor.store.turn import Turn


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry that is new or revised, as stored."""

    entry: Entry
    entry_id: int
    key: str
    revision: int
    arrived: Arrival


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
    stored = [one for pair in zip(entries, keys, strict=True) for one in stored_under(*pair)]
    known = list(await tx.known(feed, stored, guids, links, titles))
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


def _as_known(one: Seen, link: str) -> KnownEntry:
    entry = one.entry
    return KnownEntry(
        one.entry_id, one.key, entry.guid, link, entry.title, entry.text, one.revision
    )
