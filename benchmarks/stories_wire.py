"""Labelled news, as others labelled it: the judgement beside MinHash-LSH, SimHash and titles.

    MONITOR_TEST_DATA=… python -m benchmarks.stories_wire [--mistakes N]

The sets are looked for in `data/wire` of that folder; what their labels mean, its README says.
Prints tables for benchmarks/README.md. In sets of pairs each pair is judged alone; in sets of
clusters every text is judged after all before it, and the peers link it to the one of those that
is most alike. Each peer stands twice: at its usual threshold, and at the one that is best on these
very items, which flatters it. The same items for all, in one run.
"""

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.stories import Index, read_lines
from benchmarks.stories_peers import PEERS, Alike
from benchmarks.stories_wire_sets import (
    CLUSTERS,
    HAND,
    PAIRS,
    ClusterSet,
    PairSet,
    documents_of,
    seen,
)
from monitor.model.entry import Entry
from monitor.model.story import Relation


@dataclass(frozen=True, slots=True)
class Trial:
    """One pair, or one text and what it was linked to."""

    right: bool
    """Whether it is one story by the labels."""
    score: float
    usual: bool
    """Taken for one story; by the monitor, or by a peer at its usual threshold."""
    copy: bool = False
    """Taken for a copy by the monitor, which tells nobody of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was taken for one story."""

    found: int
    wrongly: int
    there: int
    """How much was to be found."""

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.found / max(1, self.found + self.wrongly + self.there)

    def __str__(self) -> str:
        return f"{self.found} / {self.wrongly}"


