"""A blog that Gatsby builds from files."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sites import places, slugs, values
from bot.sites.folder import is_below
from bot.sites.languages import LANGUAGE
from bot.sites.model import Blog, Found, Kind, Post, Site, Surface
from bot.sites.routes import NO_POST
from bot.sites.script import Script

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"gatsby-config\.\w+")
PROGRAM = re.compile(r"gatsby-node\.\w+|(?:[\w-]+/)?gatsby/(?:[\w-]+/)*[\w.-]+\.\w?[jt]sx?")
"""Where a blog's own programs make its pages."""
ROUTE = re.compile(r"src/pages/(?P<path>[^{}]*\{(?i:mdx|markdownRemark)\.[^{}]+\}(?:/index)?)\.\w+")
"""A page whose name says what of a post its address is made of (Gatsby's File System Route API)."""
TELLING = re.compile(
    rf"{CONFIG.pattern}|{PROGRAM.pattern}|{ROUTE.pattern.replace('?P<path>', '?:')}|(?:src/)?(?:data|config|site)(?:/\w+)?\.\w?[jt]s"
    r"|content/(?:meta/)?config\.(?:js|json)|[\w-]*(?:config|meta(?:[dD]ata)?)[\w-]*\.\w?[jt]s|package\.json"
)
DEPTH = 4
SURFACE = Surface(static="static")
FIELD = re.compile(
    r"frontmatter\??\.(?P<used>slug|path|permalink)\b"
    r"|\{[^{}]{0,300}\b(?P<taken>slug|path|permalink)\b[^{}]{0,300}\}\s*=\s*[\w.?]{0,40}\bfrontmatter\b"
    r"|\bfrontmatter\s*:?\s*\{[^{}]{0,300}\b(?P<asked>slug|path|permalink)\b"
)
"""The front matter's own address in a blog's program: used, taken out of it, or asked for."""
TITLE = re.compile(r"(?:[sS]lugify|[kK]ebabCase|[sS]lug)\w*\(\s*[\w.?]{0,40}frontmatter\??\.title\b")
OF_FILE = re.compile(r"createFilePath|\bparse\(|parsed|relativePath|relativeDirectory|getNode\(|\.base\b|\.dir\b")
"""A program that makes addresses of the file's place."""
OF_FOLDER = re.compile(r"\bbasename\(\s*(?:path\.)?dirname\(")
UNKNOWN = "its gatsby-node does not say how addresses are made"
SOURCE_PATH = re.compile(
    r"(?:path|contentPosts|contentPath|postsPath)\s*:\s*(?:path\.\w+\(\s*(?:__dirname\s*,\s*)?)?"
    r"[`\"'](?:\$\{__dirname\}|\.)?/?([\w./-]{1,100}?)/?[`\"']"
)
BASE_PATH = re.compile(r"createFilePath\([^)]{0,200}\bbasePath\s*:\s*[`\"']\.?/?([\w./-]{0,100}?)/?[`\"']")
PREFIX = re.compile(
    r"(?:path|value)\s*:\s*[`\"']/?([\w/-]{0,60}?)/?\$\{[^}]{0,60}(?:slug|path|value)[^}]{0,20}\}", re.IGNORECASE
)
THEMES = {
    "@lekoarts/gatsby-theme-minimal-blog": True, "@lekoarts/gatsby-theme-minimal-blog-core": True, "@narative/gatsby-theme-novela": True,
    "gatsby-theme-blog": False, "gatsby-theme-blog-core": False,
}  # fmt: skip
"""Themes that make the pages themselves, by their documentation: whether a page without a slug has its title's, else its file's."""


