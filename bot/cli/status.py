"""bot status, explain and url: what the ledger knows, and why."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.moment import moment
from bot.cli.options import FILE, JSON, MAYBE_FILE, TO, command
from bot.cli.report import line, print_json
from bot.errors import DigestError, UsageError
from bot.model import InDoubt, Outcome, Posted, Receipt, Skipped, Status
from bot.runs.parts import Parts
from bot.runs.post import find_entries, result_of, unreadable
from bot.settings.options import Options
from bot.text.safe import line as one_line

if TYPE_CHECKING:
    from bot.ledger import Ledger
    from bot.model import Entry

SHOWN = 60
"""Entries, where neither a file nor a date is given."""


@command("status", "bot status\nbot status content/2026-11-23-hello.md\nbot status --since 7d --json")
@MAYBE_FILE
@click.option("--since", metavar="TIME", help="Only what changed since then: 7d, 12h, or a date.")
@JSON
def status(options: Options, file: Path | None, since: str | None, as_json: bool) -> int:
    """What was posted, what failed or is put off, what is in doubt, and what it cost this month."""
    parts = Parts(options)
    now = parts.clock.now()
    start = moment(since, now) if since else None
    entries = chosen(parts, file, start)
    results = [result_of(parts, entry, outcome(parts, entry)) for entry in entries]
    if as_json:
        print_json(results)
        return 0
    if not results:
        click.echo("nothing yet; bot run posts what is new" if file is None else f"nothing is known of {file}")
    if results and sys.stdout.isatty():
        from bot.preview.table import show_table

        show_table(results)
    else:
        for one in results:
            click.echo(one_line(line(one)))
    for changed in edited(parts, entries):
        click.echo(one_line(changed))
    for text in spending(parts, now):
        click.echo(text)
    return 0


def chosen(parts: Parts, file: Path | None, since: datetime | None) -> list[Entry]:
    if file is not None:
        return find_entries(parts, file)

    def look(ledger: Ledger) -> list[Entry]:
        open_ones = list(ledger.entries(status=(Status.CLAIMED, Status.IN_DOUBT)))
        known = {(entry.key, entry.target) for entry in open_ones}
        rest = [
            entry
            for _, entry in zip(range(SHOWN if since is None else 10**9), latest(ledger, since), strict=False)
            if (entry.key, entry.target) not in known
        ]
        return open_ones + rest

    return parts.store.read(look)


def latest(ledger: Ledger, since: datetime | None) -> list[Entry]:
    statuses = (Status.POSTED, Status.FAILED, Status.DELETED)
    return list(ledger.entries(status=statuses, since=since))


def outcome(parts: Parts, entry: Entry) -> Outcome:
    """An entry as somebody who asks for its status wants to hear it."""
    from bot.pipeline.doubt import outcome_of, remedy
    from bot.store.claimer import claim_stands

    match entry.status:
        case Status.POSTED if entry.receipt is not None:
            return Posted(entry.receipt)
        case Status.IN_DOUBT:
            return InDoubt(f"{entry.reason or 'no answer came'}. {remedy(entry)}")
        case Status.CLAIMED:
            if claim_stands(parts.store, entry, parts.clock.now()):
                return Skipped("it is being posted at this moment")
            return InDoubt(
                "the run that claimed it died before it wrote a receipt; the next run looks what became of it"
            )
        case _:
            return outcome_of(entry)


def edited(parts: Parts, entries: list[Entry]) -> list[str]:
    """A line for each posted digest whose title or hero has changed since."""
    from bot.content import read
    from bot.pipeline.pipeline import fingerprint

    lines = []
    for entry in entries:
        path = Path(entry.path)
        if entry.status is not Status.POSTED or not entry.fingerprint or not path.is_file():
            continue
        try:
            changed = fingerprint(read(path, parts.settings)) != entry.fingerprint
        except (DigestError, UsageError):
            continue
        if changed:
            lines.append(
                f"edited: {entry.path} on {entry.target}: its title or hero changed after it was posted; "
                f"to post it anew: bot delete {entry.path} --to {entry.target}, then bot post {entry.path} --to {entry.target} --again"
            )
    return lines


def spending(parts: Parts, now: datetime) -> list[str]:
    month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = []
    for target in parts.settings.targets:
        if target.limits.prices is None:
            continue
        spent = parts.store.read(lambda ledger, name=target.name: ledger.spent(name, month))  # type: ignore[misc]
        cap = f" of ${target.monthly_cap_usd}" if target.monthly_cap_usd is not None else ""
        lines.append(f"{target.name}: ${spent} spent in {month:%B %Y}{cap}")
    return lines


@command("explain", "bot explain content/2026-11-23-hello.md\nbot explain content/2026-11-23-hello.md --to x")
@FILE
@TO
@JSON
def explain(options: Options, file: Path, to: tuple[str, ...], as_json: bool) -> int:
    """Why this file would or would not be posted, per target, and what would change it."""
    from bot.content import read
    from bot.model import WouldPost
    from bot.pipeline.pipeline import Ready, result
    from bot.runs.run import explain as reasons_for

    parts = Parts(options)
    try:
        digest = read(file, parts.settings)
    except DigestError as error:
        failures = unreadable(parts, file, parts.configured(to), error)
        if as_json:
            print_json(failures)
        else:
            click.echo(one_line(str(error)))
        return 1
    explained = reasons_for(parts, digest, to)
    if as_json:
        print_json([result(digest, Ready(target, None), what or WouldPost()) for target, _, what in explained])
        return 0
    for target, why, what in explained:
        missing = target.missing_secrets(parts.environ)
        verdict = "due" if what is None else "not due"
        click.echo(one_line(f"{target.name}: {verdict}: {why}"))
        if missing:
            click.echo(f"{target.name}: not set up: {', '.join(missing)} not set")
    return 0


@command("url", "bot url content/2026-11-23-hello.md --to bluesky")
@FILE
@TO
def url(options: Options, file: Path, to: tuple[str, ...]) -> int:
    """The address that the digest's post has, or will have where that is known before (Bluesky)."""
    from bot.content import read

    parts = Parts(options)
    digest = read(file, parts.settings)
    found: list[str] = []
    for target in parts.configured(to):
        receipt: Receipt | None = None
        if parts.unchecked_store.exists():
            entry = parts.store.read(lambda ledger, name=target.name: ledger.entry(digest, name))  # type: ignore[misc]
            receipt = entry.receipt if entry is not None and entry.status is Status.POSTED else None
        address = receipt.url if receipt else parts.publisher(target).address(digest)
        if address:
            found.append(address)
    if not found:
        raise UsageError(
            f"{file}: none of these targets' addresses is known before posting; for Bluesky's set BLUESKY_HANDLE or the target's handle"
        )
    for address in found:
        click.echo(address)
    return 0
