"""The patterns of ``permalinks`` in Hugo's settings: which pages each is for, and what its tokens stand for."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sites import slugs, values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of ``permalinks``: which pages, and their pattern."""

    target: str
    """A glob for the page's path."""
    pattern: str

    def fits(self, path: str) -> bool:
        return any(fnmatch.fnmatchcase(path, glob) for glob in self.target.split("\n"))


def permalink_rules(table: object) -> Iterator[Rule]:
    if isinstance(table, list):
        for one in values.tables(table):
            low = values.lower_all(one)
            target = values.inner(low, "target")
            if values.line(target.get("kind")).lower() in {"", "page"} and low.get("pattern"):
                glob = values.line(target.get("path")).lower() or "*"
                yield Rule(glob.replace("/**", "/*"), values.line(low["pattern"]))
        return
    if not isinstance(table, dict):
        return
    for key, value in (*values.inner(table, "page").items(), *table.items()):
        if isinstance(value, str):
            section = key.strip(" /").lower()
            yield Rule(f"/{section}\n/{section}/*" if section else "/*", value)


GO = {
    "2006": "{0:%Y}", "06": "{0:%y}", "01": "{0:%m}", "1": "{0.month}", "02": "{0:%d}", "2": "{0.day}",
    "January": "{1}", "Jan": "{1:.3}", "Monday": "{2}", "Mon": "{2:.3}", "15": "{0:%H}", "04": "{0:%M}", "05": "{0:%S}",
}  # fmt: skip


def date_word(name: str, date: datetime) -> str | None:
    month, day = slugs.MONTHS[date.month - 1], slugs.DAYS[date.weekday()]
    known = {
        "year": f"{date.year}", "month": f"{date:%m}", "monthname": month, "day": f"{date:%d}",
        "weekday": f"{date.isoweekday() % 7}", "weekdayname": day, "yearday": f"{date.timetuple().tm_yday}",
    }  # fmt: skip
    if name in known:
        return known[name]
    parts = re.split(r"(2006|January|Monday|Jan|Mon|01|02|06|15|04|05)", name)
    if len(parts) == 1:
        return None
    return "".join(GO[part].format(date, month, day) if part in GO else part for part in parts)


def sliced(names: list[str], cut: str) -> list[str]:
    """``[1:]``, ``[last]``, ``[:2]`` and the like; all of them for none."""
    if not cut:
        return names

    def number(text: str, otherwise: int) -> int:
        return len(names) - 1 if text == "last" else int(text) if text.isdigit() else otherwise

    first, colon, last = cut[1:-1].partition(":")
    if not colon:
        at = number(first, 0)
        return names[at : at + 1]
    return names[number(first, 0) : number(last, len(names))]
