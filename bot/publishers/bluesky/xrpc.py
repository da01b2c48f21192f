"""One account's calls to its Bluesky server, through the SDK."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater, Unknown
from bot.publishers.bluesky.answers import Refused, ask, harmless
from bot.publishers.bluesky.login import Login, Who
from bot.publishers.retry import Retry, retry_at

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from bot.model import Image
    from bot.settings.model import Target

EXPIRED = {"ExpiredToken", "InvalidToken", "AuthMissing"}


class Xrpc:
    """The calls of one account."""

    def __init__(self, target: Target, environ: Mapping[str, str], retry: Retry, timeout_seconds: float) -> None:
        self.target, self.retry = target, retry
        self.login = Login(target, environ, retry, timeout_seconds)
        self.timeout_seconds = timeout_seconds

    def session(self) -> Who:
        return self.login.session()

    def said(self, message: object) -> str:
        return self.login.said(message)

    def call(
        self, nsid: str, body: object = None, *, blob: Image | None = None, params: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The answer's JSON, of one call whose session is renewed once if it has expired.

        Raises Refused, TryLater (surely never arrived) or Unknown.
        """
        who = self.session()
        try:
            return self.send(nsid, body, blob, params)
        except Refused as no:
            if no.status not in {400, 401} or no.name not in EXPIRED:
                raise
        self.login.refresh(who)
        return self.send(nsid, body, blob, params)

    def repeat(
        self,
        nsid: str,
        body: object = None,
        *,
        blob: Image | None = None,
        params: Mapping[str, str] | None = None,
        absent: Container[str] = (),
    ) -> dict[str, Any] | None:
        """The same of a call that makes no post, so that it can be tried again after whatever went wrong.

        None where the server refuses it by one of the names in ``absent``. Raises Rejected or TryLater.
        """

        def once() -> dict[str, Any] | None:
            try:
                return self.call(nsid, body, blob=blob, params=params)
            except Refused as no:
                if no.name in absent:
                    return None
                raise harmless(self.verdict(no, picture=blob is not None)) from None
            except Unknown as error:
                raise harmless(error) from None

        return self.retry(once)

    def send(self, nsid: str, body: object, blob: Image | None, params: Mapping[str, str] | None) -> dict[str, Any]:
        client: Any = self.login.client
        where = f"{nsid}?{urlencode(params)}" if params else nsid

        def request() -> Any:
            if blob is not None:
                content, media_type = blob.content, blob.media_type
            elif body is not None:
                # Raw: the SDK's models drop a null, and putRecord without swapRecord overwrites.
                content, media_type = json.dumps(body, ensure_ascii=False, allow_nan=False).encode(), "application/json"
            else:
                return client.invoke_query(where, timeout=self.timeout_seconds)
            headers = {"Content-Type": media_type}
            return client.invoke_procedure(where, content=content, headers=headers, timeout=self.timeout_seconds)

        try:
            answer = ask(request, self.said).content
        except (TryLater, Unknown) as error:
            raise type(error)(f"{self.target.name}: {error}") from None
        if isinstance(answer, dict):
            return answer
        raise Unknown(f"{self.target.name}: the answer to {nsid} cannot be read ({self.said(answer or 'it is empty')})")

    def verdict(self, no: Refused, *, picture: bool = False) -> PublishError:
        """What a refusal means for the post."""
        what = f"{self.target.name}: {no}"
        if no.status == 429:
            return TryLater(what, retry_at(no.headers, self.retry.clock.now()))
        if no.status in {408, 425} or no.status >= 500:
            return Unknown(what)
        if no.status in {401, 402, 403}:
            return TargetRejected(f"{what}; look at the account {self.login.name()}, then: bot doctor")
        if picture:
            return PictureRejected(what)
        if no.status == 404 or no.status < 400:
            return TargetRejected(f"{what}; is {self.target.env}_SERVICE right?")
        return Rejected(what)
