"""Git is called in one way: in its own repository, without a question, and every end is an answer."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

from bot.git import NO_ANSWER, NO_FOLDER, NO_GIT, Git, GitAnswer, git_environment
from bot.settings.private import without_private
from tests.store.places import git, quiet_environ

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two files, one of which is called like a pattern that fits both."""
    root = tmp_path / "repository"
    git(tmp_path, "init", "--quiet", "-b", "main", str(root))
    for name in ("a.md", "[ab].md"):
        (root / name).write_text(name)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "first")
    return root


def test_a_path_is_a_name_and_never_a_pattern(repository: Path) -> None:
    """Whatever the environment says."""
    for environ in (quiet_environ(), quiet_environ(GIT_GLOB_PATHSPECS="1", GIT_LITERAL_PATHSPECS="0")):
        answer = Git(repository, environ).run("ls-files", "-z", "--", "[ab].md", ":(glob)*")
        assert (answer.code, answer.out) == (0, b"[ab].md\0")


def test_another_repository_in_the_environment_is_not_looked_at(repository: Path, tmp_path: Path) -> None:
    """As git sets it for the hook or alias that has called us; what CI hands over as configuration is kept."""
    foreign = {
        "GIT_DIR": str(tmp_path),
        "GIT_WORK_TREE": "/",
        "GIT_INDEX_FILE": "/x",
        "GIT_TRACE2_EVENT": "1",
        "GIT_PREFIX": "b/",
    }
    given = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "a.b", "GIT_CONFIG_VALUE_0": "c"}
    runner = Git(repository, quiet_environ(**foreign, **given))
    assert runner.run("rev-parse", "--show-toplevel").text == str(repository)
    assert runner.run("config", "a.b").text == "c"
    assert not set(foreign) & set(git_environment(foreign))


def test_every_end_is_an_answer(repository: Path, tmp_path: Path) -> None:
    """No git, no folder, no answer in time, a command that fails: nothing is raised."""
    assert Git(repository, {"PATH": str(tmp_path)}).run("status").code == NO_GIT
    gone = Git(tmp_path / "gone", quiet_environ()).run("status")
    assert (gone.code, gone.complaint) == (NO_FOLDER, f"fatal: {tmp_path / 'gone'}: there is no such folder")
    wrong = Git(repository, quiet_environ()).run("rev-parse", "--verify", "nothing")
    assert wrong.code == 128
    assert wrong.complaint.startswith("fatal: ")


def test_a_git_that_does_not_end_is_killed_with_its_helpers(repository: Path) -> None:
    """A helper that is left would keep the pipe open, and us waiting."""
    git(repository, "config", "alias.slow", "!sleep 60 & sleep 60")
    begun = time.monotonic()
    answer = Git(repository, quiet_environ()).run("slow", seconds=0.5)
    assert (answer.code, answer.complaint) == (NO_ANSWER, "fatal: no answer within 0 s")
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("fatal: 'https://me:secret@host/x.git' not found", "fatal: 'https://host/x.git' not found"),
        ("https://token@host:8080/x", "https://host:8080/x"),
        ("https://me:s@cret@host/x", "https://host/x"),
        ("git@host:me/blog.git", "git@host:me/blog.git"),
        ("https://host/@me", "https://host/@me"),
        ("https://host/x?a=1&access_token=geheim1&b=2", "https://host/x?a=1&access_token=***&b=2"),
        ("Authorization: Bearer abcdef0123456789abcdef", "Authorization: Bearer ***"),
        ("used ghp_0123456789abcdef, refused", "used ***, refused"),
        ("login as me@mail.example failed", "login as *** failed"),
        ("at://did:plc:abc/app.bsky.feed.post/3k", "at://did:plc:abc/app.bsky.feed.post/3k"),
        ("hero@2x.png and @ann@social.example", "hero@2x.png and @ann@social.example"),
        ("a basic introduction-to-everything", "a basic introduction-to-everything"),
    ],
)
def test_what_only_the_owner_may_read_is_taken_out_of_a_text(text: str, shown: str) -> None:
    assert without_private(text) == shown


