"""bot status and explain: what the ledger knows, and why."""

from __future__ import annotations

import shutil
import sys
import tempfile
from typing import TYPE_CHECKING

import click

from bot.cli.moment import moment
from bot.cli.options import FILE, JSON, MAYBE_FILE, TO, command
from bot.cli.report import print_json
from bot.cli.say import say
from bot.cli.wiring import Wiring
from bot.preview.line import result_line
from bot.settings.options import Options

if TYPE_CHECKING:
    from pathlib import Path


@command("status", "bot status\nbot status content/2026-11-23-hello.md\nbot status --since 7d --json")
@MAYBE_FILE
@click.option("--since", metavar="TIME", help="Only what changed since then: 7d, 12h, or a date.")
@JSON
def status(options: Options, file: Path | None, since: str | None, as_json: bool) -> int:
    """What was posted, what failed or is put off, what is in doubt, and what it cost this month."""
    from bot.runs.status import StatusQuestion

    wiring = Wiring(options)
    now = wiring.clock.now()
    start = moment(since, now) if since else None
    question = StatusQuestion(wiring.settings, wiring.store, now)
    if as_json and file is None:
        # Whoever reads our output may take his time, and nobody could write to the ledger meanwhile.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
            question.write_json(start, spool)
            spool.seek(0)
            shutil.copyfileobj(spool, sys.stdout)
        return 0
    answer = question.ask(file, start)
    if as_json:
        print_json(answer.results)
        return 0
    if not answer.results:
        say("nothing yet; bot run posts what is new" if file is None else f"nothing is known of {file}")
    if answer.results and sys.stdout.isatty():
        from bot.preview.table import show_table

        show_table(answer.results)
    else:
        for result in answer.results:
            say(result_line(result))
    if answer.left:
        say(f"and {answer.left} more, from before; all of them: bot status --json, or: bot status --since 2026-01-01")
    for entry in answer.edited:
        where = f"{entry.path} --to {entry.target}"
        say(
            f"edited: {entry.path} on {entry.target}: its title or hero changed after it was posted; "
            f"to post it anew: bot delete {where}, then bot post {where} --again"
        )
    for target, spent in answer.spent:
        cap = f" of ${target.monthly_cap_usd}" if target.monthly_cap_usd is not None else ""
        say(f"{target.name}: ${spent} spent in {now:%B %Y}{cap}")
    return 0


@command("explain", "bot explain content/2026-11-23-hello.md\nbot explain content/2026-11-23-hello.md --to x")
@FILE
@TO
@JSON
def explain(options: Options, file: Path, to: tuple[str, ...], as_json: bool) -> int:
    """Why this file would or would not be posted, per target, and what would change it."""
    from bot.content import read
    from bot.errors import DigestError
    from bot.model import WouldPost
    from bot.pipeline.job import result_for
    from bot.runs.digests import unreadable
    from bot.runs.explain import Explain
    from bot.runs.targets import configured_targets
    from bot.settings.secrets import not_set_up

    wiring = Wiring(options)
    try:
        digest = read(file, wiring.settings)
    except DigestError as error:
        targets = configured_targets(wiring.settings, to)
        if as_json:
            print_json(unreadable(file, targets, error, wiring.settings))
        else:
            say(str(error))
        return 1
    explanations = Explain(wiring.settings, wiring.store, wiring.environ, wiring.clock).explain(digest, to)
    if as_json:
        print_json([result_for(digest, target, verdict.outcome or WouldPost()) for target, verdict in explanations])
        return 0
    for target, verdict in explanations:
        missing = target.missing_secrets(wiring.environ)
        say(f"{target.name}: {'due' if verdict.due else 'not due'}: {verdict}")
        if missing:
            say(not_set_up(target, missing))
    return 0
