"""The recorded day as data, and what its outlets have posted at a given minute."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from typing import Literal

import yaml

Format = Literal["rss", "atom", "rdf", "json"]

_DATE_MARK = re.compile(r"\{day\+(\d+)\}")


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a language writes a date within a sentence."""

    form: str
    months: tuple[str, ...]

    def write(self, day: date) -> str:
        """The day and its month, without the year."""
        return self.form.format(month=self.months[day.month - 1], day=day.day)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A made-up outlet with one feed."""

    id: str
    title: str
    language: str
    format: Format
    site: str


@dataclass(frozen=True, slots=True)
class Item:
    """What an outlet puts into its feed at one minute of the day; dates still to be filled in."""

    outlet: str
    at: int
    """Minutes after the day begins."""
    guid: str
    title: str
    text: str
    """HTML."""


@dataclass(frozen=True, slots=True)
class Post:
    """One entry as the feed shows it."""

    guid: str
    link: str
    title: str
    text: str
    """HTML."""
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """The recorded day."""

    outlets: tuple[Outlet, ...]
    items: tuple[Item, ...]
    """In order of time."""
    dates: Mapping[str, DateForm]
    """By language."""

    @property
    def moments(self) -> tuple[int, ...]:
        """The minutes after 0 at which something is posted, ascending, each once."""
        return tuple(sorted({item.at for item in self.items if item.at > 0}))


def load() -> Day:
    """Read the day that comes with the package."""
    text = files(__package__).joinpath("day.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    items = sorted((Item(**item) for item in data["items"]), key=attrgetter("at"))
    return Day(
        outlets=tuple(Outlet(**outlet) for outlet in data["outlets"]),
        items=tuple(items),
        dates={
            language: DateForm(row["form"], tuple(row["months"]))
            for language, row in data["dates"].items()
        },
    )


def posts(day: Day, outlet: Outlet, start: datetime, minute: float) -> tuple[Post, ...]:
    """What the outlet's feed shows `minute` minutes after `start`, newest first.

    A later item takes the place of an earlier one with the same guid and keeps its date of
    publication.
    """
    shown = [item for item in day.items if item.outlet == outlet.id and item.at <= minute]
    shown.sort(key=attrgetter("guid"))
    versions = [tuple(group) for _, group in groupby(shown, key=attrgetter("guid"))]
    found = [_post(day, outlet, start, items[0], items[-1]) for items in versions]
    return tuple(sorted(found, key=attrgetter("updated"), reverse=True))


def _post(day: Day, outlet: Outlet, start: datetime, first: Item, last: Item) -> Post:
    slug = re.sub(r"\W+", "-", first.guid.rpartition(",")[2])
    form = day.dates[outlet.language]
    return Post(
        guid=first.guid,
        link=f"{outlet.site}/news/{slug}",
        title=_dated(last.title, form, start),
        text=_dated(last.text, form, start),
        published=start + timedelta(minutes=first.at),
        updated=start + timedelta(minutes=last.at),
    )


def _dated(text: str, form: DateForm, start: datetime) -> str:
    """Write the marks `{day+N}` out as dates."""
    return _DATE_MARK.sub(
        lambda mark: form.write((start + timedelta(days=int(mark[1]))).date()), text
    )
