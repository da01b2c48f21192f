"""A blog that Pelican builds."""

from __future__ import annotations

import ast
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.clock import zone
from bot.model import KeptBack
from bot.sites import places, slugs, values
from bot.sites.model import Blog, Found, Kind, Post, Site, Surface

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sites.folder import Tree
    from bot.sites.model import Written

FILES = ("pelicanconf.py", "publishconf.py")
"""The second is for publishing, and goes before the first."""
TELLING = re.compile(r"(?:pelicanconf|publishconf)\.py")
DEPTH = 0
SURFACE = Surface(
    dotted="pelicanconf.py needs: STATIC_PATHS = ['images', '.well-known']",
)
UNDATED = KeptBack("it has no date, and Pelican makes no page of it", "add to its front matter: date: ...")
CHARS = 64 * 1024
SUBSTITUTIONS = ((r"[^\w\s-]", ""), (r"(?u)\A\s*", ""), (r"(?u)\s*\Z", ""), (r"[-\s]+", "-"))
HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/?")
FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<format>[^{}]*))?\}")


def recognise(tree: Tree) -> Blog | None:
    if not any(path in tree.texts for path in FILES):
        return None
    config, where = configuration(tree)
    found = site(tree, "")
    content = None
    paths = [one for one in found.articles if one] or [""]
    for one in paths:
        folder = f"{found.path}/{one}".strip("/")
        if folder in tree.folders and tree.posts_below(folder):
            content = Found(folder, where)
            break
    pages = config.get("PAGE_PATHS")
    named = [one for one in (pages if isinstance(pages, list) else ["pages"]) if isinstance(one, str) and one]
    top = f"{content.value}/" if content else ""
    apart = [folder for one in named if (folder := f"{found.path}/{one}".strip("/")) in tree.folders]
    return Blog(
        kind=Kind.PELICAN,
        site=values.site(with_scheme(config.get("SITEURL")), where) or places.elsewhere(tree),
        content=content,
        exclude=tuple(f"{one.removeprefix(top)}/**" for one in apart if top and one.startswith(top)),
        assets=places.assets(tree, found.path),
        name=values.plain(config.get("SITENAME")),
        lang=found.lang,
        timezone=found.timezone,
    )


def configuration(tree: Tree) -> tuple[dict[str, Any], str]:
    """The plain values that both files assign; nothing in them is run."""
    config: dict[str, Any] = {}
    where = ""
    for path in FILES:
        text = tree.texts.get(path)
        if text is None or len(text) > CHARS:
            continue
        try:
            lines = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for one in lines:
            if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
                try:
                    value = ast.literal_eval(one.value)
                except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                    continue
                if one.targets[0].id == "SITEURL" and not value:
                    continue
                config[one.targets[0].id] = value
                where = path if one.targets[0].id == "SITEURL" or not where else where
    return config, where or next((path for path in FILES if path in tree.texts), "")


