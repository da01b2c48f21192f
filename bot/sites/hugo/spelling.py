"""How Hugo writes titles, slugs and names into the paths of its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sites import slugs

PLAIN = re.compile(r"[A-Za-z0-9._-]*")
"""What stays as it is, but for its case."""
NOT_ALLOWED = re.compile(r"[^\w\s./\\#+~@%-]|%(?![0-9a-fA-F]{2})", re.ASCII)
"""What of ASCII does not stand in a path, spaces aside (``allowed``)."""
SPACE_AT_HYPHEN = re.compile(r"(?<=-)\s+|\s+(?=-)")


@dataclass(frozen=True, slots=True)
class Spelling:
    """As the settings want it."""

    lower: bool = True
    accents: bool = True

    def urlize(self, text: str) -> str:
        """Of a title, a slug or a name that stands for one part of an address."""
        return self.sanitized(re.sub(r"[/\\]", "-", text))

    def sanitized(self, text: str) -> str:
        """Other signs away, each run of spaces one "-"."""
        if PLAIN.fullmatch(text):
            return self.cased(text)
        if text.isascii():
            text = SPACE_AT_HYPHEN.sub("", NOT_ALLOWED.sub("", text).strip())
            return self.cased(re.sub(r"\s+", "-", text))
        kept: list[str] = []
        hyphen = False
        for at, mark in enumerate(text):
            if allowed(text, at):
                if hyphen and mark != "-":
                    kept.append("-")
                hyphen = False
                kept.append(mark)
            elif kept and kept[-1] != "-" and mark.isspace():
                hyphen = True
        return self.cased("".join(kept))

    def page_path(self, name: str) -> str:
        """Of a file's or folder's name: each space a "-", then other signs away."""
        if PLAIN.fullmatch(name):
            return self.cased(name)
        name = re.sub(r"\s", "-", name)
        if name.isascii():
            return self.cased(NOT_ALLOWED.sub("", name))
        return self.cased("".join(mark for at, mark in enumerate(name) if allowed(name, at)))

    def cased(self, text: str) -> str:
        if not self.accents:
            text = slugs.without_accents(text)
        return text.lower() if self.lower else text


def allowed(text: str, at: int) -> bool:
    mark = text[at]
    if mark.isalpha() or mark.isdigit() or mark in "./\\_#+~-@":
        return True
    if slugs.is_mark(mark):
        return True
    return mark == "%" and re.match(r"%[0-9a-fA-F]{2}", text[at : at + 3]) is not None
