"""A digest to post, publishers with short time-outs, and a clock that waits in no time."""

from __future__ import annotations

import functools
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import PIL.Image
import pytest

from bot.clock import SystemClock
from bot.model import Card, Claim, Claimer, Digest, Draft, Entry, Facet, Image, Status
from bot.publishers.bluesky.login import Login, session_of
from bot.publishers.bluesky.publisher import Bluesky
from bot.publishers.interface import Surroundings
from bot.publishers.mastodon.publisher import Mastodon
from bot.publishers.retry import Retry
from bot.publishers.x.publisher import X
from tests.reading import find_target, load
from tests.servers.clock import ManualClock
from tests.servers.pds import Pds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.model import Receipt
    from bot.publishers.interface import Prepared, Publisher
    from bot.settings.model import Target
    from tests.servers.mastodon import MastodonServer
    from tests.servers.pds import Account
    from tests.servers.x import XServer

TIMEOUT_SECONDS = 0.7
"""A worker that is busy with another test answers late."""
LINK = "https://blog.example/posts/a-digest?utm_source=x"


@pytest.fixture(autouse=True)
def quick_clients(no_authorities: None) -> None:
    """The publishers are called from within."""


@pytest.fixture
def clock(x_server: XServer, monkeypatch: pytest.MonkeyPatch) -> ManualClock:
    """The clock of the bot and of X."""
    made = ManualClock()
    monkeypatch.setattr(x_server, "now", made.now)
    return made


@pytest.fixture
def digest() -> Digest:
    return Digest(
        key="2025-11-28-a-digest",
        path=Path("content/2025-11-28-a-digest.md"),
        slug="a-digest",
        url=LINK,
        title="A digest",
        published_at=datetime(2025, 11, 28, 8, 0, 0, 123000, UTC),
    )


@pytest.fixture
def image() -> Image:
    return picture()


def picture(color: str = "teal", size: tuple[int, int] = (300, 200), kind: str = "JPEG") -> Image:
    content = io.BytesIO()
    PIL.Image.new("RGB", size, color).save(content, kind)
    return Image(content.getvalue(), f"image/{kind.lower()}", *size, alt="A teal square & more")


def card_draft(image: Image | None = None) -> Draft:
    """A draft as Bluesky gets it."""
    text = "Ünï 👩‍👩‍👧 A digest\n\n#KI"
    start = len(text.encode()) - 3
    return Draft(
        text=text,
        length=18,
        limit=300,
        facets=(Facet(start, start + 3, "tag", "KI"),),
        link=LINK,
        card=Card(LINK, "A digest", "What it is about"),
        image=image,
        langs=("de",),
        tags=("künstliche-intelligenz",),
    )


def link_draft(image: Image | None = None, text: str = "A digest <&> more", link: str | None = LINK) -> Draft:
    """A draft as X gets it."""
    whole = f"{text}\n\n{link}" if link else text
    return Draft(text=whole, length=len(whole), limit=280, link=link, image=image)


def claim_of(digest: Digest, target: str, prepared: Prepared, now: datetime, since_id: str | None = None) -> Claim:
    return Claim(
        key=digest.key,
        target=target,
        attempt=1,
        claimer=Claimer("nonce", "host"),
        claimed_at=now,
        lease_until=now + timedelta(minutes=10),
        payload=prepared.payload,
        rkey=prepared.rkey,
        since_id=since_id,
    )


def entry_of(claim: Claim, digest: Digest) -> Entry:
    """The row of a claim that nobody knows the end of."""
    return Entry(
        key=claim.key,
        target=claim.target,
        status=Status.IN_DOUBT,
        title=digest.title,
        link=digest.url,
        path=str(digest.path),
        attempt=claim.attempt,
        updated_at=claim.claimed_at,
        published_at=digest.published_at,
        claimed_at=claim.claimed_at,
        rkey=claim.rkey,
        payload=claim.payload,
        since_id=claim.since_id,
    )


NOWHERE = Path("/nowhere")
"""The state folder of publishers that keep nothing on this machine."""


def target_of(platform: str) -> Target:
    return find_target(platform, load(cwd=Path("/")))


