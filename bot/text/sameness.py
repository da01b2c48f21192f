"""Whether two texts are one and the same post, seen through what a platform makes of a text on its way."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

SCHEME = re.compile(r"https?://", re.IGNORECASE)
PUNYCODE = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)
LAST_SLASH = re.compile(r"/(?=\s|$)")
OWN_LINK = "\0"
"""No text holds it."""


def same_text(one: str, other: str, link: str | None = None) -> bool:
    """The texts are equal, but for white space and how their addresses are spelt.

    A platform makes a link of a bare domain and gives it back with a scheme. The post's own ``link`` stands in both as it
    was sent: whoever reads a text from a platform puts it there.
    """
    return words_of(one, link) == words_of(other, link)


def words_of(text: str, link: str | None = None) -> str:
    """The text in the one spelling by which two are compared."""
    text = unicodedata.normalize("NFC", text)
    if link:
        text = text.replace(unicodedata.normalize("NFC", link), OWN_LINK)
    text = unquote(PUNYCODE.sub(lambda match: decoded(match[0]), SCHEME.sub("", text)))
    return " ".join(LAST_SLASH.sub("", unicodedata.normalize("NFC", text)).split())


def decoded(label: str) -> str:
    """One label of an international host, as people write it."""
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
