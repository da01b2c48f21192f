"""Settings read as the program reads them, with every platform that there is."""

from functools import partial

from bot.publishers.registry import PLATFORMS
from bot.settings import read, targets
from bot.settings.targets import find_target

__all__ = ["PLATFORMS", "find_target", "load", "parse", "read_target"]

load = partial(read.load, platforms=PLATFORMS)
parse = partial(read.parse, platforms=PLATFORMS)
read_target = partial(targets.read_target, platforms=PLATFORMS, site_name=None)
