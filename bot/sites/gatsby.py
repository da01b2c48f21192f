"""A blog that Gatsby builds from files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sites import values
from bot.sites.folder import is_below
from bot.sites.model import Blog, Facts, Found, Kind, Post, Surface
from bot.sites.script import Script, is_script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"gatsby-config\.\w+")
TELLING = re.compile(
    r"gatsby-(?:config|node)\.\w+|(?:src/)?(?:data|config|site)(?:/\w+)?\.\w?[jt]s|content/meta/config\.js"
)
DEPTH = 2
SURFACE = Surface(static="static")
FIELD = re.compile(r"frontmatter\.(slug|path|permalink)\b")
SOURCE_PATH = re.compile(r"path\s*:\s*[`\"'](?:\$\{__dirname\}|\.)?/?([\w./-]{1,100}?)/?[`\"']")
PREFIX = re.compile(r"path\s*:\s*[`\"']/?([\w/-]{0,60}?)/?\$\{[^}]{0,60}(?:slug|path)[^}]{0,20}\}")


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in tree.texts if CONFIG.fullmatch(path)), None)
    if where is None:
        return None
    scripts = {path: text for path, text in tree.texts.items() if is_script(path)}
    config = Script(tree.texts[where], scripts)
    sources = sources_of(tree)
    base = next((one for one in sources if tree.dated_below(one)), None) or next(iter(sources), None)
    path = base if base and tree.posts_below(base) else values.posts_folder(tree, "content")
    return Blog(
        kind=Kind.GATSBY,
        site=values.first_site(config.said("siteUrl"), where) or values.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        assets=values.assets(tree, "static"),
        name=next((one for one in config.said("title") if values.plain(one)), None),
        lang=next((one for one in config.said("lang") if values.plain(one)), None),
        guess=None if node(tree) else "it has no gatsby-node that says how addresses are made",
    )


def sources_of(tree: Tree) -> list[str]:
    """The folders that gatsby-source-filesystem reads, those with posts first."""
    found = []
    for path, text in tree.texts.items():
        if CONFIG.fullmatch(path):
            shown = SOURCE_PATH.findall(text)
            found += [one for one in shown if one in tree.folders and tree.posts_below(one)]
    return found


def node(tree: Tree) -> str:
    return next((text for path, text in tree.texts.items() if path.startswith("gatsby-node.")), "")


@dataclass(frozen=True, slots=True)
class GatsbySite(Facts):
    source: str = ""
    key: str = ""
    """The front-matter key that addresses are made of; else the file's path."""
    prefix: str = ""
    ending: str = "/"

    def post(self, written: Written) -> Post:
        below = self.below(written)
        own = values.line(written.fields.get(self.key)) if self.key else ""
        path = own.strip("/") or re.sub(r"(^|/)index$", "", below)
        prefix = f"/{self.prefix}" if self.prefix and not path.startswith(f"{self.prefix}/") else ""
        return Post(
            f"{self.base}{prefix}/{path}{self.ending}",
            lang=values.line(written.fields.get("lang")) or self.lang,
        )

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": values.github_slug(written.title), **values.sections(self.below(written))}

    def below(self, written: Written) -> str:
        """Its path in the folder that the filesystem plugin reads, without its ending."""
        return values.stem(written.path.removeprefix(f"{self.source}/") if self.source else written.path)


def site(tree: Tree, content: str) -> GatsbySite:
    where = next((path for path in tree.texts if CONFIG.fullmatch(path)), "")
    config = Script(tree.texts.get(where, ""), {path: text for path, text in tree.texts.items() if is_script(path)})
    text = tree.texts.get(where, "")
    shown = SOURCE_PATH.findall(text)
    source = max((one for one in shown if is_below(content, one)), key=len, default=content)
    program = node(tree)
    key, prefix = FIELD.search(program), PREFIX.search(program)
    prefixed = next(config.said("pathPrefix"), "").strip("/")
    return GatsbySite(
        base=f"/{prefixed}" if prefixed else "",
        lang=next((one for one in config.said("lang") if values.plain(one)), None),
        source=source,
        key=key[1] if key else "",
        prefix=prefix[1].strip("/") if prefix else "",
        ending="" if "never" in config.said("trailingSlash") else "/",
    )