def test_what_git_complains_of_holds_no_password(repository: Path) -> None:
    git(repository, "remote", "add", "origin", "http://me:geheim@127.0.0.1:1/blog.git")
    answer = Git(repository, quiet_environ()).run("ls-remote", "origin")
    assert answer.code == 128
    assert "geheim" not in answer.err


@pytest.mark.parametrize(
    ("err", "complaint"),
    [
        ("hint: a\nfatal: b\n", "fatal: b"),
        ("error: a\nremote: error: GH006: no\n", "remote: error: GH006: no"),
        ("something\nelse\n", "else"),
        ("", "git ended with 1"),
        ("remote: no entry on Fridays\nerror: failed to push some refs to 'x'\n", "remote: no entry on Fridays"),
    ],
)
def test_the_line_that_says_best_what_went_wrong(err: str, complaint: str) -> None:
    assert GitAnswer(1, b"", err).complaint == complaint


def test_a_name_that_is_no_text_survives(repository: Path) -> None:
    """As the file system gives it."""
    name = os.fsdecode(b"caf\xe9.md")
    (repository / name).write_text("")
    git(repository, "add", ".")
    assert name in Git(repository, quiet_environ()).run("ls-files", "-z").text.split("\0")


def test_words_that_nobody_understands_are_shown_whole() -> None:
    """A hook's own sentence, and what git made of it; not its progress."""
    err = "remote: Resolving deltas: 100%\nremote: Ask Ann\nremote: \nremote: first.\nerror: failed to push some refs to 'x'\n"
    out = b"To x\n!\ta:refs/heads/b\t[remote rejected] (odd)\nDone\n"
    words = GitAnswer(1, out, err).words
    assert words == "! a:refs/heads/b [remote rejected] (odd) / remote: Ask Ann / remote: first."


@pytest.mark.parametrize(("last", "code"), [("sleep 20", NO_ANSWER), ("exit 3", 3)], ids=["hangs", "ends"])
def test_a_helper_that_outlives_git_holds_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str, code: int
) -> None:
    """It has a session of its own and keeps git's pipes open: whoever waited for their end waited for the helper's."""
    fake = tmp_path / "git"
    fake.write_text(f"#!/bin/sh\necho said\nsetsid sleep 20 &\n{last}\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    begun = time.monotonic()
    answer = Git(tmp_path, quiet_environ()).run("ls-remote", "origin", seconds=3.0)
    assert time.monotonic() - begun < 15
    assert answer.code == code
    assert answer.text == ("said" if code == 3 else answer.text)


class EndsMeanwhile(subprocess.Popen[bytes]):
    """A process that comes to its end after somebody's wait for it, and before the look whether it has ended."""

    def communicate(self, *words: Any, **more: Any) -> tuple[bytes, bytes]:
        try:
            return super().communicate(*words, **more)
        except subprocess.TimeoutExpired:
            self.wait()
            raise


def test_what_git_prints_last_is_read_also_when_it_ends_between_two_looks(tmp_path: Path) -> None:
    """A branch was said not to exist, for git's answer came a moment after the time-out of one look, and git was gone at the next."""
    script = "printf first; sleep 0.5; printf second; printf trouble >&2"
    pipe = subprocess.PIPE
    with EndsMeanwhile(["sh", "-c", script], stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe) as process:
        assert Git(tmp_path, quiet_environ()).outcome(process, 10) == (b"firstsecond", b"trouble", b"")


def test_a_git_that_is_slow_to_read_gets_all_of_its_input(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger is larger than a pipe: what git had not read at the first look was never written, and it waited for it."""
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text(f'#!/bin/sh\nsleep 0.6\nexec {shutil.which("git")} "$@"\n')
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    content = os.urandom(500_000)
    answer = Git(repository, quiet_environ()).run("hash-object", "--stdin", give=content, seconds=10)
    assert (answer.code, answer.text) == (
        0,
        hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest(),
    )


def test_a_git_that_does_not_read_its_input_ends_all_the_same(repository: Path) -> None:
    """It has nothing to do with it, and nobody waits for it to be taken."""
    answer = Git(repository, quiet_environ()).run("rev-parse", "--git-dir", give=b"x" * 500_000, seconds=10)
    assert (answer.code, answer.text) == (0, ".git")
