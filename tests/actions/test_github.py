"""What the action makes of its inputs, and what it tells the runner."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.github.arguments import TAKES, arguments
from bot.github.changed import changed_digests
from bot.github.comment import AUTHOR, NOTHING, RepositoryApi, main, upsert
from bot.model import Draft, Failed, InDoubt, Posted, Receipt, Result, Skipped
from bot.preview.summary import MARKER
from bot.runs.github_runner import STOPPED, format_outputs, tell_refusal, tell_results
from bot.settings.model import Settings
from tests.actions.api import GitHubApi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Blog
    from tests.servers.x import XServer

SETTINGS = Settings(root=Path(), source=None, site="https://blog.example")


def words(**inputs: str) -> list[str]:
    return arguments({name.replace("_", "-"): value for name, value in inputs.items()}, on_pull_request=False)


# ── inputs ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({}, "run"),
        ({"command": "run", "dry_run": "false"}, "run"),
        ({"command": "run", "dry_run": "true"}, "run --dry-run"),
        ({"targets": "bluesky, x\nbluesky-fr"}, "run --to=bluesky --to=x --to=bluesky-fr"),
        ({"max_posts": "7"}, "run --max-posts=7"),
        ({"files": "a.md\n  b c.md\n\n"}, "post -- a.md|b c.md"),
        ({"files": "a.md", "dry_run": "true"}, "post --dry-run -- a.md"),
        ({"command": "preview", "files": "a.md", "dry_run": "true"}, "preview -- a.md"),
        ({"since": "2026-01-01", "limit": " 5 "}, "run --since=2026-01-01 --limit=5"),
        ({"command": "status", "since": "7d"}, "status --since=7d"),
        ({"files": "a.md", "again": "true"}, "post --again --yes -- a.md"),
        ({"files": "a.md", "again": "true", "dry_run": "true"}, "post --dry-run --again --yes -- a.md"),
        ({"command": "url", "files": "a.md", "targets": "bluesky"}, "url --to=bluesky -- a.md"),
        ({"command": "documents", "limit": "9", "update": "true"}, "documents --max=9 --update"),
        ({"command": "init"}, "init --yes"),
        ({"command": "delete", "files": "a.md", "targets": "x"}, "delete --yes --to=x -- a.md"),
        ({"command": "resolve", "files": "a.md", "targets": "x", "url": "none"}, "resolve --not-posted -- a.md|x"),
        (
            {"command": "resolve", "files": "a.md", "targets": "x", "url": "https://x.com/me/status/1"},
            "resolve --posted=https://x.com/me/status/1 -- a.md|x",
        ),
        (
            {"content": "src/my posts", "config": "b.toml", "state_branch": "ledger"},
            "run --content=src/my posts --config=b.toml --state-branch=ledger",
        ),
    ],
)
def test_inputs_become_a_command_line(inputs: dict[str, str], expected: str) -> None:
    found = words(**inputs)
    options, _, files = expected.partition(" -- ")
    split = options.replace("src/my posts", "src/my\0posts").split()
    assert found == [word.replace("\0", " ") for word in split] + (["--", *files.split("|")] if files else [])


def test_on_a_pull_request_nothing_is_posted_unless_that_is_said() -> None:
    """The default there is the preview, also of named files."""
    assert arguments({}, on_pull_request=True) == ["preview"]
    assert arguments({"files": "a.md"}, on_pull_request=True) == ["preview", "--", "a.md"]


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"command": "psot"}, "did you mean 'post'"),
        ({"command": "run", "files": "a.md"}, "run takes no files"),
        ({"command": "init", "dry_run": "true"}, "init takes no dry-run"),
        ({"command": "delete", "files": "a.md", "dry_run": "true"}, "delete takes no dry-run"),
        ({"command": "baseline", "targets": "x"}, "baseline takes no targets"),
        ({"command": "post", "files": "a.md", "max_posts": "3"}, "post takes no max-posts"),
        ({"command": "run", "url": "none"}, "run takes no url"),
        ({"command": "run", "again": "true"}, "run takes no again"),
        ({"files": "a.md", "since": "7d"}, "post takes no since"),
        ({"files": "a.md", "again": "once"}, "again must be true or false"),
        ({"command": "run", "dry_run": "yes"}, "dry-run must be true or false"),
        ({"command": "resolve", "files": "a.md", "targets": "x"}, "resolve needs one file"),
        ({"command": "resolve", "files": "a.md\nb.md", "targets": "x", "url": "none"}, "resolve needs one file"),
        ({"command": "resolve", "files": "a.md", "targets": "x,y", "url": "none"}, "resolve needs one file"),
    ],
)
def test_inputs_that_do_not_fit_together_are_refused(inputs: dict[str, str], said: str) -> None:
    """Above all, a dry run of a command that has none is not the real thing."""
    with pytest.raises(UsageError, match=said):
        words(**inputs)


@settings(deadline=None)  # a busy machine is no failure
@given(file=st.text(min_size=1).filter(lambda text: text.strip() == text and len(text.splitlines()) == 1))
def test_a_files_name_is_never_taken_for_an_option(file: str) -> None:
    assert words(files=file) == ["post", "--", file]


@pytest.mark.parametrize("command", TAKES)
def test_every_command_of_the_action_is_one_of_the_bot(command: str) -> None:
    """And every option that it is given is one that it has."""
    from bot.cli import cli

    known = cli.get_command(None, command)  # type: ignore[arg-type]
    assert known is not None
    options = {option for parameter in known.params for option in parameter.opts}
    inputs = {"command": command, "content": "c", "config": "b", "state-branch": "s"}
    values = {
        "files": "a.md",
        "targets": "x",
        "dry-run": "true",
        "max-posts": "1",
        "url": "none",
        "since": "7d",
        "limit": "1",
        "again": "true",
        "update": "true",
    }
    given_words = arguments(inputs | {name: values[name] for name in TAKES[command]}, on_pull_request=False)
    before = given_words[1 : given_words.index("--")] if "--" in given_words else given_words[1:]
    assert {word.partition("=")[0] for word in before} <= options


# ── what the runner is told ──────────────────────────────────────────────────────────────────────


def result(outcome: Any, text: str = "Hello", key: str = "a") -> Result:
    return Result(key, f"content/{key}.md", "x", outcome, "Title", draft=Draft(text, len(text), 280))


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """The environment of a step."""
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "BOT_COMMENT_FILE": str(tmp_path / "comment"),
        STOPPED: "word",
    }


def test_outputs_count_and_hold_the_document(runner: dict[str, str]) -> None:
    receipt = Receipt("1", "https://x.com/me/status/1", datetime(2026, 11, 23, tzinfo=UTC))
    results = [result(Posted(receipt)), result(Failed("no")), result(InDoubt("hm")), result(Skipped("draft"))]
    found = dict(line.split("=", 1) for line in format_outputs(results).splitlines())
    assert (found["posted"], found["failed"], found["in-doubt"]) == ("1", "1", "1")
    assert [one["outcome"] for one in json.loads(found["json"])["results"]] == [
        "posted",
        "failed",
        "in-doubt",
        "skipped",
    ]


@given(text=st.text(), key=st.text())
def test_no_text_can_pass_for_another_output(text: str, key: str) -> None:
    """A line break of any kind in a digest does not begin a new line of the outputs' file."""
    found = format_outputs([result(Failed(text), text, key)])
    assert [line.partition("=")[0] for line in found.splitlines()] == ["posted", "failed", "in-doubt", "json"]
    found.encode("ascii")


