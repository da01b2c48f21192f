"""bot status and explain: what the ledger knows, and why."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot.cli.options import FILE, JSON, MAYBE_FILE, TO, as_moment, command
from bot.cli.report import print_json
from bot.cli.say import say
from bot.cli.wiring import Wiring
from bot.preview.plain import result_line
from bot.settings.options import Options

if TYPE_CHECKING:
    from pathlib import Path

    from bot.runs.status import StatusReport


@command("status", "bot status\nbot status content/2026-11-23-hello.md\nbot status --since 7d --json")
@MAYBE_FILE
@click.option("--since", metavar="TIME", help="Only what changed since then: 7d, 12h, or a date.")
@JSON
def status(options: Options, file: Path | None, since: str | None, as_json: bool) -> int:
    """What was posted, what failed or is put off, what is in doubt, and what it cost this month."""
    from bot.runs.status import StatusQuestion

    wiring = Wiring(options)
    now = wiring.clock.now()
    start = as_moment(since, now) if since else None
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
    show_entries(answer, file, addresses=file is not None or options.verbosity > 0)
    for entry in answer.edited:
        where = f"{entry.path} --to {entry.target}"
        say(
            f"edited: {entry.path} on {entry.target}: its title or hero changed after it was posted; "
            f"to post it anew: bot delete {where}, then bot post {where} --again"
        )
    for target, spent in answer.spent:
        if not spent and target.missing_secrets(wiring.environ):
            continue
        cap = f" of ${target.monthly_cap_usd}" if target.monthly_cap_usd is not None else ""
        say(f"{target.name}: ${spent} spent in {now:%B %Y}{cap}")
    return 0


def show_entries(answer: StatusReport, file: Path | None, *, addresses: bool) -> None:
    """What is known of each digest; then how much the whole ledger holds."""
    if not answer.results:
        say("nothing was posted yet; bot run posts what is new" if file is None else unknown_file(file))
    elif sys.stdout.isatty():
        from bot.preview.table import show_table

        show_table(answer.results, addresses=addresses)
    else:
        for result in answer.results:
            say(result_line(result))
    if file is None and any(answer.counts.values()):
        from bot.preview.outcomes import count_entries

        more = "; all of them: bot status --json, or: bot status --since 2026-01-01"
        in_all = f"in all: {count_entries(answer.counts)}"
        say(f"and {answer.left} more, from before; {in_all}{more}" if answer.left else in_all)


def unknown_file(file: Path) -> str:
    """Of a file that the ledger has no post of."""
    if not file.exists():
        return f"{file}: there is no such file, and the ledger knows of none that was called so; bot status lists what it knows"
    return f"{file}: the ledger knows of no post of it; why, and what comes of it: bot explain {file}"


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
    from bot.runs.explain import explain as explain_verdicts
    from bot.runs.targets import configured_targets
    from bot.settings.secrets import not_set_up
    from bot.watcher.digests import unreadable_results

    wiring = Wiring(options)
    try:
        digest = read(file, wiring.settings)
    except DigestError as error:
        targets = configured_targets(wiring.settings, to)
        if as_json:
            print_json(unreadable_results(file, targets, error, wiring.settings))
        else:
            say(str(error))
        return 1
    explained = explain_verdicts(wiring.decider(), digest, to)
    rows = [(target, verdict, not_set_up(target, wiring.environ)) for target, verdict in explained]
    if as_json:
        print_json(
            [
                replace(
                    result_for(digest, target, verdict.outcome or WouldPost()), warnings=(absent,) if absent else ()
                )
                for target, verdict, absent in rows
            ]
        )
        return 0
    for target, verdict, absent in rows:
        head = f"{target.name}: {'due' if verdict.due else 'not due'}"
        say(f"{head}: {verdict}", head=head, style="green" if verdict.due else "cyan")
        if absent:
            say(f"{absent}; until then nothing is posted there", head=target.name, style="yellow")
    return 0
