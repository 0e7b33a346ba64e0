"""Entries and their matches, as a turn reads and writes them."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import Select, bindparam, select, union_all, update

from monitor.model.entry import Entry, KnownEntry, NewEntry, Revision
from monitor.model.match import Match
from monitor.store.rows import CHUNK, chunks, entry_values, mark, marks, title_mark
from monitor.store.tables import entries, matches
from monitor.store.turn_rows import TurnRows


def _having(column: str, name: str) -> Select[tuple[int]]:
    wanted = entries.c[column].in_(bindparam(name, expanding=True))
    return select(entries.c.id).where(entries.c.feed == bindparam("feed"), wanted)


_LISTS = ("keys", "guids", "links", "titles")
_KNOWN = (
    select(
        entries.c.id,
        entries.c.key,
        entries.c.guid,
        entries.c.canonical_link,
        entries.c.title,
        entries.c.text,
        entries.c.revision,
    )
    .where(
        entries.c.id.in_(
            union_all(
                _having("key", "keys"),
                _having("guid_mark", "guids"),
                _having("link_mark", "links"),
                _having("title_mark", "titles"),
            )
        )
    )
    .order_by(entries.c.id)
)


class TurnEntries(TurnRows):
    """The chapter of entries."""

    async def known(
        self,
        feed: str,
        keys: Sequence[str],
        guids: Sequence[str],
        links: Sequence[str],
        titles: Sequence[str],
    ) -> tuple[KnownEntry, ...]:
        """The stored entries of a feed that share any of these, in order of their arrival.

        `links` are canonical; capitals and white space don't count in `titles`; "" is like nothing.
        """
        await self.flush(entries)
        wanted: tuple[Sequence[Any], ...] = (
            list(dict.fromkeys(keys)),
            marks(guids),
            marks(links),
            list({m for m in map(title_mark, titles) if m is not None}),
        )
        found: dict[int, KnownEntry] = {}
        for lists in zip_longest(*(chunks(values, CHUNK) for values in wanted), fillvalue=()):
            asked = {"feed": feed} | dict(zip(_LISTS, lists, strict=True))
            for row in await self._connection.execute(_KNOWN, asked):
                found[row.id] = KnownEntry(*row)
        return tuple(found[i] for i in sorted(found))

    async def add_entry(
        self, new: NewEntry, *, canonical_link: str, seen_at: datetime, seeded: bool
    ) -> int:
        """Store a new entry; returns its id. The same key twice in a feed fells the turn."""
        entry_id = await self._new_id(entries)
        kept = {"id": entry_id, "key": new.key, "revision": 0, "seeded": seeded}
        times = {"first_seen_at": seen_at, "seen_at": seen_at}
        self._later[entries].append(kept | times | _words(new.entry, canonical_link))
        return entry_id

    async def revise_entry(
        self, revision: Revision, *, canonical_link: str, seen_at: datetime
    ) -> int:
        """Give a known entry its new words; returns the number of this revision."""
        await self.flush(entries)
        number: int | None = await self._connection.scalar(
            update(entries)
            .where(entries.c.id == revision.known.id)
            .values(
                revision=entries.c.revision + 1,
                seen_at=seen_at,
                **_words(revision.entry, canonical_link),
            )
            .returning(entries.c.revision)
        )
        if number is None:
            raise LookupError(f"there is no entry {revision.known.id} to revise")
        return number

    async def rekey_entry(self, entry_id: int, guid: str, canonical_link: str) -> None:
        """Keep the guid and the link under which an unchanged entry is listed now."""
        await self.flush(entries)
        await self._connection.execute(
            update(entries)
            .where(entries.c.id == entry_id)
            .values(
                guid=guid,
                guid_mark=mark(guid),
                canonical_link=canonical_link,
                link_mark=mark(canonical_link),
            )
        )

    async def add_matches(
        self, entry_id: int, revision: int, matches_: Sequence[Match], now: datetime
    ) -> None:
        """Store which watchlists a revision of an entry met, and where."""
        self._later[matches] += [
            {
                "entry_id": entry_id,
                "revision": revision,
                "watchlist": match.watchlist,
                "spans": [span._asdict() for span in match.spans],
                "created_at": now,
            }
            for match in matches_
        ]


def _words(entry: Entry, canonical_link: str) -> dict[str, Any]:
    return entry_values(entry) | {
        "canonical_link": canonical_link,
        "guid_mark": mark(entry.guid),
        "link_mark": mark(canonical_link),
        "title_mark": title_mark(entry.title),
    }
