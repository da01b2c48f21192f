"""What each change of an entry does, and what it leaves to others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.errors import LedgerError
from bot.model import Claim, Claimer, Receipt, Status
from tests.ledger.conftest import Event, history, known_keys
from tests.store.places import LEASE, NOW, digest, intent, receipt

if TYPE_CHECKING:
    from bot.ledger import Ledger
    from bot.model import Digest, Entry

ME = Claimer("aaaa", "laptop")
YOU = Claimer("bbbb", "runner", "100", 2)
LATER = NOW + timedelta(hours=1)


def claim(
    ledger: Ledger, of: Digest | None = None, target: str = "x", claimer: Claimer = ME, **how: object
) -> Claim | Entry:
    fields = {key: how.pop(key) for key in ("cost_usd", "rkey", "payload") if key in how}
    return ledger.claim(intent(of or digest(), target, **fields), claimer, how.pop("now", NOW), LEASE, **how)  # type: ignore[arg-type]


def won(ledger: Ledger, of: Digest | None = None, target: str = "x", claimer: Claimer = ME, **how: object) -> Claim:
    made = claim(ledger, of, target, claimer, **how)
    assert isinstance(made, Claim), made
    return made


def events(ledger: Ledger, target: str = "x") -> list[tuple[str, int]]:
    return [(str(event.status), event.attempt) for event in history(ledger, "hello-1", target)]


# ── claiming ─────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_is_won_once(ledger: Ledger) -> None:
    """Everybody else gets the entry that stands in the way."""
    made = won(ledger)
    assert (made.attempt, made.claimed_at, made.lease_until, made.since_id) == (1, NOW, NOW + LEASE, None)
    for claimer in (YOU, ME):
        entry = claim(ledger, claimer=claimer, now=LATER)
        assert not isinstance(entry, Claim)
        assert (entry.status, entry.claimer) == (Status.CLAIMED, ME)


def test_the_same_claim_applied_twice_is_the_same_claim(ledger: Ledger) -> None:
    """A store that cannot see that a change has got in applies it again; the attempt is not counted twice."""
    assert won(ledger) == won(ledger)
    assert not isinstance(claim(ledger, now=LATER), Claim)


def test_what_is_posted_is_posted_again_only_when_asked_for(ledger: Ledger) -> None:
    """And what was taken down too; the old receipt stays in the history."""
    ledger.settle(won(ledger), receipt(1), NOW)
    assert claim(ledger).status is Status.POSTED  # type: ignore[union-attr]
    again = won(ledger, again=True, now=LATER)
    assert (again.attempt, again.since_id) == (2, "1001")
    entry = ledger.get("hello-1", "x")
    assert entry is not None
    assert entry.receipt is None
    ledger.delete(ledger.settle(again, receipt(2), LATER), LATER)
    assert claim(ledger).status is Status.DELETED  # type: ignore[union-attr]
    assert won(ledger, again=True, claimer=YOU).attempt == 3
    assert [event.receipt_id for event in history(ledger, "hello-1", "x")] == [None, "1001", None, "1002", "1002", None]


def test_after_a_failure_the_next_attempt_is_won(ledger: Ledger) -> None:
    """Whether to wait for retry_at is for whoever asks."""
    entry = ledger.fail(won(ledger), "no route", NOW, LATER)
    assert (entry.status, entry.reason, entry.retry_at) == (Status.FAILED, "no route", LATER)
    again = won(ledger, claimer=YOU)
    assert again.attempt == 2
    entry = ledger.get("hello-1", "x")
    assert entry is not None
    assert (entry.reason, entry.retry_at) == (None, None)
    assert ledger.fail(again, "refused", NOW).retry_at is None


def test_in_doubt_stands_in_the_way_even_of_again(ledger: Ledger) -> None:
    """Nothing is sent before somebody has looked."""
    ledger.doubt(won(ledger), "no answer", NOW)
    for again in (False, True):
        assert claim(ledger, again=again).status is Status.IN_DOUBT  # type: ignore[union-attr]


def test_targets_are_independent(ledger: Ledger) -> None:
    won(ledger, target="x")
    won(ledger, target="bluesky")


def test_a_claim_can_be_given_something_else_to_send(ledger: Ledger) -> None:
    """The same attempt, with what it costs now."""
    made = won(ledger, cost_usd=Decimal("0.205"), rkey="3m")
    amended = ledger.amend(made, {"text": "without its picture"}, cost_usd=Decimal("0.200"))
    assert amended == replace(made, payload={"text": "without its picture"})
    entry = ledger.get("hello-1", "x")
    assert entry is not None
    assert (entry.payload, entry.rkey, entry.cost_usd, entry.attempt) == (amended.payload, "3m", Decimal("0.2"), 1)
    ledger.doubt(made, "taken for dead", NOW)
    with pytest.raises(LedgerError, match=r"hello-1.*lost.*in-doubt.*not sent"):
        ledger.amend(made, {})


def test_the_newest_known_post_is_the_one_with_the_greatest_number(ledger: Ledger) -> None:
    """Numbers, not texts; posts that were taken down count, other targets' do not."""
    for number, post_id in enumerate(["999", "1000", "998"]):
        made = won(ledger, digest(number))
        ledger.settle(made, Receipt(post_id, "u", NOW), NOW)
    ledger.settle(won(ledger, digest(9), "y"), Receipt("5000", "u", NOW), NOW)
    assert ledger.newest_id("x") == "1000"
    entry = ledger.get("hello-1", "x")
    assert entry is not None
    ledger.delete(entry, NOW)
    assert won(ledger, digest(10)).since_id == "1000"
    assert ledger.newest_id("z") is None