def main() -> None:
    """Score all sets and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mistakes", type=int, default=0, help="copies across clusters to print")
    mistakes = parser.parse_args().mistakes
    data = os.environ.get("MONITOR_TEST_DATA")
    if not data:
        print("skipped: no corpus (MONITOR_TEST_DATA is not set)")
        return
    wire = Path(data, "data", "wire")
    _print_hand(wire)
    _print_machine(wire)
    print("\nTaken for one story rightly / wrongly (of them by the monitor for copies):\n")
    peers = [f"{peer}, {at}" for peer in PEERS for at in ("usual", "best")]
    print("| set | to be found | monitor | " + " | ".join(peers) + " |")
    print("| --- " * (3 + len(peers)) + "|")
    for pairs in PAIRS:
        _print_row(pairs.name, _tried_pairs(wire, pairs))
    for clusters in CLUSTERS:
        tried = _tried_clusters(wire, clusters, mistakes)
        _print_row(f"{clusters.name}, {clusters.labels}", tried)


def _print_row(name: str, tried: dict[str, tuple[list[Trial], int]]) -> None:
    ours, there = tried["monitor"]
    cells = [_ours(ours, there)]
    for peer in PEERS:
        cells += [str(at_usual(*tried[peer])), str(at_best(*tried[peer]))]
    print(f"| {name} | {there} | " + " | ".join(cells) + " |", flush=True)


def _ours(trials: Sequence[Trial], there: int) -> str:
    taken = at_usual(trials, there)
    copies = at_usual([trial for trial in trials if trial.copy], there)
    return f"{taken.found} ({copies.found}) / {taken.wrongly} ({copies.wrongly})"


def at_usual(trials: Sequence[Trial], there: int) -> Outcome:
    """What is taken at the usual threshold."""
    taken = [trial.right for trial in trials if trial.usual]
    return Outcome(sum(taken), len(taken) - sum(taken), there)


def at_best(trials: Sequence[Trial], there: int) -> Outcome:
    """What is taken at the threshold with the best F1."""
    best = Outcome(0, 0, there)
    found = wrongly = 0
    ordered = sorted(trials, key=lambda trial: -trial.score)
    for trial, after in zip(ordered, [*ordered[1:], None], strict=True):
        found, wrongly = found + trial.right, wrongly + (not trial.right)
        if after is None or after.score < trial.score:
            best = max(best, Outcome(found, wrongly, there), key=lambda outcome: outcome.f1)
    return best


def judged(earlier: Entry, later: Entry) -> Relation:
    """What the later text is, judged after the earlier alone."""
    index = Index()
    for entry in sorted((earlier, later), key=seen):
        link, _ = index.judge(entry, seen(entry))
    return link.relation


def _tried_pairs(wire: Path, pairs: PairSet) -> dict[str, tuple[list[Trial], int]]:
    documents = documents_of(wire, pairs.name)
    rows = read_lines(wire / pairs.name / f"{pairs.labels}.jsonl")
    told = [
        (documents[row["a"]], documents[row["b"]], right)
        for row in rows
        if (right := pairs.one_story(row)) is not None
    ]
    there = sum(right for *_, right in told)
    ours = [_judged(right, judged(a, b)) for a, b, right in told]
    tried = {"monitor": (ours, there)}
    for name, peer in PEERS.items():
        alike = [peer([a], [b]) for a, b, _ in told]
        tried[name] = ([_trial(one, t[2]) for one, t in zip(alike, told, strict=True)], there)
    return tried


def _judged(right: bool, relation: Relation) -> Trial:  # noqa: FBT001 # the label
    return Trial(right, 0, relation is not Relation.NEW, relation is Relation.COPY)


def _trial(alike: Alike, right: bool) -> Trial:  # noqa: FBT001 # the label
    return Trial(right, float(alike.score[0, 0]), bool(alike.usual[0, 0]))


def _tried_clusters(
    wire: Path, clusters: ClusterSet, mistakes: int
) -> dict[str, tuple[list[Trial], int]]:
    documents = documents_of(wire, clusters.name)
    rows = read_lines(wire / clusters.name / f"{clusters.labels}.jsonl")
    told = sorted(
        ((documents[row["id"]], row[clusters.by]) for row in rows), key=lambda t: seen(t[0])
    )
    entries, groups = [entry for entry, _ in told], [group for _, group in told]
    there = len(groups) - len(set(groups))
    tried = {"monitor": (_linked(entries, groups, mistakes), there)}
    for name, peer in PEERS.items():
        tried[name] = (_nearest(peer(entries, entries), groups), there)
    return tried


def _linked(entries: Sequence[Entry], groups: Sequence[str], mistakes: int) -> list[Trial]:
    """The texts that the monitor takes for copies or updates."""
    index, trials = Index(), []
    for entry, group in zip(entries, groups, strict=True):
        link, _ = index.judge(entry, seen(entry))
        if link.parent:
            trials.append(_judged(groups[link.parent.id - 1] == group, link.relation))
            if trials[-1].copy and not trials[-1].right and mistakes > 0:
                mistakes -= 1
                print(f"  copy across clusters: {entry.title} ← {link.parent.entry.title}")
    return trials


def _nearest(alike: Alike, groups: Sequence[str]) -> list[Trial]:
    """Each text with the earlier one that is most like it."""
    trials = []
    for number in range(1, len(groups)):
        nearest = int(np.argmax(alike.score[number, :number]))
        right = groups[nearest] == groups[number]
        score, usual = alike.score[number, nearest], alike.usual[number, nearest]
        trials.append(Trial(right, float(score), bool(usual)))
    return trials


def _print_hand(wire: Path) -> None:
    """The one set whose labels mean what the monitor tells apart."""
    documents, rows = documents_of(wire, HAND), read_lines(wire / HAND / "labels-hand.jsonl")
    told = [(documents[row["a"]], documents[row["b"]], row["label"]) for row in rows]
    labels = Counter(label for *_, label in told)
    print(f"{HAND}, labelled by hand: taken for a copy (monitor: + told as an update)\n")
    print("| | " + " | ".join(f"{label} ({n})" for label, n in labels.items()) + " |")
    print("| --- " * (1 + len(labels)) + "|")
    became = Counter((label, judged(a, b)) for a, b, label in told)
    cells = [f"{became[n, Relation.COPY]} + {became[n, Relation.UPDATE]}" for n in labels]
    print("| monitor | " + " | ".join(cells) + " |")
    for name, peer in PEERS.items():
        alike = [peer([a], [b]) for a, b, _ in told]
        copies = [(_trial(one, t[2] == "copy"), t[2]) for one, t in zip(alike, told, strict=True)]
        edge = _best_edge([trial for trial, _ in copies])
        for at, taken in (
            ("usual", Counter(label for trial, label in copies if trial.usual)),
            (f"best ({edge:.2f})", Counter(n for trial, n in copies if trial.score >= edge)),
        ):
            print(f"| {name}, {at} | " + " | ".join(str(taken[label]) for label in labels) + " |")


def _best_edge(trials: Sequence[Trial]) -> float:
    there = sum(trial.right for trial in trials)

    def f1(edge: float) -> float:
        taken = [trial.right for trial in trials if trial.score >= edge]
        return Outcome(sum(taken), len(taken) - sum(taken), there).f1

    return max({trial.score for trial in trials}, key=f1)


def _print_machine(wire: Path) -> None:
    """Pairs that a machine labelled: no peer that works as the machine does is scored."""
    documents = documents_of(wire, HAND)
    rows = read_lines(wire / HAND / "labels-auto-text.jsonl")
    told = [(row["label"], documents[row["a"]], documents[row["b"]]) for row in rows]
    groups: dict[str, list[Entry]] = {}
    for row in read_lines(wire / HAND / "labels-auto-title.jsonl"):
        groups.setdefault(row["cluster"], []).append(documents[row["id"]])
    told += [("same headline", one[0], one[-1]) for one in groups.values()]
    labels = Counter(label for label, *_ in told)
    became = Counter((label, judged(a, b)) for label, a, b in told)
    print(f"\n{HAND}, labelled by machines: judged by the monitor\n")
    print("| | pairs | copy | update | new |\n| --- | --- | --- | --- | --- |")
    for label, number in labels.items():
        cells = [str(became[label, to]) for to in (Relation.COPY, Relation.UPDATE, Relation.NEW)]
        print(f"| {label} | {number} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