@dataclass(frozen=True, slots=True)
class PelicanSite(Site):
    path: str = "content"
    articles: tuple[str, ...] = ("",)
    url: str = "{slug}.html"
    lang_url: str = "{slug}-{lang}.html"
    source: str = "title"
    unicode: bool = False
    keep_case: bool = False
    substitutions: tuple[tuple[str, str], ...] = SUBSTITUTIONS
    category: str = "misc"
    folder_is_category: bool = True
    file_pattern: str = r"(?P<date>\d{4}-\d{2}-\d{2}).*"
    path_pattern: str = ""
    author: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """``DEFAULT_METADATA``"""
    undated: bool = False
    """A post without a date has that of its file."""

    def in_name(self, path: str) -> dict[str, str]:
        """What the file's name and its path tell, by the settings' patterns."""
        below = path.removeprefix(f"{self.path}/")
        parsed: dict[str, str] = {}
        for pattern, text in ((self.path_pattern, below), (self.file_pattern, slugs.stem(below).rpartition("/")[2])):
            try:
                found = re.match(pattern, text) if pattern else None
            except re.error:
                continue
            parsed |= {key.lower(): value for key, value in found.groupdict().items() if value} if found else {}
        return parsed

    def given(self, path: str) -> dict[str, Any]:  # noqa: ARG002 - the same for all
        return values.for_all(self.metadata)

    def date_in_name(self, path: str) -> str | None:
        return self.in_name(path).get("date")

    def post(self, written: Written) -> Post:
        fields = {str(key).lower(): value for key, value in written.fields.items()}
        named = self.in_name(written.path)
        title = self.title_of(written)
        of_file = slugs.stem(written.path).rpartition("/")[2]
        own = values.line(fields.get("slug")) or named.get("slug")
        slug = own or self.slugify(of_file if self.source == "basename" else title)
        lang = values.line(fields.get("lang")) or self.lang
        own_url = values.line(fields.get("url"))
        pattern = own_url or (self.lang_url if lang and self.lang and lang != self.lang else self.url)
        words = {
            "slug": slug, "lang": lang or "", "category": self.slugify(self.category_of(written)), "author": self.slugify(author(fields) or self.author),
        }  # fmt: skip
        trouble: str | None = None

        def word(found: re.Match[str]) -> str:
            nonlocal trouble
            if found["name"] == "date" and written.date is not None:
                return written.date.astimezone(zone(self.timezone)).strftime(found["format"] or "%Y-%m-%d")
            value = words.get(found["name"])
            if value is None:
                trouble = f"its address {pattern!r} needs its {found['name']}, which only Pelican can tell"
            return value or ""

        path = FIELD.sub(word, pattern)
        if trouble:
            return Post(title=title, lang=lang, trouble=trouble)
        path = re.sub(r"(^|/)index\.html$", r"\1", path)
        left_out = UNDATED if written.date is None and not self.undated else None
        return Post(f"{self.base}/{path.lstrip('/')}", title=title, lang=lang, kept_back=left_out)

    def parts(self, written: Written) -> dict[str, str]:
        return {
            "title": self.slugify(self.title_of(written)) or "", "categories": self.slugify(self.category_of(written)) or "",
            **slugs.sections(written.path.removeprefix(f"{self.path}/")),
        }  # fmt: skip

    def title_of(self, written: Written) -> str:
        return written.title or self.in_name(written.path).get("title") or written.heading

    def category_of(self, written: Written) -> str:
        """Its own, else its folder's, else what its path says, else the default one."""
        own = next((value for key, value in written.fields.items() if str(key).lower() == "category"), None)
        folder = f"/{written.path.removeprefix(f'{self.path}/')}".split("/")[-2] if self.folder_is_category else ""
        return values.line(own) or folder or self.in_name(written.path).get("category") or self.category

    def slugify(self, text: str) -> str | None:
        text = re.sub(r"<[^<>]{0,200}>", "", text)
        text = unicodedata.normalize("NFKC", text)
        if not self.unicode:
            plain = slugs.in_ascii(slugs.PICTOGRAMS.sub("", text))
            if plain is None:
                return None
            text = plain
        for pattern, other in self.substitutions:
            try:
                text = re.sub(pattern, other, text, flags=re.IGNORECASE)
            except re.error:
                return None
        return (text if self.keep_case else text.lower()).strip()


def author(fields: dict[str, Any]) -> str:
    several = values.line(fields.get("authors"))
    return values.line(fields.get("author")) or several.partition(";" if ";" in several else ",")[0].strip()


def with_scheme(address: object) -> object:
    """The address, which Pelican takes without its scheme too."""
    return f"https://{address}" if isinstance(address, str) and HOST.fullmatch(address) else address


def site(tree: Tree, _content: str) -> PelicanSite:
    config, _ = configuration(tree)
    pairs = config.get("SLUG_REGEX_SUBSTITUTIONS")
    given = (
        tuple((one[0], one[1]) for one in pairs if len(one) == 2) if isinstance(pairs, list | tuple) else SUBSTITUTIONS
    )
    named = config.get("ARTICLE_PATHS")
    articles = tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ("",)
    # Where no settings name it, the command that starts Pelican does: content/, as its own Makefile has it.
    at_top = all(one and (tree.root / one).is_dir() for one in articles)
    return PelicanSite(
        base=values.base_of(config.get("SITEURL")),
        lang=values.plain(config.get("DEFAULT_LANG")) or "en",
        timezone=values.plain(config.get("TIMEZONE")),
        header_lines=True,
        path=(values.plain(config.get("PATH")) or ("" if at_top else "content")).removeprefix("./").strip("./"),
        articles=articles,
        url=values.plain(config.get("ARTICLE_URL")) or "{slug}.html",
        lang_url=values.plain(config.get("ARTICLE_LANG_URL")) or "{slug}-{lang}.html",
        source=values.plain(config.get("SLUGIFY_SOURCE")) or "title",
        unicode=config.get("SLUGIFY_USE_UNICODE") is True,
        keep_case=config.get("SLUGIFY_PRESERVE_CASE") is True,
        substitutions=given,
        category=values.plain(config.get("DEFAULT_CATEGORY")) or "misc",
        folder_is_category=config.get("USE_FOLDER_AS_CATEGORY") is not False,
        path_pattern=values.plain(config.get("PATH_METADATA")) or "",
        author=values.plain(config.get("AUTHOR")) or "",
        metadata=metadata if isinstance(metadata := config.get("DEFAULT_METADATA"), dict) else {},
        undated=bool(config.get("DEFAULT_DATE")),
        file_pattern=values.plain(config.get("FILENAME_METADATA")) or r"(?P<date>\d{4}-\d{2}-\d{2}).*",
    )
