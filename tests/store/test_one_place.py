"""A blog has one ledger: what is claimed is compared at the place where it is claimed, and a second ledger stops everything."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.errors import LedgerError
from bot.model import Claim, Status
from bot.settings.model import Settings
from bot.store import open_store
from tests.conftest import OUTBOX
from tests.store.places import NOW, GitPlace, begin, claim, digest, entry, git, quiet_environ, receipt, settle, won

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store import Store
    from tests.conftest import Blog


def mirror(place: GitPlace, name: str = "mirror.git") -> Path:
    """A copy of the blog's repository elsewhere."""
    git(place.folder, "clone", "--quiet", "--mirror", place.bare.as_uri(), str(place.folder / name))
    return place.folder / name


def test_two_machines_whose_push_address_differs_claim_at_one_place(branch: GitPlace) -> None:
    """Fetched from a read-only mirror and pushed to the repository: the second one sees the first one's claim."""
    copy = mirror(branch)
    branch.made()
    stores = []
    for who in ("one", "two"):
        root = branch.checkout(who)
        git(root, "remote", "set-url", "origin", copy.as_uri())
        git(root, "remote", "set-url", "--push", "origin", branch.bare.as_uri())
        stores.append(branch.store(who))
    won(stores[0], digest())
    second = claim(stores[1], digest())
    assert not isinstance(second, Claim), "two claims of one digest"
    assert second.status is Status.CLAIMED
    assert not git(copy, "for-each-ref", "refs/heads/bot-state")


def test_a_mirror_that_lags_behind_is_no_second_ledger(branch: GitPlace) -> None:
    """It has what the other had a while ago."""
    store = branch.made()
    copy = mirror(branch)
    won(store, digest())
    root = branch.checkout("two")
    git(root, "remote", "set-url", "origin", copy.as_uri())
    git(root, "remote", "set-url", "--push", "origin", branch.bare.as_uri())
    assert entry(branch.store("two"), digest()) is not None


@pytest.mark.parametrize("there", [True, False], ids=["both have one", "only where it is fetched from"])
def test_a_ledger_where_it_is_fetched_from_and_another_where_it_is_pushed_to(branch: GitPlace, *, there: bool) -> None:
    """The fork's and the original's: nothing is sent from either, and the way out is named."""
    fork = mirror(branch, "fork.git")
    won(branch.made(), digest())
    if there:
        root = branch.checkout("fork")
        git(root, "remote", "set-url", "origin", fork.as_uri())
        branch.store("fork").create(begin)
    root = branch.checkout("laptop")
    git(root, "remote", "set-url", "--push", "origin", fork.as_uri())
    store = branch.store("laptop")
    for attempt in (lambda: claim(store, digest()), lambda: store.create(begin), store.exists):
        with pytest.raises(LedgerError, match=r"pushed to .*fork\.git.*nothing was sent.*remote = "):
            attempt()


def test_a_remote_with_several_push_addresses_has_no_one_ledger(branch: GitPlace) -> None:
    """git would push to both, and take the first one's no for both."""
    branch.made()
    copy = mirror(branch)
    root = branch.checkout("laptop")
    git(root, "remote", "set-url", "--add", "origin", copy.as_uri())
    with pytest.raises(LedgerError, match=r"pushes to 2 repositories.*nothing was sent"):
        claim(branch.store("laptop"), digest())


def test_an_address_that_git_rewrites_for_pushes_is_followed(branch: GitPlace) -> None:
    """url.*.pushInsteadOf, as many have it for GitHub."""
    branch.made()
    copy = mirror(branch)
    git(copy, "update-ref", "-d", "refs/heads/bot-state")
    root = branch.checkout("laptop")
    git(root, "remote", "set-url", "origin", copy.as_uri())
    git(root, "config", f"url.{branch.bare.as_uri()}.pushInsteadOf", copy.as_uri())
    won(branch.store("laptop"), digest())
    assert not git(copy, "for-each-ref", "refs/heads/bot-state")
    assert entry(branch.store("two"), digest()) is not None