@pytest.fixture
def new_x(x_server: XServer, clock: ManualClock) -> Iterator[Callable[..., X]]:
    """A publisher as a run makes it, with changes to its target and its environment."""
    made: list[X] = []

    def new(target: dict[str, Any] | None = None, **environ: str) -> X:
        made.append(
            X(
                replace(target_of("x"), **(target or {})),
                Surroundings(
                    {**x_server.environ(), **environ}, clock, NOWHERE, TIMEOUT_SECONDS, Retry(clock, random=lambda: 1.0)
                ),
            )
        )
        return made[-1]

    yield new
    for one in made:
        one.close()


@pytest.fixture
def x(new_x: Callable[..., X]) -> X:
    return new_x()


@pytest.fixture
def new_mastodon(mastodon_server: MastodonServer, clock: ManualClock) -> Iterator[Callable[..., Mastodon]]:
    """A publisher as a run makes it, with changes to its target and its environment."""
    mastodon_server.now = clock.now
    mastodon_server.http.date = clock.now
    made: list[Mastodon] = []

    def new(target: dict[str, Any] | None = None, timeout_seconds: float = TIMEOUT_SECONDS, **environ: str) -> Mastodon:
        environment = {**mastodon_server.environ(), **environ}
        retry = Retry(clock, random=lambda: 1.0)
        around = Surroundings(environment, clock, NOWHERE, timeout_seconds, retry)
        made.append(Mastodon(replace(target_of("mastodon"), **(target or {})), around))
        return made[-1]

    yield new
    for one in made:
        one.close()


@pytest.fixture
def mastodon(new_mastodon: Callable[..., Mastodon]) -> Mastodon:
    """With time for a machine that is busy; ``hurry`` takes it away."""
    return new_mastodon(timeout_seconds=10.0)


def hurry(mastodon: Mastodon, kind: str) -> None:
    """Wait for a fault of this kind no longer than it takes to see it."""
    if kind.startswith(("timeout", "drip")):
        mastodon.server_limits()
        mastodon.api.timeout_seconds = TIMEOUT_SECONDS
        mastodon.api.close()
        mastodon.api.client = None


one_account = functools.cache(Pds.account)


@pytest.fixture
def account(pds: Pds) -> Iterator[Account]:
    """An account without posts; the same for all tests of a process, for making one takes a while."""
    account = one_account(pds)
    yield account
    pds.proxy.quiet()
    pds.wipe(account)


@pytest.fixture
def new_bluesky(pds: Pds, account: Account, clock: ManualClock) -> Iterator[Callable[..., Bluesky]]:
    """A publisher as a run makes it, with changes to its environment."""
    pds.proxy.now = lambda: clock.now().timestamp()

    made: list[Bluesky] = []

    def new(*, logged_in: bool = True, **environ: str) -> Bluesky:
        made.append(
            Bluesky(
                target_of("bluesky"),
                Surroundings({**account.environ(), **environ}, clock, NOWHERE, retry=Retry(clock, random=lambda: 1.0)),
            )
        )
        if logged_in:
            login = made[-1].api.login
            client = login.new_client(account.service)
            client.login(session_string=one_session(account), fetch_bsky_profile=False)
            login.opened = session_of(client)
        return made[-1]

    yield new
    for one in made:
        one.close()


@functools.cache
def one_session(account: Account) -> str:
    """A session of the account; logging in is slow on purpose."""
    login = Login(target_of("bluesky"), Surroundings(account.environ(), SystemClock(), NOWHERE))
    exported: str = login.session().client.export_session_string()
    login.close()
    return exported


@pytest.fixture
def bluesky(new_bluesky: Callable[..., Bluesky]) -> Bluesky:
    return new_bluesky()


def claimed(
    publisher: Publisher, digest: Digest, draft: Draft, clock: ManualClock, since_id: str | None = None
) -> Claim:
    prepared = publisher.prepare(digest, draft, clock.now())
    return claim_of(digest, publisher.target.name, prepared, clock.now(), since_id)  # type: ignore[attr-defined]


def sent(publisher: Publisher, claim: Claim, image: Image | None = None) -> Receipt:
    """Published as the pipeline does it: the picture first, and what came of it kept in the claim."""
    kept = publisher.send_picture(claim, image) if image is not None else None
    return publisher.publish(claim if kept is None else replace(claim, payload=kept), image)
