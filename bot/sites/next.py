"""A blog that Next.js builds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sites import values
from bot.sites.model import Blog, Facts, Found, Kind, Post, Surface
from bot.sites.routes import Route, best, route_of, texts_in
from bot.sites.script import Script, is_script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"next\.config\.\w+")
PAGE = re.compile(
    r"(?:src/)?(?:app/(?P<app>(?:[^/]+/)*\[[^/]+\])/page|pages/(?P<pages>(?:[^/]+/)*\[[^/]+\])(?:/index)?)\.\w+"
)
NAMED = re.compile(
    r"(?:src/)?(?:app/(?:[^/]+/)*layout|(?:[\w-]+/)?(?:site|site[._-]?config|siteMetadata|config|consts?|constants|blog\.config)|next-sitemap\.config)\.\w+"
)
TELLING = re.compile(
    rf"{CONFIG.pattern}|{PAGE.pattern}|{NAMED.pattern}".replace("?P<app>", "?:").replace("?P<pages>", "?:")
)
DEPTH = 6
SURFACE = Surface(static="public")
KEYS = ("metadataBase", "siteUrl", "siteURL", "baseUrl", "BASE_URL", "SITE_URL", "url")
PLACES = (
    "content",
    "posts",
    "_posts",
    "data",
    "src/content",
    "src/posts",
    "blog",
    "app",
    "src/app",
    "pages",
    "src/pages",
)


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in tree.texts if CONFIG.fullmatch(path)), None)
    if where is None and "next" not in values.packages(tree):
        return None
    content = next(
        (
            Found(path, f"{path}/")
            for base in PLACES
            if base in tree.folders and (path := values.posts_folder(tree, base))
        ),
        None,
    )
    found = site(tree, content.value if content else "")
    return Blog(
        kind=Kind.NEXT,
        site=address(tree) or values.elsewhere(tree),
        content=content,
        assets=values.assets(tree, "public"),
        lang=found.lang,
        guess=found.route.page + " shows one digest, as far as its place tells"
        if found.route
        else "no page was found that shows one digest",
    )


def address(tree: Tree) -> Found | None:
    scripts = {path: text for path, text in tree.texts.items() if is_script(path)}
    for key in KEYS:
        for path, text in scripts.items():
            if (NAMED.fullmatch(path) or CONFIG.fullmatch(path)) and (
                found := values.first_site(Script(text, scripts).said(key), path)
            ):
                return found
    return None


@dataclass(frozen=True, slots=True)
class NextSite(Facts):
    content: str = ""
    route: Route | None = None
    pages: bool = False
    """The posts are pages themselves."""
    ending: str = ""

    def post(self, written: Written) -> Post:
        below = self.below(written)
        lang = values.line(written.fields.get("lang")) or self.lang
        if self.pages:
            place = re.sub(r"^(?:src/)?(?:app|pages)/", "", values.stem(written.path))
            place = re.sub(r"(^|/)(?:page|index)$", "", re.sub(r"\([^/]*\)/", "", place))
            return Post(f"{self.base}/{place}{self.ending}", lang=lang)
        if self.route is None:
            return Post(lang=lang, trouble="no page was found that shows one digest")
        name = values.line(written.fields.get("slug")) or re.sub(r"/index$", "", below)
        name = name if self.route.rest else name.rpartition("/")[2]
        path = self.route.pattern.replace("{lang}", lang or "").replace("{}", name.strip("/"))
        return Post(f"{self.base}{path}{self.ending}", lang=lang)

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": values.github_slug(written.title), **values.sections(self.below(written))}

    def below(self, written: Written) -> str:
        return values.stem(written.path.removeprefix(f"{self.content}/"))


def site(tree: Tree, content: str) -> NextSite:
    text = next((text for path, text in tree.texts.items() if CONFIG.fullmatch(path)), "")
    config = Script(text, {})
    base = next(config.said("basePath"), "").strip("/")
    routes = [
        route
        for found, page, source in texts_in(tree.texts, PAGE)
        if (route := route_of(found["app"] or found["pages"], page, source)) is not None
    ]
    layout = next(
        (source for path, source in tree.texts.items() if re.fullmatch(r"(?:src/)?app/layout\.\w+", path)), ""
    )
    lang = re.search(r"<html[^>]{0,200}?\slang=[\"']([\w-]{2,10})[\"']", layout)
    return NextSite(
        base=f"/{base}" if base else "",
        lang=lang[1] if lang else None,
        content=content,
        route=best(routes, content.rpartition("/")[2], values.NAMES),
        pages=re.match(r"(?:src/)?(?:app|pages)(?:/|$)", content) is not None,
        ending="/" if any(list(value) == ["true"] for value in config.values("trailingSlash")) else "",
    )
