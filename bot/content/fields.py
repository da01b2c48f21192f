"""Front matter looked up by the names that Astro, Hugo, Jekyll and Eleventy give to the same things."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "description": (
        "description", "summary", "excerpt", "abstract", "subtitle", "teaser", "lead", "seo.description",
        "metaDescription", "dek", "spoiler", "tagline", "preview", "intro", "snippet", "blurb", "tldr", "deck", "standfirst",
    ),
    "heroImage": (
        "heroImage", "hero", "hero.image", "shareImg", "coverImg", "image", "coverImage", "cover", "cover.image", "featuredImage",
        "featureImage", "featured.image", "header.image", "header.overlay_image", "banner", "bannerImage", "postImage",
        "thumbnail", "thumb", "thumbnailImg", "thumbnailImage", "img", "photo", "images", "header.teaser", "featuredImg",
        "featured", "coverIndex", "topImg", "previewImage", "cardImage", "metaImage", "opengraphImage", "splash",
    ),
    "heroAlt": (
        "heroAlt", "heroImageAlt", "imageAlt", "coverAlt", "coverImageAlt", "featuredImageAlt", "featureImageAlt",
        "thumbnailAlt", "bannerAlt", "hero.alt", "image.alt", "cover.alt", "header.image_description",
    ),
    "ogImage": (
        "ogImage", "og.image", "openGraph.image", "seo.image", "socialImage", "shareImage", "twitterImage",
        "header.og_image",
    ),
    "tags": ("tags", "tag", "taxonomies.tags", "keywords", "topics", "categories", "category", "taxonomies.categories"),
    "pubDatetime": (
        "pubDatetime", "datetime", "pubDate", "publishDate", "publishedAt", "publishedDate", "publishedOn", "datePublished",
        "publicationDate", "releaseDate", "date", "published", "createdAt", "created", "timestamp",
    ),
    "modDatetime": (
        "modDatetime", "modDate", "updatedDate", "updatedAt", "updated", "lastmod", "lastModifiedAt", "lastModified",
        "lastUpdated", "modified", "dateModified",
    ),
    "expiresAt": ("expiryDate", "unpublishDate"),
    "draft": ("draft", "isDraft"),
    "lang": ("lang", "language", "locale", "languageCode"),
    "slug": ("slug",),
    "id": ("id",),
    "canonicalURL": ("canonicalURL", "canonical"),
    "social": ("social",),
}  # fmt: skip
"""Our name for a field, and where to look for it: the first name that holds something. Written without regard to
case, "_" and "-"; a dot goes into a table."""

INNER = ("params", "extra")
"""Tables of Hugo's and Zola's front matter for what a theme wants to know."""

SPACE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\s]+")
KEPT_SPACE = "\u00a0\u202f"
FALSE = frozenset({"false", "no", "off", "0", "n", ""})
TRUE = frozenset({"true", "yes", "on", "1", "y"})


class WrongField(Exception):
    """A value that cannot be what its name says: what is wrong, and what to do."""


class Front:
    """One file's front matter, and which of its names hold what."""

    def __init__(self, fields: Mapping[str, Any], mapped: Mapping[str, tuple[str, ...]]) -> None:
        self.fields = fields
        self.mapped = mapped
        self.folded = folded(fields)
        self.inner = [Front(table, {}) for name in INNER if isinstance(table := self.folded.get(name), dict)]
        names = self.folded.keys() & FIELDS_BY_NAME.keys()
        self.there = set[str]().union(*map(FIELDS_BY_NAME.__getitem__, names))
        self.flat = not self.inner and not mapped
        """Nothing stands under a name or in a place of its own."""

    def all(self, field: str) -> Iterable[tuple[str, Any]]:
        """Everything that may be this field, by the name that it stands under, the best first."""
        surely_not = field not in self.there and field in NAMES  # most files have few of the fields that there are
        return () if surely_not and (self.flat or not (self.inner or field in self.mapped)) else self.values(field)

    def values(self, field: str) -> Iterator[tuple[str, Any]]:
        own = self.mapped.get(field, ())
        known = WELL_KNOWN.get(field) or ((field, fold(field)),)
        seen: set[str] = set()
        for name, key in (*((name, fold(name)) for name in own), *known) if own else known:
            # A field's names differ but for what the owner adds.
            if own and key in seen:
                continue
            seen.add(key)
            value = self.fields.get(name)
            if value is None:
                value = lookup(self.folded, name) if "." in key else self.folded.get(key)
            if value not in (None, "", [], {}):
                yield name, value
        for inner in self.inner:
            if field != "title":
                yield from inner.all(field)

    def first(self, field: str) -> tuple[str, Any]:
        """The name and the value of this field; ("", None) where it is not there."""
        return next(iter(self.all(field)), ("", None))

    def text(self, field: str) -> str | None:
        """The field as one line; None where it is not there. Raises Wrong for a list or a table."""
        name, value = self.first(field)
        if value is None:
            return None
        found = as_line(value)
        if found is None:
            kind = "a list" if isinstance(value, list) else "a table"
            raise WrongField(f"{name} is {kind}, not a text; write: {name}: ...")
        return found or None

    def line(self, field: str) -> str | None:
        """Like ``text``, for what can be done without: the first name that holds a text."""
        return next((found for _, value in self.all(field) if (found := as_line(value))), None)


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


