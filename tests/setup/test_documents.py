"""``bot init --documents``: one publication, made or adopted, and named wherever it has to stand."""

from __future__ import annotations

import io
import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image as Pixels

from bot.settings.text import with_target_settings
from tests.servers.web import web
from tests.setup.terminal import at_terminal

if TYPE_CHECKING:
    from tests.conftest import Blog, Ran
    from tests.servers.pds import Pds
    from tests.servers.web import Web

__all__ = ["web"]

HOME = """<!doctype html><title>A Blog</title><meta name="description" content="What it  is about.">
<link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="icon" href="/small.png" sizes="32x32">
<link rel="apple-touch-icon" href="/icons/touch.png" sizes="512x512">"""
PUBLICATION = "site.standard.publication"


def png(width: int, height: int, *, noise: bool = False) -> bytes:
    out = io.BytesIO()
    picture = Pixels.effect_noise((width, height), 90) if noise else Pixels.new("RGB", (width, height), "#123456")
    picture.save(out, "PNG", compress_level=0)
    return out.getvalue()


@pytest.fixture
def published(bluesky_blog: Blog, web: Web) -> Blog:
    """A blog on a site with a home page and icons, and an account."""
    web.pages |= {"/": HOME.encode(), "/icons/touch.png": png(512, 512), "/small.png": png(32, 32)}
    bluesky_blog.settings(
        f'site = "{web.url}"\nsite_name = "A Blog"\ngenerator = "hugo"\n[targets.bluesky]\n[targets.x]\n'
    )
    (bluesky_blog.root / "hugo.toml").write_text(f'baseURL = "{web.url}"\n', encoding="utf-8")
    return bluesky_blog


def table(blog: Blog) -> dict[str, Any]:
    return tomllib.loads((blog.root / "bot.toml").read_text(encoding="utf-8"))


def publications(blog: Blog, pds: Pds) -> list[dict[str, Any]]:
    query = {"repo": blog.env["BLUESKY_HANDLE"], "collection": PUBLICATION}
    records = pds.get("com.atproto.repo.listRecords", query)["records"]
    assert isinstance(records, list)
    return records


def init(blog: Blog, *words: str) -> Ran:
    ran = blog.bot("init", "--documents", "-y", *words)
    assert ran.code == 0, ran.err
    return ran


def test_the_publication_is_made_once_and_written_down(published: Blog, pds: Pds, web: Web) -> None:
    """As the site describes itself; the settings name account, publication and version; a second call changes nothing."""
    ran = init(published)
    (record,) = publications(published, pds)
    value = record["value"]
    assert (value["url"], value["name"], value["description"]) == (web.url, "A Blog", "What it is about.")
    assert value["icon"]["size"] == len(png(512, 512))
    did = record["uri"].split("/")[2]
    settings = table(published)
    assert settings["targets"]["bluesky"] == {
        "did": did, "documents": True, "publication": record["uri"], "publication_cid": record["cid"],
    }  # fmt: skip
    assert settings["targets"]["x"] == {}
    assert settings["since"] == datetime.now(UTC).date()
    assert "publication will be made" in ran.err
    assert "/icons/touch.png" in ran.err
    before = (published.root / "bot.toml").read_text(encoding="utf-8")
    again = init(published)
    assert publications(published, pds) == [record]
    assert (published.root / "bot.toml").read_text(encoding="utf-8") == before
    assert "is there already" in again.err


def test_the_site_names_its_publication(published: Blog, pds: Pds) -> None:
    """In the folder whose files the generator serves; the line for the head and the next steps are told."""
    ran = init(published)
    (record,) = publications(published, pds)
    file = published.root / "static/.well-known" / PUBLICATION
    assert file.read_text(encoding="utf-8") == f"{record['uri']}\n"
    assert f'<link rel="{PUBLICATION}" href="{record["uri"]}">' in ran.err
    assert '<link rel="site.standard.document" href="{{ . | safeURL }}">' in ran.err
    assert "bot url --all --out data/bot.json" in ran.err


