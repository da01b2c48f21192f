"""A blog that Astro builds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.sites import places, slugs, values
from bot.sites.folder import is_below
from bot.sites.languages import LANGUAGE, is_language, lang_of
from bot.sites.model import Blog, Found, HeadLine, Kind, Post, Site, Surface
from bot.sites.routes import TAKEN_AWAY, Route, asks_for, best, route_of, taken_away, texts_in, without_beginning
from bot.sites.script import Script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"astro\.config\.\w+")
COLLECTIONS = re.compile(r"src/content(?:\.config|/config)\.\w+")
PAGE = re.compile(r"src/pages/(?P<path>(?:[^/]+/)*\[[^/]+\])(?:/index)?\.astro")
TELLING = re.compile(
    r"astro\.config\.\w+|src/content(?:\.config|/config)\.\w+|src/pages/(?:[^/]+/)*\[[^/]*\](?:/index)?\.astro"
    r"|src/(?:(?:data|lib|utils|config)/)?(?:site[._-]?config|config|consts?|constants|site|index)\.(?:m|c)?[jt]s"
    r"|src/config\.ya?ml|src/i18n/(?:config|index)\.[jt]s|src/(?:layouts|components)/(?:[^/]+/)*[\w-]*(?:[lL]ayout|[bB]ase|[mM]ain|[rR]oot|[pP]ost|[pP]age)[\w-]*\.astro"
)
LAYOUT = re.compile(r"src/(?:layouts|components|pages)/.*\.astro")
SETTINGS = re.compile(r"src/config\.ya?ml")
"""AstroWind's own, from which its route makes addresses."""
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
OWN_ID = re.compile(
    r"\bgenerateId\b(?P<as_it_is>\s*:\s*\(\s*\{\s*entry\s*\}\s*\)\s*=>\s*entry\.replace\(\s*/\\\.[\w()?:|]{2,20}\$/i?\s*,\s*([\"'`])\2\s*\)\s*[,}])?"
)
"""What a collection makes its ids of; the path without its ending is taken as it is."""
DOCUMENTS = "src/content/docs"
PLACES = (f"{DOCUMENTS}/blog", "src/content", "src/data", "src/pages", "content")
KEY = re.compile(
    r"\bdata\.(?P<key>\w{1,40})\s*(?:\|\||\?\?)\s*[\w.]{0,40}\b(?:id|slug)\b"
    r"|\b(?:slug|id|post|path)\s*[:=]\s*[\w.]{1,40}\bdata\.(?P<alone>(?i:\w{0,30}(?:slug|link|url|path|name|id)))\s*[,;}\n]"
)
"""A route that takes ``post.data.permalink || post.id``, or ``post.data.name`` alone."""


def recognise(tree: Tree) -> Blog | None:
    where = tree.first(CONFIG)
    if not where:
        return None
    scripts = tree.scripts()
    config = Script(tree.texts[where], scripts)
    content = folder(tree, scripts)
    found = site(tree, content.value if content else "")
    own = wind(tree)
    return Blog(
        kind=Kind.ASTRO,
        site=values.first_site([*config.said("site"), own.get("site")], where) or places.elsewhere(tree),
        content=content,
        exclude=("**/-*.md", "**/-*.mdx") if content and (tree.root / content.value / "-index.md").is_file() else (),
        assets=places.assets(tree, "public"),
        name=values.plain(own.get("name")),
        lang=found.lang,
        guess=found.guess,
    )


def wind(tree: Tree) -> dict[str, Any]:
    """What AstroWind's configuration says of the site; empty for other blogs."""
    table = next((values.table(tree, path) for path in tree.texts if SETTINGS.fullmatch(path)), {})
    return values.inner(table, "site") | {"language": values.inner(table, "i18n").get("language")} if table else {}


