"""Why a server was not reached: in words, and without an address that may be a secret."""

import errno
import ssl

import aiohttp
import pytest

from notifiers.unreached import why_unreached

MANY = OSError(
    "Multiple exceptions: [Errno 111] Connect call failed ('::1', 25, 0, 0), [Errno 111] Connect"
    " call failed ('127.0.0.1', 25)"
)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed"), "connection refused"),
        (MANY, "connection refused"),
        (OSError("[Errno -2] Name or service not known"), "its name is not found"),
        (TimeoutError(), "no answer in time"),
        (aiohttp.ConnectionTimeoutError(), "no answer in time"),
        (aiohttp.ServerDisconnectedError(), "it closed the connection"),
        (ssl.SSLError(), "its certificate, or how it encrypts, is not accepted"),
        (aiohttp.InvalidURL("https://hooks.example/secret"), "the connection was lost"),
    ],
)
def test_a_reason_is_said_in_words(error: BaseException, said: str) -> None:
    """No class of a library, no number, no address."""
    assert why_unreached(error) == said


def test_of_an_unknown_kind_the_caller_says_what_it_knows() -> None:
    """As a mail server's own words."""
    assert why_unreached(ValueError("STARTTLS?"), "STARTTLS?") == "STARTTLS?"
