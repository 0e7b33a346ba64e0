"""What a change would have meant in the last days is told with it."""

from datetime import timedelta

import pytest

from monitor.workers.trial import Trial, TrialProcess
from tests.reload.conftest import KURILS, NOW, OPS, Newsroom

WIRE = (
    "The ferry Shikotan ran aground on Tuesday morning near the harbour of Iturup with forty"
    " people on board, the coast guard said. A tug is on its way from Sakhalin."
)
MORE = KURILS.replace("- Kuril\n", "- Kuril\n  - Iturup\n")


async def test_stories_gained_and_lost_are_counted(newsroom: Newsroom) -> None:
    """Entries of the stored days that only one of the two versions meets, by story."""
    await newsroom.store("Iturup harbour closed for the winter", "Kuril islands have a new museum")
    await newsroom.store("Iturup long ago", days=9)
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", MORE)
    await newsroom.reload(reloader)
    newsroom.write("kurils.yaml", KURILS.replace("- Kuril", "- Iturup"))
    await newsroom.reload(reloader)
    newsroom.write("kurils.yaml", KURILS.replace("- Kuril", "- museum"))
    await newsroom.reload(reloader)
    assert [(subject, body.rpartition("\n")[0]) for _, subject, body in newsroom.said] == [
        (
            "Watchlist Kuril Islands: +1 term (Iturup); "
            "would have alerted 1 more story in the last 7 days",
            "+ Iturup harbour closed for the winter — A",
        ),
        (
            "Watchlist Kuril Islands: −1 term (Kuril); "
            "would have alerted 1 story fewer in the last 7 days",
            "− Kuril islands have a new museum — A",
        ),
        (
            "Watchlist Kuril Islands: +1 term (museum), −1 term (Iturup); "
            "would have alerted 1 more story and 1 fewer in the last 7 days",
            "+ Kuril islands have a new museum — A\n− Iturup harbour closed for the winter — A",
        ),
    ]


async def test_copies_of_one_story_count_once(newsroom: Newsroom) -> None:
    """Outlets that carry one wire text under headlines of their own are one story more."""
    await newsroom.store(
        "Ferry aground off Iturup", "Forty rescued from ferry", "Tug sails for ferry", text=WIRE
    )
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", MORE)
    await newsroom.reload(reloader)
    ((_, subject, _),) = newsroom.said
    assert subject.endswith("would have alerted 1 more story in the last 7 days")


async def test_a_new_watchlist_says_what_it_would_have_told(newsroom: Newsroom) -> None:
    """All of it is new; where nothing is lost nothing is said of it."""
    await newsroom.store("Zebra crossing opened", "Zebra foal born in the zoo of Sapporo")
    reloader = await newsroom.begun()
    newsroom.write("zebras.yaml", KURILS.replace("- Kuril", "- zebra"))
    await newsroom.reload(reloader)
    assert newsroom.heard("slack:#asia") == [
        "Watchlist Kuril Islands: new; would have alerted 2 stories in the last 7 days"
    ]


async def test_a_change_that_meets_the_same_says_so(newsroom: Newsroom) -> None:
    """Nothing gained, nothing lost is an answer too; what does not listen is not counted."""
    await newsroom.store("Kuril islands have a new museum")
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", MORE)
    await newsroom.reload(reloader)
    newsroom.write("kurils.yaml", f"priority: high\n{MORE}")
    await newsroom.reload(reloader)
    assert newsroom.heard("slack:#asia") == [
        "Watchlist Kuril Islands: +1 term (Iturup); "
        "would have alerted the same stories in the last 7 days",
        "Watchlist Kuril Islands: priority high, was normal",
    ]


async def test_a_full_store_is_tried_as_far_as_time_allows(newsroom: Newsroom) -> None:
    """Only the latest entries are looked at, and the message says how many."""
    newsroom.most = 3
    await newsroom.store(*(f"Iturup news, part {word}" for word in ("one", "two")), days=5)
    await newsroom.store(*(f"Bay number {number} of Iturup" for number in range(3)))
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", MORE)
    await newsroom.reload(reloader)
    ((_, subject, _),) = newsroom.said
    assert subject.endswith("in the last 24 hours, the latest 3 entries")


async def test_the_count_is_made_in_a_process_of_its_own(newsroom: Newsroom) -> None:
    """The same answer as here, from a child that leaves the service's own core alone."""
    newsroom.trials = TrialProcess()
    await newsroom.store("Iturup harbour closed")
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", MORE)
    await newsroom.reload(reloader)
    (heard,) = newsroom.heard("slack:#asia")
    assert heard.endswith("would have alerted 1 more story in the last 7 days")


async def test_a_service_that_stops_tells_without_counting(newsroom: Newsroom) -> None:
    """The notice goes out all the same: what changed is not lost with the count."""
    newsroom.trials = TrialProcess()
    await newsroom.store("Iturup harbour closed")
    reloader = await newsroom.begun()
    newsroom.write("kurils.yaml", MORE)
    await reloader.reload()
    await reloader.stop()
    assert newsroom.heard("slack:#asia") == ["Watchlist Kuril Islands: +1 term (Iturup)"]


@pytest.mark.parametrize("longest", [0.0, 60.0], ids=["takes too long", "fails"])
async def test_a_count_that_fails_takes_nothing_with_it(newsroom: Newsroom, longest: float) -> None:
    """A child that hangs or finds no database costs the count, not the news."""
    trials = TrialProcess(longest=longest)
    trial = Trial("sqlite:////nowhere/monitor.db", (), (), NOW, 10, timedelta(hours=72))
    assert await trials(trial) is None


async def test_a_watchlist_that_only_waits_for_digests_is_told_to_ops(newsroom: Newsroom) -> None:
    """A digest tells stories; somebody has to hear of the change."""
    text = "title: Daily\nmatch: [{}]\nnotify: [{{email: a@example.org, digest: daily 07:30}}]\n"
    newsroom.write("daily.yaml", text.format("tea"))
    reloader = await newsroom.begun()
    newsroom.write("daily.yaml", text.format("coffee"))
    await newsroom.reload(reloader)
    assert [(to, subject) for to, subject, _ in newsroom.said] == [
        (OPS, "Watchlist Daily: +1 term (coffee), −1 term (tea)")
    ]
