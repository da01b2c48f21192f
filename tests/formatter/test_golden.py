"""Digests and the posts that a careful editor would make of them; adding a case is adding a file to golden/.

A case is `name.md`, and `name.toml` where it needs settings of its own. `BOT_UPDATE_GOLDEN=1 pytest tests/formatter`
writes what is composed now; read the difference before it is committed.
"""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING

import pytest

from bot.content import read
from bot.formatter import compose
from tests.formatter.cases import HERE, PICTURE, SITE
from tests.reading import find_target, parse

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Draft
    from bot.settings.model import Settings

GOLDEN = HERE / "golden"
CASES = sorted(GOLDEN.glob("*.md"))


def settings_of(case: Path) -> Settings:
    own = case.with_suffix(".toml")
    table = tomllib.loads(own.read_text(encoding="utf-8")) if own.exists() else dict(SITE)
    return parse(table, None, GOLDEN)


def shown(draft: Draft) -> str:
    """The draft as a person reviews it; a zero-width space is shown as ␣."""
    sent = draft.text.encode()
    lines = [f"{draft.length} of {draft.limit}"]
    lines += [f"{one.kind} {sent[one.start : one.end].decode()!r} = {one.value}" for one in draft.facets]
    if draft.card:
        lines += [f"card {draft.card.uri}", f"     {draft.card.title}", f"     {draft.card.description}"]
    lines += [f"link {draft.link}", f"image {'yes' if draft.image else 'no'}"]
    lines += [f"tags {', '.join(draft.tags)}"] if draft.tags else []
    lines += [f"langs {', '.join(draft.langs)}"] if draft.langs else []
    lines += [f"cost ${draft.cost_usd}"] if draft.cost_usd is not None else []
    lines += [f"warning {one}" for one in draft.warnings]
    return draft.text.replace("\u200b", "␣") + "\n\n" + "─" * 40 + "\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["bluesky", "x"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_digest_becomes_the_post_that_was_reviewed(case: Path, name: str) -> None:
    settings = settings_of(case)
    now = shown(compose(read(case, settings), find_target(name, settings), PICTURE))
    reviewed = case.with_suffix(f".{name}.txt")
    if os.environ.get("BOT_UPDATE_GOLDEN"):
        reviewed.write_text(now, encoding="utf-8")
    assert reviewed.exists(), f"{reviewed.name} is missing; write it with BOT_UPDATE_GOLDEN=1"
    assert now == reviewed.read_text(encoding="utf-8")


def test_no_reviewed_post_is_left_without_its_digest() -> None:
    assert {file.name.split(".")[0] for file in GOLDEN.iterdir()} == {case.stem for case in CASES}
