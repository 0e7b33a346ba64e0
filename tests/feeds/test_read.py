"""From bytes to entries."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.feeds import read as reading_module
from monitor.feeds.read import read_feed
from monitor.feeds.reading import Reading
from monitor.feeds.split import digest
from monitor.model.feed import Feed

FEED = Feed(id="harbour", url="https://harbour.example/feed")
URL = "https://harbour.example/feed"
DAY = datetime(2024, 3, 5, 10, tzinfo=UTC)


def read(
    document: str | bytes,
    content_type: str = "application/xml",
    seen: frozenset[bytes] = frozenset(),
    feed: Feed = FEED,
) -> Reading:
    """Read a document as if it came from URL."""
    body = document.encode() if isinstance(document, str) else document
    return read_feed(body, content_type, URL, feed, seen)


def rss(*items: str, head: str = "<title>Harbour news</title><language>en</language>") -> str:
    """An RSS 2.0 feed."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    spaces = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<rss version='2.0' {spaces}><channel>{head}{inner}</channel></rss>"


def atom(*entries: str, attributes: str = "") -> str:
    """An Atom feed."""
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    title = "<title>Harbour news</title>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {attributes}>{title}{inner}</feed>"


def test_rss_entry_in_full() -> None:
    """Every field of an RSS item arrives, as plain text and in UTC."""
    item = (
        "<title>Ferry &amp;amp; tug collide</title><link>/a/1</link>"
        "<guid isPermaLink='false'>g 1</guid>"
        "<pubDate>Tue, 05 Mar 2024 12:00:00 +0200</pubDate>"
        "<description>&lt;p&gt;Short.&lt;/p&gt;</description>"
        "<content:encoded><![CDATA[<p>Longer: two boats met.</p>"
        "<script>x()</script>]]></content:encoded>"
    )
    (entry,) = read(rss(item)).entries
    assert (entry.guid, entry.link) == ("g 1", "https://harbour.example/a/1")
    assert (entry.title, entry.text) == ("Ferry & tug collide", "Longer: two boats met.")
    assert (entry.published, entry.language) == (DAY, "en")
    assert (entry.source, entry.feed) == ("Harbour news", "harbour")


def test_atom_entry_in_full() -> None:
    """Atom's id, relative link under xml:base, updated date and xhtml content arrive."""
    entry_xml = (
        "<id>tag:harbour,2024:1</id><title type='html'>&lt;b&gt;Crane&lt;/b&gt; falls</title>"
        "<link href='crane.html'/><updated>2024-03-05T10:00:00Z</updated>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        "A <i>crane</i> fell.</div></content>"
    )
    (entry,) = read(atom(entry_xml, attributes="xml:base='https://port.example/news/'")).entries
    assert entry.link == "https://port.example/news/crane.html"
    assert (entry.guid, entry.title) == ("tag:harbour,2024:1", "Crane falls")
    assert (entry.text, entry.published) == ("A crane fell.", DAY)


def test_rdf_entry() -> None:
    """RSS 1.0 items stand outside the channel and are known by rdf:about."""
    document = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Port</title></channel>"
        "<item rdf:about='urn:1'><title>Strike</title><link>https://port.example/1</link>"
        "<dc:date>2024-03-05T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    (entry,) = read(document).entries
    assert (entry.guid, entry.title, entry.published) == ("urn:1", "Strike", DAY)


def test_plain_text_keeps_its_angles() -> None:
    """`<` in content of type text is a character, not a tag; an empty line ends a block."""
    title = "<title type='text'>Is 3 &lt; 4?</title>"
    content = "<content type='text'>if a &lt;b and c&gt; d\n\nnext</content>"
    (entry,) = read(atom(f"<id>1</id>{title}{content}")).entries
    assert (entry.title, entry.text) == ("Is 3 < 4?", "if a <b and c> d\nnext")


