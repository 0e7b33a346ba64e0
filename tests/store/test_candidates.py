"""The look-up of likely parents: the same ones, whether stored before or in the same turn."""

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.dialects import postgresql

from monitor.model.alert import Alert, AlertKind, Route
from monitor.model.story import Relation, Version
from monitor.store.candidates import COMMON, STORIES, UNDER
from monitor.store.turn import Turn
from monitor.store.turn_stories import FEW
from tests.telling import tell_alert

if TYPE_CHECKING:
    from tests.store.conftest import Desk

CLOSING = tuple(range(1000, 1020))
"""What every story shares."""


async def found(turn: Turn, desk: "Desk", *keys: int, limit: int = 10) -> list[int]:
    """The ids of the nearest versions, whose stories were seen within the last minute."""
    return list((await turn.candidates(keys, desk.at(-1), limit)).values())


async def test_candidates_share_most_keys_first(desk: "Desk") -> None:
    """The versions most alike come first, of equals the latest; strangers not at all."""
    async with desk.turns.begin() as turn:
        one = await desk.judged(turn, desk.entry(1), keys=(1, 2, 3))
        two = await desk.judged(turn, desk.entry(2), keys=(1, 2, 9))
        three = await desk.judged(turn, desk.entry(3), keys=(1, 2, 8))
        await desk.judged(turn, desk.entry(4), keys=(7,))
    async with desk.turns.begin() as turn:
        assert await turn.candidates([1, 2, 3], desk.at(-1), 10) == {
            version.story_id: version.id for version in (one, three, two)
        }
        assert await found(turn, desk, 1, 2, 3) == [one.id, three.id, two.id]
        assert await found(turn, desk, 1, 2, 3, limit=1) == [one.id]
        assert await found(turn, desk) == []
        assert await found(turn, desk, -(2**63), 2**63 - 1) == []


@pytest.mark.parametrize("together", [False, True], ids=["stored before", "in the same turn"])
async def test_a_rare_key_weighs_more_than_what_many_share(desk: "Desk", together: bool) -> None:
    """A closing paragraph under every story neither hides the oldest of them nor costs more."""

    async def check(turn: Turn) -> None:
        parent, *others = [version.id for version in stored]
        near = await found(turn, desk, 1, 2, *CLOSING, limit=3)
        assert near == [parent, *others[:-3:-1]]
        assert await found(turn, desk, *CLOSING, limit=2 * COMMON) == others[: -COMMON - 1 : -1]

    async with desk.turns.begin() as turn:
        stored = [
            await desk.judged(turn, desk.entry(number), keys=CLOSING if number else (1, *CLOSING))
            for number in range(2 * COMMON)
        ]
        if together:
            await check(turn)
    if not together:
        async with desk.turns.begin() as turn:
            await check(turn)


async def test_a_story_with_many_copies_takes_one_place(desk: "Desk") -> None:
    """The copies of yesterday's story leave room for today's, which is the parent."""
    async with desk.turns.begin() as turn:
        first = await desk.judged(turn, desk.entry(0), keys=(1, 2, 3))
        for number in range(1, 9):
            entry = desk.entry(number)
            last = await desk.judged(
                turn, entry, parent=first, relation=Relation.COPY, keys=(1, 2, 3)
            )
        other = await desk.judged(turn, desk.entry(9), keys=(1, 4))
    async with desk.turns.begin() as turn:
        nearest = await turn.candidates([1, 2, 3], desk.at(-1), 2)
        assert list(nearest.items()) == [(first.story_id, last.id), (other.story_id, other.id)]


async def test_more_keys_than_an_entry_has_are_refused(desk: "Desk") -> None:
    """Keys left out in silence could be those that lead to the parent."""
    async with desk.turns.begin() as turn:
        with pytest.raises(ValueError, match="64 look-up keys"):
            await turn.candidates(range(65), desk.at(-1), 10)


@pytest.mark.parametrize("together", [False, True], ids=["stored before", "in the same turn"])
async def test_candidates_are_not_older_than_asked(desk: "Desk", together: bool) -> None:
    """The story window cuts off what was seen before it."""
    async with desk.turns.begin() as turn:
        await desk.judged(turn, desk.entry(1), keys=(1,), minutes=-10)
        young = await desk.judged(turn, desk.entry(2), keys=(1,), minutes=-5)
        if together:
            assert await turn.candidates([1], desk.at(-5), 10) == {young.story_id: young.id}
    async with desk.turns.begin() as turn:
        assert await turn.candidates([1], desk.at(-5), 10) == {young.story_id: young.id}


