"""The link in a mail by which its reader ends it: who may be unsubscribed, signed.

A link says whom it unsubscribes, and a signature shows that we wrote it, so that nobody can make
one for somebody else (RFC 8058, section 6: the link must be hard to forge). It holds for ever: a
mail may be read years later, and the worst that it can do is undone by a command.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field

PATH = "/unsubscribe"
"""Where the page stands, below the public address of the web pages; the token comes next."""

_PURPOSE = b"unsubscribe\x00"
"""The key signs nothing else in this way."""


@dataclass(frozen=True, slots=True)
class UnsubscribePage:
    """The page behind the links: its address, without a slash at the end, and the signing key."""

    address: str
    key: str = field(repr=False)

    @property
    def one_click(self) -> bool:
        """Whether mail readers may post to it by themselves: by https only (RFC 8058, 3.1)."""
        return self.address.startswith("https://")

    def link(self, reader: str) -> str:
        """The address at which that reader unsubscribes."""
        return f"{self.address}/{token(reader, self.key)}"


def token(reader: str, key: str) -> str:
    """The signed name of a reader, for a link."""
    return f"{_text(reader.encode())}.{_text(_signature(reader, key))}"


def reader_of(token: str, key: str) -> str | None:
    """The reader that a token names; `None` for one that we did not sign."""
    name, _, signed = token.partition(".")
    try:
        reader = _bytes(name).decode()
        given = _bytes(signed)
    except (binascii.Error, ValueError):
        return None
    return reader if hmac.compare_digest(given, _signature(reader, key)) else None


def _signature(reader: str, key: str) -> bytes:
    return hmac.digest(key.encode(), _PURPOSE + reader.encode(), hashlib.sha256)


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
