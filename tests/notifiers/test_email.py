"""Email, against a real SMTP server on loopback that refuses and hangs up on demand."""

import asyncio
import email
import email.policy
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiohttp.test_utils import unused_port
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from notifiers.base import NotifierError, PermanentNotifierError, Receipt
from notifiers.channels import EmailAddress, MailServer
from notifiers.email import EmailNotifier, compose, message_id, start_tls
from notifiers.testing import HOSTILE, SECRET, NotifierContract, sample
from notifiers.unsubscribe import UnsubscribePage

NOW = datetime(2026, 12, 14, 0, 12, tzinfo=UTC)
DROP, DROP_AFTER, SILENT = "drop", "drop after", "silent"


@dataclass
class Mailbox:
    """What the server took, and what it answers at each step instead of 250."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)
    at_rcpt: str = ""
    at_data: str = ""
    at_quit: str = ""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.at_rcpt == DROP:
            hang_up(server)
        envelope.rcpt_tos.append(address)
        return self.at_rcpt or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.at_data in {"", DROP_AFTER, SILENT}:
            self.raw.append(envelope.content)
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(mail, EmailMessage)
            self.taken.append(mail)
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
            self.secure.append(session.ssl is not None)
        if self.at_data == DROP_AFTER:
            hang_up(server)
        if self.at_data == SILENT:
            await asyncio.Event().wait()
        return self.at_data or "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.at_quit == DROP:
            hang_up(server)
        return "221 Bye"


def hang_up(server: SMTP) -> None:
    """Cut the connection without another word."""
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


def authenticate(server: SMTP, session: Any, envelope: Any, kind: str, data: Any) -> AuthResult:
    """Only one password is right."""
    right = isinstance(data, LoginPassword) and data.password == b"right"
    return AuthResult(success=right, handled=False)


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    box = Mailbox()
    async for _ in serve(box):
        yield box


async def serve(
    box: Mailbox, tls: ssl.SSLContext | None = None, over: ssl.SSLContext | None = None
) -> AsyncIterator[None]:
    """Run the server on a free port until the test ends.

    `tls`: offered by STARTTLS, and needed for a login; `over`: the whole connection runs over it.
    """
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return SMTP(
            box,
            hostname="mail.test",
            loop=loop,
            tls_context=tls,
            authenticator=authenticate,
            auth_require_tls=tls is not None,
        )

    server = await loop.create_server(session, "127.0.0.1", 0, ssl=over)
    box.port = server.sockets[0].getsockname()[1]
    yield
    server.close()
    await server.wait_closed()


def connect(port: int, **server: Any) -> EmailNotifier:
    """A notifier for our server."""
    given: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "sender": "News monitor <monitor@example.org>",
    }
    config = EmailAddress(address="desk@example.org")
    return EmailNotifier(config, MailServer(**(given | server)), now=lambda: NOW)


@pytest.fixture
def notifier(mailbox: Mailbox) -> EmailNotifier:
    return connect(mailbox.port)


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


class TestEmailContract(NotifierContract):
    """Email keeps the contract."""

    @pytest.fixture
    def arrived(self, mailbox: Mailbox) -> Callable[[], str]:
        return lambda: "\n".join(
            part for mail in mailbox.taken for part in (body(mail, "plain"), body(mail, "html"))
        )

    @pytest.fixture
    def unreachable(self) -> EmailNotifier:
        return connect(unused_port(), username="monitor", password=SECRET)


async def test_a_mail_has_all_its_headers(mailbox: Mailbox, notifier: EmailNotifier) -> None:
    """Sender, recipient, date, a Message-ID of our domain, and "no replies, please"."""
    receipt = await notifier.send(sample("m1"))
    [mail] = mailbox.taken
    assert mail["From"] == "News monitor <monitor@example.org>"
    assert mail["To"] == "desk@example.org"
    assert mail["Subject"] == "Ferry to Kunashir resumes after storm (m1)"
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"] == message_id("m1", "example.org") == receipt.get("message_id")
    assert mail["List-Id"] == "<news-monitor.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "In-Reply-To" not in mail
    assert mailbox.envelopes == [("monitor@example.org", ["desk@example.org"])]


async def test_bounces_go_where_the_settings_say(mailbox: Mailbox) -> None:
    """The envelope's sender, to whom servers on the way report, may be another than From."""
    await connect(mailbox.port, bounces="bounces@example.org").send(sample())
    assert mailbox.envelopes == [("bounces@example.org", ["desk@example.org"])]
    assert mailbox.taken[0]["From"] == "News monitor <monitor@example.org>"


