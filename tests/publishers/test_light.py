"""What the publishers weigh before they send: nothing."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.clock import SystemClock
from tests.reading import find_target, load
from bot.model import Card, Digest, Draft
from bot.publishers.interface import Surroundings
from bot.publishers.registry import open_publisher

settings = load(cwd=Path("/"))
digest = Digest(key="a", path=Path("a.md"), slug="a", url="https://blog.example/a", title="A")
draft = Draft(text="A", length=1, limit=300, link=digest.url, card=Card(digest.url, "A", "B"))
for name in ("bluesky", "x", "mastodon", "outbox"):
    one = open_publisher(find_target(name, settings), Surroundings({}, SystemClock(), settings.state))
    one.prepare(digest, draft, datetime.now(UTC))
    one.address(digest)
    one.close()
heavy = {"atproto", "atproto_client", "tweepy", "mastodon", "requests", "httpx", "PIL", "rich", "pydantic", "filelock", "sqlite_utils"}
print(sorted(heavy & set(sys.modules)))
"""


def test_a_dry_run_imports_no_sdk() -> None:
    """Making a publisher and preparing a post import neither SDK nor HTTP library."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


SENDING = """
import sys
from bot.publishers.bluesky.login import atproto
client = atproto().Client()
print(sorted({"atproto", "atproto_firehose", "pygments", "rich"} & set(sys.modules)))
import pygments
from pydantic import BaseModel
print(dict(BaseModel.model_config))
"""


def test_bluesky_s_sdk_is_imported_without_what_no_post_needs() -> None:
    """Its firehose, httpx's command line and models that nobody uses took half of the time; pygments and pydantic are as they were."""
    done = subprocess.run([sys.executable, "-c", SENDING], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "{}"]
