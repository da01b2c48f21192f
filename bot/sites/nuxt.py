"""A blog that Nuxt builds with its Content module."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sites import values
from bot.sites.model import Blog, Facts, Found, Kind, Post, Surface
from bot.sites.routes import Route, best, route_of, texts_in
from bot.sites.script import Script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"nuxt\.config\.\w+")
PAGE = re.compile(r"(?:app/)?pages/(?P<path>(?:[^/]+/)*\[[^/]+\])(?:/index)?\.vue")
TELLING = re.compile(rf"{CONFIG.pattern}|{PAGE.pattern}|(?:app/)?app\.config\.\w+".replace("?P<path>", "?:"))
DEPTH = 6
SURFACE = Surface(static="public")
KEYS = ("siteUrl", "siteURL", "url", "baseUrl", "hostname")


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in tree.texts if CONFIG.fullmatch(path)), None)
    if where is None:
        return None
    path = values.posts_folder(tree, "content")
    found = site(tree, path or "")
    return Blog(
        kind=Kind.NUXT,
        site=address(tree) or values.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        assets=values.assets(tree, "public"),
        lang=found.lang,
        guess=None if found.routes_all or found.route else "no page was found that shows one digest",
    )


def address(tree: Tree) -> Found | None:
    for path, text in tree.texts.items():
        if re.fullmatch(r"(?:app/)?(?:nuxt|app)\.config\.\w+", path):
            config = Script(text, {})
            if found := values.first_site((one for key in KEYS for one in config.said(key)), path):
                return found
    return None


@dataclass(frozen=True, slots=True)
class NuxtSite(Facts):
    content: str = ""
    route: Route | None = None
    routes_all: bool = True
    """A page takes the content's own path, so that it is the address."""

    def post(self, written: Written) -> Post:
        whole = content_path(written)
        lang = values.line(written.fields.get("lang")) or self.lang
        if self.route is not None and not self.routes_all:
            name = whole.removeprefix(f"{self.content.removeprefix('content').strip('/')}/")
            own = values.line(written.fields.get("slug")) or name
            path = self.route.path(own, lang or "", own.rpartition("/")[0], written.date)
            if path is None:
                return Post(lang=lang, trouble=f"{self.route.page} wants what the post does not say")
        else:
            path = f"/{whole}"
        return Post(f"{self.base}{path}", title=written.heading or None, lang=lang)

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": values.github_slug(written.title), **values.sections(content_path(written))}


def content_path(written: Written) -> str:
    parts = values.stem(written.path.removeprefix("content/")).split("/")
    return re.sub(r"(^|/)index$", "", "/".join(map(part_of, parts)))


def part_of(name: str) -> str:
    """A part of the content's path: no number before it, lower case, each other sign away."""
    name = re.sub(r"^\d+\.", "", name)
    text = re.sub(r"[^\w\s.~-]", "", values.without_accents(name))
    return re.sub(r"[\s_]+", "-", text).strip("-").lower()


def site(tree: Tree, content: str) -> NuxtSite:
    text = next((text for path, text in tree.texts.items() if CONFIG.fullmatch(path)), "")
    config = Script(text, {})
    base = next(config.said("baseURL"), "").strip("/")
    routes = [
        route for found, page, source in texts_in(tree.texts, PAGE) if (route := route_of(found["path"], page, source))
    ]
    own = [one for one in routes if one.pattern != "/{}"]
    place = content.removeprefix("content").strip("/")
    route = best(own, content.rpartition("/")[2], values.NAMES)
    fits_itself = route is None or route.pattern == f"/{place}/{{}}"
    lang = next(config.said("lang"), None) or next(config.said("defaultLocale"), None)
    return NuxtSite(
        base=f"/{base}" if base and "://" not in base else "",
        lang=lang,
        content=content,
        route=route,
        routes_all=fits_itself or any(one.pattern == "/{}" for one in routes),
    )
