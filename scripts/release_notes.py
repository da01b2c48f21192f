"""Print what CHANGELOG.md says of a release: ``python -m scripts.release_notes v1.0.0``; exit 1 where it is not ready."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def notes_of(tag: str, changelog: str, version: str) -> str:
    """The section of the tag's version. Raises ValueError where the tag, the package and the changelog do not agree."""
    if tag != f"v{version}":
        raise ValueError(f"the tag is {tag}, and bot/__init__.py says {version}")
    section = re.search(rf"^## {re.escape(version)}\b.*\n((?:(?!## ).*\n?)*)", changelog, re.MULTILINE)
    if section is None or not section[1].strip():
        raise ValueError(f"CHANGELOG.md says nothing under ## {version}")
    return section[1].strip() + "\n"


def main(words: list[str]) -> int:
    from bot import __version__

    try:
        (tag,) = words
        sys.stdout.write(notes_of(tag, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), __version__))
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
