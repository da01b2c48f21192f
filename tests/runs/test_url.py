"""``bot url``: the addresses of digests' posts, for people and for the blog's own build."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog
    from tests.servers.pds import Pds
    from tests.servers.x import XServer

SITE = 'site = "https://blog.example"\n'
DID = "did:plc:abcdefghijklmnopqrstuvwx"
PUBLICATION = f"at://{DID}/site.standard.publication/3jzfcijpj2z2a"
WITH_DOCUMENTS = f"""
[targets.bluesky]
did = "{DID}"
documents = true
publication = "{PUBLICATION}"
publication_cid = "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
[targets.x]
"""
NOTHING = {"bluesky": {"url": None, "uri": None, "document": None}, "x": {"url": None}}


def told(blog: Blog, *words: object) -> list[dict[str, Any]]:
    ran = blog.bot("url", *words, "--json")
    assert ran.code == 0, ran.err
    return ran.results


def test_without_network_secrets_and_ledger(blog: Blog) -> None:
    """With the account's DID in the settings, post and document are known of every digest, before anything is built."""
    blog.settings(SITE + WITH_DOCUMENTS)
    path = blog.digest()
    (row,) = told(blog, path)
    key = row["targets"]["bluesky"]["uri"].rpartition("/")[2]
    assert row == {
        "path": "content/2026-11-20-hello.md",
        "page": "https://blog.example/posts/2026-11-20-hello",
        "reason": None,
        "targets": {
            "bluesky": {
                "url": f"https://bsky.app/profile/{DID}/post/{key}",
                "uri": f"at://{DID}/app.bsky.feed.post/{key}",
                "document": f"at://{DID}/site.standard.document/{key}",
            },
            "x": {"url": None},
        },
    }
    assert not (blog.root / "state").exists()


def test_what_is_told_before_is_what_is_there_afterwards(both_blog: Blog, pds: Pds, x_server: XServer) -> None:
    """The post stands at the address that the page linked to; the ledger adds what X gave out."""
    account = account_of(both_blog, pds)
    both_blog.settings(f'{SITE}[targets.bluesky]\ndid = "{account}"\n[targets.x]\n')
    both_blog.bot("init", "-y")
    path = both_blog.digest()
    pds.requests.clear()
    (before,) = told(both_blog, path)
    assert pds.requests == []
    posted = {result["target"]: result for result in both_blog.bot("post", path, "--json").results}
    (post,) = pds.posts(both_blog)
    assert before["targets"]["bluesky"] == {"url": posted["bluesky"]["url"], "uri": post["uri"], "document": None}
    pds.requests.clear()
    asked = len(x_server.requests)
    (after,) = told(both_blog, path)
    assert after["targets"] == {"bluesky": before["targets"]["bluesky"], "x": {"url": posted["x"]["url"]}}
    assert (pds.requests, len(x_server.requests)) == ([], asked)


def test_a_post_made_once_more_is_the_one_that_is_told(bluesky_blog: Blog, pds: Pds) -> None:
    """--again takes a key of its own, which the ledger knows."""
    bluesky_blog.settings(f'{SITE}[targets.bluesky]\ndid = "{account_of(bluesky_blog, pds)}"\n')
    bluesky_blog.bot("init", "-y")
    path = bluesky_blog.digest()
    bluesky_blog.bot("post", path)
    (first,) = told(bluesky_blog, path)
    (again,) = bluesky_blog.bot("post", path, "--again", "-y", "--json").results
    (second,) = told(bluesky_blog, path)
    assert second["targets"]["bluesky"]["url"] == again["url"]
    assert second["targets"]["bluesky"]["uri"] == again["id"] != first["targets"]["bluesky"]["uri"]


def account_of(blog: Blog, pds: Pds) -> str:
    """The account's DID."""
    did = pds.get("com.atproto.identity.resolveHandle", {"handle": blog.env["BLUESKY_HANDLE"]})["did"]
    assert isinstance(did, str)
    return did


