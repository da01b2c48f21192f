"""A GitHub of our own: a repository behind a git server on loopback, and runners made by act."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.setup.workflows import WorkflowPlace, workflows
from tests import nursery

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.setup.workflows import Start
    from tests.servers.git import GitServer

ROOT = Path(__file__).resolve().parents[2]
STUBS = Path(__file__).parent / "stubs"
BIN = Path(sys.executable).parent
REPOSITORY = "me/blog"
TOKEN = "ghs_ofthisjob0123456789"
READER = "ghs_mayonlyread0123456789"
PASSWORD = "ofaperson"
QUEUE = r"(?m)^  queue: max\n|, queue: max"
"""act's own schema does not know it yet; it enforces no concurrency anyway."""
RUNNER_SECONDS = 300
"""Far more than a job takes here."""

SETTINGS = """\
site = "https://blog.example"
site_name = "A Blog"
branch = "bot-state"
"""
OLD = """\
---
title: An old one
description: Was there before the bot.
pubDatetime: 2026-01-01T08:00:00Z
---
Old.
"""


def digest(title: str, description: str = "What it is about.") -> str:
    fields = {"title": title, "description": description, "pubDatetime": "2026-11-20T08:00:00Z"}
    return "---\n" + "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items()) + "---\nWords.\n"


# ── one run of a workflow ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Ran:
    """What one run of a workflow left behind."""

    code: int
    out: str
    err: str

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]

    @cached_property
    def log(self) -> str:
        """Everything that is to be read in the log."""
        return "".join(f"{event['msg'].rstrip()}\n" for event in self.events)

    @cached_property
    def outputs(self) -> dict[str, str]:
        return {event["name"]: event["arg"] for event in self.events if event.get("command") == "set-output"}

    @property
    def results(self) -> list[dict[str, Any]]:
        return json.loads(self.outputs["json"])["results"]

    def outcomes(self) -> dict[tuple[str, str], str]:
        """Digest and target to outcome, without those that were left out."""
        every = {(one["digest"], one["target"]): one["outcome"] for one in self.results}
        return {pair: outcome for pair, outcome in every.items() if outcome != "skipped"}

    @property
    def errors(self) -> list[str]:
        return [event["arg"] for event in self.events if event.get("command") == "error"]

    @property
    def summary(self) -> str:
        return next((event["content"] for event in self.events if event.get("command") == "summary"), "")

    def steps(self) -> list[str]:
        """The steps that were begun."""
        return [event["msg"] for event in self.events if event["msg"].startswith("⭐")]


