"""A blog that Next.js builds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from bot.sites import places, slugs, values
from bot.sites.folder import walk
from bot.sites.languages import is_language, lang_of, posts_of_all
from bot.sites.model import Blog, Found, Kind, Post, Site, Surface
from bot.sites.routes import Route, best, route_of, taken_away, texts_in, without_beginning
from bot.sites.script import Script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"next\.config\.\w+")
MARKS = re.compile(rf"{CONFIG.pattern}|package\.json")
PAGE = re.compile(
    r"(?:src/)?(?:app/(?P<app>(?:[^/]+/)*\[[^/]+\])/page|pages/(?P<pages>(?:[^/]+/)*\[[^/]+\])(?:/index)?)\.\w+"
)
NAMED = re.compile(
    r"(?:src/)?(?:(?:[\w-]+/)?(?:site|site[._-]?[cC]onfig|site[._-]?[mM]eta[dD]ata|metadata|meta|seo|Seo|SEO|config|consts?|constants|blog\.config)"
    r"|i18n(?:/\w+)?|app/(?:[^/]+/)*layout|(?:app/)?(?:sitemap|robots)|pages/_document|next-sitemap(?:\.config)?)\.\w+"
)
LAYOUT = re.compile(r"(?:src/)?(?:app/(?:[^/]+/)*layout|pages/_document)\.\w+")
PROGRAM = re.compile(
    r"(?:contentlayer|velite)\.config\.\w+"
    r"|(?:src/)?(?:lib|libs|utils?|helpers|server|app|data)/(?:[\w-]+/)?[\w-]*(?:[pP]ost|[bB]log|mdx|[aA]rticle|[cC]ontent|api|markdown)[\w-]*\.\w?[jt]s"
)
"""Where a blog's own programs read its posts."""
TELLING = re.compile(
    rf"{CONFIG.pattern}|{PAGE.pattern}|{NAMED.pattern}|{PROGRAM.pattern}".replace("?P<app>", "?:").replace(
        "?P<pages>", "?:"
    )
)
DEPTH = 6
SURFACE = Surface(static="public")
KEYS = ("metadataBase", "siteUrl", "siteURL", "site_url", "baseUrl", "baseURL", "BASE_URL", "SITE_URL", "url")
PLACES = (
    "content", "posts", "_posts", "data", "src/content", "src/posts", "src/data", "contents", "src/contents", "blog", "app", "src/app",
    "pages", "src/pages",
)  # fmt: skip


def recognise(tree: Tree) -> Blog | None:
    where = tree.first(CONFIG)
    if not where and "next" not in places.packages(tree):
        return None
    path = places.fullest_of(tree, (*PLACES, places.fullest(tree) or ""))
    content = Found(path, f"{path}/") if path else None
    include: tuple[str, ...] = ()
    parts = (path or "").split("/")
    if lang := next(filter(is_language, parts), None):
        content, include = posts_of_all(tree, "/".join(parts[: parts.index(lang)]), "*.{md,mdx}")
    found = site(tree, content.value if content else "")
    return Blog(
        kind=Kind.NEXT,
        site=address(tree) or places.elsewhere(tree),
        content=content,
        include=include,
        exclude=("**/[[]*",) if found.pages else (),
        assets=places.assets(tree, "public"),
        lang=found.lang,
        guess=guess(found),
    )


def guess(found: NextSite) -> str | None:
    """Why its addresses are only a guess; a page's own place is its address."""
    if found.pages:
        return None
    if found.route is None:
        return "no page was found that shows one digest"
    return found.route.page + " shows one digest, as far as its place tells"


def address(tree: Tree, named: re.Pattern[str] = NAMED) -> Found | None:
    """The site as one of these scripts has it, or the configuration."""
    scripts = tree.scripts()
    for key in KEYS:
        for path, text in scripts.items():
            if (named.fullmatch(path) or CONFIG.fullmatch(path)) and (
                found := values.first_site(Script(text, scripts).outside_lists().said(key), path)
            ):
                return found
    return None