def test_guid_is_kept_as_written() -> None:
    """A guid that is no address stays as it is and makes no link; one that is an address does."""
    plain, address = read(
        rss("<title>a</title><guid>17</guid>", "<guid>https://harbour.example/18</guid>")
    ).entries
    assert (plain.guid, plain.link) == ("17", "")
    assert address.guid == address.link == "https://harbour.example/18"


def test_names_and_languages_by_precedence() -> None:
    """The entry's own source and language go before the desk's, the desk's before the feed's."""
    dc = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    own = f"<source url='https://wire.example/'>Wire</source><dc:language {dc}>ru</dc:language>"
    desk = Feed(id="harbour", url=URL, title="Harbour desk", language="ja")
    first, second = read(rss(f"<guid>1</guid>{own}", "<guid>2</guid>"), feed=desk).entries
    assert (first.source, first.language) == ("Wire", "ru")
    assert (second.source, second.language) == ("Harbour desk", "ja")


def test_language_of_the_root_does_not_outrank_the_desk() -> None:
    """A template's left-over xml:lang on the root is the feed's word, not the entry's."""
    document = atom("<id>1</id><title>x</title>", attributes="xml:lang='en-US'")
    desk = Feed(id="harbour", url=URL, language="ja")
    assert read(document, feed=desk).entries[0].language == "ja"
    assert read(document).entries[0].language == "en-US"


def test_zone_names_and_slashes_in_dates() -> None:
    """Dates that feedparser would read wrongly are read rightly."""
    jst = "<guid>1</guid><pubDate>Tue, 05 Mar 2024 19:00:00 JST</pubDate>"
    slashed = "<guid>2</guid><pubDate>2024/03/05 19:00:00 +0900</pubDate>"
    assert [entry.published for entry in read(rss(jst, slashed, "<guid>3</guid>")).entries] == [
        DAY,
        DAY,
        None,
    ]


def test_hints_of_the_feed() -> None:
    """ttl in seconds, skipped hours and days, and the hub are found."""
    head = (
        "<title>Port</title><ttl>30</ttl><skipHours><hour>0</hour><hour>24</hour><hour>5</hour></skipHours>"
        "<skipDays><day>Sunday</day></skipDays>"
        "<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.example/'/>"
    )
    hints = read(rss("<guid>1</guid>", head=head)).hints
    assert hints.ttl == 1800
    assert (hints.skip_hours, hints.skip_days) == (frozenset({0, 5}), frozenset({6}))
    assert (hints.title, hints.hub) == ("Port", "https://hub.example/")


def test_only_unseen_entries_are_read() -> None:
    """A second reading gives the new entry alone, with the data of the channel around it."""
    old = [f"<guid>{n}</guid><title>Old {n}</title>" for n in range(3)]
    first = read(rss(*old))
    second = read(rss("<guid>9</guid><title>New</title>", *old), seen=first.pieces)
    assert [entry.title for entry in second.entries] == ["New"]
    assert (second.entries[0].language, second.entries[0].source) == ("en", "Harbour news")
    assert len(second.pieces) == 4
    assert read(rss(*old), seen=second.pieces).entries == ()


def test_identical_entries_are_read_once() -> None:
    """The same item twice in one document is one entry."""
    assert len(read(rss("<guid>1</guid>", "<guid>1</guid>", "<guid>2</guid>")).entries) == 2


def test_broken_xml_is_read_as_a_whole_and_said() -> None:
    """A new entry in broken XML brings all entries, so that none is lost to a wrong cut."""
    good, bad = "<guid>1</guid><title>Fine</title>", "<guid>2</guid><title>Cod & <chips</title>"
    first = read(rss(good))
    second = read(rss(bad, good), seen=first.pieces)
    assert {entry.guid for entry in second.entries} == {"1", "2"}
    assert second.problem == "broken XML: 2 entries read"
    assert not second.failed


