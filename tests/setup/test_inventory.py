"""What `bot init` finds is held on the disk: an archive's size is seen in what it says, and not in its memory."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ledger import Ledger
from bot.ledger.opening import configure
from bot.ledger.schema import migrate
from bot.model import Digest
from bot.setup.inventory import Inventory

if TYPE_CHECKING:
    from tests.conftest import Blog

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def digest(number: int, **fields: object) -> Digest:
    values = {"title": f"Part {number}", "published_at": datetime(2024, 1, 1 + number % 28, tzinfo=UTC), **fields}
    key = str(values.pop("key", f"{number:06}-a-post-of-the-archive"))
    return Digest(key, Path(f"/blog/content/{key}.md"), key, str(values.pop("url", f"https://a.dev/{key}")), **values)  # type: ignore[arg-type]


def test_what_is_out_comes_back_as_the_ledger_knows_it() -> None:
    """In order; a draft, and what is dated ahead, is not counted."""
    inventory = Inventory(Path("/blog"))
    out = [digest(2, lang="de", body=b"12345678"), digest(1, published_at=None)]
    for one in (out[0], digest(3, draft=True), out[1], digest(4, published_at=datetime(2999, 1, 1, tzinfo=UTC))):
        assert inventory.add(one, NOW) is None
    assert list(inventory) == out
    assert len(inventory) == 2
    assert inventory.newest() == out[0]
    assert Inventory(Path("/blog")).newest() is None


def test_the_second_with_one_key_is_not_taken_in() -> None:
    """Also where the first is a draft."""
    inventory = Inventory(Path("/blog"))
    inventory.add(digest(1, key="same", draft=True), NOW)
    assert inventory.add(digest(2, key="same"), NOW) == Path("/blog/content/same.md")
    assert not list(inventory)


def test_addresses_of_several_are_told_in_the_order_of_their_first() -> None:
    inventory = Inventory(Path("/blog"))
    for number, name in enumerate("zabzcaz"):
        inventory.add(digest(number, url=f"https://a.dev/{name}"), NOW)
    shared = [(address.url, [path.stem[:6] for path in address.paths]) for address in inventory.shared_addresses()]
    assert shared == [("https://a.dev/z", ["000000", "000003", "000006"]), ("https://a.dev/a", ["000001", "000005"])]


def test_newcomers_are_marked_at_once_as_they_would_be_one_by_one() -> None:
    """Whatever some of them have in common with one before: its link, its time and title, or a key that it wears out."""
    day = datetime(2024, 5, 1, tzinfo=UTC)
    archive = [
        digest(1),
        digest(2, url="https://a.dev/one"),
        digest(3, url="https://a.dev/one", body=b"other words"),
        digest(4, title="One", published_at=day),
        digest(5, title="One", published_at=day),
        digest(6, title="One", published_at=day, lang="de"),
        digest(7, title="One", published_at=None),
        digest(8, title="One", published_at=None),
        digest(9, key="same"),
        digest(10, key="same@2024-05-01"),
        digest(11, draft=True, title="Part 12"),
        digest(12),
    ]
    inventory = Inventory(Path("/blog"))
    for one in archive:
        inventory.add(one, NOW)
    assert [one.key[:6] for one in inventory.others()] == ["000003", "000005", "same@2"]
    at_once, one_by_one = empty_ledger(), empty_ledger()
    marked = at_once.baseline_newcomers(inventory.newcomers(), NOW, "why") + at_once.baseline(
        inventory.others(), NOW, reason="why"
    )
    assert marked == one_by_one.baseline([one for one in archive if one.is_out(NOW)], NOW, reason="why")
    assert marked == 9
    assert rows(at_once) == rows(one_by_one)


def empty_ledger() -> Ledger:
    connection = configure(sqlite3.connect(":memory:", isolation_level=None))
    connection.execute("BEGIN")
    migrate(connection)
    return Ledger(connection, root=Path("/blog"))


def rows(ledger: Ledger) -> list[tuple[object, ...]]:
    return ledger.connection.execute("SELECT * FROM entries ORDER BY key").fetchall()


def test_init_names_addresses_and_ids_of_several(blog: Blog) -> None:
    """Five addresses by name, the others by number; an id that another digest has keeps its file out of the ledger."""
    for number in range(7):
        for place in ("a", "b"):
            blog.digest(
                f"{place}/{number}.md",
                title=f"{place} {number}",
                slug=f"post-{number}",
                pubDatetime=f"2024-01-0{number + 1}",
            )
    blog.digest("one.md", title="One", id="mine")
    blog.digest("two.md", title="Two", id="mine")
    ran = blog.bot("init", "-y")
    assert ran.err.count(" have one address, ") == 5
    assert "content/a/0.md and content/b/0.md have one address, https://blog.example/posts/post-0: " in ran.err
    assert "2 more addresses belong to several digests each" in ran.err
    assert "content/two.md" in ran.err
    assert "has the same id as content/one.md (mine)" in ran.err


GROW = """
import resource, sys
from tests.setup.test_inventory import NOW, Inventory, Path, digest
inventory = Inventory(Path("/blog"))
for number in range(int(sys.argv[1])):
    inventory.add(digest(number, body=bytes(56)), NOW)
assert sum(1 for _ in inventory) == len(inventory) == int(sys.argv[1])
assert not list(inventory.shared_addresses())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_twenty_times_as_many_digests_take_the_same_memory() -> None:
    """To a tenth; a list of them would take half as much again."""
    few, many = (
        int(subprocess.run([sys.executable, "-c", GROW, str(count)], check=True, capture_output=True, text=True).stdout)
        for count in (2_000, 40_000)
    )
    assert many < few * 1.1
