"""What a blog says of itself on its home page: a description, and an icon that is large enough."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.errors import FetchError, PictureError
from bot.model import BlogProfile, Image
from bot.picture.container import JPEG, PNG, WEBP, media_type
from bot.picture.source import size_of
from bot.pipeline.live import fetch_for
from bot.sites.published import built_folder
from bot.web.address import same_address
from bot.web.html import Tag, pieces
from bot.web.page import decode, joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.settings.model import Settings
    from bot.web.fetch import Fetch

# Lexicon site.standard.publication.
ICON_BYTES, ICON_SIDE = 1_000_000, 256
DESCRIPTION_CHARS = 1000
"""What is longer is no description; the lexicon takes 3,000."""
PAGE_BYTES = 1_000_000
MOST_ICONS = 8
USUAL = ("/apple-touch-icon.png", "/icon.png", "/favicon.png")
"""Where icons are that no page names."""
SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Icon:
    address: str
    side: int
    """Pixels, as the page says; 0: it does not say."""


@dataclass(frozen=True, slots=True)
class HomePage:
    description: str | None = None
    icons: tuple[str, ...] = ()
    """Their addresses, the largest first."""


def profile_of(settings: Settings) -> tuple[BlogProfile, str | None]:
    """The blog as its settings and its home page describe it, and where its icon was found.

    The page is asked for on the web, and looked for in the built folder where the web has none yet.
    """
    site = settings.require_site()
    fetch = replace(fetch_for(settings), max_bytes=PAGE_BYTES, timeout_seconds=SECONDS)
    home = read_home(home_page(settings, site, fetch), f"{site}/")
    for address in home.icons[:MOST_ICONS]:
        content = icon_file(settings, site, address) or fetch_or_none(fetch, address)
        icon = fit_for_icon(content) if content is not None else None
        if icon is not None:
            return BlogProfile(site, settings.name or site, home.description, icon), address
    return BlogProfile(site, settings.name or site, home.description), None


def home_page(settings: Settings, site: str, fetch: Fetch) -> bytes:
    """Empty where there is none."""
    content = fetch_or_none(fetch, f"{site}/")
    if content is not None:
        return content
    folder = built_folder(settings.root)
    return (file_content(folder / "index.html") or b"") if folder is not None else b""


def read_home(content: bytes, url: str) -> HomePage:
    """What the page says; icons that browsers draw from lines (SVG) are none that a platform takes."""
    descriptions: dict[str, str] = {}
    icons: list[Icon] = []
    for piece in pieces(decode(content)):
        if not isinstance(piece, Tag) or piece.closing:
            continue
        words = piece.attributes
        if piece.name == "meta":
            name = (words.get("name") or words.get("property") or "").lower()
            descriptions.setdefault(name, " ".join(words.get("content", "").split()))
        elif piece.name == "link" and {"icon", "apple-touch-icon"} & set(words.get("rel", "").lower().split()):
            icons.append(Icon(joined(url, words.get("href", "").strip()), side_of(words.get("sizes", ""))))
    icons += [Icon(joined(url, place), 0) for place in USUAL]
    addresses = [icon.address for icon in sorted(icons, key=lambda icon: -icon.side)]
    found = descriptions.get("description") or descriptions.get("og:description")
    short = found if found and len(found) <= DESCRIPTION_CHARS else None
    fit = [address for address in addresses if urlsplit(address).scheme in {"http", "https"}]
    return HomePage(short, tuple(dict.fromkeys(fit)))


def side_of(sizes: str) -> int:
    """Of "180x180" or "16x16 32x32"; 0 for anything else."""
    return max((int(side) for side in re.findall(r"(\d{1,5})x\d", sizes.lower())), default=0)


def fit_for_icon(content: bytes) -> Image | None:
    """The picture as it is, where it is square, large and light enough; None where it is not."""
    kind = media_type(content)
    if len(content) > ICON_BYTES or kind not in {PNG, JPEG, WEBP}:
        return None
    try:
        width, height = size_of(content)
    except PictureError:
        return None
    return Image(content, kind, width, height) if width == height >= ICON_SIDE else None


def icon_file(settings: Settings, site: str, address: str) -> bytes | None:
    """The icon out of the blog's own folders, where it will be served from."""
    if not same_address(joined(address, "/"), joined(f"{site}/", "/")):
        return None
    path = unquote(urlsplit(address).path).removeprefix(unquote(urlsplit(site).path)).lstrip("/")
    if ".." in path.split("/") or not path:
        return None
    built = built_folder(settings.root)
    folders: Iterator[Path] = iter((*settings.images.assets, *([built] if built is not None else [])))
    return next((content for folder in folders if (content := file_content(folder / path)) is not None), None)


def file_content(path: Path) -> bytes | None:
    try:
        status = path.lstat()
        return path.read_bytes() if stat.S_ISREG(status.st_mode) and status.st_size <= ICON_BYTES else None
    except (OSError, ValueError):
        return None


def fetch_or_none(fetch: Fetch, address: str) -> bytes | None:
    try:
        return fetch(address).body
    except FetchError:
        return None
