"""A value from somebody's file, taken only if the bot could use it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.settings.table import as_site
from bot.sites.model import Found
from bot.text.bounded_toml import load_toml
from bot.text.bounded_yaml import Unread, load

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
    "quartz.jzhao.xyz",
)
"""Hosts that a template's configuration or a package's homepage names, and that are nobody's blog."""
STAND_INS = re.compile(
    r"(?:.+\.)?(?:example(?:-?site)?|(?:your|my)-?(?:domain|site|website|blog|name|app)|your-docusaurus-(?:test-)?site)\.\w+"
    r"|[\w-]*(?:starter|template)[\w-]*\.(?:netlify\.(?:app|com)|vercel\.app|gatsbyjs\.io|pages\.dev)"
    r"|(?:your-?)?(?:user)?-?name\.github\.io"
)
"""The same as people make them up."""


LONGEST = 500
MOST_BITS = 1024
"""Of a number; Python refuses to write down one of more than 4300 digits (sys.set_int_max_str_digits)."""


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
    known = any(host == one or host.endswith(f".{one}") for one in PLACEHOLDERS) or STAND_INS.fullmatch(host)
    return None if known or ("." not in host and ":" not in host) else Found(address, where)


def first_site(candidates: Iterable[object], where: str) -> Found | None:
    return next((found for one in candidates if (found := site(one, where)) is not None), None)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


def table(tree: Tree, path: str) -> dict[str, Any]:
    """The top of a TOML, YAML or JSON file, YAML's scalars as they are written; empty where it is none."""
    text = tree.texts.get(path)
    if text is None:
        return {}
    try:
        if path.endswith(".toml"):
            found: Any = load_toml(text)
        elif path.endswith(".json"):
            found = json.loads(text)
        else:
            found = load(text).value
    except (ValueError, RecursionError, Unread):
        return {}
    return found if isinstance(found, dict) else {}


def lower(of: Mapping[str, Any]) -> dict[str, Any]:
    """Keys without case, as Hugo reads them."""
    return {str(key).lower(): value for key, value in of.items()}


def lower_all(of: Mapping[str, Any]) -> dict[str, Any]:
    """The same in the tables below."""
    return {str(key).lower(): lower_all(value) if isinstance(value, dict) else value for key, value in of.items()}


def inner(of: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = of.get(key)
    return lower(value) if isinstance(value, dict) else {}


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables as one; where both say something, it is the second's."""
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def tables(of: object) -> list[dict[str, Any]]:
    """The tables in a list, or the one that stands alone."""
    return [one for one in (of if isinstance(of, list) else [of]) if isinstance(one, dict)]


# ── single values ────────────────────────────────────────────────────────────────────────────────


def line(value: object) -> str:
    """A text, a number or a flag as one line; "" for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        return ""
    return re.sub(r"[\x00-\x1f]+", " ", str(value)).strip()[:LONGEST] if isinstance(value, str | int | float) else ""


def words(value: object) -> list[str]:
    """A list of texts, or a text parted by spaces."""
    if isinstance(value, list):
        return [found for one in value if (found := line(one))]
    return line(value).split()


def truth(value: object) -> bool:
    return line(value).lower() in {"true", "yes", "on", "1"}


def number(value: object, otherwise: int) -> int:
    text = line(value)
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else otherwise


def base_of(address: object) -> str:
    """The path of a site's address: "" or "/log"."""
    try:
        parts = urlsplit(line(address))
    except ValueError:
        return ""
    # "blog.dev" without its scheme is a host, which the standard takes for a path.
    return parts.path.rstrip("/") if parts.netloc or parts.path.startswith("/") else ""


def for_all(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a folder's files can have in common; a title, an address or tags are each post's own."""
    return {name: value for name, value in given.items() if name.lower() not in OWN_TO_A_POST}


OWN_TO_A_POST = frozenset({"title", "date", "slug", "permalink", "url", "tags", "categories", "category", "id"})
