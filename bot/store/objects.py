"""The ledger's commits, written into git's object store without touching HEAD, index or work tree."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from bot.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.git import Git

OBJECT_ID = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
NOTHING_SENT = "nothing was sent"

MOST_KNOWN = 16
"""Trees; a change of the ledger reads three and writes three."""

NO_BUILD = {
    # vercel.com/docs/project-configuration/git-configuration: read in the branch that was pushed.
    "vercel.json": b'{"git": {"deploymentEnabled": false}}\n',
    # docs.netlify.com, "Ignore builds": a command that ends with 0 cancels the build.
    "netlify.toml": b'[build]\nignore = "exit 0"\n',
}
"""Files by which hosts that build every branch leave the ledger's alone; the others look at the commit's message."""


class Objects:
    """The commits, trees and files of one repository. Every method may raise LedgerError."""

    def __init__(self, git: Git) -> None:
        self.git = git
        self.known: dict[str, dict[bytes, bytes]] = {}
        """What trees and commits hold, which never changes; of the last few."""

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def has(self, commit: str) -> bool:
        return self.git.run("cat-file", "-e", f"{object_id(commit)}^{{commit}}").code == 0

    def contains(self, tip: str, commit: str) -> bool:
        answer = self.git.run("merge-base", "--is-ancestor", object_id(commit), object_id(tip))
        if answer.code not in {0, 1}:
            raise LedgerError(f"git merge-base failed in {self.git.root}: {answer.complaint}", NOTHING_SENT)
        return answer.code == 0

    def file(self, commit: str, path: str) -> bytes | None:
        """The content of a file in a commit; None where there is no such file."""
        printed = self.printed("cat-file", "--batch", give=f"{object_id(commit)}:{path}\n".encode())
        head, _, rest = printed.partition(b"\n")
        words = head.split()
        if len(words) != 3 or words[1] != b"blob":
            return None
        return rest[: int(words[2])]

    def shallow(self) -> bool:
        return self.printed("rev-parse", "--is-shallow-repository").strip() == b"true"

    def entries(self, tree: str) -> dict[bytes, bytes]:
        """What the top folder of a tree or commit holds: a name's mode, type and object, as git lists them."""
        if tree not in self.known:
            lines = self.printed("ls-tree", "--full-tree", "-z", object_id(tree)).split(b"\0")
            heads = (line.partition(b"\t") for line in lines if line)
            self.remember(tree, {name: head for head, _, name in heads})
        return dict(self.known[tree])

    def remember(self, tree: str, entries: dict[bytes, bytes]) -> None:
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[tree] = entries

    # ── writing ──────────────────────────────────────────────────────────────────────────────────

    def commit(self, parent: str | None, path: str, content: bytes, message: str, now: datetime) -> str:
        """Write a commit that has this file and is otherwise as its parent; no ref points to it yet. Its id.

        On a branch that holds nothing else, what keeps hosts from building it comes with the file.
        """
        parts = path.split("/")
        tree = self.tree(parent, parts, content)
        there = set(map(os.fsdecode, self.entries(tree)))
        if there <= {parts[0], *NO_BUILD}:  # else the blog itself lies there, and is to be built
            for name in sorted(NO_BUILD.keys() - there):
                tree = self.tree(tree, [name], NO_BUILD[name])
        # Neither the checkout's user nor the machine: everybody may read the branch.
        person = {"NAME": "bot", "EMAIL": "bot@localhost", "DATE": f"{int(now.timestamp())} +0000"}
        env = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in person.items()}
        parents = ("-p", object_id(parent)) if parent else ()
        commit = self.written("commit-tree", "--no-gpg-sign", tree, *parents, "-F", "-", give=message.encode(), env=env)
        self.remember(commit, self.entries(tree))
        return commit

    def tree(self, base: str | None, parts: list[str], content: bytes) -> str:
        """Write the tree of ``base`` with one file put in, and every other entry as it is. Its id."""
        name, *below = parts
        entries = self.entries(base) if base is not None else {}
        old = entries.get(name.encode(), b"").split()
        if below:
            if old and old[1] != b"tree":
                raise LedgerError(f"{name} on the branch is a file, and must be a folder for the ledger", NOTHING_SENT)
            folder = self.tree(old[2].decode() if old else None, below, content)
            entries[name.encode()] = f"040000 tree {folder}".encode()
        else:
            if old and old[1] != b"blob":
                raise LedgerError(f"{name} on the branch is no file, so it is no ledger", NOTHING_SENT)
            # Neither an attribute nor core.autocrlf may touch the bytes.
            blob = self.written("hash-object", "-w", "--no-filters", "--stdin", give=content)
            entries[name.encode()] = f"100644 blob {blob}".encode()
        listing = b"".join(head + b"\t" + entry + b"\0" for entry, head in entries.items())
        # "--missing": a partial clone need not have its neighbours.
        written = self.written("mktree", "-z", "--missing", give=listing)
        self.remember(written, entries)
        return written

    # ── git ──────────────────────────────────────────────────────────────────────────────────────

    def printed(self, *args: str, give: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        """What git prints; raises LedgerError where it fails."""
        answer = self.git.run(*args, give=give, env=env)
        if answer.code != 0:
            raise LedgerError(f"git {args[0]} failed in {self.git.root}: {answer.complaint}", NOTHING_SENT)
        return answer.out

    def written(self, *args: str, give: bytes | None = None, env: Mapping[str, str] | None = None) -> str:
        return object_id(self.printed(*args, give=give, env=env).decode().strip())


def object_id(text: str) -> str:
    """The text, if it is a whole object id; an empty one in a push would delete the branch."""
    if not OBJECT_ID.fullmatch(text):
        raise LedgerError(f"git named {text!r} where an object's id must stand", NOTHING_SENT)
    return text
