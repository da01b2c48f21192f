"""The publishers that a run has opened, one for each target."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bot.publishers.registry import open_publisher

if TYPE_CHECKING:
    from bot.publishers.interface import Publisher, Surroundings
    from bot.settings.model import Target


class Publishers:
    """Opens each target's publisher once, whichever thread asks first: two of them would log in twice."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.opened: dict[str, Publisher] = {}
        self.opening = threading.Lock()

    def of(self, target: Target) -> Publisher:
        """The target's publisher, which needs no secrets yet."""
        with self.opening:
            if target.name not in self.opened:
                self.opened[target.name] = open_publisher(target, self.surroundings)
            return self.opened[target.name]

    def close(self) -> None:
        """Let go of their connections."""
        for publisher in self.opened.values():
            publisher.close()
