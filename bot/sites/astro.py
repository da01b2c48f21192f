"""A blog that Astro builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sites import values
from bot.sites.model import Blog, Found, Kind
from bot.sites.script import Script

if TYPE_CHECKING:
    from bot.sites.folder import Tree

CONFIG = re.compile(r"astro\.config\.\w+")
COLLECTIONS = re.compile(r"src/content(?:\.config|/config)\.\w+")
PAGE = re.compile(r"src/pages/(?P<before>(?:[^/]+/)*)\[(?P<rest>\.\.\.)?(?P<name>\w+)\](?:/index)?\.astro")
NO_POST = {"page", "tag", "tags", "category", "author", "year", "month", "404"}
LANGUAGE = {"lang", "locale", "language"}


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in tree.texts if CONFIG.fullmatch(path)), None)
    if where is None:
        return None
    scripts = {path: text for path, text in tree.texts.items() if re.search(r"\.\w?[jt]s$", path)}
    config = Script(tree.texts[where], scripts)
    content = folder(tree, scripts)
    return Blog(
        kind=Kind.ASTRO,
        site=values.first_site(config.said("site"), where) or values.elsewhere(tree),
        permalink=permalink(tree, content, config),
        content=content,
        assets=values.assets(tree, "public"),
    )


def folder(tree: Tree, scripts: dict[str, str]) -> Found | None:
    """The collection of posts: a loader's ``base``, else a folder of src/content."""
    for path, text in scripts.items():
        if not COLLECTIONS.fullmatch(path):
            continue
        bases = [
            found
            for base in Script(text, scripts).said("base")
            if (found := values.folder(base, tree, path)) and tree.posts_below(found.value)
        ]
        if bases:
            return min(bases, key=lambda one: rank(one.value, tree))
    for base in ("src/content", "src/data", "src/pages", "content"):
        if fullest := values.posts_folder(tree, base):
            return Found(fullest, f"{fullest}/")
    return None


def rank(path: str, tree: Tree) -> tuple[int, int]:
    name = path.rpartition("/")[2]
    likely = values.NAMES.index(name) if name in values.NAMES else len(values.NAMES)
    return likely, -tree.posts_below(path)


def permalink(tree: Tree, content: Found | None, config: Script) -> Found | None:
    """From the page that shows one post: ``src/pages/blog/[...slug].astro``."""
    if content is None:
        return None
    name = content.value.rpartition("/")[2]
    nested = tree.nested(content.value)
    end = ending(config)
    base = next(config.said("base"), "").strip("/")
    start = f"/{base}/" if base else "/"
    if content.value.startswith("src/pages/"):
        path = content.value.removeprefix("src/pages/")
        return values.permalink(f"{start}{path}/{'{path}' if nested else '{slug}'}{end}", content.where)
    found = []
    for page, text in tree.texts.items():
        match = PAGE.fullmatch(page)
        if match is None or match["name"].lower() in NO_POST | LANGUAGE:
            continue
        before = re.sub(r"\[(\w+)\]", lambda m: "{lang}" if m[1].lower() in LANGUAGE else "[", match["before"])
        if "[" in before or {part.lower() for part in before.split("/")} & NO_POST:
            continue
        last = "{path}" if match["rest"] and nested else "{slug}"
        asks = bool(re.search(rf"getCollection\(\s*[\"'`]{re.escape(name)}[\"'`]", text))
        likely = name in before.split("/")
        found.append((not asks, not likely, page, f"{start}{before}{last}{end}"))
    for _, _, page, pattern in sorted(found):
        if result := values.permalink(pattern, page):
            return result
    return None


def ending(config: Script) -> str:
    if "file" in config.said("format"):
        return ".html"
    return "/" if "always" in config.said("trailingSlash") else ""
