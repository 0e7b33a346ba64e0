"""Digests: what waits, which slots are closed, and that a slot is closed once."""

from typing import TYPE_CHECKING

import pytest

from monitor.alerting.digest import DigestItem
from monitor.model.alert import AlertKind, Route
from monitor.model.story import Relation
from monitor.store.database import Database
from monitor.store.digests import DigestStore
from monitor.store.reports import Reports
from notifiers.base import Message

if TYPE_CHECKING:
    from tests.store.conftest import Desk

MAIL = "email:x"
HOURLY = Route(MAIL, "hourly")
DAILY = Route(MAIL, "daily 07:30")
DIGEST = Message("digest-1", "digest", "News digest")


@pytest.fixture
def digests(db: Database) -> DigestStore:
    """The digests of the test's store."""
    return DigestStore(db)


async def alert(desk: "Desk", number: int, digest: str = "hourly", minutes: float = 0) -> int:
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(number))
        return await desk.alert(
            turn, version, f"m{number}", to=MAIL, digest=digest, minutes=minutes
        )


async def test_only_digests_with_alerts_are_waiting(desk: "Desk", digests: DigestStore) -> None:
    """Each digest that has something to say is named once; alerts told at once don't count."""
    assert await digests.waiting() == ()
    await alert(desk, 1)
    await alert(desk, 2)
    await alert(desk, 3, "daily 07:30")
    await alert(desk, 4, "")
    assert await digests.waiting() == (DAILY, HOURLY)


async def test_a_digest_holds_what_came_before_its_slot(desk: "Desk", digests: DigestStore) -> None:
    """Alerts as they were stored, oldest first; later ones wait for the next slot."""
    first = await alert(desk, 1, minutes=1)
    await alert(desk, 2, "daily 07:30", minutes=1)
    second = await alert(desk, 3, minutes=2)
    await alert(desk, 4, minutes=3)
    items = await digests.alerts(HOURLY, desk.at(2))
    assert [(item.alert_id, item.message) for item in items] == [
        (first, desk.message("m1")),
        (second, desk.message("m3")),
    ]


async def test_a_digest_knows_who_carries_a_story_by_now(
    desk: "Desk", digests: DigestStore
) -> None:
    """Copies that came after the alert are in the list when the digest is made."""
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        alert_id = await desk.alert(turn, version, "m1", to=MAIL, digest="hourly")
        copy = desk.entry(2, source="Tide Times")
        await desk.judged(turn, copy, parent=version, relation=Relation.COPY)
    assert await digests.alerts(HOURLY, desk.now) == (
        DigestItem(alert_id, version.story_id, desk.message("m1"), ("Harbour Post", "Tide Times")),
    )


async def test_a_slot_is_closed_once(desk: "Desk", digests: DigestStore) -> None:
    """The same slot again, after a restart or a doubled hour, says nothing a second time."""
    told = await alert(desk, 1)
    late = await alert(desk, 2, minutes=5)
    assert await digests.close(HOURLY, desk.at(1), DIGEST, [told], desk.at(2))
    again = Message("digest-2", "digest", "News digest")
    assert not await digests.close(HOURLY, desk.at(1), again, [late], desk.at(3))
    assert [item.alert_id for item in await digests.alerts(HOURLY, desk.at(9))] == [late]
    (waiting,) = await Reports(desk.db).undelivered()
    assert waiting.message == DIGEST
    alerts = await Reports(desk.db).alerts()
    assert [one.told_at for one in alerts] == [desk.at(2), None]
    assert alerts[0].delivery == waiting


async def test_slots_belong_to_a_route(desk: "Desk", digests: DigestStore) -> None:
    """Two digests of one destination at the same time are two."""
    assert await digests.close(HOURLY, desk.now, None, [], desk.now)
    assert await digests.close(DAILY, desk.now, None, [], desk.now)
    assert await digests.close(Route("email:y", "hourly"), desk.now, None, [], desk.now)


async def test_an_empty_slot_sends_nothing(desk: "Desk", digests: DigestStore) -> None:
    """A slot without stories is closed all the same, so that it isn't made up later."""
    assert await digests.close(HOURLY, desk.at(1), None, [], desk.at(1))
    assert await digests.last_slot(HOURLY) == desk.at(1)
    assert await Reports(desk.db).undelivered() == ()


async def test_a_digests_clock_begins_when_it_is_known(desk: "Desk", digests: DigestStore) -> None:
    """A new digest makes up no slots from before it existed."""
    assert await digests.last_slot(HOURLY) is None
    await digests.first_slot_mark(HOURLY, desk.at(1))
    await digests.first_slot_mark(HOURLY, desk.at(2))
    assert await digests.last_slot(HOURLY) == desk.at(1)
    assert await digests.last_slot(DAILY) is None
    await digests.close(HOURLY, desk.at(60), None, [], desk.at(61))
    await digests.close(HOURLY, desk.at(30), None, [], desk.at(62))
    assert await digests.last_slot(HOURLY) == desk.at(60)


async def test_an_update_of_a_story_in_a_digest_waits_there_too(
    desk: "Desk", digests: DigestStore
) -> None:
    """Updates of one story stand in the same digest, in order."""
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        await desk.alert(turn, version, "m1", to=MAIL, digest="hourly")
        await desk.alert(
            turn, version, "u1", to=MAIL, digest="hourly", kind=AlertKind.UPDATE, revision=1
        )
    items = await digests.alerts(HOURLY, desk.now)
    assert [item.message.id for item in items] == ["m1", "u1"]
