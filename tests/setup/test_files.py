"""What ``bot init`` would write, decided before anything is written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import UsageError
from bot.setup.plan import Write, added, new_file
from bot.setup.workflows import NAMES, template, workflows
from tests import reading as config

ROOT = Path(__file__).resolve().parents[2]
SETTINGS: dict[str, Any] = {
    "site": "https://blog.dev",
    "permalink": '/"quoted"/{slug}',
    "content": "src/content/böög",
    "assets": ["."],
    "branch": "bot-state",
}


def test_a_new_file_holds_what_was_chosen_and_the_bot_reads_it() -> None:
    """Quotes and other scripts included."""
    table = tomllib.loads(new_file(SETTINGS, ("bluesky", "x")))
    assert {key: table[key] for key in SETTINGS} == SETTINGS
    settings = config.parse(table, Path("bot.toml"), Path())
    assert [target.name for target in settings.targets] == ["bluesky", "x"]


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("bot.toml", ""),
        ("bot.toml", "[targets.x]\nhashtags = 1\n"),
        ("bot.toml", '# mine\nlang = "de"'),
        ("bot.toml", '[tool.bot]\nlang = "de"\n'),
        ("pyproject.toml", '[project]\nname = "x"\n\n[tool.bot]\nlang = "de"\n\n[tool.ruff]\nline-length = 100\n'),
        ("pyproject.toml", "[tool.ruff]\n\n[tool.bot] # ours"),
        (
            "pyproject.toml",
            '[tool.bot] # ours\n# mine\nlang = "de"\n\n# about ruff\n[tool.ruff]\n\n[project]\n[tool.x]\n',
        ),
        (
            "pyproject.toml",
            '[tool.a]\nb=1\n[project]\nname = "x"\n[tool.bot]\nlang="de"\n\n[tool.bot.targets.x]\n[tool.c]\n',
        ),
    ],
)
def test_keys_are_added_to_a_file_and_nothing_else_changes(name: str, old: str) -> None:
    """Every line that was there stays in its place, comments and empty lines too, and the new keys belong to the bot."""
    new = added(old, name, {"site": "https://blog.dev"})
    assert new is not None
    assert [line for line in new.splitlines() if "https://blog.dev" not in line] == old.splitlines()
    table = tomllib.loads(new)
    own = table.get("tool", {}).get("bot", table)
    assert own.pop("site") == "https://blog.dev"
    assert table == tomllib.loads(old)
    assert not Write(Path(name), new, old).overwrites


@pytest.mark.parametrize(
    "old", ['tool.bot.lang = "de"\n', '[tool]\nbot = { lang = "de" }\n', '[project]\nname = "x"\n']
)
def test_where_there_is_no_sure_place_nothing_is_added(old: str) -> None:
    """A guess in somebody's pyproject.toml would be worse than a question."""
    assert added(old, "pyproject.toml", {"site": "https://blog.dev"}) is None


def test_a_file_whose_lines_would_be_lost_is_overwritten_and_known_as_such() -> None:
    """The one thing that is never done without asking."""
    assert Write(Path("a"), "one\ntwo\n", "one\nthree\n").overwrites
    assert not Write(Path("a"), "one\ntwo\n", None).overwrites
    assert not Write(Path("a"), "one\n", "one\n").needed


@pytest.mark.parametrize("name", NAMES)
def test_the_workflows_that_are_given_away_are_our_own(name: str) -> None:
    """What is tested here is what a blog gets; after a change: cp .github/workflows/NAME bot/setup/workflows/."""
    assert template(name) == (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")


def test_a_blogs_workflows_name_its_folder_its_branch_and_the_action() -> None:
    """And nothing of this repository."""
    settings = config.parse({"targets": {"x": {}, "x-fr": {"platform": "x", "env": "X_FR"}}}, None, Path())
    texts = workflows(
        action="owner/bot@v1", content="site/posts", branch="trunk", folder="site", targets=settings.targets
    )
    assert set(texts) == set(NAMES)
    for name, text in texts.items():
        tree = yaml.safe_load(text)
        (job,) = tree["jobs"].values()
        step = next(one for one in job["steps"] if one["uses"].startswith("owner/"))
        assert step["uses"] == "owner/bot@v1"
        assert step["with"]["working-directory"] == "site"
        assert "./\n" not in text
        when = tree[True]  # YAML's own reading of the word "on"
        if name != "preview.yml":
            assert step["env"]["X_FR_API_KEY"] == "${{ secrets.X_FR_API_KEY }}"
            assert step["env"]["X_API_KEY"] == "${{ secrets.X_API_KEY }}"
        else:
            assert "secrets." not in text
            assert when["pull_request"]["paths"] == ["site/posts/**"]
        if name == "post.yml":
            assert when["push"] == {"branches": ["trunk"], "paths": ["site/posts/**"]}


def test_a_blog_at_the_top_of_its_repository_needs_no_folder() -> None:
    """Every file of it starts the workflow where the posts are everywhere."""
    texts = workflows(action="o/r@v1", content="", branch="main")
    assert "working-directory" not in texts["post.yml"]
    assert yaml.safe_load(texts["post.yml"])[True]["push"]["paths"] == ["**"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "nobody"},
        {"action": "o/r@v1\n      - run: curl evil"},
        {"content": 'a"]\njobs:'},
        {"content": "${{ secrets.X }}"},
        {"branch": "main, evil"},
        {"branch": "a]"},
        {"folder": "a: b"},
    ],
)
def test_nothing_gets_into_a_workflow_that_could_change_what_it_does(wrong: dict[str, str]) -> None:
    """A folder's name is a name, not YAML."""
    said = {"action": "o/r@v1", "content": "content", "branch": "main", **wrong}
    with pytest.raises(UsageError, match="cannot stand in a workflow"):
        workflows(**said)
