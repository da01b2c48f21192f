"""The example of docs/add-a-publisher.md is a publisher that works."""

from __future__ import annotations

import json
import re
import sys
import types
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli.wiring import Wiring
from bot.model import AlreadyPosted, Posted
from bot.publishers.registry import PLATFORMS
from bot.settings.options import Options
from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.conftest import Blog


@pytest.fixture
def journal(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """The page's code, put where the page says."""
    page = (ROOT / "docs" / "add-a-publisher.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(code.splitlines()) < 100
    module = types.ModuleType("journal")
    exec(code, module.__dict__)
    monkeypatch.setitem(PLATFORMS.known, "journal", module.PLATFORM)
    monkeypatch.setitem(sys.modules, "journal", module)
    return module


def test_the_example_posts_once(blog: Blog, journal: types.ModuleType) -> None:
    """It posts, it knows what it posted, and the rest of the bot needed no change."""
    path = blog.digest(tags=["AI"])
    blog.bot("init")
    file = blog.root / "journal.jsonl"

    def post() -> Any:
        with Wiring(Options(config=blog.root / "bot.toml"), environ={"JOURNAL_FILE": str(file)}) as wiring:
            (result,) = wiring.post().post_files([path], ["journal"])
        return result.outcome

    assert isinstance(post(), Posted)
    assert isinstance(post(), AlreadyPosted)
    (line,) = [json.loads(text) for text in file.read_text(encoding="utf-8").splitlines()]
    assert line["text"].startswith("Hello, world")
