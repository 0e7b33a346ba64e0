"""Which addresses are public."""

import socket

import pytest

from monitor.feeds.address import is_public, public_socket


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "2002:808:808::", "64:ff9b::808:808"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    """Ordinary addresses pass, also those that carry a public IPv4 address inside."""
    assert is_public(address)


WALLED = """
    127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
    240.0.0.1 255.255.255.255 198.18.0.1 192.0.2.1 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd00::1
    fec0::1 ff02::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::127.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1
    64:ff9b:1::1 2001:db8::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 nonsense
"""


@pytest.mark.parametrize("address", WALLED.split())
def test_addresses_behind_walls_are_not_public(address: str) -> None:
    """Private, local, shared, multicast, reserved, documentation, and IPv6 around such an IPv4."""
    assert not is_public(address)


def test_socket_is_made_for_public_addresses_only() -> None:
    """The gate names the address that it refuses."""
    info = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
    public_socket((*info, ("8.8.8.8", 80))).close()
    with pytest.raises(OSError, match=r"10\.0\.0\.7 is not a public address"):
        public_socket((*info, ("10.0.0.7", 80)))
