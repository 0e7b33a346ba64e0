"""The labelled watchlists and items of the matcher's exam, read with nothing but PyYAML."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.entry import Entry
from monitor.query.ast import Node, all_of, any_of, none_of
from monitor.query.parse import parse_query
from monitor.text.plain import plain_text, plain_title


def test_every_item_of_the_exam_meets_the_watchlists_it_is_labelled_with(exam: Path) -> None:
    """The language as the page describes it gives the labels of every item."""
    groups = {name: _any(node) for name, node in _mapping(_compose(exam / "terms.yaml")).items()}
    rules = [_rule(path) for path in sorted(exam.glob("*.yaml")) if path.stem != "terms"]
    matcher = compile_rules(rules, groups)
    wrong = {}
    for item in _items(exam):
        found = {match.watchlist for match in matcher.match(_entry(item))}
        if found != set(item["expect"]):
            wrong[item["id"]] = (item["title"], found ^ set(item["expect"]))
    assert not wrong


def _items(exam: Path) -> Iterator[dict[str, Any]]:
    with (exam / "items.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _entry(item: dict[str, Any]) -> Entry:
    bodies = plain_text(item["summary"]), plain_text(item.get("content") or "")
    return Entry(
        feed=item["feed"],
        guid=item["id"],
        link=quote(item["url"], safe=":/?=&%"),
        title=plain_title(item["title"]),
        text=max(bodies, key=len),
        language=item["lang"],
    )


def _rule(path: Path) -> Rule:
    keys = _mapping(_compose(path))
    sources = _mapping(keys["sources"]) if "sources" in keys else {}
    return Rule(
        path.stem,
        _any(keys["match"]),
        _texts(keys.get("language")) or ("en",),
        _texts(keys.get("languages")),
        _texts(sources.get("include")),
        _texts(sources.get("exclude")),
    )


def _compose(path: Path) -> yaml.Node:
    node = yaml.compose(path.read_text(encoding="utf-8"))
    assert node is not None
    return node


def _mapping(node: yaml.Node) -> Mapping[str, yaml.Node]:
    return {key.value: value for key, value in node.value}


def _texts(node: yaml.Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    return tuple(item.value for item in node.value) if _is_list(node) else (node.value,)


def _is_list(node: yaml.Node) -> bool:
    return isinstance(node, yaml.SequenceNode)


def _any(node: yaml.Node) -> Node:
    if isinstance(node, yaml.ScalarNode):
        return parse_query(node.value, quoted=node.style == '"')
    if _is_list(node):
        return any_of(map(_any, node.value))
    joined = {"any": any_of, "all": all_of, "none": none_of}
    parts = _mapping(node).items()
    return all_of(
        joined[key](map(_any, value.value if _is_list(value) else [value])) for key, value in parts
    )