# ── settling ─────────────────────────────────────────────────────────────────────────────────────


def test_a_receipt_is_written_whatever_others_believe(ledger: Ledger) -> None:
    """Doubted, given up, claimed by another: the post exists."""
    made = won(ledger)
    entry = ledger.doubt(made, "taken for dead", NOW)
    assert ledger.settle(made, receipt(1), NOW).receipt == receipt(1)
    ledger.absent(entry, NOW, "too late")
    assert ledger.get("hello-1", "x").status is Status.POSTED  # type: ignore[union-attr]

    made = won(ledger, digest(2))
    ledger.absent(ledger.doubt(made, "taken for dead", NOW), NOW, "not there")
    assert ledger.settle(made, receipt(2), NOW).status is Status.POSTED

    made = won(ledger, digest(3))
    ledger.absent(ledger.doubt(made, "taken for dead", NOW), NOW, "not there")
    other = won(ledger, digest(3), claimer=YOU)
    assert ledger.settle(made, receipt(3), NOW).receipt == receipt(3)
    assert ledger.fail(other, "refused", NOW).status is Status.POSTED
    assert ledger.doubt(other, "no answer", NOW).status is Status.POSTED
    assert ledger.settle(other, receipt(4), NOW).receipt == receipt(4)
    assert [event.receipt_id for event in history(ledger, "hello-3", "x")][-2:] == ["1003", "1004"]


def test_a_receipt_for_a_ledger_that_was_replaced_is_written(ledger: Ledger) -> None:
    """The entry is gone, the post is not."""
    lost = Claim("lost", "x", 3, ME, NOW, NOW + LEASE, {"text": "t"})
    assert ledger.settle(lost, receipt(1), NOW).status is Status.POSTED
    for late in (
        lambda: ledger.fail(replace(lost, key="other"), "", NOW),
        lambda: ledger.doubt(replace(lost, key="other"), "", NOW),
    ):
        with pytest.raises(LedgerError, match="bot reconcile"):
            late()


def test_settling_twice_is_settling_once(ledger: Ledger) -> None:
    made = won(ledger)
    assert ledger.settle(made, receipt(1), NOW) == ledger.settle(made, receipt(1), LATER)
    assert events(ledger) == [("claimed", 1), ("posted", 1)]