async def test_high_priority_is_marked(mailbox: Mailbox, notifier: EmailNotifier) -> None:
    """A mail program can show what is urgent; a digest with something urgent in it is not."""
    await notifier.send(sample("a", priority="high"))
    await notifier.send(sample("b"))
    await notifier.send(sample("c", "digest", priority="high"))
    assert [mail["Importance"] for mail in mailbox.taken] == ["high", None, None]


async def test_a_reader_can_end_the_mails(mailbox: Mailbox) -> None:
    """By a mail to whom the settings name, and by one click on our page where it is reachable."""
    page = UnsubscribePage("https://monitor.example.org/unsubscribe", "key")
    await connect(mailbox.port, unsubscribe_page=page, unsubscribe="stop@example.org").send(
        sample()
    )
    [mail] = mailbox.taken
    link = page.link("desk@example.org")
    by_mail = "mailto:stop@example.org?subject=unsubscribe%20desk%40example.org"
    assert mail["List-Unsubscribe"] == f"<{link}>, <{by_mail}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in body(mail, "plain")
    assert f'href="{link}"' in body(mail, "html")


async def test_without_a_page_there_is_an_address(mailbox: Mailbox) -> None:
    """The sender is written to, unless mail to them would go nowhere."""
    await connect(mailbox.port).send(sample())
    await connect(mailbox.port, sender="News monitor <monitor@localhost>").send(sample())
    there, nowhere = mailbox.taken
    assert there["List-Unsubscribe"].startswith("<mailto:monitor@example.org?")
    assert "List-Unsubscribe" not in nowhere
    assert "List-Unsubscribe-Post" not in there
    said = "The news monitor sent this to desk@example.org, as its desk asked."
    assert body(there, "plain").splitlines()[-2:] == [said, "To get no more: monitor@example.org"]
    assert said in body(there, "html")
    assert 'href="mailto:monitor@example.org"' in body(there, "html")
    assert body(nowhere, "plain").splitlines()[-1] == said
    assert "To get no more" not in body(nowhere, "html")


async def test_a_long_link_stays_whole(mailbox: Mailbox) -> None:
    """A link longer than a line is neither folded nor encoded in the header."""
    page = UnsubscribePage(f"https://{'department.' * 12}example.org/unsubscribe", "key")
    await connect(mailbox.port, unsubscribe_page=page).send(sample())
    assert f"<{page.link('desk@example.org')}>,\r\n <mailto:".encode() in mailbox.raw[0]


async def test_plain_http_offers_no_one_click(mailbox: Mailbox) -> None:
    """Mail programs take https only for it; the link itself works."""
    page = UnsubscribePage("http://monitor.example.org/unsubscribe", "key")
    await connect(mailbox.port, unsubscribe_page=page).send(sample())
    assert "List-Unsubscribe-Post" not in mailbox.taken[0]
    assert page.link("desk@example.org") in mailbox.taken[0]["List-Unsubscribe"]


async def test_domains_in_other_scripts_are_reached(mailbox: Mailbox) -> None:
    """Servers are given a domain's ASCII form, in the envelope and in the headers."""
    config = EmailAddress(address="desk@Bücher.example")
    assert config.destination == "email:desk@bücher.example"
    server = MailServer("127.0.0.1", mailbox.port, sender="News <monitor@straße.example>")
    await EmailNotifier(config, server).send(sample())
    assert mailbox.envelopes == [("monitor@xn--strae-oqa.example", ["desk@xn--bcher-kva.example"])]
    assert mailbox.taken[0]["To"] == "desk@xn--bcher-kva.example"


async def test_text_comes_before_html(mailbox: Mailbox, notifier: EmailNotifier) -> None:
    """Readers take the last alternative that they understand (RFC 2046, 5.1.4)."""
    await notifier.send(sample(title="Курилы и 北方領土"))
    [mail] = mailbox.taken
    assert mail.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert "Курилы и 北方領土" in body(mail, "plain")
    assert mailbox.raw[0].isascii()


async def test_a_repeat_has_the_same_message_id(mailbox: Mailbox, notifier: EmailNotifier) -> None:
    """A repeat can be dropped by whoever receives it."""
    await notifier.send(sample("m1"))
    await notifier.send(sample("m1"))
    await notifier.send(sample("m2"))
    ids = [mail["Message-ID"] for mail in mailbox.taken]
    assert ids[0] == ids[1] != ids[2]


