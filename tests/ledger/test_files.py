"""What the watcher leaves for its next look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ledger import Seen

if TYPE_CHECKING:
    from bot.ledger import Ledger

A = Seen("a/one.md", 10, 1_700_000_000_000_000_001, "ab" * 20, "a/one")
B = Seen("b.dir/two", 0, -1, "cd" * 32, "an-id")
C = Seen("c.tar.md", 2**40, 0, "00" * 20, "c.tar")


def test_files_are_remembered_as_they_were_and_listed_by_path(ledger: Ledger) -> None:
    ledger.files.remember(iter([C, B, A]))
    assert list(ledger.files.seen()) == [A, B, C]
    changed = A._replace(blob="ef" * 20, size=11, key="other")
    ledger.files.remember([changed])
    assert list(ledger.files.seen()) == [changed, B, C]
    ledger.files.forget([B.path, "never seen"])
    assert list(ledger.files.seen()) == [changed, C]


def test_the_order_of_paths_is_that_of_their_bytes(ledger: Ledger) -> None:
    """As git and a sorted walk have it."""
    names = ["é.md", "z.md", "Z.md", "a.md", "a/b.md", "a-b.md", "😀.md", "\uffff.md"]
    ledger.files.remember(A._replace(path=name) for name in names)
    assert [seen.path for seen in ledger.files.seen()] == sorted(names, key=str.encode)


def test_marks_are_read_as_they_were_written(ledger: Ledger) -> None:
    assert ledger.marks.get("tree") is None
    ledger.marks.set("tree", "abc")
    ledger.marks.set("tree", "def")
    assert ledger.marks.get("tree") == "def"
    ledger.marks.set("tree", None)
    ledger.marks.set("other", None)
    assert ledger.marks.get("tree") is None
