"""The real workflow files, run by act on loopback: a git server, X, a real Bluesky server, and GitHub's comments.

act enforces neither concurrency nor permissions, time-outs or path filters; test_yaml.py reads those. Not possible
without GitHub: its schedule, its cache, and what it does with the log that it is sent.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from bot.setup.workflows import after_deployment
from tests.actions.api import GitHubApi
from tests.actions.conftest import give
from tests.actions.hub import PASSWORD, READER, REPOSITORY, ROOT, STUBS, TOKEN, Hub, Ran, digest, found, product
from tests.conftest import clean_environment
from tests.servers.git import GitServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.servers.faults import Request, Response

HELLO = {"content/hello.md": digest("Hello, runner")}
WAIT_SECONDS = 120


def wait(true: Callable[[], bool], what: str) -> None:
    """Another process is at work; look until it has done its part."""
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < end, f"{what}: not within {WAIT_SECONDS} s"
        time.sleep(0.02)


def titles(x_server: Any) -> list[str]:
    """The first words of every post on X."""
    return sorted(post.text.split("\n")[0] for post in x_server.posts)


@dataclass
class Poster:
    """Whose posts to look at."""

    env: dict[str, str]


def on_bluesky(pds: Any, hub: Hub) -> list[str]:
    """The slug of every post's digest on Bluesky."""
    posts = pds.posts(Poster({**hub.variables, **hub.secrets}))
    return sorted(post["value"]["embed"]["external"]["uri"].rpartition("/")[2] for post in posts)


# ── a push ───────────────────────────────────────────────────────────────────────────────────────


def test_a_push_posts_once_on_every_platform(both_hub: Hub, pds: Any, x_server: Any) -> None:
    """The outputs, the summary and the ledger's branch say so; the main branch is not touched."""
    commit = both_hub.commit(HELLO)
    ran = both_hub.run("post.yml", commit=commit)
    assert ran.code == 0, ran.log
    assert ran.outcomes() == {("hello", "bluesky"): "posted", ("hello", "x"): "posted"}
    assert (ran.outputs["posted"], ran.outputs["failed"], ran.outputs["in-doubt"]) == ("2", "0", "0")
    assert on_bluesky(pds, both_hub) == ["hello"]
    assert titles(x_server) == ["Hello, runner"]
    assert "### Hello, runner" in ran.summary
    assert all(one["url"] in ran.summary for one in ran.results)
    assert both_hub.head() == commit


def test_a_rerun_of_an_old_commit_posts_what_came_since_and_nothing_twice(hub: Hub, x_server: Any) -> None:
    """A run posts all that is new on the branch, not what its own push changed: the runs between may have been dropped.
    It looks at the ledger as it is now, not as it was; nor does it announce what its commit still had."""
    first = hub.commit(HELLO)
    assert hub.run("post.yml", commit=first, run_id=100).outcomes() == {("hello", "x"): "posted"}
    hub.commit({"content/second.md": digest("A second one")})
    ran = hub.run("post.yml", commit=first, run_id=100, attempt=2)
    assert ran.code == 0, ran.log
    assert {pair for pair, outcome in ran.outcomes().items() if outcome == "posted"} == {("second", "x")}
    assert len(x_server.posts) == 2
    ran = hub.run("post.yml", commit=first, run_id=100, attempt=3)
    assert ran.code == 0, ran.log
    assert ran.outputs["posted"] == "0"
    assert len(x_server.posts) == 2


def test_the_sweep_posts_what_no_push_posted_and_costs_nothing_where_it_is_switched_off(
    hub: Hub, x_server: Any
) -> None:
    """Not even a checkout."""
    hub.commit(HELLO)
    hub.variables["BOT_SWEEP"] = "off"
    ran = hub.run("sweep.yml", "schedule", schedule="23 * * * *", repository={"full_name": REPOSITORY})
    assert ran.steps() == []
    assert x_server.posts == []
    del hub.variables["BOT_SWEEP"]
    ran = hub.run("sweep.yml", "schedule", schedule="23 6 * * *", repository={"full_name": REPOSITORY})
    assert ran.code == 0, ran.log
    assert len(x_server.posts) == 1


