"""Small pieces of HTML: escaped text, harmless links, drawn signs."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bot.model import Look

# What an HTML document cannot hold, or what would make it end early for some reader.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")


def text(value: str) -> str:
    """The value as text or as a quoted attribute, inert whatever it says."""
    return escape(UNWRITABLE.sub("\ufffd", value), quote=True)


def language(langs: tuple[str, ...]) -> str:
    """A ``lang`` attribute for the first language that is one, else nothing."""
    return next((f' lang="{lang}"' for lang in langs if LANGUAGE.fullmatch(lang)), "")


def web_address(value: str) -> str | None:
    """The value if a browser may be led there: http or https with a host."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return None
    return value if parts.scheme in {"http", "https"} and host else None


def host(value: str) -> str:
    """The host of an address as readers see it, without "www."; the value itself where it has none."""
    try:
        found = urlsplit(value).hostname
    except ValueError:
        found = None
    return found.removeprefix("www.") if found else value


def link(inner: str, value: str) -> str:
    """Escaped ``inner`` as a link to ``value``, or as it is where that leads nowhere safe."""
    address = web_address(value)
    if address is None:
        return f"<span>{inner}</span>"
    return f'<a href="{text(address)}" rel="noopener noreferrer nofollow">{inner}</a>'


def sign(name: str) -> str:
    """A drawn sign, for the eye only."""
    return f'<svg class="sign sign-{name}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{SIGNS[name]}</svg>'


def platform_sign(look: Look) -> str:
    """The platform's own sign, in its colour."""
    colour = f' color="{text(look.colour)}"' if look.colour else ""
    return f'<svg class="sign"{colour} viewBox="0 0 24 24" aria-hidden="true" focusable="false">{look.sign}</svg>'


SIGNS = {
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>',
    "reply": '<path d="M4 11.5C4 7.9 7.6 5 12 5s8 2.9 8 6.5S16.4 18 12 18l-5 3v-4.300c-1.9-1.2-3-3.1-3-5.200z"/>',
    "repost": '<path d="M7 7.5h8.5A2.5 2.5 0 0 1 18 10v6.5M4.5 10 7 7.5 4.5 5M17 16.5H8.5A2.5 2.5 0 0 1 6 14v-2.5M19.5 14 17 16.5l2.5 2.5"/>',
    "like": '<path d="M12 19.5S4 15 4 9.300C4 6.9 5.8 5.2 8 5.200c1.7 0 3.2 1 4 2.6.8-1.6 2.3-2.6 4-2.6 2.2 0 4 1.7 4 4.1 0 5.7-8 10.2-8 10.200z"/>',
    "share": '<path d="M12 15V4.5M8 8l4-4 4 4M5 13.5V18a1.5 1.5 0 0 0 1.5 1.5h11A1.5 1.5 0 0 0 19 18v-4.5"/>',
    "views": '<path d="M5 19v-6M10 19V5M15 19v-9M20 19v-4"/>',
    "warning": '<path d="M12 4 2.8 20h18.400zM12 10v4.5M12 17.200v.3"/>',
    "arrow": '<path d="M8 16 16 8M9.5 8H16v6.5"/>',
}
