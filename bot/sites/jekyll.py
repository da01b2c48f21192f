"""A blog that Jekyll builds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sites import values
from bot.sites.folder import is_below
from bot.sites.model import Blog, Facts, Found, HeadLine, Kind, Post, Surface

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.sites.folder import Tree
    from bot.sites.model import Written

TELLING = re.compile(r"_config\.ya?ml")
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
NAME = re.compile(r"(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>.+)")
CATEGORY_FOLDERS = re.compile(r"^(?P<before>.*?)/?_posts/(?P<rest>.*)$")


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in ("_config.yml", "_config.yaml") if path in tree.texts), None)
    if where is None:
        return None
    config = values.table(tree, where)
    site_ = site(tree, "")
    folders = sorted({one for one in tree.folders if one.rpartition("/")[2] == "_posts" and tree.posts_below(one)})
    content: Found | None = None
    include: tuple[str, ...] = ()
    if len(folders) == 1:
        content = Found(folders[0], f"{folders[0]}/")
    elif folders:
        content, include = Found(".", f"{folders[0]}/"), ("**/_posts/**/*.{md,markdown,mkd,mkdn,mkdown}",)
    return Blog(
        kind=Kind.JEKYLL,
        site=values.site(config.get("url"), where) or values.elsewhere(tree),
        content=content,
        include=include,
        assets=(site_.source or ".",),
        name=values.plain(config.get("title")),
        lang=site_.lang,
        timezone=site_.timezone,
    )


@dataclass(frozen=True, slots=True)
class JekyllSite(Facts):
    source: str = ""
    permalink: str = "date"
    collection: str | None = None
    """The permalink of ``collections: posts:``."""
    defaults: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    """Folder, type and values of each default, in the order in which they stand."""

    def date_in_name(self, path: str) -> str | None:
        found = NAME.match(path.rpartition("/")[2])
        return found["date"] if found else None

    def post(self, written: Written) -> Post:
        fields = {**self.defaults_of(written.path), **written.fields}
        name = written.path.rpartition("/")[2].rpartition(".")[0]
        dated = NAME.match(name)
        base_name = dated["slug"] if dated else name
        slug = values.line(fields.get("slug")) or base_name
        categories = self.categories(written.path, fields)
        # A style has a name only in the settings; in front matter and defaults "pretty" is an address.
        of_site = self.collection or self.permalink
        pattern = values.line(fields.get("permalink")) or STYLES.get(of_site, of_site)
        date = written.date.astimezone(values.zone(self.timezone)) if written.date else None
        words = {
            "title": slugify(slug, pretty=True), "slug": slugify(slug, pretty=False).lower(),
            "name": slugify(base_name, pretty=False).lower(), "categories": "/".join(categories),
            "slugified_categories": "/".join(slugify(one, pretty=False).lower() for one in categories),
            "output_ext": ".html", "collection": "posts", "path": written.path.rpartition("_posts/")[2].rpartition(".")[0],
        } | (date_words(date) if date else {})  # fmt: skip
        address = filled(pattern, words)
        return Post(
            address=f"{self.base}{address}" if address else None,
            title=" ".join(word.capitalize() for word in base_name.split("-")),
            lang=values.line(fields.get("lang")) or self.lang,
            trouble=None
            if address
            else f"its permalink {pattern!r} in Jekyll's settings has a token that is not known",
        )

    def parts(self, written: Written) -> dict[str, str]:
        categories = self.categories(written.path, {**self.defaults_of(written.path), **written.fields})
        named = "/".join(categories)
        return {
            "title": slugify(written.title, pretty=False).lower(), "categories": named, **values.sections(f"{named}/"),
        }  # fmt: skip

    def defaults_of(self, path: str) -> dict[str, Any]:
        """What ``defaults`` say for this post; the longer path goes before the shorter, a type before none."""
        below = path.removeprefix(f"{self.source}/") if self.source else path
        fitting = [
            (len(folder), bool(kind), place, found)
            for place, (folder, kind, found) in enumerate(self.defaults)
            if kind in {"", "posts"} and scope_fits(below, folder)
        ]
        result: dict[str, Any] = {}
        for *_, found in sorted(fitting, key=lambda one: one[:3]):
            result |= found
        return result

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
    if "*" in folder:
        pattern = "".join("[^/]*" if one == "*" else re.escape(one) for one in re.split(r"(\*)", folder))
        return re.match(pattern.replace("[^/]*[^/]*", ".*"), path) is not None
    return is_below(path, folder.strip("/"))


def slugify(text: str, *, pretty: bool) -> str:
    """Jekyll's own: other signs become one "-" a run; one is taken away at each end."""
    return re.sub(r"^-|-$", "", re.sub(r"[^\w.~!$&'()+,;=@]+" if pretty else r"[\W_]+", "-", text))


def date_words(date: datetime) -> dict[str, str]:
    formats = {
        "year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S", "short_year": "%y", "w_year": "%G",
        "week": "%V", "w_day": "%u", "y_day": "%j",
    }  # fmt: skip
    found = {name: date.strftime(format_) for name, format_ in formats.items()}
    month, day = values.MONTHS[date.month - 1], values.DAYS[date.weekday()]
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
    config: dict[str, Any] = next(
        (values.table(tree, path) for path in ("_config.yml", "_config.yaml") if path in tree.texts), {}
    )
    posts = values.inner(values.inner(config, "collections"), "posts")
    lang = (
        values.plain(config.get("lang")) or values.plain(config.get("locale")) or values.plain(config.get("language"))
    )
    source = (values.plain(config.get("source")) or "").removeprefix("./").strip("/")
    return JekyllSite(
        base=f"/{one}" if (one := values.line(config.get("baseurl")).strip("/")) else values.base_of(config.get("url")),
        lang=lang,
        timezone=values.plain(config.get("timezone")),
        source="" if source == "." else source,
        permalink=values.line(config.get("permalink")) or "date",
        collection=values.line(posts.get("permalink")) or None,
        defaults=tuple(defaults(config.get("defaults"))),
    )


def defaults(of: object) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for one in values.tables(of):
        scope, found = one.get("scope"), one.get("values")
        if isinstance(scope, dict) and isinstance(found, dict):
            yield values.line(scope.get("path")), values.line(scope.get("type")), found
