"""How well the shipped watchlists find what they are for, on labelled news in three languages.

    MONITOR_TEST_DATA=… python -m benchmarks.kurils [--watchlists DIR] [--half 0|1] [--mistakes]

Prints precision and recall of each watchlist, for all languages and for each. The labels are
grades: 2 should be told, 0 should not, 1 counts neither way. `--half` takes only one half of the
items, cut by outlet and year, so that a watchlist can be tuned on one half and measured on the
other; `--mistakes` lists what was missed and what was told wrongly.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from monitor.matching.matcher import Matcher, compile_rules
from monitor.model.entry import Entry
from monitor.text.plain import plain_text, plain_title
from monitor.watchlist.destination import Destinations
from monitor.watchlist.load import load_watchlists

SHIPPED = Path(__file__).parents[1] / "watchlists"
TOLD, EITHER = 2, 1
"""Grades: should be told; counts neither way."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of news with its labels."""

    entry: Entry
    year: str
    grades: dict[str, int]
    """Grade by watchlist; those that are not there are 0."""

    @property
    def half(self) -> int:
        """0 or 1, the same for all that an outlet published in one year."""
        return crc32(f"{self.entry.source} {self.year}".encode()) % 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one watchlist made of one item."""

    watchlist: str
    item: Item
    terms: tuple[str, ...]
    """What was met; empty when it was not told."""

    @property
    def kind(self) -> str:
        """`right`, `missed`, `wrong`, or "" where nothing is owed or counted."""
        grade = self.item.grades.get(self.watchlist, 0)
        if grade == TOLD:
            return "right" if self.terms else "missed"
        return "wrong" if self.terms and grade != EITHER else ""


def read_items(data: Path) -> list[Item]:
    """The labelled items below the folder of the test data."""
    lines = (data / "data" / "kurils" / "items.jsonl").read_text(encoding="utf-8").splitlines()
    return [_item(json.loads(line)) for line in lines]


def _item(values: dict[str, object]) -> Item:
    entry = Entry(
        feed="labelled",
        guid=str(values["id"]),
        link="",
        title=plain_title(str(values["title"])),
        text=plain_text(str(values["text"])),
        language=str(values["lang"]),
        source=str(values["source"]),
    )
    grades = values["grades"]
    assert isinstance(grades, dict)
    return Item(entry, str(values["published"] or "")[:4], grades)


def load_matcher(folder: Path) -> tuple[Matcher, tuple[str, ...]]:
    """The watchlists of a folder, compiled, and their ids."""
    loaded = load_watchlists(folder, Destinations())
    rules = [one.rule for one in loaded.watchlists]
    return compile_rules(rules, loaded.groups), tuple(rule.watchlist for rule in rules)


def judge(items: Iterable[Item], matcher: Matcher, watchlists: Sequence[str]) -> list[Verdict]:
    """Every item against every watchlist."""
    verdicts = []
    for item in items:
        met = {match.watchlist: match.terms for match in matcher.match(item.entry)}
        verdicts += [Verdict(name, item, met.get(name, ())) for name in watchlists]
    return verdicts


def precision_recall(verdicts: Iterable[Verdict]) -> tuple[float, float]:
    """The share of right ones among the told, and of told ones among the right; 1 of nothing."""
    counts = Counter(verdict.kind for verdict in verdicts)
    told, due = counts["right"] + counts["wrong"], counts["right"] + counts["missed"]
    return (counts["right"] / told if told else 1.0), (counts["right"] / due if due else 1.0)


def _print_figures(verdicts: Sequence[Verdict], watchlists: Sequence[str]) -> None:
    print(f"{'watchlist':22}{'language':10}{'items':>6}{'due':>5}{'wrong':>6}{'missed':>7}", end="")
    print(f"{'precision':>11}{'recall':>8}")
    for name in watchlists:
        for language in ("all", "en", "ru", "ja"):
            wanted = ("en", "ru", "ja") if language == "all" else (language,)
            some = [
                one
                for one in verdicts
                if one.watchlist == name and one.item.entry.language in wanted
            ]
            counts = Counter(one.kind for one in some)
            precision, recall = precision_recall(some)
            print(
                f"{name:22}{language:10}{len(some):6}{counts['right'] + counts['missed']:5}"
                f"{counts['wrong']:6}{counts['missed']:7}{precision:11.3f}{recall:8.3f}"
            )


def _print_mistakes(verdicts: Iterable[Verdict]) -> None:
    for one in verdicts:
        if one.kind in ("missed", "wrong"):
            entry = one.item.entry
            print(f"\n{one.kind}: {one.watchlist} [{entry.language} {one.item.year}] {entry.title}")
            print(f"    {entry.text[:300]}" + (f"\n    by {one.terms}" if one.terms else ""))


def main() -> None:
    """Read the labels, judge, print."""
    parser = argparse.ArgumentParser(description="Precision and recall of the shipped watchlists.")
    parser.add_argument("--watchlists", type=Path, default=SHIPPED)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--mistakes", action="store_true")
    wanted = parser.parse_args()
    if not (data := os.environ.get("MONITOR_TEST_DATA")):
        sys.exit("MONITOR_TEST_DATA names no folder with data/kurils in it")
    items = read_items(Path(data))
    matcher, watchlists = load_matcher(wanted.watchlists)
    chosen = [item for item in items if wanted.half in (None, item.half)]
    verdicts = judge(chosen, matcher, watchlists)
    _print_figures(verdicts, watchlists)
    if wanted.mistakes:
        _print_mistakes(verdicts)


if __name__ == "__main__":
    main()
