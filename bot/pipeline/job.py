"""What walks through the pipeline: a job, a draft for each of its targets, and what came of sending each claim."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.model import Receipt, Result
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.errors import PublishError, TryLater
    from bot.model import Claim, Companion, Digest, Draft, Outcome
    from bot.publishers.interface import Beside
    from bot.settings.model import Target


@dataclass(frozen=True, slots=True)
class Job:
    """One digest and the targets that it is to be posted to."""

    digest: Digest
    targets: tuple[Target, ...]
    again: bool = False
    """It was posted before and shall be posted once more."""
    archive: bool = False
    """A person wants it although it was marked as handled; else a mark that was set meanwhile stands in its way."""
    local: bool = False
    """A person asked for it by name, and it leaves this machine nowhere: its page is not waited for."""
    warnings: tuple[str, ...] = ()
    """What was found wrong with its page."""
    attempts: Mapping[str, int] = field(default_factory=dict)
    """How often each target had tried when ``again`` was said; what is posted once more meanwhile is not posted thrice."""
    companions: Mapping[str, Companion] = field(default_factory=dict)
    """The documents that the ledger knows of it, by target name: they stay where they are, whatever the digest is called by now."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What one target gets of a digest: a draft that can be sent, or the reason why there is none."""

    target: Target
    draft: Draft | None
    warnings: tuple[str, ...] = ()
    problem: str | None = None
    beside: Beside | None = None
    """What is there already of what the post is to pin; None: nobody was asked."""
    put_off: TryLater | None = None
    """Nobody could be asked for it now, so it is not sent now."""

    def without_content(self) -> Drafted:
        """As it was sent, but for the picture's bytes, which nobody needs any more."""
        if self.draft is None or self.draft.image is None:
            return self
        return replace(self, draft=replace(self.draft, image=self.draft.image.sent()))

    def result(self, digest: Digest, outcome: Outcome) -> Result:
        return replace(result_for(digest, self.target, outcome), draft=self.draft, warnings=self.warnings)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One claim, and what the platform answered to it."""

    job: Job
    drafted: Drafted
    claim: Claim
    answer: Receipt | PublishError
    account: str | None = None
    """Whose it is now, where that is only known once it is sent."""

    @property
    def stood_there(self) -> bool:
        """The platform had the post before this was sent."""
        return isinstance(self.answer, Receipt) and self.answer.existing

    def result(self, outcome: Outcome) -> Result:
        return self.drafted.result(self.job.digest, outcome)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A claim whose picture is on the platform, with what is to be kept of that before the post is sent."""

    job: Job
    drafted: Drafted
    claim: Claim
    payload: Mapping[str, Any]


def result_for(digest: Digest, target: Target, outcome: Outcome) -> Result:
    """What came of a digest on a target, where nothing was drafted."""
    return Result(
        key=digest.key,
        path=shown(digest.path),
        target=target.name,
        outcome=outcome,
        title=digest.title,
        platform=target.platform,
    )
