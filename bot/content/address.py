"""A digest's key, slug and the address of its page."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from bot.content.fields import WrongField
from bot.errors import DigestError
from bot.settings.paths import named
from bot.sites.languages import LANGUAGES
from bot.text.links import percent_encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.settings.model import Settings

DATE_BEFORE_NAME = re.compile(r"^\d{4}-\d{2}-\d{2}-(?=.)")
BETWEEN_WORDS = re.compile(r"[\W_]+")
ENDINGS = frozenset({"md", "mdx", "markdown", "mdown", "mkd", "mkdn", "mkdown", "svx", "html", "txt"})
"""The endings of files that a name does not need."""
DATE_IN_NAME = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[-_. T].|$)|(\d{4})(\d{2})(\d{2})[-_].")
PART = "/:@!$&'()*+,;=-._~"
"""What may stand unescaped in a path (RFC 3986, 3.3)."""
IN_ORDER = re.compile(r"[A-Za-z0-9/._~-]*")
"""What nearly all names are made of, and what stays as it is in a path."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def key_of(path: Path, settings: Settings) -> str:
    """The path below content/ without its ending, "/" between its parts, in NFC; outside content/ the bare name.

    ``index`` in a folder is the folder. Raises DigestError for a name that is not UTF-8.
    """
    name = "/".join(parts_below(path, settings.content))
    if name.isascii():
        return name
    try:
        name.encode()
    except UnicodeEncodeError:
        raise DigestError(f"{named(path)}: its name is not UTF-8; rename the file") from None
    return unicodedata.normalize("NFC", name)


def parts_below(path: Path, content: Path) -> list[str]:
    file = absolute_file(path)
    folder = absolute_folder(content)
    if not file.startswith(folder + os.sep):
        real_file, real_folder = os.path.realpath(file), os.path.realpath(folder)
        if not real_file.startswith(real_folder + os.sep):
            return [stem(path.name) if stem(path.name) != "index" else path.absolute().parent.name or "index"]
        file, folder = real_file, real_folder
    parts = file[len(folder) + 1 :].split(os.sep)  # noqa: PTH206 -- texts: an archive has thousands of paths
    parts[-1] = stem(parts[-1])
    return parts[:-1] if len(parts) > 1 and parts[-1] == "index" else parts


def absolute_folder(path: Path) -> str:
    """Without following links. The folder of an archive is asked for with each file of it."""
    text = os.fspath(path)
    return normalized(text) if os.path.isabs(text) else os.path.abspath(text)  # noqa: PTH100, PTH117 -- texts, as above


def absolute_file(path: Path) -> str:
    """The same of a file; a Path has nothing to mend but "..", and one that ends so is dear to look at for each of thousands."""
    text = os.fspath(path)
    return text if text.startswith("/") and ".." not in text else os.path.abspath(text)  # noqa: PTH100 -- texts, as above


@lru_cache(maxsize=8)
def normalized(absolute: str) -> str:
    return os.path.normpath(absolute)


def stem(name: str) -> str:
    base, dot, ending = name.rpartition(".")
    return base if dot and base and ending.lower() in ENDINGS else name


def file_date(path: Path) -> str | None:
    """The date that a file's name begins with, or for an index its folder's."""
    name = path.parent.name if stem(path.name) == "index" else stem(path.name)
    found = DATE_IN_NAME.match(name)
    return "-".join(filter(None, found.groups())) if found else None


def language(word: str | None) -> str | None:
    """A language tag, or None for what is none."""
    if word is None or not LANGUAGE.fullmatch(word):
        return None
    first, *rest = re.split(r"[-_]", word)
    return "-".join([first.lower(), *(one.upper() if len(one) == 2 else one for one in rest)])


def folder_language(key: str, permalink: str | None) -> str | None:
    """The language that the first folder below content/ names, where it is one."""
    first, slash, _ = key.partition("/")
    if not slash or not LANGUAGE.fullmatch(first):
        return None
    sure = "{lang}" in (permalink or "") or first.lower() in LANGUAGES or len(first) == 5
    return language(first) if sure else None


def page_url(settings: Settings, pattern: str, words: Mapping[str, str], date: datetime | None) -> str:
    """The page's address from site and permalink. Raises Wrong where the permalink wants what the digest lacks.

    ``words``: what stands for each part in braces; of those that may be empty none is missed.
    """
    values = dict(words)
    if date is not None:
        values |= {"year": f"{date.year:04d}", "month": f"{date.month:02d}", "day": f"{date.day:02d}"}
    filled = list(permalink_pieces(pattern))
    for at in range(1, len(filled), 2):
        part, value = filled[at], values.get(filled[at], "")
        if not value and part not in MAY_BE_EMPTY:
            field = {"lang": "lang", "title": "title"}.get(part, "pubDatetime")
            raise WrongField(f"the permalink {pattern!r} needs its {part}; write: {field}: ...")
        # A name is a path's part, whatever signs it holds; the permalink may have a query of its own.
        value = value.strip("/")
        filled[at] = value if IN_ORDER.fullmatch(value) else quote(value, safe=PART)
    path = "".join(filled)
    return below_site(settings.require_site(), re.sub(r"(?<!:)/{2,}", "/", path) if "//" in path else path)


@lru_cache(maxsize=8)
def permalink_pieces(pattern: str) -> tuple[str, ...]:
    """What stands between the braces and within, by turns."""
    return tuple(re.split(r"\{([^{}]*)\}", pattern))


MAY_BE_EMPTY = frozenset({"section", "sections", "categories"})


def own_words(place: str, slug: str, title: str, lang: str) -> dict[str, str]:
    """What can stand in a permalink's braces, where no generator says otherwise."""
    folders = place.split("/")[:-1]
    # The name without the date that it begins with.
    name = DATE_BEFORE_NAME.sub("", slug) if slug[:1].isdecimal() else slug
    title_slug = BETWEEN_WORDS.sub("-", title.lower()).strip("-")
    return {
        "slug": slug, "name": name, "path": place, "lang": lang, "title": title_slug, "section": folders[0] if folders else "",
        "sections": "/".join(folders),
    }  # fmt: skip


def on_host(settings: Settings, address: str, base: str) -> str:
    """A generator's path on the site's host; a path in ``site`` stands for the generator's own base."""
    site = settings.require_site()
    own = urlsplit(site).path.rstrip("/")
    below = address.removeprefix(base) if base and (address == base or address.startswith(f"{base}/")) else address
    root = site[: len(site) - len(own)] if own else site
    return percent_encode(root + quote((own or base) + "/" + below.lstrip("/"), safe=PART + "%"))


def below_site(site: str, path: str) -> str:
    return percent_encode(site.rstrip("/") + "/" + path.lstrip("/"))


def own_page(value: str | None) -> str | None:
    """A front matter's ``permalink`` or ``url`` that is a path or an address, not a pattern of its generator."""
    if value is None or re.search(r"[{}<>\s]|(?:^|/):", value):
        return None
    if re.match(r"https?://[^/]", value):
        return value
    if "/" not in value and not value.endswith(".html"):
        return None
    return re.sub(r"(^|/)index\.html$", r"\1", value)


def http_address(value: str | None) -> str | None:
    """An http(s) address, or None; one that names a user looks like one on another host, and browsers read a backslash as "/"."""
    if value is None:
        return None
    try:
        value = value.strip()
        parts = urlsplit(value)
        fit = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
        fit = fit and not re.search(r"[@\\]", parts.netloc) and not re.search(r"[\x00-\x1f]", value)
    except ValueError:
        return None
    return percent_encode(value) if fit else None
