"""What each platform takes, as data."""

from __future__ import annotations

from decimal import Decimal

from bot.model import ImageLimits, Limits, Measure, Mode, Prices

# Lexicons app.bsky.feed.post, app.bsky.embed.external and app.bsky.embed.images (2026-08-20); the longer
# sides are what the app itself sends. The app's field for alt text takes 2,000 characters.
BLUESKY = Limits(
    measure=Measure.GRAPHEMES,
    length=300,
    max_bytes=3000,
    modes=(Mode.CARD, Mode.IMAGE, Mode.LINK, Mode.TEXT),
    image=ImageLimits(max_bytes=2_000_000, max_side=4000),
    thumb=ImageLimits(max_bytes=1_000_000, max_side=2000),
    alt_length=2000,
    hashtags=3,
    extra_tags=8,
)

# docs.x.com, OpenAPI 2.167 and the price list of 2026-08-22.
X = Limits(
    measure=Measure.WEIGHTED,
    length=280,
    modes=(Mode.IMAGE, Mode.LINK, Mode.PICTURE, Mode.TEXT),
    image=ImageLimits(max_bytes=5_000_000, max_side=4096),
    thumb=ImageLimits(max_bytes=5_000_000, max_side=4096),
    alt_length=1000,
    hashtags=2,
    links_itself=True,
    prices=Prices(post=Decimal("0.015"), post_with_link=Decimal("0.200"), alt_text=Decimal("0.005")),
)

# A page of our own: as long as a Bluesky post, so that it shows what the others will look like.
OUTBOX = Limits(
    measure=Measure.GRAPHEMES,
    length=300,
    modes=(Mode.CARD, Mode.IMAGE, Mode.LINK, Mode.TEXT),
    image=ImageLimits(max_bytes=2_000_000, max_side=2000),
    thumb=ImageLimits(max_bytes=1_000_000, max_side=2000),
    alt_length=2000,
    hashtags=3,
)

PLATFORMS = {"bluesky": BLUESKY, "x": X, "outbox": OUTBOX}

SECRETS = {
    "bluesky": ("HANDLE", "APP_PASSWORD"),
    "x": ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET"),
    "outbox": (),
}
"""The ends of the names of the environment variables that hold a platform's secrets."""

PREFIXES = {"bluesky": "BLUESKY", "x": "X", "outbox": "OUTBOX"}
