"""Socket Mode, against a Slack of our own."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from notifiers.base import NotifierError, PermanentNotifierError
from notifiers.channels import SlackServer
from notifiers.slack_events import Answer, Command, Event, Person, Press
from notifiers.slack_socket import SlackSocket
from tests.notifiers.fake_slack import FakeSlack, said


class Listener:
    """Listens, and keeps what comes."""

    def __init__(self, socket: SlackSocket, slack: FakeSlack) -> None:
        self.events: list[Event] = []
        self.hellos = 0
        self._slack = slack
        self.task = asyncio.create_task(socket.listen(self.take, self.hello))

    def take(self, event: Event) -> None:
        self.events.append(event)

    def hello(self) -> None:
        self.hellos += 1

    async def heard(self, envelope: str) -> None:
        """Wait until an envelope was acknowledged: what it says was handed over by then or will
        be before anything else is read, so another round is waited for."""
        await self._slack.until(lambda: envelope in self._slack.acked_at)
        probe = f"after-{envelope}"
        await self._slack.push({"type": "events_api", "envelope_id": probe, "payload": {}})
        await self._slack.until(lambda: probe in self._slack.acked_at)


def connect(
    http: aiohttp.ClientSession,
    url: str,
    app_token: str = "xapp-good",  # noqa: S107 - made up
) -> SlackSocket:
    return SlackSocket(SlackServer("xoxb-good", url, app_token=app_token), http, timeout=5)


@pytest.fixture
def socket(slack: FakeSlack, http: aiohttp.ClientSession) -> SlackSocket:
    return connect(http, slack.url)


@pytest.fixture
async def listener(slack: FakeSlack, socket: SlackSocket) -> AsyncIterator[Listener]:
    listener = Listener(socket, slack)
    await slack.connected()
    yield listener
    listener.task.cancel()
    await asyncio.gather(listener.task, return_exceptions=True)


async def test_a_press_is_acknowledged_and_handed_over(
    slack: FakeSlack, listener: Listener
) -> None:
    """A button and a line of a menu come with who pressed, where, and what they say."""
    await slack.press_value("why", "new-1", "1.0", "anna", name="a")
    await slack.press_value("mute_watchlist", "new-1 0 1h", "1.0", "ben", name="b")
    await listener.heard("b")
    assert listener.events == [
        Press("why", "new-1", Person("U0ANNA", "anna"), slack.channel, slack.answer_url("a")),
        Press(
            "mute_watchlist",
            "new-1 0 1h",
            Person("U0BEN", "ben"),
            slack.channel,
            slack.answer_url("b"),
        ),
    ]
    assert listener.hellos == 1


async def test_a_command_comes_as_it_was_typed(slack: FakeSlack, listener: Listener) -> None:
    """What Slack escapes of a command is given back."""
    name = await slack.command('try "R&D" <b> &amp;')
    await listener.heard(name)
    [event] = listener.events
    assert isinstance(event, Command)
    assert (event.text, event.person.id) == ('try "R&D" <b> &amp;', "U0ANNA")


async def test_an_envelope_sent_again_is_acknowledged_and_not_done_again(
    slack: FakeSlack, listener: Listener
) -> None:
    """Slack repeats what it believes lost; the repeat is acknowledged and has no effect."""
    for _ in range(3):
        await slack.press_value("why", "new-1", "1.0", name="same")
    await slack.until(lambda: len(slack.acked_at.get("same", ())) == 3)
    await listener.heard("same")
    assert len(listener.events) == 1


async def test_a_listener_that_stumbles_has_acknowledged_before(
    slack: FakeSlack, socket: SlackSocket
) -> None:
    """The acknowledgement goes out before anything is done about what was said."""
    acked: list[bool] = []

    def take(event: Event) -> None:
        raise RuntimeError("stumbles")

    task = asyncio.create_task(socket.listen(take, lambda: None))
    await slack.connected()
    await slack.press_value("why", "new-1", "1.0", name="a")
    await slack.until(lambda: "a" in slack.acked_at)
    acked.append("a" in slack.acked_at)
    with pytest.raises(RuntimeError):
        await task
    assert acked == [True]


@pytest.mark.parametrize(
    "envelope",
    [
        {"type": "interactive", "envelope_id": "x"},
        {"type": "interactive", "envelope_id": "x", "payload": {"type": "view_submission"}},
        {"type": "interactive", "envelope_id": "x", "payload": {"type": "block_actions"}},
        {
            "type": "interactive",
            "envelope_id": "x",
            "payload": {"type": "block_actions", "actions": [None], "user": 3},
        },
        {"type": "events_api", "envelope_id": "x", "payload": {"event": {}}},
        {"type": "brand_new", "envelope_id": "x", "payload": []},
    ],
)
async def test_what_is_not_understood_is_acknowledged(
    slack: FakeSlack, listener: Listener, envelope: dict[str, Any]
) -> None:
    """Other kinds of envelope, and malformed ones, change nothing and end nothing."""
    await slack.push(envelope)
    await listener.heard("x")
    assert listener.events == []
    assert not listener.task.done()


async def test_noise_is_passed_over(slack: FakeSlack, listener: Listener) -> None:
    """What is no JSON object at all does not end the connection."""
    for text in ("", "[]", "{", '"hello"'):
        await slack.sockets[-1].send_str(text)
    await slack.press_value("why", "new-1", "1.0", name="a")
    await listener.heard("a")
    assert len(listener.events) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "anything"])
async def test_slack_may_end_a_connection(
    slack: FakeSlack, listener: Listener, reason: str
) -> None:
    """Slack takes its connections back by habit: no error, the next one is made by the caller."""
    await slack.push({"type": "disconnect", "reason": reason})
    await listener.task


async def test_a_connection_that_breaks_ends(slack: FakeSlack, listener: Listener) -> None:
    """A closed connection ends the listening."""
    await slack.sockets[-1].close()
    await listener.task


@pytest.mark.parametrize(
    ("reason", "words"),
    [("link_disabled", "switched off"), ("too_many_websockets", "ten services")],
)
async def test_what_somebody_has_to_mend(
    slack: FakeSlack, listener: Listener, reason: str, words: str
) -> None:
    """Socket Mode switched off, and too many connections, say what to do."""
    await slack.push({"type": "disconnect", "reason": reason})
    with pytest.raises(PermanentNotifierError, match=words):
        await listener.task


async def test_each_connection_has_a_ticket_of_its_own(
    slack: FakeSlack, socket: SlackSocket
) -> None:
    """The address of a connection is good for once, so that a new one is asked for each time."""
    for number in (1, 2):
        listener = Listener(socket, slack)
        await slack.connected(number)
        await slack.push({"type": "disconnect", "reason": "refresh_requested"})
        await listener.task
    assert len(slack.told("apps.connections.open")) == 2


@pytest.mark.parametrize(
    ("fault", "permanent", "words"),
    [
        ("not_allowed_token_type", True, "SLACK_APP_TOKEN"),
        ("missing_scope", True, "connections:write"),
        ("internal_error", False, "trouble"),
        ((429, {"Retry-After": "30"}), False, "pause"),
        ((503, {}), False, "trouble"),
    ],
)
async def test_a_connection_refused(
    slack: FakeSlack, socket: SlackSocket, fault: Any, permanent: bool, words: str
) -> None:
    """What Slack says instead of an address is told apart as for messages."""
    slack.faults.append(fault)
    with pytest.raises(NotifierError, match=words) as caught:
        await socket.listen(lambda event: None, lambda: None)
    assert isinstance(caught.value, PermanentNotifierError) is permanent


async def test_no_error_shows_a_token_or_ticket(
    slack: FakeSlack, http: aiohttp.ClientSession
) -> None:
    """Neither a wrong token nor an address that is refused is repeated."""
    with pytest.raises(PermanentNotifierError) as caught:
        await connect(http, slack.url, "xapp-secret").listen(lambda event: None, lambda: None)
    assert "secret" not in repr(caught.value)
    ticket = f"ws://127.0.0.1:{unused_port()}/socket/secret"
    slack.ticket = lambda: ticket  # type: ignore[method-assign] # nobody listens there
    with pytest.raises(NotifierError) as refused:
        await connect(http, slack.url).listen(lambda event: None, lambda: None)
    assert "secret" not in repr(refused.value)


def command(slack: FakeSlack, name: str = "e1") -> Command:
    return Command("help", Person("U0ANNA", "anna"), slack.channel, slack.answer_url(name))


async def test_an_answer_is_for_one_person(slack: FakeSlack, socket: SlackSocket) -> None:
    """An answer is ephemeral, leaves the message alone, and shows code and links."""
    answer = Answer("Two\nlines <!channel>", "a & b\n  ^", (("Title", "https://x.example/", "A"),))
    await socket.answer(command(slack), answer)
    [shown] = slack.answers
    assert (shown["response_type"], shown["replace_original"]) == ("ephemeral", False)
    assert said(shown) == (
        "Two\nlines &lt;!channel&gt;\n```a &amp; b\n  ^```\n• <https://x.example/|Title> · A"
    )


@pytest.mark.parametrize("address", ["", "nonsense", "http://127.0.0.1:9/"])
async def test_an_answer_that_does_not_arrive(
    slack: FakeSlack, socket: SlackSocket, address: str
) -> None:
    """An answer that can't be given is an error that tells no address."""
    with pytest.raises(NotifierError) as caught:
        await socket.answer(Command("", Person("U", "u"), "C", address), Answer("x"))
    assert not address or address not in repr(caught.value)


async def test_who_is_in_a_channel(slack: FakeSlack, socket: SlackSocket) -> None:
    """Members are looked for on every page; a channel out of reach is an error, not a no."""
    slack.page = 1
    slack.members = ["U1", "U2", "U3"]
    assert await socket.is_member(slack.channel, "U3")
    assert not await socket.is_member(slack.channel, "U4")
    assert await socket.channel_name(slack.channel) == "asia-desk"
    with pytest.raises(PermanentNotifierError):
        await socket.is_member("C0000000009", "U1")
