"""One request to a Bluesky server, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import PublishError, TryLater, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Refused(PublishError):
    """The server said no; what that means for the post is still to be decided."""

    def __init__(self, status: int, name: str, message: str, headers: Mapping[str, str]) -> None:
        super().__init__(" ".join(part for part in (str(status), name, message) if part))
        self.status, self.name, self.message, self.headers = status, name, message, headers


def ask(call: Callable[[], Any], said: Callable[[object], str]) -> Any:
    """The answer to one request through the SDK. Raises Refused, TryLater (surely never arrived) or Unknown.

    ``said`` makes a foreign message fit to be shown.
    """
    import httpx
    from atproto.exceptions import AtProtocolError, RequestErrorBase  # type: ignore[import-untyped]  # no py.typed

    try:
        return call()
    except RequestErrorBase as error:
        if error.response is None:
            raise unanswered(error.__cause__ or error, said) from None
        found = error.response.content
        name, message = getattr(found, "error", ""), getattr(found, "message", "")
        raise Refused(
            error.response.status_code, said(name or ""), said(message or ""), error.response.headers
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise unanswered(error, said) from None
    except (AtProtocolError, AttributeError, TypeError, ValueError) as error:
        # What the SDK stumbles over when an answer has another shape than it expects.
        raise Unknown(f"the answer cannot be read ({said(error)})") from None


def unanswered(error: BaseException, said: Callable[[object], str]) -> PublishError:
    import httpx

    what = said(error) or type(error).__name__
    never_sent = httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError
    if isinstance(error, never_sent | httpx.UnsupportedProtocol | httpx.InvalidURL):
        return TryLater(f"the server cannot be reached ({what})")
    if isinstance(error, httpx.TimeoutException):
        return Unknown("no answer came in time")
    return Unknown(f"the connection broke ({what})")


def harmless(error: PublishError) -> PublishError:
    """Of a call that makes no post: a lost answer is only a reason to ask again."""
    return TryLater(str(error)) if isinstance(error, Unknown) else error
