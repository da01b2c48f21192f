"""bot resolve, reconcile, baseline and delete: what a person says to the ledger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from bot.cli.options import FILE, JSON, TARGET, TO, YES, command
from bot.cli.report import exit_code, line, report
from bot.errors import DigestError, PublishError, UsageError
from bot.model import Failed, InDoubt, Receipt, Result, Skipped, Status
from bot.runs.parts import Parts, interactive
from bot.runs.post import every_digest, find_entries, find_entry, published
from bot.settings.options import Options
from bot.settings.read import find_target

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Entry
    from bot.settings.model import Target


@command(
    "resolve",
    """
bot resolve content/2026-11-23-hello.md x --posted https://x.com/me/status/1234567890
bot resolve content/2026-11-23-hello.md x --not-posted
""",
)
@FILE
@TARGET
@click.option("--posted", "url", metavar="URL", help="It was posted, and this is its address.")
@click.option("--not-posted", is_flag=True, help="It was not posted; the next run posts it.")
def resolve(options: Options, file: Path, target: str, url: str | None, not_posted: bool) -> int:
    """Say what became of a post that is in doubt, after you have looked at the account."""
    if bool(url) == not_posted:
        raise click.UsageError("say one of --posted URL and --not-posted")
    parts = Parts(options)
    store = parts.store
    now = parts.clock.now()
    entry = find_entry(parts, file, target)
    if entry.status is Status.CLAIMED and store.alive(entry) is not True:
        entry = store.change(lambda ledger: ledger.doubt(entry, "resolved by hand", now), f"doubt {entry.key}")
    if entry.status is not Status.IN_DOUBT:
        raise UsageError(
            f"{entry.path} on {target} is not in doubt: it is {entry.status.value}; bot status {file} shows it"
        )
    if url is None:
        store.change(lambda ledger: ledger.absent(entry, now, "resolved by hand: not posted"), f"resolve {entry.key}")
        click.echo(f"{entry.path} on {target} is due: the next run posts it")
        return 0
    receipt = receipt_of(url, find_target(target, parts.settings), entry, parts)
    store.change(lambda ledger: ledger.found(entry, receipt, now), f"resolve {entry.key}")
    click.echo(f"{entry.path} on {target} is posted: {receipt.url}")
    return 0


def receipt_of(url: str, target: Target, entry: Entry, parts: Parts) -> Receipt:
    """What a post's address says about it."""
    platform = target.platform
    found = re.match(platform.post_address, url)
    if found is None:
        raise UsageError(f"{url} is not the address of a post on {platform.look.label}")
    groups = {name: part for name, part in found.groupdict().items() if part is not None}
    post_id = platform.post_id.format_map(groups) if groups else url
    return Receipt(id=post_id, url=url, posted_at=entry.claimed_at or parts.clock.now())


@command("reconcile", "bot reconcile\nbot reconcile --to x --json")
@TO
@JSON
def reconcile(options: Options, to: tuple[str, ...], as_json: bool) -> int:
    """Ask the platforms about every post in doubt; without a ledger, rebuild it from the accounts' own posts.

    On X each post of the account's timeline that is read costs $0.001.
    """
    from bot.runs.post import doubts
    from bot.runs.rebuild import rebuild

    parts = Parts(options)
    parts.settings.require_site()
    targets, _ = parts.targets(to)
    results: list[Result] = []
    if not parts.unchecked_store.exists():
        results += rebuild(parts, targets)
    else:
        results += doubts(parts, targets)
    report(parts, results, as_json=as_json)
    if not results and not as_json:
        parts.story.tell("nothing is in doubt")
    return exit_code(results)


@command("baseline", "bot baseline\nbot baseline -y")
@YES
def baseline(options: Options, yes: bool) -> int:
    """Mark every digest there is as handled, posting nothing; drafts and those dated ahead are still announced in time."""
    parts = Parts(options)
    store = parts.store
    found, problems = every_digest(parts)
    digests = published(parts, found)
    for problem in problems:
        parts.story.warn(line(problem))
    if not yes and interactive():
        click.confirm(
            f"Mark {len(digests)} digests as handled, so that they are never posted by a run?", abort=True, err=True
        )
    now = parts.clock.now()
    marked = store.change(lambda ledger: ledger.baseline(digests, now, reason="marked by bot baseline"), "baseline")
    click.echo(f"{marked} digests marked as handled, {len(digests) - marked} were already; nothing was posted")
    return 0


@command("delete", "bot delete content/2026-11-23-hello.md\nbot delete content/2026-11-23-hello.md --to x -y")
@FILE
@TO
@YES
@JSON
def delete(options: Options, file: Path, to: tuple[str, ...], yes: bool, as_json: bool) -> int:
    """Take a digest's posts down again; the ledger remembers them, so that no run posts them anew."""
    parts = Parts(options)
    store = parts.store
    entries = [entry for entry in find_entries(parts, file) if entry.target != "*" and (not to or entry.target in to)]
    posted = [entry for entry in entries if entry.status is Status.POSTED and entry.receipt is not None]
    if not posted:
        raise UsageError(
            f"{file}: nothing of it is posted{' on ' + ', '.join(to) if to else ''}; bot status {file} shows it"
        )
    if not yes and interactive():
        click.confirm(f"Delete {', '.join(e.receipt.url for e in posted if e.receipt)}?", abort=True, err=True)
    results = []
    for entry in posted:
        target = find_target(entry.target, parts.settings)
        outcome: Skipped | Failed | InDoubt = Skipped("taken down")
        try:
            if missing := target.missing_secrets(parts.environ):
                raise UsageError(f"{target.name} is not set up: {', '.join(missing)} not set")
            if entry.receipt is not None:
                parts.publisher(target).delete(entry.receipt)
            now = parts.clock.now()
            store.change(lambda ledger, entry=entry, now=now: ledger.delete(entry, now), f"delete {entry.key}")  # type: ignore[misc]
        except (PublishError, DigestError) as error:
            outcome = Failed(str(error))
        results.append(Result(entry.key, entry.path, entry.target, outcome, entry.title, platform=target.platform))
    report(parts, results, as_json=as_json)
    return exit_code(results)
