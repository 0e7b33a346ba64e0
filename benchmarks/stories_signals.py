"""The signals by which entries are judged, each to be switched off or hidden."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from unittest.mock import patch

from monitor.model.entry import Entry
from monitor.stories.reading.facts import read

_NOTHING: Callable[..., object] = lambda *_, **__: ()  # noqa: E731 # a row of stand-ins
_NEVER: Callable[..., object] = lambda *_, **__: ""  # noqa: E731
_AS_IT_IS: Callable[..., object] = lambda first, *_: first  # noqa: E731
_NONE: Callable[..., object] = lambda *_, **__: None  # noqa: E731

_SIGNALS: tuple[tuple[str, str, Callable[..., object]], ...] = (
    ("numbers, days, times and names", "changes.compare._facts", _NOTHING),
    ("negations", "changes.compare.negations", _NOTHING),
    ("outcomes", "changes.compare._outcomes", _NOTHING),
    ("contrasts", "changes.compare._contrasts", _NOTHING),
    ("runs of Chinese characters", "changes.compare._ideographs", _NOTHING),
    ("an outlet's rewording of its own text", "changes.compare._reworded", _NOTHING),
    ("added sentences", "changes.compare._news", _NOTHING),
    ("lone words", "changes.compare.lone_word", _NONE),
    ("lone sentences", "changes.compare.lone_sentence", _NOTHING),
    ("restatements", "changes.compare.restated", _NEVER),
    ("time zones", "changes.compare.in_zone_of", _AS_IT_IS),
    ("plain words for phrases", "reading.facts.in_plain_words", _AS_IT_IS),
    ("another occurrence", "relate.another_occurrence", _NEVER),
    ("another report", "relate.other_report", _NEVER),
    ("corrections that show no change", "relate._corrects", _NEVER),
)


def without() -> Iterator[tuple[str, AbstractContextManager[object]]]:
    """Each signal's name, and a context in which it is switched off."""
    for name, where, stand_in in _SIGNALS:
        read.cache_clear()  # a text is read otherwise without a signal that reads
        yield name, patch(f"monitor.stories.{where}", stand_in)
    read.cache_clear()


def as_it_is(entry: Entry) -> Entry:
    """The entry unchanged."""
    return entry


def _from_nowhere(entry: Entry) -> Entry:
    return replace(entry, feed=f"feed of {entry.guid}", guid="", link="")


def _undated(entry: Entry) -> Entry:
    return replace(entry, published=None)


def _exchanged(entry: Entry) -> Entry:
    return replace(entry, title=entry.text, text=entry.title) if entry.text else entry


def _in_one(entry: Entry) -> Entry:
    return replace(entry, title="", text=f"{entry.title}\n{entry.text}")


def _shuffled(entry: Entry) -> Entry:
    """The headline's words in another order; a Japanese headline is one word and stays."""
    words = entry.title.split()
    random.Random(entry.title).shuffle(words)
    return replace(entry, title=" ".join(words))


def _without_title(entry: Entry) -> Entry:
    return replace(entry, title="") if entry.text else entry


def _without_text(entry: Entry) -> Entry:
    return replace(entry, text="")


HIDDEN: dict[str, Callable[[Entry], Entry]] = {
    "feeds and addresses hidden": _from_nowhere,
    "times of publication hidden": _undated,
    "feeds, addresses and times hidden": lambda entry: _undated(_from_nowhere(entry)),
    "headline and text exchanged": _exchanged,
    "headline within the text": _in_one,
    "words of the headline shuffled": _shuffled,
    "headline left out": _without_title,
    "text left out": _without_text,
}
"""What an entry loses that a feed may lack or put elsewhere."""
