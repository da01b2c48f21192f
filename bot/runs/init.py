"""``bot init``: look at the blog, ask its owner, show what is to be written, and only then write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.errors import SettingsError, UsageError
from bot.preview.line import result_line
from bot.publishers.interface import Surroundings
from bot.publishers.registry import PLATFORMS, Publishers
from bot.runs.digests import every_digest, published
from bot.settings.model import USUAL_PERMALINK
from bot.settings.paths import shown
from bot.settings.submodules import REMEDY, absent_below, absent_submodule
from bot.setup.addresses import address_warnings, compared, newest
from bot.setup.documents import plan_documents, targets_for_documents
from bot.setup.files import (
    ignore_write,
    settings_after,
    settings_file,
    settings_said,
    settings_write,
    with_first_day,
    workflow_writes,
    write_file,
)
from bot.setup.hosts import find_start
from bot.setup.interview import BRANCH, Interview
from bot.setup.origin import find_action, find_checkout
from bot.setup.plan import settings_of
from bot.setup.questions import Answers, Question
from bot.setup.secrets import lines
from bot.setup.workflows import as_action
from bot.sites import find
from bot.sites.values import zone
from bot.store import open_store
from bot.view.figures import count
from bot.watcher.find import survey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Digest
    from bot.runs.messages import Messages
    from bot.settings.model import Settings
    from bot.settings.options import Options
    from bot.setup.documents import DocumentPlan
    from bot.setup.hosts import Start
    from bot.setup.origin import Checkout
    from bot.setup.plan import Write
    from bot.setup.questions import Owner
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class InitRequest:
    """What was said on the command line."""

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
    """What came of it."""

    ledger: str
    """Where it is."""
    marked: int | None
    """Digests that were marked as handled; None: there was a ledger already."""
    secrets: list[str]
    """What is to be set, a line each."""
    written: tuple[str, ...] = ()
    """Files that are to be committed."""
    newest: str | None = None
    """The address of the newest post, for its owner to look at."""


class Init:
    """One call of ``bot init``."""

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
        self.blog = find(self.file.root)
        self.newest: Digest | None = None
        self.new_folder: Path | None = None
        """Of digests; it is to be made."""
        self.unread: set[str] = set()
        """Files that could not be read, which the owner was told of."""
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
        # With a ledger the blog is set up; then only what was asked for by name is written.
        own = plan.writes(file) if plan else [file] if self.said or self.request.workflows or not there else []
        others = [ignored] if self.checkout is not None and not there and (ignored := ignore_write(settings)) else []
        others += self.workflows(settings, there=there)
        writes = [write for write in (*own, *others) if write.needed]
        digests = [] if there or self.new_folder else self.digests(settings)
        self.show(writes)
        for line in plan.intentions() if plan is not None else ():
            self.messages.tell(line)
        if not there:
            self.agree_to_ledger(store.where, len(digests), writes)
        elif writes or (plan is not None and not plan.is_made):
            self.agree("Write this?", writes)
        if plan is not None:
            plan = plan.made()
            writes = [write for write in (*plan.writes(file), *others) if write.needed]
        self.write(writes)
        for line in plan.instructions() if plan is not None else ():
            self.messages.tell(line)
        if there:
            store.read(lambda _ledger: None)
            return InitReport(store.where, None, [])
        marked = make_ledger(store, settings, digests, self.clock.now())
        if self.unread:
            store.change(
                lambda ledger: pass_over(ledger, settings, self.unread, self.environ, self.clock.now()),
                "what init could not read and has told of",
            )
        written = tuple(shown(file.path) for file in writes) if self.checkout is not None else ()
        address = self.newest.url if self.newest is not None else None
        return InitReport(store.where, marked, lines(settings.targets, self.environ), written, address)

    # ── settings ─────────────────────────────────────────────────────────────────────────────────

    def answered_settings(self) -> dict[str, Any]:
        """What the file is to say besides what it says already: said, else answered, else found."""
        table, name = self.file.table, shown(self.file.path)
        if self.blog.folder:
            self.messages.tell(f"the blog lies in {self.blog.folder}/, and is built by {self.blog.kind.value}")
        for key, value in self.said.items():
            if table.get(key, value) != value:
                self.messages.warn(f"{name}: {key} is {table[key]!r} there and was left alone; change it in the file")
        values = settings_of(self.blog)
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
            folder = settings_of(self.blog).get("content")
            hint = f"digests lie in {folder}/, so add: content = {folder!r}" if folder else "name it with --content"
            raise SettingsError(f"{shown(settings.content)}: there is no such folder of digests", hint)

    # ── files ────────────────────────────────────────────────────────────────────────────────────

    def workflows(self, settings: Settings, *, there: bool) -> list[Write]:
        """GitHub's workflows, where they are wanted."""
        wanted = self.request.workflows
        if wanted is None and self.owner is not None and not there and self.checkout and settings.branch:
            wanted = self.owner.confirm(
                "Write GitHub's workflows, which post what is new on every push and once an hour?"
            )
        if not wanted:
            return []
        if self.checkout is None:
            raise UsageError(
                f"{self.file.root}: is in no git repository, so workflows have no place", "leave out --workflows"
            )
        source = self.request.action or find_action(self.environ)
        if source is None and self.owner is not None:
            question = "Where GitHub's runners get the bot from, like OWNER/REPO@v1; - writes no workflows"
            source = self.owner.answer(Question(question, None, as_action, "an action like OWNER/REPO@v1"))
            if source is None:
                self.messages.warn("without the bot's repository no workflows are written; later: bot init --workflows")
                return []
        if source is None:
            raise UsageError("where the workflows get the bot from is not known", "say it with: --action OWNER/REPO@v1")
        return workflow_writes(settings, self.checkout, source, self.start(self.checkout, settings))

    def start(self, checkout: Checkout, settings: Settings) -> Start | None:
        """The event by which the host says that a page is live, where it is known and wanted; None: a push."""
        start = find_start(checkout.top, settings.root)
        if start is None and self.request.start == "live":
            raise UsageError(
                "no file of the blog says that it is published by Vercel, Netlify or a workflow with actions/deploy-pages, "
                "so nothing tells GitHub when a page is live",
                "leave out --start live; wait_live in the settings waits for the page",
            )
        wanted = self.request.start != "push"
        if start is not None and self.request.start is None and self.owner is not None:
            wanted = self.owner.confirm(f"Post when {start.what}, instead of waiting for the page after each push?")
        if start is None or not wanted:
            return None
        self.messages.tell(f"post.yml starts when {start.what}; with --start push at each push")
        return start

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
            whole = "\n".join(f"{shown(file.path)}:\n{file.shown(shown(file.path))}" for file in writes)
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

    def digests(self, settings: Settings) -> list[Digest]:
        """Those that are out by now; what cannot be read is told."""
        digests, problems = every_digest(settings)
        for problem in problems:
            self.messages.warn(result_line(problem))
        self.unread = {problem.path for problem in problems}
        out = published(digests, self.clock.now())
        comparison = compared(settings, self.blog, out)
        if comparison is not None:
            tell = self.messages.warn if comparison.right < comparison.of else self.messages.tell
            tell(str(comparison))
        for warning in address_warnings(self.blog, settings, out):
            self.messages.warn(warning)
        self.newest = newest(out)
        return out


def first_day(settings: Settings, store: Store, now: datetime) -> date:
    """The day of ``bot init``: today, or that on which the ledger was made."""
    begun = store.read(lambda ledger: ledger.begun()) if store.exists() else None
    return (begun or now).astimezone(zone(settings.timezone)).date()


def make_ledger(store: Store, settings: Settings, digests: Sequence[Digest], now: datetime) -> int:
    """Make the ledger with these digests marked as handled; returns how many."""
    return store.create(lambda ledger: mark_handled(ledger, settings, digests, now)) or 0


def mark_handled(ledger: Ledger, settings: Settings, digests: Sequence[Digest], now: datetime) -> int:
    ledger.register([target.name for target in settings.targets], now)
    return ledger.baseline(digests, now, reason="there before bot init")


def pass_over(ledger: Ledger, settings: Settings, unread: set[str], environ: Mapping[str, str], now: datetime) -> None:
    """Let runs pass over these files until they change: their owner knows of them."""
    names = [target.name for target in settings.targets]
    found = survey(settings, ledger, names, now=now, environ=environ)
    found.finish((), [one.path for one in found.candidates if shown(one.path) in unread]).write(ledger)
