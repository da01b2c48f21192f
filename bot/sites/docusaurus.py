"""A blog that Docusaurus builds."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.model import KeptBack
from bot.sites import places, slugs, values
from bot.sites.model import Blog, Kind, Post, Site, Surface
from bot.sites.script import Script, bracketed, is_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = re.compile(r"docusaurus\.config\.\w+")
TELLING = CONFIG
DEPTH = 0
SURFACE = Surface(static="static")
ENDINGS = {"true": "/", "false": ""}
NAME = re.compile(r"(?P<folder>.*)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>.*?)(?:/index)?$")
"""The date of a file's path: in its name or over several folders."""
TRANSLATIONS = "docusaurus-plugin-content-blog"
TRANSLATED = re.compile(rf"i18n/(?P<locale>[\w-]+)/(?P<plugin>{TRANSLATIONS}(?:-[\w-]+)?)(?:/(?P<below>.*))?")
ALONE = KeptBack(
    "no post in the blog's own folder has its name, and Docusaurus makes no page of it",
    "write the post that it translates",
)


def recognise(tree: Tree) -> Blog | None:
    where = tree.first(CONFIG)
    if not where:
        return None
    config = Script(tree.texts[where], tree.scripts())
    there = [one for one in named(config) if tree.posts_below(one) and one in tree.folders and one not in docs(config)]
    path = max(there, key=tree.dated_below, default=None)
    found = site(tree, path or "blog")
    options = options_of(config, found.content)
    include = options.listed("include") if options is not None else []
    exclude = options.listed("exclude") if options is not None else []
    if path and any(f"/{one}/".startswith(f"/{path}/") and "/_" in one for one in tree.folders):
        exclude = [*exclude, "**/_*/**"]
    # Beside a second blog translations are left alone: nothing would say which blog is meant.
    translations = found.translations(tree.folders) if path == site(tree, "").content else []
    content, folders = places.together([path, *translations] if path else [])
    if translations:
        include = [f"{folder}/{glob}" for folder in folders for glob in include or ["**/*.{md,mdx}"]]
    return Blog(
        kind=Kind.DOCUSAURUS,
        site=values.first_site(config.said("url"), where) or places.elsewhere(tree),
        content=content,
        include=tuple(include),
        exclude=tuple(exclude),
        assets=places.assets(tree, "static"),
        name=next((one for one in config.said("title") if values.plain(one)), None),
        lang=found.lang,
    )


def named(config: Script) -> dict[str, None]:
    """The folders that may be a blog, "blog" first."""
    return dict.fromkeys(["blog", *(text.strip("./") for text in config.said("path"))])


def docs(config: Script) -> set[str]:
    """The folders of documentation, whose options say so by their sidebars or are called docs."""
    found = {"docs", "src/pages"}
    for options in config.objects_with("sidebarPath"):
        found |= {text.strip("./") for text in options.said("path", depth=0)}
    return found


@dataclass(frozen=True, slots=True)
class DocusaurusSite(Site):
    content: str = "blog"
    route: str = "blog"
    ending: str | None = None
    """``trailingSlash``: "/" or ""; None: as the slug has it."""
    plugin: str = TRANSLATIONS
    """What the folders of its translations are called."""
    root: Path = Path()

    def translations(self, folders: Iterable[str]) -> list[str]:
        """The folders of other languages; the default one's stand in for posts, and are no pages of their own."""
        found = (TRANSLATED.fullmatch(one) for one in sorted(folders))
        return [
            one[0] for one in found
            if one and one["plugin"] == self.plugin and not one["below"] and one["locale"] != self.lang
        ]  # fmt: skip

    def below(self, path: str) -> tuple[str, str]:
        """Its place in the blog without its ending, and the language that it is translated to."""
        found = TRANSLATED.fullmatch(path)
        translated = found is not None and found["plugin"] == self.plugin and bool(found["below"])
        if found is None or not translated:
            return path.removeprefix(f"{self.content}/"), ""
        return found["below"], found["locale"]

    def date_in_name(self, path: str) -> str | None:
        found = NAME.fullmatch(slugs.stem(self.below(path)[0]))
        return "-".join(part.zfill(2) for part in re.split("[-/]", found["date"])) if found else None

    def post(self, written: Written) -> Post:
        file, locale = self.below(written.path)
        below = slugs.stem(file)
        found = NAME.fullmatch(below)
        if found:
            text = found["text"]
            slug = f"{found['date'].replace('-', '/')}/{found['folder']}{text}"
        else:
            text = slug = re.sub(r"/index$", "", below)
        own = values.line(written.fields.get("slug"))
        path = re.sub(r"/{2,}", "/", f"/{self.route}/{own or slug}")
        path = path if self.ending is None else f"{path.rstrip('/')}{self.ending}" or "/"
        prefix = f"/{locale}" if locale and locale != self.lang else ""
        return Post(
            address=f"{self.base}{prefix}{path}",
            title=written.heading or text or None,
            lang=locale or self.lang,
            kept_back=ALONE if locale and not (self.root / self.content / file).is_file() else None,
        )

    def parts(self, written: Written) -> dict[str, str]:
        below = slugs.stem(self.below(written.path)[0])
        return {"title": slugs.github_slug(written.title), **slugs.sections(below)}


def site(tree: Tree, content: str) -> DocusaurusSite:
    text = tree.texts.get(tree.first(CONFIG), "")
    config = Script(text, {})
    base = next(config.said("baseUrl"), "/").strip("/")
    # Where the posts of all languages are read, the blog is the first of its folders that is there.
    content = content or next((one for one in named(config) if (tree.root / one).is_dir()), "blog")
    options = options_of(config, content)
    own_id = next(options.said("id", depth=0), "default") if options is not None else "default"
    return DocusaurusSite(
        base=f"/{base}" if base else "",
        lang=next(config.said("defaultLocale"), None) or "en",
        matter_optional=True,
        content=content,
        route=(next(options.said("routeBasePath", depth=0), "blog") if options is not None else "blog").strip("/"),
        ending=next(
            (ENDINGS[value[0]] for value in config.values("trailingSlash") if value and value[0] in ENDINGS), None
        ),
        plugin=TRANSLATIONS if own_id == "default" else f"{TRANSLATIONS}-{own_id}",
        root=tree.root,
    )


def options_of(config: Script, content: str) -> Script | None:
    """Of the blog whose ``path`` is this folder, else the preset's; None where none are said."""
    for options in (*plugins(config), *config.objects_with("path")):
        path = next(options.said("path", depth=0), "blog")
        if posixpath.normpath(f"/{path}").strip("/") == content:
            return options
    return config.inside("blog")


def plugins(config: Script) -> Iterator[Script]:
    """The options of each blog plugin that is named by itself."""
    for place, word in enumerate(config.words):
        if (
            is_text(word)
            and word[1:-1].endswith("plugin-content-blog")
            and config.words[place + 1 : place + 3] == [",", "{"]
        ):
            yield Script(" ".join(bracketed(config.words, place + 2)), {}, config)
