"""Every platform that there is: those of this folder, and those that installed packages add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.model import Platform

if TYPE_CHECKING:
    from bot.publishers.interface import Publisher, Surroundings
    from bot.settings.model import Target

BUILT_IN = (
    "bluesky",
    "x",
    "outbox",
)
"""The folders beside this file, each with its ``platform.PLATFORM``; in the order in which they are shown."""
ENTRY_POINTS = "bot.platforms"
"""The group of entry points by which an installed package adds one: its name, and where its Platform is."""


class Registry(Mapping[str, Platform]):
    """Platforms by name; a package's own is looked for only when no folder here has the name."""

    def __init__(self) -> None:
        self.known: dict[str, Platform] = {}

    def __getitem__(self, name: str) -> Platform:
        if name not in self.known:
            self.known[name] = self.load(name)
        return self.known[name]

    def load(self, name: str) -> Platform:
        """The platform of that name. Raises KeyError where there is none, SettingsError where its package is broken."""
        if name in BUILT_IN:
            built_in: Platform = import_module(f"bot.publishers.{name}.platform").PLATFORM
            return built_in
        from importlib.metadata import entry_points

        for found in entry_points(group=ENTRY_POINTS, name=name):
            try:
                platform = found.load()
            except Exception as error:  # whatever a foreign package raises when it is imported
                raise SettingsError(
                    f"the platform {name!r}, which {found.value} should be, cannot be loaded "
                    f"({type(error).__name__}: {error}); update or uninstall its package"
                ) from error
            if not isinstance(platform, Platform) or platform.name != name:
                raise SettingsError(
                    f"{found.value} is no bot.model.Platform called {name!r}; update or uninstall its package"
                )
            return platform
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        from importlib.metadata import entry_points

        added = sorted(found.name for found in entry_points(group=ENTRY_POINTS))
        return iter(dict.fromkeys((*BUILT_IN, *added)))

    def __len__(self) -> int:
        return len(list(iter(self)))


PLATFORMS = Registry()


def open_publisher(target: Target, surroundings: Surroundings) -> Publisher:
    """The publisher of one target. Needs no secrets yet: one that lacks them says so when it is to send."""
    module, _, name = target.platform.publisher.partition(":")
    made: Publisher = getattr(import_module(module), name)(target, surroundings)
    return made
