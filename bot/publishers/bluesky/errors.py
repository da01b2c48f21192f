"""What goes wrong with a call to a Bluesky server, as the bot's own errors."""

from __future__ import annotations

from re import fullmatch
from typing import TYPE_CHECKING, TypeVar

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater, Unknown
from bot.publishers.bluesky.platform import HANDLE, WHOLE_HANDLE
from bot.settings.private import without_private
from bot.web.retry_after import retry_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.settings.model import Target

T = TypeVar("T")

OF_THE_ACCOUNT = {
    "AccountDeactivated": "log in to it on bsky.app and activate it again",
    "AccountTakedown": "the server's moderators have taken it down: read their mail, and appeal in the app",
    "AuthFactorTokenRequired": "this is the account's own password, which asks for a mailed code: make an app password, which does not",
}
"""What mends the account itself, by the name of the server's error (lexicon com.atproto.server.createSession)."""


class Refused(PublishError):
    """The server said no; what that means for the post is still to be decided."""

    def __init__(self, status: int, name: str, message: str, headers: Mapping[str, str]) -> None:
        super().__init__(" ".join(part for part in (str(status), name, message) if part))
        self.status, self.name, self.message, self.headers = status, name, message, headers


def answer_to(call: Callable[[], T], redact: Callable[[object], str]) -> T:
    """The answer to one call of the SDK. Raises Refused, TryLater (surely never arrived) or Unknown.

    ``redact`` takes the account's secrets out of a foreign message.
    """
    import httpx
    from atproto_client.exceptions import RequestErrorBase  # type: ignore[import-untyped]  # no py.typed
    from atproto_core.exceptions import AtProtocolError  # type: ignore[import-untyped]  # no py.typed

    try:
        return call()
    except RequestErrorBase as error:
        if error.response is None:
            raise broken_connection(error.__cause__ or error, redact) from None
        content = error.response.content
        name, message = getattr(content, "error", ""), getattr(content, "message", "")
        raise Refused(
            error.response.status_code, redact(name or ""), redact(message or ""), error.response.headers
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise broken_connection(error, redact) from None
    except (AtProtocolError, AttributeError, TypeError, ValueError) as error:
        # The SDK stumbles over an answer of another shape than it expects, and may quote it: new tokens, say.
        raise Unknown(f"the answer cannot be read ({type(error).__name__})") from None


def broken_connection(error: BaseException, redact: Callable[[object], str]) -> PublishError:
    import httpx

    what = redact(error) or type(error).__name__
    never_sent = httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError
    if isinstance(error, never_sent | httpx.UnsupportedProtocol | httpx.InvalidURL):
        return TryLater(f"the server cannot be reached ({what})")
    if isinstance(error, httpx.TimeoutException):
        return Unknown("no answer came in time")
    return Unknown(f"the connection broke ({what})")


def failed_login(error: PublishError, target: Target, account: str, service: str, now: datetime) -> PublishError:
    # BLUESKY_HANDLE may be a mail address, and BLUESKY_SERVICE have a password in it.
    what, env = without_private(f"{target.name}: login at {service}: {error}"), target.env
    if not isinstance(error, Refused):
        return TryLater(what)
    if error.name in OF_THE_ACCOUNT:
        return TargetRejected(f"{what} (account {without_private(account)})", remedy=OF_THE_ACCOUNT[error.name])
    if error.status in {400, 401, 403} and not fullmatch(HANDLE, account):
        return TargetRejected(what, remedy=f"{env}_HANDLE is {without_private(account)!a}: {WHOLE_HANDLE}")
    if error.status in {400, 401, 403}:
        make = f"make an app password (Settings > Privacy and security > App passwords) for {without_private(account)}"
        return TargetRejected(what, remedy=f"{make}, and set {env}_HANDLE and {env}_APP_PASSWORD")
    if error.status == 429:
        return TryLater(what, retry_at(error.headers, now))
    if error.status < 500:
        return TargetRejected(what, remedy=f"is {env}_SERVICE right?")
    return TryLater(what)


def refused_call(no: Refused, target: Target, account: str, now: datetime, *, picture: bool = False) -> PublishError:
    """What a refusal means for a post; ``picture``: it is because of its picture."""
    what = f"{target.name}: {no}"
    if no.status == 429:
        return TryLater(what, retry_at(no.headers, now))
    if no.status in {408, 425} or no.status >= 500:
        return Unknown(what)
    if no.name in OF_THE_ACCOUNT:
        return TargetRejected(f"{what} (account {without_private(account)})", remedy=OF_THE_ACCOUNT[no.name])
    if no.status in {401, 402, 403}:
        return TargetRejected(what, remedy=f"look at the account {without_private(account)}, then: bot doctor")
    if picture:
        return PictureRejected(what)
    if no.status == 404 or no.status < 400:
        return TargetRejected(what, remedy=f"is {target.env}_SERVICE right?")
    return Rejected(what)
