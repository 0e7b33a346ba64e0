"""A mail server for one address that defers, refuses, hangs up and falls silent by its seed."""

import asyncio
import email
import email.policy
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP

from tests.faults.chance import Called, Chance, Clock

GREETING, HUNG_UP = "421 greeting", "hung up on connecting"
LATER = {"MAIL": "451 mail", "RCPT": "450 recipient", "DATA": "452 data"}
NEVER = {"MAIL": "553 sender", "RCPT": "550 recipient", "DATA": "554 data"}
UNASKED, BEFORE, AFTER, UNHEARD = "silent at mail", "cut in data", "cut after dot", "silent after"

FAULTS = (
    GREETING,
    HUNG_UP,
    *LATER.values(),
    *LATER.values(),
    UNASKED,
    BEFORE,
    BEFORE,
    AFTER,
    AFTER,
    UNHEARD,
    "never",
)


@dataclass
class Mailbox:
    """One address: what it was sent, and what its server did meanwhile."""

    address: str
    chance: Chance
    clock: Clock
    called: Called
    port: int = 0
    mails: list[tuple[datetime, EmailMessage]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    lost: int = 0
    """Mails that were taken without an answer that says so."""
    refused: int = 0
    """Mails that were refused for good."""

    def fault(self) -> str:
        """What goes wrong with the next connection."""
        self.calls += 1
        self.called()
        fault = self.chance.fault(FAULTS)
        if fault:
            self.faults[fault] += 1
        return self.chance.one_of(tuple(NEVER.values())) if fault == "never" else fault

    def refusal(self, fault: str, step: str) -> str:
        """The answer of a step that a connection's fault is about; else ""."""
        if fault not in (LATER[step], NEVER[step]):
            return ""
        self.refused += fault == NEVER[step]
        return f"{fault[:3]} {fault[0]}.2.1 {fault[4:]}"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: "Session", session: Any, envelope: Any, sender: str, options: list[str]
    ) -> str:
        envelope.mail_from = sender
        if server.fault == UNASKED:
            await asyncio.Event().wait()
        return self.refusal(server.fault, "MAIL") or "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: "Session", session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address != self.address:
            return "551 not here"
        envelope.rcpt_tos.append(address)
        return self.refusal(server.fault, "RCPT") or "250 OK"

    async def handle_DATA(self, server: "Session", session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if refusal := self.refusal(server.fault, "DATA"):
            return refusal
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((self.clock.now, mail))
        self.lost += server.fault in (AFTER, UNHEARD)
        self.called()
        if server.fault == AFTER:
            server.hang_up()
        if server.fault == UNHEARD:
            await asyncio.Event().wait()
        return "250 OK"


class Session(SMTP):
    """One connection; its fault is decided when it begins."""

    def __init__(self, box: Mailbox) -> None:
        super().__init__(box, hostname="mail.test", loop=asyncio.get_running_loop())
        self.fault = box.fault()

    def hang_up(self) -> None:
        """Cut the connection without another word."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def push(self, status: Any) -> None:
        """Answer; the first answer of a connection is the greeting."""
        if self.fault == HUNG_UP:
            self.hang_up()
            return
        refused = self.fault == GREETING and str(status).startswith("220 ")
        await super().push("421 4.3.2 too busy" if refused else status)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Ask for the mail; one that hangs up here never sees its final dot."""
        if self.fault != BEFORE:
            await super().smtp_DATA(arg)
            return
        await self.push("354 go on")
        self.hang_up()


@asynccontextmanager
async def received(box: Mailbox) -> AsyncIterator[None]:
    """Run the mailbox's server on a free port."""
    server = await asyncio.get_running_loop().create_server(lambda: Session(box), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        server.close()
        await server.wait_closed()
