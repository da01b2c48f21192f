"""Git's plumbing, called as a program that asks nothing, runs no hook and touches neither HEAD, index nor work tree."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.model import Claimer

NETWORK_SECONDS = 90.0
"""A server that has not answered after this time is taken for one that will not."""

QUIET = (
    f"core.hooksPath={os.devnull}",
    "core.filesRefLockTimeout=1000",
    "gc.auto=0",
    "maintenance.auto=false",
    "credential.interactive=false",
    "fetch.writeCommitGraph=false",
    "i18n.commitEncoding=UTF-8",
)

# What a hook or an alias that started us has set for its own repository (git rev-parse --local-env-vars), but for
# GIT_CONFIG_*, through which CI hands over credentials.
FOREIGN = re.compile(
    r"GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|PREFIX|NAMESPACE"
    r"|SHALLOW_FILE|GRAFT_FILE|REPLACE_REF_BASE|QUARANTINE_PATH|INTERNAL_SUPER_PREFIX|IMPLICIT_WORK_TREE"
    r"|CURL_VERBOSE|TRACE.*|AUTHOR_.*|COMMITTER_.*)"
)
OBJECT_ID = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class GitAnswer:
    """How one call of git ended."""

    code: int
    out: bytes
    err: str
    """With the passwords taken out of its addresses."""

    @property
    def text(self) -> str:
        return self.out.decode("utf-8", "replace")

    @property
    def why(self) -> str:
        """The line that says best what went wrong."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip()]
        for start in ("remote: error:", "fatal:", "error:", "remote:"):
            for line in lines:
                if line.lower().startswith(start):
                    return line
        return lines[-1] if lines else f"git ended with {self.code}"


class Git:
    """Git in one checkout."""

    def __init__(self, root: Path, environ: Mapping[str, str]) -> None:
        self.root = root
        self.environ = {key: value for key, value in environ.items() if not FOREIGN.fullmatch(key)}
        self.environ |= {
            "LC_ALL": "C",
            "GIT_TERMINAL_PROMPT": "0",
            "GCM_INTERACTIVE": "never",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_REPLACE_OBJECTS": "1",
        }

    def run(self, *args: str, give: bytes | None = None, env: Mapping[str, str] | None = None) -> GitAnswer:
        """Call git; any way for it to end is an answer. Raises LedgerError where there is no git."""
        command = ["git", *(word for setting in QUIET for word in ("-c", setting)), *args]
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
        except FileNotFoundError as error:
            if not self.root.is_dir():
                raise LedgerError(f"{self.root}: there is no such folder; nothing was sent") from error
            raise LedgerError(
                "git is not installed, and the shared ledger lives on a git branch; install git"
            ) from error
        with process:
            try:
                out, err = process.communicate(give, timeout=NETWORK_SECONDS)
            except subprocess.TimeoutExpired:
                end(process)
                out, err = process.communicate()
                err += f"\nfatal: no answer within {NETWORK_SECONDS:.0f} s".encode()
        return GitAnswer(process.returncode, out, re.sub(r"//[^/@\s']+@", "//", err.decode("utf-8", "replace")))

    def must(self, *args: str, give: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        """What git prints; raises LedgerError where it fails."""
        said = self.run(*args, give=give, env=env)
        if said.code != 0:
            raise LedgerError(f"git {args[0]} failed in {self.root}: {said.why}; nothing was sent")
        return said.out

    def object(self, *args: str, give: bytes | None = None, env: Mapping[str, str] | None = None) -> str:
        """The id of the object that git has written."""
        return object_id(self.must(*args, give=give, env=env).decode().strip())

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def has(self, commit: str) -> bool:
        return self.run("cat-file", "-e", f"{object_id(commit)}^{{commit}}").code == 0

    def contains(self, tip: str, commit: str) -> bool:
        """Whether the commit is the tip or one before it."""
        said = self.run("merge-base", "--is-ancestor", object_id(commit), object_id(tip))
        if said.code not in {0, 1}:
            raise LedgerError(f"git merge-base failed in {self.root}: {said.why}")
        return said.code == 0

    def file(self, commit: str, path: str) -> bytes | None:
        """The content of a file in a commit; None where there is no such file."""
        out = self.must("cat-file", "--batch", give=f"{object_id(commit)}:{path}\n".encode())
        head, _, rest = out.partition(b"\n")
        words = head.split()
        if len(words) != 3 or words[1] != b"blob":
            return None
        return rest[: int(words[2])]

    def shallow(self) -> bool:
        return self.must("rev-parse", "--is-shallow-repository").strip() == b"true"

    def resolves(self, ref: str) -> bool:
        return self.run("rev-parse", "--verify", "--quiet", ref).code == 0

    # ── writing ──────────────────────────────────────────────────────────────────────────────────

    def commit(
        self, parent: str | None, path: str, content: bytes, message: str, claimer: Claimer, now: datetime
    ) -> str:
        """Write a commit that has this file and is otherwise as its parent; no ref points to it yet."""
        tree = self.tree(parent, path.split("/"), content)
        who = {
            "NAME": f"bot on {claimer.host}",
            "EMAIL": "bot@localhost",
            "DATE": f"{int(now.timestamp())} +0000",
        }
        env = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in who.items()}
        parents = ("-p", object_id(parent)) if parent else ()
        return self.object("commit-tree", "--no-gpg-sign", tree, *parents, "-F", "-", give=message.encode(), env=env)

    def tree(self, base: str | None, parts: list[str], content: bytes) -> str:
        """Write the tree of ``base`` with one file put in, and leave every other entry as it is."""
        name, *below = parts
        entries = {}
        if base is not None:
            for line in self.must("ls-tree", "--full-tree", "-z", object_id(base)).split(b"\0"):
                head, tab, entry = line.partition(b"\t")
                if tab:
                    entries[entry] = head
        old = entries.get(name.encode(), b"").split()
        if below:
            if old and old[1] != b"tree":
                raise LedgerError(
                    f"{name} on the branch is a file, and must be a folder for the ledger; nothing was sent"
                )
            made = self.tree(old[2].decode() if old else None, below, content)
            entries[name.encode()] = f"040000 tree {made}".encode()
        else:
            if old and old[1] != b"blob":
                raise LedgerError(f"{name} on the branch is no file, so it is no ledger; nothing was sent")
            # Neither an attribute nor core.autocrlf may touch the bytes.
            made = self.object("hash-object", "-w", "--no-filters", "--stdin", give=content)
            entries[name.encode()] = f"100644 blob {made}".encode()
        listing = b"".join(head + b"\t" + entry + b"\0" for entry, head in entries.items())
        # "--missing": a partial clone need not have its neighbours.
        return self.object("mktree", "-z", "--missing", give=listing)


def object_id(text: str) -> str:
    """The text, if it is a whole object id; an empty one in a push would delete the branch."""
    if not OBJECT_ID.fullmatch(text):
        raise LedgerError(f"git named {text!r} where an object's id must stand; nothing was sent")
    return text


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill git together with its helpers, which would otherwise keep the pipes open."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
