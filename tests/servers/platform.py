"""What the loopback servers of X and Mastodon have in common: accounts, posts, a clock, faults, and a start and an end."""

from __future__ import annotations

import email
import io
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from tests.servers.faults import Request, Response, Server

if TYPE_CHECKING:
    from collections.abc import Callable


class SomeAccount(Protocol):
    number: str

    def environ(self) -> dict[str, str]: ...


class SomePost(Protocol):
    id: str
    author: str


A = TypeVar("A", bound=SomeAccount)
P = TypeVar("P", bound=SomePost)


class PlatformServer(Generic[A, P]):
    """A platform on loopback, whose answers a class of its own gives."""

    def __init__(
        self,
        now: Callable[[], datetime] | None,
        operation: Callable[[Request], str],
        refusal: Callable[[str, float], Response],
    ) -> None:
        self.now = now or (lambda: datetime.now(UTC))
        self.accounts: dict[str, A] = {}
        self.posts: list[P] = []
        """What there is, oldest first."""
        self.serial = 0
        self.lock = threading.RLock()
        self.http = Server(self.answer, operation, refusal, lambda: self.now().timestamp())
        self.fault = self.http.fault
        self.url = self.http.url
        self.poster = self.account()

    def answer(self, request: Request) -> Response:
        raise NotImplementedError

    def account(self) -> A:
        """A new one."""
        raise NotImplementedError

    @property
    def requests(self) -> list[Request]:
        return self.http.requests

    def stop(self) -> None:
        self.http.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def environ(self) -> dict[str, str]:
        """What the bot needs to post as the server's first account."""
        return self.poster.environ()

    def posts_of(self, account: A | None) -> list[P]:
        with self.lock:
            return [post for post in self.posts if account is None or post.author == account.number]

    def next_serial(self, at: datetime | None) -> tuple[int, int]:
        """Milliseconds since 1970, and a number that nothing else has."""
        with self.lock:
            self.serial += 1
            return int((at or self.now()).timestamp() * 1000), self.serial

    def keep(self, post: P) -> P:
        self.posts.append(post)
        self.posts.sort(key=lambda one: int(one.id))
        return post


def parts_of(request: Request) -> dict[str, Any]:
    """The parts of a form that carries files, by name."""
    head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n".encode()
    return {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
        for part in email.message_from_bytes(head + request.body).walk()
        if not part.is_multipart()
    }


def picture_of(content: bytes) -> tuple[str | None, tuple[int, int]]:
    """Its media type and its size; None for what is no picture that either of them takes."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            kind, size = picture.format, picture.size
            picture.load()
    except (OSError, SyntaxError):
        return None, (0, 0)
    return f"image/{kind.lower()}" if kind in {"JPEG", "PNG", "GIF", "WEBP"} else None, size
