"""``bot init``: look at the blog, ask its owner, show what is to be written, and only then write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from bot.errors import SettingsError, UsageError
from bot.preview.line import result_line
from bot.publishers.registry import PLATFORMS
from bot.runs.digests import every_digest, published
from bot.settings.model import USUAL_PERMALINK
from bot.settings.paths import shown
from bot.settings.read import check_permalink
from bot.settings.submodules import REMEDY, absent_below, absent_submodule
from bot.settings.table import as_site, as_text
from bot.setup.addresses import address_warnings, compared, newest
from bot.setup.files import (
    ignore_write,
    settings_after,
    settings_file,
    settings_said,
    settings_write,
    workflow_writes,
    write_file,
)
from bot.setup.origin import find_action, find_checkout
from bot.setup.plan import settings_of
from bot.setup.secrets import lines
from bot.sites import find
from bot.store import open_store
from bot.view.figures import count
from bot.watcher.find import survey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Digest
    from bot.runs.messages import Messages
    from bot.settings.model import Settings
    from bot.settings.options import Options
    from bot.setup.plan import Write
    from bot.store import Store

BRANCH = "bot-state"


@dataclass(frozen=True, slots=True)
class Question:
    """What the blog's owner is asked."""

    text: str
    default: str | None = None
    read: Callable[[str], str] = str.strip
    """The answer as it is to be kept; raises ValueError, TypeError or SettingsError for one that cannot be used."""
    form: str = ""
    """What ``read`` takes, in words."""
    needed: str | None = None
    """Why it cannot be left out with "-"; None: it can."""


class Owner(Protocol):
    """The blog's owner, who is there to be asked."""

    def answer(self, question: Question) -> str | None:
        """An answer that can be used; None for a question that was left out."""
        ...

    def confirm(self, question: str, *, default: bool = True) -> bool: ...

    def agree(self, question: str) -> None:
        """Return if the owner agrees; else this is the end of the command."""
        ...


@dataclass(frozen=True, slots=True)
class InitRequest:
    """What was said on the command line."""

    site: str | None = None
    permalink: str | None = None
    workflows: bool | None = None
    """None: it was not said."""
    action: str | None = None


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
        # With a ledger the blog is set up; then only what was asked for by name is written.
        writes = [file] if self.said or self.request.workflows or not there else []
        if self.checkout is not None and not there and (ignored := ignore_write(settings)):
            writes.append(ignored)
        writes = [write for write in (*writes, *self.workflows(settings, there=there)) if write.needed]
        digests = [] if there else self.digests(settings)
        self.show(writes)
        if not there:
            self.agree(f"Make {store.where} and mark {count(len(digests), 'digest')} as handled?")
        elif writes:
            self.agree("Write this?")
        self.write(writes)
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
            values |= self.answers(self.owner, values)
        if self.file.new and "generator" not in values:
            values.setdefault("permalink", USUAL_PERMALINK)
        if self.request.workflows and self.options.state_branch is None:
            values.setdefault("branch", BRANCH)
        return {key: value for key, value in values.items() if value is not None}

    def answers(self, owner: Owner, values: Mapping[str, Any]) -> dict[str, Any]:
        """The owner's answers to what the command line left open."""
        self.messages.warn(
            f"This looks like {self.blog.kind.value}; what its files say stands in brackets; - leaves a question out."
        )
        questions = (
            (
                "site",
                Question(
                    "The blog's address",
                    None,
                    as_site,
                    'an address like "https://your.blog"',
                    "the site cannot be left out, for a post would have no link",
                ),
            ),
            (
                "content",
                Question(
                    "The folder of its posts",
                    "content",
                    self.as_folder,
                    "a folder that is there",
                    None
                    if (self.file.root / "content").is_dir()
                    else "there is no content/, so the folder cannot be left out",
                ),
            ),
            (
                "permalink",
                Question(
                    "A post's address below it", USUAL_PERMALINK, as_permalink, f'a pattern like "{USUAL_PERMALINK}"'
                ),
            ),
        )
        answers: dict[str, Any] = {
            key: owner.answer(replace(question, default=values.get(key, question.default)))
            for key, question in questions
            if key not in self.said and (key != "permalink" or "generator" not in values)
        }
        if self.options.state_branch is None and self.checkout is not None and self.checkout.remote:
            self.messages.warn("Runners and other machines can share the ledger on a git branch; - keeps it here.")
            answers["branch"] = owner.answer(Question("The branch", BRANCH))
        return answers

    def as_folder(self, answer: str) -> str:
        folder = answer.strip()
        if not (self.file.root / folder).is_dir():
            raise ValueError(answer)
        return folder.rstrip("/")

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
        if not settings.content.is_dir():
            folder = settings_of(self.blog).get("content")
            hint = f"posts lie in {folder}/, so add: content = {folder!r}" if folder else "name it with --content"
            raise SettingsError(f"{shown(settings.content)}: there is no such folder of posts", hint)

    # ── files ────────────────────────────────────────────────────────────────────────────────────

    def workflows(self, settings: Settings, *, there: bool) -> list[Write]:
        """GitHub's workflows, where they are wanted."""
        wanted = self.request.workflows
        if wanted is None and self.owner is not None and not there and self.checkout and settings.branch:
            wanted = self.owner.confirm("Write GitHub's workflows, which post on every push and once a day?")
        if not wanted:
            return []
        if self.checkout is None:
            raise UsageError(
                f"{self.file.root}: is in no git repository, so workflows have no place", "leave out --workflows"
            )
        source = self.request.action or find_action(self.environ)
        if source is None and self.owner is not None:
            source = self.owner.answer(Question("The repository that holds the bot, as OWNER/REPO@v1"))
            if source is None:
                self.messages.warn("without the bot's repository no workflows are written; later: bot init --workflows")
                return []
        if source is None:
            raise UsageError("where the workflows get the bot from is not known", "say it with: --action OWNER/REPO@v1")
        return workflow_writes(settings, self.checkout, source)

    def show(self, writes: Sequence[Write]) -> None:
        for file in writes:
            name = shown(file.path)
            self.messages.tell(f"{name} {'is new' if file.old is None else 'changes'}")
            if self.owner is not None:
                self.messages.tell(file.shown(name))

    def agree(self, question: str) -> None:
        if self.owner is not None:
            self.owner.agree(question)

    def write(self, writes: Sequence[Write]) -> None:
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


def as_permalink(answer: str) -> str:
    check_permalink(answer, "the permalink")
    return as_text(answer)
