"""A content folder that is a submodule which was not checked out is no blog with nothing new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings.submodules import absent_below, absent_submodule

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog

REMEDY = "git submodule update --init"


def submodule(root: Path, path: str) -> None:
    """What a clone without --recurse-submodules leaves behind."""
    (root / ".git").mkdir(exist_ok=True)
    (root / ".gitmodules").write_text(f'[submodule "x"]\n\tpath = {path}\n\turl = ../x\n', encoding="utf-8")
    (root / path).mkdir(parents=True, exist_ok=True)


@pytest.mark.parametrize("path", ["content", "blog/content"])
def test_content_in_an_absent_submodule_is_said_with_the_remedy(blog: Blog, path: str) -> None:
    """Content is the submodule, or lies in it: exit 2 in one line, also after a run that left nothing undone."""
    if path != "content":
        (blog.root / "content").rmdir()
        blog.settings(f'site = "https://a.dev"\ncontent = "{path}"\n[targets.outbox]\n')
    else:
        blog.settings('site = "https://a.dev"\n[targets.outbox]\n')
    (blog.root / path).mkdir(parents=True, exist_ok=True)
    assert blog.bot("init").code == 0
    assert blog.bot("run").code == 0
    submodule(blog.root, path.partition("/")[0])
    if path != "content":
        (blog.root / path).rmdir()
    for call in (("run",), ("run", "--dry-run"), ("baseline",), ("doctor",), ("init",)):
        ran = blog.bot(*call)
        assert ran.code == 2, ran.out + ran.err
        assert REMEDY in ran.out + ran.err
        assert "submodules: true" in ran.out + ran.err


def test_an_absent_submodule_below_content_is_told_by_every_run(blog: Blog) -> None:
    """The other digests go on."""
    blog.settings('site = "https://a.dev"\n[targets.outbox]\n')
    submodule(blog.root, "content/guest")
    for call in (("init",), ("run",), ("run",), ("doctor",)):
        ran = blog.bot(*call)
        assert "content/guest: is a submodule" in ran.out + ran.err
        assert REMEDY in ran.out + ran.err
    (blog.root / "content/guest/post.md").write_text("---\ntitle: A\n---\nText.\n", encoding="utf-8")
    assert "submodule" not in blog.bot("run").err


def test_what_is_checked_out_or_no_submodule_is_left_alone(tmp_path: Path) -> None:
    """Themes are submodules of many blogs, and none of the bot's business."""
    submodule(tmp_path, "themes/one")
    content = tmp_path / "content"
    content.mkdir()
    assert absent_submodule(content) is None
    assert absent_below(content) == []
    assert absent_below(tmp_path) == ["themes/one"]
    (tmp_path / "themes/one/.git").write_text("gitdir: ../../.git/modules/one", encoding="utf-8")
    assert absent_below(tmp_path) == []
