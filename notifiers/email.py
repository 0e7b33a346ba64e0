"""Email: one envelope a recipient, updates in the thread of their alert.

The Message-ID is made from the message's own id, so that a repeat after a lost answer has the same
one and servers or readers can drop it (RFC 5322, 3.6.4). SMTP's answers decide what happens next
(RFC 5321, 4.2.1): 4xx try again, 5xx don't; when the connection breaks after the final dot nobody
knows (4.2.5).
"""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import Policy
from email.utils import parseaddr
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import aiosmtplib

from notifiers import wording
from notifiers.base import Message, NotifierError, PermanentNotifierError, Receipt
from notifiers.channels import EmailAddress, MailServer, ascii_domain
from notifiers.email_templates import Templates
from notifiers.email_text import BUILT_IN, Reader, render, subject
from notifiers.oneway import OneWay
from notifiers.unreached import why_unreached

TIMEOUT = 20.0
"""Seconds for each answer of the server; RFC 5321, 4.5.3.2 would grant it minutes."""
PATIENCE = 90.0
"""Seconds for one mail, from connecting to the server's last answer."""
SUBMISSIONS = 465
"""The port on which mail is encrypted from the first byte (RFC 8314, 3.3)."""


class _Verbatim:
    """A header that is left as it is, folded after its commas only.

    The standard library folds a long References into encoded words, which breaks threads in
    Outlook (python/cpython#100991), and a long link likewise.
    """

    max_count = 1

    @staticmethod
    def parse(value: str, kwds: dict[str, Any]) -> None:
        """Take the value as it stands; the policy has refused line ends."""
        kwds |= {"decoded": value, "parse_tree": None}

    def fold(self, *, policy: Policy) -> str:
        """The header as it goes over the line."""
        name: str = getattr(self, "name")  # noqa: B009 - of the class that this is mixed into
        value = str(self).replace(", ", f",{policy.linesep} ")
        return f"{name}: {value}{policy.linesep}"


def _policy() -> "policy.EmailPolicy[EmailMessage]":
    """SMTP's line ends, seven-bit bodies, and addresses in headers left whole."""
    headers = HeaderRegistry()
    for name in ("references", "in-reply-to", "list-id", "list-unsubscribe"):
        headers.map_to_type(name, _Verbatim)  # type: ignore[arg-type] # typeshed knows its own mixins only
    return policy.SMTP.clone(header_factory=headers, cte_type="7bit")


_POLICY = _policy()


