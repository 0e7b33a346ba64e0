"""From bytes to text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.charset import decode

RUSSIAN = "<rss><title>Остров Итуруп</title></rss>"
JAPANESE = "<rss><title>択捉島の港</title></rss>"


def declared(encoding: str, text: str) -> bytes:
    """A document that names its encoding and keeps to it."""
    return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (RUSSIAN.encode(), "", RUSSIAN),
        (RUSSIAN.encode(), "text/xml; charset=iso-8859-1", RUSSIAN),
        (codecs.BOM_UTF8 + RUSSIAN.encode(), "text/xml; charset=koi8-r", RUSSIAN),
        (RUSSIAN.encode("koi8-r"), "text/xml; charset=koi8-r", RUSSIAN),
        (RUSSIAN.encode("cp1251"), "text/xml; charset=windows-1251", RUSSIAN),
        (RUSSIAN.encode("utf-16"), "", RUSSIAN),
        (RUSSIAN.encode("utf-16-be"), "text/xml", RUSSIAN),
        (RUSSIAN.encode("utf-32-le"), "text/xml", RUSSIAN),
        (JAPANESE.encode("iso2022_jp"), "text/xml; charset=ISO-2022-JP", JAPANESE),
        (JAPANESE.encode("shift_jis"), "text/xml; charset=x-sjis", JAPANESE),
        ("<a>na\u00efve \u2019</a>".encode("cp1252"), "", "<a>na\u00efve \u2019</a>"),
        (b"<a>plain</a>", "text/xml; charset=utf-16", "<a>plain</a>"),
        (b"<a>plain</a>", "text/xml; charset=no-such-thing", "<a>plain</a>"),
        (b"<a>plain</a>", "text/xml; charset=punycode", "<a>plain</a>"),
    ],
)
def test_documents_are_read_in_their_own_encoding(
    body: bytes, content_type: str, expected: str
) -> None:
    """Marks, zero bytes, valid UTF-8 and the header decide, in this order; nonsense is ignored."""
    assert decode(body, content_type) == expected


@pytest.mark.parametrize("encoding", ["koi8-r", "windows-1251", "iso-8859-5"])
def test_the_xml_declaration_is_heard_where_the_header_is_silent(encoding: str) -> None:
    """A document that names its encoding is read in it."""
    assert RUSSIAN in decode(declared(encoding, RUSSIAN), "application/xml")


def test_the_header_goes_before_the_declaration() -> None:
    """A proxy that transcodes changes the header, not the document (RFC 7303, 3.2)."""
    body = b'<?xml version="1.0" encoding="koi8-r"?>' + RUSSIAN.encode("cp1251")
    assert RUSSIAN in decode(body, "text/xml; charset=windows-1251")


@given(st.binary(), st.text())
def test_anything_becomes_text(body: bytes, content_type: str) -> None:
    """Bytes and header are outside data: decoding never fails."""
    assert isinstance(decode(body, content_type), str)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: not t.isascii())
)
def test_utf8_is_recognised_whatever_the_header_says(text: str) -> None:
    """UTF-8 beyond ASCII is never taken for something else."""
    assert decode(b"<a>" + text.encode(), "text/xml; charset=windows-1252") == "<a>" + text
