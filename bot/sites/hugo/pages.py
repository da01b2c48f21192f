"""The pages that Hugo makes of a blog's files: where each lies, and what stands at its address."""

from __future__ import annotations

import fnmatch
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from bot.model import KeptBack
from bot.sites import slugs, values
from bot.sites.hugo.cascade import Section, given_to, section_of
from bot.sites.hugo.patterns import date_word, sliced
from bot.sites.hugo.spelling import Spelling
from bot.sites.model import Post, Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.sites.hugo.cascade import Cascade
    from bot.sites.hugo.patterns import Rule
    from bot.sites.model import Written

RESOURCE = KeptBack("it lies in the folder of a page, and Hugo makes no page of it", "move it out of that folder")
DISABLED = KeptBack("its language is disabled in Hugo's settings, and Hugo makes no page of it", "enable the language")
DATE_IN_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ]?")
OF_THE_NAME = ":filename"
INDEX = re.compile(r"index(?:\.[\w-]+)?\.(?:md|markdown|html)")


@dataclass(frozen=True, slots=True)
class HugoSite(Site):
    root: Path = Path()
    contents: tuple[tuple[str, str], ...] = (("content", ""),)
    """Content folders with the language that each is of; "" where file names tell."""
    mounts: Mapping[str, str] = field(default_factory=dict)
    """Content folder to where below content/ it is mounted."""
    default: str = "en"
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """Language to what its addresses begin with; "" for the default language."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Language to its code for readers ("pt-br")."""
    own_hosts: Mapping[str, str] = field(default_factory=dict)
    """Language to its own baseURL."""
    titles: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """By language; "" for those without their own."""
    ugly: bool = False
    ugly_sections: frozenset[str] = frozenset()
    spelling: Spelling = field(default_factory=Spelling)
    cascades: tuple[Cascade, ...] = ()
    """Of the settings."""
    disabled: frozenset[str] = frozenset()
    """Languages of which nothing is built."""
    indexes: dict[tuple[str, str], Section] = field(default_factory=dict)
    """Folder and language to what its ``_index`` says, once it was read."""
    bundles: dict[str, bool] = field(default_factory=dict)
    """Folder to whether an ``index`` makes a page of all that lies in it, once it was looked at."""

    def date_in_name(self, path: str) -> str | None:
        found = DATE_IN_NAME.match(file_or_folder(path))
        return found[1] if found and OF_THE_NAME in self.date_names else None

    def given(self, path: str) -> dict[str, Any]:
        return values.for_all(self.handed_down(Place.of(self, path)))

    def handed_down(self, place: Place) -> dict[str, Any]:
        """What the settings and the folders above give the page."""
        nearest: list[Cascade] = []
        for depth in range(len(place.folders), -1, -1):
            nearest += self.section(place, depth).cascades
        nearest += self.cascades
        return given_to(self.logical(place).lower(), place.lang, nearest) if nearest else {}

    def section(self, place: Place, depth: int) -> Section:
        """The folder so many below the content folder, 0 for itself, by its own ``_index``."""
        folder = self.folder_at(place, depth)
        known = (folder, place.lang)
        if known not in self.indexes:
            own = any(content == place.content and lang == place.lang for content, lang in self.contents)
            default = own or place.lang == self.default
            self.indexes[known] = section_of(self.root / folder, place.lang, default=default)
        return self.indexes[known]

    def folder_at(self, place: Place, depth: int) -> str:
        """Below the blog's folder; what lies above a mounted folder lies in the content folder itself."""
        mounted = len([one for one in self.mounts.get(place.content, "").split("/") if one])
        if depth < mounted:
            return "/".join((self.contents[0][0], *place.folders[:depth]))
        return "/".join((place.content, *place.folders[mounted:depth]))

    def folder_names(self, place: Place) -> list[str]:
        """As they stand in an address that follows the folders."""
        return [
            self.spelling.sanitized(own) if (own := self.section(place, depth).slug) else self.spelling.page_path(name)
            for depth, name in enumerate(place.folders, 1)
        ]

    def post(self, written: Written) -> Post:
        place = Place.of(self, written.path)
        # Hugo reads the names of front matter without regard to case.
        written = replace(written, fields={**self.handed_down(place), **values.lower(written.fields)})
        lang = values.line(written.fields.get("lang")) or self.codes.get(place.lang) or self.lang
        address = self.address(written, place)
        return Post(
            address=address,
            lang=lang,
            pictures=tuple(self.bundled(written, place)),
            kept_back=DISABLED
            if place.lang in self.disabled
            else RESOURCE
            if self.is_resource(written.path, place)
            else None,
            trouble=None
            if address
            else "its permalink in Hugo's settings has a token that is not known, or needs a date",
        )

    def is_resource(self, path: str, place: Place) -> bool:
        """A page above it has taken it for its own."""
        folders = path.removeprefix(f"{place.content}/").split("/")[:-1]
        tops = ["/".join((place.content, *folders[:depth])) for depth in range(len(folders), 0, -1)]
        return any(map(self.is_bundle, tops[1:] if place.bundle else tops))

    def is_bundle(self, folder: str) -> bool:
        if folder not in self.bundles:
            try:
                names = os.listdir(f"{self.root}/{folder}")  # noqa: PTH208 - for each folder of thousands
            except OSError:
                names = []
            self.bundles[folder] = any(INDEX.fullmatch(name) for name in names)
        return self.bundles[folder]

    def parts(self, written: Written) -> dict[str, str]:
        place = Place.of(self, written.path)
        return {
            "title": self.spelling.urlize(written.title), "section": place.section, "sections": "/".join(self.sections(place)),
        }  # fmt: skip

    # ── addresses ────────────────────────────────────────────────────────────────────────────────

    def address(self, written: Written, place: Place) -> str | None:
        prefix = f"{self.base}{self.prefixes.get(place.lang, '')}"
        own = values.line(written.fields.get("url"))
        if own:
            if re.match(r"https?://", own):
                return own
            if ":" in own:
                own = self.filled(own, written, place) or ""
            if not own:
                return None
            whole = f"{self.base}{own}" if own.startswith("/") else f"{prefix}/{own}"
            whole = whole.replace("/index.html", "/") if whole.endswith("/index.html") else whole
            return whole if whole.endswith("/") or "." in whole.rpartition("/")[2] else f"{whole}/"
        logical = self.logical(place)
        for rule in self.rules.get(place.lang, self.rules.get("", ())):
            if rule.fits(logical.lower()):
                path = self.filled(rule.pattern, written, place)
                # What a pattern gives is read as an address once more: "+" and "%20" are spaces in it.
                return (
                    self.finished(prefix, self.spelling.sanitized(unquote_plus(path.rstrip("/"))), place)
                    if path is not None
                    else None
                )
        path = "/".join((*self.folder_names(place), self.slug(written) or self.spelling.page_path(place.name)))
        return self.finished(prefix, path, place)

    def logical(self, place: Place) -> str:
        """The page's path by which the settings name it."""
        names = (self.spelling.page_path(name) for name in (*place.folders, place.name))
        return "/" + "/".join(name for name in names if name)

    def finished(self, prefix: str, path: str, place: Place) -> str:
        path = re.sub(r"/{2,}", "/", f"/{path}").rstrip("/") or "/"
        if path.endswith((".html", ".htm")):
            return f"{prefix}{path}"
        if self.ugly or place.section in self.ugly_sections:
            return f"{prefix}{path}.html"
        return f"{prefix}{path.rstrip('/')}/"

    def slug(self, written: Written) -> str:
        before = self.date_names[: self.date_names.index(OF_THE_NAME)] if OF_THE_NAME in self.date_names else None
        taken = before is not None and not any(written.fields.get(name) for name in before)
        named = DATE_IN_NAME.match(file_or_folder(written.path)) if taken else None
        own = values.line(written.fields.get("slug"))
        if not own and named is not None:
            # Where Hugo takes the date from the name, it takes the rest for the slug.
            return self.spelling.sanitized(slugs.stem(file_or_folder(written.path)[named.end() :]))
        return self.spelling.sanitized(own).strip("-")

    def filled(self, pattern: str, written: Written, place: Place) -> str | None:
        """The pattern with this page's own words; None where one of them is not known."""
        unknown = False

        def word(found: re.Match[str]) -> str:
            nonlocal unknown
            value = self.token(found[1], found[2] or "", written, place)
            unknown = unknown or value is None
            return value or ""

        result = re.sub(r"(?<!\\):(\w+)(\[[^\]]{0,20}\])?", word, pattern).replace("\\:", ":")
        return None if unknown else result

    def token(self, name: str, cut: str, written: Written, place: Place) -> str | None:
        date = written.date
        match name:
            case "title":
                return self.spelling.urlize(written.title)
            case "slug":
                return self.slug(written) or self.spelling.urlize(written.title)
            case "filename" | "contentbasename":
                return self.spelling.urlize(place.name)
            case "slugorfilename" | "slugorcontentbasename":
                return self.slug(written) or self.spelling.urlize(place.name)
            case "section":
                return self.spelling.page_path(place.section)
            case "sectionslug":
                return next(iter(self.folder_names(place)), "")
            case "sections" | "sectionslugs":
                return "/".join(sliced(self.sections(place, slugs=name == "sectionslugs"), cut))
        return None if date is None else date_word(name, date)

    def sections(self, place: Place, *, slugs: bool = False) -> list[str]:
        """The folders that are sections: the first, and those below with an ``_index`` of their own."""
        names = self.folder_names(place) if slugs else [*map(self.spelling.page_path, place.folders)]
        return [
            name for depth, name in enumerate(names, 1) if depth == 1 or self.has_index(self.folder_at(place, depth))
        ]

    def has_index(self, folder: str) -> bool:
        endings = (".md", ".html", *(f".{lang}.md" for lang in self.prefixes))
        return any(os.path.exists(f"{self.root}/{folder}/_index{ending}") for ending in endings)  # noqa: PTH110 - for each post

    # ── pictures ─────────────────────────────────────────────────────────────────────────────────

    def bundled(self, written: Written, place: Place) -> Iterator[str]:
        """What Hugo's own template for og:image takes from a page bundle, in its order."""
        resources = [one for one in values.tables(written.fields.get("resources")) if values.line(one.get("src"))]
        if place.bundle:
            try:
                names = sorted(one.name for one in (self.root / written.path).parent.iterdir())
            except OSError:
                names = []
            images = [name for name in names if name.lower().endswith(slugs.PICTURES)]
        else:
            images = []
        called = [(values.line(one.get("name")).lower(), values.line(one.get("src"))) for one in resources]
        for words in (("feature",), ("cover", "thumbnail")):
            for name, source in called:
                if any(word in name for word in words):
                    yield next((one for one in images if fnmatch.fnmatch(one, source)), source)
            for name in images:
                if any(word in name.lower() for word in words):
                    yield name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies, as Hugo sees it."""

    content: str
    folders: tuple[str, ...]
    """Below the content folder; without the bundle's own."""
    name: str
    """Without ending and language; a bundle has its folder's."""
    lang: str
    bundle: bool

    @property
    def section(self) -> str:
        return self.folders[0] if self.folders else ""

    @classmethod
    def of(cls, site: HugoSite, path: str) -> Place:
        content, lang = max(
            (one for one in site.contents if path.startswith(f"{one[0]}/")),
            key=lambda one: len(one[0]),
            default=("", ""),
        )
        mounted = site.mounts.get(content, "")
        *folders, file = f"{mounted}/{path.removeprefix(f'{content}/')}".lstrip("/").split("/")
        name = file.rpartition(".")[0] or file
        base, dot, suffix = name.rpartition(".")
        if dot and (suffix.lower() in site.prefixes or suffix.lower() in site.disabled):
            name, lang = base, suffix.lower()
        bundle = name == "index" and bool(folders)
        if bundle:
            name = folders.pop()
        return cls(content, tuple(folders), name, lang or site.default, bundle)


def file_or_folder(path: str) -> str:
    """The name that tells: an ``index``'s is its folder's."""
    folder, _, name = path.rpartition("/")
    return folder.rpartition("/")[2] if name.startswith("index.") and folder else name
