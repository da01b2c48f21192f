"""The Action's own time on a runner that has nothing yet, from the workflow that a blog has, run by act: python -m bench action"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.measure import Measured, Row, Unavailable, in_turn
from bench.servers import hero, servers
from tests.actions.hub import BIN, PASSWORD, REPOSITORY, ROOT, RUNNER_SECONDS, TOKEN, Hub, digest, found
from tests.conftest import clean_environment
from tests.servers.git import GitServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bench.servers import Servers

VARIABLES = ("BLUESKY_HANDLE", "BLUESKY_SERVICE", "X_API_BASE")
"""Settings of the repository that are no secrets."""
COLD = "with a cold cache"
PARTS = {
    "venv": "its venv",
    "install": "its install",
    "bot": "the bot, from its start to its first byte at a platform",
    "first byte": "from the job's start to the first byte at a platform",
    "job": "the whole job, from its start to its end",
}
UV = """\
#!/bin/sh
began=$(date +%s%N)
"{uv}" "$@"
code=$?
echo "$1 $began $(date +%s%N)" >>"{log}"
exit $code
"""
"""uv, which writes down when it was called and for how long."""


def rows(*, quick: bool = False) -> Iterator[Row]:
    for program in ("act", "uv"):
        if not (BIN / program).exists():
            raise Unavailable(f"{program} is not installed; it is one of the development requirements")
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        outside = stack.enter_context(servers(hero(320, 180), bluesky=not quick))
        found(folder / "git" / f"{REPOSITORY}.git", {}, with_bot=True)
        server = stack.enter_context(GitServer(folder / "git", frozenset({TOKEN, PASSWORD})))
        jobs = Jobs(Hub(folder, server, clean_environment()), outside, folder)
        warm = {"UV_CACHE_DIR": warm_cache(folder), "UV_OFFLINE": "1"}
        tries: dict[str, Any] = {"bot": lambda: jobs.run("bot", warm)}
        if not quick:
            # What is in the warm one came over the same network.
            tries[COLD] = lambda: jobs.run(COLD, {"UV_CACHE_DIR": tempfile.mkdtemp(prefix="cold-", dir=folder)})
        in_turn(tries, 1 if quick else 3, warmups=0)
        targets = " and ".join(target for target in outside.targets if target != "mastodon")
        for part, what in PARTS.items():
            ours, *others = (Measured(who, tuple(one[part] for one in seen)) for who, seen in jobs.seen.items())
            case = f"the Action with a warm cache, posting to {targets}: {what}"
            yield Row("action", case, "ms", ours, tuple(others), notes=outside.notes if part == "job" else ())


def warm_cache(folder: Path) -> str:
    """A cache with all that the action installs. Raises Unavailable where it cannot be had."""
    uv = str(BIN / "uv")
    cache = subprocess.run([uv, "cache", "dir"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
    tried = folder / "tried"
    into = f"--quiet --python {tried} --require-hashes --no-build --requirement {ROOT / 'requirements.txt'}"
    for command in (f"venv --quiet --no-project --python >=3.11 {tried}", f"pip install {into}"):
        environment = {**os.environ, "UV_NO_CONFIG": "1"}
        if subprocess.run([uv, *command.split()], env=environment, capture_output=True, check=False).returncode:
            raise Unavailable("the packages of requirements.txt cannot be had")
    shutil.rmtree(tried)
    return cache


@dataclass
class Jobs:
    """Runs the workflow on a new digest each time, and remembers when what happened, in milliseconds."""

    hub: Hub
    outside: Servers
    folder: Path
    seen: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    number: int = 0
    first_byte: float | None = None

    def __post_init__(self) -> None:
        for name, value in self.outside.env.items():
            if name.startswith(("X_", "BLUESKY_")):
                (self.hub.variables if name in VARIABLES else self.hub.secrets)[name] = value
        made = self.hub.bot("init", "--yes")
        if made.returncode:
            raise RuntimeError(made.stderr)
        shims = self.folder / "shims"
        shims.mkdir()
        self.log = shims / "log"
        (shims / "uv").write_text(UV.format(uv=BIN / "uv", log=self.log), encoding="utf-8")
        (shims / "uv").chmod(0o755)
        self.shims = shims
        for server in (self.outside.x.http, *([self.outside.bluesky.proxy] if self.outside.bluesky else [])):
            answer = server.answer

            def noticed(request: Any, answer: Any = answer) -> Any:
                self.first_byte = self.first_byte or time.time()
                return answer(request)

            server.answer = noticed

    def run(self, who: str, env: Mapping[str, str]) -> float:
        self.number += 1
        self.hub.commit({f"content/digest-{self.number}.md": digest(f"Hello, runner {self.number}")})
        self.log.unlink(missing_ok=True)
        self.first_byte = None
        runner = self.hub.start("post.yml", run_id=self.number, env={"UV_FOLDER": str(self.shims), **env})
        steps: dict[str, float] = {}
        said: list[str] = []
        deadline = threading.Timer(RUNNER_SECONDS, runner.kill)
        deadline.start()
        errors = threading.Thread(target=lambda: said.extend(runner.process.stderr or ()), daemon=True)
        errors.start()
        with runner.process:
            for line in runner.process.stdout or ():
                said.append(line)
                message = str(json.loads(line)["msg"]) if line.startswith("{") else ""
                if message.startswith("⭐"):
                    steps.setdefault("job", time.time())
                    if message.rstrip().endswith("bot"):
                        steps["bot"] = time.time()
            code, ended = runner.process.wait(), time.time()
            deadline.cancel()
            errors.join()
        if code or self.first_byte is None:
            raise RuntimeError(f"the job has posted nothing: exit {code}: {''.join(said)[-3000:]}")
        calls = {words[0]: words for words in map(str.split, self.log.read_text(encoding="utf-8").splitlines())}
        took = {name: (int(end) - int(began)) / 1e6 for name, began, end in calls.values()}
        self.seen.setdefault(who, []).append(
            {
                "venv": took["venv"],
                "install": took["pip"],
                "bot": 1000 * (self.first_byte - steps["bot"]),
                "first byte": 1000 * (self.first_byte - steps["job"]),
                "job": 1000 * (ended - steps["job"]),
            }
        )
        return self.seen[who][-1]["job"]
