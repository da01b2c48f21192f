"""bot init: set up this blog."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import YES, command
from bot.cli.report import line
from bot.errors import SettingsError, UsageError
from bot.runs.parts import Parts, interactive, printable
from bot.settings.paths import shown
from bot.settings.read import check_permalink
from bot.settings.table import as_site, as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ledger import Ledger
    from bot.model import Digest
    from bot.settings.options import Options
    from bot.setup.plan import Write

BRANCH = "bot-state"


@command(
    "init",
    """
bot init
bot init --site https://your.blog --content src/content/posts -y
bot init --state-branch bot-state --workflows --action OWNER/REPO@v1 -y
""",
)
@click.option("--site", metavar="URL", help="The blog's address.")
@click.option("--permalink", metavar="PATTERN", help='A post\'s address below it, like "/posts/{slug}".')
@click.option("--workflows/--no-workflows", default=None, help="Write GitHub's workflows that run the bot, or do not.")
@click.option("--action", metavar="OWNER/REPO@REF", help="Where the workflows get the bot from.")
@YES
def init(
    options: Options, site: str | None, permalink: str | None, workflows: bool | None, action: str | None, yes: bool
) -> int:
    """Set up this blog: settings, workflows, and the ledger with every digest there is marked as handled.

    What the blog's own files say (Astro, Hugo, Jekyll, Eleventy) is the default. Asks nothing with -y or where nobody
    can answer, and overwrites nothing without asking.
    """
    Init(options, Wanted(site, permalink, workflows, action), asking=interactive() and not yes).run()
    return 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was said on the command line."""

    site: str | None
    permalink: str | None
    workflows: bool | None
    action: str | None


