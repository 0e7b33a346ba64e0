"""From a destination's name to the notifier that serves it."""

from typing import TYPE_CHECKING

import aiohttp
from rich.console import Console

from monitor.settings import Settings
from notifiers.base import Message, Notifier, Receipt
from notifiers.digest_page import PATH as DIGESTS
from notifiers.digest_page import DigestPage
from notifiers.preview import preview
from notifiers.registry import (
    MailServer,
    Servers,
    SlackServer,
    build,
    parse_destination,
    slack_socket,
)
from notifiers.unsubscribe import PATH as UNSUBSCRIBE
from notifiers.unsubscribe import UnsubscribePage

if TYPE_CHECKING:
    from notifiers.email_templates import Templates
    from notifiers.slack_socket import SlackSocket


class Channels:
    """The notifiers in use: one a destination, made when it is first needed."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._notifiers: dict[str, Notifier] = {}

    def __call__(self, destination: str) -> Notifier:
        """The notifier of a destination; raises ValueError for a name that is none."""
        if destination not in self._notifiers:
            self._notifiers[destination] = build(parse_destination(destination), self._servers)
        return self._notifiers[destination]

    async def preview(
        self, destination: str, message: Message, parent: Receipt | None = None
    ) -> dict[str, bytes]:
        """What would be sent there, as files by their endings; nothing is sent."""
        return await preview(parse_destination(destination), self._servers, message, parent)

    def can_edit(self, destination: str) -> bool:
        """Whether messages to that destination can be edited."""
        return self(destination).edits

    @property
    def templates(self) -> "Templates | None":
        """A newsroom's own templates of mails, if there is a folder of them."""
        return self._servers.mail.templates

    def socket(self) -> "SlackSocket | None":
        """The connection over which buttons and commands come; `None` without an app token."""
        return slack_socket(self._servers)

    async def aclose(self) -> None:
        """Close every notifier."""
        for notifier in self._notifiers.values():
            await notifier.aclose()


def servers_of(
    settings: Settings, http: aiohttp.ClientSession, console: Console, *, buttons: bool = False
) -> Servers:
    """The servers that the settings and the environment name.

    `buttons`: somebody listens to them, if there is an app token to listen with.
    """
    slack, email = settings.slack, settings.email
    return Servers(
        http=http,
        console=console,
        slack=SlackServer(
            token=settings.secret("SLACK_BOT_TOKEN"),
            base_url=slack.base_url,
            interval=slack.per_channel_interval.total_seconds(),
            app_token=settings.secret("SLACK_APP_TOKEN") if buttons else None,
        ),
        mail=MailServer(
            host=email.host,
            port=email.port,
            starttls=email.starttls,
            username=email.username,
            password=settings.secret("SMTP_PASSWORD"),
            sender=email.sender,
            bounces=email.bounces,
            unsubscribe=email.unsubscribe,
            unsubscribe_page=unsubscribe_page(settings),
            templates=_templates(settings),
        ),
        webhook_secrets=settings.webhook_secrets(),
        slack_webhooks=settings.slack_webhooks(),
        apprise_urls=settings.apprise_urls(),
    )


def unsubscribe_page(settings: Settings) -> UnsubscribePage | None:
    """The page behind the links at the end of mails; `None` where nobody could reach it."""
    reached = _reached(settings)
    return UnsubscribePage(reached[0] + UNSUBSCRIBE, reached[1]) if reached else None


def digest_page(settings: Settings) -> DigestPage | None:
    """The pages on which all of a digest can be read; `None` where nobody could reach them."""
    reached = _reached(settings)
    return DigestPage(reached[0] + DIGESTS, reached[1]) if reached else None


def _reached(settings: Settings) -> tuple[str, str] | None:
    """The public address of the web pages, and the key that signs links to them."""
    web, key = settings.web, settings.web_token()
    if web.listen is None or web.public_url is None or not key:
        return None
    return web.public_url, key


def _templates(settings: Settings) -> "Templates | None":
    """Jinja takes a while to load: who has no templates of their own need not wait for it here."""
    if settings.templates is None:
        return None
    from notifiers.email_templates import Templates

    return Templates(settings.templates)
