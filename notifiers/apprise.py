"""Apprise: a hundred other services, each by an address of its own (github.com/caronc/apprise).

Its addresses hold tokens and passwords, so that none is ever shown: a destination is named after
its channel. Apprise blocks, so that it works in a thread, and tells neither what became of a lost
answer nor where a message is: what fails is tried again. It is an extra of this package.
"""

import asyncio
import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from notifiers import wording
from notifiers.base import Message, NotifierError, PermanentNotifierError, Receipt, Story
from notifiers.channels import AppriseChannel
from notifiers.oneway import OneWay

if TYPE_CHECKING:
    from apprise import NotifyBase

TIMEOUT = 60.0
"""Seconds for one message; apprise itself gives each connection and answer 4 of them."""
BODY = 30_000
"""Characters of a body: what is longer than the service takes, apprise cuts into several."""

_FINAL = frozenset(("400", "401", "403", "404", "410"))
"""HTTP answers that another try won't change."""
_STATUS = re.compile(r"error=(\d{3})\b")
_PING = re.compile(r"(?<![\w/])@(?=\w)|<(?=[!@#&])")
"""What Discord, Slack or Telegram may take for a call to everybody, or to somebody; not the @ of
an address or a link."""


class AppriseNotifier(OneWay):
    """One address."""

    def __init__(self, config: AppriseChannel, url: str | None, timeout: float = TIMEOUT) -> None:
        self._name = config.name
        self._url = url
        self._timeout = timeout
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="apprise")

    async def send(
        self,
        message: Message,
        parent: Receipt | None = None,  # noqa: ARG002 - the protocol's shape
    ) -> Receipt:
        """Hand a message to apprise, and wait for its answer."""
        loop = asyncio.get_running_loop()
        service = await loop.run_in_executor(self._thread, self._service)
        title, body = plain(message)
        try:
            said = await loop.run_in_executor(
                self._thread, _notify, service, title, body, self._timeout
            )
        except TimeoutError:
            reason = f"{self._what(service)} took longer than {self._timeout:.0f} seconds"
            raise NotifierError(reason, ambiguous=True) from None
        if said is not None:
            self._refuse(service, said)
        return Receipt((("id", message.id),))

    async def check(self) -> str:
        """Whether apprise knows the address; the service itself is not called."""
        loop = asyncio.get_running_loop()
        service = await loop.run_in_executor(self._thread, self._service)
        return f"{self._what(service)} (by apprise, not called)"

    async def aclose(self) -> None:
        """Let the thread end when it has nothing to do."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _what(self, service: "NotifyBase") -> str:
        return f"{wording.one_line(str(service.service_name), 40)} for channel {self._name}"

    def _service(self) -> "NotifyBase":
        if self._url is None:
            raise NotifierError(
                f"channel {self._name} has no address: write apprise: or apprise_env: in "
                "monitor.yaml, and set the variable that apprise_env names"
            )
        return service_of(self._url, self._name)

    def _refuse(self, service: "NotifyBase", said: str) -> None:
        status = _STATUS.search(said)
        answer = f"answered HTTP {status[1]}" if status else "did not take the message"
        reason = f"{self._what(service)} {answer}"
        if status and status[1] in _FINAL:
            raise PermanentNotifierError(reason)
        raise NotifierError(reason)


def service_of(url: str, name: str) -> "NotifyBase":
    """Apprise's own notifier for an address; `name` is its channel's, for errors.

    Raises NotifierError without the extra, PermanentNotifierError for an address that is none.
    """
    try:
        from apprise import Apprise, OverflowMode
    except ImportError:
        raise NotifierError(
            f"channel {name} needs apprise: pip install 'deskwatch-monitor[apprise]'"
        ) from None
    # What it logs may hold addresses; what it has to say is in `_notify`'s answer.
    logging.getLogger("apprise").propagate = False
    service = Apprise.instantiate(url, suppress_exceptions=True)
    if service is None:
        raise PermanentNotifierError(
            f"channel {name}: apprise does not know this address; "
            "https://github.com/caronc/apprise/wiki lists how each service is written"
        )
    if "overflow=" not in url:
        service.overflow_mode = OverflowMode.SPLIT
    return service


def _notify(service: "NotifyBase", title: str, body: str, seconds: float) -> str | None:
    """Send, in a thread; `None` when it was taken, else what apprise logged of it.

    Raises TimeoutError when the service takes longer.
    """
    from apprise import Apprise, NotifyFormat

    result = Apprise(service).notify(
        body=body,
        title=title,
        body_format=NotifyFormat.TEXT,
        timeout=seconds,
        log_level=logging.WARNING,
    )
    if result.timeout_count:
        raise TimeoutError
    return None if result else "\n".join(entry.message for entry in result.logs())


def plain(message: Message) -> tuple[str, str]:
    """A message as title and body, in plain text that calls nobody."""
    lines = [line for line in _lines(message) if line and line != wording.one_line(message.subject)]
    title = quiet(wording.one_line(message.subject, 240)) or "News monitor"
    return title, wording.cut(quiet("\n".join(lines)), BODY) or title


def quiet(text: str) -> str:
    """The text with a zero-width space in what could be a mention: `@here`, `<!channel>`."""
    return _PING.sub(lambda found: f"{found[0]}\u200b", text)


def _lines(message: Message) -> Iterator[str]:
    yield from (wording.one_line(line, 2_000) for line in message.body.splitlines()[:200])
    for section in message.sections:
        if section.title:
            yield f"\n{wording.one_line(section.title)} ({len(section.stories)})"
        for story in section.stories:
            yield from _single(story) if not section.title else _listed(story)


def _single(story: Story) -> Iterator[str]:
    parts = (wording.MARKS[story.kind], wording.changes(story))
    if any(parts):
        yield ": ".join(part for part in parts if part)
    yield wording.title(story)
    yield wording.source_line(story)
    yield "".join(text for text, _ in wording.pieces(story.passage))
    yield wording.listed(story.watchlists, 6)
    if story.terms:
        yield f"why: {wording.listed(story.terms, 6)}"
    if story.also_in:
        yield f"also in: {wording.listed(story.also_in, 40)}"
    yield wording.web_link(story.link)


def _listed(story: Story) -> Iterator[str]:
    parts = (wording.MARKS[story.kind], wording.changes(story), wording.title(story))
    yield "• " + ": ".join(part for part in parts if part)
    yield f"  {wording.source_line(story)}"
    if link := wording.web_link(story.link):
        yield f"  {link}"
