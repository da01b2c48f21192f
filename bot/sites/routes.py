"""Pages whose address a file's place tells: ``[slug].astro``, ``app/blog/[slug]/page.tsx``, ``pages/[...slug].vue``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NO_POST = frozenset(
    {"page", "tag", "tags", "category", "categories", "author", "authors", "year", "month", "404", "api", "og"}
)
LANGUAGE = frozenset({"lang", "locale", "language"})
PARAMETER = re.compile(r"\[(?P<rest>\.\.\.)?(?P<name>\w+)\]")


@dataclass(frozen=True, slots=True)
class Route:
    """Where one kind of page lies: "/blog/{}", with "{}" for the post and "{lang}" for its language."""

    pattern: str
    page: str
    """The file that it was read from."""
    text: str
    rest: bool
    """It takes folders too."""


def route_of(path: str, page: str, text: str) -> Route | None:
    """The route of a page with one parameter, as ``blog/[slug]``; None for lists and for what cannot be filled."""
    parts: list[str] = []
    filled = rest = False
    for part in path.split("/"):
        found = PARAMETER.fullmatch(part.replace("[[", "[").replace("]]", "]"))
        if found is None:
            if "[" in part or part.lower() in NO_POST:
                return None
            if not part.startswith(("(", "@")) and part:
                parts.append(part)
        elif found["name"].lower() in LANGUAGE:
            parts.append("{lang}")
        elif filled or found["name"].lower() in NO_POST:
            return None
        else:
            filled, rest = True, bool(found["rest"])
            parts.append("{}")
    return Route("/" + "/".join(parts), page, text, rest) if filled and parts[-1] == "{}" else None


def best(routes: Iterable[Route], collection: str, folders: Iterable[str]) -> Route | None:
    """The one that shows this collection: it asks for it by name, else it is called so, else it is called as blogs are."""
    likely = [collection, *folders]

    def rank(route: Route) -> tuple[bool, bool, int, str]:
        words = route.pattern.strip("/").split("/")[:-1]
        asks = re.search(rf"[\"'`/]{re.escape(collection)}[\"'`/]", route.text) is not None
        return (
            not asks,
            collection not in words,
            next((likely.index(w) for w in words if w in likely), 99),
            route.page,
        )

    return min(routes, key=rank, default=None)


def texts_in(texts: Mapping[str, str], pattern: re.Pattern[str]) -> Iterable[tuple[re.Match[str], str, str]]:
    for page, text in texts.items():
        if (found := pattern.fullmatch(page)) is not None:
            yield found, page, text
