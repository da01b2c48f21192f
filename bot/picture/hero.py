"""The picture of a digest: found where the digest says, each try that fails told with its reason."""

from __future__ import annotations

import binascii
import re
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from bot.content.overrides import override_for
from bot.errors import PictureError
from bot.model import Hero, Picture
from bot.picture.cache import Once
from bot.picture.container import media_type
from bot.web.fetch import AMPERSAND, Fetch, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.model import Digest, Image, ImageLimits
    from bot.picture.drawing import Drawn
    from bot.settings.model import Settings, Target

SMALLEST_SIDE = 200
"""Pixels; below, it is an icon, a tracking pixel or a service's "not there" picture, and no platform shows it well."""
KEPT_BYTES = 16_000_000
"""Of pictures as they were found; a larger one is kept until the next."""
KEPT_FITTED_BYTES = 8_000_000
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

PLACEHOLDERS = re.compile(
    r"(^|\.)(example\.(com|net|org|edu)|placeholder\.(com|pics)|placehold\.(co|it|jp)|dummyimage\.com|fakeimg\.pl"
    r"|placekitten\.com|lorempixel\.com|loremflickr\.com|placeimg\.com|picsum\.photos|example|invalid|test)$"
)
"""Hosts whose pictures stand for one that is still to come; the last three are reserved by RFC 2606."""
YOUTUBE_LARGEST = re.compile(r"(//(?:i\d?\.ytimg\.com|img\.youtube\.com)/vi(?:_webp)?/[\w-]+/)maxresdefault(\.\w+)")
"""Made only for videos in high resolution; hqdefault is there for every video."""
THUM_IO = re.compile(r"^(https?://image\.thum\.io/get/)(?!.*\bnoanimate/)")
"""thum.io animates a spinner until the screenshot is there, unless told not to (thum.io/documentation/api/url)."""


class Found(NamedTuple):
    """The picture to show, if there is one, and why the ones before it are not it."""

    hero: Hero | None
    warnings: tuple[str, ...]


