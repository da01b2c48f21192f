"""Where git or its server says no: each reason told apart, with the same advice in a run, in doctor and in the docs.

What GitHub's own runners do to a checkout is done here: a token in a header, none, two, an SSH key, another owner.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.doctor.ledger import check_branch
from bot.errors import LedgerError
from bot.model import Level
from tests.store.places import begin, digest, entry, git, quiet_environ, settle, won

if TYPE_CHECKING:
    from tests.servers.git import GitServer
    from tests.store.places import GitPlace

PAGE = Path(__file__).resolve().parents[2] / "docs" / "github-actions.md"
TOKEN, READER = "ghs_ofthisjob0123456789", "ghs_mayonlyread0123456789"
ANOTHER_OWNER = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
"""git's own tests have this for what a container does: the checkout belongs to somebody else."""


def in_a_job(root: Path) -> dict[str, str]:
    return {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(root)}


@dataclass
class Job:
    """One job on one machine, and what its checkout has left there."""

    place: GitPlace
    server: GitServer
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.place.checkout("one")

    def login(self, token: str = TOKEN, where: str = "") -> None:
        """As actions/checkout leaves a token."""
        basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        git(
            self.root, "config", "--add", f"http.{self.server.url}/{where}.extraheader", f"AUTHORIZATION: basic {basic}"
        )

    def ssh(self, command: str) -> None:
        """A remote over SSH, reached by a program of ours."""
        program = self.place.folder / "ssh"
        program.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        program.chmod(0o755)
        git(self.root, "remote", "set-url", "origin", "ssh://git@git.example/me/blog.git")
        git(self.root, "config", "core.sshCommand", str(program))

    def refusal(self) -> LedgerError:
        """What stops a post."""
        store = self.place.store("one", **self.environ)
        with pytest.raises(LedgerError) as caught:
            won(store, digest(7))
        return caught.value

    def finding(self) -> str:
        """What doctor advises."""
        settings = self.place.settings("one")
        (failure,) = [
            one for one in check_branch(settings, quiet_environ(**self.environ)) if one.level is Level.FAILURE
        ]
        return failure.remedy


@pytest.fixture
def job(served: GitPlace, server: GitServer) -> Job:
    store = served.made()
    settle(store, won(store, digest(0)))
    made = Job(served, server)
    made.environ = in_a_job(made.root)
    server.tokens, server.readers = frozenset({TOKEN}), frozenset({READER})
    return made


def check(job: Job, symptom: str, advice: str) -> None:
    error = job.refusal()
    assert symptom in error.what
    assert advice in (error.remedy or "")
    assert advice in job.finding()
    page = PAGE.read_text(encoding="utf-8")
    assert symptom in page
    assert advice in page


@pytest.mark.parametrize("public", [False, True])
def test_a_checkout_that_keeps_no_credentials_is_told_from_a_token_that_is_refused(job: Job, *, public: bool) -> None:
    """git says the same of both, of a private repository when it reads and of a public one when it pushes."""
    job.server.public = public
    check(job, "could not read Username", "persist-credentials: false")
    job.login("ghs_revoked0123456789")
    check(job, "could not read Username", "was revoked or has run out")


def test_at_a_desk_nobody_is_told_of_checkouts_credentials(job: Job) -> None:
    job.environ = {}
    assert "persist-credentials" not in str(job.refusal())
    assert "without being asked for a password" in job.finding()


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("Permission to me/blog.git denied to github-actions[bot].", "permissions: contents: write"),
        ("Write access to repository not granted.", "permissions: contents: write"),
        ("The 'me' organization has enabled or enforced SAML SSO. To access this repository, you must re-authorize.", "Configure SSO"),
        ("The 'me' organization has an IP allow list enabled, and your IP address is not permitted.", "IP allow list"),
        ("This repository was archived so it is read-only.", "Unarchive it"),
    ],
)  # fmt: skip
def test_a_403_is_told_with_the_servers_own_reason(job: Job, reason: str, advice: str) -> None:
    job.login(READER)
    job.server.reason = reason
    error = job.refusal()
    assert f"remote: {reason}" in error.what
    check(job, "error: 403", advice)


def test_two_authorization_headers_are_told(job: Job) -> None:
    """Another step has logged git in besides actions/checkout."""
    job.login()
    job.login(where="me/")
    git(job.root, "remote", "set-url", "origin", f"{job.server.url}/me/../blog.git")
    git(job.root, "config", "--add", f"http.{job.server.url}/.extraheader", "AUTHORIZATION: basic eDp5")
    check(job, "error: 400", "Two settings log git in")


def test_a_key_that_the_server_does_not_know_is_no_missing_permission(job: Job) -> None:
    job.ssh('echo "git@git.example: Permission denied (publickey)." >&2; exit 255')
    check(job, "Permission denied (publickey)", "ssh-key")
    assert "permissions" not in str(job.refusal())


def test_an_ssh_command_of_the_environment_that_hides_the_checkouts_key_is_named(job: Job) -> None:
    job.ssh("exit 0")
    other = job.place.folder / "other-ssh"
    other.write_text(
        '#!/bin/sh\necho "git@git.example: Permission denied (publickey)." >&2; exit 255\n', encoding="utf-8"
    )
    other.chmod(0o755)
    job.environ["GIT_SSH_COMMAND"] = str(other)
    check(job, "Permission denied (publickey)", "take GIT_SSH_COMMAND out")


def test_a_deploy_key_that_may_only_read_is_told(job: Job) -> None:
    job.ssh('echo "ERROR: The key you are authenticating with has been marked as read only." >&2; exit 128')
    check(job, "marked as read only", "Allow write access")


def test_a_host_that_is_not_known_is_no_missing_key(job: Job) -> None:
    job.ssh('echo "Host key verification failed." >&2; exit 255')
    check(job, "Host key verification failed", "known_hosts")


def test_without_a_checkout_step_that_is_what_is_said(job: Job) -> None:
    """git calls it an unknown remote."""
    (job.root / ".git").rename(job.place.folder / "gone")
    check(job, "not a git repository", "uses: actions/checkout")


def test_in_a_container_the_checkout_of_another_user_works(job: Job) -> None:
    """Every command: the ledger is read and written as in any job; git called the remote unknown."""
    job.login()
    job.environ |= ANOTHER_OWNER
    store = job.place.store("one", **job.environ)
    settle(store, won(store, digest(1)))
    assert entry(store, digest(1)) is not None
    assert all(one.level is Level.OK for one in check_branch(job.place.settings("one"), quiet_environ(**job.environ)))


def test_a_checkout_of_another_user_outside_a_job_is_not_trusted_but_named(job: Job) -> None:
    """Somebody else's repository may hold commands; whose it is, its owner says."""
    job.environ = ANOTHER_OWNER
    check(job, "dubious ownership", "safe.directory")


def test_a_job_trusts_nothing_outside_its_workspace(job: Job) -> None:
    job.environ = ANOTHER_OWNER | in_a_job(job.place.folder / "elsewhere")
    assert "dubious ownership" in job.refusal().what


def test_a_ledger_is_made_in_a_container_too(served: GitPlace) -> None:
    store = served.store("one", **ANOTHER_OWNER, **in_a_job(served.checkout("one")))
    assert store.create(begin) == ["x", "bluesky"]
