"""The filters that Eleventy's templates know: its own, and those of a blog that give a date its form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sites import slugs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DATE_FILTER = re.compile(
    r"addFilter\(\s*[\"'`](?P<name>\w{1,40})[\"'`](?:(?!addFilter)[\s\S]){0,500}?"
    r"(?:\.(?:toFormat|format)\(\s*[\"'`](?P<form>[\w/. -]{1,40})[\"'`]|\.(?P<iso>toISODate)\(\))"
)
TOKENS = {"yyyy": "%Y", "YYYY": "%Y", "MM": "%m", "LL": "%m", "dd": "%d", "DD": "%d", "yy": "%y", "YY": "%y"}
"""Luxon's and Moment's own."""


def date_forms(texts: Iterable[str]) -> dict[str, str]:
    """Filter to the form that it gives a date, where its text says it."""
    found: dict[str, str] = {}
    for text in texts:
        for one in DATE_FILTER.finditer(text):
            form = (
                "%Y-%m-%d" if one["iso"] else re.sub(r"[A-Za-z]+", lambda word: TOKENS.get(word[0], "?"), one["form"])
            )
            if "?" not in form:
                found.setdefault(one["name"], form)
    return found


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "’": " ", "‘": " "})


def slugify(text: str) -> str | None:
    """Eleventy's own filter: in plain letters as Germans write umlauts, each run of other signs one "-"."""
    plain = slugs.in_ascii(slugs.PICTOGRAMS.sub("", text).translate(UMLAUTS))
    if plain is None:
        return None
    plain = re.sub(r"([a-z0-9])'([ts])(?=\s|$)", r"\1\2", plain.replace("&", " and ").lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def slug(text: str) -> str | None:
    """Eleventy's older filter, which keeps some signs."""
    plain = slugs.in_ascii(text)
    if plain is None:
        return None
    plain = re.sub(r"[^\w\s$*_+~.()'\"!\-:@]+", "", plain.replace("&", "and").replace("%", "percent"), flags=re.ASCII)
    return re.sub(r"\s+", "-", plain.strip()).lower()


FILTERS: dict[str, Callable[[str], str | None]] = {
    "slugify": slugify, "slug": slug, "lower": str.lower, "downcase": str.lower,
}  # fmt: skip
