"""Installs the real generators for the tests: ``python -m tests.sites.generators.install``.

They come from PyPI and npm, by the lock files beside this one. Jekyll is Debian's package of that name.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.locked import NPM_FILES, Locked

COMMAND = "python -m tests.sites.generators.install"
GENERATORS = Locked(
    "generators",
    Path(__file__).resolve().parent,
    files=("requirements.txt", *NPM_FILES),
    state=str(sys.version_info[:2]),
)


def python_packages(folder: Path) -> None:
    """Beside its own interpreter: the scripts of a venv would name the folder that is renamed later."""
    words = ["-m", "uv", "pip", "install", "-q", "--require-hashes", "--target", str(folder / "python")]
    GENERATORS.run("packages from PyPI", [sys.executable, *words, "-r", "requirements.txt"], folder)


if __name__ == "__main__":
    sys.stdout.write(f"{GENERATORS.install(python_packages)}\n")
