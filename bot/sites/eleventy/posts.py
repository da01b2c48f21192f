"""A post's address and title as Eleventy makes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.model import KeptBack
from bot.sites import slugs, values
from bot.sites.eleventy.permalinks import FILTERS
from bot.sites.model import Post, Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sites.model import Written

NO_PAGE = KeptBack("its folder's data says permalink: false, so it has no page", "give it a permalink of its own")
DATE = re.compile(r"(\d{4}-\d{2}-\d{2})-(?=.)")
EXPRESSION = re.compile(r"\{\{-?\s*+(?P<inside>[^{}]{1,200}?)\s*+-?\}\}|\$\{\s*+(?P<script>[^{}]{1,200}?)\s*+\}")
CONDITION = re.compile(
    r"\{%-?\s*if\s+(?P<what>[\w.]{1,60})\s*-?%\}(?P<then>[^%]{0,300}?)(?:\{%-?\s*else\s*-?%\}(?P<other>[^%]{0,300}?))?\{%-?\s*endif\s*-?%\}"
)


@dataclass(frozen=True, slots=True)
class EleventySite(Site):
    source: str = ""
    permalinks: Mapping[str, str] = field(default_factory=dict)
    """Folder to the permalink that its data file says; "" for one that is a program. The top's is for all."""

    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Folder to what its data file says, where that is JSON or YAML."""
    forms: Mapping[str, str] = field(default_factory=dict)
    """The blog's own filters for dates, each with the form that it gives them."""

    def date_in_name(self, path: str) -> str | None:
        for part in (path.rpartition("/")[2], path.rpartition("/")[0].rpartition("/")[2]):
            if found := DATE.match(part):
                return found[1]
        return None

    def given(self, path: str) -> dict[str, Any]:
        return values.for_all(self.folder_data(path))

    def folder_data(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            found |= self.data.get("/".join(parts[:depth]), {})
        return found

    def post(self, written: Written) -> Post:
        own = values.line(written.fields.get("permalink"))
        written = replace(written, fields={**self.folder_data(written.path), **written.fields})
        pattern = own or self.permalink_of(written.path)
        stem = self.stem(written)
        lang = values.line(written.fields.get("lang")) or self.lang
        if pattern in {None, "false"}:
            folder, _, name = stem.rpartition("/")
            same = name == "index" or name == folder.rpartition("/")[2]
            path = f"/{folder}/" if same else f"/{stem}/"
            hidden = NO_PAGE if pattern == "false" else None
            return Post(f"{self.base}{re.sub('/{2,}', '/', path)}", garden_title(written), lang, kept_back=hidden)
        filled = self.filled(pattern or "", written, stem)
        trouble = None if filled else f"its permalink {pattern!r} is a program that only Eleventy can run"
        if filled is None:
            return Post(lang=lang, trouble=trouble)
        path = re.sub(r"/{2,}", "/", f"/{filled}")
        return Post(f"{self.base}{re.sub(r'/index.html$', '/', path)}", garden_title(written), lang)

    def parts(self, written: Written) -> dict[str, str]:
        return {"title": slugs.slugify(written.title) or "", **slugs.sections(self.stem(written))}

    def stem(self, written: Written) -> str:
        """Its path below the input folder, without its ending."""
        return slugs.stem(written.path.removeprefix(f"{self.source}/") if self.source else written.path)

    def permalink_of(self, path: str) -> str | None:
        folder = path.rpartition("/")[0]
        while folder and folder not in self.permalinks:
            folder = folder.rpartition("/")[0]
        return self.permalinks.get(folder)

    def filled(self, pattern: str, written: Written, stem: str) -> str | None:
        unknown = not pattern

        def word(found: re.Match[str]) -> str:
            nonlocal unknown
            value = self.expression(found["inside"] or found["script"], written, stem)
            unknown = unknown or value is None
            return value or ""

        def chosen(found: re.Match[str]) -> str:
            return (found["then"] if self.expression(found["what"], written, stem) else found["other"]) or ""

        result = EXPRESSION.sub(word, CONDITION.sub(chosen, pattern))
        return None if unknown or re.search(r"[{}<>]|%\}", result) else result

    def expression(self, text: str, written: Written, stem: str) -> str | None:
        """``page.fileSlug``, ``title | slugify``, ``slug or page.fileSlug`` and the like; None for other programs."""
        alternatives = re.split(r"\|\||\?\?|\s+or\s+", text)
        found = (self.piped(one, written, stem) for one in alternatives)
        return next((one for one in found if one), None)

    def piped(self, text: str, written: Written, stem: str) -> str | None:
        """A value and the filters that it goes through."""
        name, *filters = (part.strip() for part in text.split("|"))
        name = re.sub(r"^(?:data|this)\.", "", name)
        called = re.fullmatch(r"(?:this\.)?(?:filters\.)?(\w+)\(\s*([\w.]+)\s*\)", name)
        if called:
            name, filters = re.sub(r"^data\.", "", called[2]), [called[1], *filters]
        if name in {"page.date", "date"}:
            return self.dated(filters, written)
        value = self.named(name, written, stem)
        for one in filters:
            otherwise = re.fullmatch(r"default\(\s*([\w.]+)\s*\)", one)
            if otherwise:
                value = value or self.named(otherwise[1], written, stem)
            else:
                known = FILTERS.get(one)
                value = known(value) if known and value is not None else None
        return value

    def named(self, name: str, written: Written, stem: str) -> str | None:
        match name:
            case "page.fileSlug":
                slug = DATE.sub("", stem.rpartition("/")[2], count=1)
                return slug if slug != "index" else DATE.sub("", stem.rpartition("/")[0].rpartition("/")[2], count=1)
            case "page.filePathStem":
                return f"/{stem}"
            case "page.outputFileExtension":
                return "html"
            case "title":
                return written.title
        if year := re.fullmatch(r"(?:page\.)?date\.get(?:UTC)?FullYear\(\)", name):
            return f"{written.date.year:04}" if year and written.date is not None else None
        return values.line(written.fields.get(name)) or None if re.fullmatch(r"\w+", name) else None

    def dated(self, filters: list[str], written: Written) -> str | None:
        """Liquid's ``date: "%Y/%m/%d"``, or a filter of the blog's own whose text says its form."""
        if written.date is None or len(filters) != 1:
            return None
        found = re.fullmatch(r"date\s*:\s*[\"']([^\"']{1,40})[\"']", filters[0])
        form = found[1] if found else self.forms.get(filters[0])
        return written.date.strftime(form) if form is not None else None


def garden_title(written: Written) -> str | None:
    """A digital garden out of Obsidian has its files' names as titles."""
    if not any(key.startswith("dg-") for key in written.fields):
        return None
    return slugs.stem(written.path).rpartition("/")[2]
