"""The link to the page on which all of a digest can be read, signed.

Mails are cut below 100 kB and Slack's messages at some 10,000 characters; the page is not. It asks
for no login, because digests are read on phones: who has the link may read that one digest, and
nobody can guess another.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import quote

PATH = "/digests"
"""Where the pages stand, below the public address; the message's id comes next."""

_PURPOSE = b"digest\x00"
"""The key signs nothing else in this way."""
_BYTES = 16
"""128 bits can't be guessed, and keep the link short."""


@dataclass(frozen=True, slots=True)
class DigestPage:
    """Where the pages of digests stand, without a slash at the end, and the signing key."""

    address: str
    key: str = field(repr=False)

    def link(self, message_id: str) -> str:
        """The address at which a digest can be read."""
        return f"{self.address}/{quote(message_id, safe='')}?{signature(message_id, self.key)}"


def signature(message_id: str, key: str) -> str:
    """What shows that we made the link."""
    full = hmac.digest(key.encode(), _PURPOSE + message_id.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(full[:_BYTES]).rstrip(b"=").decode()


def is_signed(message_id: str, given: str, key: str) -> bool:
    """Whether a link with that signature is one of ours."""
    wanted = signature(message_id, key).encode()
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted)
