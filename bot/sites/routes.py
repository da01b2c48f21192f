"""Pages whose address a file's place tells: ``[slug].astro``, ``app/blog/[slug]/page.tsx``, ``pages/[...slug].vue``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.sites.languages import is_language, same_language

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
    """The default language is left out: ``[...lang]``, ``[[lang]]``, or a page of its own."""

    def in_language(self, lang: str | None, default: str | None) -> Route:
        """The same for a post in this language, which addresses may leave out."""
        bare = self.bare_lang and (not lang or same_language(lang, default))
        return replace(self, pattern=self.pattern.replace("/{lang}", "")) if bare else self

    def path(self, name: str, lang: str, section: str, date: datetime | None) -> str | None:
        """The post's path; None where it lacks what the route wants."""
        known = {"": name.strip("/"), "lang": lang, "section": section.strip("/")}
        folders = DATE_FOLDERS.match(section)
        if folders is not None:
            known |= {part: value for part, value in folders.groupdict().items() if value}
        if date is not None:
            known |= {"year": f"{date.year:04}", "month": f"{date.month:02}", "day": f"{date.day:02}"}
        parts = PLACEHOLDER.findall(self.pattern)
        if not all(known.get(part) for part in parts):
            return None
        return PLACEHOLDER.sub(lambda part: known[part[1]], self.pattern)


DATE_FOLDERS = re.compile(r"(?P<year>\d{4})(?:/(?P<month>\d{2})(?:/(?P<day>\d{2}))?)?(?:/|$)")
"""Folders that a post without a date is in."""
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
        bare_lang = bare_lang or (name == "lang" and (bool(found["rest"]) or part.startswith("[[")))
        parts.append(f"{{{name}}}")
    return Route("/" + "/".join([*parts, "{}"]), page, text, bool(final["rest"]), final["name"], bare_lang)


# ── what a program takes away from a file's name ────────────────────────────────────────────────


TAKEN_AWAY = re.compile(
    r"\.replace\(\s*/\^(?P<pattern>(?:\\d|\[0-9\]|\\?[-_.]|\{\d(?:,\d?)?\}|[+?:()]){2,40})/\w?\s*,\s*[\"'`]{2}\s*\)"
    r"|\.split\(\s*[\"']-[\"']\s*\)\s*\.slice\(\s*(?P<parts>[1-4])\s*\)\s*\.join\(\s*[\"']-[\"']\s*\)"
)
"""A number or a date that a name begins with: by a pattern, or so many parts between hyphens."""


def taken_away(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    found = {one["pattern"] or "[^-]+-" * int(one["parts"]) for text in texts for one in TAKEN_AWAY.finditer(text)}
    return tuple(pattern for one in sorted(found, key=len, reverse=True) if (pattern := compiled(one)) is not None)


def compiled(pattern: str) -> re.Pattern[str] | None:
    """None for what may try a name in more than one way: a file of the blog may mean harm."""
    plain = re.sub(r"\(\?:|\(|\)(?![+?{])", "", pattern)
    return re.compile(plain, re.ASCII) if NUMBERS.fullmatch(plain) else None


NUMBERS = re.compile(r"(?:(?:\\d|\[0-9\])+(?:\+|\{\d(?:,\d?)?\})?(?:\\?[-_.])+)+|(?:\[\^-\]\+-)+")
"""Runs of digits, each with a mark behind it; or so many parts between hyphens."""


def without_beginning(name: str, patterns: Iterable[re.Pattern[str]]) -> str:
    """The name without what the first of these that fits takes away; ``name`` may have folders before it."""
    folder, slash, last = name.rpartition("/")
    rests = (last[found.end() :] for pattern in patterns if (found := pattern.match(last)))
    return f"{folder}{slash}{next(filter(None, rests), last)}"


def parameter_in(part: str) -> re.Match[str] | None:
    return PARAMETER.fullmatch(part.replace("[[", "[").replace("]]", "]"))


def asks_for(route: Route, collection: str) -> bool:
    return re.search(rf"[\"'`/]{re.escape(collection)}[\"'`/]", route.text) is not None


def best(routes: Iterable[Route], collection: str, folders: Iterable[str]) -> Route | None:
    """The one that shows this collection: it asks for it by name, else it is called so, else it is called as blogs are."""
    likely = [collection, *folders]
    routes = with_languages(list(routes))

    def rank(route: Route) -> tuple[bool, bool, int, str]:
        words = route.pattern.strip("/").split("/")[:-1]
        return (
            not asks_for(route, collection),
            collection not in words,
            next((likely.index(w) for w in words if w in likely), 99),
            route.page,
        )

    return min(routes, key=rank, default=None)


def with_languages(routes: list[Route]) -> list[Route]:
    """A page that lies both at the top and below a language's folder is one, whose addresses leave out the default language."""
    bare = {route.pattern: route for route in routes}
    paired: dict[str, Route] = {}
    others: list[Route] = []
    for route in routes:
        first, _, rest = route.pattern.removeprefix("/").partition("/")
        page = bare.get(f"/{rest}")
        if page is not None and (first == "{lang}" or is_language(first)):
            paired[page.pattern] = replace(page, pattern=f"/{{lang}}/{rest}", bare_lang=True)
        else:
            others.append(route)
    return [*paired.values(), *(route for route in others if route.pattern not in paired)]


def texts_in(texts: Mapping[str, str], pattern: re.Pattern[str]) -> Iterable[tuple[re.Match[str], str, str]]:
    for page, text in texts.items():
        if (found := pattern.fullmatch(page)) is not None:
            yield found, page, text
