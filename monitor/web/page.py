"""Pages whose address is as good as a key: small, without scripts, told to nobody else."""

from aiohttp import web

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
"""The address is told to nobody else, and nobody can dress the page up."""

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title><style>
:root {{ color-scheme: light dark }}
body {{ max-width: 30em; margin: 3em auto; padding: 0 1em; font: 17px/1.5 system-ui, sans-serif }}
button {{ font: inherit; padding: .5em 1em }}
b {{ overflow-wrap: anywhere }}
</style></head><body><h1>{title}</h1>
{content}
</body></html>
"""


def plain_page(title: str, content: str, status: int = 200) -> web.Response:
    """A page of a few sentences; `content` is HTML, escaped by who wrote it."""
    return html_page(_PAGE.format(title=title, content=content), status)


def html_page(text: str, status: int = 200) -> web.Response:
    """A page that is written already."""
    return web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)
