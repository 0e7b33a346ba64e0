"""Whether an entry comes from where a watchlist listens."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from urllib.parse import urlsplit

from monitor.matching.rule import Rule
from monitor.model.entry import Entry

_PORT = re.compile(r":\d+$")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry comes from, ready for comparison."""

    feed: str
    host: str
    """Host of the link, without port; "" without a link."""
    language: str
    """`zh-tw`; "" when the entry declares none."""


def origin_of(entry: Entry) -> Origin:
    """The feed, host and language of an entry in lower case."""
    language = _tag(entry.language)
    return Origin(entry.feed.lower(), _host(entry.link), "" if language == "und" else language)


def refusal(rule: Rule, origin: Origin) -> str:
    """Why a watchlist does not take an entry from there, in words; "" when it does."""
    if origin.language and rule.languages and not _speaks(rule.languages, origin.language):
        return f"its language is {origin.language}, not {' or '.join(rule.languages)}"
    if (pattern := _first(rule.exclude, origin)) is not None:
        return f"its source is excluded by {pattern}"
    if rule.include and _first(rule.include, origin) is None:
        return "its source is not among those included"
    return ""


def _speaks(accepted: Iterable[str], language: str) -> bool:
    """`zh` takes `zh-tw`, `en-gb` does not take `en` (RFC 4647, basic filtering)."""
    return any(f"{language}-".startswith(f"{_tag(tag)}-") for tag in accepted)


def _tag(language: str) -> str:
    return language.strip().lower().replace("_", "-")


def _first(patterns: Iterable[str], origin: Origin) -> str | None:
    return next((pattern for pattern in patterns if takes(pattern, origin)), None)


def takes(pattern: str, origin: Origin) -> bool:
    """Whether a feed's id, or a host with all below it, is what the origin has."""
    feed, host = _compiled(pattern)
    return feed.match(origin.feed) is not None or (
        origin.host != "" and host.match(origin.host) is not None
    )


@lru_cache(maxsize=65536)
def _compiled(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A pattern for feed ids, and for a host with all below it."""
    lowered = pattern.strip().lower()
    domain = _unicode(_PORT.sub("", lowered).removeprefix("*."))
    return re.compile(translate(lowered)), re.compile(rf"(?:.*\.)?{translate(domain)}")


def _host(link: str) -> str:
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:  # such as a broken IPv6 address
        return ""
    return _unicode(host.rstrip("."))


def _unicode(host: str) -> str:
    """A host as people write it: `xn--` labels decoded, so that both spellings are one."""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
