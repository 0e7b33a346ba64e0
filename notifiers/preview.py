"""What a message would look like in a channel, as files, without sending it."""

import io
import json

from rich.console import Console

from notifiers.base import Message, Receipt
from notifiers.registry import (
    AppriseChannel,
    ChannelConfig,
    ConsoleChannel,
    EmailAddress,
    MailServer,
    Servers,
    SlackChannel,
    SlackWebhook,
    WebhookAddress,
)

Files = dict[str, bytes]
"""Contents by a file's ending."""


async def preview(
    config: ChannelConfig, servers: Servers, message: Message, parent: Receipt | None = None
) -> Files:
    """The files that show a message: what is sent, and what can be looked at by itself.

    `parent` is the receipt of the message that began the thread, as `Notifier.send` takes it.
    """
    match config:
        case EmailAddress():
            return _mail(config, servers.mail, message, parent)
        case SlackChannel() | SlackWebhook():
            return _slack(message, alone=isinstance(config, SlackWebhook))
        case WebhookAddress():
            from notifiers.stored import dump_message

            return {"json": dump_message(message).encode()}
        case AppriseChannel():
            from notifiers.apprise import plain

            return {"txt": "\n\n".join(plain(message)).encode()}
        case ConsoleChannel():
            return await _console(message)


def _mail(
    config: EmailAddress, server: MailServer, message: Message, parent: Receipt | None
) -> Files:
    """The mail as it goes over the line, and its two bodies."""
    from notifiers.email import EmailNotifier

    mail = EmailNotifier(config, server).written(message, parent)
    html, text = (mail.get_body((kind,)) for kind in ("html", "plain"))
    bodies = {"html": html, "txt": text}
    return {"eml": mail.as_bytes()} | {
        ending: str(body.get_content()).encode() for ending, body in bodies.items() if body
    }


def _slack(message: Message, *, alone: bool) -> Files:
    """What Slack's Block Kit Builder shows when it is pasted there, and the words to be read."""
    from notifiers.apprise import plain
    from notifiers.slack_blocks import fallback, render

    said = {"text": fallback(message), "blocks": render(message, alone=alone)}
    return {
        "json": json.dumps(said, ensure_ascii=False, indent=2).encode(),
        "txt": "\n\n".join(plain(message)).encode(),
    }


async def _console(message: Message) -> Files:
    from notifiers.console import ConsoleNotifier

    console = Console(file=io.StringIO(), record=True, width=100)
    await ConsoleNotifier(console).send(message)
    return {"txt": console.export_text().encode()}
