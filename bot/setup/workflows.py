"""The workflows of a blog: with its folder and branch, its accounts, the action's address, and what starts them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.publishers.registry import BUILT_IN, PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bot.model import Platform
    from bot.settings.model import Target


# ── what starts them ────────────────────────────────────────────────────────────────────────────


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
    for path in sorted((top / ".github" / "workflows").glob("*.y*ml")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        name = NAME.search(text)
        if name is not None and DEPLOYS_PAGES.search(text):
            yield name[2].strip()


# ── the workflows ───────────────────────────────────────────────────────────────────────────────


NAMES = ("post.yml", "sweep.yml", "preview.yml")
ACTION = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+(?:/[\w./-]+)?@[\w./-]+(?: # v[\w.-]+)?|\./")
"""OWNER/REPO@REF, with the version behind a commit; or this repository's own."""
FOLDER = re.compile(r"[^\s\"'\\*?\[\]{}!#:,&|>%@`]+(?: [^\s\"'\\*?\[\]{}!#:,&|>%@`]+)*")
BRANCH = re.compile(r"[\w][\w./-]*")


@dataclass(frozen=True, slots=True)
class WorkflowPlace:
    """What a blog's workflows have to know of it."""

    action: str
    """OWNER/REPO@REF."""
    content: str
    """Relative to the repository's top, as is ``folder``; "" is the top itself."""
    branch: str
    folder: str = ""
    """Where the blog is."""
    start: Start | None = None
    """What starts a run; None: a push of a digest."""

    def check(self) -> None:
        """Raise UsageError for a word that does not belong into such a file."""
        for what, word, allowed in (
            ("the action", self.action, ACTION),
            ("the folder of the digests", self.content or ".", FOLDER),
            ("the blog's folder", self.folder or ".", FOLDER),
            ("the branch", self.branch, BRANCH),
        ):
            if not allowed.fullmatch(word):
                raise UsageError(
                    f"{what} {word!r} cannot stand in a workflow",
                    "write it by hand, after docs/github-actions.md",
                )


def workflows(place: WorkflowPlace, targets: Iterable[Target] = ()) -> dict[str, str]:
    """Name to text of every workflow. Raises UsageError where one cannot be made."""
    place.check()
    accounts = "        env:\n" + "".join(f"          {line}\n" for line in account_lines(targets))
    return {name: adapt_template(template(name), place, accounts) for name in NAMES}


def as_action(answer: str) -> str:
    """The action as a workflow names it. Raises ValueError for anything else."""
    action = answer.strip()
    if not ACTION.fullmatch(action):
        raise ValueError(answer)
    return action


def template(name: str) -> str:
    return (files("bot.setup") / "workflows" / name).read_text(encoding="utf-8")


def adapt_template(text: str, place: WorkflowPlace, accounts: str) -> str:
    text = text.replace("        env: {} # the accounts\n", accounts)
    text = text.replace('paths: ["content/**"]', f'paths: ["{f"{place.content}/**" if place.content else "**"}"]')
    text = text.replace("branches: [main]", f"branches: [{place.branch}]")
    text = text.replace("- uses: ./\n", f"- uses: {place.action}\n")
    if place.folder:
        text = re.sub(
            r"(        with:\n          command: .*\n)", rf"\1          working-directory: {place.folder}\n", text
        )
    return started_by(text, place.start, place.branch) if place.start is not None else text


def started_by(text: str, start: Start, branch: str) -> str:
    """The workflow that posts, started by this event instead of a push; the others are as they are."""
    if "  push:\n" not in text:
        return text
    text = re.sub(r"  push:\n(?:    .*\n)+", lambda _: start.trigger.replace("{branch}", branch), text, count=1)
    text = text.replace("on every push that changes a digest", f"when {start.what}")
    own = "if: ${{ !github.event.repository.fork }}"
    both = f"!github.event.repository.fork && (github.event_name == 'workflow_dispatch' || ({start.condition}))"
    return text.replace(own, f"if: ${{{{ {both} }}}}")


def account_lines(targets: Iterable[Target]) -> Iterator[str]:
    """The environment of the step that posts: every platform's own accounts, and those of the blog's targets."""
    yield "# A handle or an address is no secret, and a secret's text is blanked out in every link that the log shows."
    lines: dict[str, str] = {}
    named = {target.platform.name: target.platform for target in targets}
    for platform in {**{name: PLATFORMS[name] for name in BUILT_IN}, **named}.values():
        lines |= environment(platform, platform.env)
    for target in targets:
        lines |= environment(target.platform, target.env, service=False)
    yield from (f"{name}: {value}" for name, value in lines.items())


def environment(platform: Platform, prefix: str, *, service: bool = True) -> dict[str, str]:
    values = {}
    for secret in platform.secrets:
        name = f"{prefix}_{secret.name}"
        values[name] = f"${{{{ vars.{name} || secrets.{name} }}}}" if secret.public else f"${{{{ secrets.{name} }}}}"
    if service and platform.service is not None:
        name = f"{prefix}_{platform.service.variable}"
        values.setdefault(name, f"${{{{ vars.{name} || '{platform.service.default}' }}}}")
    return values
