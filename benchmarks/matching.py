"""How fast all watchlists are matched at once, beside peers and beside cutting texts alone.

    [MONITOR_TEST_DATA=…] python -m benchmarks.matching [--quick] [--sizes N …]

Every peer gets the same documents and watchlists, in one process, by turns; each turn takes
documents that none has seen, and medians of the turns are printed: the processor's time, for the
machine may have other work. Memory is the most that a
process of its own needed which holds one peer. Also how long 1,000 files take to load, and what a
changed watchlist costs.
"""

import argparse
import gc
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.matching_corpus import made_up_entries, queries, real_entries
from benchmarks.matching_peers import PEERS, Peer
from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.entry import Entry
from monitor.query.ast import Node
from monitor.query.parse import parse_query
from monitor.watchlist.destination import Destinations
from monitor.watchlist.load import load_watchlists

SIZES = (100, 1_000, 10_000, 100_000)
SEED = 7
TURNS = 5
WARM_UP = 2_500
FILES = 1_000
CHANGES = 20


@dataclass(frozen=True, slots=True)
class Budget:
    """How long one peer may work on one number of watchlists, in seconds, and on how much."""

    seconds: float
    documents: int
    """In a turn."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured of one peer; times are a document's, in microseconds."""

    peer: str
    median: float
    met: float
    """Watchlists met by a document, on average."""
    documents: int
    """In a turn; fewer where it is slow."""


def main() -> None:
    """Measure and print."""
    options = _options()
    if options.hold:
        _hold(options.hold, Path(options.queries))
        return
    budget = Budget(5, 200) if options.quick else Budget(30, 500)
    documents, others, kind = _entries()
    texts = queries(others, max(options.sizes), SEED)
    print(f"{len(documents)} documents for measuring, {kind}; {_length(documents)} characters each")
    for name, peer in PEERS.items():
        print(f"  {name}: {peer.says}")
    _print_files(texts[:FILES])  # before anything is compiled, as at a start
    for size in sorted(options.sizes):
        memory = {name: _memory(name, texts[:size]) for name in PEERS}
        _measure([parse_query(text) for text in texts[:size]], documents, budget, memory)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a minute: up to 10,000 watchlists")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of watchlists")
    parser.add_argument("--hold", choices=PEERS, help=argparse.SUPPRESS)
    parser.add_argument("--queries", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.sizes = options.sizes or (SIZES[:3] if options.quick else SIZES)
    return options


def _entries() -> tuple[list[Entry], list[Entry], str]:
    """Entries to measure with, those that the watchlists are made of, and what they are."""
    data = os.environ.get("MONITOR_TEST_DATA")
    entries = real_entries(Path(data) / "data") if data else made_up_entries(10_000, SEED)
    random.Random(SEED).shuffle(entries)
    return entries[:5_000], entries[5_000:], "real news" if data else "made-up words by Zipf's law"


def _length(entries: Sequence[Entry]) -> int:
    return round(statistics.mean(len(entry.title) + len(entry.text) for entry in entries))


def _measure(
    nodes: Sequence[Node], documents: list[Entry], budget: Budget, memory: dict[str, str]
) -> None:
    peers: dict[str, Peer] = {}
    built: dict[str, float] = {}
    for name, build in PEERS.items():
        began = time.perf_counter()
        peers[name] = build(nodes)
        built[name] = time.perf_counter() - began
    gc.collect()
    gc.freeze()  # as after start: what stays is not looked through for garbage again and again
    lines = _take_turns(peers, documents, budget)
    floor = next(line.median for line in lines if line.peer == "floor")
    print(f"\n{len(nodes):,} watchlists")
    print(f"  {'':14} docs/s  µs/doc  × floor  met/doc  build s  peak MiB  docs a turn")
    for line in lines:
        print(
            f"  {line.peer:14} {1e6 / line.median:6.0f} {line.median:7.0f}"
            f" {line.median / floor:8.2f} {line.met:8.2f} {built[line.peer]:8.2f}"
            f" {memory[line.peer]:>9} {line.documents:12}"
        )
    _print_change(nodes)
    gc.unfreeze()


def _take_turns(peers: dict[str, Peer], documents: list[Entry], budget: Budget) -> list[Line]:
    counts = {name: _warmed_up(peer, documents[-WARM_UP:], budget) for name, peer in peers.items()}
    times: dict[str, list[float]] = {name: [] for name in peers}
    met = dict.fromkeys(peers, 0)
    for turn in range(TURNS):
        for name, peer in peers.items():
            taken = documents[turn * budget.documents :][: counts[name]]
            began = time.process_time()
            met[name] += sum(peer.match(one) for one in taken)
            times[name].append((time.process_time() - began) / len(taken) * 1e6)
    return [
        Line(name, statistics.median(times[name]), met[name] / TURNS / counts[name], counts[name])
        for name in peers
    ]


def _warmed_up(peer: Peer, documents: list[Entry], budget: Budget) -> int:
    """Let a peer get used to such documents; returns how many of them it gets in a turn."""
    began, done = time.process_time(), 0
    while done < len(documents) and time.process_time() - began < budget.seconds / 3:
        peer.match(documents[done])
        done += 1
    seconds = (time.process_time() - began) / done
    return max(5, min(budget.documents, int(budget.seconds / seconds / TURNS)))


def _print_change(nodes: Sequence[Node]) -> None:
    rules = [Rule(str(number), node) for number, node in enumerate(nodes)]
    matcher = compile_rules(rules, {})
    took = []
    for number in range(CHANGES):
        changed = Rule(str(number), nodes[-1 - number])
        began = time.perf_counter()
        matcher.replaced((), [changed], {})
        took.append(time.perf_counter() - began)
    print(f"  one changed watchlist: {statistics.median(took) * 1e3:.1f} ms")


def _print_files(texts: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number, text in enumerate(texts):
            query = json.dumps(f"({text})", ensure_ascii=False)
            match = f"match:\n  any:\n    - {query}\n"
            (folder / f"list-{number}.yaml").write_text(match, encoding="utf-8")
        began = time.perf_counter()
        loaded = load_watchlists(folder, Destinations())
        read = time.perf_counter()
        compile_rules([one.rule for one in loaded.watchlists], loaded.groups)
        ready = time.perf_counter()
    print(
        f"\n{len(loaded.watchlists):,} files of {len(texts):,} loaded in {ready - began:.2f} s:"
        f" {read - began:.2f} s to read and check them, {ready - read:.2f} s to compile"
    )


def _memory(peer: str, texts: Sequence[str]) -> str:
    """The most memory of a process that holds one peer, in MiB."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(list(texts), file)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.matching"]
        done = subprocess.run(  # noqa: S603 - this very program
            [*command, "--hold", peer, "--queries", file.name],
            check=False,
            capture_output=True,
            text=True,
        )
    return done.stdout.strip() or "failed"


def _hold(peer: str, path: Path) -> None:
    """Build one peer, match some documents, and print the most memory that took."""
    nodes = [parse_query(text) for text in json.loads(path.read_text(encoding="utf-8"))]
    held = PEERS[peer](nodes)
    for entry in made_up_entries(100, SEED):
        held.match(entry)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s*(\d+) kB", status)  # ru_maxrss is the parent's to begin with
    print(int(found[1]) // 1024 if found else "")


if __name__ == "__main__":
    main()