async def test_an_update_threads_under_its_alert(mailbox: Mailbox, notifier: EmailNotifier) -> None:
    """An update refers to the alert's mail and has its subject, so that readers thread it."""
    first = await notifier.send(sample("m1", title="Ferry resumes"))
    update = replace(sample("m2", "update", title="Ferry stops"), thread="m1")
    await notifier.send(update, first)
    alert, reply = mailbox.taken
    assert reply["Subject"] == "Re: Ferry resumes"
    assert reply["References"] == reply["In-Reply-To"] == alert["Message-ID"]
    assert reply["Message-ID"] != alert["Message-ID"]


async def test_an_update_without_a_receipt_still_threads(
    mailbox: Mailbox, notifier: EmailNotifier
) -> None:
    """The alert's Message-ID follows from its id, also where its receipt is lost."""
    await notifier.send(replace(sample("m2", "update"), thread="m1"))
    assert mailbox.taken[0]["References"] == message_id("m1", "example.org")


def test_references_are_never_encoded() -> None:
    """A long Message-ID stays as it is, or Outlook loses the thread."""
    domain = "a-very-long-name-of-a-department." * 3 + "example.org"
    sender = Address("News monitor", "monitor", domain)
    mail = compose(replace(sample("m2"), thread="m1"), sender, "desk@example.org", NOW)
    assert message_id("m1", domain).encode() in mail.as_bytes().replace(b"\r\n ", b"")
    assert b"=?" not in mail.as_bytes().partition(b"\r\n\r\n")[0]


async def test_a_headline_adds_no_header(mailbox: Mailbox, notifier: EmailNotifier) -> None:
    """Line ends in a title don't end the Subject."""
    await notifier.send(replace(sample(), subject=HOSTILE))
    [mail] = mailbox.taken
    assert "Bcc" not in mail
    assert "Bcc: all@example.org" in mail["Subject"]
    assert mailbox.envelopes[0][1] == ["desk@example.org"]


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
async def test_4xx_is_tried_again(mailbox: Mailbox, notifier: EmailNotifier, step: str) -> None:
    """A server that is busy now took nothing, and is asked again later."""
    setattr(mailbox, step, "451 4.3.0 try later")
    with pytest.raises(NotifierError, match="451") as caught:
        await notifier.send(sample())
    assert not isinstance(caught.value, PermanentNotifierError)
    assert not caught.value.ambiguous


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
async def test_5xx_is_final(mailbox: Mailbox, notifier: EmailNotifier, step: str) -> None:
    """A recipient that the server won't take is reported, with the server's words."""
    setattr(mailbox, step, "550 5.1.1 no such user")
    with pytest.raises(
        PermanentNotifierError, match=r"desk@example\.org: 550 5\.1\.1 no such user"
    ):
        await notifier.send(sample())


async def test_a_hang_up_before_the_mail_is_plain(
    mailbox: Mailbox, notifier: EmailNotifier
) -> None:
    """A connection that breaks before the mail was sent took nothing."""
    mailbox.at_rcpt = DROP
    with pytest.raises(NotifierError) as caught:
        await notifier.send(sample())
    assert not caught.value.ambiguous
    assert not isinstance(caught.value, PermanentNotifierError)


async def test_a_hang_up_after_the_final_dot_is_ambiguous(
    mailbox: Mailbox, notifier: EmailNotifier
) -> None:
    """A connection that breaks before the last answer leaves open who has the mail."""
    mailbox.at_data = DROP_AFTER
    with pytest.raises(NotifierError) as caught:
        await notifier.send(sample())
    assert caught.value.ambiguous


async def test_silence_after_the_final_dot_is_ambiguous(mailbox: Mailbox) -> None:
    """So does a server that never answers."""
    mailbox.at_data = SILENT
    config, server = EmailAddress(address="desk@example.org"), MailServer("127.0.0.1", mailbox.port)
    with pytest.raises(NotifierError) as caught:
        await EmailNotifier(config, server, timeout=0.2).send(sample())
    assert caught.value.ambiguous


async def test_the_good_bye_does_not_matter(mailbox: Mailbox, notifier: EmailNotifier) -> None:
    """A mail that was taken is sent, however the connection ends."""
    mailbox.at_quit = DROP
    assert isinstance(await notifier.send(sample()), Receipt)


