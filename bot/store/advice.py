"""What a person can do about a git or a server that says no, seen from the checkout that asked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.git import on_github
from bot.store.answers import NOT_UNDERSTOOD, Refusal, refusal_of

if TYPE_CHECKING:
    from bot.git import Git, GitAnswer

KEPT_NO_LOGIN = (
    "actions/checkout has left no login behind: take out its `persist-credentials: false`, or give the job's token to git "
    "in another way"
)
LOGIN_REFUSED = (
    "The token that git sends is refused: it was revoked or has run out, or it is not for this repository. A job's own "
    "token ends with the job; a token of your own is to be made anew, and put in its secret's place"
)
KEY_OVERRIDDEN = (
    "GIT_SSH_COMMAND is set and goes before core.sshCommand, in which this checkout has its key (actions/checkout with "
    "`ssh-key`): take GIT_SSH_COMMAND out of the step's environment"
)
NO_CHECKOUT = (
    "This is no git checkout. In GitHub Actions put `uses: actions/checkout` before the bot's step; elsewhere run it in a "
    "clone of the blog"
)
OWNED_BY_ANOTHER = "The checkout belongs to another user; trust it: git config --global --add safe.directory {top}"


def advice_for(answer: GitAnswer, git: Git) -> str:
    """The advice; for what git puts in the same words whatever the reason, the checkout is looked at."""
    refusal = refusal_of(answer)
    if refusal is None:
        return NOT_UNDERSTOOD
    own = {
        Refusal.NO_LOGIN: login_advice,
        Refusal.NO_KEY: key_advice,
        Refusal.NO_REPOSITORY: repository_advice,
    }.get(refusal)
    return (own(git) if own else None) or refusal.advice.format(root=git.root)


def login_advice(git: Git) -> str | None:
    """A token that is refused, or none at all: git asks for a name and a password in both cases."""
    if git.run("config", "--name-only", "--get-regexp", r"^http\..*extraheader$").code == 0:
        return LOGIN_REFUSED
    return KEPT_NO_LOGIN if on_github(git.environ) else None


def key_advice(git: Git) -> str | None:
    overridden = "GIT_SSH_COMMAND" in git.environ and git.run("config", "--get", "core.sshCommand").code == 0
    return KEY_OVERRIDDEN if overridden else None


def repository_advice(git: Git) -> str | None:
    """Why git finds no repository where the bot is; None: it does, and the remote has none."""
    found = git.run("rev-parse", "--git-dir")
    if found.code == 0:
        return None
    if "dubious ownership" in found.err:
        return OWNED_BY_ANOTHER.format(top=git.root)
    return NO_CHECKOUT
