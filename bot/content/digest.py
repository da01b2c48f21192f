"""One file, read into a Digest."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Any

from bot.content.address import (
    absolute,
    file_date,
    folder_language,
    joined,
    key_of,
    language,
    own_page,
    page_url,
)
from bot.content.fields import Front, Wrong, as_flag, as_line, as_tags, brief
from bot.content.file import head
from bot.content.overrides import social_of
from bot.errors import DigestError
from bot.model import Digest, Picture
from bot.settings.paths import named
from bot.web.address import picture_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from bot.content.body import Body
    from bot.settings.model import Settings

# Eleventy's own words for dates that it takes from the file.
NO_DATES = frozenset({"created", "last modified", "git created", "git last modified"})


def read(path: Path, settings: Settings) -> Digest:
    """The digest that the file holds.

    Raises DigestError in one line: the file, what is wrong with it, what to do; SettingsError where no site is set.
    """
    from bot.content.frontmatter import split

    fields, text = split(head(path), path)
    try:
        return digest(path, settings, fields, text)
    except Wrong as error:
        raise DigestError(f"{named(path)}: {error}") from None


def digest(path: Path, settings: Settings, fields: dict[str, Any], text: str) -> Digest:
    from bot.content.body import body

    front = Front(fields, settings.fields)
    title = front.text("title")
    if title is None:
        raise Wrong("has no title; add one to its front matter: title: ...")
    place = key_of(path, settings)
    slug = (front.text("slug") or "").strip("/") or place.rsplit("/", 1)[-1]
    lang = language(lang_of(front)) or folder_language(place, settings.permalink)
    published = published_at(front, path)
    said = body(text, mdx=path.suffix.lower() == ".mdx")
    social = social_of(front.first("social")[1], settings)
    return Digest(
        key=front.text("id") or place,
        path=path,
        slug=slug,
        url=url_of(front, settings, place, slug, published, lang),
        title=title,
        description=front.line("description"),
        lede=said.lede,
        opening=said.opening,
        pictures=pictures(front, said),
        tags=as_tags(front.first("tags")[1]),
        lang=lang,
        published_at=published.astimezone(UTC) if published else None,
        modified_at=modified_at(front),
        draft=is_draft(front),
        override=social.override,
        overrides=social.overrides,
        fields=fields,
    )


def lang_of(front: Front) -> str | None:
    _, value = front.first("lang")
    return as_line(value[0] if isinstance(value, list) else value)


def published_at(front: Front, path: Path) -> datetime | None:
    """When the page appears, in the zone that it was written in. Raises Wrong for a date that is none."""
    from bot.content.dates import when

    for name, value in front.all("pubDatetime"):
        word = as_line(value)
        # Jekyll's and dev.to's `published: false` is no date but a draft.
        if word is not None and (word.lower() in NO_DATES or is_word(word)):
            continue
        try:
            return when(value)
        except (ValueError, OverflowError):
            raise Wrong(f"{name} {brief(value)} is no date; write it as 2025-11-05 or 2025-11-05T09:30:00Z") from None
    named_date = file_date(path)
    try:
        return when(named_date) if named_date else None
    except ValueError:
        return None


def is_word(word: str) -> bool:
    return word.lower() in {"true", "false", "yes", "no", "on", "off"}


def modified_at(front: Front) -> datetime | None:
    from bot.content.dates import when

    for _, value in front.all("modDatetime"):
        try:
            return when(value).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def is_draft(front: Front) -> bool:
    """``draft: true``, and the other ways to say that there is no page yet."""
    name, value = front.first("draft")
    if value is not None and as_flag(value, name):
        return True
    for name in ("published", "publish", "permalink"):
        if as_line(front.folded.get(name)) in {"false", "no", "False", "off"}:
            return True
    status = (as_line(front.folded.get("status")) or "").lower()
    return status in {"draft", "private", "unpublished"}


def url_of(front: Front, settings: Settings, place: str, slug: str, date: datetime | None, lang: str | None) -> str:
    canonical = front.line("canonicalURL")
    if (whole := absolute(canonical)) is not None:
        return whole
    if canonical is not None and re.match(r"/[^/\\]", canonical):
        return joined(settings.require_site(), canonical)
    for name in ("permalink", "url"):
        own = own_page(as_line(front.folded.get(name)))
        if own is not None:
            return absolute(own) or joined(settings.require_site(), own)
    return page_url(settings, place, slug, date, lang)


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


def pictures(front: Front, said: Body) -> tuple[Picture, ...]:
    """Hero, ogImage and the body's first picture, without repeats."""
    found: dict[str, Picture] = {}
    body_alts = {picture_source(shot.source): shot.alt for shot in reversed(said.shots) if shot.alt}
    hero_alt = front.line("heroAlt")
    for field in ("heroImage", "ogImage"):
        for name, source, own_alt in sources(front, field):
            alt = own_alt or (hero_alt if field == "heroImage" else None) or body_alts.get(picture_source(source))
            found.setdefault(picture_source(source), Picture(source, alt, name))
            break
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
            one = next((inner.folded[key] for key in keys if isinstance(inner.folded.get(key), str)), None)
        source = as_line(one) if isinstance(one, str) else None
        if source and source.lower() not in {"true", "false", "none", "null"}:
            yield name, source, alt
