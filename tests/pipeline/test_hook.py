"""The owner's command for a post's first words: asked once, checked, remembered, and never by a fork."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.pipeline.hook import may_run

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


def test_a_pull_request_from_a_fork_runs_no_command(tmp_path: Path) -> None:
    event = tmp_path / "event.json"

    def environ(head: str) -> dict[str, str]:
        repos = {"head": {"repo": {"full_name": head}}, "base": {"repo": {"full_name": "owner/blog"}}}
        event.write_text(json.dumps({"pull_request": repos}), encoding="utf-8")
        return {"GITHUB_EVENT_NAME": "pull_request_target", "GITHUB_EVENT_PATH": str(event)}

    assert may_run({})
    assert may_run({"GITHUB_EVENT_NAME": "push"})
    assert may_run(environ("owner/blog"))
    assert not may_run(environ("somebody/blog"))
    assert not may_run({"GITHUB_EVENT_NAME": "pull_request"})
