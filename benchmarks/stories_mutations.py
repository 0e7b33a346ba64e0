"""How changed facts and changed dress are judged: every text of a corpus, changed automatically.

    MONITOR_TEST_DATA=… python -m benchmarks.stories_mutations [--every N] [--errors N]

Prints counts by class. A text with one fact changed must not be taken for a copy; a mechanical
copy must not be taken for an update. The texts are the project's own pairs, the blind rounds and,
with `MONITOR_TEST_DATA`, the labelled stream.
"""

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.mutations.dress import copies
from benchmarks.mutations.facts import mutants
from benchmarks.stories import PAIRS, ROUNDS, entry_of, read_lines
from monitor.model.entry import Entry
from monitor.model.story import Relation, StoryLink, Version
from monitor.stories.relate import relate

SHORTEST = 60
"""Characters that a body must have to be worth a change."""
COMMON = 40
"""Characters by which two texts of the corpus are one."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the same changed, and how the change is called."""

    change: str
    fact: bool
    """True where a fact was changed, not the dress."""
    own: bool
    """True where the change came through the same outlet."""
    lang: str
    before: Entry
    after: Entry


def corpus(data: str | None) -> list[tuple[Mapping[str, Any], str]]:
    """Every text that begins a story, with its language, once."""
    pairs: list[Mapping[str, Any]] = list(read_lines(PAIRS))
    rows = [(pair["earlier"], pair["language"]) for pair in pairs]
    for path in sorted(ROUNDS.glob("round*.jsonl")):
        rows += [(row["first"], row["lang"]) for row in read_lines(path)]
    if data:
        stream = read_lines(Path(data, "exam", "copies_dev.jsonl"))
        rows += [(row, row["lang"]) for row in stream if row["expect"] == "new"]
    once = {(entry_of(item).text[:COMMON]): (item, lang) for item, lang in rows}
    return list(once.values())


def cases(rows: Iterable[tuple[Mapping[str, Any], str]], *, every: int = 1) -> Iterator[Case]:
    """Every change of every text, or of each `every`-th, through its own outlet and another."""
    for seed, (item, lang) in enumerate(rows):
        before = replace(entry_of(item), guid="1", link="")
        if seed % every or len(before.text) < SHORTEST or before.published is None:
            continue
        text = before.title, before.text
        made = [(*one, True) for one in mutants(text, lang, seed)]
        made += [(*one, False) for one in copies(text, lang, before.published, seed)]
        for name, (title, body), fact in made:
            for own in (True, False):
                after = replace(
                    before,
                    feed=before.feed if own else "another",
                    guid="2",
                    title=title,
                    text=body,
                    published=before.published + timedelta(minutes=20),
                )
                yield Case(name, fact, own, lang, before, after)


def judge(case: Case) -> StoryLink:
    """Judge the changed text against the text."""
    published = case.before.published
    assert published is not None
    now = published + timedelta(minutes=20)
    version = Version(1, 1, 1, case.before, published)
    return relate(case.after, [version], now=now, window=timedelta(hours=72))


def is_wrong(case: Case, link: StoryLink) -> bool:
    """A changed fact taken for a copy, or a changed dress for an update."""
    return link.relation is (Relation.COPY if case.fact else Relation.UPDATE)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="take each N-th text only")
    parser.add_argument("--errors", type=int, default=0, help="mistakes of a class to print")
    parser.add_argument("--only", default="", help="classes whose name holds this")
    arguments = parser.parse_args()
    rows = corpus(os.environ.get("MONITOR_TEST_DATA"))
    became: Counter[tuple[bool, str, bool, str]] = Counter()
    shown: Counter[tuple[str, bool]] = Counter()
    for case in cases(rows, every=arguments.every):
        if arguments.only not in case.change:
            continue
        link = judge(case)
        became[case.fact, case.change, case.own, link.relation.value] += 1
        if is_wrong(case, link) and shown[case.change, case.own] < arguments.errors:
            shown[case.change, case.own] += 1
            print(f"[{case.change}, {'own' if case.own else 'other'}] {link.why}")
            print(f"    {case.before.title} | {case.before.text}")
            print(f"    {case.after.title} | {case.after.text}")
    _print_table(became)


def _print_table(became: Counter[tuple[bool, str, bool, str]]) -> None:
    for fact in (True, False):
        wrong = "copy" if fact else "update"
        print(f"\n{'one fact changed' if fact else 'dress changed'}, taken for a wrong {wrong}:")
        for own in (True, False):
            rows = Counter[str]()
            total = Counter[str]()
            new = Counter[str]()
            for (f, name, o, to), count in became.items():
                if (f, o) == (fact, own):
                    total[name] += count
                    rows[name] += count * (to == wrong)
                    new[name] += count * (to == "new")
            print(f" {'the same outlet' if own else 'another outlet'}")
            for name in total:
                print(f"  {name:28} {rows[name]:4} of {total[name]:4}  (told as new: {new[name]})")
            share = sum(rows.values()) / max(1, sum(total.values()))
            print(f"  {'all':28} {sum(rows.values()):4} of {sum(total.values()):4}  {share:.2%}")


if __name__ == "__main__":
    main()
