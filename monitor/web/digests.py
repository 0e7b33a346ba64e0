"""The page on which all of a digest can be read, for who has the link in its message.

It is the stored message in the looks of the mail, and is gone with it when its retention is over.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from monitor.store.errors import StoreError
from monitor.web.page import html_page, plain_page
from notifiers.base import Message
from notifiers.digest_page import PATH, is_signed
from notifiers.stored import StoredMessageError

if TYPE_CHECKING:
    from notifiers.email_templates import Templates

log = structlog.get_logger()

_UNKNOWN = """<p>Was it copied whole? It is the one in the digest.
A digest that is past its retention can't be read any more.</p>"""
_LATER = "<p>Please try again in a few minutes.</p>"


def digest_routes(
    key: str,
    digest: Callable[[str], Awaitable[Message | None]],
    templates: "Templates | None" = None,
) -> list[web.RouteDef]:
    """The route of the pages; `digest` finds a stored digest by its message's id.

    `key` is the one that the links were signed with; `templates` are a newsroom's own.
    """

    async def show(request: web.Request) -> web.Response:
        name, given = request.match_info["id"], request.query_string.partition("&")[0]
        if not is_signed(name, given, key):
            return _unknown()
        try:
            message = await digest(name)
        except (StoreError, StoredMessageError) as problem:
            log.error("digest not shown", message=name, why=str(problem))
            return plain_page("Not now", _LATER, 503)
        if message is None:
            return _unknown()
        return html_page(await asyncio.to_thread(_written, message, templates))

    return [web.get(f"{PATH}/{{id}}", show)]


def _unknown() -> web.Response:
    return plain_page("There is no such digest", _UNKNOWN, 404)


def _written(message: Message, templates: "Templates | None") -> str:
    """Jinja takes a while to load: a service whose pages nobody reads need not wait for it."""
    from notifiers.email_text import BUILT_IN, digest_page

    return digest_page(message, templates or BUILT_IN)