class Init:
    """One call of ``bot init``: look, ask, show, and only then write."""

    def __init__(self, options: Options, wanted: Wanted, *, asking: bool) -> None:
        from bot.setup.files import settings_file, settings_said
        from bot.setup.origin import find_checkout
        from bot.sites import find

        self.options, self.wanted, self.asking = options, wanted, asking
        self.parts = Parts(options)
        self.story = self.parts.story
        self.file = settings_file(options, Path.cwd())
        self.said = settings_said(options, self.file.root, wanted.site, wanted.permalink)
        self.blog = find(self.file.root)
        self.checkout = find_checkout(self.file.root, str(self.file.table.get("remote", "origin")), self.parts.environ)

    def run(self) -> None:
        from bot.setup.files import settings_after, settings_write

        settings = settings_write(self.file, self.settings())
        self.parts.settings = settings_after(settings, self.options)
        self.check()
        store = self.parts.unchecked_store
        there = store.exists()
        # With a ledger the blog is set up; then only what was asked for by name is written.
        writes = [settings] if settings.needed and (self.said or self.wanted.workflows or not there) else []
        writes += [one for one in self.workflows(there=there) if one.needed]
        digests = [] if there else self.digests()
        self.show(writes)
        if not there:
            self.agree(f"Make {store.where} and mark {counted(len(digests))} as handled?")
        elif writes:
            self.agree("Write this?")
        self.write(writes)
        if there:
            store.read(lambda _ledger: None)
            click.echo(f"{store.where}: there is a ledger already; to mark what is new as handled: bot baseline")
            return
        self.make_ledger(digests)
        self.tell_secrets()

    # ── settings ─────────────────────────────────────────────────────────────────────────────────

    def settings(self) -> dict[str, Any]:
        """What the file is to say besides what it says already: said, else answered, else found."""
        from bot.setup.plan import settings_of

        table, name = self.file.table, shown(self.file.path)
        for key, value in self.said.items():
            if table.get(key, value) != value:
                self.story.warn(f"{name}: {key} is {table[key]!r} there and was left alone; change it in the file")
        found = settings_of(self.blog)
        if not self.file.new:
            # An old file gets only what it cannot do without.
            found = {key: found[key] for key in ("site",) if key in found}
        values = {**found, **self.said}
        if self.asking and self.file.new:
            values |= self.answers(values)
        if self.file.new:
            values.setdefault("permalink", "/posts/{slug}")
        if self.wanted.workflows and self.options.state_branch is None:
            values.setdefault("branch", BRANCH)
        return {key: value for key, value in values.items() if value is not None}

    def answers(self, values: dict[str, Any]) -> dict[str, Any]:
        """The owner's answers to what the command line left open."""
        self.story.warn(f"This looks like {self.blog.kind.value}; what its files say stands in brackets.")
        questions: tuple[tuple[str, str, str | None, Callable[[str], str], str], ...] = (
            ("site", "The blog's address", None, as_site, 'an address like "https://your.blog"'),
            ("content", "The folder of its posts", "content", self.folder, "a folder that is there"),
            ("permalink", "A post's address below it", "/posts/{slug}", pattern, 'a pattern like "/posts/{slug}"'),
        )
        answers: dict[str, Any] = {}
        for key, question, default, read, wanted in questions:
            if key not in self.said:
                answers[key] = click.prompt(
                    question, default=values.get(key, default), value_proc=checked(read, wanted), err=True
                )
        if self.options.state_branch is None and self.checkout is not None and self.checkout.remote:
            self.story.warn("Runners and other machines can share the ledger on a git branch; - keeps it here.")
            branch = click.prompt("The branch", default=BRANCH, err=True).strip()
            answers["branch"] = None if branch == "-" else branch
        return answers

    def folder(self, answer: str) -> str:
        if not (self.file.root / answer).is_dir():
            raise ValueError(answer)
        return answer.strip().rstrip("/")

    def check(self) -> None:
        """Without these two nothing that follows makes sense."""
        settings, name = self.parts.settings, shown(self.file.path)
        if settings.site is None:
            raise SettingsError(
                f"{name}: no site is set, and {self.blog.kind.value} does not give one away, so a post would have no link; "
                "say it with: bot init --site https://your.blog"
            )
        if not settings.content.is_dir():
            found = self.blog.content
            hint = (
                f"posts lie in {found.value}/, so add: content = {found.value!r}" if found else "name it with --content"
            )
            raise SettingsError(f"{shown(settings.content)}: there is no such folder of posts; {hint}")

    # ── files ────────────────────────────────────────────────────────────────────────────────────

    def workflows(self, *, there: bool) -> list[Write]:
        from bot.setup.files import workflow_writes
        from bot.setup.origin import find_action

        wanted = self.wanted.workflows
        if wanted is None and self.asking and not there and self.checkout and self.parts.settings.branch:
            question = "Write GitHub's workflows, which post on every push and once a day?"
            wanted = click.confirm(question, default=True, err=True)
        if not wanted:
            return []
        if self.checkout is None:
            raise UsageError(
                f"{self.file.root}: is in no git repository, so workflows have no place; leave out --workflows"
            )
        source = self.wanted.action or find_action(self.parts.environ)
        if source is None and self.asking:
            source = click.prompt("The repository that holds the bot, as OWNER/REPO@v1", err=True).strip()
        if source is None:
            raise UsageError("where the workflows get the bot from is not known; say it with: --action OWNER/REPO@v1")
        return workflow_writes(self.parts.settings, self.checkout, source)

    def show(self, writes: list[Write]) -> None:
        for one in writes:
            name = shown(one.path)
            self.story.tell(f"{name} {'is new' if one.old is None else 'changes'}")
            if self.asking:
                self.story.tell(one.shown(name))

    def agree(self, question: str) -> None:
        if self.asking:
            click.confirm(question, default=True, abort=True, err=True)

    def write(self, writes: list[Write]) -> None:
        from bot.setup.files import write_file

        for one in writes:
            name = shown(one.path)
            if one.overwrites and not (self.asking and click.confirm(f"Overwrite {name}?", default=False, err=True)):
                self.story.warn(f"{name}: left alone, for it is there already and says something else")
                continue
            write_file(one)
            self.story.tell(f"{name}: written")

    # ── ledger ───────────────────────────────────────────────────────────────────────────────────

    def digests(self) -> list[Digest]:
        from bot.runs.post import every_digest, published

        digests, problems = every_digest(self.parts)
        for problem in problems:
            self.story.warn(line(problem))
        return published(self.parts, digests)

    def make_ledger(self, digests: list[Digest]) -> None:
        store = self.parts.unchecked_store
        now = self.parts.clock.now()
        names = [target.name for target in self.parts.settings.targets]

        def mark(ledger: Ledger) -> int:
            ledger.register(names, now)
            return ledger.baseline(digests, now, reason="there before bot init")

        marked = store.create(mark) or 0
        click.echo(
            f"{store.where}: made; {counted(marked)} that {'was' if marked == 1 else 'were'} there "
            f"{'is' if marked == 1 else 'are'} marked as handled. What comes from now on is posted by: bot run"
        )

    def tell_secrets(self) -> None:
        from bot.setup.secrets import lines

        for row in lines(self.parts.settings.targets, self.parts.environ):
            self.story.tell(printable(row))
        self.story.tell("Whether all is well is found out by: bot doctor")


def counted(number: int) -> str:
    return "1 digest" if number == 1 else f"{number} digests"


def pattern(answer: str) -> str:
    check_permalink(answer, "the permalink")
    return as_text(answer)


def checked(read: Callable[[str], str], wanted: str) -> Callable[[str], str]:
    """An answer that cannot be used is asked for once more."""

    def proc(answer: str) -> str:
        try:
            return read(answer)
        except (ValueError, TypeError, SettingsError):
            raise click.BadParameter(f"{answer!r} is not {wanted}") from None

    return proc
