"""The dates of a digest: in its front matter by the names that its blog gives them, or in its file's name."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from bot.clock import zone
from bot.content.dates import read_time
from bot.content.fields import WrongField, as_line, fold, shorten_value
from bot.text.simple_yaml import Quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, tzinfo

    from bot.content.blog import Built
    from bot.content.fields import Front
    from bot.settings.model import Settings

# Eleventy's own words for dates that it takes from the file.
NO_DATES = frozenset({"created", "last modified", "git created", "git last modified"})


def zone_of(settings: Settings, built: Built | None) -> tzinfo:
    name = settings.timezone or (built.site.timezone if built is not None else None)
    return zone(name)


def published_at(front: Front, local: tzinfo, built: Built | None) -> datetime | None:
    """When the page appears, in the zone that it was written in. Raises Wrong for a date that is none."""
    return first_date(front.all("pubDatetime"), local, built)


def date_by_names(
    front: Front, names: Iterable[str], built: Built, local: tzinfo, in_name: datetime | None = None
) -> datetime | None:
    """The date under the first of these names that is there; ":filename" stands for ``in_name``. Raises Wrong."""
    for name in names:
        if name == ":filename":
            found = in_name
        else:
            values = (table.folded.get(fold(name)) for table in (front, *front.inner))
            found = first_date(((name, value) for value in values if value), local, built)
        if found is not None:
            return found
    return None


def first_date(named: Iterable[tuple[str, object]], local: tzinfo, built: Built | None) -> datetime | None:
    for name, value in named:
        time = created(value) if isinstance(value, dict) else value
        word = as_line(time)
        # Jekyll's and dev.to's `published: false` is no date but a draft.
        if word is not None and (not word or word.lower() in NO_DATES or is_word(word)):
            continue
        try:
            own = None if built is None or word is None or isinstance(time, Quoted) else built.site.zone_of(word)
            return read_time(time, zone(own) if own else local, built.site.day_first if built is not None else None)
        except (ValueError, OverflowError):
            raise WrongField(
                f"{name} {shorten_value(value)} is no date; write it as 2025-11-05 or 2025-11-05T09:30:00Z"
            ) from None
    return None


def created(times: Mapping[str, object]) -> object:
    """Of a table of times, as Material for MkDocs has it: when the post was made."""
    return next((times[key] for key in ("created", "published") if times.get(key)), times)


def date_of(text: str | None, local: tzinfo) -> datetime | None:
    try:
        return read_time(text, local) if text else None
    except (ValueError, OverflowError):
        return None


def is_word(word: str) -> bool:
    return word.lower() in {"true", "false", "yes", "no", "on", "off"}


def first_time(front: Front, field: str, local: tzinfo) -> datetime | None:
    for _, value in front.all(field):
        try:
            return read_time(value, local).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
