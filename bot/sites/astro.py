"""A blog that Astro builds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sites import values
from bot.sites.folder import is_below
from bot.sites.model import Blog, Facts, Found, HeadLine, Kind, Post, Surface
from bot.sites.routes import Route, best, route_of, texts_in
from bot.sites.script import Script, is_script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"astro\.config\.\w+")
COLLECTIONS = re.compile(r"src/content(?:\.config|/config)\.\w+")
PAGE = re.compile(r"src/pages/(?P<path>(?:[^/]+/)*\[[^/]+\])(?:/index)?\.astro")
TELLING = re.compile(
    r"astro\.config\.\w+|src/content(?:\.config|/config)\.\w+|src/pages/(?:[^/]+/)*\[[^/]*\](?:/index)?\.astro"
    r"|src/(?:(?:data|lib|utils|config)/)?(?:site[._-]?config|config|consts?|constants|site|index)\.(?:m|c)?[jt]s"
)
DEPTH = 8
SURFACE = Surface(
    static="public",
    data="src/data/bot.json",
    head="the layout of a digest's page, with `import addresses from \"../data/bot.json\"` and the entry's filePath as `path`",
    line=HeadLine(
        '{addresses.results.filter((row) => row.path === "PREFIX" + path && row.targets["TARGET"]?.document).map((row) => ',
        '{row.targets["TARGET"].document}',
        ")}",
    ),
)
PLACES = ("src/content", "src/data", "src/pages", "content")
KEY = re.compile(r"\bdata\.(?P<key>\w{1,40})\s*(?:\|\||\?\?)\s*[\w.]{0,40}\b(?:id|slug)\b")
"""A route that takes ``post.data.permalink || post.id``."""


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in tree.texts if CONFIG.fullmatch(path)), None)
    if where is None:
        return None
    scripts = {path: text for path, text in tree.texts.items() if is_script(path)}
    config = Script(tree.texts[where], scripts)
    content = folder(tree, scripts)
    found = site(tree, content.value if content else "")
    return Blog(
        kind=Kind.ASTRO,
        site=values.first_site(config.said("site"), where) or values.elsewhere(tree),
        content=content,
        assets=values.assets(tree, "public"),
        lang=found.lang,
        guess=None if found.route or found.pages else "no page under src/pages/ was found that shows one digest",
    )


def folder(tree: Tree, scripts: dict[str, str]) -> Found | None:
    """The collection of posts: a loader's ``base``, else a folder of src/content."""
    bases = [
        (rank(found.value, tree), found)
        for path, text in scripts.items()
        if COLLECTIONS.fullmatch(path)
        for base in Script(text, scripts).said("base")
        if (found := values.folder(base, tree, path)) and tree.posts_below(found.value)
    ]
    if bases:
        return min(bases, key=lambda one: one[0])[1]
    for base in PLACES:
        if base in tree.folders and (fullest := values.posts_folder(tree, base)):
            return Found(fullest, f"{fullest}/")
    return None


def rank(path: str, tree: Tree) -> tuple[bool, int, int]:
    name = path.rpartition("/")[2]
    likely = values.NAMES.index(name) if name in values.NAMES else len(values.NAMES)
    return not tree.dated_below(path), likely, -tree.posts_below(path)


@dataclass(frozen=True, slots=True)
class AstroSite(Facts):
    content: str = ""
    route: Route | None = None
    keys: tuple[str, ...] = ()
    """Front-matter keys that go before the id in the route's page."""
    ending: str = "/"
    pages: bool = False
    """The posts are pages themselves, below src/pages/."""
    langs: tuple[str, ...] = ()
    bare_default: bool = True
    """The default language has no folder of its own in addresses."""

    def post(self, written: Written) -> Post:
        below = values.stem(written.path.removeprefix(f"{self.content}/"))
        lang = (
            values.line(written.fields.get("lang"))
            or next((one for one in self.langs if below.startswith(f"{one}/")), "")
            or self.lang
        )
        if self.pages:
            path = written.path.removeprefix("src/pages/")
            address = re.sub(r"(^|/)index$", r"\1", values.stem(path)).rstrip("/")
            return Post(f"{self.base}/{address}{self.ending}", lang=lang)
        if self.route is None:
            return Post(lang=lang, trouble="no page under src/pages/ was found that shows one digest")
        own = next((one for key in self.keys if (one := values.line(written.fields.get(key)))), "")
        name = own or values.line(written.fields.get("slug")) or identifier(below)
        pattern = self.route.pattern
        if "{lang}" in pattern:
            known = lang or ""
            name = name.removeprefix(f"{known}/")
            pattern = (
                pattern.replace("/{lang}", "") if self.bare_default and known == self.lang and self.langs else pattern
            )
            pattern = pattern.replace("{lang}", known)
        address = pattern.replace("{}", name.strip("/"))
        return Post(f"{self.base}{address}{self.ending}", lang=lang)

    def parts(self, written: Written) -> dict[str, str]:
        folders = map(values.github_slug, written.path.removeprefix(f"{self.content}/").split("/"))
        return {"title": values.github_slug(written.title), **values.sections("/".join(folders))}


def identifier(below: str) -> str:
    """As Astro's glob loader makes it of a path without its ending."""
    return re.sub(r"/index$", "", "/".join(map(values.github_slug, below.split("/"))))


def site(tree: Tree, content: str) -> AstroSite:
    where = next((path for path in tree.texts if CONFIG.fullmatch(path)), "")
    scripts = {path: text for path, text in tree.texts.items() if is_script(path)}
    config = Script(tree.texts.get(where, ""), scripts)
    base = next(config.said("base"), "").strip("/")
    routes = [
        route
        for found, page, text in texts_in(tree.texts, PAGE)
        if (route := route_of(found["path"], page, text)) is not None
    ]
    route = best(routes, content.rpartition("/")[2], values.NAMES)
    return AstroSite(
        base=f"/{base}" if base else "",
        lang=next(config.said("defaultLocale"), None),
        content=content,
        route=route,
        keys=tuple(dict.fromkeys(found["key"] for found in KEY.finditer(route.text))) if route else (),
        ending=ending(config),
        pages=is_below(content, "src/pages") and bool(content),
        langs=tuple(dict.fromkeys(text for text in config.said("locales") if re.fullmatch(r"[a-z]{2,3}(-\w+)?", text))),
        bare_default=not any("true" in value for value in config.values("prefixDefaultLocale")),
    )


def ending(config: Script) -> str:
    """The canonical's: with the default format each page is a folder."""
    if "file" in config.said("format"):
        return ".html"
    return "" if "never" in config.said("trailingSlash") else "/"
