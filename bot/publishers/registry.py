"""Every platform that there is, of this folder or of an installed package, and the publishers that a run has opened."""

from __future__ import annotations

import threading
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.model import Platform, Platforms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.metadata import EntryPoint

    from bot.publishers.interface import Publisher, Surroundings
    from bot.settings.model import Target


BUILT_IN = (
    "bluesky",
    "x",
    "mastodon",
    "outbox",
)
"""The folders beside this file, each with its ``platform.PLATFORM``; in the order in which they are shown."""
ENTRY_POINTS = "bot.platforms"
"""The group of entry points by which an installed package adds one: its name, and where its Platform is."""


class Registry(Platforms):
    """Platforms by name, each loaded when it is asked for: a package that is broken and not used does no harm."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self.environ = environ or {}
        """In which a platform's secrets may be set, by which it becomes one that is meant."""
        self.loaded: dict[str, Platform] = {}

    def joined_by(self, environ: Mapping[str, str]) -> Registry:
        """The same platforms; where the settings name no target, those whose secrets are all set here are meant too."""
        joined = Registry(environ)
        joined.loaded = self.loaded
        return joined

    @cached_property
    def installed(self) -> dict[str, EntryPoint]:
        """What packages add; a name of a folder here stays the folder's."""
        from importlib.metadata import entry_points

        added = sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name)
        return {entry.name: entry for entry in reversed(added) if entry.name not in BUILT_IN}

    def __getitem__(self, name: str) -> Platform:
        """The platform of that name. Raises KeyError where there is none, SettingsError where its package is broken."""
        if name not in self.loaded:
            if name in BUILT_IN:
                self.loaded[name] = import_module(f"bot.publishers.{name}.platform").PLATFORM
            else:
                self.loaded[name] = load_installed(self.installed[name])
        return self.loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*BUILT_IN, *sorted(self.installed)))

    def __len__(self) -> int:
        return len(BUILT_IN) + len(self.installed)

    def defaults(self) -> tuple[str, ...]:
        return tuple(name for name in BUILT_IN if self[name].default or self.is_set_up(self[name]))

    def joining_secrets(self) -> tuple[str, ...]:
        return tuple(name for platform in map(self.__getitem__, BUILT_IN) for name in platform.secret_names())

    def is_set_up(self, platform: Platform) -> bool:
        names = platform.secret_names()
        return bool(names) and all(self.environ.get(name, "").strip() for name in names)


PLATFORMS = Registry()


def load_installed(entry: EntryPoint) -> Platform:
    """What a package adds. Raises SettingsError where it cannot be imported, or is no platform of that name."""
    try:
        platform = entry.load()
    except Exception as error:  # whatever a foreign package raises when it is imported
        raise broken_package(entry.name, entry.value, error) from error
    if not isinstance(platform, Platform) or platform.name != entry.name:
        raise SettingsError(
            f"{entry.value} is no bot.model.Platform called {entry.name!r}", remedy="update or uninstall its package"
        )
    return platform


def open_publisher(target: Target, surroundings: Surroundings) -> Publisher:
    """The publisher of one target. Needs no secrets yet: one that lacks them says so when it is to send.

    Raises SettingsError where an installed package's publisher cannot be made.
    """
    platform = target.platform
    module, _, name = platform.publisher.partition(":")
    try:
        publisher: Publisher = getattr(import_module(module), name)(target, surroundings)
    except Exception as error:  # whatever a foreign package raises
        if platform.name in BUILT_IN:
            raise
        raise broken_package(platform.name, platform.publisher, error) from error
    return publisher


def broken_package(name: str, where: str, error: Exception) -> SettingsError:
    return SettingsError(
        f"the platform {name!r}, which {where} should be, cannot be loaded ({type(error).__name__}: {error})",
        remedy="update or uninstall its package",
    )


class Publishers:
    """Opens each target's publisher once, whichever thread asks first: two of them would log in twice."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.opened: dict[str, Publisher] = {}
        self.opening = threading.Lock()

    def of(self, target: Target) -> Publisher:
        with self.opening:
            if target.name not in self.opened:
                self.opened[target.name] = open_publisher(target, self.surroundings)
            return self.opened[target.name]

    def close(self) -> None:
        for publisher in self.opened.values():
            publisher.close()
