"""Why a feed could not be fetched, in a sentence for the desk; never with the feed's full address.

Addresses may carry keys and passwords, so only host names and status lines are shown.
"""

import os
import re
import ssl
from http import HTTPStatus

from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientPayloadError,
    ClientResponse,
    ClientResponseError,
    ClientSSLError,
    ConnectionTimeoutError,
    ServerDisconnectedError,
)

from monitor.feeds.address import NOT_PUBLIC

_OWN = "for feeds of your own: network: {allow_private: true} in monitor.yaml"
_REFUSED = re.compile(rf"(\S+) {NOT_PUBLIC}")


def status_line(response: ClientResponse) -> str:
    """ "answered 404 Not Found", with the standard's words rather than the server's."""
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    return f"answered {response.status} {phrase}".rstrip()


def megabytes(size: int) -> str:
    """A size as the settings write it: 15 MB."""
    return f"{size / 1e6:g} MB" if size >= 100_000 else f"{size} bytes"


def reason_for(error: Exception) -> str:
    """The sentence for an exception that aiohttp, the network or an address has raised."""
    match error:
        case ClientConnectorDNSError():
            return f"name not found: {error.host}"
        case ClientSSLError() | ssl.SSLError():
            return f"no secure connection: {_certificate(error)}"
        case ClientConnectorError():
            return _connection(error)
        case ConnectionTimeoutError():
            return "no connection in time"
        case ServerDisconnectedError() | ConnectionResetError():
            return "the server closed the connection without an answer"
        case ClientPayloadError():
            return "the answer broke off or could not be decompressed"
        case ValueError():
            return "the address is not a web address, or a header can't be sent"
        case ClientResponseError():
            return f"the answer is not HTTP: {error.message}"
        case OSError():
            return f"connection lost: {error.strerror or type(error).__name__}"
        case _:
            return f"could not be fetched: {type(error).__name__}"


def _connection(error: ClientConnectorError) -> str:
    if refused := _REFUSED.search(str(error.os_error)):
        return f"refused: {refused[1]} {NOT_PUBLIC}; {_OWN}"
    number = error.os_error.errno  # asyncio's own words are a programmer's
    detail = os.strerror(number) if number and number > 0 else str(error.os_error)
    return f"no connection to {error.host}: {_short(detail)}"


def _certificate(error: Exception) -> str:
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    return getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or "TLS failed"


def _short(detail: str) -> str:
    return detail.partition("\n")[0][:200]