def test_outputs_stay_below_what_github_takes() -> None:
    """Of a thousand digests the outcomes are told, without the drafts."""
    found = format_outputs([result(Failed("no"), "é" * 280, str(number)) for number in range(1000)])
    assert len(found) < 1_000_000
    assert len(json.loads(found.split("json=")[1])["results"]) == 1000


def test_a_runner_is_told_of_everything(runner: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Annotations between the word that lets commands through and its end; summary, outputs and comment in their files."""
    tell_results([result(Failed("it is closed"))], SETTINGS, runner)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "::word::"
    assert lines[1].startswith("::error file=content/a.md,")
    assert lines[-1] == "::stop-commands::word"
    assert "it is closed" in Path(runner["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
    assert "failed=1" in Path(runner["GITHUB_OUTPUT"]).read_text(encoding="utf-8")
    assert Path(runner["BOT_COMMENT_FILE"]).read_text(encoding="utf-8").startswith(MARKER)


def test_elsewhere_nobody_is_told(tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    del runner["GITHUB_ACTIONS"]
    tell_results([result(Failed("no"))], SETTINGS, runner)
    tell_refusal("no", runner)
    assert capsys.readouterr().err == ""
    assert list(tmp_path.iterdir()) == []


@given(message=st.text())
@settings(max_examples=50)
def test_a_refusal_is_one_command_and_no_markup(message: str) -> None:
    import contextlib
    import io
    import tempfile

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()) as err:
        tell_refusal(message, {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": f"{folder}/s"})
        summary = Path(folder, "s").read_text(encoding="utf-8")
    assert len([line for line in err.getvalue().split("\n") if line]) == 1
    assert summary.startswith("## Not done\n\n```")


# ── the step itself ──────────────────────────────────────────────────────────────────────────────


def step(blog: Blog, *, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "bot.github"],
        cwd=cwd or blog.root,
        env={**blog.env, "GITHUB_ACTIONS": "true", **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_digest_cannot_command_the_runner(blog: Blog) -> None:
    """Every command of the log is ours: the rest stands after a word that nobody can guess."""
    path = blog.digest(title="::error::pwned", description="::set-env name=PATH::/tmp\n::add-mask::e")
    ran = step(blog, BOT_COMMAND="preview", BOT_FILES=str(path), BOT_TARGETS="outbox")
    assert ran.returncode == 0
    first, *rest = ran.stdout.splitlines()
    assert first.startswith("::stop-commands::")
    word = first.removeprefix("::stop-commands::")
    assert len(word) == 32
    listening = False
    for line in rest:
        if line == f"::{word}::":
            listening = True
        elif line == first:
            listening = False
        elif listening:
            assert line.startswith(("::error file=", "::warning file="))
    assert not listening
    assert ran.stderr == ""


def test_a_blogs_own_modules_are_not_imported(blog: Blog) -> None:
    """A blog may have a folder called click, or one called bot."""
    for name in ("bot", "click", "json"):
        (blog.root / name).mkdir()
        (blog.root / name / "__init__.py").write_text("raise SystemExit('mine')", encoding="utf-8")
    path = blog.digest()
    ran = step(blog, BOT_COMMAND="preview", BOT_FILES=str(path), BOT_TARGETS="outbox")
    assert ran.returncode == 0, ran.stdout


def test_a_dry_run_of_what_is_put_off_is_green_as_the_run_is(x_blog: Blog, x_server: XServer, tmp_path: Path) -> None:
    """Its warning says that there is nothing to do."""
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(x_blog.root, "init", "-q")
    git(x_blog.root, "remote", "add", "origin", str(tmp_path / "remote.git"))
    x_blog.settings('site = "https://blog.example"\nbranch = "bot-state"\n[targets.x]\n')
    x_blog.bot("init")
    x_blog.digest()
    x_server.fault("create", "429-reset", times=99, reset_seconds=900)
    assert x_blog.bot("run").code == 1
    for dry in ("false", "true"):
        ran = step(x_blog, BOT_COMMAND="run", BOT_DRY_RUN=dry)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "::warning" in ran.stdout


def test_what_is_refused_is_said_where_people_look(blog: Blog, tmp_path: Path) -> None:
    """In the log, as an annotation, in the summary, and as exit 2."""
    summary = tmp_path / "summary"
    ran = step(blog, BOT_COMMAND="init", BOT_DRY_RUN="true", GITHUB_STEP_SUMMARY=str(summary))
    assert ran.returncode == 2
    assert "::error title=bot: not done::init takes no dry-run" in ran.stdout
    assert "init takes no dry-run" in summary.read_text(encoding="utf-8")


# ── what a pull request changes ──────────────────────────────────────────────────────────────────


def git(folder: Path, *args: str) -> str:
    return subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", *args],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.strip()


@pytest.fixture
def pull_request(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A checkout of the merge of a pull request, whose base has moved on meanwhile."""
    root = blog.root
    git(root, "init", "-q", "-b", "main")
    blog.digest("kept.md", title="Kept")
    blog.digest("edited.md", title="Before")
    blog.digest("removed.md", title="Removed")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "base")
    git(root, "checkout", "-q", "-b", "topic")
    blog.digest("edited.md", title="After")
    blog.digest("añadido & neu.md", title="Added")
    blog.digest("_draft.md", title="No digest by its name")
    (root / "content" / "removed.md").unlink()
    (root / "content" / "picture.png").write_bytes(b"no digest")
    (root / "other.md").write_text("not in content", encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "topic")
    git(root, "checkout", "-q", "main")
    blog.digest("elsewhere.md", title="Of somebody else")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "meanwhile")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "topic")
    monkeypatch.chdir(root)
    return blog


