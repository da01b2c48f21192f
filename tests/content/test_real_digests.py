"""Real digests, as a blog's generator wrote them, are read in full."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import read
from bot.settings.model import Settings
from tests.demand import missing

DIGESTS = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "digests"


@pytest.fixture(scope="module")
def digests() -> dict[str, object]:
    if not DIGESTS.is_dir():
        missing("../shared/data/digests is not there")
    settings = Settings(root=DIGESTS.parent, source=None, site="https://example.com", content=DIGESTS)
    return {path.stem: read(path, settings) for path in sorted(DIGESTS.iterdir())}


def test_every_real_digest_has_all_that_a_post_needs(digests: dict) -> None:
    assert len(digests) == 59
    for stem, digest in digests.items():
        assert digest.key == digest.slug == stem
        assert digest.url == f"https://example.com/posts/{stem}"
        assert digest.published_at.isoformat()[:10] == stem[:10]
        assert digest.title
        assert digest.description
        assert digest.paragraphs
        assert digest.source
        assert digest.lede or "_" not in digest.paragraphs[0]
        assert digest.pictures[0].origin == "heroImage"
        assert digest.pictures[0].alt
        assert len({tag.casefold() for tag in digest.tags}) == len(digest.tags)
        for text in (digest.title, digest.lede or "", *digest.paragraphs):
            assert not any(mark in text for mark in ("\n", "](", "**", "[1]", "&amp;"))


def test_a_description_that_was_cut_is_whole_in_the_lede(digests: dict) -> None:
    """The blockquote, or in older ones the emphasized first paragraph, goes on where the description was cut."""
    cut = [one for one in digests.values() if len(one.description) == 140 and one.lede]
    assert len(cut) >= 5
    assert sum(one.lede.startswith(one.description[:100]) and len(one.lede) > 140 for one in cut) >= 5