class Heroes:
    """The pictures of one run: each source is fetched once, each size fitted once. Safe to share between threads."""

    def __init__(self, settings: Settings, fetch: Callable[[str], bytes] | None = None) -> None:
        self.settings = settings
        images = settings.images
        self.fetch = fetch or Fetch(
            max_bytes=images.max_bytes,
            timeout_seconds=images.timeout_seconds,
            allow_hosts=images.allow_hosts,
            contact=settings.site,
        )
        self.found: Once[Hero] = Once(KEPT_BYTES, lambda hero: len(hero.content))
        self.drawn: Once[Drawn] = Once(KEPT_FITTED_BYTES, lambda card: len(card.content))
        self.fitted: Once[Image] = Once(KEPT_FITTED_BYTES, lambda image: len(image.content))

    def find(self, digest: Digest, target: Target) -> Found:
        """The first picture that can be had and is large enough to show."""
        warnings: list[str] = []
        for one in self.search(digest, target):
            if isinstance(one, Hero):
                return Found(one, tuple(warnings))
            warnings.append(str(one))
        return Found(None, tuple(warnings))

    def search(self, digest: Digest, target: Target) -> Iterator[Hero | PictureError]:
        """Every picture of the digest in its turn: as it was found, or why it cannot be had."""
        for picture in candidates(digest, target):
            try:
                hero = self.found.get(place(digest, picture.source), lambda: self.take(digest, picture.source))  # noqa: B023  # called at once
            except PictureError as error:
                yield PictureError(f"{picture.origin}: {error}")
            else:
                yield replace(hero, alt=picture.alt)

    def fit(self, hero: Hero, limits: ImageLimits) -> Image:
        """The picture within the limits; raises PictureError that names it."""
        from bot.picture.fit import fit

        background = self.settings.images.background

        def make() -> Image:
            try:
                return fit(hero.content, limits, background=background)
            except PictureError as error:
                raise PictureError(f"{shorten(hero.source)}: {error}") from None

        return self.fitted.get((hero.source, len(hero.content), hash(hero.content), limits), make)

    def take(self, digest: Digest, source: str) -> Hero:
        """The picture at that source, its header checked; raises PictureError."""
        content = self.read(digest, source)
        try:
            kind = media_type(content)
            from bot.picture.fit import size_of

            width, height = size_of(content)
            if min(width, height) < SMALLEST_SIDE:
                raise PictureError(f"is only {width} × {height} pixels")
        except PictureError as error:
            raise PictureError(f"{shorten(source)}: {error}") from None
        return Hero(source, content, kind)

    def read(self, digest: Digest, source: str) -> bytes:
        if source.lower().startswith("data:"):
            return embedded(source, self.settings.images.max_bytes)
        if not (SCHEME.match(source) or source.startswith("//")):
            return self.local(digest, source)
        site = self.settings.site
        if site and source.startswith(f"{site}/"):  # perhaps not deployed yet, but at hand
            try:
                return self.local(digest, source.removeprefix(site))
            except PictureError:
                pass
        address = THUM_IO.sub(r"\1noanimate/", AMPERSAND.sub("&", source))
        host = (host_of(address) or "").lower()
        if PLACEHOLDERS.search(host) and host not in self.settings.images.allow_hosts:
            raise PictureError(f"{shorten(source)}: is a placeholder's address")
        return self.fetch(address)

    # ── files ────────────────────────────────────────────────────────────────────────────────────

    def local(self, digest: Digest, source: str) -> bytes:
        """A file's bytes, from the blog's own folder, content/ and the assets, and from nowhere else."""
        outside = False
        for path in self.places(digest, source):
            try:
                real = path.resolve(strict=True)
                if not any(real.is_relative_to(root) for root in self.roots(digest)):
                    outside = True
                    continue
                about = real.stat()
                if not stat.S_ISREG(about.st_mode):
                    continue
                if about.st_size <= self.settings.images.max_bytes:
                    return real.read_bytes()
            except FileNotFoundError:
                continue
            except (OSError, RuntimeError, ValueError) as error:  # not allowed; symlinks in a circle; a zero byte
                if isinstance(error, OSError) and error.errno in MISSING:
                    continue
                raise PictureError(f"{shorten(source)}: cannot be read: {getattr(error, 'strerror', error)}") from None
            raise PictureError(f"{shorten(source)}: is larger than {self.settings.images.max_bytes:,} bytes")
        if outside:
            raise PictureError(
                f"{shorten(source)}: lies outside the blog's folder; add its folder to assets in the settings"
            )
        raise PictureError(f"{shorten(source)}: there is no such file")

    def roots(self, digest: Digest) -> tuple[Path, ...]:
        settings = self.settings
        # Astro's heroes lie beside content/, as in ../../assets/; without a settings file nobody has said which folder is the blog's.
        blog = (settings.root,) if settings.source is not None else ()
        return tuple(root.resolve() for root in (digest.path.parent, settings.content, *settings.images.assets, *blog))

    def places(self, digest: Digest, source: str) -> Iterator[Path]:
        """Where the file may be, likeliest first."""
        plain = unquote(urlsplit(f"x:/{source.lstrip('/')}").path).lstrip("/")
        shared = (self.settings.content, *self.settings.images.assets)
        for name in dict.fromkeys((source.lstrip("/"), plain)):
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


MISSING = frozenset({2, 20, 21, 22, 36, 40})
"""errno: no such file, not a folder, is a folder, not a name, name too long, symlinks in a circle."""


# ── sources ──────────────────────────────────────────────────────────────────────────────────────


def candidates(digest: Digest, target: Target) -> Iterator[Picture]:
    """What to try, in order, each source once."""
    tried = set()
    for picture in named(digest, target):
        source = picture.source.strip()
        for one in (source, *stand_ins(source)):
            if one and place(digest, one) not in tried:
                tried.add(place(digest, one))
                yield replace(picture, source=one)


def named(digest: Digest, target: Target) -> Iterator[Picture]:
    override = override_for(digest, target)
    if override.image:
        yield Picture(override.image, override.alt, "social.image")
    yield from digest.pictures


def stand_ins(source: str) -> Iterator[str]:
    if YOUTUBE_LARGEST.search(source):
        yield YOUTUBE_LARGEST.sub(r"\1hqdefault\2", source)


def place(digest: Digest, source: str) -> str:
    """What tells two sources apart: a relative path means another file in another folder."""
    if SCHEME.match(source) or source.startswith("/"):
        return AMPERSAND.sub("&", source)
    return str(digest.path.parent / source)


def host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def embedded(source: str, max_bytes: int) -> bytes:
    """The bytes of a data: URI (RFC 2397)."""
    head, comma, body = source[5:].partition(",")
    if not comma:
        raise PictureError(f"{shorten(source)}: is no data: address")
    if len(body) > 2 * max_bytes:
        raise PictureError(f"{shorten(source)}: is larger than {max_bytes:,} bytes")
    plain = unquote_to_bytes(body)
    if not head.lower().replace(" ", "").endswith(";base64"):
        return plain
    try:
        return binascii.a2b_base64(plain)
    except binascii.Error:
        raise PictureError(f"{shorten(source)}: is broken base64") from None