def of(blog: Blog) -> Settings:
    return Settings(root=blog.root, source=None, site="https://blog.example", content=blog.root / "content")


def test_a_pull_request_changes_what_it_adds_and_edits(pull_request: Blog) -> None:
    """Not what it removes, not what is no digest, and not what came to its base meanwhile."""
    assert {path.name for path in changed_digests(of(pull_request), os.environ, print)} == {
        "edited.md",
        "añadido & neu.md",
    }


def test_a_pull_request_shows_nothing_that_its_links_lead_to(pull_request: Blog, tmp_path: Path) -> None:
    """Its preview stands in a public comment: a link to the token in .git/config, or to a secret of the runner, showed it."""
    root = pull_request.root
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.md").write_text("---\ntitle: hunter2\n---\nBody.\n", encoding="utf-8")
    git(root, "checkout", "-q", "-b", "links")
    (root / "content" / "file.md").symlink_to(secret / "key.md")
    (root / "content" / "config.md").symlink_to("../.git/config")
    (root / "content" / "folder").symlink_to(secret)
    (root / "content" / "twin.md").symlink_to("kept.md")
    blog_file = pull_request.digest("honest.md", title="Honest")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "links")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "links")
    told: list[str] = []
    assert changed_digests(of(pull_request), os.environ, told.append) == [blog_file]
    names = ["content/config.md", "content/file.md", "content/folder"]
    assert [line.partition(": is a symbolic link that leads out of content/")[0] for line in told] == names


