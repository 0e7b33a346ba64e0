"""The page by which a reader of mails ends them: one click where the mail program offers it.

RFC 8058: a POST to the link unsubscribes at once; a GET never does, because programs that look
for viruses follow every link in a mail. It shows a button.
"""

from collections.abc import Awaitable, Callable
from html import escape

import structlog
from aiohttp import web

from monitor.store.errors import StoreError
from monitor.web.page import plain_page
from notifiers.unsubscribe import PATH, reader_of

log = structlog.get_logger()

_BUTTON = """<p>The news monitor sends mails to <b>{reader}</b>.</p>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">
<button>Send no more</button></form>"""
_DONE = """<p><b>{reader}</b> gets no more mails from the news monitor.
Whoever runs it was told, and can undo it.</p>"""
_UNKNOWN = "<p>Was it copied whole? It is the one at the end of a mail.</p>"
_LATER = "<p>Please try again in a few minutes.</p>"


def unsubscribe_routes(
    key: str, unsubscribe: Callable[[str], Awaitable[None]]
) -> list[web.RouteDef]:
    """The routes of the page; `unsubscribe` is called with a reader's address.

    `key` is the one that the links were signed with.
    """

    async def ask(request: web.Request) -> web.Response:
        reader = reader_of(request.match_info["token"], key)
        return _unknown() if reader is None else _page("No more mails?", _BUTTON, reader)

    async def do(request: web.Request) -> web.Response:
        reader = reader_of(request.match_info["token"], key)
        if reader is None:
            return _unknown()
        try:
            await unsubscribe(reader)
        except StoreError as problem:
            log.error("not unsubscribed", reader=reader, why=str(problem))
            return _page("Not done yet", _LATER, reader, status=503)
        return _page("Done", _DONE, reader)

    path = f"{PATH}/{{token}}"
    return [web.get(path, ask), web.post(path, do)]


def _unknown() -> web.Response:
    return plain_page("This link is not one of ours", _UNKNOWN, 404)


def _page(title: str, content: str, reader: str, status: int = 200) -> web.Response:
    return plain_page(title, content.format(reader=escape(reader)), status)