def recognise(tree: Tree) -> Blog | None:
    where = tree.first(CONFIG)
    if not where:
        return None
    scripts = tree.scripts()
    config = Script(tree.texts[where], scripts)
    sources = sources_of(tree)
    base = next((one for one in sources if tree.dated_below(one)), None) or next(iter(sources), None)
    path = (
        places.posts_folder(tree, base)
        if base and tree.posts_below(base)
        else places.fullest_of(tree, ("content", places.fullest(tree) or ""))
    )
    about = metadata(config, scripts)
    return Blog(
        kind=Kind.GATSBY,
        site=values.first_site(config.said("siteUrl"), where) or address(tree, about, where) or places.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        assets=places.assets(tree, "static"),
        name=next((one for key in ("title", "siteTitle") for one in about.said(key) if values.plain(one)), None),
        lang=lang_of(about),
        guess=site(tree, path or "").trouble
        or (
            None
            if program(tree) or theme(tree) or route(tree)
            else "it has no gatsby-node that says how addresses are made"
        ),
    )


def metadata(config: Script, scripts: Mapping[str, str]) -> Script:
    """What the blog says of itself: siteMetadata, or the file that it is taken from."""
    inline = config.inside("siteMetadata")
    if inline is not None:
        return inline
    return Script(
        "\n".join(text for path, text in scripts.items() if META.search(path)) or " ".join(config.words), scripts
    )


META = re.compile(r"(?:meta|site)[\w-]*\.\w+$", re.IGNORECASE)


def address(tree: Tree, about: Script, where: str) -> Found | None:
    """The site under other names than siteUrl."""
    if found := values.first_site((one for key in ("url", "site_url") for one in about.said(key)), where):
        return found
    table = values.table(tree, "content/config.json")
    return values.first_site([table.get(key) for key in ("siteUrl", "url")], "content/config.json")


def lang_of(about: Script) -> str | None:
    said = (one for key in ("lang", "language", "siteLanguage", "locale") for one in about.said(key))
    return next((one.replace("_", "-") for one in said if LANGUAGE.fullmatch(one)), None)


def sources_of(tree: Tree) -> list[str]:
    """The folders that gatsby-source-filesystem reads, those with posts first."""
    found = []
    for path, text in tree.texts.items():
        if CONFIG.fullmatch(path):
            shown = SOURCE_PATH.findall(text)
            found += [one for one in shown if one in tree.folders and tree.posts_below(one)]
    return found


def program(tree: Tree) -> str:
    """What makes the pages; "" where no program of the blog's own does."""
    text = "\n".join(text for path, text in sorted(tree.texts.items()) if PROGRAM.fullmatch(path))
    return text if "createNodeField" in text or re.search(r"\bcreatePage\b", text) else ""


def route(tree: Tree) -> str:
    """The place of the page that shows one post: "/blog/{Mdx.frontmatter__slug}"; "" where there is none."""
    found = (f"/{one['path'].removesuffix('/index')}" for path in tree.texts if (one := ROUTE.fullmatch(path)))
    return next((one for one in sorted(found) if NO_POST.isdisjoint(one.split("/"))), "")


def theme(tree: Tree) -> str | None:
    """The theme that makes the pages, where it is a known one."""
    used = places.packages(tree)
    return next((one for one in THEMES if one in used), None)