def test_document_cut_short() -> None:
    """What is complete is read; the unfinished entry waits for the next reading."""
    document = rss("<guid>1</guid><title>Fine</title>", "<guid>2</guid><title>Harbour master res")
    reading = read(document[: document.index("master")])
    assert [entry.guid for entry in reading.entries] == ["1"]
    assert reading.problem == "broken XML: 1 entry read"
    assert len(reading.pieces) == 1


def test_controls_are_left_out() -> None:
    """Characters that XML and databases refuse neither break the feed nor reach the entry."""
    reading = read(rss("<guid>1</guid><title>Fog\x08horn\x00</title>"))
    assert reading.entries[0].title == "Foghorn"
    assert reading.problem is None


def test_laughs_do_not_expand() -> None:
    """Nested entities are taken out with the document type; the entry is read, and it is said."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
    reading = read(bomb + rss("<guid>1</guid><title>a</title><description>&l9;</description>"))
    assert [entry.title for entry in reading.entries] == ["a"]
    assert "lollol" not in reading.entries[0].text
    assert reading.problem == ("entities of its own (DTD) were left out; broken XML: 1 entry read")


def test_entities_hidden_in_utf16_do_not_expand() -> None:
    """The document type is found in the text, whatever the encoding of the bytes."""
    document = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE rss [<!ENTITY a "expanded">]>'
    reading = read((document + rss("<guid>1</guid><title>&a;</title>")).encode("utf-16"))
    assert "expanded" not in reading.entries[0].title


def test_external_entity_reads_no_file() -> None:
    """A system entity is not fetched."""
    document = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    reading = read(document + rss("<guid>1</guid><title>[&f;]</title>"))
    assert reading.entries[0].title in ("[&f;]", "[]")


def test_document_type_without_declarations_is_no_problem() -> None:
    """RSS 0.91 names a DTD on the web: it is dropped without a word."""
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/rss.dtd">'
    reading = read(f'<?xml version="1.0"?>\n{doctype}\n' + rss("<guid>1</guid>"))
    assert (len(reading.entries), reading.problem) == (1, None)


def test_broken_document_type_is_refused() -> None:
    """A document type without an end can't be taken out: nothing is read."""
    reading = read("<!DOCTYPE rss [<!ENTITY a '" + rss("<guid>1</guid>"))
    assert (reading.problem, reading.failed) == (
        "not read: its document type (DTD) is broken",
        True,
    )


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("", "not a feed: an empty answer"),
        ("<!DOCTYPE html><html><head></head></html>", "not a feed: an HTML page"),
        ("<p>Please log in</p>", "not a feed: XML that begins with <p>"),
        ("<opml version='2.0'/>", "not a feed: a list of feeds (OPML): import it instead"),
        ("<svg/>", "not a feed: XML that begins with <svg>"),
        ("{}", "not a feed: JSON without a list of items"),
        ("[1,", "not a feed: broken JSON (line 1, column 4: Expecting value)"),
        ("<rss version='2.0'><channel", "broken XML: no entry could be read"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_said(document: str, problem: str) -> None:
    """Each kind of mistake has its own words, and counts as a failed turn."""
    reading = read(document)
    assert (reading.problem, reading.failed, reading.entries) == (problem, True, ())


def test_binary_is_no_feed() -> None:
    """An image behind a feed's address is said to be no feed."""
    reading = read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png")
    assert reading.problem == "not a feed: neither XML nor JSON"


def test_empty_feed_is_healthy_and_said() -> None:
    """A feed without entries is no failure: warnings are mostly empty."""
    reading = read(rss())
    assert (reading.problem, reading.failed) == ("no entries", False)


def test_feed_behind_a_server_warning_is_read() -> None:
    """Words before the feed don't hide it."""
    reading = read("<br />Warning: line 3<?xml version='1.0'?>" + rss("<guid>1</guid>"))
    assert len(reading.entries) == 1


def test_mislabelled_document_still_gives_its_entry() -> None:
    """Cyrillic in windows-1251 that says UTF-8 in the document and Latin-1 in the header."""
    document = '<?xml version="1.0" encoding="utf-8"?>' + rss(
        "<guid>1</guid><title>Кунашир: Yuzhno</title>"
    )
    reading = read(document.encode("cp1251"), "text/xml; charset=iso-8859-1")
    assert "Yuzhno" in reading.entries[0].title


def test_flood_is_read_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """At first sight a flood is cut; of a known feed what is left waits for the next turn."""
    monkeypatch.setattr(reading_module, "MAX_ENTRIES", 3)
    first = read(rss(*(f"<guid>{n}</guid>" for n in range(5))))
    assert (len(first.entries), len(first.pieces), first.more) == (3, 5, False)
    flood = rss(*(f"<guid>{n}</guid>" for n in range(10)))
    second = read(flood, seen=first.pieces)
    third = read(flood, seen=second.pieces)
    assert [entry.guid for entry in second.entries] == ["5", "6", "7"]
    assert [entry.guid for entry in third.entries] == ["8", "9"]
    assert (second.more, third.more) == (True, False)


def test_json_feed() -> None:
    """JSON Feed is read tolerantly: numbers as ids, relative links, dates with a zone."""
    items = [
        {"id": 7, "url": "/7", "title": "Tide &amp; time", "summary": "x",
         "content_html": "<p>High <b>tide</b></p>",
         "date_published": "2024-03-05T12:00:00+02:00", "language": "en"},
        {"id": "https://harbour.example/8", "content_text": "a < b"},
        "nonsense",
    ]  # fmt: skip
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "Port", "items": items}
    reading = read(json.dumps(document), "application/feed+json")
    first, second = reading.entries
    assert (first.guid, first.link) == ("7", "https://harbour.example/7")
    assert (first.title, first.text, first.published) == ("Tide & time", "High tide", DAY)
    assert (second.link, second.text, second.source) == (second.guid, "a < b", "Port")
    assert read(json.dumps(document), seen=reading.pieces).entries == ()


