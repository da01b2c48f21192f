"""TOML, read with a parser that hostile input cannot tire."""

from __future__ import annotations

import re
from typing import Any

from bot.text.bounded_yaml import too_big

PART = r"(?:(?<![\w-])[\w-]{1,99}+|\"(?:[^\"\\\n]|\\.){0,99}+\"|'[^'\n]{0,99}+')"
DOTTED = re.compile(rf"(?:{PART}[ \t]*+\.[ \t]*+){{50}}")
"""A key of so many parts: the parser's time grows with their square, wherever in a line the key stands."""


def load_toml(text: str) -> dict[str, Any]:
    """The table in this text. Raises ValueError for what is no TOML, RecursionError and Unread for what is nested beyond reason."""
    import tomllib

    if DOTTED.search(text):
        too_big()
    return tomllib.loads(text)
