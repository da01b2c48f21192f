"""The proxy that the environment names (http_proxy, https_proxy, no_proxy), for addresses that are the owner's own."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL_PORT = 80


class Proxy(NamedTuple):
    """Whom to ask instead of the host itself."""

    host: str
    port: int
    headers: Mapping[str, str]
    """What lets us in, where the proxy wants a user."""


def proxy_for(scheme: str, host: str) -> Proxy | None:
    """The proxy for this host; None where the environment names none, or leaves the host out. Raises ValueError for no address."""
    from urllib.request import getproxies, proxy_bypass

    address = getproxies().get(scheme)
    if not address or proxy_bypass(host):
        return None
    parts = urlsplit(address if "//" in address else f"//{address}")
    headers = {}
    if parts.username is not None:
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = f"Basic {b64encode(user.encode()).decode()}"
    return Proxy(parts.hostname or "", parts.port or USUAL_PORT, headers)