def wind_pattern(tree: Tree) -> str:
    """The permalink that AstroWind's configuration says, with %slug%, %year% and the like; "" where there is none."""
    table = next((values.table(tree, path) for path in tree.texts if SETTINGS.fullmatch(path)), {})
    blog = values.inner(values.inner(table, "apps"), "blog")
    if not blog:
        return ""
    path = values.line(values.inner(blog, "list").get("pathname")) or "blog"
    return values.line(values.inner(blog, "post").get("permalink")) or f"{path}/%slug%"


def folder(tree: Tree, scripts: dict[str, str]) -> Found | None:
    """The collection of posts: a loader's ``base``, else a folder of src/content."""
    routes = routes_of(tree)
    bases = [
        (rank(found.value, tree, routes), found)
        for path, text in scripts.items()
        if COLLECTIONS.fullmatch(path)
        for base in Script(text, scripts).said("base")
        if (found := places.folder(base, tree, path)) and tree.posts_below(found.value)
    ]
    if bases:
        return min(bases, key=lambda one: one[0])[1]
    for base in PLACES:
        if base in tree.folders and (fullest := places.posts_folder(tree, base)):
            return Found(fullest, f"{fullest}/")
    deep = places.fullest_of(tree, [places.fullest(tree) or ""])
    return Found(deep, f"{deep}/") if deep else None


def rank(path: str, tree: Tree, routes: list[Route]) -> tuple[bool, bool, int, int]:
    name = path.rpartition("/")[2]
    likely = places.NAMES.index(name) if name in places.NAMES else len(places.NAMES)
    shown = any(name in route.pattern.split("/") or asks_for(route, name) for route in routes)
    return not tree.dated_below(path), not shown, likely, -tree.posts_below(path)


def routes_of(tree: Tree) -> list[Route]:
    found = (route_of(one["path"], page, text) for one, page, text in texts_in(tree.texts, PAGE))
    return [route for route in found if route is not None and not leads_on(route.text)]


def leads_on(page: str) -> bool:
    """It shows nothing itself."""
    return "Astro.redirect(" in page and "Content" not in page


