"""The owner's command for a post's first words: asked once, checked, remembered, and never for a pull request."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from bot.pipeline.command import Commands
from tests import reading
from tests.conftest import is_alive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog

SETTINGS = """
site = "https://blog.example"
hook_command = "{command}"
[targets.outbox]
"""
BODY = "Nobody in Leeds had expected the tide to come twice before noon."
LINE = "Twice before noon, and nobody had expected it."


def ready(blog: Blog, command: str) -> str:
    blog.settings(SETTINGS.format(command=command))
    assert blog.bot("init").code == 0
    return str(blog.digest(title="The tide", description="What the harbour saw.", body=BODY))


def counted(blog: Blog, line: str) -> str:
    """A command that writes the line, and a letter into a file each time."""
    return f"cat >> {blog.root}/asked; echo >> {blog.root}/asked; env >> {blog.root}/environment; echo '{line}'"


def test_preview_and_post_say_the_same_and_ask_once(blog: Blog) -> None:
    path = ready(blog, counted(blog, LINE))
    shown = blog.bot("preview", path, "--json").results[0]["draft"]["text"]
    assert shown.startswith(LINE)
    posted = blog.bot("post", path, "--json").results[0]
    assert posted["outcome"] == "posted"
    assert posted["draft"]["text"] == shown
    (asked,) = (blog.root / "asked").read_text(encoding="utf-8").splitlines()
    assert json.loads(asked)["body"] == BODY


def test_a_line_that_fails_a_check_is_not_posted_and_the_check_is_named(blog: Blog) -> None:
    path = ready(blog, counted(blog, "Nobody in Paris knew."))
    (result,) = blog.bot("preview", path, "--json").results
    assert result["draft"]["text"].startswith(BODY)
    assert any("the name Paris does not stand in the digest" in one for one in result["warnings"])


def test_a_command_that_fails_costs_its_line_and_no_post(blog: Blog) -> None:
    path = ready(blog, "exit 3")
    (result,) = blog.bot("post", path, "--json").results
    assert result["outcome"] == "posted"
    assert any("exit code 3" in one for one in result["warnings"])


def test_the_command_never_sees_the_accounts_secrets(blog: Blog) -> None:
    blog.env |= {"X_API_SECRET": "very-secret", "GITHUB_TOKEN": "very-secret"}
    path = ready(blog, counted(blog, LINE))
    blog.settings(SETTINGS.format(command=counted(blog, LINE)) + "[targets.x]\n")
    blog.bot("preview", path, "--json")
    assert "very-secret" not in (blog.root / "environment").read_text(encoding="utf-8")


def test_without_a_ledger_the_preview_shows_it_all_the_same(blog: Blog) -> None:
    blog.settings(SETTINGS.format(command=counted(blog, LINE)))
    path = blog.digest(title="The tide", description="What the harbour saw.", body=BODY)
    assert blog.bot("preview", path, "--json").results[0]["draft"]["text"].startswith(LINE)
    assert not (blog.root / "state" / "ledger.db").exists()


@pytest.mark.parametrize(
    ("event", "step"),
    [
        ("pull_request", ("-m", "bot.github")),
        ("pull_request_target", ("-m", "bot.github")),
        ("pull_request", ("-m", "bot", "preview")),
        ("pull_request_review", ("-m", "bot", "post")),
    ],
)
def test_a_pull_request_runs_nothing(blog: Blog, event: str, step: tuple[str, ...]) -> None:
    """Neither from a fork nor from the blog's own repository: what its settings say, its author has written."""
    path = ready(blog, "exit 0")
    for words in (["init", "-q"], ["init", "-q", "--bare", "remote"], ["remote", "add", "origin", "remote"]):
        subprocess.run(["git", *words], cwd=blog.root, env=blog.env, check=True)
    mark = blog.root / "ran"
    blog.settings(SETTINGS.format(command=f"touch {mark}") + f'[notify]\ncommand = "touch {mark}"\n[targets.x]\n')
    repos = {"head": {"repo": {"full_name": "author/blog"}}, "base": {"repo": {"full_name": "owner/blog"}}}
    (blog.root / "event.json").write_text(json.dumps({"number": 1, "pull_request": repos}), encoding="utf-8")
    keys = {f"X_{name}": "1-key" for name in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET")}
    # Nobody answers there, so that the post fails and notify would be called.
    keys |= {"X_API_BASE": "http://127.0.0.1:9"}
    on_github = {
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(blog.root / "event.json"),
        "GITHUB_ACTIONS": "true",
    }
    words = [] if step[1] == "bot.github" else [path]
    inputs = {"BOT_FILES": path, "BOT_COMMAND": "" if event == "pull_request" else "preview"}
    done = subprocess.run(
        [sys.executable, *step, *words], cwd=blog.root, env={**blog.env, **keys, **on_github, **inputs},
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert not mark.exists()
    assert "is not run for a pull request" in done.stdout + done.stderr, done


def test_elsewhere_the_same_settings_do_run_it(blog: Blog) -> None:
    path = ready(blog, f"touch {blog.root}/ran")
    assert blog.bot("preview", path, env={"GITHUB_EVENT_NAME": "push"}).code == 0
    assert (blog.root / "ran").exists()


def test_neither_other_platforms_secrets_nor_tokens_reach_the_command(blog: Blog) -> None:
    """Also where the settings have no target that needs them."""
    names = ("X_API_SECRET", "BLUESKY_APP_PASSWORD", "BLUESKY_HANDLE", "GITHUB_TOKEN", "GH_TOKEN", "BOT_NOTIFY_WEBHOOK",
             "ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN")  # fmt: skip
    path = ready(blog, counted(blog, LINE))
    env = dict.fromkeys(names, "very-secret") | {"WRITERS_KEY": "its-own"}
    blog.bot("preview", path, env=env)
    seen = (blog.root / "environment").read_text(encoding="utf-8")
    assert "very-secret" not in seen
    assert "its-own" in seen


def assert_ended(pid: int) -> None:
    """The process is gone, or within a moment: a signal takes its way."""
    deadline = time.monotonic() + 5
    while is_alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_the_command_leaves_running_is_ended(blog: Blog) -> None:
    """Nor does a child that keeps the output open keep the bot waiting."""
    path = ready(blog, f"(sleep 90; true) & echo $! >{blog.root}/left; echo '{LINE}'")
    assert blog.bot("preview", path, "--json", timeout=60).results[0]["draft"]["text"].startswith(LINE)
    assert_ended(int((blog.root / "left").read_text()))


def test_a_command_that_hangs_or_never_stops_writing_is_ended(blog: Blog, tmp_path: Path) -> None:
    settings = reading.parse({"site": "https://blog.example"}, None, tmp_path)
    for command in ("sleep 60", "yes", "setsid sleep 5"):
        begun = time.monotonic()
        answer = Commands(settings, blog.env, 0.5, tmp_path).run(command, "x" * 1_000_000)
        assert answer.problem == "was stopped after 0.5 s"
        assert time.monotonic() - begun < 4


@pytest.mark.parametrize("command", ["preview", "post"])
def test_a_stop_ends_the_command_within_five_seconds(blog: Blog, command: str) -> None:
    """And nothing is posted, nor is the line's absence remembered."""
    path = ready(blog, f"echo $$ >{blog.root}/begun; sleep 90; true")
    process = blog.start(command, path)
    try:
        deadline = time.monotonic() + 60
        while not ((blog.root / "begun").exists() and (blog.root / "begun").read_text().strip()):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    finally:
        process.kill()
    assert time.monotonic() - begun < 5
    assert not list((blog.root / "state").glob("outbox/*"))
    assert_ended(int((blog.root / "begun").read_text()))
