"""What ``bot doctor`` says of a blog whose posts have documents."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.web import web

if TYPE_CHECKING:
    from tests.conftest import Blog
    from tests.servers.pds import Pds
    from tests.servers.web import Web

__all__ = ["web"]

PUBLICATION = "site.standard.publication"
PAGE = (
    '<!doctype html><title>Hello, world</title><meta property="og:title" content="Hello, world"><h1>Hello, world</h1>'
)


@pytest.fixture
def published(bluesky_blog: Blog, web: Web) -> Blog:
    """A blog with a page, on a site of its own, for one account."""
    bluesky_blog.settings(f'site = "{web.url}"\ngenerator = "hugo"\npermalink = "/p/{{slug}}"\n[targets.bluesky]\n')
    (bluesky_blog.root / "hugo.toml").write_text("", encoding="utf-8")
    web.pages["/p/hello"] = PAGE.encode()
    return bluesky_blog


def findings(blog: Blog, check: str) -> list[dict[str, Any]]:
    ran = blog.bot("doctor", "--json")
    return [finding for finding in ran.findings if finding["check"] == check]


def settings(blog: Blog) -> dict[str, Any]:
    table = tomllib.loads((blog.root / "bot.toml").read_text(encoding="utf-8"))["targets"]["bluesky"]
    assert isinstance(table, dict)
    return table


def test_the_account_is_looked_up_once_and_written_down(published: Blog, pds: Pds) -> None:
    """From then on addresses are known without asking; another account than the one in the settings is named."""
    path = published.digest("hello.md")
    (finding,) = findings(published, "identity")
    did = pds.get("com.atproto.identity.resolveHandle", {"handle": published.env["BLUESKY_HANDLE"]})["did"]
    assert settings(published) == {"did": did}
    assert finding["level"] == "note"
    assert did in finding["what"]
    assert "bot.toml" in finding["what"]
    assert findings(published, "identity") == []
    (row,) = published.bot("url", path, "--json", env={"BLUESKY_HANDLE": ""}).results
    assert row["targets"]["bluesky"]["uri"].startswith(f"at://{did}/")
    published.env |= pds.environ()
    (finding,) = findings(published, "identity")
    assert (finding["level"], settings(published)) == ("warning", {"did": did})


def test_on_a_runner_nothing_is_written(published: Blog) -> None:
    """Its checkout dies with it: what to add is said."""
    before = (published.root / "bot.toml").read_text(encoding="utf-8")
    published.env["GITHUB_ACTIONS"] = "true"
    (finding,) = findings(published, "identity")
    assert 'did = "did:plc:' in finding["remedy"]
    assert (published.root / "bot.toml").read_text(encoding="utf-8") == before


def test_site_and_page_name_their_records(published: Blog, web: Web) -> None:
    """Each that does not is a warning with the line that is missing; a link to another document is one too."""
    assert published.bot("init", "--documents", "-y").code == 0
    path = published.digest("hello.md", pubDatetime=datetime.now(UTC).isoformat())
    document = published.bot("url", path, "--json").results[0]["targets"]["bluesky"]["document"]
    own = settings(published)
    file, link = [finding for finding in findings(published, "documents") if finding["level"] == "warning"]
    assert f"/.well-known/{PUBLICATION}" in file["what"]
    assert own["publication"] in file["remedy"]
    assert document in link["what"]
    assert '<link rel="site.standard.document" href="{{ . | safeURL }}">' in link["remedy"]
    web.pages[f"/.well-known/{PUBLICATION}"] = f"{own['publication']}\n".encode()
    web.pages["/p/hello"] = PAGE.replace("<h1>", f'<link href="{document}x" rel="site.standard.document"><h1>').encode()
    (link,) = [finding for finding in findings(published, "documents") if finding["level"] == "warning"]
    assert f"names {document}x and not {document}" in link["what"]
    web.pages["/p/hello"] = PAGE.replace("<h1>", f'<link href="{document}" rel="site.standard.document"><h1>').encode()
    assert {finding["level"] for finding in findings(published, "documents")} == {"ok"}


def test_a_publication_that_was_changed_or_taken_down_is_named(published: Blog, pds: Pds, web: Web) -> None:
    """With what it costs, and the command that writes its present version; nothing is changed by itself."""
    assert published.bot("init", "--documents", "-y").code == 0
    own = settings(published)
    web.pages[f"/.well-known/{PUBLICATION}"] = own["publication"].encode()
    login = {"identifier": published.env["BLUESKY_HANDLE"], "password": published.env["BLUESKY_APP_PASSWORD"]}
    session = pds.post("com.atproto.server.createSession", login)
    key = {"repo": session["did"], "collection": PUBLICATION, "rkey": own["publication"].rpartition("/")[2]}
    record = {"$type": PUBLICATION, "url": web.url, "name": "Another name"}
    changed = pds.post("com.atproto.repo.putRecord", {**key, "record": record}, session["accessJwt"])
    (finding,) = [finding for finding in findings(published, "documents") if finding["level"] == "warning"]
    assert changed["cid"] in finding["what"]
    assert own["publication_cid"] in finding["what"]
    assert settings(published) == own
    assert published.bot("init", "--documents", "-y").code == 0
    assert settings(published) == {**own, "publication_cid": changed["cid"]}
    assert {finding["level"] for finding in findings(published, "documents")} == {"ok"}
    pds.post("com.atproto.repo.deleteRecord", key, session["accessJwt"])
    (finding,) = [finding for finding in findings(published, "documents") if finding["level"] == "warning"]
    assert "there is no publication" in finding["what"]
