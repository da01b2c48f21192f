"""bot doctor: check everything that can be checked before a post fails."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import click

from bot.cli.options import JSON, MAYBE_FILE, TO, command
from bot.runs.messages import printable

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
    from bot.doctor import exit_code
    from bot.model import Level
    from bot.runs.doctor import doctor as examine

    findings = []
    for finding in examine(lambda: Wiring(options).doctor(), os.environ, file, to, fix=fix):
        findings.append(finding)
        if not as_json and (options.verbosity >= 0 or finding.level not in {Level.OK, Level.NOTE}):
            show(finding, colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    if as_json:
        click.echo(
            json.dumps({"findings": [as_document(finding) for finding in findings]}, ensure_ascii=True, indent=2)
        )
    return exit_code(findings)


def show(finding: Finding, *, colour: bool) -> None:
    """A line, and one for the remedy."""
    from bot.doctor import LEVELS

    level = f"{finding.level.value:<9}"
    if colour:
        level = click.style(level, fg=LEVELS[finding.level].colour)
    click.echo(f"{level}{printable(finding.what)}", color=colour)
    if finding.remedy:
        why = f"{finding.why}. " if finding.why else ""
        click.echo(f"{'':<9}{printable(f'{why[:1].upper()}{why[1:]}To mend it: {finding.remedy}')}")


def as_document(finding: Finding) -> dict[str, str | None]:
    return {
        "level": finding.level.value,
        "check": finding.check,
        "target": finding.target,
        "what": finding.what,
        "why": finding.why or None,
        "remedy": finding.remedy or None,
    }