def test_a_fork_announces_nothing(hub: Hub, x_server: Any) -> None:
    """It has the digests and the workflows, and may have secrets of its own."""
    hub.commit(HELLO)
    for workflow in ("post.yml", "sweep.yml"):
        ran = hub.run(workflow, "push" if workflow == "post.yml" else "workflow_dispatch",
                      repository={"full_name": REPOSITORY, "default_branch": "main", "fork": True})  # fmt: skip
        assert ran.code == 0, ran.log
        assert ran.steps() == []
    assert x_server.posts == []


def test_a_repository_that_is_only_a_blog_needs_the_ten_lines_of_the_documentation(
    tmp_path: Path, packages: dict[str, str], x_server: Any
) -> None:
    """Init from the form marks what is there as handled, then a push posts what is new: what the page promises, with nothing
    of the bot in the repository and no laptop."""
    page = (ROOT / "docs" / "github-actions.md").read_text(encoding="utf-8")
    workflow = next(
        block for block in re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL) if "jobs:" in block
    )
    found(tmp_path / "git" / f"{REPOSITORY}.git", {".github/workflows/post.yml": workflow}, with_bot=False)
    product(tmp_path / "bot")
    with GitServer(tmp_path / "git", frozenset({TOKEN, PASSWORD})) as server:
        hub = Hub(tmp_path, server, {**clean_environment(), **packages})
        hub.actions = {
            re.findall(r"uses: ([\w.-]+/[\w.-]+@v1)\n", workflow)[0]: tmp_path / "bot",
            "actions/checkout@v7": STUBS / "checkout",
        }
        give(hub, {**x_server.environ(), "X_API_BASE": ""})
        made = hub.dispatch("init")
        assert made.code == 0, made.log
        assert "1 digest" in made.summary
        assert hub.head("bot-state")
        hub.commit(HELLO)
        ran = hub.run("post.yml", env={"X_API_BASE": x_server.url})
        assert ran.code == 0, ran.log
        assert ran.outcomes() == {("hello", "x"): "posted"}
        assert titles(x_server) == ["Hello, runner"]


def test_a_deployment_that_succeeded_posts_and_no_other_event_of_it_does(
    tmp_path: Path, packages: dict[str, str], x_server: Any
) -> None:
    """A host tells GitHub of every step, and of previews too; the page is live with the production's success."""
    found(tmp_path / "git" / f"{REPOSITORY}.git", {}, with_bot=True, start=after_deployment("Vercel"))
    with GitServer(tmp_path / "git", frozenset({TOKEN, PASSWORD})) as server:
        hub = Hub(tmp_path, server, {**clean_environment(), **packages})
        give(hub, x_server.environ())
        assert hub.bot("init", "--yes").returncode == 0
        hub.commit(HELLO)
        for state, environment in (("pending", "Production"), ("failure", "Production"), ("success", "Preview")):
            told = {"deployment_status": {"state": state}, "deployment": {"environment": environment}}
            assert hub.run("post.yml", "deployment_status", **told).steps() == []
        told = {"deployment_status": {"state": "success"}, "deployment": {"environment": "Production – blog"}}
        ran = hub.run("post.yml", "deployment_status", **told)
        assert ran.code == 0, ran.log
        assert titles(x_server) == ["Hello, runner"]


def test_a_run_that_only_put_posts_off_ends_green_with_a_warning(hub: Hub, x_server: Any) -> None:
    """Nobody has to do anything: the sweep posts them. A failure beside them is red as ever."""
    hub.commit(HELLO)
    x_server.fault(on="create", kind="429-reset", times=99, reset_seconds=3600)
    ran = hub.run("post.yml")
    assert ran.code == 0, ran.log
    assert ran.outcomes() == {("hello", "x"): "failed"}
    assert [one["retry_at"] for one in ran.results if one["target"] == "x"] != [None]
    assert any(event.get("command") == "warning" for event in ran.events)
    assert ran.errors == []
    assert "put off" in ran.summary
    hub.commit({"content/bad.md": "---\ntitle: [\n---\n"})
    assert hub.run("post.yml", run_id=101).code != 0


# ── many at once ─────────────────────────────────────────────────────────────────────────────────


