"""A run that is stopped before a flood says what the digests look like, and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.model import Digest, Entry, Status
from bot.watcher.flood import describe_flood

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def digest(number: int, folder: str = "") -> Digest:
    return Digest(
        f"{folder}d{number}", Path(f"content/{folder}d{number}.md"), f"d{number}", f"https://example.com/posts/d{number}",
        f"Digest number {number}", published_at=NOW + timedelta(days=number),
    )  # fmt: skip


def entry(of: Digest) -> Entry:
    return Entry(of.key, "*", Status.BASELINE, of.title, of.url, str(of.path), 0, NOW, of.published_at)


NEW = [digest(number) for number in (9, 1, 2, 3, 4, 5)]


def test_truly_new_ones_are_offered_oldest_first() -> None:
    said = describe_flood(NEW, [entry(digest(100))], 5)
    assert said.startswith("6 digests look new, and max_posts_per_run is 5: nothing was posted.")
    assert '"Digest number 1", "Digest number 2", "Digest number 3" and 3 more.' in said
    assert "bot run --max-posts 6" in said
    assert "changed?" not in said
    assert "\n" not in said


def test_a_moved_archive_is_recognised() -> None:
    """By title under another address, by file name, by the end of the address."""
    moved = [entry(replace(one, url=one.url.replace("posts", "blog"), key="old")) for one in NEW]
    assert "All of them have the title of one that is known under another address: was the permalink" in describe_flood(
        NEW, moved, 5
    )
    assert "bot baseline" in describe_flood(NEW, moved, 5)
    renamed = [entry(replace(one, title="Other", url="https://example.com/x", key="old")) for one in NEW]
    assert "All of them have the file name of one that is known from another folder" in describe_flood(NEW, renamed, 5)
    other = [
        entry(replace(one, title="Other", path=Path("x.md"), url="https://old.example/2025/" + one.slug, key="old"))
        for one in NEW
    ]
    assert "All of them end in the address of one that is known: was the site" in describe_flood(NEW, other, 5)
    dated = [entry(replace(one, key="k" + one.key)) for one in NEW[:4]]
    assert "4 of them have the title and address of one that is known under another key" in describe_flood(
        NEW, dated, 5
    )


def test_digests_that_another_target_has_had_are_no_sign_of_a_move() -> None:
    """Nothing was renamed; to mark them as handled would lose them."""
    assert "changed?" not in describe_flood(NEW, [entry(one) for one in NEW], 5)


def test_index_files_are_no_sign_of_a_move() -> None:
    """Every page bundle's file is called index.md."""
    bundles = [replace(one, path=Path(f"content/{one.slug}/index.md")) for one in NEW]
    known = replace(digest(50), path=Path("content/z/index.md"))
    assert "changed?" not in describe_flood(bundles, [entry(known)], 5)
    assert "moved?" not in describe_flood(bundles, [entry(known)], 5)
