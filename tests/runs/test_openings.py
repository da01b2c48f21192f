"""How often a command opens the ledger: everything that it needs to know is read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.cli.wiring import Wiring
from bot.model import Posted
from bot.runs.decide import RunRequest
from bot.settings.options import Options
from bot.store.file import FileStore
from tests.conftest import OUTBOX

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tests.conftest import Blog


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """ "read" or "change" for every time that the ledger was opened."""
    openings: list[str] = []
    opened: Callable[..., Any] = FileStore.opened

    def counting(self: FileStore, *, write: bool) -> Any:
        openings.append("change" if write else "read")
        return opened(self, write=write)

    monkeypatch.setattr(FileStore, "opened", counting)
    return openings


@pytest.fixture
def ready(blog: Blog) -> Blog:
    """A blog with a ledger that knows its archive and its target."""
    blog.settings(OUTBOX)
    blog.digest("2026-01-01-old.md", title="Old")
    assert blog.bot("init").code == 0
    return blog


def wiring(blog: Blog) -> Wiring:
    return Wiring(Options(config=blog.root / "bot.toml", verbosity=-1), blog.env)


def test_a_run_with_nothing_new_opens_the_ledger_at_most_twice(ready: Blog, opened: list[str]) -> None:
    """Once to look, and once to note what was seen; when that is noted, once."""
    for openings in (["read", "read", "change"], ["read"], ["read"]):
        with wiring(ready) as made:
            assert made.run().post_new(RunRequest()).results == []
        assert opened == openings
        opened.clear()


def test_a_post_opens_the_ledger_to_look_to_claim_and_to_settle(ready: Blog, opened: list[str]) -> None:
    """One digest to one target, and the same once more, which is posted already."""
    path = ready.digest()
    with wiring(ready) as made:
        (result,) = made.post().post_files([path], [])
    assert isinstance(result.outcome, Posted)
    assert opened == ["read", "change", "change"]
    opened.clear()
    with wiring(ready) as made:
        made.post().post_files([path], [])
    assert opened == ["read"]


def test_a_run_that_posts_looks_before_and_after(ready: Blog, opened: list[str]) -> None:
    """What there is; who took whose file; what is due; claim; settle; what is due now; what is not to be looked at again."""
    ready.digest()
    with wiring(ready) as made:
        (result,) = made.run().post_new(RunRequest()).results
    assert isinstance(result.outcome, Posted)
    assert opened == ["read", "read", "read", "change", "change", "read", "change"]


def test_status_and_a_preview_open_it_once(ready: Blog, opened: list[str]) -> None:
    """A preview without a cap not at all."""
    from bot.runs.status import StatusQuestion

    path = ready.digest()
    with wiring(ready) as made:
        StatusQuestion(made.settings, made.store, made.clock.now()).ask(None, None)
    assert opened == ["read"]
    opened.clear()
    with wiring(ready) as made:
        made.preview().preview_files([path], [])
    assert opened == []
