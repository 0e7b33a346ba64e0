"""Tells ops of a newsroom's mail templates that break; the mails went out by the built-in ones."""

from collections.abc import Awaitable, Callable

import structlog

from notifiers.email_templates import Templates

log = structlog.get_logger()


class TemplateWatch:
    """Looks after the templates in use."""

    def __init__(self, templates: Templates, notice: Callable[[str, str], Awaitable[None]]) -> None:
        """`notice` says something to the ops channels: a subject and a text."""
        self._templates = templates
        self._notice = notice

    async def tick(self) -> None:
        """Tell what came up since the last tick, each fault once while the service runs."""
        for found in self._templates.faults():
            place = f"{found.file}:{found.line}: {found.problem}"
            log.error("mail template does not work", why=place)
            await self._notice(
                "A mail template does not work",
                f"{place}\nMails go out by the built-in one until it is mended: monitor check",
            )
