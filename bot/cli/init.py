"""bot init: set up this blog."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from bot.cli.asking import Terminal, interactive
from bot.cli.options import YES, command
from bot.cli.say import say
from bot.settings.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.runs.init import InitReport


@command(
    "init",
    """
bot init
bot init --site https://your.blog --content src/content/posts -y
bot init --documents -y
bot init --state-branch bot-state --workflows --action OWNER/REPO@v1 -y
""",
)
@click.option("--site", metavar="URL", help="The blog's address.")
@click.option("--permalink", metavar="PATTERN", help='A page\'s address below it, like "/posts/{slug}".')
@click.option("--workflows/--no-workflows", default=None, help="Write GitHub's workflows that run the bot, or do not.")
@click.option("--action", metavar="OWNER/REPO@REF", help="Where the workflows get the bot from.")
@click.option(
    "--start",
    type=click.Choice(["push", "live"]),
    help="What starts the workflow that posts: a push, or the host's word that the page is live.",
)
@click.option(
    "--documents/--no-documents",
    default=None,
    help="Make the publication of Standard.site documents on Bluesky, or adopt the one that is there; or do not.",
)
@YES
def init(options: Options, *, workflows: bool | None, documents: bool | None, yes: bool, **said: str | None) -> int:
    """Set up this blog: settings, workflows, and the ledger with every digest there is marked as handled.

    What the blog's own files say (Astro, Hugo, Jekyll, Eleventy and nine more) is the default. Asks nothing with -y or where nobody
    can answer, and overwrites nothing without asking.
    """
    from bot.clock import SystemClock
    from bot.runs.init import Init, InitRequest
    from bot.runs.messages import Messages
    from bot.view.figures import count

    request = InitRequest(workflows=workflows, documents=documents, **said)
    messages = Messages(options.verbosity)
    owner = Terminal() if interactive() and not yes else None
    try:
        report = Init(options, request, os.environ, SystemClock(), messages, owner).init()
    except click.Abort:
        say("bot: stopped; nothing was written. Your answers are kept: bot init goes on with them", err=True)
        return 130
    if report.marked is None:
        say(f"{report.ledger}: there is a ledger already; to mark what is new as handled: bot baseline")
        return 0
    say(
        f"{report.ledger}: made; {count(report.marked, 'digest')} that {'was' if report.marked == 1 else 'were'} there "
        f"{'is' if report.marked == 1 else 'are'} marked as handled. What comes from now on is posted by: bot run"
    )
    if messages.verbosity >= 0:
        show_next_steps(report)
    return 0


def show_next_steps(report: InitReport) -> None:
    if interactive():
        click.echo(err=True)
    say("Three things to do next:", err=True, head="Three things to do next:", style="bold")
    for number, step in enumerate(next_steps(report), start=1):
        say(f"{number}. {step}", err=True)
        if number == 1:
            for line in report.secrets:
                say(line, err=True, indent="   ")


def next_steps(report: InitReport) -> Iterator[str]:
    from bot.view.figures import enumerate_words

    if report.secrets:
        yield "Set the secrets of the accounts. Until then, posts can go into a folder of pages: bot post FILE --to outbox"
    else:
        yield "See what a post will look like: bot preview FILE"
    if report.written:
        yield f"Commit {enumerate_words(report.written)}, and push."
    elif report.newest is not None:
        yield f"Open the newest digest's page; if it is there, the other addresses are right too: {report.newest}"
    else:
        yield "Write the first digest: a Markdown file whose front matter has a title and a date."
    page = f"that {report.newest} is there, the newest digest's page, and " if report.written and report.newest else ""
    yield f"Make sure {page}that all is well: bot doctor"