async def test_a_missing_password_names_its_variable(mailbox: Mailbox) -> None:
    """With a user name but no password, mails wait until there is one."""
    with pytest.raises(NotifierError, match="SMTP_PASSWORD is not set"):
        await connect(mailbox.port, username="monitor").send(sample())


async def test_a_wrong_password_is_final(mailbox: Mailbox) -> None:
    """A refused login is reported without the password."""
    with pytest.raises(PermanentNotifierError, match="SMTP_PASSWORD") as caught:
        await connect(mailbox.port, username="monitor", password=SECRET).send(sample())
    assert SECRET not in str(caught.value)


async def test_the_right_password_opens(mailbox: Mailbox) -> None:
    """A login is used where a user name is given."""
    await connect(mailbox.port, username="monitor", password="right").send(sample())
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize("sender", ["", "nobody", "monitor@", "News <a b@c>"])
async def test_a_sender_that_is_none_is_named(mailbox: Mailbox, sender: str) -> None:
    """A wrong `email.from` is told as such."""
    with pytest.raises(PermanentNotifierError, match=r"email\.from"):
        await connect(mailbox.port, sender=sender).send(sample())


async def test_starttls_can_be_demanded(mailbox: Mailbox) -> None:
    """With `starttls: true` nothing goes over an open line."""
    with pytest.raises(NotifierError):
        await connect(mailbox.port, starttls=True).send(sample())
    assert not mailbox.taken


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs our server's certificate."""
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """The server's side of an encrypted connection to 127.0.0.1."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts who signed it."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@pytest.fixture
async def encrypting(tls: ssl.SSLContext) -> AsyncIterator[Mailbox]:
    """A server that offers STARTTLS, and takes passwords only after it."""
    box = Mailbox()
    async for _ in serve(box, tls):
        yield box


@pytest.mark.usefixtures("trusted")
async def test_starttls_is_used_where_offered(encrypting: Mailbox) -> None:
    """`auto` encrypts with a server that can, and `check` says so."""
    notifier = connect(encrypting.port)
    await notifier.send(sample())
    assert len(encrypting.taken) == 1
    assert "(encrypted)" in await notifier.check()


@pytest.mark.usefixtures("trusted")
async def test_a_login_goes_over_starttls(encrypting: Mailbox) -> None:
    """The password is given after the line is encrypted, to a server that demands it so."""
    await connect(encrypting.port, username="monitor", password="right").send(sample())
    assert len(encrypting.taken) == 1
    assert encrypting.secure == [True]


@pytest.mark.usefixtures("trusted")
async def test_the_submissions_port_is_encrypted_from_the_first_byte(
    tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There, TLS and the login work without STARTTLS."""
    box = Mailbox()
    async for _ in serve(box, over=tls):
        monkeypatch.setattr("notifiers.email.SUBMISSIONS", box.port)
        notifier = connect(box.port, username="monitor", password="right")
        await notifier.send(sample())
        assert len(box.taken) == 1
        assert "(encrypted)" in await notifier.check()


async def test_a_false_certificate_is_not_trusted(encrypting: Mailbox) -> None:
    """A server with a certificate of its own making gets no mail, unless TLS is switched off."""
    with pytest.raises(NotifierError, match="certificate"):
        await connect(encrypting.port).send(sample())
    await connect(encrypting.port, starttls=False).send(sample())
    assert len(encrypting.taken) == 1


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (MailServer(port=465, starttls=True), False),
        (MailServer(port=587), None),
        (MailServer(port=587, starttls=True), True),
        (MailServer(port=25, starttls=False), False),
        (MailServer("mail.example.org", 587, username="monitor"), True),
        (MailServer("mail.example.org", 25, username="monitor", starttls=False), False),
        (MailServer("127.0.0.1", 587, username="monitor"), None),
    ],
)
def test_when_starttls_is_used(server: MailServer, expected: bool | None) -> None:
    """Not on port 465; where it is offered; and always where a password leaves this machine."""
    assert start_tls(server) is expected


async def test_check_reaches_the_server(mailbox: Mailbox, notifier: EmailNotifier) -> None:
    """`check` connects and mails nothing."""
    found = await notifier.check()
    assert found == (
        f"mail server 127.0.0.1:{mailbox.port} answers (not encrypted); "
        "mail from monitor@example.org to desk@example.org"
    )
    assert not mailbox.taken