@pytest.mark.parametrize("name", ["refs/heads/bot-state", "heads/bot-state", "origin/bot-state", "HEAD", "@"])
def test_a_branch_written_as_a_ref_is_not_made_into_another_branch(tmp_path: Path, name: str) -> None:
    """refs/heads/refs/heads/bot-state would be a second ledger."""
    place = GitPlace(tmp_path, branch=name).found()
    with pytest.raises(LedgerError, match=r'another branch.*branch = "bot-state"'):
        place.store().create(begin)
    place.close()


# ── a file beside a branch ───────────────────────────────────────────────────────────────────────


@dataclass
class Laptop:
    """A checkout whose settings name no branch."""

    root: Path

    def store(self) -> Store:
        settings = Settings(root=self.root, source=None, state=self.root / "state")
        return open_store(settings, clock=GitPlace(self.root).clock, environ=quiet_environ())


@pytest.fixture
def laptop(branch: GitPlace) -> Laptop:
    return Laptop(branch.checkout("laptop"))


def test_a_laptop_with_its_own_file_beside_the_actions_branch_sends_nothing(branch: GitPlace, laptop: Laptop) -> None:
    """The action takes bot-state where no settings say so; the laptop was there before, and has never fetched it."""
    store = laptop.store()
    store.create(begin)
    branch.made()
    with pytest.raises(LedgerError, match=r'second ledger.*nothing was sent.*branch = "bot-state"'):
        claim(laptop.store(), digest())
    assert entry(store, digest()) is None


def test_a_laptop_makes_no_file_beside_the_actions_branch(branch: GitPlace, laptop: Laptop) -> None:
    branch.made()
    with pytest.raises(LedgerError, match="second ledger"):
        laptop.store().create(begin)
    assert not (laptop.root / "state" / "ledger.db").exists()


def test_a_laptop_without_a_network_believes_what_its_checkout_has_seen(branch: GitPlace, laptop: Laptop) -> None:
    """And goes on with its file where it has seen no such branch."""
    laptop.store().create(begin)
    git(laptop.root, "remote", "set-url", "origin", "http://127.0.0.1:9/blog.git")
    won(laptop.store(), digest())
    git(laptop.root, "update-ref", "refs/remotes/origin/bot-state", "HEAD")
    with pytest.raises(LedgerError, match="second ledger"):
        claim(laptop.store(), digest(2))


def test_a_laptop_that_pushes_its_blog_to_two_servers_has_one_file_all_the_same(
    branch: GitPlace, laptop: Laptop
) -> None:
    """Nothing of the file is pushed; it was told to name one of the two, and sent nothing."""
    copy = mirror(branch)
    git(laptop.root, "remote", "set-url", "--add", "origin", copy.as_uri())
    laptop.store().create(begin)
    won(laptop.store(), digest())
    branch.made()
    with pytest.raises(LedgerError, match="second ledger"):
        claim(laptop.store(), digest(2))


def local_file(branch: GitPlace, who: str) -> Store:
    """A local ledger in a checkout that has no remote yet."""
    root = branch.checkout(who)
    git(root, "remote", "rename", "origin", "later")
    store = Laptop(root).store()
    store.create(begin)
    git(root, "remote", "rename", "later", "origin")
    return store


def test_a_file_with_posts_that_the_branch_does_not_know_stops_everything(branch: GitPlace) -> None:
    """branch = was written into the settings, and the file stayed."""
    branch.made()
    root = branch.checkout("one")
    own = Laptop(root).store()
    git(root, "remote", "rename", "origin", "later")
    own.create(begin)
    settle(own, won(own, digest()))
    git(root, "remote", "rename", "later", "origin")
    store = branch.store("one")
    with pytest.raises(LedgerError, match=r"second ledger beside .*hello-1 on x is posted.*bot baseline"):
        claim(store, digest())
    (root / "state" / "ledger.db").rename(root / "old.db")
    won(branch.store("one"), digest())


