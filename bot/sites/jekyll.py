"""A blog that Jekyll builds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.clock import zone
from bot.model import KeptBack
from bot.sites import places, slugs, values
from bot.sites.folder import is_below
from bot.sites.model import Blog, Found, HeadLine, Kind, Post, Site, Surface

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.sites.folder import Tree
    from bot.sites.model import Written

FILES = ("_config.yml", "_config.yaml", "_config.toml")
TELLING = re.compile(r"_config\.(?:ya?ml|toml)")
DEPTH = 0
SURFACE = Surface(
    dotted='_config.yml needs: include: [".well-known"]',
    data="_data/bot.json",
    head="_includes/head.html, or whichever file writes <head>",
    line=HeadLine(
        '{% assign path = "PREFIX" | append: page.path %}{% assign own = site.data.bot.results | where: "path", path | first %}'
        '{% if own.targets["TARGET"].document %}',
        '"{{ own.targets["TARGET"].document }}"',
        "{% endif %}",
    ),
)
# jekyllrb.com, "Permalinks": the built-in styles.
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?")
UNDATED = KeptBack(
    "its name has no date, and Jekyll makes no post of it", "begin its name with its date: 2024-05-06-..."
)
NAME = re.compile(r"(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>.+)")
CATEGORY_FOLDERS = re.compile(r"^(?P<before>.*?)/?_posts/(?P<rest>.*)$")

ENDINGS = "md,markdown,mkd,mkdn,mkdown"
"""``markdown_ext``, the names of what Jekyll takes for Markdown, where its settings do not say otherwise."""


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in FILES if path in tree.texts), "")
    # Jekyll needs no settings.
    if not where and not ("_posts" in tree.folders and {"_layouts", "_includes"} & tree.folders):
        return None
    config = values.table(tree, where)
    site_ = site(tree, "")
    folders = sorted({one for one in tree.folders if one.rpartition("/")[2] == "_posts" and tree.posts_below(one)})
    if not folders:
        # A blog may have its posts in a collection of its own.
        named = (f"{site_.source}/_{name}".lstrip("/") for name in site_.collections)
        folders = sorted((one for one in named if tree.posts_below(one)), key=lambda one: -tree.posts_below(one))[:1]
    content: Found | None = None
    include: tuple[str, ...] = ()
    # Jekyll leaves a space behind a comma where it is: no file ends so.
    endings = [one.lower() for one in (values.plain(config.get("markdown_ext")) or ENDINGS).split(",") if one.isalnum()]
    if len(folders) == 1:
        content = Found(folders[0], f"{folders[0]}/")
        include = tree.unusual(endings)
    elif folders:
        content, include = Found(".", f"{folders[0]}/"), (f"**/_posts/**/*.{{{','.join(endings)}}}",)
    return Blog(
        kind=Kind.JEKYLL,
        site=values.site(config.get("url"), where) or places.elsewhere(tree),
        content=content,
        include=include,
        assets=((values.plain(config.get("source")) or ".").removeprefix("./").strip("/") or ".",),
        name=values.plain(config.get("title")),
        lang=site_.lang,
        timezone=site_.timezone,
    )


@dataclass(frozen=True, slots=True)
class JekyllSite(Site):
    source: str = ""
    permalink: str = "date"
    collections: Mapping[str, str] = field(default_factory=dict)
    """The collections that have pages, each with its permalink; "": it has none of its own."""
    defaults: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    """Folder, type and values of each default, in the order in which they stand."""

    def date_in_name(self, path: str) -> str | None:
        found = NAME.match(path.rpartition("/")[2])
        return found["date"] if found else None

    def given(self, path: str) -> dict[str, Any]:
        return values.for_all(self.defaults_of(path))

    def zone_of(self, written: str) -> str | None:
        """Ruby's YAML takes a time for UTC; a date alone, and what is no time to it, is read in the blog's own zone."""
        return "UTC" if TIME.fullmatch(written) else None

    def post(self, written: Written) -> Post:
        fields = {**self.defaults_of(written.path), **written.fields}
        name = written.path.rpartition("/")[2].rpartition(".")[0]
        dated = NAME.match(name)
        base_name = dated["slug"] if dated else name
        slug = values.line(fields.get("slug")) or base_name
        categories = self.categories(written.path, fields)
        collection = self.collection_of(written.path)
        # A style has a name only in the settings; in front matter and defaults "pretty" is an address.
        pattern = values.line(fields.get("permalink")) or self.pattern(collection)
        date = written.date.astimezone(zone(self.timezone)) if written.date else None
        words = {
            "title": slugify(slug, pretty=True), "slug": slugify(slug, pretty=False).lower(),
            "name": slugify(name, pretty=False).lower(), "categories": "/".join(categories),
            "slugified_categories": "/".join(slugify(one, pretty=False).lower() for one in categories),
            "output_ext": ".html", "collection": collection,
            "path": f"/{written.path}".rpartition(f"/_{collection}/")[2].rpartition(".")[0],
        } | (date_words(date) if date else {})  # fmt: skip
        address = filled(pattern, words)
        return Post(
            address=f"{self.base}{address}" if address else None,
            title=" ".join(word.capitalize() for word in base_name.split("-")),
            lang=values.line(fields.get("lang")) or self.lang,
            kept_back=UNDATED if dated is None and "_posts" in written.path.split("/") else None,
            trouble=None
            if address
            else f"its permalink {pattern!r} in Jekyll's settings has a token that is not known",
        )

    def parts(self, written: Written) -> dict[str, str]:
        categories = self.categories(written.path, {**self.defaults_of(written.path), **written.fields})
        named = "/".join(categories)
        return {
            "title": slugify(written.title, pretty=False).lower(), "categories": named, **slugs.sections(f"{named}/"),
        }  # fmt: skip

    def defaults_of(self, path: str) -> dict[str, Any]:
        """What ``defaults`` say for this post; the longer path goes before the shorter, a type before none."""
        below = path.removeprefix(f"{self.source}/") if self.source else path
        own_kind = self.collection_of(path)
        fitting = [
            (len(folder), bool(kind), place, found)
            for place, (folder, kind, found) in enumerate(self.defaults)
            if kind in {"", own_kind} and scope_fits(below, folder)
        ]
        result: dict[str, Any] = {}
        for *_, found in sorted(fitting, key=lambda one: one[:3]):
            result |= found
        return result

    def collection_of(self, path: str) -> str:
        """The collection in whose folder the file lies; else it is a post."""
        below = path.removeprefix(f"{self.source}/") if self.source else path
        first = below.partition("/")[0].removeprefix("_")
        return first if below.startswith("_") and first in self.collections else "posts"

    def pattern(self, collection: str) -> str:
        """The collection's permalink; else the posts' is the site's, and another one's ends as that does."""
        own = self.collections.get(collection)
        if own or collection == "posts":
            return STYLES.get(own or self.permalink, own or self.permalink)
        ends = self.permalink in STYLES and not STYLES[self.permalink].endswith("/")
        suffix = ":output_ext" if ends or self.permalink.endswith(":output_ext") else ""
        slash = STYLES.get(self.permalink, self.permalink).endswith("/")
        return f"/:collection/:path{'/' if slash else suffix}"

    def categories(self, path: str, fields: Mapping[str, Any]) -> list[str]:
        """Folders before _posts, then the front matter's, in lower case and each once."""
        below = path.removeprefix(f"{self.source}/") if self.source else path
        found = CATEGORY_FOLDERS.match(below)
        named = [part for part in (found["before"] if found else "").split("/") if part]
        one, many = fields.get("category"), fields.get("categories")
        named += [values.line(one)] if values.line(one) else values.words(one)
        named += values.words(many)
        return list(dict.fromkeys(name.lower() for name in named if name))