@pytest.mark.parametrize("seed", range(4))
async def test_versions_are_found_wherever_they_are_by_then(desk: "Desk", seed: int) -> None:
    """Stored before, in this turn, or flushed by it; looked up ahead or not: all are one window."""
    rng = Random(seed)  # noqa: S311 - a test's dice
    known: list[tuple[Version, tuple[int, ...]]] = []
    asked = [tuple(rng.sample(range(40), 12)) for _ in range(8)]

    async def add(turn: Turn) -> None:
        keys = tuple(rng.sample(range(40), 8))
        parent = rng.choice(known)[0] if known and rng.random() < 0.5 else None
        entry = desk.entry(len(known))
        known.append((await desk.judged(turn, entry, parent=parent, keys=keys), keys))

    for _ in range(2):
        async with desk.turns.begin() as turn:
            await turn.look_ahead(asked[:4], desk.at(-1), 5)
            for keys in (*asked, *asked):
                assert await found(turn, desk, *keys, limit=5) == _nearest(known, keys, 5)
                for _ in range(6):
                    await add(turn)
                if rng.random() < 0.2:
                    await turn.flush()


def _nearest(known: list[tuple[Version, tuple[int, ...]]], asked: tuple[int, ...], limit: int):
    """The same, gone through one by one."""
    shared: Counter[Version] = Counter()
    for key in asked:
        under = [version for version, keys in known if key in keys][-COMMON:]
        for version in under:
            shared[version] += 1 / len(under)  # type: ignore[assignment] # a Counter of weights
    places: dict[int, int] = {}
    for version in sorted(shared, key=lambda one: (shared[one], one.id), reverse=True):
        places.setdefault(version.story_id, version.id)
    return list(places.values())[:limit]


async def test_the_entries_of_a_turn_are_looked_up_together(desk: "Desk") -> None:
    """However many there are: one statement for their keys, one for the stories of those found."""
    async with desk.turns.begin() as turn:
        for number in range(9):
            await desk.judged(turn, desk.entry(number), keys=(number, number + 1))
    async with desk.turns.begin() as turn:
        statements: list[str] = []

        def note(*about: Any) -> None:
            statements.append(about[2])

        event.listen(Engine, "before_cursor_execute", note)
        try:
            await turn.look_ahead([(n, n + 1) for n in range(9)], desk.at(-1), 5)
            assert len(statements) == 2
            assert len(await found(turn, desk, 3, 4)) == 3
            assert len(statements) == 2
        finally:
            event.remove(Engine, "before_cursor_execute", note)


async def test_what_a_turn_stores_is_read_by_it(desk: "Desk") -> None:
    """Rows that wait for the turn's end are written as soon as somebody asks for them."""
    async with desk.turns.begin() as turn:
        first = await desk.judged(turn, desk.entry(1))
        assert await turn.versions_of([first.story_id]) == (first,)
        update = await desk.judged(
            turn, desk.entry(2), parent=first, relation=Relation.UPDATE, minutes=1
        )
        assert await turn.update_behind(update.id) == (update.id, ())
        copy = await desk.judged(
            turn, desk.entry(3, source="Tide Times"), parent=first, relation=Relation.COPY
        )
        assert await turn.outlets(first.story_id) == ("Harbour Post", "Tide Times")
        last = await desk.judged(turn, desk.entry(4), parent=copy, relation=Relation.COPY)
        assert await turn.own_versions(last.entry_id) == (last,)


async def test_who_carries_it_is_told_of_the_same_turn(desk: "Desk") -> None:
    """A storm's summary names an outlet whose copy came with it."""
    route = Route("slack:#quay")
    async with desk.turns.begin() as turn:
        storm = await turn.begin_gathering(route.destination, "storm", desk.now)
        first = await desk.judged(turn, desk.entry(1))
        alert = Alert(route, AlertKind.NEW, ("ferries",), "normal", "new", gathering=storm)
        await tell_alert(turn, first, alert, desk.message(), desk.now)
        copy = desk.entry(2, source="Tide Times")
        await desk.judged(turn, copy, parent=first, relation=Relation.COPY)
        ((item,), _) = await turn.gathered(storm)
        assert item.outlets == ("Harbour Post", "Tide Times")


def test_the_statements_are_made_for_postgresql_too() -> None:
    """The latest versions of a key are found beside it there as well."""
    under = str(UNDER.compile(dialect=postgresql.dialect()))
    assert "string_agg(CAST(latest.version_id AS VARCHAR), " in under
    assert under.endswith("FROM json_array_elements_text(%(keys)s::JSON) AS keys")
    assert under.count(" AS keys") == 1
    for statement in (STORIES, FEW):
        assert "json_array_elements_text" in str(statement.compile(dialect=postgresql.dialect()))