def test_one_that_is_there_is_adopted(published: Blog, pds: Pds, web: Web) -> None:
    """Whichever program made it, and however it spells the site; it is not touched."""
    account = published.env["BLUESKY_HANDLE"]
    session = pds.post(
        "com.atproto.server.createSession", {"identifier": account, "password": published.env["BLUESKY_APP_PASSWORD"]}
    )
    for url in ("https://other.example", f"{web.url}/"):
        body = {
            "repo": session["did"],
            "collection": PUBLICATION,
            "record": {"$type": PUBLICATION, "url": url, "name": "Mine"},
        }
        made = pds.post("com.atproto.repo.createRecord", body, session["accessJwt"])
    before = publications(published, pds)
    init(published)
    assert publications(published, pds) == before
    own = table(published)["targets"]["bluesky"]
    assert (own["publication"], own["publication_cid"]) == (made["uri"], made["cid"])


@pytest.mark.parametrize(
    ("icon", "taken"),
    [(png(256, 256), True), (png(255, 255), False), (png(600, 400), False), (png(800, 800, noise=True)[:-1] + b"x" * 400_000, False), (b"GIF89a", False)],
    ids=["just large enough", "too small", "not square", "too heavy", "no picture"],
)  # fmt: skip
def test_only_a_fit_icon_is_taken(published: Blog, pds: Pds, web: Web, icon: bytes, taken: bool) -> None:
    """Square, at least 256 pixels and at most 1,000,000 bytes; else the publication has none, and that is said."""
    web.pages["/icons/touch.png"] = icon
    ran = init(published)
    (record,) = publications(published, pds)
    assert ("icon" in record["value"]) == taken
    assert ("no icon" in ran.err) == (not taken)


def test_the_icon_is_also_taken_from_the_blogs_own_folder(published: Blog, pds: Pds, web: Web) -> None:
    """A site that is not out yet has its files already."""
    web.pages.clear()
    (published.root / "static").mkdir()
    (published.root / "static/apple-touch-icon.png").write_bytes(png(300, 300))
    init(published)
    (record,) = publications(published, pds)
    assert record["value"]["icon"]["size"] == len(png(300, 300))
    assert "description" not in record["value"]


def test_a_blog_below_a_path_gets_no_file(published: Blog, pds: Pds, web: Web) -> None:
    """Its folder does not reach to the host's top: what is to stand where is told."""
    published.settings(f'site = "{web.url}/log"\n[targets.bluesky]\n')
    ran = init(published)
    (record,) = publications(published, pds)
    assert not (published.root / "static").exists()
    assert f"{web.url}/.well-known/{PUBLICATION}/log has to answer with this one line: {record['uri']}" in ran.err


def test_a_refused_log_in_writes_nothing(published: Blog) -> None:
    """Neither settings nor ledger: exit 2, and what to do."""
    before = (published.root / "bot.toml").read_text(encoding="utf-8")
    ran = published.bot("init", "--documents", "-y", env={"BLUESKY_APP_PASSWORD": "abcd-efgh-ijkl-mnop"})
    assert ran.code == 2
    assert "no publication was set up" in ran.err
    assert (published.root / "bot.toml").read_text(encoding="utf-8") == before
    assert not (published.root / "state").exists()
    ran = published.bot("init", "--documents", "-y", env={"BLUESKY_APP_PASSWORD": ""})
    assert ran.code == 2
    assert "BLUESKY_APP_PASSWORD" in ran.err


def test_another_account_than_the_settings_name_is_refused(published: Blog, pds: Pds) -> None:
    """Else posts would pin the publication of somebody else."""
    init(published)
    published.env |= pds.environ()
    ran = published.bot("init", "--documents", "-y")
    assert ran.code == 2
    assert "the account is did:plc:" in ran.err
    assert publications(published, pds) == []


def test_it_can_be_set_up_after_the_ledger(published: Blog, pds: Pds) -> None:
    """Posts that went out before keep their addresses: the bot began on the day of its ledger."""
    assert published.bot("init", "-y").code == 0
    assert "since" not in table(published)
    path = published.digest(pubDatetime=datetime.now(UTC).isoformat())
    (posted,) = published.bot("post", path, "--to", "bluesky", "--json").results
    init(published)
    assert table(published)["since"] == datetime.now(UTC).date()
    (row,) = published.bot("url", path, "--to", "bluesky", "--json").results
    assert row["targets"]["bluesky"]["url"] == posted["url"]
    assert row["targets"]["bluesky"]["document"] is None


