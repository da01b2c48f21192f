"""A blog that Nuxt builds with its Content module."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sites import places, slugs, values
from bot.sites.folder import is_below
from bot.sites.languages import is_language, posts_of_all
from bot.sites.model import Blog, Found, Kind, Post, Site, Surface
from bot.sites.routes import Route, best, route_of, texts_in
from bot.sites.script import Script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"nuxt\.config\.\w+")
PAGE = re.compile(r"(?:app/)?pages/(?P<path>(?:[^/]+/)*(?:\[[^/]+\]|_\w*))(?:/index)?\.vue")
TELLING = re.compile(
    rf"{CONFIG.pattern}|{PAGE.pattern}|(?:app/)?(?:app|blog|site)\.config\.\w+|content\.config\.\w+|i18n/config\.\w+".replace(
        "?P<path>", "?:"
    )
)
DEPTH = 6
SURFACE = Surface(static="public")
KEYS = ("siteUrl", "siteURL", "url", "baseUrl", "hostname")


def recognise(tree: Tree) -> Blog | None:
    where = tree.first(CONFIG)
    if not where:
        return None
    content, include = posts_of_all(tree, "content")
    found = site(tree, content.value if content else "")
    return Blog(
        kind=Kind.NUXT,
        site=address(tree) or places.elsewhere(tree),
        content=content,
        include=include,
        assets=places.assets(tree, "public"),
        lang=found.lang,
        guess=None if found.routes_all or found.route else "no page was found that shows one digest",
    )


def address(tree: Tree) -> Found | None:
    for path, text in tree.texts.items():
        if re.fullmatch(r"(?:app/)?(?:nuxt|app|blog|site)\.config\.\w+", path):
            config = Script(text, {}).outside_lists()
            if found := values.first_site((one for key in KEYS for one in config.said(key)), path):
                return found
    return None


@dataclass(frozen=True, slots=True)
class NuxtSite(Site):
    content: str = ""
    route: Route | None = None
    routes_all: bool = True
    """A page takes the content's own path, so that it is the address."""
    place: str = ""
    """Where the folder of the posts lies in the content's paths."""
    fixed: str = ""
    prefix: str = ""
    """Paths of files below the folder ``fixed`` begin with this instead."""
    strategy: str = ""
    """Of the i18n module, which languages an address begins with; "": it is not used."""

    def post(self, written: Written) -> Post:
        whole, folder = self.parted(self.content_path(written))
        lang = values.line(written.fields.get("lang")) or folder or self.lang
        if self.route is not None and not self.routes_all:
            name = whole.removeprefix(f"{self.place}/")
            own = values.line(written.fields.get("slug")) or name
            route = self.route.in_language(lang, self.lang)
            path = route.path(own, lang or "", own.rpartition("/")[0], written.date)
            if path is None:
                return Post(lang=lang, trouble=f"{self.route.page} wants what the post does not say")
        else:
            path = f"/{whole}"
        named = folder and (self.strategy == "prefix" or folder.lower() != (self.lang or "").lower())
        prefix = f"/{folder}" if named and self.strategy != "no_prefix" else ""
        return Post(f"{self.base}{prefix}{path}", title=written.heading or None, lang=lang)

    def parted(self, path: str) -> tuple[str, str]:
        """Without the language's folder, which the i18n module tells by addresses; and that language."""
        first, slash, rest = path.partition("/")
        return (rest, first) if self.strategy and slash and is_language(first) else (path, "")

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": slugs.github_slug(written.title), **slugs.sections(self.content_path(written))}

    def content_path(self, written: Written) -> str:
        below = slugs.stem(written.path.removeprefix("content/"))
        start = ""
        if self.fixed and is_below(below, self.fixed):
            below, start = below.removeprefix(f"{self.fixed}/"), self.prefix
        return f"{start}/{re.sub(r'(^|/)index$', '', '/'.join(map(part_of, below.split('/'))))}".strip("/")


def part_of(name: str) -> str:
    """A part of the content's path: no number before it, lower case, each other sign away."""
    name = re.sub(r"^\d+\.", "", name)
    text = re.sub(r"[^\w\s.~-]", "", slugs.without_accents(name))
    return re.sub(r"[\s_]+", "-", text).strip("-").lower()


def bracketed(found: re.Match[str]) -> str:
    """A parameter as Nuxt 2 has it, in today's spelling."""
    return f"{found[1]}[{found[2]}]" if found[2] else f"{found[1]}[...slug]"


def prefix_of(tree: Tree, place: str) -> tuple[str, str]:
    """The folder whose files' paths begin with something else, and that; ("", "") where nothing is said of it."""
    for path, text in tree.texts.items():
        if path.startswith("content.config."):
            for source in Script(text, {}).objects_with("prefix"):
                fixed = next(source.said("include", depth=0), "").partition("*")[0].strip("/")
                if fixed and is_below(place, fixed):
                    return fixed, next(source.said("prefix", depth=0), "").strip("/")
    return "", ""


def site(tree: Tree, content: str) -> NuxtSite:
    text = tree.texts.get(tree.first(CONFIG), "")
    config = Script(text, tree.scripts())
    base = next(config.said("baseURL"), "").strip("/")
    routes = [
        route
        for found, page, source in texts_in(tree.texts, PAGE)
        if (route := route_of(re.sub(r"(^|/)_(\w*)", bracketed, found["path"]), page, source))
    ]
    place = content.removeprefix("content").strip("/")
    fixed, prefix = prefix_of(tree, place)
    place = prefix if fixed else "/".join(map(part_of, place.split("/")))
    whole = [one for one in routes if one.pattern == "/{}" and (one.rest or not place)]
    own = [one for one in routes if one not in whole]
    route = best(own, content.rpartition("/")[2], places.NAMES)
    fits_itself = route is None or route.pattern == f"/{place}/{{}}"
    lang = next(config.said("defaultLocale"), None) or next(config.said("lang"), None)
    i18n = "nuxtjs/i18n" in text or "nuxt/i18n" in text or "nuxt-i18n" in text
    return NuxtSite(
        base=f"/{base}" if base and "://" not in base else "",
        lang=lang,
        content=content,
        place=place,
        fixed=fixed,
        prefix=prefix,
        route=route,
        routes_all=fits_itself or bool(whole),
        strategy=(next(config.said("strategy"), "") or "prefix_except_default") if i18n else "",
    )
