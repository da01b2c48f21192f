"""A post and its document on a real Bluesky server, which checks both records against their lexicons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.publishers.bluesky.identifiers import DOCUMENTS, PUBLICATIONS, publication_key
from bot.publishers.bluesky.record import COLLECTION as POSTS
from tests.documents.conftest import SITE, puts, references
from tests.servers.faults import Response

if TYPE_CHECKING:
    from tests.documents.conftest import Site
    from tests.servers.faults import Request

FILE = "content/2026-11-20-hello.md"
PATH = "/posts/2026-11-20-hello"


def key_of(site: Site) -> str:
    """The key that the digest's post and document will have."""
    (result,) = site.bot("post", FILE, "--dry-run", "--json").results
    return site.rkey(result["draft"]["document"]["uri"])


def test_a_post_pins_its_document(site: Site) -> None:
    """The document stands at the post's own key, and both CIDs are those that were computed before; a preview knew the address."""
    site.digest(tags=["python", "digest", "Python"], modDatetime="2026-11-21T09:00:00Z")
    preview = site.bot("post", FILE, "--dry-run", "--json")
    ran = site.bot("run", "--json")
    assert ran.code == 0, ran
    (result,) = ran.results
    assert (result["outcome"], result["warnings"]) == ("posted", [])
    site.is_sound()
    (post,), (document,) = site.posts(), site.documents()
    assert site.rkey(document["uri"]) == site.rkey(post["uri"])
    thumb = post["value"]["embed"]["external"]["thumb"]
    assert document["value"] == {
        "$type": "site.standard.document",
        "site": site.publication,
        "path": PATH,
        "title": "Hello, world",
        "description": "What it is about.",
        "publishedAt": "2026-11-20T08:00:00.000Z",
        "updatedAt": "2026-11-21T09:00:00.000Z",
        "tags": ["python"],
        "coverImage": thumb,
        "textContent": "A first sentence. A second.",
    }
    wanted = {"uri": document["uri"], "path": PATH}
    assert result["draft"]["document"] == wanted == preview.results[0]["draft"]["document"]


def test_the_document_is_there_before_the_post(site: Site) -> None:
    """Its key is looked up, the picture goes first, then the document, then the post; the publication is read once."""
    site.digest()
    site.digest("2026-11-21-more.md", title="More", pubDatetime="2026-11-21T08:00:00Z")
    site.pds.requests.clear()
    assert site.bot("run").code == 0
    sent = [
        json.loads(request.body)["collection"] if request.operation == "create" else request.operation
        for request in site.pds.requests
        if request.operation in {"upload", "create"}
    ]
    assert sent == ["upload", DOCUMENTS, POSTS] * 2
    looked = [request.params["collection"] for request in site.pds.requests if request.operation == "get"]
    assert looked.count(PUBLICATIONS) == 1
    assert looked.count(DOCUMENTS) == 2


def test_without_documents_a_post_is_what_it_was(site: Site) -> None:
    """Not a byte of it speaks of documents, and nobody is asked for one."""
    site.settings(documents=False)
    site.digest()
    site.pds.requests.clear()
    (result,) = site.bot("run", "--json").results
    (post,) = site.posts()
    assert result["draft"]["document"] is None
    assert set(post["value"]["embed"]["external"]) == {"uri", "title", "description", "thumb"}
    assert site.documents() == []
    assert site.pds.proxy.count("get") == 0


def test_an_empty_description_of_the_card_is_the_document_s_too(site: Site) -> None:
    """The app shows the document's: one that the card leaves to the text would be said twice."""
    site.blog.digest("2026-11-20-hello.md", body="")
    (result,) = site.bot("run", "--json").results
    (document,) = site.documents()
    assert result["draft"]["card"]["description"] == ""
    assert "description" not in document["value"]
    site.is_sound()


