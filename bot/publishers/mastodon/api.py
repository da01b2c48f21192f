"""One account's calls to its Mastodon server, through Mastodon.py."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import PublishError, Rejected, TargetRejected, TryLater, Unknown
from bot.publishers.exchange import Call, table_in
from bot.publishers.mastodon.errors import MastodonErrors
from bot.publishers.sdk import SdkAccount, import_sdk
from bot.settings.secrets import secrets_of, service_of
from bot.text.mastodon_parser import URL_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mastodon import Mastodon

    from bot.publishers.interface import Surroundings
    from bot.settings.model import Target

    Ask = Callable[[Mastodon], Any]

TAKEN_FOR = "4.4.0"
"""The version that the SDK is told, so that it asks for none: where it cannot be read it calls itself until it dies (2.3.3)."""


class Api(SdkAccount["Mastodon"]):
    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        super().__init__(target, surroundings)
        self.own_id: str | None = None
        self.asking_for_id = threading.Lock()

    @property
    def server(self) -> str:
        """Where the account is. Raises TargetRejected where that is not said, or the wire there is open."""
        secrets_of(self.target, self.environ)
        return service_of(self.target, self.environ) or ""

    @property
    def errors(self) -> MastodonErrors:
        return MastodonErrors(self.target, self.redact, self.timeout_seconds, self.clock, self.server)

    def connect(self) -> Mastodon:
        server, token = self.server, secrets_of(self.target, self.environ)["ACCESS_TOKEN"]
        if any(one in token for one in "/\\") or not token.isprintable():
            # The SDK would look whether there is a file of this name, and send what stands in it.
            raise TargetRejected(f"{self.target.name}: {self.target.env}_ACCESS_TOKEN is no access token")
        sdk = import_sdk("mastodon")
        logging.getLogger("urllib3").setLevel(logging.WARNING)
        from bot.publishers.session import HttpSession

        client: Mastodon = sdk.Mastodon(
            access_token=token,
            api_base_url=server,
            ratelimit_method="throw",
            request_timeout=self.timeout_seconds,
            session=HttpSession(self.timeout_seconds),
            mastodon_version=TAKEN_FOR,
            version_check_mode="created",
            user_agent="bot",
        )
        return client

    def account(self, *, patiently: bool = True) -> Mapping[str, Any]:
        """Whose token it is; not ``patiently``: asked once, whatever comes."""

        def ask(client: Mastodon) -> Any:
            return client.account_verify_credentials()

        account = self.repeat(ask) if patiently else self.send(ask, Call.OTHER)
        if not isinstance(account, dict) or not account.get("id"):
            raise Unknown(f"{self.target.name}: the answer names no account ({self.redact(account)})")
        self.own_id = str(account["id"])
        return account

    def account_id(self, *, patiently: bool = True) -> str:
        with self.asking_for_id:
            if self.own_id is None:
                self.account(patiently=patiently)
            return self.own_id or ""

    def refuse_wrong_clock(self) -> None:
        """Raise TryLater where this machine's clock is off: a post whose answer is lost could not be told from an older or a later one.

        The server is asked once more before, for the answer that told so may have been somebody's on the way to it.
        """
        if self.clock_is_off():
            known, self.server_told = self.server_told, None
            try:
                self.account(patiently=False)
            except PublishError as error:
                self.server_told = self.server_told or known
                if isinstance(error, Unknown):  # of this question, not of the post
                    raise TryLater(error.what, remedy=error.remedy) from None
                raise
        if self.clock_is_off():
            raise TryLater(
                f"{self.target.name}: this machine's clock is {abs(self.skew_seconds) / 60:.0f} min "
                f"{'ahead of' if self.skew_seconds > 0 else 'behind'} the server's, so nothing was sent; set it, best with NTP"
            )

    # ── calls ────────────────────────────────────────────────────────────────────────────────────

    def repeat(self, ask: Ask, call: Call = Call.OTHER) -> Any:
        """The answer to a call that makes no post, tried again after whatever went wrong. Raises Rejected or TryLater."""
        return self.retry.repeat(lambda: self.send(ask, call))

    def create(self, ask: Ask, in_time: Callable[[], bool]) -> Mapping[str, Any]:
        """A new post; ``in_time`` is asked once more when the connection stands. Raises MayBeThere too."""

        def send() -> Mapping[str, Any]:
            self.refuse_wrong_clock()
            answer = self.send(ask, Call.CREATE, in_time)
            if not isinstance(answer, dict) or not answer.get("id"):
                raise Unknown(f"{self.target.name}: the answer names no post ({self.redact(answer)})")
            return answer

        return self.create_once(send, in_time)


# ── what the server takes, by its own word ───────────────────────────────────────────────────────

USUAL_ALT = 1500
"""Characters of an alt text where the server does not say: none did before 4.4."""


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """None, or nothing in it, where the server does not say."""

    length: int | None = None
    """Of text and content warning together."""
    link_length: int = URL_LENGTH
    alt_length: int = USUAL_ALT
    image_bytes: int | None = None
    media_types: frozenset[str] = frozenset()


def ask_limits(api: Api) -> ServerLimits:
    """By the second version of the question, which older servers and some others do not know.

    Asked once: no post waits for it. Raises PublishError where there is no answer.
    """
    try:
        return read_limits(api.send(lambda client: client.instance_v2(), Call.OTHER))
    except Rejected:
        return read_limits(api.send(lambda client: client.instance_v1(), Call.OTHER))


def read_limits(instance: Any) -> ServerLimits:
    """What stands in the answer, as far as it is of the right kind."""
    configuration = table_in(instance, "configuration")
    statuses, media = table_in(configuration, "statuses"), table_in(configuration, "media_attachments")
    # Pleroma and its like have it at the top.
    length = number_in(statuses, "max_characters") or number_in(instance, "max_toot_chars")
    types = media.get("supported_mime_types")
    return ServerLimits(
        length=length,
        link_length=number_in(statuses, "characters_reserved_per_url") or URL_LENGTH,
        alt_length=number_in(media, "description_limit") or USUAL_ALT,
        image_bytes=number_in(media, "image_size_limit"),
        media_types=frozenset(map(str, types)) if isinstance(types, list) else frozenset(),
    )


def number_in(source: Any, name: str) -> int | None:
    found = source.get(name) if isinstance(source, dict) else None
    return found if isinstance(found, int) and found > 0 else None
