"""Big parts that some tests need: installed by lock files into the user's cache, once for each state of these."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NPM_FILES = ("package.json", "package-lock.json")


@dataclass(frozen=True, slots=True)
class Locked:
    """One such part, and where it is kept."""

    name: str
    here: Path
    """The folder with its lock files."""
    files: tuple[str, ...] = NPM_FILES
    state: str = ""
    """What else its install depends on."""

    @property
    def folder(self) -> Path:
        """It has this name only when it is complete."""
        wanted = hashlib.sha256(self.state.encode())
        for name in self.files:
            wanted.update((self.here / name).read_bytes())
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return cache / "bot-tests" / f"{self.name}-{wanted.hexdigest()[:12]}"

    @property
    def complete(self) -> bool:
        return self.folder.is_dir()

    def install(self, finish: Callable[[Path], None] = lambda _folder: None) -> Path:
        """The packages of npm, and what ``finish`` does in their folder; nothing where it is complete.

        Packages' own install scripts do not run. An abort leaves nothing behind. Raises SystemExit, with what the
        failed command wrote.
        """
        final = self.folder
        if self.complete:
            return final
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("npm is not installed; it comes with Node.js")
        final.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{final.name}.", dir=final.parent) as made:
            folder = Path(made) / self.name
            folder.mkdir()
            for name in self.files:
                shutil.copy(self.here / name, folder)
            npm_ci = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            self.run("packages from npm", npm_ci, folder)
            finish(folder)
            try:
                folder.rename(final)
            except OSError:
                if not self.complete:  # else somebody was faster
                    raise
        return final

    def run(self, what: str, command: Sequence[str], folder: Path) -> None:
        """One command of an install, told while it runs. Raises SystemExit."""
        started = time.monotonic()
        sys.stderr.write(f"{self.name}: {what} ...\n")
        environ = {**os.environ, "npm_config_python": sys.executable, "PYTHON": sys.executable}
        done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
        if done.returncode:
            wrote = f"{done.stdout[-4000:]}{done.stderr[-4000:]}"
            raise SystemExit(f"{wrote}\n{self.name}: {what}: failed with exit {done.returncode}")
        sys.stderr.write(f"{self.name}: {what}: {time.monotonic() - started:.0f} s\n")
