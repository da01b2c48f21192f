"""A blog that Docusaurus builds."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sites import values
from bot.sites.model import Blog, Facts, Found, Kind, Post, Surface
from bot.sites.script import Script, bracketed, is_script, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"docusaurus\.config\.\w+")
TELLING = CONFIG
DEPTH = 0
SURFACE = Surface(static="static")
ENDINGS = {"true": "/", "false": ""}
NAME = re.compile(r"(?P<folder>.*)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>.*?)(?:/index)?$")
"""The date of a file's path: in its name or over several folders."""


def recognise(tree: Tree) -> Blog | None:
    where = next((path for path in tree.texts if CONFIG.fullmatch(path)), None)
    if where is None:
        return None
    config = Script(tree.texts[where], {path: text for path, text in tree.texts.items() if is_script(path)})
    named = dict.fromkeys(["blog", *(text.strip("./") for text in config.said("path"))])
    there = [one for one in named if tree.posts_below(one) and one in tree.folders and one not in docs(config)]
    path = max(there, key=tree.dated_below, default=None)
    found = site(tree, path or "blog")
    return Blog(
        kind=Kind.DOCUSAURUS,
        site=values.first_site(config.said("url"), where) or values.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        exclude=("**/_*/**",)
        if path and any(f"/{one}/".startswith(f"/{path}/") and "/_" in one for one in tree.folders)
        else (),
        assets=values.assets(tree, "static"),
        name=next((one for one in config.said("title") if values.plain(one)), None),
        lang=found.lang,
    )


def docs(config: Script) -> set[str]:
    """The folders of documentation, whose options say so by their sidebars or are called docs."""
    found = {"docs", "src/pages"}
    for options in config.objects_with("sidebarPath"):
        found |= {text.strip("./") for text in options.said("path", depth=0)}
    return found


@dataclass(frozen=True, slots=True)
class DocusaurusSite(Facts):
    content: str = "blog"
    route: str = "blog"
    ending: str | None = None
    """``trailingSlash``: "/" or ""; None: as the slug has it."""

    def date_in_name(self, path: str) -> str | None:
        found = NAME.fullmatch(values.stem(path.removeprefix(f"{self.content}/")))
        return "-".join(part.zfill(2) for part in re.split("[-/]", found["date"])) if found else None

    def post(self, written: Written) -> Post:
        below = values.stem(written.path.removeprefix(f"{self.content}/"))
        found = NAME.fullmatch(below)
        if found:
            text = found["text"]
            slug = f"{found['date'].replace('-', '/')}/{found['folder']}{text}"
        else:
            text = slug = re.sub(r"/index$", "", below)
        own = values.line(written.fields.get("slug"))
        path = re.sub(r"/{2,}", "/", f"/{self.route}/{own or slug}")
        path = path if self.ending is None else f"{path.rstrip('/')}{self.ending}" or "/"
        return Post(
            address=f"{self.base}{path}",
            title=written.heading or text or None,
            lang=self.lang,
        )

    def parts(self, written: Written) -> dict[str, str]:
        below = values.stem(written.path.removeprefix(f"{self.content}/"))
        return {"title": values.github_slug(written.title), **values.sections(below)}


def site(tree: Tree, content: str) -> DocusaurusSite:
    text = next((text for path, text in tree.texts.items() if CONFIG.fullmatch(path)), "")
    config = Script(text, {})
    base = next(config.said("baseUrl"), "/").strip("/")
    return DocusaurusSite(
        base=f"/{base}" if base else "",
        lang=next(config.said("defaultLocale"), None) or "en",
        matter_optional=True,
        content=content or "blog",
        route=route_of(config, content or "blog").strip("/"),
        ending=next(
            (ENDINGS[value[0]] for value in config.values("trailingSlash") if value and value[0] in ENDINGS), None
        ),
    )


def route_of(config: Script, content: str) -> str:
    """``routeBasePath`` of the blog whose ``path`` is this folder; "blog" where none is said, for the preset's and the plugin's."""
    for options in (*plugins(config), *config.objects_with("path")):
        path = next(options.said("path", depth=0), "blog")
        if posixpath.normpath(f"/{path}").strip("/") == content:
            return next(options.said("routeBasePath", depth=0), "blog")
    preset = config.inside("blog")
    return next(preset.said("routeBasePath", depth=0), "blog") if preset is not None else "blog"


def plugins(config: Script) -> Iterator[Script]:
    """The options of each blog plugin that is named by itself."""
    for place, word in enumerate(config.words):
        if (
            is_text(word)
            and word[1:-1].endswith("plugin-content-blog")
            and config.words[place + 1 : place + 3] == [",", "{"]
        ):
            yield Script(" ".join(bracketed(config.words, place + 2)), {}, config)
