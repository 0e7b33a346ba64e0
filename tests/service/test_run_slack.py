"""`monitor run` with an app token: what is pressed in Slack reaches the service and back."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.notifiers.fake_slack import FakeSlack, labels, said

if TYPE_CHECKING:
    from tests.service.conftest import Desk, Site

NAMED = {"SLACK_BOT_TOKEN": "xoxb-good", "SLACK_APP_TOKEN": "xapp-good"}


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(members=["U0ANNA"]).served() as fake:
        yield fake


async def test_a_story_is_muted_from_slack(desk: "Desk", site: "Site", slack: FakeSlack) -> None:
    """An alert has buttons; a press mutes and shows in the message; `/watch` answers."""
    site.items.append("Ferry to the Kuril Islands sails again")
    desk.settings(
        slack={"base_url": slack.url, "per_channel_interval": "0s"},
        channels={"desk": {"slack": "#asia-desk"}},
        default=["desk"],
        timezone="Asia/Tokyo",
    )
    desk.start("--alert-backlog", "24h", **NAMED)
    await slack.connected()
    await slack.shows("Kuril Islands sails again")
    await slack.press("mute_story")
    await slack.shows("Story muted until")
    assert labels(slack.messages[0])[0] == "Undo"
    await slack.press("not_relevant")
    await slack.shows("Not relevant, says anna")
    await slack.command("try Kuril")
    assert "1 story in the last 7 days" in said(await slack.answered())
    told = await asyncio.to_thread(desk.call, "alerts", "--json")
    assert '"not_relevant"' in told.stdout
    assert "anna" in told.stdout
    reached = await asyncio.to_thread(desk.call, "check", "--online", **NAMED)
    assert "Slack buttons and /watch: Socket Mode works" in reached.stdout
    health = await asyncio.to_thread(desk.call, "status")
    assert "not relevant in 7 days: kurils 1" in health.stdout


async def test_the_service_works_without_socket_mode(
    desk: "Desk", site: "Site", slack: FakeSlack
) -> None:
    """A wrong app token is told, to the log and the ops channel once; alerts go out."""
    site.items.append("Ferry to the Kuril Islands sails again")
    desk.settings(
        slack={"base_url": slack.url, "per_channel_interval": "0s"},
        channels={"desk": {"slack": "#asia-desk"}},
        default=["desk"],
    )
    service = desk.start("--alert-backlog", "24h", **(NAMED | {"SLACK_APP_TOKEN": "xapp-bad"}))
    await slack.shows("Kuril Islands sails again")
    line = await asyncio.to_thread(service.wait_for, "Buttons in Slack do nothing for now")
    assert "xapp-bad" not in line
    assert "xapp-bad" not in "".join((*service.out, *service.err))
    assert await asyncio.to_thread(service.stop) == 0
