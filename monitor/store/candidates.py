"""The look-up of an entry's likely parents among all the stories of the window.

Each key is followed to its latest versions only, and counts the more the fewer they are: what a
thousand stories share (a closing paragraph, "Weather forecast") costs no more than a rare phrase
and can't crowd out the parent that shares the rare ones. So the cost is bounded, whatever the
window holds. The statement is the same for every entry: its keys come as one value.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, func, select

from monitor.store.dialect import listed
from monitor.store.tables import story_keys, versions

MOST_KEYS = 64
"""Keys of one entry, at most."""
COMMON = 32
"""Versions to which a key is followed, the latest; a key with more of them tells little."""

# Ids count up with time: one look-up finds where the window begins, and all else goes by ids.
_OLDEST = (
    select(versions.c.id)
    .where(versions.c.seen_at >= bindparam("since"))
    .order_by(versions.c.seen_at, versions.c.id)
    .limit(1)
    .scalar_subquery()
)
_ASKED = listed("keys")


def _edge() -> ScalarSelect[int]:
    """The earliest version to which a key is followed, if the window holds more under it."""
    under = story_keys.alias("under")
    return (
        select(under.c.version_id)
        .where(under.c.key == _ASKED, under.c.version_id >= _OLDEST)
        .order_by(under.c.version_id.desc())
        .offset(COMMON - 1)
        .limit(1)
        .scalar_subquery()
    )


_MET = (
    select(story_keys.c.key, story_keys.c.version_id)
    .where(
        story_keys.c.key == _ASKED,
        story_keys.c.version_id >= func.coalesce(_edge(), _OLDEST),
    )
    .cte("met")
)
_WEIGHTS = (
    select(_MET.c.key, (1.0 / func.count()).label("weight")).group_by(_MET.c.key).cte("weights")
)
_SHARING = (
    select(_MET.c.version_id, func.sum(_WEIGHTS.c.weight).label("shared"))
    .join(_WEIGHTS, _WEIGHTS.c.key == _MET.c.key)
    .group_by(_MET.c.version_id)
    .cte("sharing")
)
_PLACED = (
    select(
        _SHARING,
        func.row_number()
        .over(
            partition_by=versions.c.story_id,
            order_by=(_SHARING.c.shared.desc(), _SHARING.c.version_id.desc()),
        )
        .label("place"),
    )
    .join(versions, versions.c.id == _SHARING.c.version_id)
    .cte("placed")
)
NEAREST = (
    select(_PLACED.c.version_id, _PLACED.c.shared)
    .where(_PLACED.c.place == 1)
    .order_by(_PLACED.c.shared.desc(), _PLACED.c.version_id.desc())
    .limit(bindparam("limit"))
    .subquery("nearest")
)
"""Of each story the version that shares most, the story that shares most first."""


def asked_for(keys: Sequence[int], since: datetime, limit: int) -> dict[str, Any]:
    """The values that `NEAREST` wants; raises ValueError for too many keys."""
    distinct = list(dict.fromkeys(keys))
    if len(distinct) > MOST_KEYS:
        raise ValueError(f"an entry has {MOST_KEYS} look-up keys at most, not {len(distinct)}")
    return {"keys": distinct, "since": since, "limit": limit}
