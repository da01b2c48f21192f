"""The pictures that a digest names, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content.fields import Front, as_line
from bot.model import Picture
from bot.web.address import picture_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.content.beginning import Body
    from bot.sites.model import Post


def pictures_of(front: Front, said: Body, post: Post) -> tuple[Picture, ...]:
    """Hero, ogImage, what the generator shows by itself, and the body's first picture, without repeats."""
    found: dict[str, Picture] = {}
    body_alts = {picture_source(shot.source): shot.alt for shot in reversed(said.shots) if shot.alt}
    hero_alt = front.line("heroAlt")
    for field in ("heroImage", "ogImage"):
        for name, source, own_alt in sources(front, field):
            alt = own_alt or (hero_alt if field == "heroImage" else None) or body_alts.get(picture_source(source))
            found.setdefault(picture_source(source), Picture(source, alt, name))
            break
    for source in post.pictures[:1]:
        found.setdefault(
            picture_source(source), Picture(source, hero_alt or body_alts.get(picture_source(source)), "page bundle")
        )
    for shot in said.shots[:1]:
        found.setdefault(
            picture_source(shot.source), Picture(shot.source, body_alts.get(picture_source(shot.source)), "body")
        )
    return tuple(found.values())


def sources(front: Front, field: str) -> Iterator[tuple[str, str, str | None]]:
    """Name, source and alt of each picture that the front matter names for this field, the best first."""
    for name, value in front.all(field):
        one = value[0] if isinstance(value, list) else value
        alt = None
        if isinstance(one, dict):
            inner = Front(one, {})
            alt = as_line(inner.folded.get("alt")) or None
            keys = ("src", "url", "source", "path", "image", "file", "href")
            named = next((inner.folded[key] for key in keys if isinstance(inner.folded.get(key), str)), None)
            # Beautiful Jekyll's list: a path, and what it shows.
            only = next(iter(one), "") if len(one) == 1 else ""
            if named is None and isinstance(only, str) and "." in only:
                named, alt = only, as_line(one[only])
            one = named
        source = as_line(one) if isinstance(one, str) else None
        if source and source.lower() not in {"true", "false", "none", "null"}:
            yield name, source, alt
