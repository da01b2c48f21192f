"""A post and its document on a real Bluesky server, which checks both records against their lexicons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.documents.conftest import references

if TYPE_CHECKING:
    from tests.documents.conftest import Site


def test_a_post_pins_its_document(site: Site) -> None:
    """The document stands at the post's own key, and both CIDs are those that were computed before."""
    site.digest(tags=["python", "digest"], modDatetime="2026-11-21T09:00:00Z", heroImage=None)
    preview = site.bot("post", "content/2026-11-20-hello.md", "--dry-run", "--json")
    ran = site.bot("run", "--json")
    assert ran.code == 0, ran
    (result,) = ran.results
    assert (result["outcome"], result["warnings"]) == ("posted", [])
    site.is_sound()
    (post,), (document,) = site.posts(), site.documents()
    assert document["uri"].rpartition("/")[2] == post["uri"].rpartition("/")[2]
    assert document["value"] == {
        "$type": "site.standard.document",
        "site": site.publication,
        "path": "/posts/2026-11-20-hello",
        "title": "Hello, world",
        "description": "What it is about.",
        "publishedAt": "2026-11-20T08:00:00.000Z",
        "updatedAt": "2026-11-21T09:00:00.000Z",
        "tags": ["python"],
        "textContent": "A first sentence. A second.",
    }
    wanted = {"uri": document["uri"], "path": "/posts/2026-11-20-hello"}
    assert result["draft"]["document"] == wanted == preview.results[0]["draft"]["document"]
