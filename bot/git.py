"""The one runner of git: it asks nothing, runs no hook, takes names literally, and knows no repository but its own."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # a run with nothing to do asks git too, so this module imports nothing that takes a while
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping
    from pathlib import Path
    from typing import IO

    from bot.clock import Stop

NETWORK_SECONDS = 90.0
"""A server that has not answered after this time is taken for one that will not."""
STOP_SECONDS = 3.5
"""So long after the process was asked to stop what is under way may still come to its end."""
PIPES_SECONDS = 0.5
"""So long an ended process's last words are waited for."""
PIPE_BYTES = 65536
STOPPED = "stopped before it had answered"
TICK_SECONDS = 0.2
"""How soon a stop is noticed."""

NO_ANSWER, NO_FOLDER, NO_GIT = 124, 126, 127
"""Exit codes where git itself gave none, as timeout(1) and shells have them."""

OPTIONS = ("--no-optional-locks", "--literal-pathspecs")
"""Before every command: nothing is written by only looking, and no path is ever read as a pattern."""

CONFIGURATION = (
    f"core.hooksPath={os.devnull}",
    "core.filesRefLockTimeout=1000",
    "gc.auto=0",
    "maintenance.auto=false",
    "credential.interactive=false",
    "fetch.writeCommitGraph=false",
    "i18n.commitEncoding=UTF-8",
)

FOREIGN = frozenset({
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE",
    "GIT_QUARANTINE_PATH", "GIT_INTERNAL_SUPER_PREFIX", "GIT_IMPLICIT_WORK_TREE", "GIT_CURL_VERBOSE",
    "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
})  # fmt: skip
"""What a hook or an alias that started us has set for its own repository (git rev-parse --local-env-vars), and what
changes how git reads or prints; but not GIT_CONFIG_*, through which CI hands over credentials."""
EMPTY = (
    "error: failed to push some refs", "hint:", "remote: enumerating objects", "remote: counting objects",
    "remote: compressing objects", "remote: resolving deltas", "remote: total", "everything up-to-date",
)  # fmt: skip
"""How lines begin that say nothing, in small letters."""
WORDS = 500
"""Characters of what git has said that are shown."""

FOREIGN_STARTS = ("GIT_TRACE", "GIT_AUTHOR_", "GIT_COMMITTER_")


def git_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment in which git speaks English, asks nobody, and finds its repository by its folder alone."""
    own = {key: value for key, value in environ.items() if key not in FOREIGN and not key.startswith(FOREIGN_STARTS)}
    return own | {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GCM_INTERACTIVE": "never",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }


def on_github(environ: Mapping[str, str]) -> bool:
    """The environment is that of a job of GitHub Actions."""
    return environ.get("GITHUB_ACTIONS") == "true"


def trusted_checkout(root: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The setting by which git works in the checkout of a job of GitHub Actions, whoever owns it.

    In a container that is another user; what actions/checkout has set for that is gone with its own step.
    """
    if not on_github(environ):
        return ()
    from pathlib import Path

    workspace = Path(environ.get("GITHUB_WORKSPACE") or root).resolve()
    here = root.resolve()
    for folder in (here, *here.parents):
        if not folder.is_relative_to(workspace):
            break
        if (folder / ".git").exists():
            return (f"safe.directory={folder}",)
    return ()