def test_whoever_comes_late_changes_nothing(ledger: Ledger) -> None:
    """A doubt, a failure or an absence of an attempt that is over does not touch the next one."""
    first = won(ledger)
    entry = ledger.doubt(first, "dead?", NOW)
    ledger.absent(entry, NOW, "not there")
    second = won(ledger, claimer=YOU)
    before = ledger.get("hello-1", "x")
    assert ledger.doubt(first, "late", NOW) == before
    assert ledger.fail(first, "late", NOW) == before
    assert ledger.absent(entry, NOW, "late") == before
    assert ledger.delete(entry, NOW) == before
    ledger.doubt(second, "no answer", NOW)
    assert ledger.absent(entry, NOW, "late").status is Status.IN_DOUBT


def test_what_is_said_to_be_there_is_said_of_its_own_attempt(ledger: Ledger) -> None:
    """The claim was lost, and the post is another attempt's by now: nobody said that this one is there."""
    lost = won(ledger)
    doubtful = ledger.doubt(lost, "no answer", NOW)
    ledger.said_to_be_there(lost)
    assert ledger.known(doubtful).said_to_be_there
    ledger.absent(doubtful, NOW, "not there")
    again = won(ledger, claimer=YOU)
    current = ledger.doubt(again, "no answer", NOW)
    ledger.said_to_be_there(lost, looked_once_more=True)
    known = ledger.known(current)
    assert (known.said_to_be_there, known.looked_once_more) == (False, False)
    ledger.said_to_be_there(current)
    ledger.said_to_be_there(lost)
    assert ledger.known(current).said_to_be_there, "who comes late takes nothing back either"


def test_what_is_surely_absent_is_due_at_once(ledger: Ledger) -> None:
    entry = ledger.absent(ledger.doubt(won(ledger), "no answer", NOW), LATER, "the timeline does not have it")
    assert (entry.status, entry.retry_at, entry.reason) == (Status.FAILED, NOW, "the timeline does not have it")


def test_what_was_found_is_posted(ledger: Ledger) -> None:
    """Also when the ledger has lost the entry meanwhile."""
    entry = ledger.doubt(won(ledger), "no answer", NOW)
    assert ledger.found(entry, receipt(1), NOW).receipt == receipt(1)
    gone = ledger.found(replace(entry, key="gone", path="content/gone.md"), receipt(2), NOW)
    assert (gone.status, gone.title, gone.link) == (Status.POSTED, entry.title, entry.link)


def test_a_lost_ledger_is_rebuilt_without_overwriting_what_it_knows(ledger: Ledger) -> None:
    ledger.settle(won(ledger, digest(1)), receipt(1), NOW)
    assert ledger.restore(digest(1), "x", receipt(9), NOW).receipt == receipt(1)
    assert ledger.restore(digest(2), "x", receipt(2), NOW).receipt == receipt(2)
    ledger.baseline([digest(3)], NOW, target="x")
    assert ledger.restore(digest(3), "x", receipt(3), NOW).status is Status.POSTED
    assert ledger.newest_id("x") == "1003"


# ── not posting ──────────────────────────────────────────────────────────────────────────────────


def test_a_baseline_holds_for_all_targets_until_one_has_its_own_entry(ledger: Ledger) -> None:
    assert ledger.baseline([digest(1), digest(2)], NOW, reason="there before") == 2
    assert ledger.baseline([digest(1), digest(2)], NOW) == 0
    entry = ledger.entry(digest(1), "bluesky")
    assert entry is not None
    assert (entry.status, entry.target, entry.reason) == (Status.BASELINE, "*", "there before")
    made = won(ledger, digest(1), "bluesky")
    ledger.settle(made, receipt(), NOW)
    assert ledger.entry(digest(1), "bluesky").status is Status.POSTED  # type: ignore[union-attr]
    assert ledger.entry(digest(1), "x").status is Status.BASELINE  # type: ignore[union-attr]


