"""Where the blog is published, as its files tell, and by which event GitHub hears that a page is live there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Start:
    """What starts the workflow that posts, instead of the push."""

    what: str
    """For people: "Vercel has put the blog online"."""
    trigger: str
    """Its lines below ``on:``; {branch} is the default branch."""
    condition: str
    """Which of these events count, as an expression of GitHub's."""


FILES = {
    "Vercel": ("vercel.json", "vercel.ts", ".vercel/project.json"),
    "Netlify": ("netlify.toml", ".netlify/state.json"),
}
"""Hosts whose apps tell GitHub of their deployments, and the files by which they are known."""
DEPLOYS_PAGES = re.compile(r"^\s*-?\s*uses:\s*actions/deploy-pages@", re.MULTILINE)
NAME = re.compile(r"^name:\s*([\"']?)([\w .,/()&-]+)\1\s*(?:#.*)?$", re.MULTILINE)


def find_start(top: Path, folder: Path) -> Start | None:
    """How GitHub hears that a page is live; None where the files do not tell.

    ``top``: of the repository; ``folder``: the blog's, the same or below.
    """
    for host, names in FILES.items():
        if any((place / name).is_file() for place in (folder, top) for name in names):
            return after_deployment(host)
    return next((after_workflow(name) for name in pages_workflows(top)), None)


def after_deployment(host: str) -> Start:
    """GitHub compares texts whatever their case, and a host of several projects puts their names behind the word."""
    return Start(
        f"{host} has put the blog online",
        f"  deployment_status: # {host} says that a page is live\n",
        "github.event.deployment_status.state == 'success' && startsWith(github.event.deployment.environment, 'Production')",
    )


def after_workflow(name: str) -> Start:
    return Start(
        f"the workflow {name} has put the blog online",
        # It is dangerous where it runs what a pull request brought; here it is the default branch, whatever was built.
        "  workflow_run: # zizmor: ignore[dangerous-triggers] -- only the default branch is checked out\n"
        f'    workflows: ["{name}"]\n'
        "    types: [completed]\n"
        "    branches: [{branch}]\n",
        "github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event != 'pull_request'",
    )


def pages_workflows(top: Path) -> Iterator[str]:
    """The names of the repository's workflows that publish on GitHub Pages."""
    for path in sorted((top / ".github" / "workflows").glob("*.y*ml")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        name = NAME.search(text)
        if name is not None and DEPLOYS_PAGES.search(text):
            yield name[2].strip()
