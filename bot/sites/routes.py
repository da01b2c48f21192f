"""Pages whose address a file's place tells: ``[slug].astro``, ``app/blog/[slug]/page.tsx``, ``pages/[...slug].vue``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

NO_POST = frozenset(
    {"page", "tag", "tags", "category", "categories", "author", "authors", "year", "month", "404", "api", "og"}
)
LANGUAGE = frozenset({"lang", "locale", "language"})
DATED = frozenset({"year", "month", "day"})
PARAMETER = re.compile(r"\[(?P<rest>\.\.\.)?(?P<name>\w+)\]")


@dataclass(frozen=True, slots=True)
class Route:
    """Where one kind of page lies: "/blog/{}", with "{}" for the post.

    {lang}, {year}, {month}, {day} and {section} stand for parameters of their own.
    """

    pattern: str
    page: str
    """The file that it was read from."""
    text: str
    rest: bool
    """It takes folders too."""
    parameter: str = "slug"
    """What it calls the post."""
    bare_lang: bool = False
    """The language may be left out: ``[...lang]``."""

    def path(self, name: str, lang: str, section: str, date: datetime | None) -> str | None:
        """The post's path; None where it lacks what the route wants."""
        known = {"": name.strip("/"), "lang": lang, "section": section.strip("/")}
        if date is not None:
            known |= {"year": f"{date.year:04}", "month": f"{date.month:02}", "day": f"{date.day:02}"}
        parts = PLACEHOLDER.findall(self.pattern)
        if not all(known.get(part) for part in parts):
            return None
        return PLACEHOLDER.sub(lambda part: known[part[1]], self.pattern)


PLACEHOLDER = re.compile(r"\{(\w*)\}")


def route_of(path: str, page: str, text: str) -> Route | None:
    """The route of a page whose last parameter is a post, as ``blog/[slug]``; None for lists and for what cannot be filled."""
    *folders, last = path.split("/")
    final = parameter_in(last)
    if final is None or final["name"].lower() in NO_POST | LANGUAGE | DATED:
        return None
    parts: list[str] = []
    bare_lang = False
    for part in folders:
        found = parameter_in(part)
        if found is None:
            if "[" in part or part.lower() in NO_POST:
                return None
            if not part.startswith(("(", "@")) and part:
                parts.append(part)
            continue
        name = found["name"].lower()
        name = "lang" if name in LANGUAGE else name if name in DATED else "section"
        if f"{{{name}}}" in parts:
            return None
        bare_lang = bare_lang or (name == "lang" and bool(found["rest"]))
        parts.append(f"{{{name}}}")
    return Route("/" + "/".join([*parts, "{}"]), page, text, bool(final["rest"]), final["name"], bare_lang)


def parameter_in(part: str) -> re.Match[str] | None:
    return PARAMETER.fullmatch(part.replace("[[", "[").replace("]]", "]"))


def asks_for(route: Route, collection: str) -> bool:
    return re.search(rf"[\"'`/]{re.escape(collection)}[\"'`/]", route.text) is not None


def best(routes: Iterable[Route], collection: str, folders: Iterable[str]) -> Route | None:
    """The one that shows this collection: it asks for it by name, else it is called so, else it is called as blogs are."""
    likely = [collection, *folders]

    def rank(route: Route) -> tuple[bool, bool, int, str]:
        words = route.pattern.strip("/").split("/")[:-1]
        return (
            not asks_for(route, collection),
            collection not in words,
            next((likely.index(w) for w in words if w in likely), 99),
            route.page,
        )

    return min(routes, key=rank, default=None)


def texts_in(texts: Mapping[str, str], pattern: re.Pattern[str]) -> Iterable[tuple[re.Match[str], str, str]]:
    for page, text in texts.items():
        if (found := pattern.fullmatch(page)) is not None:
            yield found, page, text
