"""What a release is made of: its package, its notes, and whose repository it is said to come from."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from bot import __version__
from bot.setup.origin import DISTRIBUTION, UNOWNED, from_git, from_index
from scripts.release_notes import notes_of
from tests.conftest import ROOT, clean_environment

if TYPE_CHECKING:
    from importlib.metadata import Distribution

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def tracked(*where: str) -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", "-z", *where], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        pytest.skip("this is no git checkout, so what belongs into the package is not known")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).exists()]


# ── the package ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as a release's checkout has it, with the commit that it is built from."""
    folder = tmp_path_factory.mktemp("release") / "source"
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "bot" / "setup" / "commit").write_text(f"{'c0ffee' * 6}c0de\n", encoding="ascii")
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    out = source.parent / "dist"
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=source, env=clean_environment() | {"PYTHONPATH": ""}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (made,) = out.glob("*.whl")
    return made


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Templates, style, workflows, tables: a page without its style was never looked at in a clone."""
    names = set(zipfile.ZipFile(wheel).namelist())
    assert set(tracked("bot")) <= names
    assert {name.partition("/")[0] for name in names} == {"bot", f"{DISTRIBUTION}-{__version__}.dist-info"}


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    assert wheel.name == f"{DISTRIBUTION}-{__version__}-py3-none-any.whl"
    archive = zipfile.ZipFile(wheel)
    said = HeaderParser().parsestr(archive.read(f"{DISTRIBUTION}-{__version__}.dist-info/METADATA").decode())
    assert said["Name"] == DISTRIBUTION == PROJECT["name"]
    assert {line.partition(",")[0] for line in said.get_all("Project-URL")} >= {"Homepage", "Repository", "Changelog"}
    assert said["Keywords"]
    assert said.get_all("Classifier")
    assert b"bot = bot.__main__:main" in archive.read(f"{DISTRIBUTION}-{__version__}.dist-info/entry_points.txt")


def test_the_wheel_runs_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    """Away from the source: a card is drawn with its fonts, a page written with its style, workflows name the commit."""
    home = tmp_path / "bare"
    venv.create(home, with_pip=False)
    (site,) = home.glob("lib/python*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    # Its dependencies are those of this environment, whose own bot comes after it.
    (site / "dependencies.pth").write_text("\n".join(path for path in sys.path if "site-packages" in path), "utf-8")
    blog = tmp_path / "blog"
    (blog / "content").mkdir(parents=True)
    (blog / "content" / "hello.md").write_text("---\ntitle: Hello\ndate: 2026-11-20\n---\nWords.\n", encoding="utf-8")
    (blog / "bot.toml").write_text('site = "https://blog.example"\n', encoding="utf-8")
    env = {key: value for key, value in clean_environment().items() if key != "PYTHONPATH"}

    def bot(*words: str) -> str:
        done = subprocess.run(
            [home / "bin" / "python", "-m", "bot", *words],
            cwd=blog, env=env, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = [home / "bin" / "python", "-c", "import bot; print(bot.__file__)"]
    assert (
        str(home) in subprocess.run(where, cwd=blog, env=env, capture_output=True, encoding="utf-8", check=True).stdout
    )
    assert __version__ in bot("--version")
    subprocess.run(["git", "init", "-q"], cwd=blog, check=True)
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "hub"], check=True)
    subprocess.run(["git", "remote", "add", "origin", tmp_path / "hub"], cwd=blog, check=True)
    bot("init", "--workflows", "--action", "o/r@v1", "-y")
    assert "uses: o/r@v1" in (blog / ".github" / "workflows" / "post.yml").read_text(encoding="utf-8")
    bot("card", "content/hello.md", "--out", "card.png")
    assert (blog / "card.png").stat().st_size > 1000
    bot("post", "content/hello.md", "--to", "outbox")
    assert "<style" in next(blog.glob("state/outbox/*hello*.html")).read_text(encoding="utf-8")


# ── where the workflows that init writes get the bot from ────────────────────────────────────────


class Installed:
    """A package's metadata, as far as they are asked for."""

    version = "1.2.3"

    def __init__(self, repository: str) -> None:
        self.repository = repository

    @property
    def metadata(self) -> Installed:
        return self

    def get_all(self, name: str) -> list[str]:
        assert name == "Project-URL"
        return ["Homepage, https://blog.example", f"Repository, https://github.com/{self.repository}"]


