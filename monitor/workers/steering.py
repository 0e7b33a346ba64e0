"""Keeps the connection over which people steer the monitor from Slack, and has their wishes done.

The service does its work without it: when Slack can't be reached, the log says so once, and the ops
channel once it has lasted.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from monitor.store.database import StoreError
from notifiers.base import NotifierError, PermanentNotifierError
from notifiers.slack_events import Answer, Command, Event, Press

log = structlog.get_logger()

PAUSE = 1.0
"""Seconds before the connection that Slack has ended is made again: it does so every hour or so."""
LONGEST = 300.0
"""Seconds between two tries to connect, at most."""
TOLD_AFTER = 6
"""Failed tries in a row, about a minute, after which the ops channel is told."""
MOST = 100
"""Wishes that are being done at a time; Slack's people are few."""

_BUSY = Answer("The monitor is busy. Nothing was changed: try again in a minute.")
_NO_STORE = Answer(
    "The monitor's database can't be used at the moment. Nothing was changed: try again later."
)
_FAULT = Answer("The monitor failed on this, see its log. Perhaps nothing was changed.")
_LOST = "Buttons in Slack do nothing for now"


class Socket(Protocol):
    """A connection for what people do."""

    async def listen(self, take: Callable[[Event], None], connected: Callable[[], None]) -> None:
        """Hand over what comes until the connection ends. Raises NotifierError."""

    async def answer(self, event: Event, answer: Answer) -> None:
        """Show an answer to the person alone. Raises NotifierError."""


class _Presses(Protocol):
    async def press(self, press: Press) -> Answer | None:
        """Do what a button says."""


class _Commands(Protocol):
    async def answer(self, command: Command) -> Answer:
        """Do what a command says."""


Wishes = Callable[[Event], Awaitable[Answer | None]]


def wishes(buttons: _Presses, commands: _Commands) -> Wishes:
    """What does either kind of wish."""

    async def do(event: Event) -> Answer | None:
        match event:
            case Press():
                return await buttons.press(event)
            case Command():
                return await commands.answer(event)

    return do


class Steering:
    """Listens, for as long as the service runs."""

    def __init__(
        self,
        socket: Socket,
        do: Wishes,
        notice: Callable[[str, str], Awaitable[None]],
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        on_stop: Callable[[], None] = lambda: None,
    ) -> None:
        """`do` does what somebody wishes and says what they are answered, if anything.

        `on_stop` cuts short what takes long.
        """
        self._socket = socket
        self._do = do
        self._notice = notice
        self._pause = pause
        self._on_stop = on_stop
        self._failures = 0
        self._told = False
        self._up = False
        self._listening: asyncio.Task[None] | None = None
        self._wishes: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to listen."""
        self._listening = asyncio.create_task(self._listen(), name="listen to Slack")

    async def stop(self, grace: float = 5.0) -> None:
        """Stop listening, and let wishes that are being done end, `grace` seconds at most."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        self._on_stop()
        if self._wishes:
            _, late = await asyncio.wait(self._wishes, timeout=grace)
            for wish in late:
                wish.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def drain(self) -> None:
        """Wait until every wish is done."""
        while self._wishes:
            await asyncio.wait(self._wishes)

    async def _listen(self) -> None:
        while True:
            self._up = False
            wait = PAUSE
            try:
                await self._once()
            except NotifierError as error:
                await self._failed(error)
                backed_off = min(2.0 ** min(self._failures, 10), LONGEST)
                wait = max(backed_off, error.retry_after or 0.0)
            except Exception as fault:
                log.exception("listening to Slack failed, will be repeated")
                await self._failed(NotifierError(f"see the log: {type(fault).__name__}"))
                wait = LONGEST
            await self._pause(wait)

    async def _once(self) -> None:
        await self._socket.listen(self._take, self._connected)
        if not self._up:
            raise NotifierError("Slack ended the connection before it had begun")

    def _connected(self) -> None:
        self._up = True
        if self._failures:
            log.info("buttons and commands in Slack work again")
        self._failures = 0
        self._told = False

    async def _failed(self, error: NotifierError) -> None:
        """Log the first failure of a row, and tell the ops channel of one that lasts."""
        self._failures += 1
        if self._failures == 1:
            log.warning("buttons and commands in Slack don't work", reason=error.reason)
        lasts = self._failures >= TOLD_AFTER or isinstance(error, PermanentNotifierError)
        if not lasts or self._told:
            return
        self._told = True
        body = f"{error.reason}\nAlerts go out as before; the monitor goes on trying to connect."
        try:
            await self._notice(_LOST, body)
        except StoreError as problem:
            log.error("not told", subject=_LOST, reason=str(problem))

    def _take(self, event: Event) -> None:
        wish = self._serve(event) if len(self._wishes) < MOST else self._answer(event, _BUSY)
        task = asyncio.create_task(wish, name="serve Slack")
        self._wishes.add(task)
        task.add_done_callback(self._wishes.discard)

    async def _serve(self, event: Event) -> None:
        try:
            answer = await self._do(event)
        except StoreError as problem:
            log.error("a wish from Slack was not done", reason=str(problem))
            answer = _NO_STORE
        except Exception:
            log.exception("a wish from Slack was not done")
            answer = _FAULT
        if answer is not None:
            await self._answer(event, answer)

    async def _answer(self, event: Event, answer: Answer) -> None:
        try:
            await self._socket.answer(event, answer)
        except NotifierError as error:
            log.warning("an answer did not reach Slack", reason=error.reason)
