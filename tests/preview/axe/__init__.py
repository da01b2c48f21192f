"""The accessibility checker axe-core, from npm by the lock file beside this: ``python -m tests.preview.axe install``."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND = "python -m tests.preview.axe install"
WANTED = ("package.json", "package-lock.json")
SCRIPT = Path("node_modules", "axe-core", "axe.min.js")


def home() -> Path:
    """Where this lock file's install belongs."""
    wanted = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in WANTED))
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "bot-tests" / f"axe-{wanted.hexdigest()[:12]}"


def installed() -> Path | None:
    """The script, if it is there."""
    script = home() / SCRIPT
    return script if script.is_file() else None


def install() -> Path:
    """Install if need be; the folder only gets its name when it is complete."""
    found = installed()
    if found is not None:
        return found
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed; it comes with Node.js")
    final = home()
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{final.name}.", dir=final.parent) as made:
        folder = Path(made) / "axe"
        folder.mkdir()
        for name in WANTED:
            shutil.copy(HERE / name, folder)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(
                f"{done.stdout[-4000:]}{done.stderr[-4000:]}\naxe: npm ci failed with exit {done.returncode}"
            )
        try:
            folder.rename(final)
        except OSError:
            if installed() is None:  # somebody else was faster
                raise
    return final / SCRIPT
