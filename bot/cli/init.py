"""bot init: set up this blog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.options import YES, Options, command
from bot.cli.report import line
from bot.parts import Parts, interactive
from bot.runner import every_digest

if TYPE_CHECKING:
    from bot.ledger import Ledger


@command("init", "bot init\nbot init --site https://example.com -y")
@click.option("--site", metavar="URL", help="The blog's address; written into bot.toml where none is set.")
@YES
def init(options: Options, site: str | None, yes: bool) -> int:
    """Make the ledger and mark every digest there is as handled, so that only what comes from now on is posted."""
    parts = Parts(options)
    if parts.settings.site is None and site:
        path = parts.settings.source or parts.settings.root / "bot.toml"
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f'site = "{site}"\n{old}', encoding="utf-8")
        parts = Parts(options)
        parts.story.tell(f"{path}: written")
    parts.settings.require_site()
    store = parts.unchecked_store
    if store.exists():
        click.echo(f"{store.where}: there is a ledger already; to mark what is new as handled: bot baseline")
        return 0
    digests, problems = every_digest(parts)
    for problem in problems:
        parts.story.warn(line(problem))
    if not yes and interactive():
        click.confirm(
            f"Make {store.where} and mark {len(digests)} digests as handled?", abort=True, err=True, default=True
        )
    now = parts.clock.now()
    names = [target.name for target in parts.settings.targets]

    def mark(ledger: Ledger) -> int:
        ledger.register(names, now)
        return ledger.baseline(digests, now, reason="there before bot init")

    store.create()
    marked = store.change(mark, "bot init")
    click.echo(
        f"{store.where}: made; {marked} digests that were there are marked as handled. What comes from now on is posted by: bot run"
    )
    return 0
