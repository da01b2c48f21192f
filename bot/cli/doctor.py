"""bot doctor: check everything that can be checked before a post fails."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from bot.cli.options import JSON, MAYBE_FILE, TO, command

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Finding
    from bot.settings.options import Options


@command(
    "doctor",
    """
bot doctor
bot doctor content/2026-11-23-hello.md
bot doctor --fix --to bluesky
""",
)
@MAYBE_FILE
@TO
@click.option("--fix", is_flag=True, help="Mend what can be mended: set the label “bot” on the Bluesky account.")
@JSON
def doctor(options: Options, file: Path | None, to: tuple[str, ...], fix: bool, as_json: bool) -> int:
    """Check settings, digests, ledger, secrets, logins, labels, clock and pages; each finding with its remedy.

    Posts nothing and costs nothing. FILE: look at this digest's page instead of the newest one's.
    Exit code: 0 all is well, or warnings; 1 something will fail; 2 the settings are wrong.
    """
    from bot.cli.wiring import Wiring
    from bot.doctor import examine, exit_code
    from bot.model import Level

    findings = []
    with ExitStack() as opened:
        for finding in examine(
            lambda: opened.enter_context(Wiring(options)).examination(file, to, fix=fix), os.environ
        ):
            findings.append(finding)
            if not as_json and (options.verbosity >= 0 or finding.level not in {Level.OK, Level.NOTE}):
                show(finding)
    if as_json:
        click.echo(
            json.dumps({"findings": [as_document(finding) for finding in findings]}, ensure_ascii=True, indent=2)
        )
    return exit_code(findings)


def show(finding: Finding) -> None:
    """What was found, and below it why that matters and what mends it."""
    from bot.doctor import LEVELS
    from bot.preview.screen import beside

    level = finding.level
    click.echo(beside(level.value, finding.what, width=COLUMN, style=LEVELS[level].colour), color=True)
    if finding.remedy:
        why = f"{finding.why}. " if finding.why else ""
        remedy = f"{why[:1].upper()}{why[1:]}To mend it: {finding.remedy}"
        click.echo(beside("", remedy, width=COLUMN), color=True)


COLUMN = 9
"""Of the levels."""


def as_document(finding: Finding) -> dict[str, str | None]:
    return {
        "level": finding.level.value,
        "check": finding.check,
        "target": finding.target,
        "what": finding.what,
        "why": finding.why or None,
        "remedy": finding.remedy or None,
    }