def test_an_undated_digest_is_published_when_it_is_claimed(site: Site) -> None:
    site.digest("hello.md", pubDatetime=None)
    assert site.bot("post", "content/hello.md").code == 0
    site.is_sound()
    (post,), (document,) = site.posts(), site.documents()
    assert document["value"]["publishedAt"] == post["value"]["createdAt"]


def test_a_page_on_another_host_has_no_document(site: Site) -> None:
    """It belongs to no page of this publication: the post goes out alone, and says why."""
    site.digest(canonicalURL="https://elsewhere.example/hello")
    for command in (["post", FILE, "--dry-run"], ["run"]):
        ran = site.bot(*command, "--json")
        assert ran.code == 0
        (result,) = ran.results
        assert result["draft"]["document"] is None
        assert any("elsewhere.example/hello" in warning and "no document" in warning for warning in result["warnings"])
    (post,) = site.posts()
    assert references(post) == []
    assert site.documents() == []


def test_the_publication_s_present_version_is_pinned(site: Site) -> None:
    """Another program has changed the record since init."""
    record = {"$type": PUBLICATIONS, "url": SITE, "name": "Another name"}
    made = site.put(PUBLICATIONS, publication_key(SITE), record)
    assert made["cid"] != site.publication_cid
    site.digest()
    assert site.bot("run").code == 0
    site.publication_cid = made["cid"]
    site.is_sound()


def test_a_publication_of_another_address_is_said_to_make_a_plain_card(site: Site) -> None:
    """By the app's own rule: the document's address must be the card's."""
    site.put(PUBLICATIONS, publication_key(SITE), {"$type": PUBLICATIONS, "url": "https://old.example", "name": "Old"})
    site.digest()
    (result,) = site.bot("run", "--json").results
    (warning,) = result["warnings"]
    assert "plain" in warning
    assert "https://old.example/posts/2026-11-20-hello" in warning


def test_a_document_of_this_page_stays_and_is_pinned(site: Site) -> None:
    """Whoever made it: its present version is what the post pins."""
    site.digest()
    there = site.put_document(key_of(site))
    (result,) = site.bot("run", "--json").results
    assert result["warnings"] == []
    (post,) = site.posts()
    assert references(post)[0] == {"uri": there["uri"], "cid": there["cid"]}
    site.is_sound()


@pytest.mark.parametrize("changes", [{"path": "/posts/another"}, {"site": "https://blog.example"}])
def test_a_document_of_another_page_is_a_warning(site: Site, changes: dict[str, str]) -> None:
    """The post goes out alone, and what stands there stays."""
    site.digest()
    there = site.put_document(key_of(site), **changes)
    ran = site.bot("run", "--json")
    assert ran.code == 0
    (result,) = ran.results
    assert result["draft"]["document"] is None
    assert there["uri"] in result["warnings"][0]
    (post,), (document,) = site.posts(), site.documents()
    assert references(post) == []
    assert document["cid"] == there["cid"]


def test_a_document_that_appears_after_the_claim_is_a_warning(site: Site) -> None:
    """The post goes out as it was claimed."""
    site.digest()
    key = key_of(site)
    site.before(DOCUMENTS, lambda: site.put_document(key))
    ran = site.bot("run", "--json")
    assert ran.code == 0
    (result,) = ran.results
    assert result["outcome"] == "posted"
    assert "another document stands there" in result["warnings"][0]
    (post,), (document,) = site.posts(), site.documents()
    assert references(post)[0]["uri"] == document["uri"]
    assert references(post)[0]["cid"] != document["cid"]
    assert document["value"]["title"] == "By another program"


