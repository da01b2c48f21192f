"""What a git or its server that says no means for the ledger, and what a person can do about it."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.git import NO_FOLDER, NO_GIT, on_github

if TYPE_CHECKING:
    from bot.git import Git, GitAnswer


class Pushed(Enum):
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
        "Install git; in a container job before actions/checkout, which without it leaves no repository",
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
    TWO_LOGINS = (
        r"duplicate header|error: 400",
        "the server does not take the request, mostly because it was sent two Authorization headers",
        (
            "Two settings log git in; `git config --show-origin --get-regexp extraheader` in {root} lists them. Keep one: "
            "that of actions/checkout, or another step's, and then `persist-credentials: false` at actions/checkout"
        ),
    )
    SINGLE_SIGN_ON = (
        r"\bSAML\b|single sign-on|\bSSO\b",
        "the organization asks for its single sign-on",
        (
            "Authorize the token for the organization (GitHub: Settings > Developer settings > the token > Configure "
            "SSO), or use the job's own, which needs none"
        ),
    )
    NOT_FROM_HERE = (
        r"ip allow list|ip address is not|ip allowlist",
        "the organization lets in only some addresses, and this machine's is none of them",
        "Add the machine's address to the organization's IP allow list, or run the job on a runner whose address is on it",
    )
    ARCHIVED = (
        r"archived",
        "the repository is archived, and takes no pushes",
        "Unarchive it, or name another repository for the ledger in the settings: remote = ...",
    )
    READING_KEY = (
        r"marked as read[- ]only",
        "the deploy key may only read",
        "Make a deploy key with `Allow write access`, and give it to actions/checkout as `ssh-key`",
    )
    READ_ONLY = (
        (
            r"error: 403|permission to .*denied|permission denied(?! \(publickey)|write access|not granted|read[- ]only"
            r"|shallow update not allowed"
        ),
        "the server does not let this account write",
        "In GitHub Actions give the job `permissions: contents: write`; elsewhere use a token that may push",
    )
    NO_KEY = (
        r"permission denied \(publickey",
        "the server knows no SSH key of this machine",
        (
            "In GitHub Actions give actions/checkout the private half of a deploy key with write access (`ssh-key`), or "
            "leave `ssh-key` out; elsewhere: ssh-add"
        ),
    )
    UNKNOWN_HOST = (
        r"host key verification failed|remote host identification has changed",
        "this machine does not know the server's SSH key, or knows another one",
        "Connect once by hand and compare its fingerprint with the one that the server's owner publishes (known_hosts)",
    )
    NO_LOGIN = (
        (
            r"error: 401|authentication failed|could not read (username|password)|invalid (username|credentials)"
            r"|terminal prompts disabled"
        ),
        "git could not log in",
        "Make `git push` work in {root} without being asked for a password",
    )
    NO_REPOSITORY = (
        (
            r"error: 404|repository .*not found|does not appear to be a git repository|not a git repository"
            r"|dubious ownership|no such remote|not a valid ref|invalid refspec"
        ),
        "there is no such repository",
        (
            "{root} must be in a git checkout whose remote has the branch (git remote -v); settings: branch, remote. A token "
            "that may not see a private repository is told the same"
        ),
    )

    def __init__(self, signs: str | None, problem: str, advice: str) -> None:
        self.signs = re.compile(signs, re.IGNORECASE) if signs else None
        self.problem = problem
        self.advice = advice


BY_CODE = {0: None, NO_GIT: Refusal.NO_GIT, NO_FOLDER: Refusal.NO_FOLDER}

NOT_UNDERSTOOD = "Run again when the server can be reached; if git says so again, see that `git push` works here"

OVERTAKEN = re.compile(
    r"\[(remote )?rejected\].*\((fetch first|non-fast-forward|stale info|already exists|needs force"
    r"|(cannot lock ref|failed to update ref|failed to lock|incorrect old value provided|reference already exists).*)"
    r"|cannot lock ref"
)


NAMES = re.compile(
    r"(?<!\w)'[^'\n]*'(?!\w)|\"[^\"\n]*\""  # what git puts in quotes: an address, a ref, a file
    r"|\b[a-z][a-z0-9+.-]*::?//\S*"  # an address
    r"|(?<=resolve host: )\S+|(?<=hostname )\S+|(?<=connect to )\S+|(?<=connect to host )\S+|(?<=-> )\S+"
    r"|\S*/\S*"  # a path, or a ref
    r"|[\w.+-]+@[\w.-]+(?::\S*)?"  # who logs in where
    r"|\b[\w-]+(?:\.[\w-]+)+",  # a host, a file
    re.IGNORECASE,
)
"""What somebody has given a name to: a repository may be called read-only-friday, and a branch archived."""


def words_of(answer: GitAnswer) -> str:
    """What git itself has said: its words without the names that they are about."""
    return NAMES.sub("…", answer.text + "\n" + answer.err)


def refusal_of(answer: GitAnswer) -> Refusal | None:
    """Why it is of no use to ask again; None where it worked, or where asking again may help."""
    if answer.code in BY_CODE:
        return BY_CODE[answer.code]
    words = words_of(answer)
    return next((refusal for refusal in Refusal if refusal.signs and refusal.signs.search(words)), None)


def pushed(answer: GitAnswer) -> Pushed | Refusal:
    if answer.code == 0:
        return Pushed.DONE
    if OVERTAKEN.search(words_of(answer)):
        return Pushed.OVERTAKEN
    return refusal_of(answer) or Pushed.UNKNOWN


# ── what a person can do ────────────────────────────────────────────────────────────────────────


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