def test_what_the_release_tries_of_the_package_works(tmp_path: Path) -> None:
    """The commands of its workflow, in a folder that has no settings: there is no second try of a release."""
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]
    (tried,) = [step["run"] for step in jobs["build"]["steps"] if "bare/bin/bot" in step.get("run", "")]
    lines = [line for line in tried.splitlines() if line.startswith("bare/bin/bot")]
    assert len(lines) == 2
    (tmp_path / "bare" / "bin").mkdir(parents=True)
    bot = tmp_path / "bare" / "bin" / "bot"
    bot.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n', encoding="utf-8")
    bot.chmod(0o755)
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(lines)], cwd=tmp_path, env=clean_environment() | {"GITHUB_WORKSPACE": str(ROOT)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "card.png").stat().st_size > 1000


def test_a_release_is_named_by_the_commit_that_it_was_built_from() -> None:
    """With its version beside it, as an action that is handed secrets should be."""
    installed: Distribution = Installed("me/bot")  # type: ignore[assignment]
    commit = "0123456789" * 4
    assert from_index(installed, commit) == f"me/bot@{commit} # v1.2.3"
    assert from_index(installed, None) == "me/bot@v1.2.3"
    assert from_index(Installed(UNOWNED), commit) is None  # type: ignore[arg-type]


def test_what_was_installed_from_git_is_named_by_its_commit() -> None:
    commit = "0123456789" * 4
    address = "https://github.com/me/bot.git"
    known = {"vcs": "git", "requested_revision": "v1", "commit_id": commit}
    assert from_git(address, known, "1.2.3") == f"me/bot@{commit} # v1.2.3"
    assert from_git(address, known | {"requested_revision": "main"}, "1.2.3") == f"me/bot@{commit}"
    assert from_git("https://elsewhere.example/me/bot", known, "1.2.3") is None


# ── notes ────────────────────────────────────────────────────────────────────────────────────────


def test_this_version_has_notes() -> None:
    """The release workflow refuses one that has none."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    notes = notes_of(f"v{__version__}", changelog, __version__)
    assert len(notes) > 100
    assert "\n## " not in notes


@pytest.mark.parametrize(
    ("tag", "changelog", "said"),
    [
        ("v2.0.0", "## 1.0.0\n- A\n", "the tag is v2.0.0"),
        ("v1.0.0", "## 1.0.0\n\n## 0.9\n- B\n", "says nothing"),
        ("v1.0.0", "## Unreleased\n- C\n", "says nothing"),
    ],
)
def test_a_release_that_is_not_ready_is_refused(tag: str, changelog: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        notes_of(tag, changelog, "1.0.0")


# ── whose repository it is ───────────────────────────────────────────────────────────────────────


def test_one_command_says_whose_repository_this_is(source: Path, tmp_path: Path) -> None:
    """Everywhere: links, install lines, workflows, metadata; and once more when it moves."""
    tree = tmp_path / "tree"
    shutil.copytree(source, tree)
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    subprocess.run(["git", "add", "-A"], cwd=tree, check=True)
    named = re.compile(re.escape(PROJECT["urls"]["Repository"].removeprefix("https://github.com/")))
    for owner in ("ann/post-bot", "ben/blog.bot"):
        subprocess.run([sys.executable, "scripts/own", owner], cwd=tree, check=True, capture_output=True)
        urls = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
        assert urls["Repository"] == f"https://github.com/{owner}"
        assert f"uses: {owner}@v1" in (tree / "docs" / "github-actions.md").read_text(encoding="utf-8")
        for name in tracked("README.md", "SECURITY.md", "CONTRIBUTING.md", "docs", ".github", "action.yml"):
            if Path(name).suffix in {".md", ".yml"}:
                text = (tree / name).read_text(encoding="utf-8")
                assert not named.search(text), name
                assert owner == "ann/post-bot" or "ann/post-bot" not in text, name
    assert (
        subprocess.run(
            [sys.executable, "scripts/own", "nobody"], cwd=tree, capture_output=True, env=os.environ, check=False
        ).returncode
        == 2
    )
