"""The requests of a backfill and nothing else, through the SDKs: python -m bench.bare_sdks COUNT ADDRESS TARGET...

No file is read, nothing composed, no ledger kept; each target has a thread of its own, which posts one after another.
"""

from __future__ import annotations

import base64
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

TITLE = "A laureate bets on world models, part {}"
TEXT = "He leaves the lab to found start-up number {}. Its models learn from video.\n\nhttps://blog.example/posts/{}"

LETTERS = str.maketrans("0123456789", "abcdefghij")
"""A record key has no 0, 1, 8 and 9."""


class Heroes:
    """Each hero fetched once, by whichever target wants it first."""

    def __init__(self, address: str, readers: int) -> None:
        import requests

        self.session = requests.Session()
        self.address, self.readers = address, readers
        self.lock = threading.Lock()
        self.kept: dict[int, tuple[bytes, int]] = {}

    def get(self, number: int) -> bytes:
        with self.lock:
            content, left = self.kept.pop(number, (b"", self.readers))
            content = content or self.session.get(f"{self.address}/{number}.jpg", timeout=30).content
            if left > 1:
                self.kept[number] = (content, left - 1)
            return content


def bluesky() -> Callable[[int, bytes], object]:
    from atproto import Client, Session, models

    client = Client(os.environ["BLUESKY_SERVICE"])
    client.login(os.environ["BLUESKY_HANDLE"], os.environ["BLUESKY_APP_PASSWORD"], fetch_bsky_profile=False)
    me = Session.decode(client.export_session_string())
    began = datetime.now(UTC)

    def post(number: int, hero: bytes) -> None:
        thumb = client.upload_blob(hero).blob
        link = f"https://blog.example/posts/{number}"
        card = models.AppBskyEmbedExternal.External(title=TITLE.format(number), description="", uri=link, thumb=thumb)
        record = models.AppBskyFeedPost.Record(
            text=TEXT.format(number, number),
            created_at=(began + timedelta(seconds=number)).isoformat(),
            embed=models.AppBskyEmbedExternal.Main(external=card),
        )
        client.com.atproto.repo.put_record(
            {
                "repo": me.did,
                "collection": "app.bsky.feed.post",
                "rkey": f"{number:011}".translate(LETTERS).rjust(13, "3"),
                "record": record,
            }
        )

    return post


def x() -> Callable[[int, bytes], object]:
    import tweepy

    env = os.environ
    client = tweepy.Client(
        consumer_key=env["X_API_KEY"],
        consumer_secret=env["X_API_SECRET"],
        access_token=env["X_ACCESS_TOKEN"],
        access_token_secret=env["X_ACCESS_TOKEN_SECRET"],
    )
    base, send = env["X_API_BASE"], client.session.request

    def request(method: str, url: str, **what: Any) -> Any:
        """To the server at hand; tweepy's own address is fixed."""
        return send(method, base + urlsplit(url).path, **what)

    client.session.request = request

    def post(number: int, hero: bytes) -> None:
        body = {"media": base64.b64encode(hero).decode(), "media_category": "tweet_image"}
        media = client.request("POST", "/2/media/upload", user_auth=True, json=body).json()["data"]["id"]
        words = {"id": media, "metadata": {"alt_text": {"text": TITLE.format(number)}}}
        client.request("POST", "/2/media/metadata", user_auth=True, json=words)
        client.create_tweet(text=TEXT.format(number, number), media_ids=[media])

    return post


def mastodon() -> Callable[[int, bytes], object]:
    from mastodon import Mastodon

    client = Mastodon(
        api_base_url=os.environ["MASTODON_SERVER"],
        access_token=os.environ["MASTODON_ACCESS_TOKEN"],
        version_check_mode="none",
    )

    def post(number: int, hero: bytes) -> None:
        media = client.media_post(
            hero, mime_type="image/jpeg", description=TITLE.format(number), file_name="picture.jpeg"
        )
        client.status_post(TEXT.format(number, number), media_ids=[media["id"]], idempotency_key=str(number))

    return post


PLATFORMS = {"bluesky": bluesky, "x": x, "mastodon": mastodon}


def main(count: int, address: str, targets: list[str]) -> None:
    heroes = Heroes(address, len(targets))

    def post_all(target: str) -> None:
        post = PLATFORMS[target]()
        for number in range(count):
            post(number, heroes.get(number))

    with ThreadPoolExecutor(len(targets)) as pool:
        for done in [pool.submit(post_all, target) for target in targets]:
            done.result()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
