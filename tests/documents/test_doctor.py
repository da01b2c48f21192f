"""``bot doctor`` on documents: whether the publication is there, unchanged, and of this blog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.publishers.bluesky.identifiers import PUBLICATIONS, publication_key
from tests.documents.conftest import SITE

if TYPE_CHECKING:
    from tests.documents.conftest import Site


def findings(site: Site) -> list[str]:
    """What it says of documents."""
    out = site.bot("doctor", "--to", "bluesky").out
    return [line for line in out.splitlines() if "publication" in line or "documents" in line]


def change(site: Site, **changes: Any) -> str:
    record = {"$type": PUBLICATIONS, "url": SITE, "name": "The Log", **changes}
    return str(site.put(PUBLICATIONS, publication_key(SITE), record)["cid"])


def test_all_is_well(site: Site) -> None:
    assert any("documents belong to “The Log”" in line for line in findings(site))


def test_another_program_has_changed_the_publication(site: Site) -> None:
    """The difference is named, with the line that mends it."""
    cid = change(site, name="Renamed")
    said = " ".join(findings(site))
    assert "was changed" in said
    assert f'publication_cid = "{cid}"' in said


def test_the_publication_is_of_another_address(site: Site) -> None:
    """By the app's rule each card would be a plain one."""
    change(site, url="https://old.example")
    said = " ".join(findings(site))
    assert "https://old.example" in said
    assert "plain card" in said


def test_the_publication_is_gone(site: Site) -> None:
    site.delete(site.publication)
    assert any("there is no publication" in line for line in findings(site))


@pytest.mark.parametrize(("more", "word"), [('mode = "image"\n', "link cards"), ("", "no publication is set")])
def test_settings_that_make_no_document(site: Site, more: str, word: str) -> None:
    site.settings(more=more)
    if not more:
        site.blog.settings(f'site = "{SITE}"\n[targets.bluesky]\ndocuments = true\n')
    assert any(word in line for line in findings(site))