class EmailNotifier(OneWay):
    """One recipient."""

    def __init__(
        self,
        config: EmailAddress,
        server: MailServer,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout: float = TIMEOUT,
    ) -> None:
        local, _, domain = config.address.rpartition("@")
        self._address = config.address
        self._to = f"{local}@{ascii_domain(domain)}"
        self._server = server
        self._now = now
        self._timeout = timeout

    async def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Mail a message; an update under the mail that `parent` names, with its subject."""
        sender = _sender(self._server.sender)
        # In a thread: a long digest takes a while to be set, as may a newsroom's own template.
        mail = await asyncio.to_thread(self.written, message, parent)
        try:
            async with asyncio.timeout(PATIENCE), self._connected() as smtp:
                await self._envelope(smtp, self._server.bounces or sender.addr_spec)
                await self._data(smtp, mail.as_bytes())
        except TimeoutError:
            reason = f"mail server {self._server.host} took longer than {PATIENCE:.0f} seconds"
            raise NotifierError(reason, ambiguous=True) from None
        return Receipt((("message_id", str(mail["Message-ID"])), ("subject", str(mail["Subject"]))))

    def written(self, message: Message, parent: Receipt | None = None) -> EmailMessage:
        """The mail that `send` sends."""
        sender = _sender(self._server.sender)
        page = self._server.unsubscribe_page
        link = page.link(self._address) if page else ""
        reader = Reader(self._address, link, self._contact(sender))
        headers = dict(self._ways_out(sender))
        templates = self._server.templates or BUILT_IN
        return compose(
            message,
            sender,
            self._to,
            self._now(),
            parent,
            headers=headers,
            reader=reader,
            templates=templates,
        )

    def _contact(self, sender: Address) -> str:
        """Whom a reader may write to; "" where a mail to the sender would go nowhere."""
        own = "" if sender.domain == "localhost" else sender.addr_spec
        return self._server.unsubscribe or own

    def _ways_out(self, sender: Address) -> Iterator[tuple[str, str]]:
        """The headers by which a mail program offers to end the mails (RFC 2369, RFC 8058)."""
        page, contact = self._server.unsubscribe_page, self._contact(sender)
        links = [f"<{page.link(self._address)}>"] if page else []
        if contact:
            about = quote(f"unsubscribe {self._address}")
            links.append(f"<mailto:{quote(contact, safe='@+')}?subject={about}>")
        if links:
            yield "List-Unsubscribe", ", ".join(links)
        if page and page.one_click:
            yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"

    async def check(self) -> str:
        """Connect and log in, without a mail."""
        sender = _sender(self._server.sender).addr_spec
        async with self._connected() as smtp:
            secure = "encrypted" if smtp.get_transport_info("sslcontext") else "not encrypted"
        where = f"{self._server.host}:{self._server.port}"
        return f"mail server {where} answers ({secure}); mail from {sender} to {self._to}"

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        server, where = self._server, f"{self._server.host}:{self._server.port}"
        if server.username and not server.password:
            raise NotifierError("SMTP_PASSWORD is not set: set it to the mail account's password")
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.port == SUBMISSIONS,
            start_tls=start_tls(server),
            timeout=self._timeout,
        )
        try:
            await smtp.connect()
        except aiosmtplib.SMTPAuthenticationError as error:
            raise PermanentNotifierError(
                f"mail server {where} does not accept the user name or SMTP_PASSWORD ({error.code})"
            ) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _answered(where, error) from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            reason = wording.one_line(why_unreached(error, str(error)), 200)
            if "STARTTLS extension not supported" in reason and server.starttls == "auto":
                reason += " (without it the password would go in the open; email.starttls: false)"
            raise NotifierError(f"no connection to mail server {where}: {reason}") from None
        try:
            yield smtp
            # The mail is taken by now: how the good-bye goes changes nothing.
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await smtp.quit(timeout=2)
        finally:
            smtp.close()

    async def _envelope(self, smtp: aiosmtplib.SMTP, sender: str) -> None:
        try:
            await smtp.mail(sender)
            await smtp.rcpt(self._to)
        except aiosmtplib.SMTPResponseException as error:
            raise _answered(self._server.host, error, self._to) from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            reason = why_unreached(error, str(error))
            raise NotifierError(f"mail server {self._server.host}: {reason}") from None

    async def _data(self, smtp: aiosmtplib.SMTP, content: bytes) -> None:
        try:
            await smtp.data(content)
        except aiosmtplib.SMTPResponseException as error:
            raise _answered(self._server.host, error, self._to) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            reason = f"the answer of mail server {self._server.host} was lost"
            raise NotifierError(
                f"{reason} ({why_unreached(error, str(error))})", ambiguous=True
            ) from None


def start_tls(server: MailServer) -> bool | None:
    """Whether to encrypt an open connection; `None`: if the server offers to.

    On the submissions port it is encrypted from the first byte instead. A password never leaves
    this machine in the open, unless the settings say so (RFC 4954, 4).
    """
    if server.port == SUBMISSIONS:
        return False
    if server.starttls == "auto":
        return True if server.username and not _is_here(server.host) else None
    return server.starttls


def _is_here(host: str) -> bool:
    return host == "localhost" or host.startswith("127.") or host == "::1"


def compose(
    message: Message,
    sender: Address,
    to: str,
    date: datetime,
    parent: Receipt | None = None,
    *,
    headers: Mapping[str, str] = MappingProxyType({}),
    reader: Reader = Reader(),  # noqa: B008 - immutable
    templates: Templates = BUILT_IN,
) -> EmailMessage:
    """The whole mail: headers, these further ones too, and both bodies."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = _subject(message, parent, templates)
    mail["Date"] = date
    mail["Message-ID"] = message_id(message.id, sender.domain)
    if message.thread:
        root = (parent or Receipt()).get("message_id") or message_id(message.thread, sender.domain)
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["List-Id"] = f"<news-monitor.{sender.domain}>"  # RFC 2919
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies, please
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # the same to Exchange: [MS-OXCMAIL]
    if message.kind in {"alert", "update"} and is_urgent(message):
        mail["Importance"] = "high"  # RFC 2156
    for name, value in headers.items():
        mail[name] = value
    bodies = render(message, reader=reader, templates=templates)
    mail.set_content(bodies.text)
    mail.add_alternative(bodies.html, subtype="html")
    return mail


def message_id(text: str, domain: str) -> str:
    """The Message-ID that belongs to a message's id: always the same."""
    return f"<{hashlib.sha256(text.encode()).hexdigest()[:40]}@{domain}>"


def is_urgent(message: Message) -> bool:
    """Whether a story in it has high priority."""
    return any(story.priority == "high" for story in wording.stories(message))


def _subject(message: Message, parent: Receipt | None, templates: Templates) -> str:
    """An update takes the subject of its thread: mail readers thread by subject, too."""
    began = parent.get("subject") if parent and message.thread else ""
    if began:
        return wording.one_line(began if began.startswith("Re: ") else f"Re: {began}", 250)
    return subject(message, templates)


def _sender(text: str) -> Address:
    name, address = parseaddr(text)
    local, _, domain = address.rpartition("@")
    try:
        plain = f"{local}@{ascii_domain(domain)}"
        sender = Address(display_name=wording.one_line(name), addr_spec=plain)
    except (ValueError, IndexError, MessageError):
        sender = Address()
    if not sender.domain:
        raise PermanentNotifierError(
            f'email.from is "{wording.one_line(text, 100)}": '
            'write it as "News monitor <monitor@example.org>"'
        )
    return sender


def _answered(where: str, error: aiosmtplib.SMTPResponseException, to: str = "") -> NotifierError:
    """The error that an SMTP answer stands for."""
    what = f"mail to {to}" if to else "the connection"
    said = wording.one_line(f"{error.code} {error.message}", 200)
    reason = f"mail server {where} refused {what}: {said}"
    return PermanentNotifierError(reason) if 500 <= error.code < 600 else NotifierError(reason)
