"""``bot post --again`` makes one more post, whoever else says so at the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli.wiring import Wiring
from bot.model import AlreadyPosted
from bot.runs.posting import Posting
from bot.settings.options import Options
from tests.conftest import OUTBOX

if TYPE_CHECKING:
    import pytest

    from tests.conftest import Blog


def test_two_who_say_again_at_once_make_one_more_post_and_not_two(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the one's look at the ledger and its claim the other one has posted."""
    blog.settings(OUTBOX)
    blog.bot("init", "-y")
    path = blog.digest()
    assert blog.bot("post", path).code == 0
    real = Posting.post

    def other_comes_first(self: Posting, jobs: Any) -> Any:
        assert blog.bot("post", path, "--again", "-y").code == 0
        return real(self, jobs)

    monkeypatch.setattr(Posting, "post", other_comes_first)
    monkeypatch.chdir(blog.root)
    with Wiring(Options(), blog.env) as wiring:
        results = wiring.post().post_files([path], [], again=True)
    assert [type(result.outcome) for result in results] == [AlreadyPosted]
    pages = list((blog.root / "state" / "outbox").glob("*-outbox.html"))
    assert len(pages) == 2