def scope_fits(path: str, folder: str) -> bool:
    if "*" not in folder:
        return is_below(path, folder.strip("/"))
    # All places up to which the glob may have come: a pattern of many stars would try them one with the other.
    ends = {0}
    for one in re.split(r"(\*+)", folder):
        if one[:1] == "*":
            ends = reached(path, ends, within=len(one) == 1)
        else:
            ends = {end + len(one) for end in ends if path.startswith(one, end)}
    return bool(ends)


def reached(path: str, ends: set[int], *, within: bool) -> set[int]:
    """Where a star may end that begins at one of these. ``within``: in the same folder."""
    found: set[int] = set()
    goes_on = False
    for at in range(len(path) + 1):
        goes_on = at in ends or (goes_on and not (within and path[at - 1] == "/"))
        found |= {at} if goes_on else set()
    return found


def slugify(text: str, *, pretty: bool) -> str:
    """Jekyll's own: other signs become one "-" a run; one is taken away at each end."""
    return re.sub(r"^-|-$", "", re.sub(r"[^\w.~!$&'()+,;=@]+" if pretty else r"[\W_]+", "-", text))


def date_words(date: datetime) -> dict[str, str]:
    formats = {
        "year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S", "short_year": "%y", "w_year": "%G",
        "week": "%V", "w_day": "%u", "y_day": "%j",
    }  # fmt: skip
    found = {name: date.strftime(format_) for name, format_ in formats.items()}
    month, day = slugs.MONTHS[date.month - 1], slugs.DAYS[date.weekday()]
    return found | {
        "i_day": str(date.day), "i_month": str(date.month), "short_month": month[:3], "long_month": month,
        "short_day": day[:3], "long_day": day,
    }  # fmt: skip


def filled(pattern: str, words: Mapping[str, str]) -> str | None:
    """The pattern with these words, the longest name that fits first; None for a name that Jekyll does not know."""
    names = sorted((*words,), key=len, reverse=True)
    result = re.sub(":(" + "|".join(names) + ")", lambda found: words[found[1]], pattern)
    if re.search(r":[a-z_]{3,}", result):
        return None
    parts = [part for part in re.sub(r"/{2,}", "/", result).split("/") if not re.fullmatch(r"\.+", part)]
    return "/" + "/".join(parts).lstrip("/")


def site(tree: Tree, _content: str) -> JekyllSite:
    config: dict[str, Any] = next((values.table(tree, path) for path in FILES if path in tree.texts), {})
    lang = (
        values.plain(config.get("lang")) or values.plain(config.get("locale")) or values.plain(config.get("language"))
    )
    folders = (values.plain(config.get(name)) or "" for name in ("source", "collections_dir"))
    source = "/".join(part for one in folders if (part := one.removeprefix("./").strip("/")))
    return JekyllSite(
        base=f"/{one}" if (one := values.line(config.get("baseurl")).strip("/")) else values.base_of(config.get("url")),
        lang=lang,
        timezone=values.plain(config.get("timezone")),
        day_first=True,
        source="" if source == "." else source,
        permalink=values.line(config.get("permalink")) or "date",
        collections=collections(config.get("collections")),
        defaults=tuple(defaults(config.get("defaults"))),
    )


def collections(of: object) -> dict[str, str]:
    if not isinstance(of, dict):
        return {}
    return {
        str(name): values.line(one.get("permalink"))
        for name, one in of.items()
        if isinstance(one, dict) and (name == "posts" or values.truth(one.get("output")))
    }


def defaults(of: object) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for one in values.tables(of):
        scope, found = one.get("scope"), one.get("values")
        if isinstance(scope, dict) and isinstance(found, dict):
            yield values.line(scope.get("path")), values.line(scope.get("type")), found
