"""The workflow files and the action, as the linters and the published schemas see them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.setup.workflows import WorkflowPlace, after_deployment, after_workflow, workflows
from tests.demand import missing

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
DOCS = [ROOT / "README.md", ROOT / "docs" / "github-actions.md"]
BIN = Path(sys.executable).parent


def lint(name: str, *args: object) -> None:
    program = shutil.which(name, path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        missing(f"{name} is not installed; it is one of the development requirements")
    done = subprocess.run(
        [program, *map(str, args)],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing() -> None:
    """Syntax, expressions, inputs of the action, and every script by shellcheck."""
    lint("shellcheck", "--version")  # actionlint leaves the scripts out without a word where it is missing
    lint("actionlint", *WORKFLOWS)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_the_workflows_in_the_documentation_are_clean(path: Path, tmp_path: Path) -> None:
    """Whoever copies one gets one that works."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for number, block in enumerate(block for block in blocks if re.search("^jobs:", block, re.MULTILINE)):
        workflow = tmp_path / f"{number}.yml"
        workflow.write_text(block, encoding="utf-8")
        lint("actionlint", workflow)


def test_zizmor_finds_nothing() -> None:
    """No injection, no unpinned action, no token or permission too many."""
    lint("zizmor", "--offline", "--no-progress", "--quiet", "action.yml", ".github")


PINNED = "owner/bot@0123456789012345678901234567890123456789 # v1.0.0"


STARTS = {
    "push": None,
    "host": after_deployment("Vercel"),
    "workflow": after_workflow("Deploy, (site) & more"),
}


def test_what_init_writes_is_clean(tmp_path: Path) -> None:
    """By both linters and the schema, whatever starts it."""
    for name, start in STARTS.items():
        folder = tmp_path / name / ".github" / "workflows"
        folder.mkdir(parents=True)
        for file, text in workflows(WorkflowPlace(PINNED, "site/posts", "trunk", "site", start)).items():
            (folder / file).write_text(text, encoding="utf-8")
    paths = sorted(tmp_path.glob("*/.github/workflows/*.yml"))
    assert len(paths) == 3 * len(STARTS)
    lint("actionlint", *paths)
    for name in STARTS:
        lint("zizmor", "--offline", "--no-progress", "--quiet", tmp_path / name)
    lint("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *paths)


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_the_workflows_fit_the_published_schemas(schema: str) -> None:
    lint("check-jsonschema", "--builtin-schema", schema, *WORKFLOWS)


def test_the_action_fits_the_published_schema() -> None:
    lint("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")


def test_dependabot_keeps_the_pins_fresh() -> None:
    """Its file fits the published schema."""
    lint("check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml")


def test_the_forms_for_issues_fit_the_published_schemas() -> None:
    folder = ROOT / ".github" / "ISSUE_TEMPLATE"
    lint("check-jsonschema", "--builtin-schema", "vendor.github-issue-config", folder / "config.yml")
    lint(
        "check-jsonschema",
        "--builtin-schema",
        "vendor.github-issue-forms",
        *(path for path in sorted(folder.glob("*.yml")) if path.name != "config.yml"),
    )


def test_the_scripts_of_the_action_are_clean(tmp_path: Path) -> None:
    """actionlint reads the scripts of workflows; those of the action go to shellcheck from here."""
    import yaml

    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    for number, step in enumerate(action["runs"]["steps"]):
        if "run" in step:
            script = tmp_path / f"{number}.sh"
            script.write_text(f"#!/usr/bin/env bash\nset -eo pipefail\n{step['run']}", encoding="utf-8")
            lint("shellcheck", script)
