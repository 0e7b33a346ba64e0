"""The labelled broken files, and the labelled watchlists read from their own YAML."""

import json
from pathlib import Path

from monitor.matching.matcher import compile_rules
from monitor.model.entry import Entry
from monitor.text.plain import plain_text, plain_title
from monitor.watchlist.destination import Destinations
from monitor.watchlist.load import load_watchlists
from monitor.watchlist.problem import Problem


def test_every_broken_file_is_told_as_labelled(exam: Path) -> None:
    """Error or not, the line, and the words that the label asks for."""
    folder = exam / "bad"
    problems = load_watchlists(folder, Destinations()).problems
    labels = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
    wrong = {
        name: [one for one in problems if one.file == str(folder / name)]
        for name, label in labels.items()
        if not _as_labelled(label, [one for one in problems if one.file == str(folder / name)])
    }
    assert not wrong


def _as_labelled(label: dict[str, object], found: list[Problem]) -> bool:
    errors = [one for one in found if one.error]
    said = errors if label["error"] else found
    if label["error"] is not None and label["error"] != bool(errors):
        return False
    if not (label["error"] or label.get("warning")):
        return True
    lines = label.get("lines") or [label["line"]]
    words = label["must_mention"]
    text = " ".join(one.message for one in said).lower()
    assert isinstance(lines, list)
    assert isinstance(words, list)
    return any(one.line in lines for one in said) and all(
        any(part.lower() in text for part in word.split("|")) for word in words
    )


def test_every_item_meets_the_watchlists_it_is_labelled_with(exam: Path) -> None:
    """From the files of the desk to the matches, nothing is lost on the way."""
    loaded = load_watchlists(exam, Destinations(), subfolders=False)
    assert not [one for one in loaded.problems if one.error]
    matcher = compile_rules([one.rule for one in loaded.watchlists], loaded.groups)
    wrong = {}
    for line in (exam / "items.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        found = {match.watchlist for match in matcher.match(_entry(item))}
        if found != set(item["expect"]):
            wrong[item["id"]] = found ^ set(item["expect"])
    assert not wrong


def _entry(item: dict[str, str]) -> Entry:
    texts = plain_text(item["summary"]), plain_text(item.get("content") or "")
    return Entry(
        feed=item["feed"],
        guid="",
        link=item["url"],
        title=plain_title(item["title"]),
        text=max(texts, key=len),
        language=item["lang"],
    )
