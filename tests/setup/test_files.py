"""What ``bot init`` would write, decided before anything is written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import UsageError
from bot.model import Platform, Secret, Service
from bot.publishers.registry import BUILT_IN, PLATFORMS
from bot.settings.model import Target
from bot.settings.text import with_settings
from bot.setup.files import new_file
from bot.setup.plan import Write
from bot.setup.workflows import NAMES, WorkflowPlace, find_start, workflows
from tests import reading as config

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
    new = with_settings(old, name, {"site": "https://blog.dev"})
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
    assert with_settings(old, "pyproject.toml", {"site": "https://blog.dev"}) is None


def test_a_file_whose_lines_would_be_lost_is_overwritten_and_known_as_such() -> None:
    """The one thing that is never done without asking."""
    assert Write(Path("a"), "one\ntwo\n", "one\nthree\n").overwrites
    assert not Write(Path("a"), "one\ntwo\n", None).overwrites
    assert not Write(Path("a"), "one\n", "one\n").needed


def test_a_blogs_workflows_name_its_folder_its_branch_and_the_action() -> None:
    """And nothing of this repository."""
    settings = config.parse({"targets": {"x": {}, "x-fr": {"platform": "x", "env": "X_FR"}}}, None, Path())
    texts = workflows(WorkflowPlace("owner/bot@v1", "site/posts", "trunk", "site"), settings.targets)
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
    texts = workflows(WorkflowPlace("o/r@v1", content="", branch="main"))
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
        workflows(WorkflowPlace(**said))


def test_the_accounts_come_from_the_platforms_data() -> None:
    """One more platform needs no word here: its secrets are secrets, what everybody may know a variable."""
    platform = Platform(
        "imagined",
        PLATFORMS["x"].limits,
        PLATFORMS["x"].look,
        publisher="nowhere:Nothing",
        env="IMAGINED",
        secrets=(Secret("SERVER", public=True), Secret("KEY")),
        service=Service("GATE", "https://gate.example"),
    )
    step = yaml.safe_load(
        workflows(
            WorkflowPlace("o/r@v1", "c", "main"),
            [Target("imagined", platform, platform.limits, platform.limits.modes[0], platform.env)],
        )["post.yml"]
    )
    env = step["jobs"]["post"]["steps"][1]["env"]
    assert env["IMAGINED_SERVER"] == "${{ vars.IMAGINED_SERVER || secrets.IMAGINED_SERVER }}"
    assert env["IMAGINED_KEY"] == "${{ secrets.IMAGINED_KEY }}"
    assert env["IMAGINED_GATE"] == "${{ vars.IMAGINED_GATE || 'https://gate.example' }}"
    for name in BUILT_IN:
        assert {f"{PLATFORMS[name].env}_{secret.name}" for secret in PLATFORMS[name].secrets} <= env.keys()


# ── what starts the workflow that posts ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "text", "event"),
    [
        ("vercel.json", "{}", "deployment_status"),
        ("netlify.toml", "", "deployment_status"),
        (".github/workflows/pages.yml", "name: Deploy site\njobs:\n  a:\n    steps:\n      - uses: actions/deploy-pages@v4\n", "workflow_run"),
        (".github/workflows/ci.yml", "name: ci\njobs:\n  a:\n    steps:\n      - run: echo actions/deploy-pages@v4\n", "push"),
        ("wrangler.toml", "", "push"),
    ],
)  # fmt: skip
def test_where_the_host_tells_github_of_a_live_page_that_starts_the_post(
    tmp_path: Path, name: str, text: str, event: str
) -> None:
    """A push comes before the page; a host that tells nobody leaves it at that."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    start = find_start(tmp_path, tmp_path)
    texts = workflows(WorkflowPlace("o/r@v1", "content", "trunk", start=start))
    post = yaml.safe_load(texts["post.yml"])
    assert set(post[True]) == {event, "workflow_dispatch"}
    assert texts["sweep.yml"] == workflows(WorkflowPlace("o/r@v1", "content", "trunk"))["sweep.yml"]
    if event == "workflow_run":
        assert post[True][event] == {"workflows": ["Deploy site"], "types": ["completed"], "branches": ["trunk"]}
    if event == "deployment_status":
        assert "state == 'success'" in post["jobs"]["post"]["if"]
        assert "'Production'" in post["jobs"]["post"]["if"]
    assert "!github.event.repository.fork" in post["jobs"]["post"]["if"]
