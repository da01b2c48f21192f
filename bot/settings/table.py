"""One table of a settings file, read key by key, each value checked for what it may be."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.settings.paths import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)")
# atproto.com/specs/did, /specs/at-uri-scheme; a record's CID is version 1, dag-cbor, SHA-256 (/specs/data-model).
DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]")
RECORD = re.compile(rf"at://{DID.pattern}/[a-zA-Z0-9.-]+/[A-Za-z0-9._:~-]{{1,512}}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
"""RFC 5646's form, as far as platforms look at it."""
CID = re.compile(r"bafyrei[a-z2-7]{52}")
LONGEST_TIME = timedelta(days=36500)
"""What is longer ends on no date any more."""
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


class Table:
    """One table of settings, read key by key; a key that nobody asked for is an error with a suggestion."""

    def __init__(self, table: Mapping[str, Any], where: str, prefix: str = "") -> None:
        self.table, self.where, self.prefix = table, where, prefix
        self.asked: set[str] = set()

    def wrong(self, key: str, wanted: str) -> SettingsError:
        return SettingsError(f"{self.where}: {self.prefix}{key} must be {wanted}, not {self.table[key]!r}")

    def get(self, key: str, default: Any, wanted: str, read: Callable[[Any], Any]) -> Any:
        self.asked.add(key)
        if key not in self.table:
            return default
        try:
            return read(self.table[key])
        except (ValueError, TypeError, KeyError, OverflowError):
            raise self.wrong(key, wanted) from None

    def text(self, key: str, default: str | None = None) -> Any:
        return self.get(key, default, "a text", as_text)

    def texts(self, key: str, default: tuple[str, ...] = ()) -> Any:
        return self.get(key, default, "a list of texts", as_texts)

    def flag(self, key: str, *, default: bool) -> Any:
        return self.get(key, default, "true or false", as_flag)

    def choice(self, key: str, default: str | None, choices: tuple[str, ...]) -> Any:
        def read(value: object) -> str:
            return choices[choices.index(str(value))]

        return self.get(key, default, f"one of {', '.join(map(repr, choices))}", read)

    def count(self, key: str, default: int) -> Any:
        return self.get(key, default, "a whole number, 0 or more", as_count)

    def time(self, key: str, default: timedelta | None) -> Any:
        return self.get(key, default, 'a time like "90s", "10m" or "2h"', duration)

    def table_of(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(key, {}, "a table", as_table)
        return found

    def done(self) -> None:
        for key in self.table:
            if key not in self.asked:
                hint = suggest(key, sorted(self.asked))
                if not self.prefix and key in {"tool", "bot"}:
                    hint = "; here the settings stand at the top, [tool.bot] is for pyproject.toml"
                raise SettingsError(f"{self.where}: {self.prefix}{key} is no setting{hint}")


def as_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError(value)
    return value


def as_texts(value: object) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(one, str) and "\0" not in one for one in texts):
        raise ValueError(value)
    return tuple(texts)


def as_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def as_count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def as_table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def as_site(value: object) -> str:
    text = as_text(value).strip().rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not text.isprintable() or " " in text:
        raise ValueError(value)
    _ = parts.port  # raises ValueError for one that there is not
    return text


def as_money(value: object) -> Decimal:
    # TOML has a number that is none, and it is not below 0 either.
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise ValueError(value)
    return Decimal(str(value))


def as_date(value: object) -> date:
    """A day; a text is read as one, a moment is none."""
    if isinstance(value, str):
        return date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(value)
    return value


def as_languages(value: object) -> tuple[str, ...]:
    return tuple(as_language(one) for one in as_texts(value))


def matching(value: object, pattern: re.Pattern[str]) -> str:
    text = as_text(value).strip()
    if not pattern.fullmatch(text):
        raise ValueError(value)
    return text


as_did = partial(matching, pattern=DID)
as_record = partial(matching, pattern=RECORD)
as_cid = partial(matching, pattern=CID)
as_language = partial(matching, pattern=LANGUAGE)


def as_color(value: object) -> str:
    text = as_text(value)
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(value)
    return text.lower()


def as_text_table(value: object) -> dict[str, str]:
    table = as_table(value)
    return {str(key): as_text(one) for key, one in table.items()}


def duration(value: object) -> timedelta:
    """A time like "90s", "10m", "1h30m", "2d", or a number of seconds; at most LONGEST_TIME."""
    time = timedelta(seconds=seconds_in(value))
    if time > LONGEST_TIME:
        raise ValueError(value)
    return time


def seconds_in(value: object) -> float:
    if isinstance(value, bool):
        raise TypeError(value)
    if isinstance(value, int | float) and value >= 0:
        return value
    if isinstance(value, str):
        text = value.strip().lower()
        parts = list(DURATION.finditer(text))
        if parts and "".join(part.group(0) for part in parts).replace(" ", "") == text.replace(" ", ""):
            return sum(float(part[1]) * UNITS[part[2]] for part in parts)
        if text == "0":
            return 0
    raise ValueError(value)
