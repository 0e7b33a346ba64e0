"""Slack's rules for blocks, written down from its reference pages and not from our renderer.

docs.slack.dev: Block Kit blocks (section, context, actions), block elements (button, select menu),
composition objects (text, option, option group), "Formatting message text". Lengths are counted as
JavaScript counts them, after escaping.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

LONGEST_TOTAL = 11_300
"""Characters of JSON from which on `msg_blocks_too_long` has been seen (bolt-js#2509, #2867)."""

_LINK = re.compile(r"<https?://[^<>|\s]+\|[^<>|]*>")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_CODE = re.compile(r"\A```[^`]*```\Z")


def faults(blocks: Any) -> list[str]:
    """What Slack would refuse, or show otherwise than meant; empty for blocks that are well."""
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= 50:
        return ["a message has 1 to 50 blocks"]
    found = [fault for block in blocks for fault in _block(block)]
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        found.append("two blocks have one id")
    if size(json.dumps(blocks, ensure_ascii=False)) >= LONGEST_TOTAL:
        found.append("all blocks together are too long")
    return found


def size(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _block(block: dict[str, Any]) -> Iterator[str]:
    if not 0 < size(block.get("block_id", "x")) <= 255:
        yield "a block's id has 1 to 255 characters"
    match block.get("type"):
        case "section":
            yield from _keys(block, {"type", "block_id", "text", "accessory"}, {"text"})
            yield from _text(block.get("text"), 3_000)
            if "accessory" in block:
                yield from _element(block["accessory"])
        case "context":
            yield from _keys(block, {"type", "block_id", "elements"}, {"elements"})
            yield from _count("context", block["elements"], 10)
            for text in block["elements"]:
                yield from _text(text, 3_000)
        case "actions":
            yield from _keys(block, {"type", "block_id", "elements"}, {"elements"})
            yield from _count("actions", block["elements"], 25)
            names = [element.get("action_id") for element in block["elements"]]
            if len(names) != len(set(names)):
                yield "two elements of a block have one action_id"
            for element in block["elements"]:
                yield from _element(element)
        case other:
            yield f"no block of type {other} is known"


def _element(element: dict[str, Any]) -> Iterator[str]:
    if not 0 < size(element.get("action_id", "")) <= 255:
        yield "an action_id has 1 to 255 characters"
    if element.get("type") == "button":
        yield from _keys(element, {"type", "action_id", "text", "value"}, {"text"})
        yield from _plain(element.get("text"), 75)
        if size(element.get("value", "")) > 2_000:
            yield "a button's value has at most 2,000 characters"
        return
    if element.get("type") != "static_select":
        yield f"no element of type {element.get('type')} is known"
        return
    known = {"type", "action_id", "placeholder", "options", "option_groups"}
    yield from _keys(element, known, {"placeholder"})
    yield from _plain(element.get("placeholder"), 150)
    if ("options" in element) == ("option_groups" in element):
        yield "a menu has either options or option_groups"
    yield from _options(element.get("options", []), least=0)
    yield from _count("option_groups", element.get("option_groups", [{}]), 100)
    for group in element.get("option_groups", []):
        yield from _plain(group.get("label"), 75)
        yield from _options(group.get("options", []), least=1)


def _options(options: list[dict[str, Any]], least: int) -> Iterator[str]:
    if not least <= len(options) <= 100:
        yield "a menu has at most 100 options"
    for option in options:
        yield from _plain(option.get("text"), 75)
        if not 0 < size(option.get("value", "")) <= 75:
            yield "an option's value has at most 75 characters"


def _keys(value: dict[str, Any], known: set[str], needed: set[str]) -> Iterator[str]:
    if value.keys() - known:
        yield f"unknown keys {sorted(value.keys() - known)}"
    if needed - value.keys():
        yield f"missing keys {sorted(needed - value.keys())}"


def _count(what: str, values: list[Any], most: int) -> Iterator[str]:
    if not 1 <= len(values) <= most:
        yield f"{what} has 1 to {most} parts"


def _plain(text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        yield "only plain_text can stand here"
        return
    yield from _keys(text, {"type", "text", "emoji"}, {"text"})
    escaped = text["text"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not 0 < size(escaped) <= most:
        yield f"a text here has 1 to {most} characters"
    if _CONTROL.search(text["text"]) or re.search("[<>]", text["text"]):
        yield "markup in a plain text"


def _text(text: Any, most: int) -> Iterator[str]:
    """A text with Slack's markup; a text that is nothing but a span of code of ours is well."""
    if (
        not isinstance(text, dict)
        or text.get("type") != "mrkdwn"
        or text.get("verbatim") is not True
    ):
        yield "a text is mrkdwn, and verbatim"
        return
    yield from _keys(text, {"type", "text", "verbatim"}, {"text"})
    yield from mrkdwn(text["text"], most)


def mrkdwn(text: str, most: int) -> Iterator[str]:
    """What is wrong with a text: too long, empty, or with something unescaped in it."""
    if not text.strip() or size(text) > most:
        yield f"a text has 1 to {most} characters"
    if _CONTROL.search(text):
        yield "a control character"
    if "`" in text and not _CODE.match(text):
        yield "a span of code is opened"
    rest = _LINK.sub("", text).removeprefix("> ")
    if re.search("[<>]", rest):
        yield "something between angle brackets that is no link of ours"
    if _ENTITY.search(rest):
        yield "an ampersand that is no escape"
