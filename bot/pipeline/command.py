"""Runs a command of the settings for a while: without secrets, and never for a pull request, whose author may have written it."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.publishers.registry import PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import FrameType

    from bot.settings.model import Settings

OUTPUT_BYTES = 40_000
"""Of a command's output that are kept."""
LAST_SECONDS = 1.0
"""For the output of a command that was ended: a child that left its session may hold the pipe open for ever."""
SECRETS = frozenset({
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_RUNTIME_TOKEN", "BOT_NOTIFY_WEBHOOK",
    "GH_TOKEN", "GITHUB_TOKEN",
})  # fmt: skip
"""Besides those of the targets."""
SECRET_STARTS = ("GIT_CONFIG_",)
"""Through which CI hands credentials to git."""
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CommandAnswer(NamedTuple):
    output: str = ""
    problem: str | None = None
    """What went wrong, as the end of a sentence that begins with the command."""
    ran: bool = True
    stopped: bool = False
    """We were told to stop meanwhile."""


def may_run_commands(environ: Mapping[str, str]) -> bool:
    """False for a pull request: what its settings say, its author has perhaps written."""
    return not (environ.get("GITHUB_EVENT_NAME", "").startswith("pull_request") or environ.get("GITHUB_HEAD_REF"))


def without_secrets(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """What a command may see of the environment: no platform's secrets, whether or not it has a target, and no token."""
    names = SECRETS.union(PLATFORMS.joining_secrets(), *(target.secret_names() for target in settings.targets))
    return {name: value for name, value in environ.items() if name not in names and not name.startswith(SECRET_STARTS)}


@dataclass(frozen=True, slots=True)
class Commands:
    settings: Settings
    environ: Mapping[str, str]
    seconds: float
    folder: Path | None = None
    """Where they run; None: where we do."""

    def run(self, command: str, text: str) -> CommandAnswer:
        """Give the text to the command; all that it started has ended when this returns."""
        if not may_run_commands(self.environ):
            return CommandAnswer(problem="is not run for a pull request", ran=False)
        with tempfile.TemporaryFile() as given:
            given.write(text.encode())
            given.seek(0)
            try:
                process = subprocess.Popen(  # noqa: S602 -- the settings' owner wrote the command
                    command, shell=True, env=without_secrets(self.environ, self.settings), cwd=self.folder,
                    start_new_session=True, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                )  # fmt: skip
            except (OSError, ValueError) as error:
                return CommandAnswer(problem=f"cannot be started ({error})")
        return RunningCommand(process).answer(self.seconds)


@dataclass(slots=True)
class RunningCommand:
    process: subprocess.Popen[bytes]
    output: list[bytes] = field(default_factory=list)
    stopped: bool = False

    def answer(self, seconds: float) -> CommandAnswer:
        reader = threading.Thread(target=self.read, daemon=True, name="command")
        in_time = True
        try:
            with self.ended_with_us():  # at once: a stop that comes before would leave the command running
                reader.start()
                self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            in_time = False
        finally:
            self.end()
            self.process.wait()
            if reader.ident is not None:
                reader.join(LAST_SECONDS)
        if self.stopped:
            return CommandAnswer(problem="was stopped", stopped=True)
        if not in_time:
            return CommandAnswer(problem=f"was stopped after {seconds:g} s")
        if self.process.returncode:
            return CommandAnswer(problem=f"ended with exit code {self.process.returncode}")
        return CommandAnswer(b"".join(self.output).decode("utf-8", "replace"))

    def read(self) -> None:
        """Keep the beginning of what it writes, and let it write on."""
        pipe = self.process.stdout
        if pipe is not None:
            with pipe:
                self.output.append(pipe.read(OUTPUT_BYTES))
                while pipe.read(OUTPUT_BYTES):
                    pass

    @contextmanager
    def ended_with_us(self) -> Iterator[None]:
        """Meanwhile a signal that ends us ends the command first, which has a session of its own and hears of none."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in ENDING}
        # watch looks anew on SIGHUP, and nohup lets it pass.
        kept = {
            number: handler
            for number, handler in before.items()
            if handler is signal.SIG_DFL or (callable(handler) and number != signal.SIGHUP)
        }

        def handle(number: int, frame: FrameType | None) -> None:
            self.stopped = True
            self.end()
            handler = kept[signal.Signals(number)]
            if callable(handler):
                handler(number, frame)
            else:
                signal.signal(number, handler)
                signal.raise_signal(number)

        for number in kept:
            signal.signal(number, handle)
        try:
            yield
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)

    def end(self) -> None:
        """End the command and all of its session."""
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
