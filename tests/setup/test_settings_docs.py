"""docs/settings.md is what the code says."""

from __future__ import annotations

import pytest

from scripts import generate_settings_docs as docs


def test_the_page_is_current() -> None:
    """After a change of bot/settings/read.py: python -m scripts.generate_settings_docs."""
    assert docs.PAGE.read_text(encoding="utf-8") == docs.page()


def test_a_key_without_a_meaning_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting stays undocumented."""
    monkeypatch.delitem(docs.WORDS["settings"], "site")
    with pytest.raises(SystemExit, match="site"):
        docs.page()


def test_the_examples_are_settings_that_the_bot_takes() -> None:
    """Every TOML block is read by the code."""
    import re
    import tomllib
    from pathlib import Path

    from tests import reading as config

    blocks = re.findall(r"```toml\n(.*?)```", docs.page(), re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        config.parse(tomllib.loads(block), None, Path())
