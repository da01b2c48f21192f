"""Which tags say little, because most of a blog's digests have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.content.archive import FEWEST, NEIGHBOURS, Archive

if TYPE_CHECKING:
    from tests.content.conftest import Desk


def text_of(*tags: str) -> str:
    return f"---\ntitle: A title\npubDatetime: 2026-01-01\ntags: [{', '.join(tags)}]\n---\n\nA sentence.\n"


def write_many(desk: Desk, count: int, *tags: str, name: str = "2026-01-{:02}.md") -> None:
    for number in range(count):
        desk.write(text_of(*tags, f"only-{number}"), name.format(number))


def test_a_tag_on_most_digests_before_one_is_common(desk: Desk) -> None:
    write_many(desk, FEWEST, "Fermentation")
    digest = desk.read(text_of("fermentation", "kefir"), "2026-02-01.md")
    assert Archive(desk.settings).common_tags(digest) == {"fermentation"}


@pytest.mark.parametrize("others", [0, FEWEST - 1])
def test_a_few_digests_tell_nothing(desk: Desk, others: int) -> None:
    write_many(desk, others, "fermentation")
    digest = desk.read(text_of("fermentation"), "2026-02-01.md")
    assert Archive(desk.settings).common_tags(digest) == frozenset()


def test_what_comes_after_a_digest_or_long_before_it_changes_nothing(desk: Desk) -> None:
    write_many(desk, FEWEST, "old", name="2024-01-{:02}.md")
    write_many(desk, NEIGHBOURS, "fermentation")
    write_many(desk, NEIGHBOURS, "new", name="2027-01-{:02}.md")
    digest = desk.read(text_of("fermentation"), "2026-02-01.md")
    assert Archive(desk.settings).common_tags(digest) == {"fermentation"}


def test_digests_with_folders_of_their_own_stand_beside_each_other(desk: Desk) -> None:
    write_many(desk, FEWEST, "fermentation", name="2026-01-{:02}/index.md")
    digest = desk.read(text_of("kefir"), "2026-02-01/index.md")
    assert Archive(desk.settings).common_tags(digest) == {"fermentation"}


def test_a_file_that_cannot_be_read_is_passed_over(desk: Desk) -> None:
    write_many(desk, FEWEST, "fermentation")
    desk.write(b"---\ntitle: [\n---\n", "2026-01-98.md")
    desk.write(b"\0\0\0", "2026-01-99.md")
    digest = desk.read(text_of("kefir"), "2026-02-01.md")
    assert Archive(desk.settings).common_tags(digest) == {"fermentation"}


def test_a_folder_that_is_gone_tells_nothing(desk: Desk) -> None:
    digest = desk.read(text_of("kefir"), "gone/2026-02-01.md")
    digest.path.unlink()
    digest.path.parent.rmdir()
    assert Archive(desk.settings).common_tags(digest) == frozenset()


def test_an_archive_that_has_grown_or_changed_is_looked_at_anew(desk: Desk) -> None:
    archive = Archive(desk.settings)
    write_many(desk, FEWEST, "fermentation")
    digest = desk.read(text_of("kefir"), "2026-02-01.md")
    assert archive.common_tags(digest) == {"fermentation"}
    write_many(desk, FEWEST + 1, "bread", "fermentation of all kinds", name="2026-01-{:02}.md")
    assert archive.common_tags(digest) == {"bread", "fermentationofallkinds"}
