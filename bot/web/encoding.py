"""A body without the Content-Encoding that it came with: compressions are undone, and labels that mean nothing are passed over."""

from __future__ import annotations

import zlib

GZIP_MAGIC, ZLIB_OR_GZIP, RAW_DEFLATE = b"\x1f\x8b", 47, -15
"""The last two are zlib's wbits."""
MEMBERS = 100
"""Of one gzip stream. Each costs a copy of all that follow it, and may be empty; servers send one."""
UNDONE = frozenset({"gzip", "x-gzip", "deflate"})
REFUSED = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
"""Compressions that the standard library does not know. Every other word ("none", "UTF-8", Amazon's "aws-chunked") names none,
and stands there because somebody uploaded the file with it."""


class CannotDecode(Exception):
    """The body cannot be had as it was meant; says why."""


class TooLarge(Exception):
    """The body is longer than it may be."""


def decode(body: bytes, encoding: str, max_bytes: int) -> bytes:
    """The body as it was before it was encoded. Raises CannotDecode, or TooLarge where that is more than ``max_bytes``."""
    for name in reversed([word.strip().lower() for word in encoding.split(",")]):
        if name in REFUSED:
            raise CannotDecode(f"came compressed ({name}), which was not asked for")
        # A server that compresses nothing may still say so of a picture that somebody stored with the label.
        if body and name in UNDONE and (name == "deflate" or body.startswith(GZIP_MAGIC)):
            body = inflate(body, name, max_bytes)
    return body


def inflate(body: bytes, name: str, max_bytes: int) -> bytes:
    """What gzip or zlib made small, member after member."""
    whole = bytearray()
    wbits = ZLIB_OR_GZIP if name != "deflate" or is_zlib(body) else RAW_DEFLATE
    for _ in range(MEMBERS):
        member = zlib.decompressobj(wbits)
        try:
            whole += member.decompress(body, max_bytes + 1 - len(whole))
        except zlib.error:
            raise CannotDecode(f"came compressed ({name}), and broken") from None
        if len(whole) > max_bytes:
            raise TooLarge
        if not member.eof:
            raise CannotDecode(f"came compressed ({name}), and breaks off in the middle")
        # Zeros may fill up the end (gzip's manual).
        body = member.unused_data.lstrip(b"\0")
        if not body.startswith(GZIP_MAGIC):
            return bytes(whole)
    raise CannotDecode(f"came compressed ({name}), in too many parts")


def is_zlib(body: bytes) -> bool:
    """By its first two bytes (RFC 1950); many servers send what they call deflate without them."""
    return len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