class GitAnswer:
    __slots__ = ("code", "err", "out")

    def __init__(self, code: int, out: bytes, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err
        """Without passwords, tokens and mail addresses."""

    @property
    def text(self) -> str:
        """What git printed, without the last line's end; odd bytes as in os.fsdecode, so that it may name files."""
        return os.fsdecode(self.out).removesuffix("\n")

    @property
    def complaint(self) -> str:
        """The line that says best what went wrong."""
        lines = self.lines
        for start in ("remote: error:", "fatal:", "error:", "remote:"):
            for line in lines:
                if line.lower().startswith(start):
                    return line
        return lines[-1] if lines else f"git ended with {self.code}"

    @property
    def words(self) -> str:
        """All that git and its server have said, on one line: for whoever has to find out what they mean."""
        words = " / ".join(dict.fromkeys(self.lines)) or f"git ended with {self.code} and said nothing"
        return words if len(words) <= WORDS else f"{words[: WORDS - 1]}…"

    @property
    def lines(self) -> list[str]:
        """What was said, without what says nothing: progress, hints, and that something failed."""
        printed = [line for line in self.text.splitlines() if line.startswith("!")] if self.code else []
        lines = [" ".join(line.split()) for line in (*printed, *self.err.splitlines())]
        kept = [line for line in lines if line and line != "remote:"]
        return [line for line in kept if not line.lower().startswith(EMPTY)] or kept


class Git:
    def __init__(self, root: Path, environ: Mapping[str, str], stop: Stop | None = None) -> None:
        self.root = root
        self.environ = git_environment(environ)
        self.configuration = (*CONFIGURATION, *trusted_checkout(root, environ))
        self.stop = stop

    def run(
        self,
        *args: str,
        give: bytes | None = None,
        env: Mapping[str, str] | None = None,
        seconds: float = NETWORK_SECONDS,
    ) -> GitAnswer:
        """Call git; any way for it to end is an answer, also that there is no git (NO_GIT). ``give``: its stdin."""
        import subprocess

        if self.has_stopped():
            return GitAnswer(NO_ANSWER, b"", f"fatal: {STOPPED}")
        command = ["git", *OPTIONS, *(word for setting in self.configuration for word in ("-c", setting)), *args]
        try:
            # A session of its own: Ctrl-C reaches the whole terminal, and a receipt on its way must get through.
            process = subprocess.Popen(
                command,
                cwd=self.root,
                env={**self.environ, **(env or {})},
                stdin=subprocess.DEVNULL if give is None else subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            if not self.root.is_dir():
                return GitAnswer(NO_FOLDER, b"", f"fatal: {self.root}: there is no such folder")
            if isinstance(error, FileNotFoundError):
                return GitAnswer(NO_GIT, b"", "fatal: git is not installed")
            return GitAnswer(NO_GIT, b"", f"fatal: git cannot be started: {error.strerror}")
        if give is not None:
            feed(process, give)
        with process:
            out, err, problem = self.outcome(process, seconds)
        return GitAnswer(NO_ANSWER if problem else process.returncode, out, redacted(err + problem))

    def has_stopped(self) -> bool:
        """Somebody has asked to stop, and the time for what was under way is over."""
        left = None if self.stop is None else self.stop.seconds_left(STOP_SECONDS)
        return left is not None and left <= 0

    def outcome(self, process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bytes, bytes]:
        """What it prints on stdout and on stderr, and why it had to be ended, if it had."""
        import subprocess
        import time

        until = time.monotonic() + seconds
        while True:
            try:
                return *process.communicate(timeout=TICK_SECONDS), b""
            except subprocess.TimeoutExpired as waiting:
                if process.poll() is not None:
                    # It has ended since, or a helper that it has left behind (one that remembers passwords) keeps its pipes
                    # open: what it printed last is still in them.
                    out = (waiting.output or b"") + rest_of(process.stdout)
                    return out, (waiting.stderr or b"") + rest_of(process.stderr), b""
            stopped = self.has_stopped()
            if stopped or time.monotonic() >= until:
                kill(process)
                why = STOPPED if stopped else f"no answer within {seconds:.0f} s"
                return *printed_by(process), f"\nfatal: {why}".encode()


def feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    """Hand git its input while its output is read.

    ``Popen.communicate`` forgets what a pipe has not yet taken when it is called again after a time-out (Python 3.11): git
    would wait for the rest of a ledger for ever, where it is slow to read it.
    """
    import threading
    from contextlib import suppress

    pipe, process.stdin = process.stdin, None
    if pipe is None:
        return

    def write() -> None:
        with suppress(OSError), pipe:  # git has ended without having read it
            pipe.write(content)

    threading.Thread(target=write, name="git-input", daemon=True).start()


def rest_of(pipe: IO[bytes] | None) -> bytes:
    """What an ended process has left in its pipe; whoever else holds the pipe open is not waited for."""
    if pipe is None or pipe.closed:  # read to its end
        return b""
    os.set_blocking(pipe.fileno(), False)
    parts = [b""]
    try:
        while part := os.read(pipe.fileno(), PIPE_BYTES):
            parts.append(part)
    except BlockingIOError:
        pass  # all that there is, and somebody might still write
    return b"".join(parts)


def printed_by(ended: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """What an ended process has printed; nothing where a helper that it has left behind keeps its pipes open."""
    import subprocess

    try:
        return ended.communicate(timeout=PIPES_SECONDS)
    except subprocess.TimeoutExpired:
        return b"", b""


def redacted(err: bytes) -> str:
    """What git has said, without passwords, tokens and mail addresses."""
    from bot.settings.private import without_private

    return without_private(err.decode("utf-8", "replace"))


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill git together with its helpers, which would otherwise keep the pipes open."""
    import signal

    os.killpg(process.pid, signal.SIGKILL)
