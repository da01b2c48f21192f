"""A value from somebody's file, taken only if the bot could use it."""

from __future__ import annotations

import json
import os
import re
import tomllib
import unicodedata
from datetime import UTC
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.settings.table import as_site
from bot.sites.model import Found
from bot.text.bounded_yaml import Unread, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

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
    r"|(?:your-?)?(?:user)?-?name\.github\.io"
)
"""The same as people make them up."""

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
    known = any(host == one or host.endswith(f".{one}") for one in PLACEHOLDERS) or STAND_INS.fullmatch(host)
    return None if known or ("." not in host and ":" not in host) else Found(address, where)


def first_site(candidates: Iterable[object], where: str) -> Found | None:
    return next((found for one in candidates if (found := site(one, where)) is not None), None)


def folder(value: object, tree: Tree, where: str) -> Found | None:
    """A folder of the blog that is there."""
    text = plain(value)
    if text is None:
        return None
    path = text.removeprefix("./").strip("/")
    return Found(path, where) if path in tree.folders else None


def posts_folder(tree: Tree, base: str = "") -> str | None:
    """Where below ``base`` the posts are: the folder with most dated files, else one with a post's name, else the fullest.

    ``base`` itself if they lie right in it.
    """
    start = f"{base}/" if base else ""
    tops = {one.removeprefix(start).partition("/")[0] for one in tree.folders if one.startswith(start)} - {""}
    filled = {name: count for name in tops if (count := tree.posts_below(start + name))}
    dated = {name: count for name in filled if (count := tree.dated_below(start + name))}
    own = tree.dated.get(base, 0)
    for candidates in (dated, filled):
        if own and own >= max(candidates.values(), default=0):
            return base or None
        likely = [name for name in NAMES if name in candidates]
        most = max(candidates.values(), default=0)
        # A folder that is called so may be behind one that is not, but not far.
        if likely and candidates[likely[0]] * 3 >= most:
            return start + likely[0]
        if candidates is dated and dated:
            best = max(sorted(dated), key=lambda name: dated[name])
            return (base or None) if best.isdigit() else start + best  # a year is one of many
    if tree.markdown.get(base) or not filled:
        return base if base and tree.posts_below(base) else None
    return start + max(sorted(filled), key=lambda name: filled[name])


def together(folders: Sequence[str]) -> tuple[Found | None, list[str]]:
    """The folder that holds all of these, and where below it each of them is."""
    if not folders:
        return None, []
    top = os.path.commonpath(folders)
    return Found(top or ".", f"{folders[0]}/"), [one.removeprefix(top).strip("/") for one in folders]


def fullest(tree: Tree) -> str | None:
    """The folder in which most dated posts lie, however deep: down for as long as one folder within has nearly all."""
    here = ""
    while not tree.dated.get(here):
        within = sorted(one for one in tree.folders if one.rpartition("/")[0] == here)
        inner = max(within, key=tree.dated_below, default="")
        if not inner or not tree.dated_below(inner) or tree.dated_below(inner) * 3 < tree.dated_below(here) * 2:
            break
        if inner.rpartition("/")[2].isdigit():
            break  # one year of many
        here = inner
    return here or None


def fullest_of(tree: Tree, bases: Iterable[str]) -> str | None:
    """The folder of posts with most dated ones below the likely places, the first of these where they have as many."""
    found = [path for base in bases if base in tree.folders and (path := posts_folder(tree, base))]
    return max(found, key=tree.dated_below, default=None)


def assets(tree: Tree, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name in tree.folders)


def elsewhere(tree: Tree) -> Found | None:
    """The site as files say that every kind of blog may have: the host's CNAME."""
    for path in ("CNAME", "public/CNAME", "static/CNAME", "docs/CNAME", "src/CNAME", "source/CNAME"):
        if path in tree.texts and (found := site(f"https://{tree.texts[path].strip()}", path)):
            return found
    return None


def homepage(tree: Tree) -> Found | None:
    """The homepage in package.json: only where nothing else builds the blog, for a template names its own page there."""
    return site(table(tree, "package.json").get("homepage"), "package.json")


def packages(tree: Tree) -> set[str]:
    package = table(tree, "package.json")
    return {name for key in ("dependencies", "devDependencies") for name in inner(package, key)}


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


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


def tables(of: object) -> list[dict[str, Any]]:
    """The tables in a list, or the one that stands alone."""
    return [one for one in (of if isinstance(of, list) else [of]) if isinstance(one, dict)]


# ── single values ────────────────────────────────────────────────────────────────────────────────


def line(value: object) -> str:
    """A text, a number or a flag as one line; "" for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
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


def sections(path: str) -> dict[str, str]:
    """The folders of a path below the content folder, for the owner's permalink: the first, and all of them."""
    folders = path.split("/")[:-1]
    return {"section": folders[0] if folders else "", "sections": "/".join(folders)}


def zone(name: str | None) -> tzinfo:
    """The time zone of that name; UTC for none and for one that is not known here."""
    if not name:
        return UTC
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return UTC


# ── words in addresses ───────────────────────────────────────────────────────────────────────────

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPELLED = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d",
     "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ı": "i", "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"',
     "„": ",,", "–": "-", "—": "--", "…": "...", "«": "<<", "»": ">>", "€": "EUR", "£": "PS", "©": "(c)", "°": "deg",
     "\u00a0": " "}
)  # fmt: skip
"""Letters that have no plain letter within them, as transliterations write them."""


def is_mark(mark: str) -> bool:
    return unicodedata.category(mark).startswith("M")


def without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(one for one in parts if unicodedata.category(one) != "Mn"))


def in_ascii(text: str) -> str | None:
    """The text in plain letters; None where that takes a transliteration (Greek, Chinese ...)."""
    plain_text = unicodedata.normalize("NFKD", text.translate(SPELLED))
    plain_text = "".join(mark for mark in plain_text if not is_mark(mark))
    return plain_text if plain_text.isascii() else None


PICTOGRAMS = re.compile(
    "[\u2600-\u2653\u2668-\u266e\u2670-\u2730\u2732-\u2757\u2763-\u2775\ufe0f\u200d\U0001f300-\U0001f4ae\U0001f4b0-\U0001f4ff\U0001f525-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f900-\U0001f9ff\U0001fa70-\U0001faff]+"
)
"""Emoji that no table of transliterations but Zola's has a word for."""


def github_slug(text: str) -> str:
    """As GitHub makes an anchor of a heading, and Astro an id of a file's name: signs away, each space a "-"."""
    kept = (
        mark for mark in unicodedata.normalize("NFC", text).lower()
        if mark in " -_" or (mark.isalnum() and unicodedata.category(mark) != "No") or is_mark(mark)
        or unicodedata.category(mark) in {"Nl", "Pc"}
    )  # fmt: skip
    return "".join(kept).replace(" ", "-")


def stem(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    base, dot, _ = name.rpartition(".")
    return f"{folder}{slash}{base if dot and base else name}"


def title_of_name(path: str) -> str:
    """What a file's name says, where a page has no other title."""
    name = stem(path).rpartition("/")[2]
    if name == "index":
        name = path.rpartition("/")[0].rpartition("/")[2]
    name = re.sub(r"^\d{4}-\d{2}-\d{2}[-_ ](?=.)", "", name)
    text = " ".join(re.sub(r"[-_]+", " ", name).split())
    return text[:1].upper() + text[1:] if text == text.lower() else text