def test_a_baseline_knows_digests_by_all_their_names(ledger: Ledger) -> None:
    renamed = replace(digest(1), key="renamed", title="Another", published_at=None)
    retitled = replace(digest(2), key="moved", url="https://blog.example/moved")
    digests = [digest(1), digest(2), renamed, digest(3), retitled]
    assert ledger.baseline((one for one in digests), NOW) == 3
    assert [entry.key for entry in ledger.entries()] == ["hello-1", "hello-2", "hello-3"]


def test_a_baseline_takes_failures_along_and_leaves_doubts(ledger: Ledger) -> None:
    """Whoever marks everything as handled wants no retries; a question stays a question."""
    ledger.fail(won(ledger, digest(1)), "no route", NOW, NOW)
    ledger.doubt(won(ledger, digest(2)), "no answer", NOW)
    assert ledger.baseline([digest(1), digest(2)], NOW) == 2
    assert ledger.get("hello-1", "x").status is Status.BASELINE  # type: ignore[union-attr]
    assert ledger.get("hello-2", "x").status is Status.IN_DOUBT  # type: ignore[union-attr]


def test_a_status_that_only_a_person_can_have_written_is_handled(ledger: Ledger) -> None:
    """The first schema allows "skipped", which no command has ever written: it is no reason to post, or to stop."""
    ledger.baseline([digest()], NOW, target="x", reason="by hand")
    ledger.connection.execute("UPDATE entries SET status = 'skipped'")
    entry = ledger.entry(digest(), "x")
    assert entry is not None
    assert (entry.status, entry.reason) == (Status.BASELINE, "by hand")
    assert ledger.counts() == {Status.BASELINE: 1}
    assert list(ledger.entries(status=(Status.CLAIMED, Status.IN_DOUBT, Status.FAILED))) == []
    ledger.settle(won(ledger), receipt(), NOW)


def test_a_target_that_is_new_to_an_old_ledger_starts_from_now(ledger: Ledger) -> None:
    """What was handled before is not poured out on it; what is new to the ledger is new for all."""
    assert ledger.targets.register(["x"], NOW) == ["x"]
    ledger.baseline([digest(1)], NOW)
    ledger.settle(won(ledger, digest(2)), receipt(), NOW)
    ledger.fail(won(ledger, digest(3)), "no route", NOW)
    assert ledger.targets.unregistered(["x", "bluesky", "bluesky"]) == ["bluesky"]
    assert ledger.targets.register(["x", "bluesky"], LATER) == ["bluesky"]
    statuses = [ledger.entry(digest(number), "bluesky") for number in (1, 2, 3, 4)]
    assert [entry and entry.status for entry in statuses] == [Status.BASELINE] * 3 + [None]
    assert statuses[1] is not None
    assert (statuses[1].reason, statuses[1].link) == ("handled before bluesky was set up", digest(2).url)
    assert ledger.targets.register(["x", "bluesky"], LATER) == []
    assert ledger.entry(digest(4), "x") is None


def test_the_first_targets_of_a_fresh_ledger_inherit_nothing(ledger: Ledger) -> None:
    ledger.restore(digest(1), "x", receipt(), NOW)
    assert ledger.targets.register(["x", "bluesky"], NOW) == ["x", "bluesky"]
    assert ledger.entry(digest(1), "bluesky") is None