WELL_KNOWN = {field: tuple((name, fold(name)) for name in names) for field, names in NAMES.items()}
"""NAMES, each with how it is looked up."""


def fields_by_name() -> dict[str, set[str]]:
    """Top-level name, folded, to the fields that can stand under it."""
    found: dict[str, set[str]] = {}
    for field, names in NAMES.items():
        for name in names:
            for part in {name, name.partition(".")[0]}:
                found.setdefault(fold(part), set()).add(field)
    return found


FIELDS_BY_NAME = fields_by_name()


def folded(table: Mapping[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(key, str):
            found.setdefault(fold(key), value)
    return found


def lookup(table: Mapping[str, Any], name: str) -> Any:
    whole = table.get(fold(name))
    if whole is not None or "." not in name:
        return whole
    first, rest = name.split(".", 1)
    inner = table.get(fold(first))
    if isinstance(inner, list) and inner:
        inner = inner[0]
    return lookup(folded(inner), rest) if isinstance(inner, dict) else None


def as_line(value: object) -> str | None:
    """A scalar as one clean line; None for anything else."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return one_line(str(value)) if isinstance(value, int | float) else None


def one_line(text: str) -> str:
    """Line breaks, tabs and control characters become single spaces; a space that holds words together stays."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return SPACE.sub(lambda run: run[0] if run[0] in KEPT_SPACE else " ", text).strip()


def as_flag(value: object, name: str) -> bool:
    """Yes or no, in the words of YAML, TOML and JSON."""
    word = as_line(value)
    if word is not None and word.lower() in FALSE:
        return False
    if word is not None and word.lower() in TRUE:
        return True
    raise WrongField(f"{name} must be true or false, not {shorten_value(value)}")


def as_tags(value: object, *, by_spaces: bool = False) -> tuple[str, ...]:
    """A list, or a text with commas, as tags without "#" and without repeats (case aside).

    ``by_spaces``: a text without commas is parted by its spaces, as Jekyll reads it.
    """
    if by_spaces and (words := as_line(value)) is not None and "," not in words:
        value = words.split()
    found: dict[str, str] = {}
    for one in lines_in(value):
        tag = one_line(one.strip().lstrip("#"))
        if tag:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def lines_in(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, list) and depth < 3:
        for one in value:
            # A comma within a list's entry belongs to the tag.
            if (line := as_line(one)) is not None:
                yield line
            else:
                yield from lines_in(one, depth + 1)
    elif isinstance(value, dict):
        table = folded(value)
        name = next((table[key] for key in ("name", "label", "title", "slug") if table.get(key)), None)
        if name is not None and (line := as_line(name)):
            yield line
    elif (line := as_line(value)) is not None:
        # "#one #two" is how some write it by hand.
        yield from line.split(",") if "," in line or not line.startswith("#") else line.split()


def shorten_value(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