@dataclass(frozen=True, slots=True)
class AstroSite(Site):
    content: str = ""
    route: Route | None = None
    keys: tuple[str, ...] = ()
    """Front-matter keys that go before the id in the route's page."""
    takes: str = "id"
    """What the route makes of a post: its ``id``, the ``last`` part of it, its ``title``, no more than its ``key``, or a ``path`` without the folders that
    begin with "_"."""
    wind: str = ""
    """AstroWind's pattern."""
    ending: str = "/"
    pages: bool = False
    """The posts are pages themselves, below src/pages/."""
    documents: bool = False
    """Starlight's own page shows them, by their ids below src/content/docs/."""
    langs: tuple[str, ...] = ()
    bare_default: bool = True
    """The default language has no folder of its own in addresses."""
    as_it_is: bool = False
    """An id is the path without its ending."""
    beginnings: tuple[re.Pattern[str], ...] = ()
    """What the route takes away from the name."""
    guess: str | None = None

    def post(self, written: Written) -> Post:
        below = slugs.stem(written.path.removeprefix(f"{self.content}/"))
        lang = (
            values.line(written.fields.get("lang"))
            or next((one for one in self.langs if below.startswith(f"{one}/")), "")
            or self.folder_language(below)
            or self.lang
        )
        if self.pages:
            path = written.path.removeprefix("src/pages/")
            address = re.sub(r"(^|/)index$", r"\1", slugs.stem(path)).rstrip("/")
            return Post(f"{self.base}/{address}{self.ending}", lang=lang)
        if self.documents:
            place = slugs.stem(written.path.removeprefix(f"{DOCUMENTS}/"))
            first = place.partition("/")[0]
            name = values.line(written.fields.get("slug")) or identifier(place)
            lang = (first if is_language(first) else "") or lang
            return Post(f"{self.base}/{name}{self.ending}", lang=lang)
        if self.wind:
            return self.winded(written, below)
        if self.route is None:
            return Post(lang=lang, trouble=self.guess)
        name = self.name(written, below)
        route, known = self.route, lang or ""
        if "{lang}" in route.pattern:
            name = name.removeprefix(f"{known}/")
            bare = route.bare_lang or (self.bare_default and bool(self.langs))
            route = replace(route, bare_lang=bare).in_language(known, self.lang)
        section = identifier(below).rpartition("/")[0].removeprefix(f"{known}/")
        if "{section}" in route.pattern:
            section = section or values.line(written.fields.get("category"))
            name = name.rpartition("/")[2]
        name = without_beginning(name if route.rest else name.rpartition("/")[2], self.beginnings)
        filled = route.path(name, known, section, written.date)
        if filled is None or not name:
            return Post(lang=lang, trouble=f"{route.page} wants what the post does not say")
        return Post(f"{self.base}{filled}{self.ending}", lang=lang)

    def folder_language(self, below: str) -> str:
        """What the first folder says, where addresses have a language."""
        first = below.partition("/")[0]
        return first if self.route is not None and "{lang}" in self.route.pattern and LANGUAGE.fullmatch(first) else ""

    def name(self, written: Written, below: str) -> str:
        """What the route's page takes for the post."""
        keys = (*self.keys, "postSlug") if self.takes == "title" else self.keys
        own = next((one for key in keys if (one := values.line(written.fields.get(key)))), "")
        if own and self.takes == "title":
            own = slugs.github_slug(own)
        name = own or (below if self.as_it_is else values.line(written.fields.get("slug")) or identifier(below))
        match self.takes:
            case "key":
                return own
            case "last":
                return name.rpartition("/")[2]
            case "title" if not own:
                return slugs.github_slug(written.title)
            case "path":
                language = self.folder_language(below)
                inner = below.removeprefix(f"{language}/") if language else below
                folders = (one for one in inner.split("/")[:-1] if not one.startswith("_"))
                return "/".join([*map(slugs.github_slug, folders), name.rpartition("/")[2]])
        return name

    def winded(self, written: Written, below: str) -> Post:
        words = {
            "slug": identifier(below),
            "id": identifier(below),
            "category": slugs.github_slug(values.line(written.fields.get("category"))),
        }
        if written.date is not None:
            words |= {
                part: f"{getattr(written.date, part):02}"
                for part in ("year", "month", "day", "hour", "minute", "second")
            }
        filled = re.sub(r"%(\w+)%", lambda part: words.get(part[1], ""), self.wind)
        return Post(f"{self.base}/{re.sub('/{2,}', '/', filled).strip('/')}{self.ending}", lang=self.lang)

    def parts(self, written: Written) -> dict[str, str]:
        folders = map(slugs.github_slug, written.path.removeprefix(f"{self.content}/").split("/"))
        return {"title": slugs.github_slug(written.title), **slugs.sections("/".join(folders))}


def identifier(below: str) -> str:
    """As Astro's glob loader makes it of a path without its ending."""
    return re.sub(r"/index$", "", "/".join(map(slugs.github_slug, below.split("/"))))


def site(tree: Tree, content: str) -> AstroSite:
    where = tree.first(CONFIG)
    scripts = tree.scripts()
    config = Script(tree.texts.get(where, ""), scripts)
    own = wind(tree)
    base = (next(config.said("base"), "") or values.line(own.get("base"))).strip("/")
    route = best(routes_of(tree), content.rpartition("/")[2], places.NAMES)
    takes = taken(route) if route else "id"
    pages = is_below(content, "src/pages") and bool(content)
    layouts = [text for path, text in tree.texts.items() if LAYOUT.fullmatch(path)]
    pattern = wind_pattern(tree)
    own_id = own_id_of(tree, content)
    documents = "starlight" in config.words and is_below(content, DOCUMENTS)
    return AstroSite(
        base=f"/{base}" if base else "",
        lang=next(config.said("defaultLocale"), None) or values.plain(own.get("language")) or lang_of(layouts, scripts),
        content=content,
        route=route,
        keys=tuple(dict.fromkeys(found["key"] or found["alone"] for found in KEY.finditer(route.text)))
        if route
        else (),
        takes=takes or "id",
        wind=pattern,
        ending=ending(config) if not own else "/" if values.truth(own.get("trailingslash")) else "",
        pages=pages,
        documents=documents,
        langs=tuple(dict.fromkeys(text for text in config.said("locales") if re.fullmatch(r"[a-z]{2,3}(-\w+)?", text))),
        as_it_is=own_id is not None and bool(own_id["as_it_is"]),
        beginnings=taken_away([route.text] if route else []),
        bare_default=not any("true" in value for value in config.values("prefixDefaultLocale")),
        guess=None if pages or documents or pattern else guess(own_id, route, takes),
    )


