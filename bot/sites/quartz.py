"""A garden that Quartz builds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import KeptBack
from bot.sites import values
from bot.sites.model import Blog, Facts, Found, Kind, Post, Surface
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
    path = values.posts_folder(tree, "content")
    found = site(tree, "")
    ignored = next((value for value in config.values("ignorePatterns")), ())
    return Blog(
        kind=Kind.QUARTZ,
        site=values.site(f"https://{address}" if address and "://" not in address else address, CONFIG)
        or values.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        exclude=tuple(f"**/{word.strip(chr(34))}/**" for word in ignored if re.fullmatch(r'"[\w -]{1,60}"', word))
        if path == "content"
        else (),
        assets=values.assets(tree, "content"),
        name=next((one for one in config.said("pageTitle") if values.plain(one)), None),
        lang=found.lang,
    )


@dataclass(frozen=True, slots=True)
class QuartzSite(Facts):
    """A garden by Quartz's own rules."""

    explicit: bool = False
    """Only what says ``publish: true`` is published."""

    def post(self, written: Written) -> Post:
        return Post(
            address=f"{self.base}/{place_of(written)}",
            title=values.stem(written.path).rpartition("/")[2],
            lang=values.line(written.fields.get("lang")) or self.lang,
            kept_back=None if not self.explicit or says_publish(written) else UNPUBLISHED,
        )

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": slug(written.title), **values.sections(place_of(written))}


def place_of(written: Written) -> str:
    """Where its page is; an index is its folder."""
    below = values.stem(written.path.removeprefix("content/"))
    return re.sub(r"(^|/)(?:_?index)$", r"\1", "/".join(map(slug, below.split("/"))))


def says_publish(written: Written) -> bool:
    return values.line(written.fields.get("publish")).lower() == "true"


def slug(name: str) -> str:
    return re.sub(r"\s", "-", name).replace("&", "-and-").replace("%", "-percent").replace("?", "").replace("#", "")


def site(tree: Tree, _content: str) -> QuartzSite:
    config = Script(tree.texts.get(CONFIG, ""), {})
    address = next(config.said("baseUrl"), "")
    return QuartzSite(
        base=values.base_of(f"https://{address}" if "://" not in address else address),
        lang=next(config.said("locale"), None),
        matter_optional=True,
        explicit="ExplicitPublish" in config.words,
    )
