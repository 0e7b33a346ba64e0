"""Addresses of feeds, and the ids that are made from them."""

import re
from hashlib import blake2b
from urllib.parse import SplitResult, urlsplit

_LONGEST_SLUG = 80


def check_url(text: str) -> str:
    """An http or https address with a host. Raises ValueError in an editor's words."""
    url = text.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f'"{url}" is no web address: {error}') from None
    if parts.scheme in {"http", "https"} and host and not re.search(r"\s", url):
        return url
    if parts.scheme == "feed":
        raise ValueError(f'"{url}" is a feed reader\'s way to write https://…')
    raise ValueError(f'"{url}" is no web address: it begins with https:// or http://')


def same_address(url: str) -> str:
    """What two writings of an address have in common: host in lower case, no fragment."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path or '/'}?{parts.query}"


def slug(url: str) -> str:
    """A readable id that only the address decides: `example.org-news-rss.xml`."""
    parts = urlsplit(url)
    plain = re.sub(r"[^\w.]+", "-", f"{_host(parts)}{parts.path}".lower()).strip("-.")
    if not parts.query and len(plain) <= _LONGEST_SLUG:
        return plain
    return marked(plain[:_LONGEST_SLUG].rstrip("-."), url)


def marked(name: str, url: str) -> str:
    """A name that others might have too, told apart by a few digits that the address decides."""
    return f"{name}-{blake2b(url.encode(errors='replace'), digest_size=3).hexdigest()}"


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}-{parts.port}" if parts.port else host
