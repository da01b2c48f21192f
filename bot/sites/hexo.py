"""A blog that Hexo builds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import sha1
from typing import TYPE_CHECKING

from bot.clock import zone
from bot.sites import places, slugs, values
from bot.sites.model import Blog, Kind, Post, Site, Surface

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.sites.folder import Tree
    from bot.sites.model import Written

CONFIG = "_config.yml"
TELLING = re.compile(r"_config\.yml")
DEPTH = 0
SURFACE = Surface(
    static="source",
    dotted='_config.yml needs: include: [".well-known/*"] and skip_render: [".well-known/*"]',
    data="source/_data/bot.json",
)
OWN = frozenset(
    {"source_dir", "new_post_name", "public_dir", "permalink_defaults", "default_category", "pretty_urls", "deploy"}
)
SPECIAL = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
                         "ß": "s", "ħ": "h", "Ħ": "H", "ı": "i", "ſ": "l"})  # fmt: skip
TOKEN = re.compile(r":(\w*[^_\W])")
NAME_TOKENS = {
    "year": r"(?P<year>\d{4})", "month": r"(?P<month>\d{2})", "day": r"(?P<day>\d{2})", "i_month": r"(?P<month>\d{1,2})",
    "i_day": r"(?P<day>\d{1,2})", "title": r"(?P<title>.+)",
}  # fmt: skip


def recognise(tree: Tree) -> Blog | None:
    config = values.table(tree, CONFIG)
    if not config or ("hexo" not in places.packages(tree) and not OWN & set(config)):
        return None
    found = site(tree, "")
    return Blog(
        kind=Kind.HEXO,
        site=values.site(config.get("url"), CONFIG) or places.elsewhere(tree),
        content=places.folder(f"{found.source}/_posts", tree, CONFIG),
        assets=places.assets(tree, found.source),
        name=values.plain(config.get("title")),
        lang=found.lang,
        timezone=found.timezone,
    )


@dataclass(frozen=True, slots=True)
class HexoSite(Site):
    source: str = "source"
    permalink: str = ":year/:month/:day/:title/"
    new_post_name: str = ":title.md"
    category: str = "uncategorized"
    defaults: Mapping[str, str] = field(default_factory=dict)
    """``permalink_defaults``"""
    asset_folders: bool = False
    category_map: Mapping[str, str] = field(default_factory=dict)
    filename_case: int = 0
    index: bool = True
    html: bool = True
    """Whether addresses keep a last index.html, and a last .html."""

    def date_in_name(self, path: str) -> str | None:
        found = self.parse(path)
        return f"{found['year']}-{found['month']}-{found['day']}" if {"year", "month", "day"} <= set(found) else None

    def parse(self, path: str) -> dict[str, str]:
        """What ``new_post_name`` tells of the file's path below _posts."""
        name = slugs.stem(path.partition("/_posts/")[2] or path)
        pattern = "".join(
            NAME_TOKENS.get(part, f"(?P<{part}>.+?)") if at % 2 else re.escape(part)
            for at, part in enumerate(TOKEN.split(slugs.stem(self.new_post_name)))
        )
        try:
            found = re.fullmatch(pattern, name)
        except re.error:
            found = None
        return {key: value for key, value in found.groupdict().items() if value} if found else {"title": slugize(name)}

    def post(self, written: Written) -> Post:
        parsed = self.parse(written.path)
        slug = parsed.get("title", "")
        categories = self.categories(written)
        fields = written.fields
        lang = values.line(fields.get("lang") or fields.get("language")) or parsed.get("lang") or self.lang
        own = values.line(fields.get("permalink"))
        pattern = own or self.permalink
        date = self.built_date(written.date) if written.date else None
        words = {
            "title": slug, "name": slug.rpartition("/")[2], "post_title": slugize(written.title, 1),
            "category": "/".join(categories) if categories else self.category,
        }  # fmt: skip
        if date is not None:
            words |= {
                "year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}", "hour": f"{date:%H}", "minute": f"{date:%M}",
                "second": f"{date:%S}", "i_month": str(date.month), "i_day": str(date.day),
            }  # fmt: skip
            seconds = str(int(date.timestamp()))
            words |= {
                "timestamp": seconds,
                "hash": sha1(f"{slug}{seconds}".encode(), usedforsecurity=False).hexdigest()[:12],
            }
        # As JavaScript writes a list: with commas between.
        given = {key: values.line(value) or ",".join(values.words(value)) for key, value in fields.items()}
        words = {**self.defaults, **parsed, **{key: value for key, value in given.items() if value}, **words}
        address = None if not own and any(one not in words for one in TOKEN.findall(pattern)) else pattern
        if address is None:
            return Post(
                lang=lang,
                trouble=f"its permalink {pattern!r} needs what it does not have",
            )
        if not own:
            address = TOKEN.sub(lambda found: words[found[1]], address)
        path = re.sub(r"/{2,}", "/", f"/{address}")
        if self.asset_folders and not path.endswith(("/", ".html")):
            path += "/"
        if not self.index:
            path = re.sub(r"/index\.html$", "/", path)
        if not self.html:
            path = re.sub(r"(?<!/index)\.html$", "", path)
        return Post(f"{self.base}{path}", lang=lang)

    def built_date(self, date: datetime) -> datetime:
        """In the zone of the machine that builds: a runner's, unless somebody has set it.

        A zone of the settings is taken for that of every date, even of one that names another.
        """
        blog = zone(self.timezone)
        own = date if date.tzinfo == blog or not self.timezone else date.astimezone(UTC).replace(tzinfo=blog)
        return own.astimezone(UTC)

    def parts(self, written: Written) -> dict[str, str]:
        below = written.path.partition("/_posts/")[2] or written.path
        return {
            "title": slugize(written.title, 1), "categories": "/".join(self.categories(written)), **slugs.sections(below),
        }  # fmt: skip

    def categories(self, written: Written) -> list[str]:
        """As they are written in addresses."""
        several = written.fields.get("categories")
        if isinstance(several, list) and several and isinstance(several[-1], list):
            several = several[-1]  # several ways down; the last one counts
        named = values.words(several) if isinstance(several, list) else []
        named = named or [one for one in (values.line(several or written.fields.get("category")),) if one]
        return [slugize(self.category_map.get(one, one), self.filename_case) for one in named]


