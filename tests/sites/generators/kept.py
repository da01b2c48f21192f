"""A generator makes the same of the same blog: what it has built is kept in the user's cache, and built once."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.sites.generators.install import GENERATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

UNUSED_DAYS = 30
"""What no test has asked for in that time is taken away."""
VERSION_OF = {
    "node": ["node", "--version"],
    "jekyll": ["ruby", "-e", "puts RUBY_VERSION, Gem::Specification.map(&:full_name).sort"],
}
"""A program that no lock file names, to the command that says its version."""
SAID = ".said-by-the-generator"


def kept(words: Sequence[str], root: Path, env: Mapping[str, str], build: Callable[[], str]) -> str:
    """What the generator says; what it makes is in ``root`` then, as if it had just been made.

    It is built anew where any file, word, setting or version differs, and always where a release is checked.
    """
    if os.environ.get("BOT_TEST_THOROUGH"):
        return build()
    before = files(root)
    archive = folder() / f"{key(words, env, before)}.tar.gz"
    if archive.is_file():
        os.utime(archive)
        with tarfile.open(archive) as packed:
            packed.extractall(root, filter="data")
        return (root / SAID).read_text(encoding="utf-8")
    said = build()
    (root / SAID).write_text(said, encoding="utf-8")
    pack(archive, root, [name for name, content in files(root).items() if before.get(name) != content])
    return said


def folder() -> Path:
    return GENERATORS.folder.parent / "built"


def files(root: Path) -> dict[str, bytes]:
    """Everything below it: a file's content, where a link leads to, a folder as such."""
    found = {}
    for path in sorted(root.rglob("*")):
        if path.is_symlink():
            content = f"link to {path.readlink()}".encode()
        else:
            content = path.read_bytes() if path.is_file() else b"folder"
        found[path.relative_to(root).as_posix()] = content
    return found


def key(words: Sequence[str], env: Mapping[str, str], before: Mapping[str, bytes]) -> str:
    """Of all that goes into a build."""
    program = Path(words[0]).name
    known = [
        GENERATORS.folder.name,
        program,
        version(program),
        *words[1:],
        *(f"{name}={env[name]}" for name in sorted(env)),
    ]
    digest = hashlib.sha256(json.dumps(known).encode())
    for name, content in before.items():
        digest.update(json.dumps([name, hashlib.sha256(content).hexdigest()]).encode())
    return digest.hexdigest()


@functools.cache
def version(program: str) -> str:
    """Of a program that is not locked; empty: the lock files say it."""
    command = VERSION_OF.get(program)
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout if command else ""


def pack(archive: Path, root: Path, names: Sequence[str]) -> None:
    """It has its name only when it is complete; what nobody needs any more goes."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.NamedTemporaryFile(dir=archive.parent, delete=False) as made,
        tarfile.open(fileobj=made, mode="w:gz") as packed,
    ):
        for name in names:
            packed.add(root / name, name, recursive=False)
    Path(made.name).replace(archive)
    for other in archive.parent.iterdir():
        if time.time() - other.stat().st_mtime > UNUSED_DAYS * 24 * 3600:
            other.unlink(missing_ok=True)