# ── who is it ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "new-name", "slug": "new-name", "url": "https://blog.example/posts/new-name"},
        {"key": "new-name", "title": "A better title"},
        {"key": "new-name", "published_at": None},
        {"url": "https://new.example/a", "title": "Another", "published_at": NOW, "lang": "fr"},
    ],
    ids=["renamed", "renamed and retitled", "renamed and undated", "all but its key"],
)
def test_a_digest_is_recognised_under_another_name(ledger: Ledger, changes: dict[str, object]) -> None:
    """By its key, else by publish time and title, else by its link."""
    ledger.settle(won(ledger), receipt(), NOW)
    renamed = digest(1, **changes)
    assert ledger.entry(renamed, "x").status is Status.POSTED  # type: ignore[union-attr]
    assert not isinstance(claim(ledger, renamed), Claim)
    assert ledger.entry(renamed, "bluesky") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another"},
        {"published_at": NOW},
        {"lang": "fr"},
        {"lang": None},
        {"published_at": None},
    ],
    ids=["title", "time", "language", "no language", "no time"],
)
def test_another_digest_is_another_digest(ledger: Ledger, changes: dict[str, object]) -> None:
    """A translation, a new instalment: what differs in one of them and in its link is new."""
    ledger.settle(won(ledger), receipt(), NOW)
    fields = {"key": "another", "url": "https://blog.example/posts/another", **changes}
    assert ledger.entry(digest(1, **fields), "x") is None


def test_a_digest_is_recognised_however_often_it_changes(ledger: Ledger) -> None:
    """Renamed, then retitled, then moved: each time the ledger learns what it is called by now."""
    ledger.settle(won(ledger), receipt(), NOW)
    before = history(ledger, "hello-1", "x")
    steps = (
        {"key": "b", "url": "https://blog.example/b"},
        {"key": "b", "url": "https://blog.example/b", "title": "B"},
        {"key": "c", "url": "https://blog.example/c", "title": "B"},
        {"key": "c", "url": "https://new.example/c", "title": "C", "path": Path("/blog/content/c.md")},
        {"key": "d", "url": "https://new.example/c", "title": "D", "published_at": NOW},
    )
    for changes in steps:
        now = digest(1, **changes)
        entry = ledger.entry(now, "x")
        assert entry is not None, changes
        assert entry.status is Status.POSTED
        assert ledger.names.adopt(now) is True
        assert ledger.names.adopt(now) is False
    entry = ledger.get("hello-1", "x")
    assert entry is not None
    assert (entry.title, entry.receipt) == ("D", receipt())
    assert history(ledger, "hello-1", "x") == before
    assert known_keys(ledger) == {"hello-1", "b", "c", "d"}
    assert ledger.names.adopt(digest(7)) is False


def test_a_renamed_digest_is_claimed_under_the_key_that_the_ledger_knows(ledger: Ledger) -> None:
    """So that its history goes on."""
    ledger.fail(won(ledger), "no route", NOW, NOW)
    renamed = digest(1, key="new-name", path=Path("/blog/content/new name.md"))
    made = won(ledger, renamed)
    assert (made.key, made.attempt) == ("hello-1", 2)
    ledger.settle(made, receipt(), NOW)
    assert ledger.entry(replace(renamed, title="T", url="https://blog.example/t"), "x").path.endswith(
        "content/new name.md"
    )  # type: ignore[union-attr]


