"""``bot baseline`` and a rebuilt ledger, while somebody else is at work."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli.wiring import Wiring
from bot.errors import UsageError
from bot.model import Skipped
from bot.runs.decide import RunRequest
from bot.runs.posting import Posting
from bot.runs.reconcile import Rebuild, reconcile
from bot.settings.options import Options

if TYPE_CHECKING:
    from tests.conftest import Blog

SETTINGS = 'site = "https://blog.example"\n[images]\ndraw_card = false\n[targets.outbox]\n'


@pytest.fixture
def new_digest(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A blog with one digest that is due."""
    blog.settings(SETTINGS)
    blog.bot("init", "-y")
    blog.digest()
    monkeypatch.chdir(blog.root)
    return blog


def test_what_is_marked_as_handled_after_a_runs_decision_is_not_posted(
    new_digest: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the run's look at the ledger and its claim a person says baseline."""
    real = Posting.post

    def baseline_first(self: Posting, jobs: Any) -> Any:
        assert new_digest.bot("baseline", "-y").code == 0
        return real(self, jobs)

    monkeypatch.setattr(Posting, "post", baseline_first)
    with Wiring(Options(), new_digest.env) as wiring:
        results = wiring.run().post_new(RunRequest()).results
    assert [type(result.outcome) for result in results] in ([], [Skipped])
    assert not list((new_digest.root / "state" / "outbox").glob("*-outbox.html"))


def test_a_claim_that_is_alive_is_named_and_left_to_its_run(new_digest: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its post is written down; the count of what was marked does not hide it."""
    from bot.publishers.outbox.publisher import Outbox

    said: list[Any] = []
    real = Outbox.publish

    def publish(self: Any, *args: Any, **how: Any) -> Any:
        said.append(new_digest.bot("baseline", "-y"))
        return real(self, *args, **how)

    monkeypatch.setattr(Outbox, "publish", publish)
    with Wiring(Options(), new_digest.env) as wiring:
        wiring.run().post_new(RunRequest())
    assert said[0].code == 0
    assert "on outbox is claimed, so what becomes of that post is written down" in said[0].err
    with closing(sqlite3.connect(new_digest.root / "state" / "ledger.db")) as ledger:
        assert ledger.execute("SELECT status FROM entries WHERE target = 'outbox'").fetchall() == [("posted",)]
    assert len(list((new_digest.root / "state" / "outbox").glob("*-outbox.html"))) == 1


def test_a_ledger_that_another_process_makes_first_is_not_said_to_be_rebuilt(
    new_digest: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found on the accounts is not in it, so nobody may believe that it is."""
    (new_digest.root / "state" / "ledger.db").unlink()
    for name in (new_digest.root / "state").rglob("ledger.seen"):
        name.unlink()
    real = Rebuild.posts_of

    def init_first(self: Rebuild, *args: Any) -> Any:
        assert new_digest.bot("init", "-y").code == 0
        return real(self, *args)

    monkeypatch.setattr(Rebuild, "posts_of", init_first)
    with Wiring(Options(), new_digest.env) as wiring, pytest.raises(UsageError, match="another process has made"):
        reconcile(wiring.doubts(), ["outbox"], wiring.environ, wiring.messages)
