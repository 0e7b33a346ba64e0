"""Whatever people correct, in whatever order: stories stay whole, and the next turns go on."""

import asyncio
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from monitor.model.story import Relation
from monitor.steps.correct import By, CannotCorrect, merge, split, tell_as_update
from monitor.store.corrections import CorrectionStore
from monitor.store.database import Database
from monitor.store.tables import alerts, versions
from tests.pipeline.conftest import Newsroom

FEEDS = ("wire", "post", "radio")
STEP = st.tuples(
    st.sampled_from(("turn", "turn", "split", "merge", "update")),
    st.integers(0, 30),
    st.integers(0, 30),
)


async def rows(room, table):
    async with room.db.read() as connection:
        return (await connection.execute(select(table).order_by(table.c.id))).all()


async def take_turn(room, one, other):
    """A feed brings a ferry or a ship, with some number of people, or changes an earlier one."""
    made = room.ferry if other % 2 else room.ship
    room.publish(FEEDS[one % 3], made(f"g{one % 4}", people=12 + other % 3))
    await room.turn(FEEDS[one % 3])


async def correct(room, kind, one, other):
    """Some correction of some versions; one that makes no sense is refused and changes nothing."""
    judged = await rows(room, versions)
    if not judged:
        return
    first, second = judged[one % len(judged)], judged[other % len(judged)]
    by, now = By("anna", ""), room.now
    try:
        async with CorrectionStore(room.db).begin() as tx:
            if kind == "split":
                await split(tx, first.id, by, room.in_force, room.rules, now, quiet=other % 2 == 0)
            elif kind == "merge":
                await merge(tx, first.story_id, second.story_id, by, room.rules, now)
            else:
                await tell_as_update(tx, first.id, ("x",), by, room.in_force, room.rules, now)
    except CannotCorrect:
        assert await rows(room, versions) == judged


async def check_whole(room):
    """Each story begins new, parents stand in their children's story, alerts with their version."""
    judged = {row.id: row for row in await rows(room, versions)}
    stories: dict[int, list[Any]] = {}
    for row in judged.values():
        stories.setdefault(row.story_id, []).append(row)
    for of_story in stories.values():
        assert of_story[0].relation == Relation.NEW
        assert all(row.relation != Relation.NEW for row in of_story[1:])
        assert all(judged[row.parent_id].story_id == row.story_id for row in of_story[1:])
        assert all(row.parent_id < row.id for row in of_story[1:])
    for alert in await rows(room, alerts):
        assert judged[alert.version_id].story_id == alert.story_id


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, min_size=3, max_size=10))
# A quiet split, a copy of it that is told, and only then its first text as an update.
@example(steps=[("turn", 0, 4), ("split", 2, 0), ("turn", 2, 22), ("update", 3, 0)])
def test_stories_stay_whole_under_any_corrections(empty_store: Path, steps) -> None:
    """Splits, merges and updates among turns: no row is torn, no turn is felled by a number."""

    async def play(folder: str) -> None:
        db = await Database.open(f"sqlite:///{shutil.copy(empty_store, folder)}")
        try:
            room = Newsroom(db)
            await room.store.sync(tuple(room.feeds.values()), room.now)
            await room.opened()
            for kind, one, other in (("turn", 0, 0), ("turn", 1, 1), *steps, ("turn", 2, 2)):
                if kind == "turn":
                    await take_turn(room, one, other)
                else:
                    await correct(room, kind, one, other)
                await check_whole(room)
        finally:
            await db.close()

    with TemporaryDirectory() as folder:
        asyncio.run(play(folder))
