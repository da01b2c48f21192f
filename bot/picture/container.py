"""The parts that a picture's file is made of: what type it is, whether it is whole, and how to drop its metadata."""

from __future__ import annotations

import re
import struct
import zlib
from itertools import islice
from typing import TYPE_CHECKING

from bot.errors import PictureError

if TYPE_CHECKING:
    from collections.abc import Iterator

JPEG, PNG, GIF, WEBP, AVIF, BMP = "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/bmp"

NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""What ends a scan: a marker that is neither a stuffed zero nor a restart (ITU-T T.81, B.1.1)."""
SOS, EOI = 0xDA, 0xD9
KEPT_PNG = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"cICP"})
"""The pixels and how their colours are meant; iCCP goes, because only pictures in sRGB pass through."""
DECODED_PNG = KEPT_PNG | {b"iCCP"}
PARTS = 50_000
"""Of a file: a PNG of 50 MB has 6,000, at libpng's 8 KiB each. Decoders take some microseconds for each, and each may be empty."""
SCANS = 100
"""Of a progressive JPEG: encoders make 24 at most. libjpeg goes over the whole picture for each, however empty it is."""
LONGEST_PROFILE = 1_000_000
"""Bytes of a colour profile, beyond which a decoder takes the whole picture for an attack."""
KEPT_WEBP = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
ADVICE = "save it as JPEG, PNG or WebP"


def media_type(content: bytes) -> str:
    """What the bytes are, whatever the file is called; raises PictureError with what they are instead of a picture."""
    head = content[:512]
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:2] == b"BM" and len(head) > 26:
        return BMP
    if head[4:8] == b"ftyp":
        return iso_media_type(head)
    raise PictureError(other_type(content, head))


