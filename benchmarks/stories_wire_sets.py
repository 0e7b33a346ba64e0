"""The sets of labelled news, and what their labels say of copies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.stories import read_lines
from monitor.model.entry import Entry

UNDATED = datetime(2020, 1, 1, tzinfo=UTC)
Documents = dict[str, Entry]


@dataclass(frozen=True, slots=True)
class PairSet:
    """Pairs, some of which are one story by their label."""

    name: str
    labels: str
    one_story: Callable[[dict[str, Any]], bool | None]
    """`None` for a pair that the labels leave open."""


@dataclass(frozen=True, slots=True)
class ClusterSet:
    """Texts by event or story."""

    name: str
    labels: str
    by: str = "cluster"


def _is(*one: str, apart: Sequence[str]) -> Callable[[dict[str, Any]], bool | None]:
    return lambda row: row["label"] in one if row["label"] in (*one, *apart) else None


HAND = "reuters-pool-2026"
PAIRS = (
    PairSet("tgcontest-pairs", "labels", _is("same-story", apart=["different"])),
    PairSet(
        "paraphraser-ru-headlines", "labels", _is("strict-paraphrase", apart=["not-paraphrase"])
    ),
    PairSet("msr-paraphrase", "labels", _is("paraphrase", apart=["not-paraphrase"])),
    PairSet(
        "sts-headlines",
        "labels",
        lambda row: True if row["label"] >= 4.5 else False if row["label"] < 3 else None,
    ),
    PairSet("lee50", "labels", lambda row: False if row["label"] < 1 else None),
)
CLUSTERS = (
    ClusterSet("jp-frontpage-2026", "labels-hand-events"),
    ClusterSet("jp-frontpage-2026", "labels-auto-headline"),
    ClusterSet("ecbplus-docs", "labels"),
    ClusterSet("uci-news-aggregator-part", "labels"),
    ClusterSet("google-news-2026-clusters", "labels"),
)


def documents_of(wire: Path, name: str) -> Documents:
    """The texts of a set, by their ids."""
    return {row["id"]: _entry(row) for row in read_lines(wire / name / "documents.jsonl")}


def _entry(row: dict[str, Any]) -> Entry:
    """A document; where nobody knows when it was published, nobody knows by whom either."""
    published = datetime.fromisoformat(row["published"]) if row["published"] else None
    feed = row["source"] if published else row["id"]
    link = row["url"] or ""
    return Entry(
        feed, row["id"], link, row["title"] or "", row.get("text") or "", "", "", published
    )


def seen(entry: Entry) -> datetime:
    """When an entry is taken to have come."""
    return entry.published or UNDATED
