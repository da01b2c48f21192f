"""A blog that MkDocs builds, with the blog plugin of Material for MkDocs."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sites import places, slugs, values
from bot.sites.folder import Tree, is_below, read
from bot.sites.model import Blog, Found, Kind, Post, Site, Surface

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.sites.model import Written

TELLING = re.compile(r"mkdocs[\w.-]*\.ya?ml")
DEPTH = 0
SURFACE = Surface(dotted="mkdocs.yml needs: exclude_docs: '!.well-known'")
PYTHON_TAG = re.compile(r"!!python/[\w/:.]+|!ENV\b|!relative\b")
"""Material's settings name Python functions; what they would be is not looked at."""
ENVIRONMENT = re.compile(r"!ENV\s*\[[^\[\]\n]{0,200},([^,\[\]\n]{1,300})\]")
"""A value with what it is where the environment says nothing."""
META = ".meta.yml"
"""The file of Material's meta plugin."""
DATE_PARTS = {
    "yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "{0.month}", "dd": "%d", "d": "{0.day}", "D": "%j",
}  # fmt: skip


def recognise(tree: Tree) -> Blog | None:
    where = settings_file(tree)
    if not where:
        return None
    config = configuration(tree)
    found = site(tree, "")
    content = places.folder(found.posts, tree, where)
    guess = None
    if content is None:
        likely = places.posts_folder(tree, found.docs)
        content = Found(likely, f"{likely}/") if likely else None
        guess = None if content is None else "its settings name no blog plugin, so its pages are taken for digests"
    return Blog(
        kind=Kind.MKDOCS,
        site=values.site(config.get("site_url"), where) or places.elsewhere(tree),
        content=content,
        assets=places.assets(tree, found.docs),
        name=values.plain(config.get("site_name")),
        lang=found.lang,
        guess=guess,
    )


def settings_file(tree: Tree) -> str:
    """By its usual name, else the first in which the site's address stands."""
    usual = [one for one in ("mkdocs.yml", "mkdocs.yaml") if one in tree.texts]
    others = (one for one in sorted(tree.texts) if TELLING.fullmatch(one) and "site_url" in table_of(tree, one))
    return next(iter(usual), "") or next(others, "")


def configuration(tree: Tree) -> dict[str, Any]:
    """With what it inherits from other files."""
    path = settings_file(tree)
    found: dict[str, Any] = {}
    for _ in range(MOST_INHERITED):
        table = table_of(tree, path)
        found = values.merged(table, found)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), values.line(table.get("INHERIT"))))
        if not values.line(table.get("INHERIT")) or path.startswith(("..", "/")):
            break
    return found


MOST_INHERITED = 5
"""Files, each from the one before."""


def table_of(tree: Tree, path: str) -> dict[str, Any]:
    text = tree.texts.get(path) or (read(tree.root / path) if path else None) or ""
    return values.table(Tree({path: PYTHON_TAG.sub("", ENVIRONMENT.sub(r"\1", text))}), path)