def own_id_of(tree: Tree, content: str) -> re.Match[str] | None:
    """How the collection of these posts makes its ids, where it does so itself."""
    collections = (
        part
        for path, text in tree.texts.items()
        if COLLECTIONS.fullmatch(path)
        for part in text.split("defineCollection(")[1:]
    )
    parts = list(collections)
    own = [part for part in parts if re.search(rf"\b{re.escape(content)}[\"'`/]", part)]
    return next(filter(None, map(OWN_ID.search, own or parts)), None)


def guess(own_id: re.Match[str] | None, route: Route | None, takes: str | None) -> str | None:
    """Why the addresses are only a guess; None where the route's own text says them."""
    if route is None:
        return "no page under src/pages/ was found that shows one digest"
    if takes in {None, "title"}:
        return f"a program in {route.page} makes them"
    if "{section}" in route.pattern:
        return f"{route.page} may call another thing by the name of its folder than the posts do"
    if own_id is not None and not own_id["as_it_is"]:
        return "the collection's generateId makes them"
    return None


def taken(route: Route) -> str | None:
    """What of a post the route's page takes, as its getStaticPaths says; None for a program that is not understood."""
    found = PARAMS.search(route.text)
    if found is None:
        return "id"
    name = re.escape(route.parameter)
    value = re.search(rf"\b{name}\s*:\s*((?:[^,()]|\((?:[^()]|\([^()]*\))*\)){{1,300}})", found[1])
    if value is None:
        value = re.search(rf"\b(?:const|let)\s+{name}\s*=\s*([^;\n]{{1,300}})", route.text)
    text = TAKEN_AWAY.sub("", value[1]).strip() if value else ""
    if not text:
        return None
    return next((what for pattern, what in TAKEN if pattern.search(text)), None)


PARAMS = re.compile(r"\bparams\s*:\s*\{((?:[^{}]|\{[^{}]*\}){0,600})\}")
ENTRY = r"[\w.!?]{1,60}\b(?:id|slug)\b"
TAKEN = (
    (re.compile(r"\(\s*[\w.!?]{1,60}\.id\s*,\s*[\w.!?]{1,60}\.filePath\b"), "path"),  # AstroPaper's getPath
    (re.compile(r"\.pop\(\)|\.at\(-1\)|\.split\([^)]*\)\[1\]"), "last"),
    (re.compile(r"\btitle\b|slugify\(\s*[\w.]{1,60}\.data\s*\)"), "title"),  # AstroPaper's older slugify(post.data)
    (re.compile(rf"(?:(?:[\w.!]|\?(?!\?)){{1,60}}\s*(?:\|\||\?\?)\s*)*{ENTRY}(?:\.replace\(/\\\.[^)]*\)|\.toLowerCase\(\)|!)*\Z"), "id"),
    (re.compile(r"[\w.!?]{1,60}\bdata\.(?!title\b)\w{1,40}\Z"), "key"),
    (re.compile(rf"(?:String|slugify\w*|getSlug\w*|slug)\(\s*{ENTRY}\s*\)\Z"), "id"),
)  # fmt: skip
"""A value in a route's params, and what it is of the post."""


def ending(config: Script) -> str:
    """The canonical's: with the default format each page is a folder."""
    if "file" in config.said("format"):
        return ".html"
    return "" if "never" in config.said("trailingSlash") else "/"
