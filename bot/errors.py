"""Every error of the bot; the type says whether it may be sent again, the message says what to do.

::

    BotError
    ├── UsageError                 the call or the settings are wrong: exit 2, nothing sent
    │   ├── SettingsError          bot.toml / [tool.bot], or a secret that is not there
    │   └── LedgerError            the ledger cannot be used
    │       └── LedgerMissing      there is none: `bot reconcile`, for a new blog `bot init`
    ├── DigestError                one digest cannot be read; the others go on
    │   └── NoFrontMatter          a file without any: no digest, unless somebody asked for it by name
    ├── PictureError               a picture cannot be had or used; the post goes on without it
    ├── FetchError                 an address gave no answer that can be used
    └── PublishError               one post to one target
        ├── Rejected               surely not posted; the same again would be refused again
        │   ├── TargetRejected     ... and so would every other post to this target in this run
        │   └── PictureRejected    ... because of its picture; without it, it may be sent
        ├── TryLater               surely not posted; may be sent again after a time
        └── Unknown                may have been posted; never send it again before looking
            └── SaidToBeThere      ... for the platform says that it is there, and does not show where
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 200
"""Characters of an unforeseen error that are shown."""


def describe(error: BaseException) -> str:
    """The error in one line, also where it is none of ours: one that nobody has foreseen is told by its type and its words."""
    text = " ".join(str(error).split())
    if isinstance(error, BotError):
        return text
    return f"an error that was not foreseen ({type(error).__name__}{f': {text[:LONGEST]}' if text else ''}); please report it"


class BotError(Exception):
    """Anything the bot says in one line instead of a traceback: ``what`` is wrong and, where it is known, the ``remedy``.

    As a string it is "what; remedy", or "what? Remedy".
    """

    def __init__(self, what: str = "", remedy: str | None = None) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy

    def __str__(self) -> str:
        if not self.remedy:
            return self.what
        if self.what.endswith("?"):
            return f"{self.what} {self.remedy[:1].upper()}{self.remedy[1:]}"
        return f"{self.what}; {self.remedy}"


class UsageError(BotError):
    """The call or the settings are wrong; nothing was sent (exit code 2)."""


class SettingsError(UsageError):
    """Settings or secrets are wrong or missing."""


class LedgerError(UsageError):
    """The ledger cannot be used; nothing was sent.

    ``what`` is also for somebody who has sent something already, ``remedy`` for a run that has not.
    """


class LedgerMissing(LedgerError):
    """There is no ledger, which is not the same as an empty one."""


class DigestError(BotError):
    """One digest cannot be read or used; names the file, what is wrong and what to do."""


class NoFrontMatter(DigestError):
    """A file without front matter: most generators make no page of it."""


class PictureError(BotError):
    """A picture cannot be had or used; never a reason not to post."""


class FetchError(BotError):
    """An address gave no answer that can be used. Its text is one line that names the address and the reason."""

    def __init__(
        self, address: str, reason: str, *, status: int | None = None, again_after: float | None = None
    ) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        """As a message may show it: on one line, shortened, without a password."""
        self.reason = reason
        self.status = status
        """Of an HTTP answer that was not what was asked for; None where no such answer came."""
        self.again_after = again_after
        """Seconds after which the same question may be answered; None: the answer would be the same."""


class PublishError(BotError):
    """One post to one target did not end in a receipt."""


class Rejected(PublishError):
    """Surely not posted, and the same again would be refused again."""


class TargetRejected(Rejected):
    """Surely not posted, and nothing else can be posted to this target in this run (login, money, permission)."""


class PictureRejected(Rejected):
    """Surely not posted, because the platform refused the picture for good; without it the post may be sent."""


class TryLater(PublishError):
    """Surely not posted; may be sent again.

    ``retry_at`` is the platform's own word on when (aware), None where it gave none.
    """

    def __init__(self, what: str = "", retry_at: datetime | None = None, *, remedy: str | None = None) -> None:
        super().__init__(what, remedy=remedy)
        self.retry_at = retry_at


class Unknown(PublishError):
    """The post may have been made; nothing may be sent again before somebody has looked."""


class SaidToBeThere(Unknown):
    """The platform says that the post is there already, and it cannot be found: that it is not shown proves nothing."""