@pytest.mark.parametrize("kind", ["400", "403-other", "404", "413"])
def test_a_document_that_is_refused_for_good_costs_no_post(site: Site, kind: str) -> None:
    """Posted, with a warning and exit 0; later `bot documents` makes it as it was claimed, and the card heals."""
    path = site.digest()
    site.pds.fault("create", kind, only=puts(DOCUMENTS))
    ran = site.bot("run", "--json")
    assert ran.code == 0
    (result,) = ran.results
    assert result["outcome"] == "posted"
    assert "posted without its document" in result["warnings"][0]
    assert site.documents() == []
    path.write_text(path.read_text().replace("A first sentence", "Another sentence"))
    made = site.bot("documents", "--json")
    assert made.code == 0, made
    assert [one["outcome"] for one in made.results] == ["posted"]
    site.is_sound()


@pytest.mark.parametrize("kind", ["429-reset", "500-before", "503-after", "reset-before", "reset-after", "cut-json"])
def test_a_document_that_fails_for_now_puts_the_post_off(site: Site, kind: str) -> None:
    """Nothing is posted, the time is known, and the next run makes both."""
    site.digest()
    site.pds.fault("create", kind, 99, only=puts(DOCUMENTS), reset_seconds=3600)
    ran = site.bot("run", "--json")
    (result,) = ran.results
    assert (result["outcome"], ran.code) == ("failed", 1)
    assert result["retry_at"]
    assert site.posts() == []
    site.pds.proxy.heal()
    if kind != "429-reset":
        (result,) = site.bot("run", "--json").results
        assert (result["outcome"], result["warnings"]) == ("posted", [])
        site.is_sound()


@pytest.mark.parametrize("kind", ["reset-after", "503-after", "empty-after", "cut-json"])
@pytest.mark.parametrize("collection", [DOCUMENTS, POSTS])
def test_a_lost_answer_makes_nothing_twice(site: Site, kind: str, collection: str) -> None:
    """The same record once more is what is there."""
    site.digest()
    site.pds.fault("create", kind, only=puts(collection))
    (result,) = site.bot("run", "--json").results
    assert (result["outcome"], result["warnings"]) == ("posted", [])
    site.is_sound()


def test_a_look_that_fails_for_now_puts_the_post_off(site: Site) -> None:
    """What stands at the document's key is not known, so nothing is claimed."""
    site.digest()
    site.pds.fault("get", "503-before", 99)
    (result,) = site.bot("run", "--json").results
    assert result["outcome"] == "failed"
    assert result["retry_at"]
    assert site.posts() == site.documents() == []
    site.pds.proxy.heal()
    assert site.bot("run").code == 0
    site.is_sound()


def test_a_picture_that_is_refused_costs_the_document_its_cover(site: Site) -> None:
    """The post goes out without its picture, and pins a document without one."""
    site.digest()
    site.pds.fault("upload", "400")
    (result,) = site.bot("run", "--json").results
    assert result["outcome"] == "posted"
    (document,) = site.documents()
    assert "coverImage" not in document["value"]
    site.is_sound()


def test_a_post_that_is_refused_for_its_picture_pins_the_document_that_is_there(site: Site) -> None:
    """The document was made with the picture before the post was refused: it stays, and is pinned as it is."""
    site.digest()
    answer = site.pds.proxy.answer
    refused: list[Request] = []

    def refuse_once(request: Request) -> Response:
        if not refused and puts(POSTS)(request):
            refused.append(request)
            return Response(400, b'{"error":"InvalidRequest","message":"Could not find blob"}')
        return answer(request)

    site.pds.proxy.answer = refuse_once
    (result,) = site.bot("run", "--json").results
    assert result["outcome"] == "posted"
    (post,) = site.posts()
    assert "thumb" not in post["value"]["embed"]["external"]
    site.is_sound()


def test_another_account_gets_no_document(site: Site) -> None:
    """The settings' publication is of another account than the one that posts."""
    other = site.pds.account()
    site.digest()
    site.settings(more=f'handle = "{other.handle}"\n')
    site.blog.env |= other.environ()
    (result,) = site.bot("run", "--json").results
    assert result["outcome"] == "posted"
    assert result["draft"]["document"] is None
    assert other.did in result["warnings"][0]
