"""Somebody is told of failures and doubts, and no run fails because of it."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.model import AlreadyPosted, Failed, InDoubt, Posted, Receipt, Result, Skipped
from bot.runs import notify
from tests import reading as config
from tests.servers.faults import Request, Response, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings.model import Settings

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SECRET = 'pa"ss-word-日本'
ENV = {"X_API_SECRET": SECRET, "BLUESKY_HANDLE": "me.example", "PATH": "/usr/bin:/bin"}


def result(outcome: object, path: str = "content/one.md") -> Result:
    return Result("one", path, "x", outcome)  # type: ignore[arg-type]


FAILED = result(Failed("X said no"))
DOUBT = result(InDoubt("no answer came"))


@pytest.fixture
def hook() -> Iterator[Server]:
    """A webhook's server."""
    server = Server(lambda _: Response(204, b"", {}), lambda _: "hook", lambda _kind, _at: Response(500, b"", {}))
    yield server
    server.stop()


def settings(**what: object) -> Settings:
    return replace(config.parse({"site": "https://blog.dev"}, None, Path()), **what)  # type: ignore[arg-type]


@pytest.mark.parametrize("trouble", [FAILED, DOUBT])
def test_a_failure_or_a_doubt_is_posted_as_the_json_document(hook: Server, trouble: Result) -> None:
    """With a summary where chat programs look for it."""
    posted = result(Posted(Receipt("1", "https://x.com/1", NOW)))
    assert notify.notify([posted, trouble], settings(notify_webhook=hook.url), ENV) == ()
    (request,) = hook.requests
    assert request.method == "POST"
    assert request.headers["content-type"] == "application/json"
    document = json.loads(request.body)
    assert document["results"][0]["outcome"] == "posted"
    assert "content/one.md on x" in document["text"]
    assert document["content"] == document["text"]


@pytest.mark.parametrize(
    "outcome",
    [Skipped("draft"), AlreadyPosted(None), Failed("later", NOW), Posted(Receipt("1", "https://x.com/1", NOW))],
)
def test_nobody_is_woken_for_less(hook: Server, outcome: object) -> None:
    """Posted, skipped and put off are no trouble."""
    assert notify.notify([result(outcome)], settings(notify_webhook=hook.url), ENV) == ()
    assert hook.requests == []


def test_a_secret_address_comes_from_the_environment(hook: Server) -> None:
    """And goes before the one in the settings, which everybody can read."""
    env = {**ENV, "BOT_NOTIFY_WEBHOOK": hook.url}
    assert notify.notify([FAILED], settings(notify_webhook="http://127.0.0.1:9/other"), env) == ()
    assert len(hook.requests) == 1


def test_no_secret_gets_out(hook: Server, tmp_path: Path) -> None:
    """Neither in the document, however a reason came to hold it, nor in the command's environment."""
    seen = tmp_path / "seen"
    command = f"cat > {seen}; env >> {seen}"
    trouble = result(Failed(f"the server said {SECRET}"))
    assert notify.notify([trouble], settings(notify_webhook=hook.url, notify_command=command), ENV) == ()
    text = seen.read_text(encoding="utf-8")
    for told in (hook.requests[0].body.decode(), text):
        assert "the server said ***" in told
        assert SECRET not in told
        assert "日本" not in told
    assert "BLUESKY_HANDLE" not in text
    assert "PATH=" in text


def test_a_secret_is_hidden_before_a_long_summary_is_cut(hook: Server) -> None:
    """Half of it would not be recognized. And no chat program refuses the summary for its length."""
    reason = "x" * (notify.SUMMARY_LENGTH - 45) + SECRET * 3
    assert notify.notify([result(Failed(reason))], settings(notify_webhook=hook.url), ENV) == ()
    document = json.loads(hook.requests[0].body)
    for name in ("text", "content"):
        assert len(document[name]) <= 2000
        assert SECRET[:4] not in document[name]


def test_the_command_gets_the_document_and_its_output_goes_nowhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """stdout is the run's own."""
    seen = tmp_path / "seen.json"
    command = f"cat > {seen}; echo noise; echo more >&2"
    assert notify.notify([DOUBT], settings(notify_command=command), ENV) == ()
    assert json.loads(seen.read_text())["results"][0]["outcome"] == "in-doubt"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("command", "words"),
    [("exit 3", "exit code 3"), ("/nowhere/at/all", "exit code 127"), ("exec 0<&-; exit 0", None)],
)
def test_a_command_that_fails_is_a_line_and_no_more(command: str, words: str | None) -> None:
    """The run's own result stands."""
    problems = notify.notify([FAILED], settings(notify_command=command), ENV)
    assert len(problems) == (1 if words else 0)
    assert all(words in problem for problem in problems if words)


def test_a_command_that_hangs_is_stopped_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing that it started lives on."""
    monkeypatch.setattr(notify, "SECONDS", 0.5)
    mark = tmp_path / "mark"
    begun = time.monotonic()
    problems = notify.notify([FAILED], settings(notify_command=f"(sleep 3; touch {mark}) & sleep 60"), ENV)
    assert "was stopped" in problems[0]
    assert time.monotonic() - begun < 5
    assert not mark.exists()


def test_a_webhook_that_refuses_or_is_gone_is_a_line_without_its_address(hook: Server) -> None:
    """The address of a webhook is as good as a password."""
    hook.answer = lambda _: Response(500, b"", {})
    (refused,) = notify.notify([FAILED], settings(notify_webhook=f"{hook.url}/T000/secret"), ENV)
    assert "answered 500" in refused
    (gone,) = notify.notify([FAILED], settings(notify_webhook="http://127.0.0.1:9/T000/secret"), ENV)
    assert "cannot be reached" in gone
    assert "secret" not in refused + gone


def test_a_webhook_that_never_answers_is_given_up(hook: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """However slowly it goes about it."""
    import threading

    release = threading.Event()

    def wait(_: Request) -> Response:
        release.wait(20)
        return Response(204, b"", {})

    slow = Server(wait, lambda _: "hook", lambda _kind, _at: Response(500, b"", {}))
    monkeypatch.setattr(notify, "SECONDS", 0.3)
    begun = time.monotonic()
    (problem,) = notify.notify([FAILED], settings(notify_webhook=slow.url), ENV)
    assert "127.0.0.1" in problem
    assert time.monotonic() - begun < 5
    release.set()
    slow.stop()


def test_nothing_heavy_is_imported_for_a_run_without_trouble() -> None:
    """Neither a client for HTTP nor a process."""
    import subprocess

    code = "import sys, bot.runs.notify; sys.exit('urllib.request' in sys.modules or 'http.client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
