"""Which addresses belong to the public internet."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NAT64 = ip_network("64:ff9b::/96")
"""RFC 6052: the last four bytes are the IPv4 address that is meant."""
GLOBAL_UNICAST = ip_network("2000::/3")
"""The only part of IPv6 that IANA gives to the internet; the rest is local (``fec0::/10``), reserved, or nobody's yet."""
REFUSED = tuple(
    ip_network(net)
    for net in (
        "168.63.129.16/32",  # learn.microsoft.com: the wire server of every Azure machine, in a public range
        "192.0.0.0/24",  # RFC 6890: protocols' own; a cloud's metadata at 192.0.0.192
        "192.88.99.0/24",  # RFC 7526: 6to4 relays, given up
        "192.31.196.0/24",  # RFC 7535: AS112, answered by whoever is near
        "192.175.48.0/24",  # RFC 7534: the same
        "192.52.193.0/24",  # RFC 7450: multicast tunnels, by whoever is near
        "2620:4f:8000::/48",  # RFC 7534: AS112
        "3fff::/20",  # RFC 9637: documentation
        "3ffe::/16",  # RFC 3701: the 6bone, given back
    )
)
"""Networks that Python's ipaddress takes for global, in this version or another."""
TRANSLATED = tuple(
    ip_network(net)
    for net in (
        "2001::/23",  # Teredo and other protocols' own, RFC 2928
        "2002::/16",  # 6to4, RFC 3056
    )
)
"""Addresses within it that lead somewhere else than they say."""


def is_public(address: str) -> bool:
    """True if the numeric address (a scope as in ``fe80::1%eth0`` included) is one that anybody on the internet can reach."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and ip in NAT64:
        ip = IPv4Address(int(ip) & 0xFFFFFFFF)
    if isinstance(ip, IPv6Address) and (ip not in GLOBAL_UNICAST or any(ip in network for network in TRANSLATED)):
        return False
    return (
        ip.is_global
        and not any(ip in network for network in REFUSED)
        and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_unspecified)
    )
