"""The outbox as data: a folder of pages, which needs no account."""

from __future__ import annotations

from bot.model import ImageLimits, Limits, Look, Measure, Mode, Platform

PLATFORM = Platform(
    name="outbox",
    # A page of our own: as long as a Bluesky post, so that it shows what the others will look like.
    limits=Limits(
        measure=Measure.GRAPHEMES,
        length=300,
        modes=(Mode.CARD, Mode.IMAGE, Mode.LINK, Mode.TEXT),
        image=ImageLimits(max_bytes=2_000_000, max_side=2000),
        thumb=ImageLimits(max_bytes=1_000_000, max_side=2000),
        alt_length=2000,
        hashtags=3,
    ),
    look=Look(
        label="Outbox",
        sign=(
            '<path d="M3 13v5.5A1.5 1.5 0 0 0 4.5 20h15a1.5 1.5 0 0 0 1.5-1.5V13h-5.5l-1.5 2.5h-4L8.5 13z'
            'M12 4v7M8.8 7.2 12 4l3.2 3.2"/>'
        ),
        border="magenta",
    ),
    publisher="bot.publishers.outbox.publisher:Outbox",
    env="OUTBOX",
)