def test_paths_are_the_same_on_every_machine(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stored below the settings' folder, shown as the person at this working directory would write them."""
    ledger.names.root = tmp_path / "blog"
    (ledger.names.root / "content").mkdir(parents=True)
    won(ledger, digest(1, path=ledger.names.root / "content" / "a b.md"))
    assert ledger.connection.execute("SELECT path FROM entries").fetchone() == ("content/a b.md",)
    for cwd, shown in {
        ledger.names.root: "content/a b.md",
        tmp_path: "blog/content/a b.md",
        ledger.names.root / "content": "a b.md",
    }.items():
        monkeypatch.chdir(cwd)
        assert ledger.get("hello-1", "x").path == shown  # type: ignore[union-attr]


def test_odd_names_are_kept_apart(ledger: Ledger) -> None:
    """Bytes of a file name that are no text, half an emoji from a YAML escape, a NUL: stored and found again."""
    odd = [b"caf\xe9".decode("utf-8", "surrogateescape"), "\ud83d", "a\nb", "a\0b", "😀", "café", "cafe\u0301"]
    for number, name in enumerate(odd):
        of = digest(
            number,
            key=name,
            title=name,
            path=Path("/blog") / name.replace("\0", "0"),
            url=f"https://blog.example/{number}",
        )
        ledger.settle(won(ledger, of, payload={"text": name.replace("\ud83d", "")}), receipt(number), NOW)
    for number, name in enumerate(odd):
        entry = ledger.entry(digest(99, key=name), "x")
        assert entry is not None
        assert entry.receipt == receipt(number)
    assert len(known_keys(ledger)) == len(odd)


# ── money, lists, history ────────────────────────────────────────────────────────────────────────


def test_the_spend_counts_every_post_and_every_question(ledger: Ledger) -> None:
    """What was posted, twice if twice; what is being sent or in doubt; not what surely failed."""
    cost = Decimal("0.2")
    old = NOW - timedelta(days=40)
    ledger.settle(won(ledger, digest(1), cost_usd=cost, now=old), receipt(1), old)
    ledger.settle(won(ledger, digest(2), cost_usd=Decimal("0.015")), receipt(2), NOW)
    ledger.settle(won(ledger, digest(2), cost_usd=cost, again=True), receipt(3), NOW)
    ledger.doubt(won(ledger, digest(3), cost_usd=cost), "no answer", NOW)
    won(ledger, digest(4), cost_usd=cost)
    ledger.fail(won(ledger, digest(5), cost_usd=cost), "refused", NOW)
    ledger.settle(won(ledger, digest(6), "y", cost_usd=cost), receipt(6), NOW)
    month = NOW - timedelta(days=10)
    assert ledger.spent("x", month) == Decimal("0.615")
    assert ledger.spent("x", old) == Decimal("0.815")
    assert ledger.spent("z", old) == Decimal(0)
    entry = ledger.get("hello-2", "x")
    assert entry is not None
    ledger.delete(entry, NOW)
    assert ledger.spent("x", month) == Decimal("0.615"), "money does not come back"


def test_entries_are_listed_newest_first_and_as_asked_for(ledger: Ledger) -> None:
    ledger.baseline([digest(0)], NOW)
    for number, target in enumerate(("x", "bluesky", "x"), start=1):
        ledger.settle(won(ledger, digest(number), target), receipt(number), NOW + timedelta(minutes=number))
    ledger.doubt(won(ledger, digest(4)), "no answer", NOW + timedelta(minutes=9))

    def keys(**wanted: object) -> str:
        return "".join(entry.key[-1] for entry in ledger.entries(**wanted))  # type: ignore[arg-type]

    assert keys() == "43210"
    assert keys(target="x") == "431"
    assert keys(status=Status.POSTED) == "321"
    assert keys(status=(Status.CLAIMED, Status.IN_DOUBT, Status.FAILED)) == "4"
    assert keys(status=[]) == ""
    assert keys(key="hello-2") == "2"
    assert keys(since=NOW + timedelta(minutes=2)) == "432"
    assert ledger.counts() == {Status.BASELINE: 1, Status.POSTED: 3, Status.IN_DOUBT: 1}
    assert ledger.claimers() == set()


def test_the_history_tells_everything(ledger: Ledger) -> None:
    """Also that an entry was of the archive before."""
    ledger.baseline([digest()], NOW, target="x", reason="there before")
    made = won(ledger, now=NOW, cost_usd=Decimal("0.2"))
    ledger.doubt(made, "no answer", LATER)
    entry = ledger.get("hello-1", "x")
    assert entry is not None
    ledger.found(entry, receipt(), LATER)
    assert history(ledger, "hello-1", "x") == [
        Event(NOW, Status.BASELINE, 0, "there before", None, None, None, None),
        Event(NOW, Status.CLAIMED, 1, None, "aaaa", None, None, Decimal("0.2")),
        Event(LATER, Status.IN_DOUBT, 1, "no answer", "aaaa", None, None, Decimal("0.2")),
        Event(LATER, Status.POSTED, 1, None, "aaaa", "1001", "https://x.com/me/status/1001", Decimal("0.2")),
    ]
