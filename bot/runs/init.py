"""``bot init``: look at the blog, ask its owner, show what is to be written, and only then write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.errors import SettingsError
from bot.publishers.interface import Surroundings
from bot.publishers.registry import PLATFORMS, Publishers
from bot.runs.first_ledger import first_day, make_ledger, take_inventory
from bot.runs.workflow_wish import WorkflowWish
from bot.settings.model import USUAL_PERMALINK
from bot.settings.paths import shown
from bot.settings.secrets import secrets_to_set
from bot.settings.submodules import REMEDY, absent_below, absent_submodule
from bot.setup.documents import plan_documents, targets_for_documents
from bot.setup.files import (
    ignore_write,
    settings_after,
    settings_file,
    settings_said,
    settings_write,
    with_first_day,
    write_file,
)
from bot.setup.interview import BRANCH, Answers, Interview
from bot.setup.inventory import Inventory
from bot.setup.origin import find_checkout
from bot.setup.plan import settings_from
from bot.sites import find
from bot.store import open_store
from bot.view.figures import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.clock import Clock
    from bot.runs.messages import Messages
    from bot.settings.model import Settings
    from bot.settings.options import Options
    from bot.setup.documents import DocumentPlan
    from bot.setup.interview import Owner
    from bot.setup.plan import Write


@dataclass(frozen=True, slots=True)
class InitRequest:
    site: str | None = None
    permalink: str | None = None
    workflows: bool | None = None
    """None: it was not said."""
    action: str | None = None
    start: str | None = None
    """What starts the workflow that posts: "push", or "live" for the host's word that the page is there."""
    documents: bool | None = None
    """None: it was not said."""


class InitReport(NamedTuple):
    ledger: str
    marked: int | None
    """Digests that were marked as handled; None: there was a ledger already."""
    secrets: list[str]
    """What is to be set, a line each."""
    written: tuple[str, ...] = ()
    """Files that are to be committed."""
    newest: str | None = None
    """The address of the newest post, for its owner to look at."""


