"""How well entries are judged new, copy or update, and how fast.

    MONITOR_TEST_DATA=… python -m benchmarks.stories [--errors N] [--signals]

Prints the labelled stream's scores beside those of three simple baselines, the scores of the
project's own pairs and of the blind rounds, what each signal is worth, and the entries judged a
second. The stream and its scorer are looked for in the folder that `MONITOR_TEST_DATA` names; the
pairs are in `tests/stories/pairs.jsonl`, the rounds in `tests/stories/rounds`.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from benchmarks.stories_signals import HIDDEN, as_it_is, without
from monitor.model.entry import Entry
from monitor.model.story import StoryLink, Version
from monitor.stories.fingerprint import look_up_keys
from monitor.stories.relate import look_back, relate

WINDOW = timedelta(hours=72)
PAIRS = Path(__file__).parent.parent / "tests" / "stories" / "pairs.jsonl"
ROUNDS = PAIRS.with_name("rounds")
BASELINES = ("title", "jaccard", "numbers")
_BLOCK = re.compile(r"<(?=/?(?:p|div|br|li|h\d)\b)", re.IGNORECASE)


class Index:
    """The store's part in memory: versions by key, and by story."""

    def __init__(self) -> None:
        self._keys: dict[int, list[Version]] = defaultdict(list)
        self._stories: dict[int, list[Version]] = defaultdict(list)
        self._count = 0

    def judge(self, entry: Entry, now: datetime) -> tuple[StoryLink, Version]:
        """Judge an entry against all before it, and keep it."""
        keys, since = look_up_keys(entry, entry.link), now - look_back(WINDOW)
        near = {v.story_id for key in keys for v in self._keys[key] if v.seen_at >= since}
        candidates = [version for story in sorted(near) for version in self._stories[story]]
        link = relate(entry, candidates, now=now, window=WINDOW)
        self._count += 1
        story = link.parent.story_id if link.parent else self._count
        version = Version(self._count, self._count, story, entry, now)
        self._stories[story].append(version)
        for key in keys:
            self._keys[key].append(version)
        return link, version


def plain(markup: str) -> str:
    """Text of a piece of HTML, a line feed for a block's end."""
    if not re.search(r"[<&]", markup):
        return markup
    body = LexborHTMLParser(f"<div>{_BLOCK.sub(chr(10) + '<', markup)}</div>").body
    lines = body.text().split("\n") if body else []
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def entry_of(item: Mapping[str, str]) -> Entry:
    """An item of a labelled stream, or one side of a pair, as an entry."""
    texts = [plain(item.get(field) or "") for field in ("summary", "content", "text")]
    return Entry(
        feed=item["feed"],
        guid=item.get("guid", ""),
        link=item.get("url", ""),
        title=" ".join(plain(item["title"]).split()),
        text=max(texts, key=len),
        published=datetime.fromisoformat(item["published"].replace("Z", "+00:00")),
    )


def judge_stream(
    items: Iterable[Mapping[str, str]], change: Callable[[Entry], Entry] = as_it_is
) -> tuple[list[dict[str, object]], float]:
    """Judge a stream in its order: a decision an item, and the seconds that it took."""
    index, names, decisions = Index(), dict[int, str](), list[dict[str, object]]()
    started = time.perf_counter()
    for item in items:
        entry = entry_of(item)
        now = entry.published or datetime.min  # noqa: DTZ901 # every item of the streams is dated
        link, version = index.judge(change(entry), now)
        names[version.id] = item["id"]
        of = names[link.parent.id] if link.parent else None
        decisions.append(
            {"id": item["id"], "decision": link.relation.value, "of": of, "why": link.why}
        )
    return decisions, time.perf_counter() - started


def judge_pair(pair: Mapping[str, Mapping[str, str]]) -> StoryLink:
    """Judge the later of two texts against the earlier."""
    index = Index()
    link = None
    for side in ("earlier", "later"):
        entry = entry_of(pair[side])
        link, _ = index.judge(entry, entry.published or datetime.min)  # noqa: DTZ901 # as above
    assert link is not None
    return link


def read_lines(path: Path) -> list[dict[str, str]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def score_stream(exam: Path, errors: int) -> None:
    """Print the scorer's figures for this project and for each baseline."""
    stream = exam / "copies_dev.jsonl"
    items = read_lines(stream)
    decisions, seconds = judge_stream(items)
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder, "ours.jsonl")
        ours.write_text("".join(json.dumps(d) + "\n" for d in decisions), "utf-8")
        print(_scored(exam, stream, ours, errors))
        print(f"judged {len(items) / seconds:.0f} entries a second, reading included\n")
        for how in BASELINES:
            out = Path(folder, f"{how}.jsonl")
            _run(exam / "baseline_copies.py", how, str(stream), str(out))
            print(f"baseline: {how}\n" + "\n".join(_scored(exam, stream, out, 0).splitlines()[:7]))


