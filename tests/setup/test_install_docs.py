"""What docs/install.md says works as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

from tests import reading as config
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog

PAGE = ROOT / "docs" / "install.md"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_commands_run(blog: Blog, tmp_path: Path) -> None:
    """In the order in which they stand, in a blog as the page has it; only the install itself needs the network."""
    (blog.root / "bot.toml").unlink()
    blog.root.joinpath("content").rename(blog.root / "posts")
    (blog.root / "src/content").mkdir(parents=True)
    blog.root.joinpath("posts").rename(blog.root / "src/content/posts")
    program = tmp_path / "bin" / "bot"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
    program.chmod(0o755)
    (accounts,) = blocks("ini")
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "bot.env").write_text(accounts, encoding="utf-8")
    env = {**blog.env, "PATH": f"{program.parent}:{blog.env['PATH']}", "HOME": str(tmp_path)}
    codes = {}
    for block in blocks("sh"):
        if block.startswith(("pipx", "uv ")) or "zsh" in block:
            continue
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block], cwd=blog.root, env=env, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        codes[block.strip()] = done.returncode
    # The first finds no site in an empty blog; the doctor finds no account that works.
    assert list(codes.values()) == [2, 0, 1, 1, 1, 0]


def test_the_settings_are_some() -> None:
    """The table of notifications is read by the code."""
    (block,) = blocks("toml")
    assert config.parse(tomllib.loads(block), None, ROOT).notify_command is not None


def test_the_codes_and_keys_of_the_doctor_are_those_of_the_code() -> None:
    """So that scripts can rely on them."""
    from dataclasses import fields

    from bot.doctor.examination import LEVELS
    from bot.model import Finding, Level

    text = PAGE.read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d) \|", text, re.MULTILINE)} == {
        level.exit_code for level in LEVELS.values()
    }
    for field in fields(Finding):
        assert f'"{field.name}"' in text
    for level in Level:
        assert f"`{level.value}`" in text
