"""Take the document type out of a feed: feeds need none, and entities of their own are a trap.

A few hundred bytes of nested entities expand to gigabytes, and external ones fetch files
(OWASP, XML External Entity Prevention).
"""

import re

_START = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_WHOLE = re.compile(
    r"""<!DOCTYPE(?:[^\[<>"']|"[^"]*"|'[^']*')*+
        (\[(?:[^\]<"']|"[^"]*"|'[^']*'|<!--.*?-->|<\?.*?\?>|<(?!!--|\?))*+\]\s*)?>""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


class DoctypeError(ValueError):
    """The document type can't be taken out safely."""


def strip_doctype(text: str) -> tuple[str, bool]:
    """Return the document without its document type, and whether that declared anything.

    Raises DoctypeError when its end can't be found, or when another one stands further down.
    """
    if not _START.search(text):
        return text, False
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    whole = _WHOLE.match(text, start)
    if whole is None:
        if _START.match(text, start):
            raise DoctypeError("its document type (DTD) is broken")
        return text, False
    return text[:start] + text[whole.end() :], whole[1] is not None
