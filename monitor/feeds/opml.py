"""Feeds as OPML 2.0 (opml.org), which every feed reader imports."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from monitor.feeds.plaintext import clean
from monitor.model.feed import Feed


def write_opml(feeds: Iterable[Feed], title: str = "Feeds") -> str:
    """The feeds as an OPML document, under their groups' headings, in the order given.

    Headers are left out: they may hold secrets.
    """
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = clean(title)
    body = ET.SubElement(root, "body")
    groups: dict[str, ET.Element] = {"": body}
    for feed in feeds:
        if feed.group not in groups:
            heading = clean(feed.group)
            groups[feed.group] = ET.SubElement(body, "outline", text=heading, title=heading)
        ET.SubElement(groups[feed.group], "outline", _outline(feed))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _outline(feed: Feed) -> dict[str, str]:
    name = clean(feed.title or feed.url)
    outline = {"type": "rss", "text": name, "title": name, "xmlUrl": clean(feed.url)}
    return outline | ({"language": feed.language} if feed.language else {})