@dataclass
class Runner:
    """A run of a workflow that goes on."""

    process: subprocess.Popen[str]

    def wait(self) -> Ran:
        try:
            out, err = self.process.communicate(timeout=RUNNER_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        return Ran(self.process.returncode, out, err)

    def kill(self) -> None:
        """As a machine that loses its power: the runner and all that runs on it, at once."""
        for pid in [self.process.pid, *descendants(self.process.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.communicate()


def descendants(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(path.parent.name))
    found = children.get(pid, [])
    return found + [below for child in found for below in descendants_of(child, children)]


def descendants_of(pid: int, children: Mapping[int, list[int]]) -> list[int]:
    found = children.get(pid, [])
    return found + [below for child in found for below in descendants_of(child, children)]


# ── the hub ──────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Hub:
    """The repository, the settings of its Actions, and the machines that use it."""

    folder: Path
    server: GitServer
    """Serves the folder ``git`` to whoever knows a password."""
    env: dict[str, str]
    """A person's, at a laptop."""
    secrets: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    token: str = TOKEN
    """What a job gets as github.token."""
    api: str = "http://127.0.0.1:9"
    actions: dict[str, Path] = field(default_factory=dict)
    """Actions of others, besides those that this repository uses."""

    def __post_init__(self) -> None:
        with_password = self.server.url.replace("://", f"://person:{PASSWORD}@")
        self.runner_env = self.home("runner", self.server.url)
        self.env = self.home(
            "laptop",
            with_password,
            "[user]\n\tname = A Person\n\temail = person@blog.example\n[commit]\n\tgpgsign = false\n",
        )
        self.desk = self.clone("desk")

    def home(self, name: str, url: str, config: str = "") -> dict[str, str]:
        """A machine's environment, in which GitHub is the git server."""
        home = self.folder / f"home-{name}"
        home.mkdir()
        mapped = f'[url "{url}/"]\n\tinsteadOf = https://github.com/\n[init]\n\tdefaultBranch = main\n'
        (home / ".gitconfig").write_text(mapped + config, encoding="utf-8")
        own = {"HOME": home, "XDG_CACHE_HOME": home / "cache", "XDG_CONFIG_HOME": home / "config"}
        quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
        return {**self.env, **quiet, **{key: str(path) for key, path in own.items()}}

    @property
    def bare(self) -> Path:
        return self.folder / "git" / f"{REPOSITORY}.git"

    def git(self, *args: object, cwd: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *map(str, args)],
            cwd=cwd or self.desk,
            env=self.env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"git {args}: {done.stderr}"
        return done.stdout.strip()

    def clone(self, name: str, commit: str = "main") -> Path:
        """A clone for somebody."""
        path = self.folder / name
        self.git("clone", "--quiet", f"https://github.com/{REPOSITORY}", path, cwd=self.folder)
        self.git("checkout", "--quiet", "-B", "main", commit, cwd=path)
        return path

    def commit(self, files: Mapping[str, str], *, cwd: Path | None = None, push: str = "main") -> str:
        """Write the files, commit and push; returns the commit."""
        cwd = cwd or self.desk
        if push == "main":
            self.git("pull", "--quiet", "--rebase", "origin", "main", cwd=cwd)
        for name, text in files.items():
            path = cwd / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.git("add", "--all", cwd=cwd)
        self.git("commit", "--quiet", "--message", f"Write {', '.join(files)}", cwd=cwd)
        self.git("push", "--quiet", "origin", f"HEAD:{push}" if push == "main" else f"+HEAD:{push}", cwd=cwd)
        return self.git("rev-parse", "HEAD", cwd=cwd)

    def head(self, branch: str = "main") -> str | None:
        """The commit at the tip of the branch on the server."""
        found = self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}", cwd=self.bare)
        return found or None

    # ── runs ─────────────────────────────────────────────────────────────────────────────────────

    def start(
        self,
        workflow: str,
        event: str = "push",
        *,
        commit: str | None = None,
        run_id: int = 100,
        attempt: int = 1,
        env: Mapping[str, str] | None = None,
        **payload: Any,
    ) -> Runner:
        """Run a workflow as GitHub would, on the commit that the event is about."""
        commit = commit or self.head() or ""
        place = Path(tempfile.mkdtemp(prefix=f"run-{run_id}-{attempt}-", dir=self.folder))
        # Nothing is checked out there: act only asks git which commit it is, and the job's own step checks it out.
        self.git("clone", "--quiet", "--shared", "--no-checkout", self.bare, place / "source", cwd=place)
        self.git("remote", "set-url", "origin", f"https://github.com/{REPOSITORY}", cwd=place / "source")
        self.git("update-ref", "refs/heads/main", commit, cwd=place / "source")
        repository = {"full_name": REPOSITORY, "default_branch": "main", "fork": False}
        body = {"ref": "refs/heads/main", "after": commit, "repository": repository, **payload}
        text = self.git("show", f"{commit}:.github/workflows/{workflow}", cwd=self.bare)
        files = {
            "event.json": json.dumps(body),
            "secrets": lines(self.secrets),
            "vars": lines(self.variables),
            workflow: re.sub(QUEUE, "", text),
        }
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8")
        told = {
            "GITHUB_RUN_ID": run_id,
            "GITHUB_RUN_ATTEMPT": attempt,
            "GITHUB_API_URL": self.api,
            "UV_FOLDER": BIN,
            **(env or {}),
        }
        own = [f"{name}={path}" for name, path in self.actions.items()]
        command = [
            *(BIN / "act", event, "--directory", place / "source"),
            *("--workflows", place / workflow, "--eventpath", place / "event.json"),
            *("--platform", "ubuntu-24.04=-self-hosted", "--no-skip-checkout", "--no-cache-server", "--json"),
            *("--defaultbranch", "main"),
            *("--action-cache-path", place / "work", "--secret-file", place / "secrets", "--var-file", place / "vars"),
            *("--secret", f"GITHUB_TOKEN={self.token}"),
            *(word for name, value in told.items() for word in ("--env", f"{name}={value}")),
            *(word for action in [*stubbed(), *own] for word in ("--local-repository", action)),
        ]
        return Runner(
            subprocess.Popen(
                [str(word) for word in command],
                cwd=place,
                env=self.runner_env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
        )

    def run(self, workflow: str, event: str = "push", **how: Any) -> Ran:
        return self.start(workflow, event, **how).wait()

    def dispatch(self, command: str = "run", **inputs: str) -> Ran:
        """A person fills in the form of post.yml."""
        # GitHub sends a form's fields as texts, whatever their type.
        given = {
            "command": command,
            "dry-run": "false",
            **{name.replace("_", "-"): one for name, one in inputs.items()},
        }
        return self.run("post.yml", "workflow_dispatch", inputs=given)

    def bot(self, *args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """The bot on the laptop of somebody who has the same accounts."""
        env = {**self.env, **self.secrets, **self.variables, "PYTHONPATH": str(ROOT)}
        ran = nursery.running().spawn(args, cwd or self.desk, env).wait(RUNNER_SECONDS)
        return subprocess.CompletedProcess(args, ran.code, ran.out, ran.err)

    def start_bot(self, *args: str, cwd: Path | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "bot", *args],
            cwd=cwd or self.desk,
            env={**self.env, **self.secrets, **self.variables, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


def lines(values: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())


def stubbed() -> Iterable[str]:
    """The actions of others, as they are pinned, and what stands in for them."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")]
    texts.append((ROOT / "action.yml").read_text(encoding="utf-8"))
    for pinned in {one for text in texts for one in re.findall(r"uses: ([\w-]+/[\w-]+@[0-9a-f]{40})", text)}:
        stub = STUBS / pinned.partition("@")[0].partition("/")[2]
        if stub.is_dir():
            yield f"{pinned}={stub}"


def product(folder: Path) -> None:
    """What a blog gets when it uses the action: this repository, without what is only there to develop it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("action.yml", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "bot", folder / "bot", ignore=shutil.ignore_patterns("__pycache__"))


def found(bare: Path, files: Mapping[str, str], *, with_bot: bool, start: Start | None = None) -> None:
    """Make the repository of a blog; with the bot and the workflows that it writes beside its digests, or with nothing but a blog."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        if with_bot:
            product(work)
            for name, text in workflows(WorkflowPlace("./", content="content", branch="main", start=start)).items():
                files = {f".github/workflows/{name}": text, **files}
        for name, text in {"bot.toml": SETTINGS, "content/old.md": OLD, **files}.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(text, encoding="utf-8")
        bare.parent.mkdir(parents=True, exist_ok=True)
        run = ["git", "-c", "user.name=A", "-c", "user.email=a@blog.example", "-c", "commit.gpgsign=false"]
        for words in (
            ["init", "--quiet", "--initial-branch=main"],
            ["add", "--all"],
            ["commit", "--quiet", "--message=A blog"],
            # Not as its neighbour, which would have each object in a file of its own: every clone would pack them anew.
            ["clone", "--quiet", "--bare", "--no-local", str(work), str(bare)],
        ):
            subprocess.run([*run, *words], cwd=work, check=True)
    # As GitHub does: a commit can be fetched by its name, and a repository by both of its names.
    subprocess.run(["git", "config", "uploadpack.allowAnySHA1InWant", "true"], cwd=bare, check=True)
    bare.with_suffix("").symlink_to(bare.name)
