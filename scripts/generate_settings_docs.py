"""Write docs/settings.md: every key that bot/settings/read.py reads, with its kind and its default as the code has them.

::

    python -m scripts.generate_settings_docs          # write
    python -m scripts.generate_settings_docs --check  # exit 1 if the file is not what the code says

What a key means stands in scripts/settings-docs/meanings.toml; a key that is missing there, or that the code does not read, is
an error. What stands around the tables is page.md beside it.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from string import Template
from typing import Any
from unittest.mock import patch

from bot.publishers.registry import PLATFORMS
from bot.settings import read as config
from bot.settings import targets
from scripts.generated import write_or_check

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "settings.md"
SOURCES = ROOT / "scripts" / "settings-docs"
WORDS: dict[str, dict[str, str]] = tomllib.loads((SOURCES / "meanings.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the code reads it."""

    name: str
    default: Any
    kind: str


def keys() -> list[Key]:
    """Every key that the settings are asked for, in the order in which the code asks."""
    found: dict[str, Key] = {}

    class Recorder(config.Table):
        def get(self, key: str, default: Any, wanted: str, read: Any) -> Any:
            name = re.sub(r"^targets\.[^.]+\.", "targets.NAME.", self.prefix) + key
            found.setdefault(name, Key(name, default, wanted))
            return super().get(key, default, wanted, read)

    with patch.object(config, "Table", Recorder), patch.object(targets, "Table", Recorder):
        config.parse({"targets": {name: {} for name in PLATFORMS}}, None, Path(), PLATFORMS)
    return list(found.values())


def shown(value: object) -> str:
    match value:
        case None | {} | () | "":
            return "not set" if value is None else "none"
        case bool():
            return f"`{str(value).lower()}`"
        case timedelta():
            return f"`{spoken(value)}`"
        case tuple():
            return "`[" + ", ".join(f'"{one}"' for one in value) + "]`"
        case str():
            return f'`"{value}"`'
        case _:
            return f"`{value}`"


def spoken(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    for unit, size in (("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f'"{seconds // size}{unit}"'
    return f'"{seconds}s"'


BY_PLATFORM = {
    "platform": "the target's name",
    "mode": ", ".join(f'`"{one.limits.modes[0].value}"` on {one.name}' for one in PLATFORMS.values()),
    "env": ", ".join(f'`"{one.env}"` for {one.name}' for one in PLATFORMS.values()),
    "length": ", ".join(f"`{one.limits.length}` on {one.name}" for one in PLATFORMS.values()),
    "text": "what its mode wants",
    "hashtags": ", ".join(f"`{one.limits.hashtags}` on {one.name}" for one in PLATFORMS.values()),
}
"""Defaults that depend on the platform."""


def table(rows: list[Key], prefix: str) -> str:
    lines = ["| key | kind | default | meaning |", "|---|---|---|---|"]
    for key in rows:
        short = key.name.removeprefix(prefix)
        default = BY_PLATFORM.get(short, shown(key.default)) if prefix == "targets.NAME." else shown(key.default)
        meaning = WORDS["settings"][key.name].replace("{platforms}", ", ".join(f"`{name}`" for name in PLATFORMS))
        kind = "one of those of its platform" if short == "mode" and prefix else key.kind
        lines.append(f"| `{short}` | {cell(kind)} | {cell(default)} | {cell(meaning)} |")
    return "\n".join(lines)


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def page() -> str:
    found = keys()
    names = {key.name for key in found if not key.name.startswith("fields.")}
    if wrong := names.symmetric_difference(WORDS["settings"]):
        raise SystemExit(f"meanings.toml and bot/settings/read.py disagree about {', '.join(sorted(wrong))}")
    if wrong := set(config.DIGEST_FIELDS).symmetric_difference(WORDS["fields"]):
        raise SystemExit(f"meanings.toml and bot/settings/read.py disagree about {', '.join(sorted(wrong))}")
    groups = {
        prefix: table([key for key in found if key.name.startswith(prefix)], prefix)
        for prefix in ("targets.NAME.", "images.", "notify.")
    }
    secrets = {f"{one.env}_{secret.name}": one.name for one in PLATFORMS.values() for secret in one.secrets}
    return Template((SOURCES / "page.md").read_text(encoding="utf-8")).substitute(
        top=table(sorted((key for key in found if "." not in key.name), key=lambda key: key.kind == "a table"), ""),
        targets=groups["targets.NAME."],
        images=groups["images."],
        notify=groups["notify."],
        secrets=rows_of(secrets),
        fields=rows_of(WORDS["fields"]),
        services=rows_of(WORDS["environment"]),
    )


def rows_of(meanings: dict[str, str]) -> str:
    return "\n".join(f"| `{name}` | {cell(meaning)} |" for name, meaning in meanings.items())


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, __doc__))
