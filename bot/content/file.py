"""The beginning of a file: enough of it for the front matter and the first paragraphs, as text."""

from __future__ import annotations

import codecs
import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import DigestError
from bot.settings.paths import named, near

if TYPE_CHECKING:
    from pathlib import Path

HEAD_BYTES = 384 * 1024
"""Front matter (at most 128 KiB) and 256 KiB of body; what comes after is never looked at."""


class Head(NamedTuple):
    text: str
    warning: str = ""
    """What was mended in it."""


def read_head(path: Path) -> Head:
    """The file's first HEAD_BYTES, decoded, with plain line ends. Raises DigestError with the remedy."""
    try:
        # Without pathlib, whose own work would be a third of it in an archive.
        status = os.stat(path)  # noqa: PTH116
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if path.is_dir() else "no ordinary file"
            raise DigestError(f"{named(path)}: is {kind}; name a Markdown file")
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            start = file.read(min(status.st_size + 1, HEAD_BYTES))
            if len(start) > status.st_size:  # it has grown meanwhile
                start += file.read(HEAD_BYTES - len(start))
    except FileNotFoundError:
        if path.is_symlink():
            raise DigestError(f"{named(path)}: is a symbolic link that leads nowhere; take it away") from None
        raise DigestError(
            f"{named(path)}: no such file{near(path)}; check the spelling, or the folder that you are in"
        ) from None
    except PermissionError:
        raise DigestError(f"{named(path)}: may not be read by this user; change its permissions (chmod u+r)") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DigestError(f"{named(path)}: cannot be read ({reason}); check the disk, or exclude the file") from None
    except ValueError:
        raise DigestError(f"{named(path)!r}: is no file name; name a Markdown file") from None
    return decode_head(start, path)


def decode_head(start: bytes, path: Path) -> Head:
    """The text, with what is wrong in few places mended: a zero byte left out, a byte of Windows' own read as such."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DigestError(f"{named(path)}: is UTF-16; save it as UTF-8")
    zeros = start.count(b"\0")
    if zeros > FEW or (zeros and b"\0\0" in start):
        raise DigestError(f"{named(path)}: is a binary file, not Markdown; exclude it, or give it another ending")
    # A character that the cut went through is no error.
    whole = len(start) < HEAD_BYTES
    warning = "there is a zero byte in its file, which was left out" if zeros else ""
    try:
        text = start.decode() if whole else codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError as error:
        text = codecs.getincrementaldecoder("utf-8")("bot-windows").decode(start, final=whole)
        if len(text) - len(text.translate(WITHOUT_MENDED)) > FEW:
            line = start.count(b"\n", 0, error.start) + 1
            raise DigestError(
                f"{named(path)}: is not UTF-8 (line {line}, byte 0x{start[error.start]:02x}); save it as UTF-8"
            ) from None
        text = text.translate(MENDED)
        warning = "its file is not all UTF-8, and what is not was read as Windows-1252; save it as UTF-8"
    text = text.replace("\0", "") if zeros else text
    text = text.removeprefix("\ufeff")
    return Head(text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text, warning)


FEW = 3
"""Wrong bytes, or zero bytes, that are mended; with more of them it is another encoding, or no text at all."""
PRIVATE = 0x10FE00
"""Where a wrong byte is kept until it is known how many there are."""
WITHOUT_MENDED = dict.fromkeys(range(PRIVATE, PRIVATE + 256))
MENDED = {PRIVATE + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(256)}


def keep_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return chr(PRIVATE + error.object[error.start]), error.start + 1


codecs.register_error("bot-windows", keep_byte)
