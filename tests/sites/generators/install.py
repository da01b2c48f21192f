"""Installs the real generators for the tests: ``python -m tests.sites.generators.install``.

They come from PyPI and npm, by the lock files beside this one, into the user's cache; once they are there nothing
happens. Jekyll is Debian's package of that name. Packages' own install scripts do not run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND = "python -m tests.sites.generators.install"
LOCKS = ("requirements.txt", "package.json", "package-lock.json")


@dataclass(frozen=True, slots=True)
class Install:
    """Where the generators are."""

    folder: Path

    @property
    def scripts(self) -> Path:
        return self.folder / "python" / "bin"

    @property
    def modules(self) -> Path:
        return self.folder / "node_modules"


def home() -> Path:
    """Where these lock files' install belongs."""
    wanted = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for name in LOCKS:
        wanted.update((HERE / name).read_bytes())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "bot-tests" / f"generators-{wanted.hexdigest()[:12]}"


def installed() -> Install | None:
    """The install, if it is complete: it only gets its name when it is."""
    return Install(home()) if (home() / "node_modules").is_dir() else None


def install() -> Install:
    """Install if need be; a half-made install never gets the final name, so that an abort leaves nothing behind."""
    if (found := installed()) is not None:
        return found
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed; it comes with Node.js")
    final = home()
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{final.name}.", dir=final.parent) as made:
        folder = Path(made) / "generators"
        folder.mkdir()
        for name in LOCKS:
            shutil.copy(HERE / name, folder)
        run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
        # Its own packages beside its own interpreter: scripts of a venv would name the folder that is renamed below.
        target = folder / "python"
        run(
            [
                sys.executable,
                "-m",
                "uv",
                "pip",
                "install",
                "-q",
                "--require-hashes",
                "--target",
                str(target),
                "-r",
                "requirements.txt",
            ],
            folder,
        )
        folder.rename(final)
    return Install(final)


def run(words: list[str], folder: Path) -> None:
    done = subprocess.run(words, cwd=folder, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words[:3])}: exit {done.returncode}")


if __name__ == "__main__":
    print(install().folder)  # noqa: T201
