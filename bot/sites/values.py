"""A value from somebody's file, taken only if the bot could use it."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.settings.read import check_permalink
from bot.settings.table import as_site
from bot.sites.model import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.sites.folder import Tree

PLACEHOLDERS = (
    "example.com",
    "example.org",
    "example.net",
    "localhost",
    "127.0.0.1",
    "github.com",
    "gitlab.com",
    "npmjs.com",
)
"""Hosts that a template's configuration or a package's homepage names, and that are nobody's blog."""

NAMES = ("posts", "blog", "_posts", "post", "digests", "articles", "writing", "news", "notes", "journal", "entries")
"""What the folder of a blog's posts is called, the likeliest first."""

LONGEST = 500


def plain(value: object) -> str | None:
    """A short printable text, or None."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    return text if text and len(text) <= LONGEST and text.isprintable() else None


def site(value: object, where: str) -> Found | None:
    """The blog's address; None for what is no address, and for a template's placeholder."""
    text = plain(value)
    if text is None:
        return None
    try:
        address = as_site(text)
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except (ValueError, TypeError):
        return None
    if parts.query or parts.fragment or parts.username or " " in text or "\\" in text:
        return None
    known = any(host == one or host.endswith(f".{one}") for one in PLACEHOLDERS)
    return None if known or ("." not in host and ":" not in host) else Found(address, where)


def first_site(candidates: Iterable[object], where: str) -> Found | None:
    return next((found for one in candidates if (found := site(one, where)) is not None), None)


def permalink(value: str | None, where: str) -> Found | None:
    """A pattern that the bot can fill and that differs from page to page."""
    text = plain(value)
    if text is None or not {"{slug}", "{name}", "{path}"} & set(parts_of(text)) or " " in text:
        return None
    try:
        check_permalink(text, where)
    except SettingsError:
        return None
    return Found("/" + text.lstrip("/"), where)


def parts_of(pattern: str) -> list[str]:
    return ["{" + one.partition("}")[0] + "}" for one in pattern.split("{")[1:]]


def folder(value: object, tree: Tree, where: str) -> Found | None:
    """A folder of the blog that is there."""
    text = plain(value)
    if text is None:
        return None
    path = text.removeprefix("./").strip("/")
    return Found(path, where) if path in tree.folders else None


def posts_folder(tree: Tree, base: str = "") -> str | None:
    """Where below ``base`` the posts are: a folder with a post's name, else the fullest; ``base`` itself if it holds them."""
    start = f"{base}/" if base else ""
    tops = {one.removeprefix(start).partition("/")[0] for one in tree.folders if one.startswith(start)}
    filled = {name: count for name in tops if (count := tree.posts_below(start + name))}
    for name in NAMES:
        if name in filled:
            return start + name
    if tree.markdown.get(base) or not filled:
        return base if base and tree.posts_below(base) else None
    return start + max(sorted(filled), key=lambda name: filled[name])


def assets(tree: Tree, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name in tree.folders)


def elsewhere(tree: Tree) -> Found | None:
    """The site as files say that every kind of blog may have: the host's CNAME, the package's homepage."""
    for path in ("CNAME", "public/CNAME", "static/CNAME", "docs/CNAME", "src/CNAME"):
        if path in tree.texts and (found := site(f"https://{tree.texts[path].strip()}", path)):
            return found
    package = table(tree, "package.json")
    return site(package.get("homepage"), "package.json")


def table(tree: Tree, path: str) -> dict[str, Any]:
    """The top of a TOML, YAML or JSON file, YAML's scalars as they are written; empty where it is none."""
    text = tree.texts.get(path)
    if text is None:
        return {}
    try:
        if path.endswith(".toml"):
            found: Any = tomllib.loads(text)
        elif path.endswith(".json"):
            found = json.loads(text)
        else:
            found = yaml(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def yaml(text: str) -> object:
    """As front matter is read: bounded, for YAML's own parser follows a file's nesting until the process dies."""
    from bot.content.frontmatter import Unread, Yaml

    try:
        return Yaml().load(text)
    except Unread:
        return None


def lower(of: Mapping[str, Any]) -> dict[str, Any]:
    """Keys without case, as Hugo reads them."""
    return {str(key).lower(): value for key, value in of.items()}


def inner(of: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = of.get(key)
    return lower(value) if isinstance(value, dict) else {}