def test_a_post_made_afterwards_pins_what_the_page_names(published: Blog, pds: Pds) -> None:
    """The document's address is known before, and is the one that the post pins."""
    init(published)
    path = published.digest(pubDatetime=datetime.now(UTC).isoformat())
    (row,) = published.bot("url", path, "--to", "bluesky", "--json").results
    ran = published.bot("post", path, "--to", "bluesky", "--json")
    assert ran.outcomes() == {"bluesky": "posted"}, ran.out
    (post,) = pds.posts(published)
    pinned = [one["uri"] for one in post["value"]["embed"]["external"]["associatedRefs"]]
    assert pinned == [row["targets"]["bluesky"]["document"], table(published)["targets"]["bluesky"]["publication"]]
    (after,) = published.bot("url", path, "--to", "bluesky", "--json").results
    assert after["targets"] == row["targets"]


def test_at_a_terminal_it_is_asked_and_return_means_no(published: Blog, pds: Pds) -> None:
    """Only of who has set an account; what will be made is shown before it is made."""
    no = at_terminal("init", cwd=published.root, env=published.env, answers="\n\n")
    assert no.code == 0, no.screen
    assert "publication card?" in no.screen
    assert publications(published, pds) == []
    yes = at_terminal("init", cwd=published.root, env=published.env, answers="y\nn\n")
    assert yes.code == 130, yes.screen
    assert "publication will be made" in yes.screen
    assert publications(published, pds) == []


def test_without_an_account_nothing_is_asked(published: Blog) -> None:
    """There is nobody to make a publication for."""
    said = at_terminal("init", cwd=published.root, env={**published.env, "BLUESKY_APP_PASSWORD": ""}, answers="\n")
    assert said.code == 0, said.screen
    assert "publication" not in said.screen


# ── the settings file ────────────────────────────────────────────────────────────────────────────

FOUND = {"bluesky": {"did": "did:plc:x", "documents": True}}
FILES = {
    "no targets": ("bot.toml", 'site = "x"\n'),
    "tables": ("bot.toml", '# mine\nsite = "x"\n\n[targets.bluesky]\nmode = "card" # so\n\n# about x\n[targets.x]\nlength = 400\n'),
    "dotted": ("bot.toml", 'site = "x"\ntargets.x.length = 400\n'),
    "inline": ("bot.toml", 'targets = {x = {}, bluesky = {mode = "card"}}\n'),
    "an old value": ("bot.toml", "[targets.bluesky]\ndocuments = false # not yet\n"),
    "between others": ("bot.toml", "[targets.x]\n[images]\ndraw_card = false\n"),
    "pyproject": ("pyproject.toml", '[project]\nname = "x"\n\n[tool.bot]\nlang = "de"\n\n[tool.other]\na = 1\n'),
    "pyproject's targets": ("pyproject.toml", '[tool.bot.targets.bluesky]\nmode = "card"\n[tool.other]\na = 1\n'),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_what_was_found_out_is_added_and_nothing_else_changes(kind: str) -> None:
    """Every line of the owner's stays, but for a value that is replaced; a file without targets names all that were meant."""
    name, text = FILES[kind]
    written = with_target_settings(text, name, FOUND, ("bluesky", "x"))
    assert written is not None
    before, after = tomllib.loads(text), tomllib.loads(written)
    own = (lambda document: document["tool"]["bot"]) if name == "pyproject.toml" else (lambda document: document)
    targets = own(after).pop("targets")
    assert targets["bluesky"].items() >= FOUND["bluesky"].items()
    for target, settings in own(before).pop("targets", {"x": {}}).items():
        assert targets[target] == {**settings, **FOUND.get(target, {})}
    assert after == before
    lost = [line for line in text.splitlines() if line and line not in written.splitlines()]
    assert all("documents = false" in line or "targets = {" in line for line in lost)
    assert with_target_settings(written, name, FOUND, ("bluesky", "x")) == written


def test_a_file_without_a_place_for_it_is_left_alone() -> None:
    """pyproject.toml without the bot's table."""
    assert with_target_settings('[project]\nname = "x"\n', "pyproject.toml", FOUND, ("bluesky",)) is None