def test_a_pull_request_that_makes_content_a_link_is_refused(pull_request: Blog, tmp_path: Path) -> None:
    root = pull_request.root
    git(root, "checkout", "-q", "-b", "links")
    git(root, "rm", "-qr", "content")
    (tmp_path / "elsewhere").mkdir()
    (root / "content").symlink_to(tmp_path / "elsewhere")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "links")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "links")
    with pytest.raises(UsageError, match="leads out of the repository"):
        changed_digests(of(pull_request), os.environ, print)


def test_a_checkout_without_the_merges_parents_is_refused_with_the_remedy(pull_request: Blog, tmp_path: Path) -> None:
    """Previewing nothing would look as if nothing had changed."""
    git(pull_request.root, "clone", "-q", "--depth=1", f"file://{pull_request.root}", str(tmp_path / "shallow"))
    ran = step(pull_request, cwd=tmp_path / "shallow", GITHUB_EVENT_NAME="pull_request")
    assert ran.returncode == 2
    assert "fetch-depth: 2" in ran.stdout


def test_a_commit_that_is_no_merge_is_refused_with_its_own_remedy(pull_request: Blog) -> None:
    """With `ref` actions/checkout brings the topic's own commit: no depth of fetching makes a merge of it."""
    git(pull_request.root, "checkout", "-q", "HEAD^2")
    ran = step(pull_request, GITHUB_EVENT_NAME="pull_request")
    assert ran.returncode == 2
    assert "no `ref`" in ran.stdout
    assert "fetch-depth" not in ran.stdout


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GITHUB_WORKSPACE": "/elsewhere"}, "dubious ownership"),
        ({"PATH": "/nowhere"}, "git is not installed"),
        ({"GIT_CEILING_DIRECTORIES": "/", "GIT_CONFIG_COUNT": "nonsense"}, "GIT_CONFIG_COUNT"),
    ],
)
def test_what_git_refuses_for_another_reason_is_not_laid_on_the_fetch_depth(
    pull_request: Blog, environ: dict[str, str], said: str
) -> None:
    ran = step(pull_request, GITHUB_EVENT_NAME="pull_request", **environ)
    assert ran.returncode == 2
    assert said in ran.stdout
    assert "fetch-depth" not in ran.stdout


def test_a_container_that_checked_out_as_another_user_previews(pull_request: Blog, tmp_path: Path) -> None:
    """git knew no repository there, and the preview asked for a deeper fetch."""
    ran = step(
        pull_request,
        GITHUB_EVENT_NAME="pull_request",
        BOT_COMMENT_FILE=str(tmp_path / "comment"),
        GIT_TEST_ASSUME_DIFFERENT_OWNER="1",
        GITHUB_WORKSPACE=str(pull_request.root),
    )
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("inputs", [{}, {"GITHUB_EVENT_NAME": "pull_request"}, {"BOT_COMMAND": "doctor"}])
def test_a_job_without_a_checkout_is_told_of_the_missing_step(
    blog: Blog, tmp_path: Path, inputs: dict[str, str]
) -> None:
    """Whatever it was to do; it was told of a missing site."""
    (tmp_path / "empty").mkdir()
    ran = step(blog, cwd=tmp_path / "empty", GITHUB_WORKSPACE=str(tmp_path / "empty"), **inputs)
    assert ran.returncode == 2
    assert "uses: actions/checkout" in ran.stdout
    assert "site" not in ran.stdout


def test_the_preview_of_a_pull_request_shows_what_it_changes(pull_request: Blog, tmp_path: Path) -> None:
    summary = tmp_path / "summary"
    ran = step(
        pull_request,
        GITHUB_EVENT_NAME="pull_request",
        GITHUB_STEP_SUMMARY=str(summary),
        BOT_TARGETS="outbox",
        BOT_COMMENT_FILE=str(tmp_path / "comment"),
    )
    assert ran.returncode == 0, ran.stdout
    shown = summary.read_text(encoding="utf-8")
    assert "### After" in shown
    assert "### Added" in shown
    assert "Kept" not in shown
    assert (tmp_path / "comment").read_text(encoding="utf-8").startswith(MARKER)


