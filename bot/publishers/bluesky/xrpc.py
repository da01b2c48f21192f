"""One account's calls to its Bluesky server, through the SDK."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bot.errors import PublishError, TryLater, Unknown
from bot.publishers.bluesky.errors import Refused, refused_call
from bot.publishers.bluesky.login import Login, Session
from bot.publishers.exchange import UPLOADS

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from bot.model import Image
    from bot.publishers.interface import Surroundings
    from bot.settings.model import Target

SESSION_ENDED = {"ExpiredToken", "InvalidToken", "AuthMissing"}
"""What a server calls it that it does not take an access token."""


class Xrpc:
    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        self.target, self.timeout_seconds = target, surroundings.timeout_seconds
        self.login = Login(target, surroundings)
        self.retry = self.login.retry

    def session(self) -> Session:
        """Who is logged in. Raises TargetRejected or TryLater."""
        return self.login.session()

    def redact(self, message: object) -> str:
        return self.login.redact(message)

    def call(
        self, nsid: str, body: object = None, *, blob: Image | None = None, params: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The answer's JSON; a session that the server takes no more is replaced once.

        Raises Refused, TryLater (surely never arrived) or Unknown.
        """
        session = self.session()
        where = f"{nsid}?{urlencode(params)}" if params else nsid
        try:
            return self.send(session, where, body, blob)
        except Refused as no:
            if no.status not in {400, 401} or no.name not in SESSION_ENDED:
                raise
        return self.send(self.login.renew(session), where, body, blob)

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
                raise self.meaning(no, picture=blob is not None) from None

        return self.retry.repeat(once)

    def send(self, session: Session, where: str, body: object, blob: Image | None) -> dict[str, Any]:
        """The answer to one request. Raises Refused, TryLater or Unknown."""
        client: Any = session.client

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
            answer = self.login.answer(request, UPLOADS if blob is not None else 1).content
        except (TryLater, Unknown) as error:
            raise type(error)(f"{self.target.name}: {error}") from None
        if isinstance(answer, dict):
            return answer
        what = self.redact(answer or "it is empty")
        raise Unknown(f"{self.target.name}: the answer to {where.partition('?')[0]} cannot be read ({what})")

    def meaning(self, no: Refused, *, picture: bool = False) -> PublishError:
        """What a refusal means for a post; ``picture``: it is because of its picture."""
        return refused_call(no, self.target, self.login.name(), self.retry.clock.now(), picture=picture)
