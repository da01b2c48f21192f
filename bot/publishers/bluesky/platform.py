"""Bluesky as data: what it takes, what it needs, how it looks."""

from __future__ import annotations

from bot.model import Crop, DocumentNames, ImageLimits, Limits, Look, Measure, Mode, Platform, Secret, Service

HANDLE = r"@?(?:[a-zA-Z0-9-]+\.)+[a-zA-Z][a-zA-Z0-9-]*|did:[a-z]+:[a-zA-Z0-9._:%-]+|[\w.+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]+"
"""A handle (atproto.com/specs/handle), a DID, or the account's mail address."""
WHOLE_HANDLE = (
    'write the whole name and nothing else, like "you.bsky.social": no address of a profile, and typed, for what is copied may '
    "hold invisible marks"
)

PLATFORM = Platform(
    name="bluesky",
    # Lexicons app.bsky.feed.post, app.bsky.embed.external and app.bsky.embed.images (2026-08-20); the longer
    # sides are what the app itself sends. The app's field for alt text takes 2,000 characters.
    limits=Limits(
        measure=Measure.GRAPHEMES,
        length=300,
        max_bytes=3000,
        modes=(Mode.CARD, Mode.IMAGE, Mode.LINK, Mode.TEXT),
        image=ImageLimits(max_bytes=2_000_000, max_side=4000),
        thumb=ImageLimits(max_bytes=1_000_000, max_side=2000),
        alt_length=2000,
        hashtags=2,
        extra_tags=8,
    ),
    look=Look(
        label="Bluesky",
        sign=(
            '<path class="solid" d="M12 11.2C10.9 8.6 7.6 5 5 4.2 3.1 3.6 2.2 4.5 2.4 7c.2 3.2.9 6.6 4.6 6.9-2.6.5-4.1 1.9-2.9 4 '
            "2.6 3.3 6.4-.3 7.9-3.5 1.5 3.2 5.3 6.8 7.9 3.5 1.2-2.1-.3-3.5-2.9-4 3.7-.3 4.4-3.7 4.6-6.9.2-2.5-.7-3.4-2.6-2.8"
            '-2.6.8-5.9 4.4-7 7z"/>'
        ),
        colour="#1185fe",
        border="blue",
        # The app shows no picture narrower than 1:2, and none higher than the post is wide.
        crops=(Crop(1 / 2, "sliver"), Crop(1, "upright")),
    ),
    publisher="bot.publishers.bluesky.publisher:Bluesky",
    env="BLUESKY",
    secrets=(
        Secret(
            "HANDLE",
            public=True,
            pattern=HANDLE,
            mismatch="is no handle",
            why="the login will be refused",
            remedy=WHOLE_HANDLE,
        ),
        Secret(
            "APP_PASSWORD",
            pattern=r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}",
            mismatch="does not look like an app password",
            why="the account's own password opens everything, and cannot be taken back from the bot alone",
            remedy="make an app password: https://bsky.app/settings/app-passwords",
        ),
    ),
    # bsky.app's own settings.
    get_secrets=(
        "make an app password, not the account's own: https://bsky.app/settings/app-passwords",
        'the handle is the account\'s name, like "you.bsky.social"; on GitHub it is a variable, the password a secret',
    ),
    service=Service("SERVICE", "https://bsky.social", health="/xrpc/_health"),
    default=True,
    post_address=r"https?://[^/]+/profile/(?P<who>[^/]+)/post/(?P<key>[^/?#]+)|at://\S+",
    post_id="at://{who}/app.bsky.feed.post/{key}",
    # standard.site, "Verification".
    documents=DocumentNames(
        page_link="site.standard.document",
        site_link="site.standard.publication",
        well_known=".well-known/site.standard.publication",
    ),
    addresses=("url", "uri", "document"),
)
