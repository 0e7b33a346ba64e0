"""An outlet's posts as a feed document: RSS 2.0, Atom, RSS 1.0 (RDF) or JSON Feed."""

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader

from monitor.demo.day import Outlet, Post

MEDIA_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
}

_TEMPLATES = Environment(
    loader=PackageLoader("monitor.demo"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_TEMPLATES.filters["rfc822"] = format_datetime


def document(outlet: Outlet, posts: Sequence[Post], changed: datetime) -> bytes:
    """The outlet's feed in its format, UTF-8; `changed` is when the feed last changed."""
    if outlet.format == "json":
        return _json_feed(outlet, posts)
    template = _TEMPLATES.get_template(f"{outlet.format}.xml")
    return template.render(outlet=outlet, posts=posts, changed=changed).encode()


def _json_feed(outlet: Outlet, posts: Sequence[Post]) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    items = [
        {
            "id": post.guid,
            "url": post.link,
            "title": post.title,
            "content_html": post.text,
            "date_published": post.published.isoformat(),
            "date_modified": post.updated.isoformat(),
        }
        for post in posts
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": f"{outlet.site}/",
        "language": outlet.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()