class Init:
    def __init__(
        self,
        options: Options,
        request: InitRequest,
        environ: Mapping[str, str],
        clock: Clock,
        messages: Messages,
        owner: Owner | None,
    ) -> None:
        """``owner``: None where nobody can or shall be asked."""
        self.options, self.request = options, request
        self.environ, self.clock = environ, clock
        self.messages, self.owner = messages, owner
        self.platforms = PLATFORMS.joined_by(environ)
        self.file = settings_file(options, Path.cwd())
        self.said = settings_said(options, self.file.root, request.site, request.permalink)
        self.blog = find(self.file.root, self.said.get("content"))
        self.new_folder: Path | None = None
        """Of digests; it is to be made."""
        self.checkout = find_checkout(self.file.root, str(self.file.table.get("remote", "origin")), environ)

    def init(self) -> InitReport:
        """Set up the blog; what is there already is left as it is."""
        file = settings_write(self.file, self.answered_settings(), self.platforms)
        settings = settings_after(file, self.options, self.platforms)
        self.check(settings)
        store = open_store(settings, clock=self.clock, environ=self.environ)
        there = store.exists()
        plan = self.documents(settings)
        if self.file.new or plan is not None:
            file = with_first_day(file, first_day(settings, store, self.clock.now()))
        own, others = self.own_writes(file, plan, ledger_exists=there), self.other_writes(settings, ledger_exists=there)
        writes = [write for write in (*own, *others) if write.needed]
        inventory = Inventory(settings.root)
        if not there and self.new_folder is None:
            inventory = take_inventory(settings, self.blog, self.clock.now(), self.messages)
        self.show(writes)
        for line in plan.intentions() if plan is not None else ():
            self.messages.tell(line)
        if not there:
            self.agree_to_ledger(store.where, len(inventory), writes)
        elif writes or (plan is not None and not plan.is_made):
            self.agree("Write this?", writes)
        if plan is not None:
            plan = plan.make_publications()
            writes = [write for write in (*plan.writes(file), *others) if write.needed]
        self.write(writes)
        for line in plan.instructions() if plan is not None else ():
            self.messages.tell(line)
        if there:
            store.read(lambda _ledger: None)
            return InitReport(store.where, None, [])
        marked = make_ledger(store, settings, inventory, self.clock.now(), self.environ)
        written = tuple(shown(file.path) for file in writes) if self.checkout is not None else ()
        last = inventory.newest()
        secrets = secrets_to_set(settings.targets, self.environ)
        return InitReport(store.where, marked, secrets, written, last.url if last is not None else None)

    # ── settings ─────────────────────────────────────────────────────────────────────────────────

    def answered_settings(self) -> dict[str, Any]:
        """What the file is to say besides what it says already: said, else answered, else found."""
        table, name = self.file.table, shown(self.file.path)
        if self.blog.folder or (self.file.new and self.file.root != Path.cwd()):
            folder = shown(self.file.root / self.blog.folder)
            self.messages.tell(f"the blog lies in {folder}/, and is built by {self.blog.kind.value}")
        for other in self.blog.others if self.file.new else ():
            self.messages.warn(
                f"another blog lies in {other.folder}/, and is built by {other.kind.value}; to take that one: "
                f"bot init --content {settings_from(other)['content']}"
            )
        for key, value in self.said.items():
            if table.get(key, value) != value:
                self.messages.warn(f"{name}: {key} is {table[key]!r} there and was left alone; change it in the file")
        values = settings_from(self.blog)
        if not self.file.new:
            # An old file gets only what it cannot do without.
            values = {key: value for key, value in values.items() if key == "site"}
        values |= self.said
        if self.owner is not None and self.file.new:
            interview = self.interview()
            for line in interview.opening():
                self.messages.warn(line)
            values |= interview.answers(self.owner, values)
        if self.file.new and "generator" not in values:
            values.setdefault("permalink", USUAL_PERMALINK)
        if self.request.workflows and self.options.state_branch is None:
            values.setdefault("branch", BRANCH)
        return {key: value for key, value in values.items() if value is not None}

    def interview(self) -> Interview:
        kept = Answers.of(self.file.root, self.environ)
        asks_branch = self.options.state_branch is None
        return Interview(self.file.root, self.blog, self.checkout, self.said, kept, asks_branch)

    def check(self, settings: Settings) -> None:
        """Without these two nothing that follows makes sense."""
        if settings.site is None:
            raise SettingsError(
                f"{shown(self.file.path)}: no site is set, and {self.blog.kind.value} does not give one away, so a post "
                "would have no link",
                "say it with: bot init --site https://your.blog",
            )
        if absent_submodule(settings.content) is not None:
            settings.require_content()
        for name in absent_below(settings.content):
            self.messages.warn(f"{shown(settings.content / name)}: is a submodule that is not checked out; {REMEDY}")
        if not settings.content.is_dir() and self.owner is not None and settings.content == self.file.root / "content":
            self.messages.tell(
                "content/ is not there yet, and is made: the first digest you put there is the first to be posted."
            )
            self.new_folder = settings.content
        elif not settings.content.is_dir():
            folder = settings_from(self.blog).get("content")
            hint = f"digests lie in {folder}/, so add: content = {folder!r}" if folder else "name it with --content"
            raise SettingsError(f"{shown(settings.content)}: there is no such folder of digests", hint)

    # ── what is written ──────────────────────────────────────────────────────────────────────────

    def own_writes(self, file: Write, plan: DocumentPlan | None, *, ledger_exists: bool) -> list[Write]:
        """The settings file, and what documents need; with a ledger the blog is set up, and only what was asked for is written."""
        if plan is not None:
            return plan.writes(file)
        return [file] if self.said or self.request.workflows or not ledger_exists else []

    def other_writes(self, settings: Settings, *, ledger_exists: bool) -> list[Write]:
        """What keeps a local ledger out of the repository, and the workflows."""
        wish = WorkflowWish(
            self.request.workflows, self.request.action, self.request.start, self.owner, self.environ, self.messages
        )
        writes = wish.writes(settings, self.file.root, self.checkout, ledger_exists=ledger_exists)
        ignored = ignore_write(settings) if self.checkout is not None and not ledger_exists else None
        return [ignored, *writes] if ignored is not None else writes

    def documents(self, settings: Settings) -> DocumentPlan | None:
        """The publication of the blog's documents, where they are wanted."""
        confirm = partial(self.owner.confirm, default=False) if self.owner is not None else None
        targets = targets_for_documents(settings, self.environ, wanted=self.request.documents, confirm=confirm)
        if not targets:
            return None
        publishers = Publishers(Surroundings(self.environ, self.clock, settings.state))
        return plan_documents(settings, self.blog, targets, publishers)

    def show(self, writes: Sequence[Write]) -> None:
        """Which files, and how much of each; their text is for whoever asks for it."""
        for file in writes:
            self.messages.tell(f"{shown(file.path)}: {file.summary}")

    def agree_to_ledger(self, where: str, digests: int, writes: Sequence[Write]) -> None:
        if not self.file.new and self.owner is not None:
            self.messages.warn(
                f"{shown(self.file.path)} is there, and the ledger that it names is not. If this blog has posted before, answer n: "
                "bot reconcile makes the ledger anew from the accounts' own posts, and buries none that is still to come."
            )
        self.agree(f"Make {where} and mark {count(digests, 'digest')} as handled?", writes)

    def agree(self, question: str, writes: Sequence[Write]) -> None:
        if self.owner is not None:
            whole = "\n".join(f"{shown(file.path)}:\n{file.difference(shown(file.path))}" for file in writes)
            self.owner.agree(question, whole)

    def write(self, writes: Sequence[Write]) -> None:
        Answers.of(self.file.root, self.environ).forget()
        if self.new_folder is not None:
            self.new_folder.mkdir(parents=True, exist_ok=True)
        for file in writes:
            name = shown(file.path)
            if file.overwrites and not (self.owner and self.owner.confirm(f"Overwrite {name}?", default=False)):
                self.messages.warn(f"{name}: left alone, for it is there already and says something else")
                continue
            write_file(file)
            self.messages.tell(f"{name}: written")