def test_a_pull_request_without_digests_has_an_empty_preview(pull_request: Blog, tmp_path: Path) -> None:
    """Which takes an older comment back, and makes no new one."""
    git(pull_request.root, "reset", "-q", "--hard", "HEAD^1")
    git(pull_request.root, "checkout", "-q", "-b", "topic2")
    (pull_request.root / "other.md").write_text("x", encoding="utf-8")
    git(pull_request.root, "add", "-A")
    git(pull_request.root, "commit", "-q", "-m", "topic2")
    git(pull_request.root, "checkout", "-q", "main")
    git(pull_request.root, "merge", "-q", "--no-ff", "-m", "merge", "topic2")
    ran = step(pull_request, GITHUB_EVENT_NAME="pull_request", BOT_COMMENT_FILE=str(tmp_path / "comment"))
    assert ran.returncode == 0, ran.stdout
    assert (tmp_path / "comment").read_text(encoding="utf-8") == ""


# ── the comment ──────────────────────────────────────────────────────────────────────────────────

BODY = f"{MARKER}\n## 1 post would be sent\n"


@pytest.fixture
def github() -> Iterator[GitHubApi]:
    with GitHubApi() as server:
        yield server


def api(github: GitHubApi) -> RepositoryApi:
    return RepositoryApi(f"{github.url}/repos/me/blog", "token")


def test_a_pull_request_has_one_comment_that_is_updated(github: GitHubApi) -> None:
    """However often it is pushed to, and however many comments there are before it."""
    github.say("somebody", *[f"{number}" for number in range(150)])
    assert upsert(api(github), 7, BODY) == upsert(api(github), 7, BODY + "more\n")
    ours = [one for one in github.comments if one["user"]["login"] == AUTHOR]
    assert [one["body"] for one in ours] == [BODY + "more\n"]
    assert len(github.comments) == 151


def test_a_quotation_of_our_comment_is_left_alone(github: GitHubApi) -> None:
    github.say("somebody", BODY)
    upsert(api(github), 7, BODY + "ours\n")
    assert [one["body"] for one in github.comments] == [BODY, BODY + "ours\n"]


def test_a_preview_that_says_the_same_edits_nothing(github: GitHubApi) -> None:
    """An edit would notify nobody but show as edited."""
    upsert(api(github), 7, BODY)
    upsert(api(github), 7, BODY)
    assert [request.method for request in github.requests] == ["GET", "POST", "GET"]


def test_a_preview_of_nothing_makes_no_comment_but_takes_an_older_one_back(github: GitHubApi) -> None:
    assert upsert(api(github), 7, "") is None
    assert github.comments == []
    upsert(api(github), 7, BODY)
    upsert(api(github), 7, "")
    assert [one["body"] for one in github.comments] == [NOTHING]


def environ(github: GitHubApi, tmp_path: Path) -> dict[str, str]:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7}}), encoding="utf-8")
    (tmp_path / "comment").write_text(BODY, encoding="utf-8")
    return {
        "BOT_COMMENT_FILE": str(tmp_path / "comment"),
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_API_URL": github.url,
        "GITHUB_REPOSITORY": "me/blog",
        "GITHUB_TOKEN": "token",
    }


def test_a_token_that_may_not_comment_is_no_failure(github: GitHubApi, tmp_path: Path) -> None:
    """A fork's may not; the step summary shows the preview."""
    github.may_write = False
    assert "summary" in main(environ(github, tmp_path))
    assert github.comments == []


def test_a_github_that_does_not_answer_is_no_failure(github: GitHubApi, tmp_path: Path) -> None:
    env = environ(github, tmp_path)
    github.stop()
    assert "summary" in main(env)


def test_without_a_preview_there_is_no_comment(github: GitHubApi, tmp_path: Path) -> None:
    """The preview failed before it had anything to show; what stood there before may still be true."""
    env = environ(github, tmp_path)
    (tmp_path / "comment").unlink()
    main(env)
    assert github.requests == []


def test_costs_survive_the_document() -> None:
    draft = Draft("Hi", 2, 280, cost_usd=Decimal("0.2"))
    found = format_outputs([Result("a", "a.md", "x", Skipped("no"), "T", draft=draft)])
    assert json.loads(found.split("json=")[1])["results"][0]["draft"]["cost_usd"] == 0.2
