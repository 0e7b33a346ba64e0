"""HTML, or text that only looks like it, to plain text.

Tags, scripts, styles, comments and the reading aids of ruby go, entities are decoded; a block
element or `<br>` ends a line. Works in linear time: a tree builder takes quadratic time and memory
for some hostile nestings, so long markup is cut into pieces that it builds one by one.
"""

import re
from collections.abc import Iterator
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
optgroup option p pre search section summary table tbody td tfoot th thead title tr ul
"""
_SILENT_NAMES = "iframe noembed noframes rp rt script style template"
_INLINE_NAMES = """
a abbr acronym applet area audio b base basefont bdi bdo big blink br button canvas cite code col
colgroup data datalist del dfn em embed font frame frameset head i img input ins kbd label link map
mark marquee math meta meter nobr noscript object output param picture plaintext progress q rb rtc
ruby s samp select slot small source span strike strong sub sup svg textarea time track tt u var
video wbr xmp
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset(_SILENT_NAMES.split())
_ELEMENTS = _BLOCKS | _SILENT | frozenset(_INLINE_NAMES.split())

_OPENING = re.compile(r"<(?=[!?/a-zA-Z])(/?)([^\s/<>]*)([^<>]*)")
_CLOSING = re.compile(r"</([a-zA-Z][^\s/<>]*)")
_ESCAPED = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_STUFFED = re.compile(r"<[a-zA-Z][^<>]{20000,}>?")
_MARK = re.compile(r"<(?:(!--)|(script|style)\b|[a-zA-Z/])", re.IGNORECASE)
_TAGS_A_PIECE = 1000


def plain_text(markup: str) -> str:
    r"""The text of some HTML, one line a block; `\n` stands between lines and nowhere else.

    White space is collapsed and empty lines go. A text without markup that holds a `<` or an `&`
    keeps it. Never raises.
    """
    return "\n".join(_lines(markup))


def plain_title(markup: str) -> str:
    """The text of some HTML on one line, with ` / ` where a block ended inside it.

    The slash is how a line break is quoted in running text, and it keeps what a block sets apart
    apart: a Chinese or Japanese word does not run across it.
    """
    return " / ".join(_lines(markup))


def _lines(markup: str) -> list[str]:
    text = _without_markup(markup) if "<" in markup or "&" in markup else _one_line(markup)
    return [line for line in map(" ".join, map(str.split, text.split("\n"))) if line]


def _one_line(text: str) -> str:
    return text.replace("\x00", "").replace("\n", " ")


def _without_markup(markup: str) -> str:
    markup = _STUFFED.sub("", markup.encode("utf-8", "replace").decode())
    markup = _keep_strays(markup)
    text = "".join(_walk(markup)) if _OPENING.search(markup) else _one_line(unescape(markup))
    return _without_second_escape(text) if _ESCAPED.search(text) else text


def _without_second_escape(text: str) -> str:
    """Feeds often escape twice, and "&#8217;" is never what a reader was meant to see."""
    return "\n".join(_one_line(unescape(line)) for line in text.split("\n"))


def _keep_strays(markup: str) -> str:
    """Escape each `<` that opens no tag, as in `<Interview> No rate cut` or `I </3 Mondays`."""
    closed = {name.lower() for name in _CLOSING.findall(markup)}
    last = markup.rfind(">")

    def mend(found: re.Match[str]) -> str:
        return (
            found[0] if found.start() < last and _is_tag(found, closed) else "&lt;" + found[0][1:]
        )

    return _OPENING.sub(mend, markup)


def _is_tag(found: re.Match[str], closed: set[str]) -> bool:
    slash, name, rest = found[1], found[2].lower(), found[3]
    if name[:1] in {"!", "?"}:
        return not slash and len(name) > 1
    known = name in _ELEMENTS or name in closed or ":" in name or "-" in name
    return known or (name.isascii() and name[:1].isalpha() and ("=" in rest or rest[-1:] == "/"))


def _walk(markup: str) -> Iterator[str]:
    for piece in _pieces(markup):
        root = LexborHTMLParser(piece).root
        if root is not None:
            yield from _texts(root)


def _pieces(markup: str) -> Iterator[str]:
    """Cut markup into pieces of a thousand tags at most, never inside a comment or script."""
    start = at = tags = 0
    while (mark := _MARK.search(markup, at)) is not None:
        tags += 1
        if tags > _TAGS_A_PIECE:
            yield markup[start : mark.start()]
            start, tags = mark.start(), 1
        at = mark.end()
        if mark[1] or mark[2]:
            end = markup.find("-->" if mark[1] else f"</{mark[2]}", at)
            if end < 0:
                break
            at = end
    yield markup[start:]


def _texts(root: LexborNode) -> Iterator[str]:
    """The texts below a node, in order, with a line feed on both sides of a block."""
    waiting: list[LexborNode | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif node.is_text_node:
            yield (node.text_content or "").replace("\n", " ")
        elif node.tag == "br":
            yield "\n"
        elif node.tag not in _SILENT:
            edge = "\n" if node.tag in _BLOCKS else ""
            yield edge
            waiting.append(edge)
            waiting.extend(_children_last_first(node))


def _children_last_first(node: LexborNode) -> Iterator[LexborNode]:
    child = node.last_child
    while child is not None:
        yield child
        child = child.prev
