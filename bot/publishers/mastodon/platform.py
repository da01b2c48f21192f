"""Mastodon as data: what its servers take, what they need, how a post looks there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import ImageLimits, Limits, Look, Measure, Mode, Parser, Platform, Secret, Service

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_WITH_TIME = 1 << 52
"""Ids below were counted (before Mastodon 2.0), or are another server's."""
SCOPES = ("write:statuses", "write:media", "read:accounts", "read:statuses")
"""What the token must allow: posts and pictures to be made, and the account and its own posts to be read."""


def time_of(post_id: str) -> datetime | None:
    """The time in the upper 48 of a post's id's 64 bits (lib/mastodon/snowflake.rb); None: it has none."""
    if not (post_id.isascii() and post_id.isdigit()) or not FIRST_WITH_TIME <= int(post_id) < 1 << 63:
        return None
    return EPOCH + timedelta(milliseconds=int(post_id) >> 16)


PLATFORM = Platform(
    name="mastodon",
    # Mastodon 4.6: app/validators/status_length_validator.rb, app/models/media_attachment.rb. Pictures are scaled to
    # 3840 × 2160 pixels by the server; alt texts end at 1,500 characters up to 4.5, and at 10,000 since.
    limits=Limits(
        measure=Measure.SHORT_LINKS,
        length=500,
        # Servers choose their own.
        longest=100_000,
        modes=(Mode.IMAGE, Mode.LINK, Mode.TEXT),
        image=ImageLimits(max_bytes=8_000_000, max_side=3840),
        thumb=ImageLimits(max_bytes=8_000_000, max_side=3840),
        alt_length=10_000,
        hashtags=4,
        parser=Parser.MASTODON,
        visibilities=("public", "unlisted", "private"),
        content_warnings=True,
    ),
    look=Look(
        label="Mastodon",
        sign=(
            '<path d="M4 10.2C4 6.6 6.4 4.5 9 4.200c2-.2 4-.2 6 0 2.600.3 5 2.400 5 6 0 2.100-.1 3.800-.6 5-.7 1.600-2.400 2.300-4.400 2.500'
            '-2.300.2-4.300.2-6-.4.1 1.900 2.400 2.500 5.500 1.900"/>'
            '<path d="M8.200 13.500v-3.200c0-2.500 3.800-2.500 3.800 0v1.800-1.800c0-2.500 3.800-2.500 3.800 0v3.200"/>'
        ),
        colour="#6364ff",
        border="magenta",
        actions=("reply", "repost", "star", "bookmark", "share"),
        link_note="The server draws a card here from the page’s own tags, when it has read the page.",
        link_characters=30,
    ),
    publisher="bot.publishers.mastodon.publisher:Mastodon",
    env="MASTODON",
    secrets=(
        Secret(
            "SERVER",
            public=True,
            pattern=r"(?:https?://)?(?:localhost|[\w.-]+\.[\w-]+)(?::\d+)?/?",
            mismatch="is no server's address",
            why="nothing can be sent there",
            remedy='write the server on which the account is, like "https://mastodon.social"',
        ),
        Secret("ACCESS_TOKEN"),
    ),
    # docs.joinmastodon.org, "Getting started with the API".
    get_secrets=(
        f"on the account's server make an application under Preferences > Development: scopes {' '.join(SCOPES)};",
        "its access token is the secret, and the server's address, like https://mastodon.social, is MASTODON_SERVER",
        'tick "This is an automated account" in the profile: people like to know',
    ),
    service=Service("SERVER", "", health="/health", skew_seconds=300.0, named_by_host=True, own_ids=True),
    # /@name/ID; GoToSocial's /@name/statuses/ID, Pleroma's /notice/ID. An address on somebody else's server
    # (/@name@host/ID) has an id of that server's own.
    post_address=r"https?://[^/]+/(?:@(?P<who>[^/@]+)(?:/statuses)?|users/[^/@]+/statuses|notice)/(?P<number>[0-9A-Za-z]+)",
    post_id="{number}",
    post_time=time_of,
)
