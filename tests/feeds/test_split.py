"""Cutting entries out of a feed."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.split import keep, split

HEAD = "<rss version='2.0'><channel><title>T</title><!-- <item>not one</item> -->"
TAIL = "<ttl>5</ttl></channel></rss>"
ODD = "<item a='>'><title><![CDATA[<item>]]></title><?php </item> ?></item>"
PLAIN = "<item><title>b</title></item>"


def texts(document: str) -> list[str]:
    """The pieces of a document, as text."""
    cut = split(document)
    assert cut is not None
    return [document[piece.start : piece.end] for piece in cut.pieces]


def test_entries_are_found_around_cdata_comments_and_odd_attributes() -> None:
    """Only real tags count: not those in comments, CDATA, instructions or attribute values."""
    assert texts(f"{HEAD}{ODD}\n{PLAIN}{TAIL}") == [ODD, PLAIN]


def test_prefixes_capitals_and_empty_entries() -> None:
    """`atom:entry`, `ITEM` and `<item/>` are entries; `items` and `itemised` are none."""
    document = "<a><items/><itemised/><atom:entry>x</atom:entry><ITEM>y</ITEM><item/></a>"
    assert texts(document) == ["<atom:entry>x</atom:entry>", "<ITEM>y</ITEM>", "<item/>"]


def test_entries_outside_the_channel() -> None:
    """RSS 1.0 puts its items beside the channel: place does not matter."""
    assert len(texts(f"<rdf:RDF><channel><items/></channel>{PLAIN}{PLAIN}</rdf:RDF>")) == 2


def test_untrustworthy_documents_are_not_cut() -> None:
    """Entries in entries, end tags without a start and broken tags leave the feed whole."""
    assert split(f"<a><item>{PLAIN}</item></a>") is None
    assert split("<a></item></a>") is None
    assert split("<a><item <b></item></a>") is None


def test_entry_cut_short_is_left_out() -> None:
    """A document that breaks off ends before its unfinished entry, in a tag or in CDATA too."""
    for rest in ("<item><title>half", "<item><title><![CDATA[half", "<item><!-- half"):
        document = HEAD + PLAIN + rest
        cut = split(document)
        assert cut is not None
        assert len(cut.pieces) == 1
        assert keep(document, cut, cut.pieces) == HEAD + PLAIN


def test_keeping_leaves_what_stands_around_the_entries() -> None:
    """Data of the channel before, between and behind the entries stays, whatever is dropped."""
    document = f"{HEAD}{PLAIN}<language>en</language>{ODD}{TAIL}"
    cut = split(document)
    assert cut is not None
    assert keep(document, cut, cut.pieces) == document
    assert keep(document, cut, cut.pieces[1:]) == f"{HEAD}<language>en</language>{ODD}{TAIL}"
    assert keep(document, cut, ()) == f"{HEAD}<language>en</language>{TAIL}"


def test_the_hash_ignores_nothing_and_nothing_outside_counts() -> None:
    """One changed character makes another piece; a changed channel does not."""
    first, second = split(HEAD + PLAIN + TAIL), split(HEAD + PLAIN.replace("b", "B") + TAIL)
    moved = split(HEAD.replace("T<", "other<") + PLAIN + TAIL)
    assert first is not None
    assert second is not None
    assert moved is not None
    assert first.pieces[0].digest != second.pieces[0].digest
    assert first.pieces[0].digest == moved.pieces[0].digest


MARKUP = st.lists(
    st.sampled_from(
        [
            "<item>",
            "</item>",
            "<entry a='",
            "'>",
            "<entry/>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "?>",
            "x",
            ">",
        ]
    )
).map("".join)


@given(MARKUP)
def test_pieces_are_ordered_and_apart(document: str) -> None:
    """Whatever comes: pieces stand in order and apart, and dropping them leaves the rest."""
    cut = split(document)
    if cut is None:
        return
    ends = [0, *(piece.end for piece in cut.pieces)]
    starts = [*(piece.start for piece in cut.pieces), cut.end]
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    size = sum(piece.end - piece.start for piece in cut.pieces)
    assert len(keep(document, cut, ())) == cut.end - size
    assert keep(document, cut, cut.pieces) == document[: cut.end]
