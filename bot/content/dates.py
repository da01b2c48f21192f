"""A date as blogs write it, as an aware time."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

ISO = re.compile(
    r"(?P<date>\d{4}(?P<sign>[-/. ])\d{1,2}(?P=sign)\d{1,2}|\d{8})"
    r"(?:(?:\s*-?[Tt]\s*|\s+|,\s*)(?P<time>\d{1,2}(?::\d{1,2}|\.\d{2})(?::\d{1,2}(?:[.,]\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?|\d{4}(?!\d)))?"
    r"\s*(?P<zone>.*)",
    re.DOTALL,
)
USUAL = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
"""How nearly all are written, and what Python itself can read."""
WORDS = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?(?P<month>[a-z]{3,9})\.?|"
    r"(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?),?"
    r"[\s-]+(?P<year>\d{4})"
    r"(?:(?:,?\s+(?:at\s+)?|,)(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?m\.?)?))?\s*(?P<zone>.*)",
    re.IGNORECASE | re.DOTALL,
)
UNIX = re.compile(
    r"[a-z]{3}\s+(?P<month>[a-z]{3})\s+(?P<day>\d{1,2})\s+(?P<time>\d{1,2}:\d{2}:\d{2})"
    r"(?:\s+(?P<zone>[a-z]{1,5}))?\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
"""As the command ``date`` writes it, whose year stands last."""
GERMAN = re.compile(
    r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"
    r"(?:,?\s+(?:um\s+)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?))?(?:\s+Uhr)?\s*(?P<zone>.*)",
    re.DOTALL,
)
DIGITS = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[-/])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})"
    r"(?:[T\s]\s*(?P<time>\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?))?\s*(?P<zone>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""Day and month in an order that is each country's own."""
CLOCK = re.compile(
    r"(\d{1,2})(?::(?=\d)|[:.]?(?=\d\d))(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE
)
OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?(?::?(\d{2}))?(?:\s*[(\[].*[)\]])?", re.IGNORECASE)
# RFC 5322, section 4.3: the only zone names that mean one offset each.
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "cet": 1, "cest": 2,
}  # fmt: skip


def read_time(value: object, local: tzinfo = UTC, day_first: bool | None = None) -> datetime:
    """The time that a front-matter value means, in the zone that it names, ``local`` where it names none.

    ``day_first``: whether 3/4/2024 is in April; None: nobody knows, and it is no date.

    Takes datetimes, dates, texts in the usual formats and seconds or milliseconds since 1970. Raises ValueError.
    """
    if isinstance(value, datetime):
        return check_year(value if value.tzinfo else value.replace(tzinfo=local))
    if isinstance(value, date):
        return check_year(datetime.combine(value, time(), local))
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(value)  # noqa: TRY004 - one error for everything that is no date
    text = str(value).strip()
    if USUAL.fullmatch(text):
        with suppress(ValueError):  # 24:00, or a leap second
            usual = datetime.fromisoformat(text)
            return check_year(usual if usual.tzinfo else usual.replace(tzinfo=local))
    if re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}", text):
        seconds = int(text) / 1000 if len(text) == 13 else float(text)
        return check_year(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
    return check_year(read_written_time(text, local, day_first=day_first))


def read_written_time(text: str, local: tzinfo, *, day_first: bool | None) -> datetime:
    if found := ISO.fullmatch(text):
        digits = re.findall(r"\d+", found["date"])
        if len(digits) == 1:
            digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
        year, month, day = map(int, digits)
    elif found := GERMAN.fullmatch(text):
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    elif found := UNIX.fullmatch(text) or WORDS.fullmatch(text):
        said = {name.rstrip("2"): value for name, value in found.groupdict().items() if value}
        year, month, day = int(said["year"]), named_month(said["month"]), int(said["day"])
    elif found := DIGITS.fullmatch(text):
        year, month, day = int(found["year"]), *month_and_day(int(found["first"]), int(found["second"]), day_first)
    else:
        raise ValueError(text)
    moment, extra = read_clock(found["time"])
    return datetime.combine(date(year, month, day), moment, read_zone((found["zone"] or "").strip(), local)) + extra


def month_and_day(first: int, second: int, day_first: bool | None) -> tuple[int, int]:
    """Of two numbers; one that is no month is the day."""
    if first == second or second > 12 or (day_first is False and first <= 12):
        return first, second
    if day_first or first > 12:
        return second, first
    raise ValueError(f"{first}/{second}")


def named_month(word: str) -> int:
    full = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december")  # fmt: skip
    for number, name in enumerate(full, 1):
        if len(word) >= 3 and (name.startswith(word.lower()) or word.lower() == "sept" == name[:4]):
            return number
    raise ValueError(word)


def read_clock(text: str | None) -> tuple[time, timedelta]:
    """The time of day, and the day that 24:00 adds."""
    found = CLOCK.fullmatch(text.strip()) if text else None
    if found is None:
        return time(), timedelta(0)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if found[5].lower() == "p" else 0)
    if (hour, minute, second) == (24, 0, 0):
        return time(), timedelta(days=1)
    micros = int((found[4] or "0")[:6].ljust(6, "0"))
    return time(hour, minute, min(second, 59) if second == 60 else second, micros), timedelta(0)


def read_zone(text: str, local: tzinfo) -> tzinfo:
    if not text:
        return local
    if text.lower() in ZONES:
        return timezone(timedelta(hours=ZONES[text.lower()]))
    found = OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0), seconds=int(found[4] or 0))
    return timezone(-offset if found[1] == "-" else offset)


def check_year(moment: datetime) -> datetime:
    """Refuse what cannot be told in UTC, and years that are no blog's."""
    if not 1900 <= moment.year <= 9998:
        raise ValueError(moment)
    return moment