def test_a_digest_without_a_post_has_the_reason(blog: Blog) -> None:
    """A draft, one that says no, one from before the bot, one that cannot be read; one row for each."""
    blog.settings(f"since = 2026-11-10\n{SITE}{WITH_DOCUMENTS}")
    blog.digest("a-draft.md", title="A", draft=True)
    blog.digest("b-no.md", title="B", social=False)
    blog.digest("c-old.md", title="C", pubDatetime="2026-11-09T23:00:00Z")
    (blog.root / "content/d-broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    blog.digest("e-new.md", title="E", pubDatetime="2026-11-10T00:00:00Z")
    blog.digest("f-later.md", title="F", pubDatetime="2099-01-01")
    blog.digest("g-once.md", title="G", pubDatetime=None)
    (blog.root / "content/h-notes.md").write_text("No front matter.\n", encoding="utf-8")
    rows = {row["path"].removeprefix("content/"): row for row in told(blog, "--all")}
    assert list(rows) == ["a-draft.md", "b-no.md", "c-old.md", "d-broken.md", "e-new.md", "f-later.md", "g-once.md"]
    words = {"a-draft.md": "draft", "b-no.md": "social: false", "c-old.md": "2026-11-10", "d-broken.md": "YAML"}
    for name, word in words.items():
        assert word in rows[name]["reason"]
        assert rows[name]["targets"] == NOTHING
    for name in ("e-new.md", "f-later.md", "g-once.md"):
        assert rows[name]["reason"] is None
        assert rows[name]["targets"]["bluesky"]["uri"].startswith(f"at://{DID}/app.bsky.feed.post/")
    assert rows["d-broken.md"]["page"] is None
    assert rows["a-draft.md"]["page"] == "https://blog.example/posts/a-draft"


def test_what_one_target_does_not_get_the_others_get(blog: Blog) -> None:
    """The reason names its target."""
    blog.settings(SITE + WITH_DOCUMENTS + "[targets.outbox]\n")
    (row,) = told(blog, blog.digest(social={"bluesky": {"skip": True}}))
    assert row["reason"] == "bluesky: its front matter says to skip bluesky"
    assert row["targets"]["bluesky"] == NOTHING["bluesky"]
    assert row["targets"]["outbox"]["url"].endswith(".html")


def test_the_archive_has_no_posts_with_a_ledger_and_without(blog: Blog) -> None:
    """The same words both ways, so that a file made in a build is the one that was made at home."""
    blog.settings(f"since = 2026-11-25\n{SITE}{WITH_DOCUMENTS}")
    path = blog.digest()
    without = told(blog, path)
    blog.bot("init", "-y")
    assert told(blog, path) == without
    assert without[0]["targets"] == NOTHING
    blog.settings(SITE + WITH_DOCUMENTS)
    (row,) = told(blog, path)
    assert row["targets"] == NOTHING
    assert "before" in row["reason"]


def test_a_post_of_the_archive_is_told_where_the_ledger_knows_it(blog: Blog) -> None:
    """A digest that is older than ``since`` and was posted all the same, by name or by a backfill, has an address."""
    blog.settings(f"since = 2026-11-25\n{SITE}[targets.outbox]\n")
    path = blog.digest()
    assert told(blog, path)[0]["targets"]["outbox"]["url"] is None
    blog.bot("init", "-y")
    posted = blog.bot("post", path, "--json").results[0]
    (row,) = told(blog, path)
    assert row["reason"] is None
    assert row["targets"]["outbox"]["url"] == posted["url"]


def test_the_file_is_the_same_wherever_and_however_often_it_is_made(blog: Blog) -> None:
    """In the order of the paths, relative to the settings; one that says the same is not written again."""
    blog.settings(SITE + WITH_DOCUMENTS)
    for name in ("b/two.md", "a.md", "b/one.md", "b.md"):
        blog.digest(name, title=name)
    out = blog.root / "src/data/posts.json"
    assert blog.bot("url", "--all", "--out", out).code == 0
    content, written = out.read_bytes(), out.stat().st_mtime_ns
    assert content.decode() == blog.bot("url", "--all", "--json").out
    assert [row["path"] for row in json.loads(content)["results"]] == sorted(
        f"content/{name}" for name in ("a.md", "b.md", "b/one.md", "b/two.md")
    )
    again = blog.bot("url", "--all", "--out", out)
    assert (again.code, out.stat().st_mtime_ns) == (0, written)
    assert "is as it was" in again.err
    other = subprocess.run(
        [sys.executable, "-m", "bot", "url", "--all", "--json"],
        cwd=blog.root / "content/b", env={**blog.env, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True,
    )  # fmt: skip
    assert other.stdout == content


def test_a_ledger_whose_server_is_silent_is_done_without(blog: Blog, tmp_path: Path) -> None:
    """A build may have no network; a ledger of this machine that is broken is said all the same."""
    subprocess.run(["git", "init", "-q", blog.root], check=True)
    subprocess.run(["git", "-C", blog.root, "remote", "add", "origin", tmp_path / "nowhere.git"], check=True)
    blog.settings(f'branch = "bot-state"\n{SITE}{WITH_DOCUMENTS}')
    path = blog.digest()
    ran = blog.bot("url", path, "--json")
    assert ran.code == 0, ran.err
    assert "without the ledger" in ran.err
    assert ran.results[0]["targets"]["bluesky"]["uri"]
    blog.settings(SITE + WITH_DOCUMENTS)
    (blog.root / "state").mkdir(exist_ok=True)
    (blog.root / "state/ledger.db").write_bytes(b"no ledger " * 100)
    assert blog.bot("url", path, "--json").code == 2


def test_for_people_and_for_other_programs(blog: Blog) -> None:
    """One file: bare addresses. More of them: each with its page. None: exit code 1 and the reason, or 2 and the remedy."""
    blog.settings(SITE + WITH_DOCUMENTS)
    path, draft = blog.digest(), blog.digest("draft.md", title="Two", draft=True)
    one = blog.bot("url", path)
    assert one.code == 0
    assert one.out.startswith(f"https://bsky.app/profile/{DID}/post/")
    assert len(one.out.splitlines()) == 1
    both = blog.bot("url", path, draft)
    assert both.code == 0
    assert one.out.strip() in both.out
    assert f"at://{DID}/site.standard.document/" in both.out
    assert "it is a draft" in both.out
    none = blog.bot("url", draft)
    assert (none.code, none.out) == (1, "")
    assert "it is a draft" in none.err
    unknown = blog.bot("url", path, "--to", "x")
    assert (unknown.code, unknown.out) == (2, "")
    assert "known before posting" in unknown.err
    assert blog.bot("url", blog.root / "content/gone.md", "--json").code == 1
    for wrong in ((), (path, "--all")):
        ran = blog.bot("url", *wrong)
        assert ran.code == 2
        assert "--all" in ran.err


def test_the_handle_goes_before_the_did_in_what_people_see(blog: Blog) -> None:
    """A mail address, by which one can log in too, is shown to nobody."""
    blog.settings(f'{SITE}[targets.bluesky]\nhandle = "me.example"\ndid = "{DID}"\n')
    path = blog.digest()
    for handle, who in (("", "me.example"), ("@you.example", "you.example"), ("me@mail.example", DID)):
        (row,) = json.loads(blog.bot("url", path, "--json", env={"BLUESKY_HANDLE": handle}).out)["results"]
        assert row["targets"]["bluesky"]["url"].startswith(f"https://bsky.app/profile/{who}/post/")
        assert row["targets"]["bluesky"]["uri"].startswith(f"at://{DID}/")
