"""X as data: what it takes, what it needs, what it costs, how it looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.model import Crop, ImageLimits, Limits, Look, Measure, Mode, Parser, Platform, Prices, Secret, Service

EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)
"""Where the time in X's post ids begins."""
LAST_COUNTED = 29_700_859_247
"""The last id without a time (blog.x.com, "Announcing Snowflake")."""

NEVER = datetime.max.replace(tzinfo=UTC)
"""Of a number that is too large for an id."""


def time_of(post_id: str) -> datetime | None:
    """The time in the upper 42 bits of a post's id; None: it is from before 2010-11, when ids were only counted."""
    number = int(post_id)
    if number <= LAST_COUNTED:
        return None
    return EPOCH + timedelta(milliseconds=number >> 22) if number < 1 << 63 else NEVER


def made_at(number: str) -> datetime:
    """When the post with this id was made; NEVER where this is no id."""
    return (time_of(number) or EPOCH) if number.isascii() and number.isdigit() else NEVER


PLATFORM = Platform(
    name="x",
    # docs.x.com, OpenAPI 2.167 and the price list of 2026-08-22.
    limits=Limits(
        measure=Measure.WEIGHTED,
        length=280,
        # Premium accounts; the feed shows the beginning.
        longest=25_000,
        fold=280,
        modes=(Mode.IMAGE, Mode.LINK, Mode.PICTURE, Mode.TEXT),
        image=ImageLimits(max_bytes=5_000_000, max_side=4096),
        thumb=ImageLimits(max_bytes=5_000_000, max_side=4096),
        alt_length=1000,
        hashtags=2,
        parser=Parser.X,
        prices=Prices(post=Decimal("0.015"), post_with_link=Decimal("0.200"), alt_text=Decimal("0.005")),
    ),
    look=Look(
        label="X",
        sign='<path d="M4 4l13 16h3L7 4zM19.4 4l-6.6 7.4M4.4 20l6.8-7.6"/>',
        actions=("reply", "repost", "like", "views", "share"),
        # Between these the timeline shows a single picture whole; beyond, its middle.
        crops=(Crop(3 / 4, "tall"), Crop(5 / 1, "whole"), Crop(float("inf"), "wide")),
        # A link's display_url: the host and fifteen characters of its path (docs.x.com, "URL entity").
        path_characters=15,
        link_note="X draws a card here from the page’s own tags, when it reads the page.",
    ),
    publisher="bot.publishers.x.publisher:X",
    env="X",
    secrets=(Secret("API_KEY"), Secret("API_SECRET"), Secret("ACCESS_TOKEN"), Secret("ACCESS_TOKEN_SECRET")),
    # docs.x.com, "Apps".
    get_secrets=(
        "make an app on https://console.x.com and set its User authentication settings to Read and write;",
        "only then generate, under Keys and tokens, the API key and secret and the OAuth 1.0a access token and secret",
        "X takes money: $0.20 for a post with a link, $0.015 for one without (docs.x.com, 2026-08)",
    ),
    # OAuth 1.0a signs the time of sending; X refuses what is some minutes off (docs.x.com, "Authorizing a request").
    service=Service("API_BASE", "https://api.x.com", skew_seconds=240.0),
    default=True,
    post_address=r"https?://(?:www\.)?(?:mobile\.)?(?:x|twitter)\.com/(?P<who>[^/]+)(?:/web)?/status/(?P<number>\d+)",
    post_id="{number}",
    post_time=time_of,
)
