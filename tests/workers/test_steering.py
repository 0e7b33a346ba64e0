"""The connection to people in Slack: kept, made again, and missed without harm."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from monitor.store.database import StoreError
from monitor.workers.steering import LONGEST, MOST, TOLD_AFTER, Steering
from notifiers.base import NotifierError, PermanentNotifierError
from notifiers.slack_events import Answer, Command, Event, Person

Outcome = NotifierError | Exception | str


class ScriptedSocket:
    """Connections that end as the script says: an error, or "fine" after a hello, or "mute"."""

    def __init__(self, *script: Outcome) -> None:
        self.script = list(script)
        self.answers: list[Answer] = []
        self.over = asyncio.Event()
        self.take: Callable[[Event], None] = lambda event: None
        self.refuses = False

    async def listen(self, take: Callable[[Event], None], connected: Callable[[], None]) -> None:
        self.take = take
        if not self.script:
            connected()
            self.over.set()
            await asyncio.Event().wait()
        outcome = self.script.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        if outcome == "fine":
            connected()

    async def answer(self, event: Event, answer: Answer) -> None:
        if self.refuses:
            raise NotifierError("the answer did not reach Slack")
        self.answers.append(answer)


class Service:
    """What the worker is given: pauses that pass at once, an ops channel, and what is done."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.notices: list[str] = []
        self.done: list[Event] = []
        self.outcome: Answer | Exception | None = None
        self.held: asyncio.Event | None = None

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    async def notice(self, subject: str, body: str) -> None:
        self.notices.append(f"{subject}\n{body}")

    async def do(self, event: Event) -> Answer | None:
        if self.held:
            await self.held.wait()
        self.done.append(event)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
async def run(service: Service) -> AsyncIterator[Callable[..., Any]]:
    """Begins to listen on a socket, and waits until its script is over."""
    begun: list[Steering] = []

    async def start(socket: ScriptedSocket) -> Steering:
        worker = Steering(socket, service.do, service.notice, pause=service.pause)
        begun.append(worker)
        worker.start()
        await asyncio.wait_for(socket.over.wait(), 10)
        return worker

    yield start
    for worker in begun:
        await worker.stop()


def command(text: str = "help") -> Command:
    return Command(text, Person("U1", "anna"), "C1", "https://x.example/")


async def test_a_connection_that_slack_ends_is_made_again(
    service: Service, run: Callable[..., Any], said: list[Any]
) -> None:
    """Slack ends connections by habit: the next follows after a second, without a word."""
    await run(ScriptedSocket("fine", "fine"))
    assert service.pauses == [1.0, 1.0]
    assert said == []
    assert service.notices == []


async def test_failures_back_off_and_are_logged_once(
    service: Service, run: Callable[..., Any], said: list[Any]
) -> None:
    """While Slack is down, tries become rare; the log says once that it fails and that it works."""
    await run(ScriptedSocket(*[NotifierError("no connection to Slack")] * 3))
    assert service.pauses == [2.0, 4.0, 8.0]
    assert [entry["log_level"] for entry in said] == ["warning", "info"]
    assert service.notices == []


async def test_a_failure_that_lasts_is_told_once(service: Service, run: Callable[..., Any]) -> None:
    """The ops channel hears once of a failure that lasts, and the pauses have a ceiling."""
    await run(ScriptedSocket(*[NotifierError("no connection to Slack")] * (TOLD_AFTER + 2_000)))
    assert len(service.notices) == 1
    assert "no connection to Slack" in service.notices[0]
    assert max(service.pauses) == LONGEST


async def test_what_somebody_has_to_mend_is_told_at_once(
    service: Service, run: Callable[..., Any]
) -> None:
    """A wrong token is told at the first try, once, and tried again all the same."""
    await run(ScriptedSocket(*[PermanentNotifierError("check SLACK_APP_TOKEN")] * 3))
    assert len(service.notices) == 1
    assert "SLACK_APP_TOKEN" in service.notices[0]


async def test_slack_names_the_pause(service: Service, run: Callable[..., Any]) -> None:
    """A longer pause that Slack asks for is kept."""
    await run(ScriptedSocket(NotifierError("Slack asks for a pause", retry_after=77)))
    assert service.pauses == [77.0]


async def test_a_connection_without_a_hello_counts_as_failed(
    service: Service, run: Callable[..., Any]
) -> None:
    """A server that takes connections and drops them is not asked every second."""
    await run(ScriptedSocket("mute", "mute", "mute"))
    assert service.pauses == [2.0, 4.0, 8.0]


async def test_a_fault_of_our_own_does_not_end_the_listening(
    service: Service, run: Callable[..., Any], said: list[Any]
) -> None:
    """A fault is logged with its trace, and the connection is made again."""
    await run(ScriptedSocket(RuntimeError("ours")))
    assert service.pauses == [LONGEST]
    assert "error" in {entry["log_level"] for entry in said}


async def test_a_wish_is_done_and_answered(service: Service, run: Callable[..., Any]) -> None:
    """What somebody asks is done, and answered if there is something to say."""
    socket = ScriptedSocket()
    worker = await run(socket)
    service.outcome = Answer("done")
    socket.take(command())
    await worker.drain()
    service.outcome = None
    socket.take(command("quietly"))
    await worker.drain()
    assert [event.text for event in service.done if isinstance(event, Command)] == [
        "help",
        "quietly",
    ]
    assert socket.answers == [Answer("done")]


@pytest.mark.parametrize(
    ("fault", "words"), [(StoreError("disk full"), "database"), (RuntimeError("x"), "see its log")]
)
async def test_a_wish_that_fails_is_answered(
    service: Service, run: Callable[..., Any], fault: Exception, words: str
) -> None:
    """Somebody whose press failed hears so, without a trace, and the next press works."""
    socket = ScriptedSocket()
    worker = await run(socket)
    service.outcome = fault
    socket.take(command())
    await worker.drain()
    service.outcome = Answer("done")
    socket.take(command())
    await worker.drain()
    first, second = socket.answers
    assert words in first.text
    assert str(fault) not in first.text
    assert second.text == "done"


async def test_too_many_wishes_are_turned_away(service: Service, run: Callable[..., Any]) -> None:
    """A flood of presses does not pile up: those beyond are told to come again."""
    socket = ScriptedSocket()
    worker = await run(socket)
    service.held = asyncio.Event()
    for _ in range(MOST + 3):
        socket.take(command())
    service.held.set()
    await worker.drain()
    assert len(service.done) == MOST
    assert len(socket.answers) == 3


async def test_an_answer_that_is_lost_is_only_logged(
    service: Service, run: Callable[..., Any], said: list[Any]
) -> None:
    """Slack being out of reach for an answer disturbs nothing."""
    socket = ScriptedSocket()
    worker = await run(socket)
    socket.refuses = True
    service.outcome = Answer("done")
    socket.take(command())
    await worker.drain()
    assert [entry["log_level"] for entry in said] == ["warning"]


async def test_stopping_cuts_short_what_takes_long(service: Service) -> None:
    """At the end of the service, wishes under way get their time, and no more."""
    cut: list[bool] = []
    socket = ScriptedSocket()
    worker = Steering(
        socket,
        service.do,
        service.notice,
        pause=service.pause,
        on_stop=lambda: cut.append(True),
    )
    worker.start()
    await asyncio.wait_for(socket.over.wait(), 10)
    service.held = asyncio.Event()
    socket.take(command())
    await worker.stop(grace=0)
    assert cut == [True]
    assert service.done == []
