"""Settings read as the program reads them, with every platform that there is."""

from functools import partial
from pathlib import Path

from bot.publishers.registry import PLATFORMS
from bot.settings import read, targets
from bot.settings.model import Settings, Target
from bot.settings.options import Options
from bot.settings.targets import find_target

__all__ = ["PLATFORMS", "find_target", "load", "parse", "read_target"]

parse = partial(read.parse, platforms=PLATFORMS)


def load(config: Path | None = None, *, cwd: Path | None = None, **said: Path) -> Settings:
    """The settings as a command reads them; ``said``: on its command line."""
    return read.load(Options(config=config, **said), platforms=PLATFORMS, cwd=cwd)


def read_target(name: str, value: object, where: str) -> Target:
    """The target of this table, in a blog that has decided nothing."""
    return targets.read_target(name, value, where, Settings(Path(), None, platforms=PLATFORMS))