def _scored(exam: Path, stream: Path, decisions: Path, errors: int) -> str:
    more = ["--errors", str(errors)] if errors else []
    return _run(exam / "score_copies.py", str(stream), str(decisions), *more)


def _run(script: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 # the scorer of the corpus that the caller named
        [sys.executable, str(script), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def score_pairs() -> None:
    """Print what became of the project's own pairs, and those that were judged otherwise."""
    became: Counter[tuple[str, str]] = Counter()
    for pair in read_lines(PAIRS):
        link = judge_pair(pair)  # type: ignore[arg-type] # a pair's sides are objects, not strings
        became[pair["expect"], link.relation.value] += 1
        if link.relation.value != pair["expect"]:
            print(f"  {pair['id']} ({pair['why']}): {pair['expect']}, judged {link.why}")
    for expect in ("new", "copy", "update"):
        row = ", ".join(f"{became[expect, to]} {to}" for to in ("new", "copy", "update"))
        print(f"own pairs, {expect}: judged {row}")


def score_signals(items: list[dict[str, str]]) -> None:
    """Print how the stream is judged with each signal switched off or hidden, as a table."""
    print("| | swallowed | updates told | copies recognised | new taken wrongly |")
    print("| --- | --- | --- | --- | --- |")
    _print_shares("all signals", items, as_it_is)
    for name, change in HIDDEN.items():
        _print_shares(name, items, change)
    for name, switched_off in without():
        with switched_off:
            _print_shares(f"without {name}", items, as_it_is)


def _print_shares(name: str, items: list[dict[str, str]], change: Callable[[Entry], Entry]) -> None:
    decisions, _ = judge_stream(items, change)
    became = Counter(
        (item["expect"], str(got["decision"])) for item, got in zip(items, decisions, strict=True)
    )
    there = Counter(item["expect"] for item in items)
    swallowed = f"{became['update', 'copy']}/{there['update']}"
    shares = (
        became["update", "update"] / there["update"],
        became["copy", "copy"] / there["copy"],
        1 - became["new", "new"] / there["new"],
    )
    print(f"| {name} | {swallowed} | " + " | ".join(f"{share:.1%}" for share in shares) + " |")


def judge_round(path: Path, *, blank: bool = False) -> Iterable[tuple[Mapping[str, str], str]]:
    """Each pair of a blind round with what it was judged; `blank` hides feeds and addresses."""
    for row in read_lines(path):
        sides: dict[str, Any] = {"earlier": row["first"], "later": row["second"]}
        if blank:
            hidden = {"guid": "", "url": ""}
            sides = {side: {**item, "feed": side, **hidden} for side, item in sides.items()}
        yield row, judge_pair(sides).relation.value


def score_rounds() -> None:
    """Print what became of the blind rounds' pairs, by label and by language.

    Their first scores, before any repair, are in `tests/stories/rounds/README.md`.
    """
    for path in sorted(ROUNDS.glob("round*.jsonl")):
        for blank in (False, True):
            print(f"{path.stem}{', feeds and addresses hidden' if blank else ''}:")
            judged = list(judge_round(path, blank=blank))
            for by in ("expect", "lang"):
                for group in sorted({row[by] for row, _ in judged}):
                    here = Counter((r["expect"], to) for r, to in judged if r[by] == group)
                    told = ", ".join(f"{n} {a} → {b}" for (a, b), n in sorted(here.items()))
                    print(f"  {group}: {told}")


def main() -> None:
    """Run all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--errors", type=int, default=0, help="wrong decisions of a kind to print")
    parser.add_argument("--signals", action="store_true", help="only what each signal is worth")
    arguments = parser.parse_args()
    data = os.environ.get("MONITOR_TEST_DATA")
    if data and arguments.signals:
        score_signals(read_lines(Path(data, "exam", "copies_dev.jsonl")))
        return
    score_pairs()
    score_rounds()
    if data:
        score_stream(Path(data, "exam"), arguments.errors)
        score_signals(read_lines(Path(data, "exam", "copies_dev.jsonl")))
    else:
        print("skipped: no corpus (MONITOR_TEST_DATA is not set)")


if __name__ == "__main__":
    main()