def test_a_file_that_is_an_older_copy_of_the_branchs_is_no_second_ledger(branch: GitPlace) -> None:
    """As a checkout of the branch leaves it behind."""
    store = branch.made()
    made = won(store, digest())
    root = branch.checkout("two")
    (root / "state" / "ledger.db").write_bytes(branch.content())
    settle(store, made)
    won(branch.store("two"), digest(2))


def test_a_file_moves_to_a_new_branch_with_all_that_it_knows(branch: GitPlace) -> None:
    """bot init with a branch, where there was a file."""
    own = local_file(branch, "one")
    settle(own, won(own, digest()))
    store = branch.store("one")
    store.create(begin)
    found = claim(store, digest())
    assert not isinstance(found, Claim)
    assert (found.status, found.receipt) == (Status.POSTED, receipt())
    won(store, digest(2))


def test_doctor_finds_the_second_ledger(branch: GitPlace, blog: Blog) -> None:
    """Both ways round, before anything is posted."""
    shutil.rmtree(blog.root)
    blog.root = branch.checkout("laptop")
    blog.settings(OUTBOX)
    assert blog.bot("init", "-y").code == 0
    blog.digest()
    assert blog.bot("run").code == 0
    branch.made()
    ran = blog.bot("doctor", "--json")
    assert any("second ledger" in found["what"] for found in ran.findings), ran.out
    blog.digest("next.md", title="Another")
    ran = blog.bot("run")
    assert (ran.code, "second ledger" in ran.err) == (2, True), ran.err
    blog.settings('site = "https://blog.example"\nbranch = "bot-state"\n[targets.outbox]\n')
    ran = blog.bot("doctor", "--json")
    assert any("second ledger" in found["what"] for found in ran.findings), ran.out
    assert blog.bot("run").code == 2


def test_an_empty_push_address_is_told(branch: GitPlace) -> None:
    """It ended with an error that nobody had foreseen."""
    branch.made()
    git(branch.checkout("two"), "config", "remote.origin.pushurl", "")
    with pytest.raises(LedgerError, match="pushes to an empty address"):
        claim(branch.store("two"), digest())


def other(place: GitPlace, who: str, branch: str) -> Store:
    """A machine whose settings name another branch."""
    made = GitPlace(place.folder, branch=branch).store(who)
    place.stores.append(made)
    return made


@pytest.mark.parametrize("there", ["bot-state", "blog-state"])
def test_a_machine_with_another_branch_sends_nothing(branch: GitPlace, there: str) -> None:
    """The workflow's input says one branch and the laptop's settings another: each had its own, and posted everything."""
    here = "bot-state" if there != "bot-state" else "blog-state"
    first, second = other(branch, "one", here), other(branch, "two", there)
    for store in (first, second):
        store.create(lambda ledger: (begin(ledger), ledger.baseline([digest(0)], NOW)))
    settle(first, won(first, digest(1)))
    with pytest.raises(LedgerError, match=f"the branch {here} has a second ledger of this blog") as caught:
        claim(second, digest(1))
    assert f"--delete {here}" in str(caught.value)
    git(branch.bare, "branch", "-D", here)
    won(other(branch, "two", there), digest(2))


def test_two_blogs_of_one_repository_have_a_ledger_each(branch: GitPlace) -> None:
    """They know no digest in common."""
    first, second = other(branch, "one", "bot-state"), other(branch, "two", "docs-state")
    for store, number in ((first, 1), (second, 2)):
        store.create(begin)
        settle(store, won(store, digest(number)), number)
    won(other(branch, "one", "bot-state"), digest(3))
    won(other(branch, "two", "docs-state"), digest(4))


def test_a_ledger_that_has_moved_to_another_branch_leaves_an_older_copy_that_stops_nobody(branch: GitPlace) -> None:
    """But whoever still uses the old one is told."""
    old = branch.made()
    settle(old, won(old, digest(1)))
    git(branch.bare, "branch", "new-state", "bot-state")
    new = other(branch, "two", "new-state")
    settle(new, won(new, digest(2)), 2)
    with pytest.raises(LedgerError, match="new-state has a second ledger"):
        claim(branch.store("one"), digest(2))
