"""Which addresses may be reached: the public Internet, and nothing behind our own walls."""

import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address

from aiohttp import AddrInfoType

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

NOT_PUBLIC = "is not a public address"


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public Internet.

    Private, loopback, link-local, shared (100.64.0.0/10), multicast, reserved and documentation
    addresses do not (IANA special-purpose registries), nor does an IPv6 address that carries such
    an IPv4 address inside: mapped, 6to4, Teredo, NAT64 (RFC 4291, 3056, 4380, 6052).
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return _is_public_v4(parsed)
    inner = _inner_v4(parsed)
    if inner is not None:
        return all(map(_is_public_v4, inner))
    return parsed in _GLOBAL_UNICAST and parsed.is_global


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _inner_v4(address: IPv6Address) -> tuple[IPv4Address, ...] | None:
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64:
        return (IPv4Address(address.packed[-4:]),)
    return None


def public_socket(info: AddrInfoType) -> socket.socket:
    """Make the socket for a connection, or refuse: the last gate before the network.

    Called by the connector with the address it is about to connect to, whether that came from
    DNS, from a literal or from a redirect, so that nothing can slip in between check and use.
    Raises OSError for an address that is not public.
    """
    family, kind, protocol, _, address = info
    host = str(address[0])
    if not is_public(host):
        raise OSError(f"{host} {NOT_PUBLIC}")
    return socket.socket(family, kind, protocol)