def slugize(text: str, case: int = 0) -> str:
    """Hexo's own: accents away, each run of signs one "-"; ``case``: 1 lower, 2 upper."""
    found = re.sub(r"[\x00-\x1f]", "", slugs.without_accents(text).translate(LETTERS))
    found = SPECIAL.sub("-", found).strip("-")
    return found.lower() if case == 1 else found.upper() if case == 2 else found


def site(tree: Tree, _content: str) -> HexoSite:
    config = values.table(tree, CONFIG)
    root = values.line(config.get("root")).strip("/")
    language = config.get("language")
    pretty = values.inner(config, "pretty_urls")
    return HexoSite(
        base=f"/{root}" if root else values.base_of(config.get("url")),
        lang=next(iter(values.words(language)), None),
        timezone=values.plain(config.get("timezone")),
        matter_optional=True,
        matter_unopened=True,
        source=values.line(config.get("source_dir")).strip("/") or "source",
        permalink=values.line(config.get("permalink")) or ":year/:month/:day/:title/",
        new_post_name=values.line(config.get("new_post_name")) or ":title.md",
        defaults={key: values.line(value) for key, value in values.inner(config, "permalink_defaults").items()},
        asset_folders=values.truth(config.get("post_asset_folder")),
        category=values.line(config.get("default_category")) or "uncategorized",
        category_map={key: values.line(value) for key, value in (config.get("category_map") or {}).items()}
        if isinstance(config.get("category_map"), dict)
        else {},
        filename_case=values.number(config.get("filename_case"), 0),
        index=values.line(pretty.get("trailing_index")) != "false",
        html=values.line(pretty.get("trailing_html")) != "false",
    )
