"""From a feed's bytes to its text, whatever the server and the document say of their encoding."""

import codecs
import re
from collections.abc import Iterator

from w3lib.encoding import http_content_type_encoding, read_bom, resolve_encoding

_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)[\"']", re.ASCII)
_NULS = (
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0<", "utf-16-be"),
    (b"<\0", "utf-16-le"),
)
_NOT_FOR_DOCUMENTS = ("idna", "punycode", "undefined", "raw-unicode", "unicode", "utf-7")
"""Codecs of Python that are no document encodings; some take quadratic time."""
_SEEN_BY_ZEROS = ("utf-16", "utf-32")
"""Only believed when the bytes show it: .NET writes `utf-16` into documents in UTF-8."""


def decode(body: bytes, content_type: str) -> str:
    """Turn a document's bytes into text; never raises.

    In this order: byte order mark, UTF-16 and UTF-32 by their zero bytes, UTF-8 when the bytes
    are valid UTF-8 beyond ASCII (nothing else ever is, and servers mislabel it as Latin-1), the
    `charset` of the Content-Type header, the XML declaration (RFC 7303, 3), and at last
    windows-1252, in which any byte means something.
    """
    name, mark = read_bom(body)
    if name is not None and mark is not None:
        return body[len(mark) :].decode(name, "replace")
    for encoding in _candidates(body, content_type):
        try:
            return body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return body.decode("cp1252", "replace")


def _candidates(body: bytes, content_type: str) -> Iterator[str]:
    for start, encoding in _NULS:
        if body.startswith(start):
            yield encoding
    if not body.isascii():
        yield "utf-8"
    declared = _DECLARATION.match(body)
    for label in (
        http_content_type_encoding(content_type),
        declared.group(1).decode("ascii") if declared else None,
    ):
        if label and _is_for_documents(label):
            yield resolve_encoding(label) or label
    yield "utf-8"


def _is_for_documents(label: str) -> bool:
    try:
        name = codecs.lookup(resolve_encoding(label) or label).name
    except LookupError:
        return False
    return not name.startswith((*_NOT_FOR_DOCUMENTS, *_SEEN_BY_ZEROS))
