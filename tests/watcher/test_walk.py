"""Odd trees: links, loops, names that are no words, folders that may not be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bot.watcher.find import digest_files
from bot.watcher.names import is_digest
from bot.watcher.walk import Walk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.watcher.conftest import Blog

DEFAULT = ("**/*.md", "**/*.mdx")


def walked(blog: Blog) -> tuple[list[str], dict[str, str]]:
    walk = Walk(str(blog.content), blog.settings.include, blog.settings.exclude)
    return [name for name, _, _ in walk], walk.problems


def test_what_is_a_digest_is_told_by_its_name(blog: Blog) -> None:
    """Not what is hidden, begins with "_", or lies in node_modules; a folder that begins with "_" may hold posts."""
    wanted = ["a.md", "b.mdx", "c d/é😀.md", "two\nlines.md", "fr/a.md", "fr/b/index.md", "_posts/x.md"]
    for name in (
        *wanted,
        "_partial.md",
        "d/_index.md",
        ".hidden.md",
        ".git/x.md",
        "node_modules/p/README.md",
        "_drafts/y.md",
        "e.txt",
        "f.md~",
    ):
        blog.write(name)
    found, problems = walked(blog)
    assert sorted(found) == sorted(wanted)
    assert problems == {}
    assert [path.relative_to(blog.content).as_posix() for path in digest_files(blog.settings)] == found


@pytest.mark.parametrize(
    ("include", "exclude", "yes", "no"),
    [
        (DEFAULT, (), ["a.md", "x/y/a.mdx"], ["a.txt", "amd", "a.md/b"]),
        (("posts/*.md",), (), ["posts/a.md"], ["a.md", "posts/x/a.md"]),
        (("posts/**",), (), ["posts/a.md", "posts/x/a.md"], ["posts", "a.md"]),
        (("*.{md,markdown}",), (), ["a.md", "a.markdown"], ["x/a.md", "a.mdx"]),
        (("**/20[0-9][0-9]-*.md",), (), ["2025-a.md", "x/2025-b.md"], ["20x5-a.md"]),
        (("**/[!_a]*.md",), (), ["b.md"], ["a.md"]),
        (("**/a?c.md",), (), ["abc.md"], ["ac.md", "a/c.md"]),
        (DEFAULT, ("drafts", "**/README.md"), ["a.md"], ["drafts/a.md", "drafts/x/a.md", "README.md", "x/README.md"]),
        (DEFAULT, ("drafts/",), ["a.md"], ["drafts/a.md"]),
        (("./posts/**/*.md",), (), ["posts/a.md"], ["a.md"]),
        (("a+(b).md", "[x.md"), (), ["a+(b).md", "[x.md"], ["aab.md"]),
        ((), (), [], ["a.md"]),
    ],
)
def test_include_and_exclude_are_globs(include: tuple, exclude: tuple, yes: list[str], no: list[str]) -> None:
    wanted = is_digest(include, exclude)
    assert [path for path in yes if not wanted(path)] == []
    assert [path for path in no if wanted(path)] == []


def test_links_are_followed_within_content_and_nowhere_else(blog: Blog, tmp_path: Path) -> None:
    """Each digest is found once, under its own name; a link out is named with its remedy."""
    blog.write("real/a.md")
    blog.write(".hidden/b.md")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "c.md").write_text("x")
    links = {
        "same.md": blog.content / "real" / "a.md",
        "same folder": blog.content / "real",
        "real/loop": blog.content,
        "real/self": blog.content / "real" / "self",
        "hidden file.md": blog.content / ".hidden" / "b.md",
        "hidden folder": blog.content / ".hidden",
        "hidden again": blog.content / ".hidden",
        ".hidden/back": blog.content / ".hidden",
        "out.md": outside / "c.md",
        "out": outside,
        "nowhere.md": tmp_path / "nowhere",
        "circle.md": blog.content / "circle.md",
    }
    for name, target in links.items():
        (blog.content / name).symlink_to(target)
    found, problems = walked(blog)
    assert found == ["hidden again/b.md", "hidden file.md", "real/a.md"]
    assert set(problems) == {"out.md", "out", "nowhere.md", "circle.md"}
    assert "leads out of content/" in problems["out"]
    assert "nowhere" in problems["nowhere.md"]


def test_content_may_itself_be_a_link(blog: Blog, tmp_path: Path) -> None:
    blog.write("a.md")
    blog.content.rename(tmp_path / "vault")
    blog.content.symlink_to(tmp_path / "vault")
    assert walked(blog) == (["a.md"], {})
    assert blog.run() == ["a.md"]
    blog.init_git()
    assert blog.run() == []


def test_links_in_git_are_looked_at_on_the_disk(blog: Blog) -> None:
    """git knows where a link leads, not what is there."""
    blog.write(".hidden/b.md")
    (blog.content / "link.md").symlink_to(".hidden/b.md")
    blog.write("a.md")
    blog.init_git()
    assert blog.run() == ["a.md", "link.md"]
    assert blog.run() == []
    blog.write(".hidden/b.md", "tags: [x]")
    blog.commit()
    assert blog.run() == ["link.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_named_and_the_others_go_on(blog: Blog) -> None:
    blog.write("a.md")
    closed = blog.write("closed/b.md").parent
    closed.chmod(0)
    try:
        found, problems = walked(blog)
    finally:
        closed.chmod(0o755)
    assert found == ["a.md"]
    assert "permission denied" in problems["closed"]


def test_names_that_are_not_utf8_are_named(blog: Blog) -> None:
    blog.write("a.md")
    blog.write("b\udcff.md")
    found, problems = walked(blog)
    assert found == ["a.md"]
    assert problems == {"b\udcff.md": "its name is not UTF-8; rename it"}
    blog.init_git()
    survey = blog.survey()
    assert [one.name for one in survey.to_read] == ["a.md"]
    assert survey.problems == problems


def test_pipes_and_folders_with_a_digest_s_name_are_no_digests(blog: Blog) -> None:
    os.mkfifo(blog.content / "pipe.md")
    (blog.content / "folder.md").mkdir()
    blog.write("folder.md/a.md")
    assert walked(blog) == (["folder.md/a.md"], {})


def test_a_missing_content_folder_is_named(blog: Blog) -> None:
    blog.content.rmdir()
    found, problems = walked(blog)
    assert found == []
    assert "no such file or directory" in problems["."]
    assert not blog.idle()