@dataclass(frozen=True, slots=True)
class MkDocsSite(Site):
    docs: str = "docs"
    blog: str = "blog"
    posts: str = "docs/blog/posts"
    url_format: str = "{date}/{slug}"
    date_format: str = "yyyy/MM/dd"
    separator: str = "-"
    case: str = "lower"
    """Of the blog plugin's slugs."""
    most_categories: int = 1
    folders: bool = True
    """``use_directory_urls``."""
    plugin: bool = True
    root: Path | None = None
    """Of the blog, where files give the pages of their folders what they have in common; None: they do not."""
    metas: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Folder to what its own file gives, once it was read."""

    def given(self, path: str) -> dict[str, Any]:
        """What the meta plugin gives: the nearer folder goes before the one above."""
        if self.root is None:
            return {}
        folders = path.removeprefix(f"{self.docs}/").split("/")[:-1]
        given: dict[str, Any] = {}
        for depth in range(len(folders) + 1):
            given |= self.meta_of(self.root, "/".join((self.docs, *folders[:depth])))
        return values.for_all(given)

    def meta_of(self, root: Path, folder: str) -> Mapping[str, Any]:
        if folder not in self.metas:
            text = read(root / folder / META)
            self.metas[folder] = values.table(Tree({META: text}), META) if text is not None else {}
        return self.metas[folder]

    def post(self, written: Written) -> Post:
        title = title_of(written)
        slug = values.line(written.fields.get("slug")) or self.slugify(
            values.line(written.fields.get("title")) or title
        )
        below = slugs.stem(written.path.removeprefix(f"{self.docs}/"))
        lang = values.line(written.fields.get("lang")) or self.lang
        if not self.plugin or not is_below(written.path, self.posts):
            path = re.sub(r"(^|/)(?:index|README)$", r"\1", below)
        elif "{date}" in self.url_format and written.date is None:
            return Post(title=title, lang=lang, trouble="its address needs its date; write: date: ...")
        else:
            words = {
                "categories": "/".join(self.categories(written)[: self.most_categories]), "file": slugs.stem(written.path).rpartition("/")[2],
                "slug": slug, "date": formatted(written.date, self.date_format) if written.date else "",
            }  # fmt: skip
            path = re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], ""), self.url_format)
            path = posixpath.join(self.blog, posixpath.normpath(path.strip("/")))
            path = path.removeprefix("./")
        ending = "/" if self.folders else ".html"
        return Post(f"{self.base}/{path.strip('/')}{ending}".replace("//", "/"), title=title, lang=lang)

    def parts(self, written: Written) -> dict[str, str]:
        below = slugs.stem(written.path.removeprefix(f"{self.docs}/"))
        return {
            "title": self.slugify(title_of(written)), "categories": "/".join(self.categories(written)), **slugs.sections(below),
        }  # fmt: skip

    def categories(self, written: Written) -> list[str]:
        named = written.fields.get("categories")
        return [
            self.slugify(one)
            for one in (values.words(named) if isinstance(named, list) else [values.line(named)])
            if one
        ]

    def slugify(self, text: str) -> str:
        """pymdownx.slugs: other signs away, each space a "-"."""
        text = re.sub(r"</?[^>]{0,200}>", "", unicodedata.normalize("NFC", text)).strip()
        text = text.lower() if self.case == "lower" else text.casefold() if self.case == "fold" else text
        return re.sub(r" ", self.separator, re.sub(r"[^\w\- ]", "", text))


def title_of(written: Written) -> str:
    return written.title or written.heading or slugs.title_of_name(written.path)


def formatted(date: datetime, pattern: str) -> str:
    """A date by Babel's letters."""
    parts = re.split(r"(yyyy|yy|MMMM|MMM|MM|M|dd|d|D)", pattern)
    return "".join(date.strftime(DATE_PARTS[one].format(date)) if one in DATE_PARTS else one for one in parts)


def site(tree: Tree, _content: str) -> MkDocsSite:
    config = configuration(tree)
    plugin = blog_plugin(config.get("plugins"))
    options = plugin or {}
    docs = (values.line(config.get("docs_dir")) or "docs").removeprefix("./").strip("/")
    blog = values.line(options.get("blog_dir")) or "blog"
    posts = (values.line(options.get("post_dir")) or "{blog}/posts").replace("{blog}", blog)
    own_slugs = options.get("post_slugify")
    return MkDocsSite(
        base=values.base_of(config.get("site_url")),
        lang=values.plain(values.inner(config, "theme").get("language")),
        matter_optional=True,
        docs=docs,
        blog=blog,
        posts=posixpath.normpath(f"{docs}/{posts}"),
        url_format=values.line(options.get("post_url_format")) or "{date}/{slug}",
        date_format=values.line(options.get("post_url_date_format")) or "yyyy/MM/dd",
        separator=values.line(options.get("post_slugify_separator")) or "-",
        # pymdownx.slugs leaves the case alone where it is told nothing; the plugin's own default is "lower".
        case=values.line(values.inner(own_slugs, "kwds").get("case")) if isinstance(own_slugs, dict) else "lower",
        most_categories=values.number(options.get("post_url_max_categories"), 1),
        folders=values.line(config.get("use_directory_urls")).lower() != "false",
        plugin=plugin is not None,
        root=tree.root if "meta" in plugin_names(config.get("plugins")) else None,
    )


def blog_plugin(plugins: object) -> dict[str, Any] | None:
    """The plugin's options; None where it is not used."""
    options = next((options for name, options in used(plugins) if name == "blog"), NOT_USED)
    return None if options is NOT_USED else options if isinstance(options, dict) else {}


NOT_USED = object()


def plugin_names(plugins: object) -> set[str]:
    return {name for name, _ in used(plugins)}


def used(plugins: object) -> Iterator[tuple[str, object]]:
    """Each plugin's name, without its theme's before it, and its options."""
    entries = (
        plugins
        if isinstance(plugins, list)
        else [{key: value} for key, value in plugins.items()]
        if isinstance(plugins, dict)
        else []
    )
    for one in entries:
        name, options = next(iter(one.items()), ("", None)) if isinstance(one, dict) else (one, None)
        yield str(name).removeprefix("material/"), options
