"""The files of one blog: which settings it has already, and what is to be written."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.errors import SettingsError, UsageError
from bot.publishers.registry import PLATFORMS
from bot.settings.paths import below, shown
from bot.settings.read import find as find_file
from bot.settings.read import overridden, own_table, parse, read_table
from bot.settings.text import with_comments, with_settings
from bot.setup.origin import settings_page
from bot.setup.plan import Write
from bot.setup.workflows import WorkflowPlace, workflows
from bot.sites import Kind
from bot.sites import find as find_blog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from bot.model import Platforms
    from bot.settings.model import Settings
    from bot.settings.options import Options
    from bot.setup.origin import Checkout
    from bot.setup.workflows import Start


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The settings file, as it is; it may not be there yet."""

    path: Path
    text: str | None
    table: dict[str, Any]

    @property
    def root(self) -> Path:
        return self.path.parent

    @property
    def new(self) -> bool:
        return self.text is None


def settings_file(options: Options, cwd: Path) -> SettingsFile:
    """The file that was named or found, else the bot.toml that is to be. Raises SettingsError where it is wrong."""
    path = options.config.absolute() if options.config else find_file(cwd) or blog_around(cwd) / "bot.toml"
    if not path.exists():
        return SettingsFile(path, None, {})
    table = read_table(path)
    parse(table, path, path.parent, PLATFORMS)
    return SettingsFile(path, path.read_text(encoding="utf-8-sig"), table)


def blog_around(cwd: Path) -> Path:
    """The nearest folder of the git checkout that a blog is built in, from this one upwards; this one, where there is none."""
    above = []
    for folder in (cwd, *cwd.parents):
        above.append(folder)
        if (folder / ".git").exists():
            break
    else:
        return cwd
    if len(above) == 1:
        return cwd
    return next((folder for folder in above if find_blog(folder).kind is not Kind.PLAIN), cwd)


def settings_said(options: Options, root: Path, site: str | None, permalink: str | None) -> dict[str, Any]:
    def relative(path: Path | None) -> str | None:
        return None if path is None else below(path, root) or os.path.normpath(path.absolute())

    settings = {
        "site": site, "permalink": permalink, "content": relative(options.content), "state": relative(options.state),
        "branch": options.state_branch or None,
    }  # fmt: skip
    return {key: value for key, value in settings.items() if value is not None}


def settings_write(file: SettingsFile, wanted: dict[str, Any], platforms: Platforms) -> Write:
    """The file with these settings too. Raises SettingsError where they have no sure place in it."""
    missing = {key: value for key, value in wanted.items() if key not in file.table}
    if file.text is None:
        return Write(file.path, new_file(missing, platforms.defaults()))
    text = with_settings(file.text, file.path.name, missing)
    if text is None:
        lines = ", ".join(f"{key} = {value!r}" for key, value in missing.items())
        raise SettingsError(f"{shown(file.path)}: there is no sure place in it for {lines}", "write it there by hand")
    return Write(file.path, text, file.text)


def new_file(settings: Mapping[str, Any], targets: Iterable[str]) -> str:
    import tomlkit

    start = f"# The settings of `bot`, which announces this blog's new digests. All that there are:\n# {settings_page()}\n\n"
    return start + tomlkit.dumps(with_comments(settings)) + "".join(f"\n[targets.{name}]\n" for name in targets)


def with_first_day(write: Write, day: date) -> Write:
    """The settings file with the day from which on digests are posted, where it names none yet and there is a place for it."""
    table = own_table(tomllib.loads(write.text), write.path.name) or {}
    if "since" in table:
        return write
    header = re.match(r"(?:#.*\n|\n)*", write.text)
    above = header[0] if header and write.old is None else ""  # a new file keeps its own first lines
    text = with_settings(write.text[len(above) :], write.path.name, {"since": day})
    return write if text is None else replace(write, text=above + text)


def settings_after(write: Write, options: Options, platforms: Platforms) -> Settings:
    """The settings as they will be; raises SettingsError before anything is written."""
    table = own_table(tomllib.loads(write.text), write.path.name)
    settings = parse(table or {}, write.path, write.path.parent, platforms)
    return overridden(settings, options)


def workflow_writes(settings: Settings, checkout: Checkout, action: str, start: Start | None = None) -> list[Write]:
    """The workflows at the top of the repository. Raises UsageError where they could not do their work there."""
    top = checkout.top.resolve()
    try:
        content = settings.content.resolve().relative_to(top).as_posix()
        folder = settings.root.resolve().relative_to(top).as_posix()
    except ValueError:
        raise UsageError(
            f"{shown(settings.content)}: lies outside the repository, so no push would start a workflow",
            "leave out --workflows",
        ) from None
    place = WorkflowPlace(
        action, "" if content == "." else content, checkout.branch, "" if folder == "." else folder, start=start
    )
    texts = workflows(place, settings.targets)
    home = checkout.top / ".github" / "workflows"
    return [file_write(home / name, text) for name, text in texts.items()]


def ignore_write(settings: Settings) -> Write | None:
    """A line of .gitignore that keeps a local ledger out of the repository; None where there is no need for one."""
    if (
        settings.branch is not None
        or not settings.state.is_relative_to(settings.root)
        or settings.state == settings.root
    ):
        return None
    path = settings.root / ".gitignore"
    folder = settings.state.relative_to(settings.root).as_posix()
    write = file_write(path, "")
    known = (write.old or "").splitlines()
    # Both "state/" and "/state/*" leave it out.
    if folder in {line.strip().removeprefix("/").rstrip("*").rstrip("/") for line in known}:
        return None
    return replace(write, text="\n".join([*known, f"{folder}/"]) + "\n")


def file_write(path: Path, text: str) -> Write:
    return Write(path, text, path.read_text(encoding="utf-8", errors="replace") if path.exists() else None)


def write_file(write: Write) -> None:
    """Do it. Raises UsageError where it cannot be written."""
    try:
        write.path.parent.mkdir(parents=True, exist_ok=True)
        write.path.write_text(write.text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{shown(write.path)}: cannot be written: {error.strerror or error}") from None