def test_two_pushes_and_a_laptop_at_once_post_each_digest_once(both_hub: Hub, pds: Any, x_server: Any) -> None:
    """Whoever comes second to a digest finds it claimed, and calls that no failure."""
    laptop = both_hub.clone("laptop")
    first = both_hub.commit(HELLO)
    second = both_hub.commit({"content/second.md": digest("A second one")})
    both_hub.git("pull", "--quiet", cwd=laptop)
    runners = [both_hub.start("post.yml", commit=one, run_id=number) for number, one in enumerate((first, second), 200)]
    mine = both_hub.start_bot("run", cwd=laptop)
    ran = [runner.wait() for runner in runners]
    out, err = mine.communicate(timeout=WAIT_SECONDS)
    assert [one.code for one in ran] == [0, 0], "\n".join(one.log for one in ran)
    assert mine.returncode == 0, out + err
    assert titles(x_server) == ["A second one", "Hello, runner"]
    assert on_bluesky(pds, both_hub) == ["hello", "second"]


# ── death ────────────────────────────────────────────────────────────────────────────────────────


def test_a_runner_that_dies_while_x_answers_has_posted_once(hub: Hub, x_server: Any) -> None:
    """The post was made and its answer lost with the machine: the second attempt finds it on the account's timeline."""
    commit = hub.commit(HELLO)
    x_server.fault(on="create", kind="timeout-after")
    runner = hub.start("post.yml", commit=commit, run_id=100)
    wait(lambda: len(x_server.posts) == 1, "the post")
    runner.kill()
    ran = hub.run("post.yml", commit=commit, run_id=100, attempt=2)
    assert ran.code == 0, ran.log
    assert len(x_server.posts) == 1
    assert titles(x_server) == ["Hello, runner"]


def test_a_runner_that_dies_before_x_has_the_post_leaves_a_doubt_that_the_form_settles(hub: Hub, x_server: Any) -> None:
    """A post may be missing from its timeline for minutes, so nothing is sent: the job fails and says what to do, and
    a person who has looked at the account says in the browser that there is no such post."""
    commit = hub.commit(HELLO)
    x_server.fault(on="create", kind="timeout-before")
    runner = hub.start("post.yml", commit=commit, run_id=100)
    wait(lambda: x_server.http.count("create") == 1, "the request")
    runner.kill()
    ran = hub.run("post.yml", commit=commit, run_id=100, attempt=2)
    assert ran.code != 0
    assert ran.outputs["in-doubt"] == "1"
    assert x_server.posts == []
    assert any("bot resolve" in error for error in ran.errors)
    assert "in doubt" in ran.summary
    resolved = hub.dispatch("resolve", file="content/hello.md", targets="x", url="none")
    assert resolved.code == 0, resolved.log
    assert hub.run("post.yml", run_id=102).outputs["posted"] == "1"
    assert titles(x_server) == ["Hello, runner"]


