"""A blog that Zola builds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import KeptBack
from bot.sites import places, slugs, values
from bot.sites.model import Blog, Found, Kind, Post, Site, Surface

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"(?:config|zola)\.toml")
TELLING = CONFIG
DEPTH = 0
SURFACE = Surface(static="static")
DATED = re.compile(
    r"(?P<date>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T[\d:.]+(?:Z|[+-][\d:]+))?)\s?[_-](?P<slug>.+)"
)
UNBUILT = KeptBack("its front matter says render: false, and Zola makes no page of it", "take that line out of it")
RESERVED = re.compile(r"[<>:/|?*#()\[\]\n\"\\\r\t]")
"""What the "safe" way takes away (utils/slugs)."""


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in ("config.toml", "zola.toml") if "base_url" in values.table(tree, path)), None)
    if where is None:
        return None
    config = values.table(tree, where)
    path = places.posts_folder(tree, "content")
    found = site(tree, "")
    return Blog(
        kind=Kind.ZOLA,
        site=values.site(config.get("base_url"), where) or places.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        assets=places.assets(tree, "static"),
        name=values.plain(config.get("title")),
        lang=found.lang,
    )


@dataclass(frozen=True, slots=True)
class ZolaSite(Site):
    languages: frozenset[str] = frozenset()
    slugs: str = "on"
    keep_dates: bool = False

    def date_in_name(self, path: str) -> str | None:
        found = DATED.match(name_of(path, self.languages)[0])
        return found["date"] if found else None

    def post(self, written: Written) -> Post:
        name, lang = name_of(written.path, self.languages)
        *folders, file = written.path.removeprefix("content/").split("/")
        if file.startswith("index.") and folders:
            folders = folders[:-1]
        dated = DATED.match(name)
        bare = dated["slug"] if dated and not self.keep_dates else name
        slug = self.slugify(values.line(written.fields.get("slug")) or bare)
        language = lang or self.lang
        own = values.line(written.fields.get("path"))
        unbuilt = UNBUILT if values.line(written.fields.get("render")) == "false" else None
        if own:
            return Post(f"{self.base}/{own.strip('/')}/", lang=language, kept_back=unbuilt)
        if slug is None:
            return Post(lang=language, trouble="its name takes a transliteration that only Zola knows")
        path = "/".join((*((lang,) if lang else ()), *folders, slug))
        return Post(f"{self.base}/{path}/", lang=language, kept_back=unbuilt)

    def parts(self, written: Written) -> dict[str, str]:
        below = re.sub(r"/index(?:\.\w+)?\.md$", "", written.path.removeprefix("content/"))
        return {"title": self.slugify(written.title) or "", **slugs.sections(below)}

    def slugify(self, text: str) -> str | None:
        if self.slugs == "off":
            return text
        if self.slugs == "safe":
            return RESERVED.sub("", text).replace(" ", "_").rstrip(".")
        plain = slugs.in_ascii(text)
        return None if plain is None else re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def name_of(path: str, languages: frozenset[str]) -> tuple[str, str]:
    """The file's or, for an index, its folder's name without ending and language; and the language."""
    folder, _, file = path.rpartition("/")
    name = slugs.stem(file)
    base, dot, suffix = name.rpartition(".")
    lang = ""
    if dot and suffix in languages:
        name, lang = base, suffix
    return (folder.rpartition("/")[2] if name == "index" and folder else name), lang


def site(tree: Tree, _content: str) -> ZolaSite:
    where = next((path for path in ("config.toml", "zola.toml") if path in tree.texts), "")
    config = values.table(tree, where)
    slugify = values.inner(config, "slugify")
    languages = values.inner(config, "languages")
    default = values.plain(config.get("default_language"))
    return ZolaSite(
        base=values.base_of(config.get("base_url")),
        lang=default,
        languages=frozenset(languages) - {default or "en"},
        slugs=values.line(slugify.get("paths")) or "on",
        keep_dates=values.truth(slugify.get("paths_keep_dates")),
    )