def test_news_sitemap() -> None:
    """A news sitemap gives title, link, date, outlet and language; pages without news are left."""
    document = """<?xml version="1.0"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
            xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc>https://port.example/1</loc><news:news>
        <news:publication><news:name>Port Post</news:name>
          <news:language>en</news:language></news:publication>
        <news:publication_date>2024-03-05T10:00:00Z</news:publication_date>
        <news:title>Dredger &amp; tug</news:title></news:news></url>
      <url><loc>https://port.example/about</loc></url>
    </urlset>"""
    reading = read(document)
    (entry,) = reading.entries
    assert (entry.title, entry.link) == ("Dredger & tug", "https://port.example/1")
    assert (entry.source, entry.language, entry.published) == ("Port Post", "en", DAY)
    assert read(document, seen=reading.pieces).entries == ()


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.text(max_size=30))
def test_nothing_breaks_reading(body: bytes, content_type: str) -> None:
    """Bodies are outside data: there are entries, or there is a stated problem."""
    reading = read_feed(body, content_type, URL, FEED, frozenset())
    assert reading.entries or reading.problem


SAFE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&"), max_size=20
)


@settings(max_examples=50)
@given(st.lists(SAFE, min_size=1, max_size=6, unique=True), st.data())
def test_partial_reading_equals_the_whole(titles: list[str], data: st.DataObject) -> None:
    """Whatever was seen before: the entries that are left are exactly those of a full reading."""
    items = [f"<guid>{n}</guid><title>{title}</title>" for n, title in enumerate(titles)]
    whole = read(rss(*items))
    seen = data.draw(
        st.frozensets(st.sampled_from([digest(f"<item>{item}</item>") for item in items]))
    )
    left = [n for n, item in enumerate(items) if digest(f"<item>{item}</item>") not in seen]
    part = read(rss(*items), seen=seen)
    assert part.entries == tuple(whole.entries[n] for n in left)
    assert part.pieces == whole.pieces
