"""bot init: set up this blog."""

from __future__ import annotations

import os

import click

from bot.cli.asking import Terminal, interactive
from bot.cli.options import YES, command
from bot.cli.say import say
from bot.settings.options import Options


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
@click.option("--permalink", metavar="PATTERN", help='A post\'s address below it, like "/posts/{slug}".')
@click.option("--workflows/--no-workflows", default=None, help="Write GitHub's workflows that run the bot, or do not.")
@click.option("--action", metavar="OWNER/REPO@REF", help="Where the workflows get the bot from.")
@click.option(
    "--documents/--no-documents",
    default=None,
    help="Make the publication of Standard.site documents on Bluesky, or adopt the one that is there; or do not.",
)
@YES
def init(
    options: Options,
    site: str | None,
    permalink: str | None,
    action: str | None,
    *,
    workflows: bool | None,
    documents: bool | None,
    yes: bool,
) -> int:
    """Set up this blog: settings, workflows, and the ledger with every digest there is marked as handled.

    What the blog's own files say (Astro, Hugo, Jekyll, Eleventy and nine more) is the default. Asks nothing with -y or where nobody
    can answer, and overwrites nothing without asking.
    """
    from bot.clock import SystemClock
    from bot.runs.init import Init, InitRequest
    from bot.runs.messages import Messages
    from bot.view.figures import count

    request = InitRequest(site, permalink, workflows, action, documents)
    messages = Messages(options.verbosity)
    owner = Terminal() if interactive() and not yes else None
    report = Init(options, request, os.environ, SystemClock(), messages, owner).init()
    if report.marked is None:
        say(f"{report.ledger}: there is a ledger already; to mark what is new as handled: bot baseline")
        return 0
    say(
        f"{report.ledger}: made; {count(report.marked, 'digest')} that {'was' if report.marked == 1 else 'were'} there "
        f"{'is' if report.marked == 1 else 'are'} marked as handled. What comes from now on is posted by: bot run"
    )
    for line in report.secrets:
        messages.tell(line)
    if report.newest is not None:
        messages.tell(f"The address of the newest post is {report.newest} ; open it, for all others are made alike")
    if report.written:
        messages.tell(f"Commit {', '.join(report.written)}")
    messages.tell("Whether all is well is found out by: bot doctor")
    return 0
