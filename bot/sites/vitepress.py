"""A blog that VitePress builds, or VuePress: each file's place is its page's address."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sites import places, slugs, values
from bot.sites.languages import LANGUAGE, is_language, posts_of_all
from bot.sites.model import Blog, Kind, Post, Site, Surface
from bot.sites.script import Script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"(?:.+/)?\.(?:vitepress|vuepress)/config(?:/index)?\.\w+")
TELLING = CONFIG
DEPTH = 5
SURFACE = Surface(static="")
DATED = re.compile(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})-(?P<slug>.*)")
OF_THEME = "/:year/:month/:day/:slug/"
REWRITTEN = "its configuration rewrites addresses"


def recognise(tree: Tree) -> Blog | None:
    where = tree.first(CONFIG)
    if not where:
        return None
    found = site(tree, "")
    config = Script(tree.texts[where], tree.scripts())
    content, include = posts_of_all(tree, found.source)
    top = where.partition(".v")[0]
    by_theme = content is not None and site(tree, content.value).pattern == OF_THEME and not any(said_pattern(config))
    return Blog(
        kind=Kind.VUEPRESS if found.vue else Kind.VITEPRESS,
        site=values.first_site(config.said("hostname"), where) or places.elsewhere(tree),
        content=content,
        include=include,
        exclude=("README.md",) if found.vue else (),
        assets=places.assets(tree, f"{top}.vuepress/public" if found.vue else posixpath.join(found.source, "public")),
        name=next((one for one in config.said("title") if values.plain(one)), None),
        lang=found.lang,
        guess=REWRITTEN if found.rewritten else "a theme makes the addresses of _posts" if by_theme else None,
    )


@dataclass(frozen=True, slots=True)
class VitePressSite(Site):
    source: str = ""
    """The folder whose files are pages."""
    ending: str = ".html"
    vue: bool = False
    """It is VuePress."""
    pattern: str = ""
    """VuePress's ``permalinkPattern``."""
    first: bool = False
    """VuePress 1: slugs are in lower case."""
    rewritten: bool = False

    def date_in_name(self, path: str) -> str | None:
        found = DATED.fullmatch(slugs.stem(path).rpartition("/")[2]) if self.vue else None
        return "-".join(part.zfill(2) for part in found["date"].split("-")) if found else None

    def post(self, written: Written) -> Post:
        below = self.below(written)
        folder = below.partition("/")[0] if "/" in below else ""
        locale = folder if is_language(folder) else ""
        lang = values.line(written.fields.get("lang")) or locale or self.lang
        own = values.line(written.fields.get("permalink")) if self.vue else ""
        title = written.heading or None
        if self.rewritten and not own:
            return Post(title=title, lang=lang, trouble=REWRITTEN)
        if self.pattern and not own and written.date is None and re.search(":(?:year|month|day)", self.pattern):
            return Post(title=title, lang=lang, trouble="its address needs its date; write: date: ...")
        if self.pattern and not own:
            own = posixpath.join("/", locale, self.filled(written, below).lstrip("/"))
        path = own or re.sub(r"(^|/)(?:index|README)$" if self.vue else r"(^|/)index$", r"\1", f"/{below}")
        ending = "" if own or path.endswith("/") else self.ending
        return Post(f"{self.base}/{path.lstrip('/')}{ending}", title=title, lang=lang)

    def filled(self, written: Written, below: str) -> str:
        name = below.rpartition("/")[2]
        dated = DATED.fullmatch(name)
        slug = dated["slug"] if dated else name
        words = {"slug": slugs.github_slug(slug) if self.first else slug, "raw": f"{below}.html"}
        if written.date is not None:
            words |= {"year": f"{written.date:%Y}", "month": f"{written.date:%m}", "day": f"{written.date:%d}"}
        return re.sub(r":(\w+)", lambda part: words.get(part[1], part[0]), self.pattern)

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": slugs.github_slug(written.title), **slugs.sections(self.below(written))}

    def below(self, written: Written) -> str:
        return slugs.stem(written.path.removeprefix(f"{self.source}/") if self.source else written.path)


def said_pattern(config: Script) -> tuple[str, str]:
    """VuePress 2's pattern, and that of VuePress 1, whose addresses end in a slash."""
    of_first = (one for key in ("itemPermalink", "permalink") for one in config.said(key) if ":" in one)
    return next(config.said("permalinkPattern"), ""), next((f"{one.rstrip('/')}/" for one in of_first), "")


def site(tree: Tree, content: str) -> VitePressSite:
    where = tree.first(CONFIG)
    config = Script(tree.texts.get(where, ""), tree.scripts())
    vue = ".vuepress/" in where
    base = next(config.said("base", depth=3), "").strip("/")
    lang = next((one for one in config.said("lang") if LANGUAGE.fullmatch(one)), None)
    pattern, of_first = said_pattern(config)
    of_first = of_first or (OF_THEME if content.rpartition("/")[2] == "_posts" else "")
    return VitePressSite(
        base=f"/{base}" if base else "",
        lang=lang,
        matter_optional=True,
        source=posixpath.normpath(posixpath.join(re.sub(r"\.v.*", "", where), next(config.said("srcDir"), "."))).strip(
            "./"
        ),
        ending="" if ["true"] in map(list, config.values("cleanUrls")) else ".html",
        vue=vue,
        pattern=(pattern or of_first) if vue else "",
        first=not pattern,
        rewritten=not vue and "rewrites" in config.words,
    )
