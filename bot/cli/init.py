"""bot init: set up this blog."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import config
from bot.cli.options import YES, command
from bot.cli.report import line
from bot.config import shown
from bot.errors import SettingsError, UsageError
from bot.options import Options
from bot.parts import Parts, interactive, printable

if TYPE_CHECKING:
    from bot.blog import Blog, Found
    from bot.config import Settings
    from bot.ledger import Ledger
    from bot.options import Options
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
    """Set up this blog: settings, workflows and the ledger, with every digest there is marked as handled.

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
    """One call of ``bot init``."""

    def __init__(self, options: Options, wanted: Wanted, *, asking: bool) -> None:
        from bot.setup.origin import checkout

        self.options, self.wanted, self.asking = options, wanted, asking
        self.parts = Parts(options)
        self.path = options.config.absolute() if options.config else config.find(Path.cwd().absolute())
        self.old: str | None = None
        self.have: dict[str, Any] = {}
        if self.path is not None and self.path.exists():
            self.have = config.read_table(self.path)
            self.old = self.path.read_text(encoding="utf-8")
            config.parse(self.have, self.path, self.path.parent)  # wrong settings are said before anything is asked
        self.path = self.path or Path.cwd() / "bot.toml"
        self.root = self.path.parent
        self.checkout = checkout(self.root, str(self.have.get("remote", "origin")))

    def run(self) -> None:
        from bot.blog import find

        blog = find(self.root)
        chosen = self.chosen(blog)
        writes = [self.settings_file(chosen)] if self.old is None or chosen else []
        self.parts.settings = self.planned(writes)
        self.check(blog)
        store = self.parts.unchecked_store
        there = store.exists()
        if there and not self.said():
            writes = []
        if self.wants_workflows(there=there):
            writes += self.workflow_files()
        writes = [one for one in writes if one.needed]
        if not there:
            from bot.runner import every_digest

            digests, problems = every_digest(self.parts)
            for problem in problems:
                self.parts.story.warn(line(problem))
            self.show(writes)
            self.agree(f"Make {store.where} and mark {counted(len(digests))} as handled?")
        else:
            self.show(writes)
            digests = []
            if writes:
                self.agree("Write this?")
        self.write(writes)
        if there:
            click.echo(f"{store.where}: there is a ledger already; to mark what is new as handled: bot baseline")
            return
        now = self.parts.clock.now()
        names = [target.name for target in self.parts.settings.targets]

        def mark(ledger: Ledger) -> int:
            ledger.register(names, now)
            return ledger.baseline(digests, now, reason="there before bot init")

        marked = store.create(mark)
        click.echo(
            f"{store.where}: made; {marked or 0} digests that were there are marked as handled. "
            "What comes from now on is posted by: bot run"
        )
        self.tell_secrets()

    # ── what is wanted ───────────────────────────────────────────────────────────────────────────

    def said(self) -> dict[str, Any]:
        """The settings that the command line names, as they are to be written."""
        options = self.options
        found: dict[str, Any] = {"site": self.wanted.site, "permalink": self.wanted.permalink}
        found |= {
            key: self.relative(one) for key, one in (("content", options.content), ("state", options.state)) if one
        }
        found["branch"] = options.state_branch or None
        return {key: value for key, value in found.items() if value is not None}

    def relative(self, path: Path) -> str:
        place = path.absolute()
        return Path(os.path.relpath(place, self.root)).as_posix() if place.is_relative_to(self.root) else str(place)

    def chosen(self, blog: Blog) -> dict[str, Any]:
        """The settings to write: said, else found, else what the owner answers; a key that is set already is left alone."""
        from bot.setup.plan import settings_of

        said, found = self.said(), settings_of(blog)
        for key in [key for key in said if key in self.have and self.have[key] != said[key]]:
            self.parts.story.warn(
                f"{shown(self.path_of_settings)}: {key} is {self.have[key]!r} there and was left alone; change it in the file"
            )
        # An old file gets what it cannot do without, a new one all that was found.
        wanted = found if self.old is None else {key: found[key] for key in ("site",) if key in found}
        values = {**wanted, **said}
        if self.asking and self.old is None:
            values |= self.asked(blog, values, said)
        if self.old is None and values.get("site"):
            values.setdefault("permalink", "/posts/{slug}")
        if self.wanted.workflows and self.options.state_branch is None:
            values.setdefault("branch", BRANCH)
        return {key: value for key, value in values.items() if key not in self.have}

    @property
    def path_of_settings(self) -> Path:
        return self.path or self.root / "bot.toml"

    def asked(self, blog: Blog, values: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
        """The owner's answers to what the command line left open."""
        self.parts.story.warn(f"This looks like {blog.kind.value}. What it says about itself stands in brackets.")
        answers: dict[str, Any] = {}
        for key, question, default, found, read in (
            ("site", "The blog's address", None, blog.site, config.as_site),
            ("content", "The folder of its posts", "content", blog.content, config.as_text),
            ("permalink", "A post's address below it", "/posts/{slug}", blog.permalink, pattern),
        ):
            if key not in said:
                self.tell_source(found)
                answers[key] = click.prompt(question, default=values.get(key, default), value_proc=proc(read), err=True)
        if self.options.state_branch is None and self.checkout is not None and self.checkout.remote:
            self.parts.story.warn(
                "Runners and other machines share the ledger on a git branch. '-' keeps it on this one."
            )
            branch = click.prompt("The branch", default=BRANCH, err=True)
            answers["branch"] = None if branch.strip() in {"-", ""} else branch.strip()
        return {key: value for key, value in answers.items() if value is not None}

    def tell_source(self, found: Found | None) -> None:
        if found is not None:
            self.parts.story.tell(f"  ({found.where} says {found.value})")

    def planned(self, writes: list[Write]) -> Settings:
        """The settings as they will be; raises SettingsError before anything is written."""
        import tomllib
        from dataclasses import replace

        table = self.have
        if writes:
            table = tomllib.loads(writes[0].text)
            table = table.get("tool", {}).get("bot", table)
        settings = config.parse(table, self.path_of_settings if self.old is not None or writes else None, self.root)
        if self.options.state_branch is not None:
            settings = replace(settings, branch=self.options.state_branch or None)
        if self.options.content is not None:
            settings = replace(settings, content=self.options.content.absolute())
        if self.options.state is not None:
            settings = replace(settings, state=self.options.state.absolute())
        return settings

    def check(self, blog: Blog) -> None:
        settings = self.parts.settings
        if settings.site is None:
            raise SettingsError(
                f"{shown(self.path_of_settings)}: no site is set and {blog.kind.value} does not give one away, so a post would "
                "have no link; say it with: bot init --site https://your.blog"
            )
        if not settings.content.is_dir():
            found = f"; posts lie in {blog.content.value}/, so: --content {blog.content.value}" if blog.content else ""
            raise SettingsError(
                f"{shown(settings.content)}: there is no such folder of posts{found or '; name it with --content'}"
            )

    def wants_workflows(self, *, there: bool) -> bool:
        if self.wanted.workflows is not None or there or not self.asking:
            return bool(self.wanted.workflows)
        if self.checkout is None or not self.parts.settings.branch:
            return False
        return click.confirm(
            "Write GitHub's workflows, which post on every push and once a day?", default=True, err=True
        )

    # ── files ────────────────────────────────────────────────────────────────────────────────────

    def settings_file(self, chosen: dict[str, Any]) -> Write:
        from bot.setup.plan import Write, added, new_file

        path = self.path_of_settings
        if self.old is None:
            return Write(path, new_file(chosen))
        text = added(self.old, path.name, chosen)
        if text is None:
            lines = ", ".join(f"{key} = {value!r}" for key, value in chosen.items())
            raise SettingsError(f"{shown(path)}: there is no sure place in it for {lines}; write it there by hand")
        return Write(path, text, self.old)

    def workflow_files(self) -> list[Write]:
        from bot.setup.origin import action
        from bot.setup.workflows import workflows

        if self.checkout is None:
            raise UsageError(
                f"{self.root}: is in no git repository, so it has no place for workflows; leave out --workflows"
            )
        source = self.wanted.action or action(self.parts.environ)
        if source is None and self.asking:
            source = click.prompt("The repository that holds the bot, as OWNER/REPO@v1", err=True).strip()
        if source is None:
            raise UsageError("where the workflows get the bot from is not known; say it with: --action OWNER/REPO@v1")
        top = self.checkout.top.resolve()
        settings = self.parts.settings
        try:
            content = settings.content.resolve().relative_to(top).as_posix()
            folder = self.root.resolve().relative_to(top).as_posix()
        except ValueError:
            raise UsageError(f"{settings.content}: lies outside the repository, where no push changes it") from None
        texts = workflows(
            action=source,
            content="" if content == "." else content,
            branch=self.checkout.branch,
            folder="" if folder == "." else folder,
            targets=settings.targets,
        )
        home = self.checkout.top / ".github" / "workflows"
        return [self.write_of(home / name, text) for name, text in texts.items()]

    def write_of(self, path: Path, text: str) -> Write:
        from bot.setup.plan import Write

        return Write(path, text, path.read_text(encoding="utf-8", errors="replace") if path.exists() else None)

    def show(self, writes: list[Write]) -> None:
        for one in writes:
            what = "new" if one.old is None else "changes" if not one.overwrites else "is there already and differs"
            self.parts.story.tell(f"{shown(one.path)} ({what}):")
            if self.asking:
                self.parts.story.tell(one.shown(shown(one.path)))

    def agree(self, question: str) -> None:
        if self.asking:
            click.confirm(question, default=True, abort=True, err=True)

    def write(self, writes: list[Write]) -> None:
        for one in writes:
            name = shown(one.path)
            if one.overwrites and not (self.asking and click.confirm(f"Overwrite {name}?", default=False, err=True)):
                self.parts.story.warn(f"{name}: left alone, for it is there already and says something else")
                continue
            try:
                one.path.parent.mkdir(parents=True, exist_ok=True)
                one.path.write_text(one.text, encoding="utf-8")
            except OSError as error:
                raise UsageError(f"{name}: cannot be written: {error.strerror or error}") from None
            self.parts.story.tell(f"{name}: written")

    def tell_secrets(self) -> None:
        from bot.setup.secrets import lines

        for row in lines(self.parts.settings.targets, self.parts.environ):
            self.parts.story.tell(printable(row))
        self.parts.story.tell("Whether all is well is found out by: bot doctor")


def counted(number: int) -> str:
    return "1 digest" if number == 1 else f"{number} digests"


def pattern(value: str) -> str:
    text = config.as_text(value)
    config.check_permalink(text, "--permalink")
    return text


def proc(read: Any) -> Any:
    """An answer that cannot be used is asked for once more."""

    def checked(answer: str) -> Any:
        try:
            return read(answer)
        except SettingsError as error:
            raise click.BadParameter(str(error)) from None
        except (ValueError, TypeError):
            raise click.BadParameter('an address begins with "https://"') from None

    return checked
