"""A garden that Quartz builds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import KeptBack
from bot.sites import places, slugs, values
from bot.sites.model import Blog, Found, Kind, Post, Site, Surface
from bot.sites.script import Script

if TYPE_CHECKING:
    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = "quartz.config.ts"
TELLING = re.compile(r"quartz\.config\.ts")
DEPTH = 0
SURFACE = Surface(static="")
UNPUBLISHED = KeptBack("the garden publishes only what says publish: true", "add to its front matter: publish: true")


def recognise(tree: Tree) -> Blog | None:
    if CONFIG not in tree.texts:
        return None
    config = Script(tree.texts[CONFIG], {})
    address = next((one for one in config.said("baseUrl") if values.plain(one)), None)
    path = folder(tree)
    found = site(tree, path or "")
    ignored = next((value for value in config.values("ignorePatterns")), ())
    return Blog(
        kind=Kind.QUARTZ,
        site=values.site(f"https://{address}" if address and "://" not in address else address, CONFIG)
        or places.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        exclude=tuple(f"**/{word.strip(chr(34))}/**" for word in ignored if re.fullmatch(r'"[\w -]{1,60}"', word))
        if path == "content"
        else (),
        assets=places.assets(tree, "content"),
        name=next((one for one in config.said("pageTitle") if values.plain(one)), None),
        lang=found.lang,
    )


def folder(tree: Tree) -> str | None:
    """The folder of notes, or one in it that holds most of them; ``quartz build -d`` may name another one than content/."""
    tops = {one.partition("/")[0] for one in tree.folders} - {"docs", "quartz"}
    top = "content" if "content" in tops else max(sorted(tops), key=tree.posts_below, default="")
    path = places.posts_folder(tree, top) if top and tree.posts_below(top) else None
    return top if path and tree.posts_below(path) * 2 <= tree.posts_below(top) else path


@dataclass(frozen=True, slots=True)
class QuartzSite(Site):
    explicit: bool = False
    """Only what says ``publish: true`` is published."""
    source: str = "content"
    """The folder that is built."""

    def post(self, written: Written) -> Post:
        return Post(
            address=f"{self.base}/{self.place_of(written)}",
            title=slugs.stem(written.path).rpartition("/")[2],
            lang=values.line(written.fields.get("lang")) or self.lang,
            kept_back=None if not self.explicit or says_publish(written) else UNPUBLISHED,
        )

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": slug(written.title), **slugs.sections(self.place_of(written))}

    def place_of(self, written: Written) -> str:
        below = slugs.stem(written.path.removeprefix(f"{self.source}/"))
        return re.sub(r"(^|/)(?:_?index)$", r"\1", "/".join(map(slug, below.split("/"))))


def says_publish(written: Written) -> bool:
    return values.line(written.fields.get("publish")).lower() == "true"


def slug(name: str) -> str:
    return re.sub(r"\s", "-", name).replace("&", "-and-").replace("%", "-percent").replace("?", "").replace("#", "")


def site(tree: Tree, content: str) -> QuartzSite:
    config = Script(tree.texts.get(CONFIG, ""), {})
    address = next(config.said("baseUrl"), "")
    return QuartzSite(
        base=values.base_of(f"https://{address}" if "://" not in address else address),
        lang=next(config.said("locale"), None),
        matter_optional=True,
        source=content.partition("/")[0] or "content",
        explicit="ExplicitPublish" in config.words,
    )
