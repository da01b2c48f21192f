"""What a generator has built is built again only where something differs that goes into it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.sites.generators import kept
from tests.sites.generators.build import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOG = {"config.toml": "", "posts/a.md": "A"}


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[str, str]]:
    """Builds a blog of these files in a new folder: what the generator says, and the page that it makes. Both count its builds."""
    monkeypatch.delenv("BOT_TEST_THOROUGH", raising=False)
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "kept")
    builds, roots = count(1), count()

    def call(files: dict[str, str], *words: str, **env: str) -> tuple[str, str]:
        root = tmp_path / f"root-{next(roots)}"
        write(root, files)

        def generator() -> str:
            number = str(next(builds))
            write(root, {"public/page.html": number})
            return number

        said = kept.kept(["generator", *words], root, env, generator)
        return said, (root / "public" / "page.html").read_text(encoding="utf-8")

    return call


def test_the_same_blog_is_built_once(build: Callable[..., tuple[str, str]]) -> None:
    """What was said and made is there all the same."""
    assert [build(BLOG, "--quiet", TZ="UTC") for _ in range(3)] == [("1", "1")] * 3


def test_whatever_goes_into_a_build_makes_another(
    build: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file's content or name, a file more, a word, the environment, the generator's version."""
    build(BLOG)
    assert build({**BLOG, "posts/a.md": "B"})[0] == "2"
    assert build({"config.toml": "", "posts/b.md": "A"})[0] == "3"
    assert build({**BLOG, "posts/b.md": "A"})[0] == "4"
    assert build(BLOG, "--quiet")[0] == "5"
    assert build(BLOG, TZ="UTC")[0] == "6"
    monkeypatch.setattr(kept, "version", lambda _program: "2.0")
    assert build(BLOG)[0] == "7"


def test_for_a_release_everything_is_built(
    build: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TEST_THOROUGH", "1")
    assert [build(BLOG)[0], build(BLOG)[0]] == ["1", "2"]


def test_what_failed_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOT_TEST_THOROUGH", raising=False)
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "kept")
    with pytest.raises(ZeroDivisionError):
        kept.kept(["generator"], tmp_path / "root", {}, lambda: str(1 / 0))
    assert not (tmp_path / "kept").exists()