def iso_media_type(head: bytes) -> str:
    """Of an ISO base media file: AVIF can be read; HEIC and videos, which have the same container, cannot."""
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(len(head), int.from_bytes(head[:4], "big")), 4))}
    if brands & {b"avif", b"avis"}:
        return AVIF
    if brands & {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"}:
        raise PictureError(f"is HEIC, which no browser shows either; {ADVICE}")
    raise PictureError("is a video, not a picture")


def other_type(content: bytes, head: bytes) -> str:
    """What the bytes are, when they are no picture that a platform takes."""
    if not content:
        return "is empty"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text or (text.startswith(b"<?xml") and b"<svg" in content[:4096].lower()):
        return f"is SVG, which no platform takes; {ADVICE}"
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")) or b"<html" in text:
        return "is a web page, not a picture"
    if text.startswith((b"<?xml", b"<error")):
        return "is XML, not a picture"
    if text.startswith((b"{", b"[")):
        return "is JSON, not a picture"
    for magic, name in (
        (b"%PDF", "a PDF"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"8BPS", "a Photoshop file"),
        (b"\xff\x0a", "JPEG XL"),
        (b"\0\0\0\x0cJXL ", "JPEG XL"),
        (b"\0\0\0\x0cjP  ", "JPEG 2000"),
        (b"\xff\x4f\xff\x51", "JPEG 2000"),
        (b"\0\0\1\0", "an icon"),
    ):
        if head.startswith(magic):
            return f"is {name}, which no platform takes; {ADVICE}"
    if head.startswith(b"version https://git-lfs"):
        return "is a Git LFS pointer, not the picture; check the repository out with its LFS files"
    if not any(byte < 9 for byte in head):
        return "is text, not a picture"
    return f"is no picture that can be read; {ADVICE}"


def check_whole(content: bytes, kind: str) -> None:
    """Raise PictureError, without decoding anything, if the file ends before its picture does, or would take minutes."""
    names: list[object] = []
    whole = True
    if kind == JPEG:
        names = [marker for marker, *_ in islice(jpeg_segments(content), PARTS)]
        whole = names[-1:] == [EOI]
    elif kind == PNG:
        names = [name for name, _ in islice(png_chunks(content), PARTS)]
        whole = names[-1:] == [b"IEND"]
    elif kind == WEBP:
        names = [name for name, _ in islice(webp_chunks(content), PARTS)]
        whole = len(content) >= 8 + int.from_bytes(content[4:8], "little")
    if len(names) == PARTS or names.count(SOS) > SCANS:
        raise PictureError(f"is in too many parts to be read; {ADVICE}")
    if not whole:
        raise PictureError("is cut off: the file ends before the picture does")


def stripped(content: bytes, kind: str) -> bytes:
    """The same picture, pixel for pixel, without EXIF, location, comments, thumbnails, profiles or further frames.

    Only for JPEG, PNG and still WebP in sRGB: what a profile said is lost.
    """
    match kind:
        case "image/jpeg":
            return b"\xff\xd8" + b"".join(
                content[start:end]
                for marker, start, end in jpeg_segments(content)
                if describes_pixels(content, marker, start)
            )
        case "image/png":
            return content[:8] + b"".join(whole for name, whole in png_chunks(content) if name in KEPT_PNG)
        case "image/webp":
            return strip_webp(content)
        case _:
            raise ValueError(kind)


# ── EXIF (2.32; TIFF 6.0) ────────────────────────────────────────────────────────────────────────


def exif_of(content: bytes, kind: str) -> bytes:
    match kind:
        case "image/jpeg":
            blocks = (content[start + 4 : end] for start, end in exif_segments(content))
        case "image/png":
            blocks = (bytes(whole[8:-4]) for name, whole in png_chunks(content) if name == b"eXIf")
        case "image/webp":
            blocks = (whole[8:] for name, whole in webp_chunks(content) if name == b"EXIF")
        case _:
            return b""
    return next(blocks, b"")


def orientation(exif: bytes) -> int:
    """How the picture lies, 1 (upright) to 8; 1 where nobody says, or nobody understands."""
    body = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(body[:2])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", body, 4)
        (entries,) = struct.unpack_from(f"{order}H", body, at)
        for entry in range(entries):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", body, at + 2 + 12 * entry)
            if tag == 0x0112:
                return value if kind == 3 and 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def without_exif(content: bytes) -> bytes:
    """A JPEG without its EXIF, for a decoder that complains aloud when that is broken."""
    kept, at = [], 0
    for start, end in exif_segments(content):
        kept.append(content[at:start])
        at = end
    return b"".join((*kept, content[at:]))


def exif_segments(content: bytes) -> Iterator[tuple[int, int]]:
    for marker, start, end in jpeg_segments(content):
        if marker == SOS:
            return
        if marker == 0xE1 and content[start + 4 : start + 10] == b"Exif\0\0":
            yield start, end


# ── JPEG (ITU-T T.81, annex B) ───────────────────────────────────────────────────────────────────


def jpeg_segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of each segment and fill byte after SOI, up to and with the first EOI; a scan belongs to its SOS."""
    at = 2
    while at + 2 <= len(content):
        if content[at] != 0xFF:
            return
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            yield marker, at, at + 1
            at += 1
            continue
        if marker == EOI:
            yield marker, at, at + 2
            return
        end = at + 2
        if not (marker == 0x01 or 0xD0 <= marker <= 0xD7):
            end += int.from_bytes(content[at + 2 : at + 4], "big")
        if end > len(content) or end < at + 2:
            return
        if marker == SOS:
            following = NEXT_MARKER.search(content, end)
            if following is None:
                return
            end = following.start()
        yield marker, at, end
        at = end


def describes_pixels(content: bytes, marker: int, start: int) -> bool:
    """Whether a JPEG's segment says something about the pixels: all but the comments and the applications' own."""
    if marker == 0xE0:
        return content[start + 4 : start + 9] == b"JFIF\0"
    if marker == 0xEE:
        return content[start + 4 : start + 9] == b"Adobe"
    return not (0xE1 <= marker <= 0xEF or marker == 0xFE)


# ── PNG (w3.org/TR/png-3) ────────────────────────────────────────────────────────────────────────


def png_chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """(name, whole chunk with length and checksum), up to and with IEND; what is not all there is left out."""
    view, at = memoryview(content), 8
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            return
        yield name, view[at:end]
        if name == b"IEND":
            return
        at = end


def without_words(content: bytes) -> bytes:
    """A PNG with its pixels alone: for a decoder that takes a long comment, or a broken one, for damage."""
    return content[:8] + b"".join(
        whole
        for name, whole in png_chunks(content)
        if name in DECODED_PNG and not (name == b"iCCP" and is_long_profile(whole))
    )


def is_long_profile(chunk: memoryview) -> bool:
    """Of a colour profile's chunk: name, a zero, the method, and the profile compressed."""
    _, _, compressed = bytes(chunk[8:-4]).partition(b"\0")
    try:
        return len(zlib.decompressobj().decompress(compressed[1:], LONGEST_PROFILE + 1)) > LONGEST_PROFILE
    except zlib.error:
        return True


# ── WebP (RFC 9649) ──────────────────────────────────────────────────────────────────────────────


def webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, whole chunk with its padding)."""
    at, end = 12, min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", content, at)
        after = at + 8 + length
        if after > end:
            return
        yield name, content[at:after] + b"\0" * (length & 1)
        at = after + (length & 1)


def webp_size(content: bytes) -> tuple[int, int]:
    """Width and height of the canvas, or of the one picture; (0, 0) where the header is not understood."""
    for name, whole in webp_chunks(content):
        body = whole[8:18]
        if name == b"VP8X" and len(body) == 10:
            return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
        if name == b"VP8L" and len(body) >= 5 and body[0] == 0x2F:
            bits = int.from_bytes(body[1:5], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
            return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    return 0, 0


def strip_webp(content: bytes) -> bytes:
    kept = []
    for name, whole in webp_chunks(content):
        if name == b"VP8X":
            flags = whole[8] & 0b0001_0000  # transparency; the other flags announce what is left out
            kept.append(whole[:8] + bytes([flags]) + whole[9:])
        elif name in KEPT_WEBP:
            kept.append(whole)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
