"""A blog that Eleventy builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sites import places, values
from bot.sites.eleventy.config import (
    COMPUTED,
    CONFIG,
    HOLDERS,
    LAYOUT,
    NAME_KEYS,
    OWN,
    address,
    configuration,
    directories,
    folder_tables,
    metadata,
)
from bot.sites.eleventy.permalinks import date_forms, permalinks
from bot.sites.eleventy.posts import EleventySite
from bot.sites.languages import lang_of, posts_of_all
from bot.sites.model import Blog, HeadLine, Kind, Surface
from bot.sites.script import Script

if TYPE_CHECKING:
    from bot.sites.folder import Tree

__all__ = ["CONFIG", "DEPTH", "SURFACE", "TELLING", "recognise", "site"]

FILTERED = re.compile(r"(?:[^/]+/)*(?:filters?|dates?|utils)(?:/[\w.-]+)?\.(?:m|c)?[jt]s")
TELLING = re.compile(
    rf"(?:eleventy\.config|\.eleventy)\.(?:m|c)?[jt]s|{OWN.pattern}"
    r"|(?:[^/]+/)*[^/]+/(?:site|metadata|meta|config)\.(?:(?:m|c)?[jt]s|json|ya?ml)"
    r"|(?:[^/]+/)*(?P<name>[^/]+)/(?P=name)\.(?:json|ya?ml|11tydata\.(?:(?:m|c)?[jt]s|json))"
    rf"|{LAYOUT.pattern}|{COMPUTED.pattern}|{FILTERED.pattern}".replace("?P<folder>", "?:")
)
DEPTH = 8
SURFACE = Surface(
    static="public",
    dotted='eleventy.config.js needs: eleventyConfig.addPassthroughCopy({ "STATIC": "/" });',
    data="src/_data/bot.json",
    head="the layout that writes <head> (in Nunjucks)",
    line=HeadLine(
        '{% for row in bot.results %}{% if row.path == "PREFIX" + page.inputPath.slice(2) and row.targets["TARGET"].document %}',
        '"{{ row.targets["TARGET"].document }}"',
        "{% endif %}{% endfor %}",
    ),
)


def recognise(tree: Tree) -> Blog | None:
    # It needs no settings, and may be told of them by the command that starts it.
    if not tree.first(CONFIG) and "@11ty/eleventy" not in places.packages(tree):
        return None
    source = directories(tree)[0]
    content, include = posts_of_all(tree, source)
    path = content.value if content else ""
    if path in HOLDERS and path != source and not tree.markdown.get(path):
        content, include = posts_of_all(tree, path)
    found = site(tree, "")
    data = metadata(tree)
    return Blog(
        kind=Kind.ELEVENTY,
        site=address(tree) or places.elsewhere(tree),
        content=content,
        include=include,
        assets=places.assets(tree, *(one for one in ("public", "static", source) if one)),
        lang=found.lang,
        name=next((one for key in NAME_KEYS if (one := values.plain(data.get(key)))), None),
    )


def site(tree: Tree, _content: str) -> EleventySite:
    text = configuration(tree)
    source, _ = directories(tree)
    data = metadata(tree)
    prefix = next((one for one in Script(text, {}).said("pathPrefix") if values.plain(one)), "").strip("/")
    scripts = tree.scripts()
    layouts = (one for path, one in tree.texts.items() if LAYOUT.fullmatch(path))
    return EleventySite(
        base=f"/{prefix}" if prefix else "",
        lang=values.plain(data.get("lang")) or values.plain(data.get("language")) or lang_of(layouts, scripts),
        timezone=None,
        matter_optional=True,
        source=source,
        permalinks=permalinks(tree),
        data=folder_tables(tree),
        forms=date_forms(scripts),
    )
