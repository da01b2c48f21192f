"""Whether ``bot init`` writes GitHub's workflows: said, else asked; with where they get the bot from and what starts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.setup.files import workflow_writes
from bot.setup.interview import Question
from bot.setup.origin import find_action
from bot.setup.workflows import as_action, find_start

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.runs.messages import Messages
    from bot.settings.model import Settings
    from bot.setup.interview import Owner
    from bot.setup.origin import Checkout
    from bot.setup.plan import Write
    from bot.setup.workflows import Start


@dataclass(frozen=True, slots=True)
class WorkflowWish:
    """What was said on the command line, and whoever can be asked for the rest."""

    wanted: bool | None
    """None: it was not said."""
    action: str | None
    start: str | None
    """What starts the workflow that posts: "push", or "live" for the host's word that the page is there."""
    owner: Owner | None
    environ: Mapping[str, str]
    messages: Messages

    def writes(self, settings: Settings, root: Path, checkout: Checkout | None, *, ledger_exists: bool) -> list[Write]:
        """The workflows, where they are wanted; ``root``: the blog's folder."""
        wanted = self.wanted
        if wanted is None and self.owner is not None and not ledger_exists and checkout and settings.branch:
            wanted = self.owner.confirm(
                "Write GitHub's workflows, which post what is new on every push and once an hour?"
            )
        if not wanted:
            return []
        if checkout is None:
            raise UsageError(f"{root}: is in no git repository, so workflows have no place", "leave out --workflows")
        source = self.action or find_action(self.environ)
        if source is None and self.owner is not None:
            question = "Where GitHub's runners get the bot from, like OWNER/REPO@v1; - writes no workflows"
            source = self.owner.answer(Question(question, None, as_action, "an action like OWNER/REPO@v1"))
            if source is None:
                self.messages.warn("without the bot's repository no workflows are written; later: bot init --workflows")
                return []
        if source is None:
            raise UsageError("where the workflows get the bot from is not known", "say it with: --action OWNER/REPO@v1")
        return workflow_writes(settings, checkout, source, self.start_of(checkout, settings))

    def start_of(self, checkout: Checkout, settings: Settings) -> Start | None:
        """The event by which the host says that a page is live, where it is known and wanted; None: a push."""
        start = find_start(checkout.top, settings.root)
        if start is None and self.start == "live":
            raise UsageError(
                "no file of the blog says that it is published by Vercel, Netlify or a workflow with actions/deploy-pages, "
                "so nothing tells GitHub when a page is live",
                "leave out --start live; wait_live in the settings waits for the page",
            )
        wanted = self.start != "push"
        if start is not None and self.start is None and self.owner is not None:
            wanted = self.owner.confirm(f"Post when {start.what}, instead of waiting for the page after each push?")
        if start is None or not wanted:
            return None
        self.messages.tell(f"post.yml starts when {start.what}; with --start push at each push")
        return start
