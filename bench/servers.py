"""A real Bluesky server, X and Mastodon on loopback and a host of heroes, all of which can be made to take their time."""

from __future__ import annotations

import contextlib
import io
import shutil
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tests.pds import install as pds_install
from tests.servers import pds
from tests.servers import x as x_module
from tests.servers.faults import Request, Response, Server
from tests.servers.mastodon import MastodonServer

if TYPE_CHECKING:
    from collections.abc import Iterator


class Span(NamedTuple):
    """One request, from its last byte in to its answer's first byte out; seconds."""

    server: str
    operation: str
    began: float
    ended: float


@dataclass
class Servers:
    """What the bot talks to."""

    env: dict[str, str]
    """The accounts."""
    targets: tuple[str, ...]
    heroes: Server
    x: x_module.XServer
    mastodon: MastodonServer
    bluesky: pds.Pds | None
    notes: tuple[str, ...]
    seconds: float = 0.0
    """How long every answer takes at least."""
    spans: list[Span] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def pace(self, name: str, server: Server) -> None:
        answer = server.answer

        def paced(request: Request) -> Response:
            began = time.monotonic()
            response = answer(request)
            time.sleep(max(0.0, self.seconds - (time.monotonic() - began)))
            with self.lock:
                self.spans.append(Span(name, request.operation, began, time.monotonic()))
            # What was sent is not looked at again, and a thousand posts would fill the memory.
            request.body = b""
            return response

        server.answer = paced

    def took(self, server: str, operation: str, since: float = 0.0) -> float:
        """Seconds of all answers to that."""
        return sum(
            span.ended - span.began
            for span in self.spans
            if (span.server, span.operation) == (server, operation) and span.began >= since
        )

    def forget(self) -> None:
        """As if nothing had ever been posted; whoever posts on Bluesky is somebody new."""
        self.x.posts.clear()
        self.x.media.clear()
        for kept in (self.mastodon.posts, self.mastodon.media, self.mastodon.keys):
            kept.clear()
        if self.bluesky is not None:
            self.env |= self.bluesky.environ()

    def on_bluesky(self) -> int:
        """How many posts its account has."""
        return len(self.bluesky.posts(self)) if self.bluesky is not None else 0

    @property
    def settings(self) -> str:
        tables = "".join(f"[targets.{name}]\n" for name in self.targets)
        return f'site = "https://blog.example"\nsite_name = "A Blog"\n[images]\nallow_hosts = ["127.0.0.1"]\n{tables}'


@contextlib.contextmanager
def servers(hero: bytes, *, bluesky: bool = True, may_install: bool = True) -> Iterator[Servers]:
    """All of them; without the Bluesky server where it cannot be had, which a note then says."""
    with contextlib.ExitStack() as stack:
        found = bluesky_server(stack, may_install=may_install) if bluesky else "without Bluesky"
        # As many as are wanted within X's quarter of an hour.
        before, x_module.POSTS_PER_WINDOW = x_module.POSTS_PER_WINDOW, 1_000_000_000
        stack.callback(setattr, x_module, "POSTS_PER_WINDOW", before)
        x = stack.enter_context(x_module.XServer())
        mastodon = stack.enter_context(MastodonServer())
        heroes = stack.enter_context(
            Server(lambda _: Response(200, hero, {"Content-Type": "image/jpeg"}), lambda _: "hero", refusal)
        )
        server = found if isinstance(found, pds.Pds) else None
        made = Servers(
            env={**x.environ(), **mastodon.environ(), **(server.environ() if server else {})},
            targets=("bluesky", "x", "mastodon") if server else ("x", "mastodon"),
            heroes=heroes,
            x=x,
            mastodon=mastodon,
            bluesky=server,
            notes=() if isinstance(found, pds.Pds) else (found,),
        )
        made.pace("heroes", heroes)
        made.pace("x", x.http)
        made.pace("mastodon", mastodon.http)
        if server is not None:
            made.pace("bluesky", server.proxy)
        yield made


def bluesky_server(stack: contextlib.ExitStack, *, may_install: bool = True) -> pds.Pds | str:
    """``may_install``: where it is not there yet."""
    if may_install:
        if not shutil.which("npm"):
            return "without Bluesky: npm is needed for its server"
        try:
            pds_install.install()
        except SystemExit as failed:
            return f"without Bluesky: its server cannot be installed ({failed})"
    started = pds.start()
    return stack.enter_context(started) if isinstance(started, pds.Pds) else started


def refusal(kind: str, _reset_at: float) -> Response:
    return Response(500, kind.encode())


def hero(width: int = 1600, height: int = 900, quality: int = 88) -> bytes:
    """A photo as blogs have them."""
    from bench.image import photo

    buffer = io.BytesIO()
    photo(width, height).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