def test_a_cancelled_job_finishes_the_post_under_way_and_begins_no_other(
    hub: Hub, x_server: Any, tmp_path: Path
) -> None:
    """GitHub signals the step's entry process alone; the step's own script is run here as its shell runs it."""
    hub.commit({**HELLO, "content/second.md": digest("A second one")})
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    script = next(step["run"] for step in action["runs"]["steps"] if step.get("id") == "bot")
    python = tmp_path / "temp" / "bot" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    answering, go_on, answer = threading.Event(), threading.Event(), x_server.http.answer

    def slowly(request: Request) -> Response:
        response = answer(request)
        if request.operation == "create":
            answering.set()
            go_on.wait(WAIT_SECONDS)
        return response

    x_server.http.answer = slowly
    env = {"GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(tmp_path / "temp")}
    step = subprocess.Popen(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
        cwd=hub.desk,
        env={**hub.env, **hub.secrets, **hub.variables, **env, "GITHUB_OUTPUT": str(tmp_path / "output")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert answering.wait(WAIT_SECONDS), (step.kill(), step.communicate())
    step.send_signal(signal.SIGINT)
    go_on.set()
    log, _ = step.communicate(timeout=WAIT_SECONDS)
    assert len(x_server.posts) == 1, log
    assert "posted=1\n" in (tmp_path / "output").read_text(encoding="utf-8")
    assert hub.run("post.yml").outputs["posted"] == "1"
    assert titles(x_server) == ["A second one", "Hello, runner"]


# ── the form ─────────────────────────────────────────────────────────────────────────────────────


def test_one_file_is_posted_from_the_form(hub: Hub, x_server: Any) -> None:
    """Also one of the archive; its name is no shell."""
    name = "content/$(touch pwned) `id` 'and' \"more\".md"
    hub.commit({name: digest("By hand"), **HELLO})
    ran = hub.dispatch("post", file=name)
    assert ran.code == 0, ran.log
    assert titles(x_server) == ["By hand"]


def test_a_post_is_taken_down_and_posted_anew_from_the_form(hub: Hub, x_server: Any) -> None:
    """A typo in the title needs no laptop; without `again` the deleted post stays deleted."""
    hub.commit(HELLO)
    hub.run("post.yml")
    deleted = hub.dispatch("delete", file="content/hello.md", targets="x")
    assert deleted.code == 0, deleted.log
    assert x_server.posts == []
    hub.commit({"content/hello.md": digest("Hello, runner, again")})
    assert hub.run("post.yml", run_id=101).outputs["posted"] == "0"
    anew = hub.dispatch("post", file="content/hello.md", again="true")
    assert anew.code == 0, anew.log
    assert titles(x_server) == ["Hello, runner, again"]


def test_a_backfill_is_made_from_the_form_after_a_dry_run_that_shows_everything_and_sends_nothing(
    hub: Hub, x_server: Any
) -> None:
    """The archive's digests since a date, some of them."""
    hub.commit(HELLO)
    ledger = hub.head("bot-state")
    rehearsal = hub.dispatch("run", since="2025-12-01", limit="2", dry_run="true")
    assert rehearsal.code == 0, rehearsal.log
    shown = {name: outcome for (name, target), outcome in rehearsal.outcomes().items() if target == "x"}
    assert shown == {"old": "would-post", "hello": "would-post"}
    assert "Hello, runner" in rehearsal.summary
    assert x_server.http.requests == []
    assert hub.head("bot-state") == ledger
    ran = hub.dispatch("run", since="2025-12-01", limit="1")
    assert ran.code == 0, ran.log
    assert titles(x_server) == ["An old one"]


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────


def test_without_a_ledger_nothing_is_posted_and_the_remedy_is_named(empty_hub: Hub, x_server: Any) -> None:
    """A branch that is not there is not an empty ledger: the whole archive would be poured out."""
    give(empty_hub, x_server.environ())
    empty_hub.commit(HELLO)
    ran = empty_hub.run("post.yml")
    assert ran.code != 0
    assert x_server.http.requests == []
    assert any("bot init" in error for error in ran.errors)
    assert "bot init" in ran.summary
    assert empty_hub.head("bot-state") is None


def test_a_protected_branch_that_refuses_the_claim_stops_the_post(hub: Hub, x_server: Any) -> None:
    """What cannot be claimed is not sent."""
    hub.commit(HELLO)
    ledger = hub.head("bot-state")
    hub.server.protect(REPOSITORY, "bot-state")
    ran = hub.run("post.yml")
    assert ran.code != 0
    assert x_server.http.count("create") == 0
    assert ran.errors
    assert hub.head("bot-state") == ledger


def test_a_job_that_may_not_write_posts_nothing(hub: Hub, x_server: Any) -> None:
    """The same where the workflow forgot `permissions: contents: write`."""
    hub.commit(HELLO)
    hub.token = READER
    ran = hub.run("post.yml")
    assert ran.code != 0
    assert x_server.http.count("create") == 0
    assert ran.errors


def test_no_secret_is_in_the_log(both_hub: Hub, x_server: Any) -> None:
    """Not where a platform refuses them, and not where a post's own address holds one."""
    both_hub.secrets["BLUESKY_HANDLE"] = both_hub.variables.pop("BLUESKY_HANDLE")
    both_hub.commit(HELLO)
    x_server.fault(on="create", kind="401")
    ran = both_hub.run("post.yml")
    assert ran.outcomes() == {("hello", "bluesky"): "posted", ("hello", "x"): "failed"}
    assert re.search(r"profile/\*\*\*/post/", ran.log)
    assert both_hub.secrets.pop("BLUESKY_HANDLE") not in ran.log
    for name, secret in {**both_hub.secrets, "GITHUB_TOKEN": both_hub.token}.items():
        assert secret not in ran.out + ran.err, name


# ── a pull request ───────────────────────────────────────────────────────────────────────────────


def pull_request(hub: Hub, files: dict[str, str], *, fork: bool) -> dict[str, Any]:
    """Push a branch, and what GitHub makes of it: the merge with the main branch, under its own name."""
    hub.git("checkout", "--quiet", "-B", "topic", "origin/main")
    head = hub.commit(files, push="topic")
    hub.git("checkout", "--quiet", "--detach", "origin/main")
    hub.git("merge", "--quiet", "--no-ff", "--message", "Merge", head)
    hub.git("push", "--quiet", "--force", "origin", "HEAD:refs/pull/7/merge")
    merge = hub.git("rev-parse", "HEAD")
    hub.git("checkout", "--quiet", "main")
    return {
        "commit": merge,
        "number": 7,
        "pull_request": {
            "number": 7,
            "head": {"sha": head, "ref": "topic", "repo": {"full_name": "somebody/blog" if fork else REPOSITORY}},
            "base": {"ref": "main", "sha": hub.head()},
        },
    }


def preview(hub: Hub, event: dict[str, Any]) -> Ran:
    return hub.run("preview.yml", "pull_request", **event)


HOSTILE = digest(
    "::error::pwned `<img src=x onerror=alert(1)>` ``` @everyone",
    "::set-output name=posted::99\n::stop-commands::x\n</code>",
)
"""The code in its title is no markup of the digest, so that it comes as far as the summary."""


def test_a_pull_request_from_a_fork_is_previewed_without_any_secret_and_commands_nobody(empty_hub: Hub) -> None:
    """No ledger, no account, a token that may only read: the summary shows the post, and nobody fails. A hostile digest
    steers neither the runner, nor the page that shows the summary."""
    with GitHubApi() as github:
        github.may_write = False
        empty_hub.api, empty_hub.token = github.url, READER
        ran = preview(empty_hub, pull_request(empty_hub, {**HELLO, "content/hostile.md": HOSTILE}, fork=True))
        assert ran.code == 0, ran.log
        assert set(ran.outcomes().values()) == {"would-post"}
        assert set(ran.outcomes()) == {(name, target) for name in ("hello", "hostile") for target in ("bluesky", "x")}
        assert "### Hello, runner" in ran.summary
        assert "An old one" not in ran.summary
        assert github.comments == []
        assert ran.errors == []
        assert ran.outputs["posted"] == "0"
        assert "<img src=x onerror=alert(1)>" in ran.summary
        outside = re.sub(r"^(`{3,})text\n.*?^\1$", "", ran.summary, flags=re.MULTILINE | re.DOTALL)
        assert "img src=x onerror" in outside
        assert not re.search(r"<(?!!-- -->|https:)|@everyone|::error", outside), outside


def test_a_pull_request_gets_one_comment_that_follows_it(empty_hub: Hub) -> None:
    """A digest that cannot be read fails it before it is merged, with its file named where reviewers look."""
    with GitHubApi() as github:
        empty_hub.api = github.url
        ran = preview(empty_hub, pull_request(empty_hub, HELLO, fork=False))
        assert ran.code == 0, ran.log
        assert "Hello, runner" in github.comments[0]["body"]
        edited = {"content/hello.md": digest("Hello, reviewer")}
        ran = preview(empty_hub, pull_request(empty_hub, edited, fork=False))
        assert ran.code == 0, ran.log
        assert len(github.comments) == 1
        assert "Hello, reviewer" in github.comments[0]["body"]
        ran = preview(empty_hub, pull_request(empty_hub, {"content/bad.md": "---\ntitle: [\n---\n"}, fork=False))
        assert ran.code != 0
        assert any(
            event["kvPairs"].get("file") == "content/bad.md" for event in ran.events if event.get("command") == "error"
        )
        assert "bad.md" in github.comments[0]["body"]
