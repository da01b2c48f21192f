"""bot resolve, reconcile, baseline and delete: what a person says to the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.asking import agree, interactive
from bot.cli.options import FILE, JSON, TARGET, TO, YES, command
from bot.cli.report import report
from bot.cli.say import say
from bot.cli.wiring import Wiring
from bot.errors import UsageError
from bot.preview.outcomes import PARTLY, exit_code, stands_in_the_way
from bot.settings.options import Options

if TYPE_CHECKING:
    from pathlib import Path


@command(
    "resolve",
    """
bot resolve content/2026-11-23-hello.md x --posted https://x.com/me/status/123
bot resolve content/2026-11-23-hello.md x --not-posted
""",
)
@FILE
@TARGET
@click.option("--posted", "url", metavar="URL", help="It was posted, and this is its address.")
@click.option("--not-posted", is_flag=True, help="It was not posted; the next run posts it.")
def resolve(options: Options, file: Path, target: str, url: str | None, not_posted: bool) -> int:
    """Say what became of a post that is in doubt, after you have looked at the account."""
    from bot.runs.resolve import Resolution
    from bot.runs.resolve import resolve as resolve_entry

    if bool(url) == not_posted:
        raise click.UsageError("say one of --posted URL and --not-posted")
    wiring = Wiring(options)
    entry = resolve_entry(
        file, target, url, Resolution(wiring.settings, wiring.store, wiring.environ, wiring.clock.now())
    )
    if url is None:
        say(f"{entry.path} on {target} is due: the next run posts it")
    else:
        say(f"{entry.path} on {target} is posted: {url}")
    return 0


@command("reconcile", "bot reconcile\nbot reconcile --to x --json")
@TO
@JSON
def reconcile(options: Options, to: tuple[str, ...], as_json: bool) -> int:
    """Ask the platforms about every post in doubt; without a ledger, rebuild it from the accounts' own posts.

    On X each post of the account's timeline that is read costs $0.001.
    """
    from bot.runs.reconcile import reconcile as reconcile_doubts

    wiring = Wiring(options)
    results = reconcile_doubts(wiring.doubts(), to, wiring.environ, wiring.messages)
    report(results, wiring, as_json=as_json, nothing="nothing is in doubt")
    return exit_code(results, put_off_is_done=options.put_off_is_done)


@command("baseline", "bot baseline\nbot baseline -y")
@YES
def baseline(options: Options, yes: bool) -> int:
    """Mark every digest there is as handled, posting nothing; drafts and those dated ahead are still announced in time."""
    from bot.runs.baseline import Baseline
    from bot.view.figures import count

    wiring = Wiring(options)
    baseline = Baseline(wiring.settings, wiring.store, wiring.messages, wiring.clock.now())
    digests = baseline.digests()
    if not yes and interactive():
        agree(f"Mark {count(len(digests), 'digest')} as handled, so that no run posts what it marks?")
    marked = baseline.mark(digests)
    say(f"{count(marked, 'digest')} marked as handled, {len(digests) - marked} were already; nothing was posted")
    return 0


@command("delete", "bot delete content/2026-11-23-hello.md\nbot delete content/2026-11-23-hello.md --to x -y")
@FILE
@TO
@YES
@JSON
def delete(options: Options, file: Path, to: tuple[str, ...], yes: bool, as_json: bool) -> int:
    """Take a digest's posts down again; the ledger remembers them, so that no run posts them anew."""
    wiring = Wiring(options)
    delete = wiring.delete()
    entries = delete.posted(file, to)
    urls = ", ".join(entry.receipt.url for entry in entries if entry.receipt)
    digests = {entry.key for entry in entries}
    if yes:
        if len(entries) > 1:
            wiring.messages.warn(f"to be taken down: {urls}")
    elif interactive():
        agree(f"Take down {urls}?")
    elif len(digests) > 1:
        raise UsageError(
            f"{len(digests)} digests have stood in {file} ({urls}), and nobody can be asked which one is meant",
            f"name one by its key ({', '.join(sorted(digests))}), or add -y to take them all down",
        )
    else:
        raise UsageError(f"{file}: {urls} would be taken down, and nobody can be asked whether that is meant", "add -y")
    results = delete.delete(entries)
    report(results, wiring, as_json=as_json)
    failed = [stands_in_the_way(result.outcome) for result in results]
    # What was taken down is done, though nothing was posted.
    return PARTLY if any(failed) and not all(failed) else exit_code(results)
