"""Where posts are sent to; each platform's SDK is imported only in its publisher, and only when it sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.clock import Clock
    from bot.publishers.interface import Publisher
    from bot.settings.read import Settings, Target


def publisher(target: Target, *, environ: Mapping[str, str], clock: Clock, settings: Settings) -> Publisher:
    """The publisher of one target. Needs no secrets yet: one that lacks them says so when it is to send."""
    match target.platform:
        case "bluesky":
            from bot.publishers.bluesky.publisher import Bluesky

            return Bluesky(target, environ=environ, clock=clock)
        case "x":
            from bot.publishers.x.publisher import X

            return X(target, environ=environ, clock=clock)
        case "outbox":
            from bot.publishers.outbox.publisher import Outbox

            return Outbox(target, settings.state / "outbox", clock=clock)
        case platform:
            raise AssertionError(platform)
