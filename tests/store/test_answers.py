"""What git and its servers print, and what it means for the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.git import NO_FOLDER, NO_GIT, Git, GitAnswer
from bot.store.answers import Pushed, Refusal, advice_for, pushed, refusal_of
from tests.store.places import quiet_environ

ROOT = Path("/blog")


def failed(err: str, code: int = 1, out: str = "") -> GitAnswer:
    return GitAnswer(code, out.encode(), err)


@pytest.mark.parametrize(
    ("err", "refusal"),
    [
        ("remote: error: GH006: Protected branch update failed for refs/heads/bot-state.", Refusal.PROTECTED),
        ("remote: error: GH013: Repository rule violations found", Refusal.PROTECTED),
        ("! [remote rejected] a -> bot-state (pre-receive hook declined)", Refusal.PROTECTED),
        ("fatal: unable to access 'https://host/x/': The requested URL returned error: 403", Refusal.READ_ONLY),
        ("remote: Permission to me/blog.git denied to somebody.", Refusal.READ_ONLY),
        ("fatal: Authentication failed for 'https://host/x/'", Refusal.NO_LOGIN),
        ("fatal: could not read Username for 'https://host': terminal prompts disabled", Refusal.NO_LOGIN),
        ("Host key verification failed.", Refusal.UNKNOWN_HOST),
        ("fatal: 'origin' does not appear to be a git repository", Refusal.NO_REPOSITORY),
        ("fatal: repository 'https://host/x/' not found", Refusal.NO_REPOSITORY),
        ("fatal: detected dubious ownership in repository at '/blog'", Refusal.NO_REPOSITORY),
        ("fatal: unable to access 'https://host/x/': Could not resolve host: host", None),
        ("error: RPC failed; HTTP 502", None),
        ("git@host: Permission denied (publickey).\nfatal: Could not read from remote repository.", Refusal.NO_KEY),
        ("remote: This repository was archived so it is read-only.", Refusal.ARCHIVED),
        ("fatal: the remote end hung up unexpectedly", None),
    ],
)
def test_a_refusal_is_told_from_what_may_pass(err: str, refusal: Refusal | None) -> None:
    """What may pass is asked again; a refusal is not."""
    assert refusal_of(failed(err)) is refusal
    assert pushed(failed(err)) is (refusal or Pushed.UNKNOWN)


@pytest.mark.parametrize(
    "name", ["read-only-friday", "archived", "protected branch", "error: 403", "is at its limit", "write access"]
)
@pytest.mark.parametrize(
    "err",
    [
        "fatal: unable to access 'https://host/me/{}.git/': The requested URL returned error: 502",
        "fatal: unable to access https://host/me/{}.git/: Empty reply from server",
        "fatal: unable to access 'https://{}.example/x/': Could not resolve host: {}.example",
        "ssh: Could not resolve hostname {}: Name or service not known",
        "ssh: connect to host {} port 22: Connection timed out",
        "error: failed to push some refs to 'git@host:me/{}.git'",
        "To git@host:{}.git",
        "fatal: '/srv/{}/blog.git': the remote end hung up",
        "! [remote rejected] abc -> {} (odd)",
        "error: cannot lock ref 'refs/remotes/origin/{}': is at a but expected b",
    ],
)
def test_a_repository_called_read_only_friday_is_not_read_only(name: str, err: str) -> None:
    """What is told apart is what git says, not what somebody has called a repository, a host or a branch."""
    if " " in name and ("'" not in err or "host" in err):
        name = name.replace(" ", "-")
    answer = failed(err.format(*[name] * 2))
    assert refusal_of(answer) is None
    assert pushed(answer) in {Pushed.UNKNOWN, Pushed.OVERTAKEN}


def test_a_branch_called_fetch_first_is_not_overtaken() -> None:
    """Nor is one whose hook has said no."""
    out = "!\ta:refs/heads/(fetch-first)\t[remote rejected] (pre-receive hook declined)"
    assert pushed(failed("", out=out)) is Refusal.PROTECTED


@pytest.mark.parametrize(("code", "refusal"), [(NO_GIT, Refusal.NO_GIT), (NO_FOLDER, Refusal.NO_FOLDER), (0, None)])
def test_what_the_exit_code_tells_needs_no_words(code: int, refusal: Refusal | None) -> None:
    """However these are put."""
    assert refusal_of(failed("error: 403", code)) is refusal


@pytest.mark.parametrize(
    "out",
    [
        "!\ta:refs/heads/bot-state\t[rejected] (fetch first)",
        "!\ta:refs/heads/bot-state\t[rejected] (non-fast-forward)",
        "!\ta:refs/heads/bot-state\t[remote rejected] (cannot lock ref 'refs/heads/bot-state': is at b but expected a)",
        "!\ta:refs/heads/bot-state\t[remote rejected] (failed to update ref)",
    ],
)
def test_whoever_was_overtaken_is_not_refused(out: str) -> None:
    """Somebody was faster: the change is made again on theirs."""
    assert pushed(failed("", out=out)) is Pushed.OVERTAKEN


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_says_what_to_do(refusal: Refusal) -> None:
    """With the checkout it is about, and no gap left in the sentence."""
    advice = refusal.advice.format(root=ROOT)
    assert advice[0].isupper() or advice.startswith(str(ROOT))
    assert "{" not in advice
    assert refusal.problem


def test_no_answer_is_worth_another_run(tmp_path: Path) -> None:
    git = Git(tmp_path, quiet_environ())
    assert "Run again" in advice_for(failed("fatal: the remote end hung up unexpectedly"), git)
    assert str(tmp_path) in advice_for(failed("fatal: Authentication failed"), git)
