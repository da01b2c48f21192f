"""A blog that SvelteKit builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sites import next, places  # noqa: A004 - a generator's name
from bot.sites.languages import lang_of
from bot.sites.model import Blog, Found, Kind, Surface
from bot.sites.routes import best, route_of, taken_away, texts_in
from bot.sites.script import Script

if TYPE_CHECKING:
    from bot.sites.folder import Tree

CONFIG = re.compile(r"svelte\.config\.\w+")
PAGE = re.compile(r"src/routes/(?P<path>(?:[^/]+/)*\[[^/]+\])(?:/\+page)?\.svelte")
PROGRAM = re.compile(
    r"src/(?:lib|routes)/(?:[^/]+/)*[\w+-]*(?:[pP]osts?|[bB]log|[aA]rticles?|[cC]ontent|\+page)[\w-]*(?:\.server)?\.[jt]s"
)
"""Where a blog's own programs read its posts."""
LAYOUT = re.compile(r"src/routes/\+layout(?:\.server)?\.[jt]s")
NAMED = re.compile(r"src/(?:lib/)?(?:[\w-]+/)?(?:index|site|config|consts?|constants|info|meta)\.[jt]s")
TELLING = re.compile(
    rf"{CONFIG.pattern}|{PAGE.pattern.replace('?P<path>', '?:')}|{LAYOUT.pattern}|{NAMED.pattern}|{PROGRAM.pattern}|src/app\.html"
)
DEPTH = 8
SURFACE = Surface(static="static")
PLACES = ("src/posts", "src/content", "src/lib/posts", "src/lib/content", "posts", "content", "src/routes", "src")


def recognise(tree: Tree) -> Blog | None:
    if not tree.first(CONFIG) or "@sveltejs/kit" not in places.packages(tree):
        return None
    path = places.fullest_of(tree, PLACES)
    found = site(tree, path or "")
    return Blog(
        kind=Kind.SVELTEKIT,
        site=next.address(tree, NAMED) or places.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        include=tree.unusual(("md", "svx")),
        assets=places.assets(tree, "static"),
        lang=found.lang,
        guess=next.guess(found),
    )


def site(tree: Tree, content: str) -> next.NextSite:
    config = Script(tree.texts.get(tree.first(CONFIG), ""), {})
    base = tuple(config.said("base"))[:1]
    routes = (
        route_of(re.sub(r"=\w+\]", "]", found["path"]), page, text) for found, page, text in texts_in(tree.texts, PAGE)
    )
    layouts = [text for path, text in tree.texts.items() if LAYOUT.fullmatch(path)]
    return next.NextSite(
        base=f"/{base[0].strip('/')}" if base and base[0].strip("/") else "",
        lang=lang_of([tree.texts.get("src/app.html", "")], tree.scripts()),
        content=content,
        route=best(filter(None, routes), content.rpartition("/")[2], places.NAMES),
        pages=next.has_pages(tree, content),
        beginnings=taken_away(text for path, text in tree.texts.items() if PROGRAM.fullmatch(path)),
        ending="/" if any("always" in Script(text, {}).said("trailingSlash") for text in layouts) else "",
    )
