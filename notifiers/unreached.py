"""Why a server was not reached, in a person's words instead of a library's."""

import os
import re
import ssl

import aiohttp

_ERRNO = re.compile(r"\[Errno (-?\d+)\]")


def why_unreached(error: BaseException, otherwise: str = "the connection was lost") -> str:
    """A few words, such as "connection refused"; never the error's own, which may hold an address.

    `otherwise`: what is said of a kind that is not known.
    """
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "its name is not found"
    if isinstance(error, TimeoutError):  # of aiohttp's kinds those of time are of this one
        return "no answer in time"
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return "its certificate, or how it encrypts, is not accepted"
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "it closed the connection"
    return _by_number(error) or otherwise


def _by_number(error: BaseException) -> str:
    """What the system says: several addresses that were tried have a text with several numbers."""
    number = getattr(error, "errno", None)
    found = _ERRNO.search(str(error))
    number = number or (int(found[1]) if found else None)
    if not number:
        return ""
    if number < 0:  # EAI_…, of looking up a name (getaddrinfo(3))
        return "its name is not found"
    return os.strerror(number).lower()
