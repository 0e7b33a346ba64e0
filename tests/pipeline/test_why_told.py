"""Why somebody was told, as the button answers it: with the earlier text that was compared."""

from datetime import UTC
from functools import partial

from monitor.steps.compared import compared_with
from monitor.store.feedback import Feedback
from monitor.workers.why import why


async def answer(room, alert) -> list[str]:
    told = await Feedback(room.db).alert(alert.message.id)
    assert told is not None
    compare = partial(compared_with, room.db, window=room.rules.window)
    said = await why(told, await room.reports.explain(told.entry_id), compare, UTC)
    return said.text.splitlines()


async def test_an_update_names_the_text_and_the_fact_that_differs(room):
    """As `monitor explain` has it, in one line: how alike, whose, its title, what differs."""
    await room.opened("wire", "post")
    room.publish("wire", room.ship("w1"))
    await room.turn("wire")
    room.publish("post", room.ship("p1", people=15))
    await room.turn("post")
    first, update = await room.alerts(room.desk)
    (line,) = [one for one in await answer(room, update) if one.startswith("Compared: ")]
    assert "% like Harbour Wire, “Kuril ship runs aground”: differs in " in line
    assert "12" in line
    assert "15" in line
    assert not any(one.startswith("Compared: ") for one in await answer(room, first))