@dataclass(frozen=True, slots=True)
class GatsbySite(Site):
    source: str = ""
    key: str = ""
    """The front-matter key that addresses are made of; else the file's path."""
    by_title: bool = False
    """Without that key the title is it."""
    by_folder: bool = False
    """Without that key the last folder of its path is it."""
    trouble: str | None = None
    """Why nobody knows its addresses."""
    base_path: str = ""
    """What createFilePath takes away from the path below ``source``."""
    prefix: str = ""
    ending: str = "/"
    route: str = ""
    """Of the page that shows a post, with what it takes of the post in braces."""

    def post(self, written: Written) -> Post:
        own = values.line(written.fields.get(self.key)) if self.key else ""
        own = own or (kebab(written.title) if self.by_title else "")
        lang = values.line(written.fields.get("lang")) or self.lang
        if self.trouble:
            return Post(lang=lang, trouble=self.trouble)
        path = own.strip("/") or self.file_path(written)
        prefix = f"/{self.prefix}" if self.prefix and not path.startswith(f"{self.prefix}/") else ""
        path = f"{prefix}/{path}"
        if self.route:
            before, name, after = re.split(r"\{\w+\.([^{}]+)\}", self.route)
            value = self.value_of(name, written, path)
            if not value:
                return Post(lang=lang, trouble=f"src/pages{self.route} wants what the post does not say")
            path = re.sub(r"/{2,}", "/", f"{before}{value}{after}")
        return Post(f"{self.base}{path.rstrip('/')}{self.ending}" if path != "/" else f"{self.base}/", lang=lang)

    def value_of(self, name: str, written: Written, path: str) -> str | None:
        """What a route's braces stand for; ``path``: what the blog's own program makes. None: nobody knows."""
        top, _, key = re.sub(r"\([^)]*\)", "", name).partition("__")
        below = self.below(written)
        match top, key.strip("_"):
            case "frontmatter", field:
                value = written.title if field == "title" else values.line(written.fields.get(field))
            case ("fields", ("slug" | "path")) | ("slug", ""):
                value = path
            case "parent", "name":
                value = below.rpartition("/")[2]
            case "parent", "relativeDirectory":
                value = below.rpartition("/")[0]
            case _:
                return None
        parts = [slugs.slugify(part) for part in value.strip("/").split("/")]
        return "/".join(filter(None, parts)) if None not in parts else None

    def file_path(self, written: Written) -> str:
        """As createFilePath makes it: below its basePath, an index is its folder."""
        if self.by_folder:
            return posixpath.basename(posixpath.dirname(written.path))
        below = posixpath.relpath(self.below(written), self.base_path or ".")
        return re.sub(r"(^|/)index$", "", re.sub(r"^(?:\.\./)+", "", below))

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": slugs.github_slug(written.title), **slugs.sections(self.below(written))}

    def below(self, written: Written) -> str:
        """Its path in the folder that the filesystem plugin reads, without its ending."""
        return slugs.stem(written.path.removeprefix(f"{self.source}/") if self.source else written.path)


def kebab(title: str) -> str:
    """Words and numbers of a title, in lower case with hyphens, as themes make slugs of it."""
    words = KEBAB.findall(slugs.in_ascii(title) or "")
    return "-".join(words).lower() if words else slugs.github_slug(title)


KEBAB = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z]+[0-9]*|\b)|[A-Z]?[a-z]+[0-9]*|[A-Z]|[0-9]+")


def site(tree: Tree, content: str) -> GatsbySite:
    where = tree.first(CONFIG)
    scripts = tree.scripts()
    config = Script(tree.texts.get(where, ""), scripts)
    text = tree.texts.get(where, "")
    shown = SOURCE_PATH.findall(text)
    source = max((one for one in shown if is_below(content, one)), key=len, default=content)
    made = program(tree)
    themed = theme(tree) if not made else None
    key, base_path, by_title = FIELD.search(made), BASE_PATH.search(made), TITLE.search(made) is not None
    by_folder = OF_FOLDER.search(made) is not None
    of_file = OF_FILE.search(made) and ("createNodeField" in made or "fields" not in made)
    known = not made or key or by_title or by_folder or route(tree) or of_file
    prefixes = (found[1].strip("/") for found in PREFIX.finditer(made))
    prefixed = next(config.said("pathPrefix", depth=1), "").strip("/")
    based = next(config.said("basePath"), "").strip("/") if themed else ""
    return GatsbySite(
        base=f"/{prefixed}" if prefixed else "",
        lang=lang_of(metadata(config, scripts)),
        source="src/pages" if not made and not themed and is_below(content, "src/pages") else source,
        key=next(filter(None, key.groups())) if key else "slug" if themed else "",
        by_title=THEMES[themed] if themed else by_title,
        by_folder=by_folder,
        trouble=None if known else UNKNOWN,
        base_path=base_path[1].strip("/") if base_path else "",
        prefix=based or next((one for one in prefixes if NO_POST.isdisjoint(one.split("/"))), ""),
        ending="" if "never" in config.said("trailingSlash") else "/",
        route=route(tree),
    )
