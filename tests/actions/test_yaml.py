"""What no local runner enforces, read from the files: permissions, concurrency, time-outs, paths, pins."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.github.__main__ import INPUTS
from bot.github.arguments import TAKES
from bot.settings.model import Settings
from bot.setup.workflows import WorkflowPlace, workflows
from scripts.generate_workflows import own_workflows

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github" / "workflows"
POSTING = ("post.yml", "sweep.yml")
EVERY = sorted(path.name for path in FOLDER.glob("*.yml"))
GIVEN = workflows(WorkflowPlace("./", content="content", branch="main"))
"""What a blog gets; the other workflows are this repository's own."""


def text_of(name: str) -> str:
    return GIVEN.get(name) or (FOLDER / name).read_text(encoding="utf-8")


def read(name: str) -> dict[str, Any]:
    """A workflow; ``on`` is a word that YAML 1.1 takes for true."""
    text = text_of(name)
    return yaml.safe_load(re.sub(r"^on:", '"on":', text, flags=re.MULTILINE))


def jobs(name: str) -> list[dict[str, Any]]:
    return list(read(name)["jobs"].values())


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in jobs(name) for step in job["steps"]]


def action() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


# ── every workflow ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_permitted_but_what_a_job_asks_for(name: str) -> None:
    assert read(name)["permissions"] == {}
    for job in jobs(name):
        assert isinstance(job["permissions"], dict)
        assert job["permissions"]


@pytest.mark.parametrize("name", EVERY)
def test_every_job_ends(name: str) -> None:
    assert all(job["timeout-minutes"] > 0 for job in jobs(name))


@pytest.mark.parametrize("name", [*EVERY, "action.yml"])
def test_every_action_is_pinned_by_its_commit_with_its_version_beside_it(name: str) -> None:
    """Or is this repository's own."""
    text = (ROOT / name).read_text(encoding="utf-8") if name == "action.yml" else text_of(name)
    used = re.findall(r"uses: (.+)", text)
    assert used
    for one in used:
        assert one == "./" or re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one), one


@pytest.mark.parametrize("name", [*EVERY, "action.yml"])
def test_no_expression_stands_in_a_script(name: str) -> None:
    """A digest's name or a form's field would be run as shell; it comes through the environment."""
    for step in action()["runs"]["steps"] if name == "action.yml" else steps(name):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", EVERY)
def test_no_workflow_runs_with_secrets_on_somebody_elses_code(name: str) -> None:
    assert not {"pull_request_target", "workflow_run"} & set(read(name)["on"])


@pytest.mark.parametrize("name", GIVEN)
def test_what_runs_here_is_what_a_blog_gets(name: str) -> None:
    """After a change: python -m scripts.generate_workflows."""
    assert (FOLDER / name).read_text(encoding="utf-8") == own_workflows()[name]


@pytest.mark.parametrize("name", POSTING)
def test_without_accounts_this_repositorys_own_pushes_end_green(name: str) -> None:
    """They are skipped until a variable says that there are some; by hand they run."""
    text = own_workflows()[name]
    (job,) = yaml.safe_load(text)["jobs"].values()
    assert "(vars.BOT_POSTS == 'yes' || github.event_name == 'workflow_dispatch')" in job["if"]
    assert "BOT_POSTS" not in GIVEN[name]


# ── those that post ──────────────────────────────────────────────────────────────────────────────


def test_all_that_post_wait_for_each_other_and_none_is_cut_off() -> None:
    """One constant group for both files; a running job is never cancelled, nor one that waits thrown away, by a newer one."""
    assert {str(read(name)["concurrency"]) for name in POSTING} == {
        str({"group": "bot", "queue": "max"}),
    }


@pytest.mark.parametrize("name", POSTING)
def test_a_run_ends_before_its_claims_do(name: str) -> None:
    """A claim whose lease is over is taken for a dead run's; no run may live that long."""
    lease_minutes = Settings(root=ROOT, source=None).lease.total_seconds() / 60
    assert all(job["timeout-minutes"] < lease_minutes for job in jobs(name))


@pytest.mark.parametrize("name", POSTING)
def test_posting_may_push_the_ledger_and_nothing_else(name: str) -> None:
    assert [job["permissions"] for job in jobs(name)] == [{"contents": "write"}]


@pytest.mark.parametrize("name", POSTING)
def test_posting_looks_at_the_default_branch_as_it_is_now(name: str) -> None:
    """A re-run is given the commit of the first run."""
    checkout = next(step for step in steps(name) if "checkout" in step["uses"])
    assert checkout["with"]["ref"].startswith("${{ github.event.repository.default_branch ")
    assert checkout["with"]["persist-credentials"] is True


@pytest.mark.parametrize("name", POSTING)
def test_a_fork_posts_nothing(name: str) -> None:
    assert all(job["if"].startswith("${{ !github.event.repository.fork") for job in jobs(name))
    assert all("||" not in job["if"] for job in jobs(name))


@pytest.mark.parametrize("name", POSTING)
def test_secrets_go_to_the_bots_step_alone(name: str) -> None:
    """Not to the job, where every other action would see them."""
    workflow = read(name)
    assert "env" not in workflow
    assert all("env" not in job for job in jobs(name))
    for step in steps(name):
        assert ("secrets." in str(step)) == (step["uses"] == "./")


