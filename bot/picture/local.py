"""A picture's bytes where nothing has to be fetched: of a file of the blog, or within its own address."""

from __future__ import annotations

import binascii
import stat
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from bot.errors import PictureError
from bot.web.url import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Digest
    from bot.settings.model import Settings

MISSING = frozenset({2, 20, 21, 22, 36, 40})
"""errno: no such file, not a folder, is a folder, not a name, name too long, symlinks in a circle."""


def read_local(source: str, digest: Digest, settings: Settings) -> bytes:
    """A file's bytes, from the blog's own folder, content/ and the assets, and from nowhere else."""
    outside = False
    for path in places_of(source, digest, settings):
        try:
            real = path.resolve(strict=True)
            if not any(real.is_relative_to(root) for root in roots_of(digest, settings)):
                outside = True
                continue
            about = real.stat()
            if not stat.S_ISREG(about.st_mode):
                continue
            if about.st_size <= settings.images.max_bytes:
                return real.read_bytes()
        except FileNotFoundError:
            continue
        except (OSError, RuntimeError, ValueError) as error:  # not allowed; symlinks in a circle; a zero byte
            if isinstance(error, OSError) and error.errno in MISSING:
                continue
            raise PictureError(f"{shorten(source)}: cannot be read: {getattr(error, 'strerror', error)}") from None
        raise PictureError(f"{shorten(source)}: is larger than {settings.images.max_bytes:,} bytes")
    if outside:
        raise PictureError(
            f"{shorten(source)}: lies outside the blog's folder; add its folder to assets in the settings"
        )
    raise PictureError(
        f"{shorten(source)}: there is no such file; correct its path, or add its folder to assets in the settings"
    )


def roots_of(digest: Digest, settings: Settings) -> tuple[Path, ...]:
    """The folders whose files may be shown."""
    # Astro's heroes lie beside content/, as in ../../assets/; without a settings file nobody has said which folder is the blog's.
    blog = (settings.root,) if settings.source is not None else ()
    return tuple(root.resolve() for root in (digest.path.parent, settings.content, *settings.images.assets, *blog))


def places_of(source: str, digest: Digest, settings: Settings) -> Iterator[Path]:
    """Where the file may be, likeliest first."""
    decoded = unquote(urlsplit(f"x:/{source.lstrip('/')}").path).lstrip("/")
    shared = (settings.content, *settings.images.assets)
    for name in dict.fromkeys((source.lstrip("/"), decoded)):
        if not name or "\0" in name:
            continue
        if not source.startswith("/"):
            yield digest.path.parent / name
        for root in shared:
            yield root / name
        for root in shared:  # "/static/a.png" written with the folder's own name
            first, _, rest = name.partition("/")
            if first == root.name and rest:
                yield root / rest


def embedded(source: str, max_bytes: int) -> bytes:
    """The bytes of a data: URI (RFC 2397)."""
    head, comma, body = source[5:].partition(",")
    if not comma:
        raise PictureError(f"{shorten(source)}: is no data: address")
    if len(body) > 2 * max_bytes:
        raise PictureError(f"{shorten(source)}: is larger than {max_bytes:,} bytes")
    content = unquote_to_bytes(body)
    if not head.lower().replace(" ", "").endswith(";base64"):
        return content
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        raise PictureError(f"{shorten(source)}: is broken base64") from None
