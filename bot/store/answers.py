"""What a git server's answer means for the ledger: taken, overtaken, refused for good, or not to be relied on."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.git import NO_FOLDER, NO_GIT

if TYPE_CHECKING:
    from pathlib import Path

    from bot.git import GitAnswer


class Pushed(Enum):
    """What a push came to."""

    DONE = auto()
    OVERTAKEN = auto()
    """Somebody else's change came first."""
    UNKNOWN = auto()
    """No answer came, or none that can be understood: it may have got in."""


class Refusal(Enum):
    """Why git or its server will not do it however often it is asked.

    Git has no codes for these: each is known by its exit code or by what git (LC_ALL=C), GitHub and GitLab print.
    """

    signs: re.Pattern[str] | None
    problem: str
    advice: str
    """What a person can do about it; {root} is the checkout."""

    NO_GIT = (
        None,
        "git is not installed, and the shared ledger lives on a git branch",
        "Install git",
    )
    NO_FOLDER = (
        None,
        "there is no such folder",
        "{root} must be in a git checkout whose remote has the branch; settings: branch, remote",
    )
    PROTECTED = (
        r"GH006|GH013|protected branch|hook declined|repository rule|deny(ing)? updat|is at its limit",
        "the server refuses changes of this branch",
        (
            "Let whoever runs the bot push to it (exempt it from the branch's protection or rules), or keep the ledger "
            'on a branch of its own: branch = "bot-state"'
        ),
    )
    READ_ONLY = (
        (
            r"error: 403|permission to .* denied|permission denied|write access|not granted|read[- ]only|archived"
            r"|shallow update not allowed"
        ),
        "the server does not let this account write",
        "In GitHub Actions give the job `permissions: contents: write`; elsewhere use a token that may push",
    )
    NO_LOGIN = (
        (
            r"error: 401|authentication failed|could not read (username|password)|invalid (username|credentials)"
            r"|terminal prompts disabled|host key verification failed"
        ),
        "git could not log in",
        "Make `git push` work in {root} without being asked for a password (actions/checkout leaves its token there)",
    )
    NO_REPOSITORY = (
        (
            r"error: 404|repository .*not found|does not appear to be a git repository|not a git repository"
            r"|dubious ownership|no such remote|not a valid ref|invalid refspec"
        ),
        "there is no such repository",
        "{root} must be in a git checkout whose remote has the branch; settings: branch, remote",
    )

    def __init__(self, signs: str | None, problem: str, advice: str) -> None:
        self.signs = re.compile(signs, re.IGNORECASE) if signs else None
        self.problem = problem
        self.advice = advice


BY_CODE = {0: None, NO_GIT: Refusal.NO_GIT, NO_FOLDER: Refusal.NO_FOLDER}
"""Told by the exit code alone."""

OVERTAKEN = re.compile(
    r"\[(remote )?rejected\].*\((fetch first|non-fast-forward|stale info|already exists|needs force"
    r"|(cannot lock ref|failed to update ref|failed to lock|incorrect old value provided|reference already exists).*)"
    r"|cannot lock ref"
)


def refusal_of(answer: GitAnswer) -> Refusal | None:
    """Why it is of no use to ask again; None where it worked, or where asking again may help."""
    if answer.code in BY_CODE:
        return BY_CODE[answer.code]
    text = answer.text + answer.err
    return next((refusal for refusal in Refusal if refusal.signs and refusal.signs.search(text)), None)


def pushed(answer: GitAnswer) -> Pushed | Refusal:
    """What became of a push."""
    if answer.code == 0:
        return Pushed.DONE
    if OVERTAKEN.search(answer.text + answer.err):
        return Pushed.OVERTAKEN
    return refusal_of(answer) or Pushed.UNKNOWN


def advice_for(answer: GitAnswer, root: Path) -> str:
    """What a person can do about an answer that is none or no."""
    refusal = refusal_of(answer)
    return refusal.advice.format(root=root) if refusal else "Run again when the server can be reached"