def test_a_push_posts_when_it_changes_a_digest() -> None:
    assert read("post.yml")["on"]["push"] == {"branches": ["main"], "paths": ["content/**"]}


def test_whatever_no_push_posted_is_posted_within_an_hour() -> None:
    """The sweep is a file of its own, for GitHub switches off schedules by file; a variable of the repository's stops it."""
    assert set(read("sweep.yml")["on"]) == {"schedule", "workflow_dispatch"}
    minute, *rest = read("sweep.yml")["on"]["schedule"][0]["cron"].split()
    assert rest == ["*", "*", "*", "*"]
    assert minute != "0"
    assert all("schedule" not in read(name)["on"] for name in EVERY if name != "sweep.yml")
    assert "vars.BOT_SWEEP != 'off'" in jobs("sweep.yml")[0]["if"]


def test_the_form_knows_every_command_and_begins_with_run() -> None:
    form = read("post.yml")["on"]["workflow_dispatch"]["inputs"]
    assert form["command"]["options"] == list(TAKES)
    assert form["command"]["default"] == "run"
    assert {name for name, field in form.items() if field["type"] == "boolean"} == {"again", "dry-run", "update"}


def test_the_form_has_every_input_of_every_command() -> None:
    """So that nobody needs a laptop; and the step hands on what was filled in."""
    form = read("post.yml")["on"]["workflow_dispatch"]["inputs"]
    taken = {"files" if name == "file" else name for name in form}
    assert taken == {"command", *frozenset().union(*TAKES.values())}
    step = next(step for step in steps("post.yml") if step["uses"] == "./")
    for name in form:
        assert f"inputs.{name}" in step["with"]["files" if name == "file" else name]


def test_the_short_workflow_of_the_documentation_can_settle_a_doubt() -> None:
    """Whoever copied it could start a run by hand, and resolve nothing."""
    page = (ROOT / "docs" / "github-actions.md").read_text(encoding="utf-8")
    text = next(
        block for block in re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL) if "jobs:" in block
    )
    workflow = yaml.safe_load(re.sub(r"^on:", '"on":', text, flags=re.MULTILINE))
    assert set(workflow["on"]["workflow_dispatch"]["inputs"]) == {"command", "file", "targets", "url"}
    step = workflow["jobs"]["post"]["steps"][-1]
    assert set(step["with"]) == {"command", "files", "targets", "url"}
    assert workflow["concurrency"] == {"group": "bot", "queue": "max"}


# ── the preview ──────────────────────────────────────────────────────────────────────────────────


def test_the_preview_knows_no_secret_and_keeps_no_token() -> None:
    assert "secrets" not in (FOLDER / "preview.yml").read_text(encoding="utf-8")
    assert set(read("preview.yml")["on"]) == {"pull_request"}
    assert [job["permissions"] for job in jobs("preview.yml")] == [{"contents": "read", "pull-requests": "write"}]
    checkout = next(step for step in steps("preview.yml") if "checkout" in step["uses"])
    assert checkout["with"] == {"fetch-depth": 2, "persist-credentials": False}


# ── the action ───────────────────────────────────────────────────────────────────────────────────


def test_the_action_hands_every_input_to_the_bot() -> None:
    step = next(step for step in action()["runs"]["steps"] if step.get("id") == "bot")
    handed = {f"BOT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in INPUTS}
    assert handed.items() <= step["env"].items()
    own = {"working-directory", "python-version", "comment"}
    assert set(action()["inputs"]) == set(INPUTS) | own


def test_signals_reach_the_bot() -> None:
    """A cancelled job signals the step's own process alone; behind a shell the bot would be killed in mid-post."""
    step = next(step for step in action()["runs"]["steps"] if step.get("id") == "bot")
    assert re.fullmatch(r'PYTHONPATH="\$GITHUB_ACTION_PATH" exec \S+ -P -m bot\.github', step["run"])


def test_the_action_installs_what_the_lock_file_names_and_nothing_else() -> None:
    run = next(step["run"] for step in action()["runs"]["steps"] if step.get("name") == "Install the bot")
    assert "--require-hashes --no-build" in run
    assert (ROOT / "requirements.txt").is_file()


def test_the_action_says_what_came_of_it() -> None:
    assert set(action()["outputs"]) == {"posted", "failed", "in-doubt", "json"}


def test_the_comment_alone_gets_the_token() -> None:
    """Whatever reads the pull request's files has none."""
    with_token = [step["name"] for step in action()["runs"]["steps"] if "github.token" in str(step)]
    assert with_token == ["Show the preview in the pull request"]


def test_the_documentation_names_every_input_output_and_command() -> None:
    text = (ROOT / "docs" / "github-actions.md").read_text(encoding="utf-8")
    for word in [*action()["inputs"], *action()["outputs"], *TAKES]:
        assert f"`{word}`" in text, word


# ── CI ───────────────────────────────────────────────────────────────────────────────────────────


def test_ci_runs_the_one_script_on_the_oldest_and_the_newest_python() -> None:
    job = read("ci.yml")["jobs"]["ci"]
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.14"]
    assert job["steps"][-1] == {"run": ".ci/run"}
    assert job["permissions"] == {"contents": "read"}
