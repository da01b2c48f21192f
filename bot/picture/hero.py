"""The pictures of digests: found where a digest says, in its order, each failure with its reason."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.content.overrides import override_for
from bot.errors import FetchError, PictureError
from bot.model import Hero, Picture
from bot.picture.cache import SharedCache
from bot.picture.container import media_type
from bot.picture.local import embedded, read_local
from bot.web.address import host_of, picture_source
from bot.web.fetch import Fetch
from bot.web.url import AMPERSAND, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.model import Digest, Image, ImageLimits
    from bot.picture.drawing import Drawn
    from bot.settings.model import Settings, Target

SMALLEST_SIDE = 200
"""Pixels; below, it is an icon, a tracking pixel or a service's "not there" picture, and no platform shows it well."""
KEPT_BYTES = 8_000_000
"""Of pictures as they were found; a larger one is kept until the next."""
KEPT_FITTED_BYTES = 8_000_000
ATTEMPTS = 3
"""A post keeps its picture for ever: a server that is busy for a moment is asked again."""
ACCEPT = "image/jpeg,image/png,image/webp;q=0.9,image/gif;q=0.8,image/avif;q=0.7,*/*;q=0.5"
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


class Heroes:
    """The heroes of one run, and what is made of them: each source is fetched once, each size fitted once.

    Safe to share between threads.
    """

    def __init__(self, settings: Settings, download: Callable[[str], bytes] | None = None) -> None:
        self.settings = settings
        self.download = download or downloader(settings)
        self.taken: SharedCache[Hero] = SharedCache(KEPT_BYTES, lambda hero: len(hero.content))
        self.title_cards: SharedCache[Drawn] = SharedCache(KEPT_FITTED_BYTES, lambda card: len(card.content))
        self.fitted: SharedCache[Image] = SharedCache(KEPT_FITTED_BYTES, lambda image: len(image.content))

    def search(self, digest: Digest, target: Target) -> Iterator[Hero | PictureError]:
        """Every picture of the digest in its turn: as it was found, or why it cannot be had."""
        for picture in candidates(digest, target):
            try:
                hero = self.taken.get(source_key(digest, picture.source), partial(self.take, digest, picture.source))
            except PictureError as error:
                yield PictureError(f"{picture.origin}: {error}")
            else:
                yield replace(hero, alt=picture.alt)

    def fit(self, hero: Hero, limits: ImageLimits) -> Image:
        """The picture within the limits; raises PictureError that names it."""
        from bot.picture.fit import fit, is_right_already

        within = None if is_right_already(hero.content, limits) else limits
        key = (hero.source, len(hero.content), hash(hero.content), within)
        images = self.settings.images
        grounds = (images.card_background, "#000000", "#ffffff")
        try:
            return self.fitted.get(
                key, partial(fit, hero.content, limits, background=images.background, grounds=grounds)
            )
        except PictureError as error:
            raise PictureError(f"{shorten(hero.source)}: {error}") from None

    def take(self, digest: Digest, source: str) -> Hero:
        """The picture at that source, its header checked; raises PictureError."""
        from bot.picture.source import size_of

        content = self.bytes_of(digest, source)
        try:
            kind = media_type(content)
            width, height = size_of(content)
            if min(width, height) < SMALLEST_SIDE:
                raise PictureError(f"is only {width} × {height} pixels")
        except PictureError as error:
            raise PictureError(f"{shorten(source)}: {error}") from None
        return Hero(source, content, kind)

    def bytes_of(self, digest: Digest, source: str) -> bytes:
        """What stands at that source, whatever it is; raises PictureError."""
        if source.lower().startswith("data:"):
            return embedded(source, self.settings.images.max_bytes)
        if not (SCHEME.match(source) or source.startswith("//")):
            return read_local(source, digest, self.settings)
        site = self.settings.site
        if site and source.startswith(f"{site}/"):  # perhaps not deployed yet, but at hand
            try:
                return read_local(source.removeprefix(site), digest, self.settings)
            except PictureError:
                pass
        address = THUM_IO.sub(r"\1noanimate/", AMPERSAND.sub("&", source))
        host = host_of(address) or ""
        if PLACEHOLDERS.search(host) and host not in self.settings.images.allow_hosts:
            raise PictureError(f"{shorten(source)}: is a placeholder's address")
        return self.download(address)


# ── sources ──────────────────────────────────────────────────────────────────────────────────────


def candidates(digest: Digest, target: Target) -> Iterator[Picture]:
    """What to try, in order, each source once."""
    tried = set()
    for picture in pictures_for(digest, target):
        written = picture.source.strip()
        for source in (written, *stand_ins(written)):
            key = source_key(digest, source)
            if source and key not in tried:
                tried.add(key)
                yield replace(picture, source=source)


def pictures_for(digest: Digest, target: Target) -> Iterator[Picture]:
    override = override_for(digest, target)
    if override.image:
        yield Picture(override.image, override.alt, "social.image")
    yield from digest.pictures


def stand_ins(source: str) -> Iterator[str]:
    if YOUTUBE_LARGEST.search(source):
        yield YOUTUBE_LARGEST.sub(r"\1hqdefault\2", source)


def source_key(digest: Digest, source: str) -> str:
    """What tells two sources apart: a relative path means another file in another folder."""
    is_shared = SCHEME.match(source) or source.startswith("/")
    return picture_source(source) if is_shared else str(digest.path.parent / picture_source(source))


# ── bytes ────────────────────────────────────────────────────────────────────────────────────────


def downloader(settings: Settings) -> Callable[[str], bytes]:
    """How the settings let pictures be fetched; what it returns raises PictureError."""
    images = settings.images
    fetch = Fetch(
        max_bytes=images.max_bytes,
        timeout_seconds=images.timeout_seconds,
        accept=ACCEPT,
        allow_hosts=images.allow_hosts,
        contact=settings.site,
        attempts=ATTEMPTS,
    )

    def download(address: str) -> bytes:
        try:
            return fetch(address).body
        except FetchError as error:
            raise PictureError(str(error)) from None

    return download
