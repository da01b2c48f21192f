"""``--env-file``: a laptop's accounts from a file, where it is named, and never one that git would carry away."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog


def env_file(path: Path, environ: dict[str, str]) -> Path:
    path.write_text("".join(f"export {name}='{value}'  # mine\n" for name, value in environ.items()), encoding="utf-8")
    return path


def test_accounts_from_a_file_post(blog: Blog, x_server: Any, tmp_path: Path) -> None:
    """Before the command's name and behind it; the environment goes before the file."""
    accounts = env_file(tmp_path / "bot.env", {**x_server.environ(), "X_API_KEY": "wrong"})
    blog.env["X_API_KEY"] = x_server.environ()["X_API_KEY"]
    path = blog.digest()
    assert blog.bot("--env-file", accounts, "init").code == 0
    ran = blog.bot("post", path, "--to", "x", "--env-file", accounts)
    assert ran.code == 0, ran.err
    assert len(x_server.posts) == 1


def test_no_file_is_read_by_itself(blog: Blog, x_server: Any) -> None:
    env_file(blog.root / ".env", x_server.environ())
    blog.digest()
    blog.bot("init")
    assert "x is not set up" in blog.bot("run", "--to", "x").err
    assert x_server.http.requests == []


@pytest.mark.parametrize(
    ("ignored", "added", "said"),
    [(False, False, "add .env to .gitignore"), (True, True, "is committed"), (False, True, "is committed")],
)
def test_a_file_that_git_would_commit_is_refused(blog: Blog, *, ignored: bool, added: bool, said: str) -> None:
    """Its secrets would be everybody's with the next push."""
    git(blog, "init", "-q")
    env_file(blog.root / ".env", {"X_API_KEY": "topsecret"})
    if ignored:
        (blog.root / ".gitignore").write_text(".env\n", encoding="utf-8")
    if added:
        git(blog, "add", "-f", ".env")
    ran = blog.bot("--env-file", ".env", "init", "-y")
    assert ran.code == 2
    assert said in ran.err
    assert "topsecret" not in ran.err


def test_an_ignored_file_in_the_blog_will_do(blog: Blog) -> None:
    git(blog, "init", "-q")
    env_file(blog.root / ".env", {"X_API_KEY": "topsecret"})
    (blog.root / ".gitignore").write_text(".env\n", encoding="utf-8")
    assert blog.bot("--env-file", ".env", "init", "-y").code == 0


def git(blog: Blog, *words: str) -> None:
    subprocess.run(["git", *words], cwd=blog.root, env=blog.env, check=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [(b"X_API_KEY=a\n'half a secret\n", "line 2 is no NAME=value"), (b"\xff\xfe", "UTF-8"), (None, "No such file")],
)
def test_a_file_that_cannot_be_used_is_named_without_what_stands_in_it(
    blog: Blog, tmp_path: Path, text: bytes | None, said: str
) -> None:
    path = tmp_path / "bot.env"
    if text is not None:
        path.write_bytes(text)
    ran = blog.bot("--env-file", path, "status")
    assert ran.code == 2
    assert said in ran.err
    assert "half a secret" not in ran.err
