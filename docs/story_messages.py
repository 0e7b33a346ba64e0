"""The messages of docs/stories.md, as the service words them: judged, decided and rendered by it.

The news is made up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.alerting.message import alert_message, naming, with_mark
from monitor.model.alert import Alert, AlertKind, Priority, Route
from monitor.model.entry import Entry
from monitor.model.match import Match, Span
from monitor.model.story import StoryLink, Version
from monitor.stories.relate import relate
from notifiers.base import Message

ZONE = ZoneInfo("Europe/London")
MORNING = datetime(2026, 12, 14, 9, 12, tzinfo=ZONE)
OUTLETS = (
    "Northern Wire", "Kita Press", "Pacific Desk", "Harbour News", "Radio Nemuro", "The Strait",
    "Sakhalin Daily", "Lantern Daily",
)  # fmt: skip

SLIDE = Entry(
    "northern-wire",
    "nw-41",
    "https://news.example.org/asia/mudslide",
    "Mudslide buries mountain inn, 12 dead",
    "KURODANI (Northern Wire) - A mudslide buried an inn in the mountains near Kurodani early on"
    " Monday and killed 12 guests, the prefecture said. Rescue teams with dogs are searching for"
    " more. The road to the valley is cut in two places.",
    "en",
    "Northern Wire",
    MORNING,
)
LATER = replace(
    SLIDE,
    title="UPDATE 1-Mudslide buries mountain inn, 15 dead",
    text=SLIDE.text.replace("killed 12 guests", "killed 15 guests"),
    published=MORNING + timedelta(hours=2, minutes=28),
)
QUOTA = Entry(
    "pacific-desk",
    "pd-7",
    "https://pacific-desk.example/quota",
    "Ministers agree to cut crab quota by 30 percent",
    "VLADIVOSTOK (Pacific Desk) - Fisheries ministers from both sides of the strait agreed on"
    " Monday to cut the crab quota by 30 percent from January, a joint statement said. The catch"
    " had fallen for three years in a row.",
    "en",
    "Pacific Desk",
    MORNING + timedelta(minutes=40),
)
CORRECTED = replace(
    QUOTA,
    title="CORRECTED-Ministers agree to cut crab quota by 13 percent",
    text="(Corrects figure in first paragraph)\n" + QUOTA.text.replace("30 percent", "13 percent"),
    published=MORNING + timedelta(hours=1, minutes=20),
)
STRAIT = Entry(
    "the-strait",
    "ts-90",
    "https://the-strait.example/closed",
    "Strait to be closed to crab boats for the season",
    "The strait will be closed to crab boats for the whole of the coming season, a port official"
    " said on Monday. Some 90 crews hold papers for it.",
    "en",
    "The Strait",
    MORNING + timedelta(minutes=55),
)
WITHDRAWN = replace(
    STRAIT,
    title="WITHDRAWN: Strait to be closed to crab boats for the season",
    text="Please disregard our report that the strait will be closed. The port official quoted in"
    " it had read from an order of an earlier year. There will be no substitute.",
    published=MORNING + timedelta(hours=3),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A story's first message, as edited since, and what followed in its thread."""

    edited: Message
    follow_up: Message


def told(
    first: Entry,
    later: Entry,
    outlets: Sequence[str],
    watchlist: str,
    terms: Sequence[str],
    priority: Priority = "normal",
) -> Told:
    """Judge an entry and its later version, and word the messages for those who wait for it."""
    version = Version(1, 1, 1, first, first.published or MORNING)
    opened = relate(first, (), now=version.seen_at, window=timedelta(hours=72))
    now = later.published or MORNING
    link = relate(later, (version,), now=now, window=timedelta(hours=72))
    begun = _message(first, opened, AlertKind.NEW, watchlist, terms, priority)
    named = naming(begun, outlets)
    return Told(
        with_mark(named, link) if link.mark else named,
        _message(later, link, AlertKind.UPDATE, watchlist, terms, priority, begun),
    )


def _message(
    entry: Entry,
    link: StoryLink,
    kind: AlertKind,
    watchlist: str,
    terms: Sequence[str],
    priority: Priority,
    first: Message | None = None,
) -> Message:
    spans = tuple(
        Span("body", found.start(), found.end(), term)
        for term in terms
        for found in re.finditer(term, entry.text, re.IGNORECASE)
    )
    return alert_message(
        Alert(Route("slack:#desk"), kind, ("any",), priority, ""),
        entry,
        [Match("any", tuple(sorted(spans, key=lambda span: span.start)))],
        link,
        message=f"{kind}-1",
        titles=[watchlist],
        seen_at=entry.published or MORNING,
        zone=ZONE,
        first=first,
    )


TOLL = told(SLIDE, LATER, OUTLETS, "Disasters in Asia", ("mudslide", "killed"))
FIGURE = told(QUOTA, CORRECTED, OUTLETS[2:4], "Fishing rights", ("quota",), "high")
GONE = told(STRAIT, WITHDRAWN, OUTLETS[7:], "Fishing rights", ("crab boats", "strait"))