@dataclass(frozen=True, slots=True)
class NextSite(Site):
    content: str = ""
    route: Route | None = None
    pages: bool = False
    """The posts are pages themselves."""
    ending: str = ""
    bare_default: bool = False
    """The default language has no folder of its own in addresses."""
    beginnings: tuple[re.Pattern[str], ...] = ()
    """What the blog's own programs take away from a file's name."""

    def post(self, written: Written) -> Post:
        below = self.below(written)
        said = values.line(written.fields.get("lang"))
        lang = said or self.lang
        if self.pages and is_page(written.path):
            place = re.sub(r"^(?:src/)?(?:app|pages|routes)/", "", slugs.stem(written.path))
            place = re.sub(r"(^|/)(?:\+?page|index)$", "", re.sub(r"\([^/]*\)/", "", place))
            return Post(f"{self.base}/{place}{self.ending}", lang=lang)
        if self.route is None:
            return Post(lang=lang, trouble="no page was found that shows one digest")
        below, own = in_language(re.sub(r"/(?:index|content|post)(?=\.\w+$|$)", "", below))
        lang = said or own or self.lang
        route = replace(self.route, bare_lang=self.bare_default or self.route.bare_lang).in_language(lang, self.lang)
        # A page that takes whatever there is has the path below the folder of all contents.
        if route.rest and (route.pattern == "/{}" or route.parameter == "mdxPath"):
            below = f"{ROOT.sub('', self.content, count=1)}/{below}".lstrip("/")
        name = values.line(written.fields.get("slug")) or without_beginning(below, self.beginnings)
        name = name if route.rest else name.rpartition("/")[2]
        path = route.path(name, lang or "", below.rpartition("/")[0], written.date)
        if path is None:
            return Post(lang=lang, trouble=f"{self.route.page} wants what the post does not say")
        return Post(f"{self.base}{path}{self.ending}", lang=lang)

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": slugs.github_slug(written.title), **slugs.sections(self.below(written))}

    def below(self, written: Written) -> str:
        return slugs.stem(written.path.removeprefix(f"{self.content}/"))


ROOT = re.compile(r"(?:src/)?(?:contents?|data|_?posts)(?:/|$)")


def in_language(below: str) -> tuple[str, str]:
    """A path without the folder or the ending that names a language; and that language."""
    first, slash, rest = below.partition("/")
    if slash and is_language(first):
        return rest, first
    last = re.split(r"[./]", below)[-1]
    return (below[: -len(last) - 1], last) if last != below and is_language(last) else (below, "")


def site(tree: Tree, content: str) -> NextSite:
    text = tree.texts.get(tree.first(CONFIG), "")
    config = Script(text, {})
    base = next(config.said("basePath"), "").strip("/")
    routes = [
        route
        for found, page, source in texts_in(tree.texts, PAGE)
        if (route := route_of(found["app"] or found["pages"], page, source)) is not None
    ]
    scripts = tree.scripts()
    layouts = (
        source for path, source in sorted(tree.texts.items(), key=lambda one: len(one[0])) if LAYOUT.fullmatch(path)
    )
    said = [Script(source, {}).said("defaultLocale") for source in (text, *scripts.values())]
    default = next(config.said("defaultLocale"), None)
    route = best(routes, content.rpartition("/")[2], places.NAMES)
    if default and route is not None and "{lang}" not in route.pattern:
        # The router puts each language but the default one before whatever page there is.
        route = replace(route, pattern=f"/{{lang}}{route.pattern}")
    return NextSite(
        base=f"/{base}" if base else "",
        lang=default or lang_of(layouts, scripts) or next(chain.from_iterable(said), None),
        content=content,
        route=route,
        pages=has_pages(tree, content),
        ending="/" if any(list(value) == ["true"] for value in config.values("trailingSlash")) else "",
        beginnings=taken_away(one for path, one in scripts.items() if PROGRAM.fullmatch(path) or PAGE.fullmatch(path)),
        bare_default=bool(default)
        or any(re.search(r"localePrefix\b.{0,40}[\"']as-needed[\"']", one) for one in scripts.values()),
    )


def is_page(path: str) -> bool:
    """In app/ only a file that is called page is one, in routes/ +page."""
    return re.match(r"(?:src/)?pages/", path) is not None or slugs.stem(path).rpartition("/")[2] in {"page", "+page"}


def has_pages(tree: Tree, content: str) -> bool:
    if re.match(r"(?:src/)?pages(?:/|$)", content):
        return True
    if not re.match(r"(?:src/)?(?:app|routes)(?:/|$)", content):
        return False
    return any(
        re.fullmatch(r"\+?page\.(?:mdx?|svx)", name) for _, names in walk(tree.root / content, DEPTH) for name in names
    )
