"""What is wrong with a digest or the settings is said in one line with its remedy, and the others go on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bot.errors import SettingsError
from tests.reading import load

if TYPE_CHECKING:
    from tests.conftest import Blog

BROKEN = {
    "no-front-matter.md": (b"# Just a heading\n\nAnd text.\n", "front matter"),
    "no-title.md": (b"---\ndescription: x\npubDatetime: 2026-11-20\n---\nText.\n", "title"),
    "no-date.md": (b"---\ntitle: T\npubDatetime: next tuesday\n---\nText.\n", "pubDatetime"),
    "binary.md": (bytes(range(256)) * 40, "binary"),
    "bad-yaml.md": (b"---\ntitle: [unclosed\n---\nText.\n", "YAML"),
    "latin.md": "---\ntitle: Viele schöne Grüße aus München\n---\nÜber all dem.\n".encode("latin-1"),
    "empty.md": b"",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_digest_that_cannot_be_read_fails_alone(blog: Blog, name: str) -> None:
    """Exit 3: the broken one is named with what is wrong, the good one is posted."""
    content, *words = BROKEN[name] if isinstance(BROKEN[name], tuple) else (BROKEN[name],)
    good = blog.digest("good.md")
    blog.bot("init")
    broken = blog.root / "content" / name
    broken.write_bytes(content)
    ran = blog.bot("post", broken, good, "--to", "outbox", "--json")
    assert ran.code == 3, ran.err
    outcomes = {one["digest"]: one for one in ran.results}
    assert outcomes["good"]["outcome"] == "posted"
    failed = outcomes[name.removesuffix(".md")]
    assert failed["outcome"] == "failed"
    assert f"content/{name}" in failed["reason"]
    assert "\n" not in failed["reason"]
    for word in words:
        assert word in failed["reason"]


def test_only_broken_digests_is_exit_1(blog: Blog) -> None:
    """Nothing that was asked for could be posted."""
    path = blog.digest(title=None)
    blog.bot("init")
    assert blog.bot("post", path, "--to", "outbox").code == 1


def test_a_file_that_is_not_there(blog: Blog) -> None:
    """The file is named, and what looks like it."""
    blog.digest("hello.md")
    blog.bot("init")
    ran = blog.bot("post", "content/helo.md", "--to", "outbox", "--json")
    assert ran.code == 1
    assert "content/helo.md" in ran.results[0]["reason"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("", ("bot.toml", "site")),
        ('site = "not an address"\n', ("bot.toml", "site", "https://")),
        ('site = "https://blog.example"\nsitename = "x"\n', ("sitename", "site_name")),
        ('site = "https://blog.example"\nmax_posts_per_run = "many"\n', ("max_posts_per_run", "number")),
        ('site = "https://blog.example"\nlease = "soon"\n', ("lease", "10m")),
        ('site = "https://blog.example"\nlease = "0s"\n', ("bot.toml", "lease", "10m", "0s")),
        ('site = "https://blog.example/\\u001b[31m"\n', ("bot.toml", "site", "https://")),
        ('site = "https://blog.example:99999"\n', ("bot.toml", "site", "https://")),
        ('site = "https://blog.example"\ninclude = []\n', ("bot.toml", "include", "**/*.md")),
        ('site = "https://blog.example"\ninclude = ["../posts/**"]\n', ("bot.toml", "include", "below content")),
        ('site = "https://blog.example"\nexclude = ["../drafts/*"]\n', ("bot.toml", "exclude", "below content")),
        ('site = "https://blog.example"\nlease = inf\n', ("bot.toml", "lease", "10m")),
        ('site = "https://blog.example"\nwait_live = "99999999999999d"\n', ("bot.toml", "wait_live", "10m")),
        ('site = "https://blog.example"\nlease = "999999999d"\n', ("bot.toml", "lease", "10m")),
        ('site = "https://blog.example"\nstate = "\\u0000"\n', ("bot.toml", "state", "a text")),
        ('site = "https://blog.example"\nassets = ["\\u0000"]\n', ("bot.toml", "assets", "a list of texts")),
        ('site = "https://blog.example"\n[targets.x]\nmonthly_cap_usd = nan\n', ("monthly_cap_usd", "dollars")),
        (
            'site = "https://blog.example"\n[targets.blueski]\n',
            ("blueski", "did you mean 'bluesky'? Add: platform = one of 'bluesky', "),
        ),
        ('SITE = "https://blog.example"\n', ("bot.toml", "SITE is no setting", "did you mean 'site'?")),
        ('site = "https://blog.example\n', ("bot.toml", "TOML")),
        ('site = "https://blog.example"\npermalink = "/{slag}"\n', ("permalink", "{slug}")),
        ('site = "https://blog.example"\npermalink = "/posts/"\n', ("permalink", "one address", "{slug}")),
        ('site = "https://blog.example"\npermalink = "https://blog.example/{slug}"\n', ("permalink", "below site")),
        ('site = "https://me:secret@blog.example"\n', ("bot.toml", "site", "password")),
        ('site = "https://blog.example?page=1"\n', ("bot.toml", "site", "?")),
        ('site = "https://blog.example"\n[tool.bot]\nlang = "de"\n', ("tool", "at the top", "pyproject.toml")),
        ('site = "https://blog.example"\nlang = "English (US)"\n', ("bot.toml", "lang", "pt-BR")),
        ('site = "https://blog.example"\n[targets.bluesky]\nlangs = ["english"]\n', ("targets.bluesky.langs", "pt-BR")),
        ('site = "https://blog.example"\n[targets.x]\nenv = "x-fr"\n', ("targets.x.env", "X_FR")),
        ('site = "https://blog.example"\n[targets.x]\ntemplate = "{title"\n', ("targets.x.template", "twice")),
    ],
)
def test_settings_that_are_wrong_are_exit_2(blog: Blog, settings: str, words: tuple[str, ...]) -> None:
    """One line names the file, the key and what it must be; nothing is sent."""
    path = blog.digest()
    blog.settings(settings)
    ran = blog.bot("post", path, "--to", "outbox")
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) == 1
    for word in words:
        assert word in ran.err
    assert "secret" not in ran.err


def test_without_any_settings_the_first_step_is_named(blog: Blog) -> None:
    """A newcomer who begins with a post is told of ``bot init``."""
    path = blog.digest()
    (blog.root / "bot.toml").unlink()
    ran = blog.bot("post", path)
    assert ran.code == 2
    assert ran.err == "bot: bot.toml: no site is set, for there are no settings yet; set this blog up with: bot init\n"


def test_settings_with_a_byte_order_mark_are_read_and_mended(blog: Blog) -> None:
    """As Notepad saves them: they were no valid TOML."""
    path = blog.digest()
    (blog.root / "bot.toml").write_bytes(b'\xef\xbb\xbfsite = "https://blog.example"\n')
    assert blog.bot("init", "--yes", "--site", "https://blog.example").code == 0
    assert blog.bot("post", path, "--to", "outbox").code == 0


def test_settings_that_are_a_folder_are_exit_2(blog: Blog) -> None:
    """Said in words, not in Python's."""
    ran = blog.bot("--config", "content", "run")
    assert ran.code == 2
    assert ran.err == "bot: content: is a folder; name the settings file in it\n"


def test_a_missing_local_hero_is_a_warning_and_not_a_failure(blog: Blog) -> None:
    """The post goes out with the next best picture, and the warning names the file that is not there."""
    path = blog.digest(heroImage="./pictures/gone.jpg")
    blog.bot("init")
    ran = blog.bot("post", path, "--to", "outbox", "--json")
    (one,) = ran.results
    assert one["outcome"] == "posted"
    assert any("gone.jpg" in warning for warning in one["warnings"])
    assert one["draft"]["image"] is not None


def test_a_state_folder_that_cannot_be_used_is_exit_2(blog: Blog) -> None:
    """Nothing is sent when the ledger cannot be opened."""
    path = blog.digest()
    blog.bot("init")
    (blog.root / "state" / "ledger.db").write_bytes(
        b"this is no database, but it is long enough to be taken for one" * 9
    )
    ran = blog.bot("post", path, "--to", "outbox")
    assert ran.code == 2
    assert "ledger.db" in ran.err
    assert not (blog.root / "state" / "outbox").exists()


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
@pytest.mark.parametrize("words", [("run", "--to", "outbox"), ("status",), ("init",)])
def test_what_is_no_file_in_the_ledger_s_place_is_named(blog: Blog, words: tuple[str, ...], kind: str) -> None:
    """A pipe was waited for, for ever; of a folder it was said that its folder could not be written to."""
    blog.bot("init")
    ledger = blog.root / "state" / "ledger.db"
    ledger.unlink()
    make = {"folder": ledger.mkdir, "pipe": lambda: os.mkfifo(ledger), "link": lambda: ledger.symlink_to("nowhere")}
    make[kind]()
    ran = blog.bot(*words, timeout=20)
    assert ran.code == 2
    assert ran.err.startswith("bot: state/ledger.db: is no file")
    assert len(ran.err.splitlines()) == 1


def test_a_ledger_that_cannot_be_looked_at_is_not_said_to_be_missing(blog: Blog) -> None:
    """Its folder may not be entered, or is a link in a circle: ``bot init`` would have been the wrong advice."""
    (blog.root / "state").symlink_to("state")
    for words in (("run", "--to", "outbox"), ("status",), ("init",)):
        ran = blog.bot(*words)
        assert ran.code == 2
        assert ran.err.startswith("bot: state/ledger.db: cannot be looked at (Too many levels of symbolic links)")


def test_a_content_folder_that_nobody_may_enter_is_exit_2(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looked like a blog with nothing new."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SettingsError, match="content: may not be looked into by this user"):
        load(blog.root / "bot.toml").require_content()


@pytest.mark.parametrize("words", [("run", "--to", "outbox"), ("status",), ("doctor",), ("init",)])
def test_a_state_folder_that_is_a_file_is_named(blog: Blog, words: tuple[str, ...]) -> None:
    """Nobody is told that there is no ledger, and to make one, where a file is in its folder's place."""
    blog.digest()
    (blog.root / "state").write_text("a file\n", encoding="utf-8")
    ran = blog.bot(*words)
    assert ran.code == 2
    assert "state: is a file" in ran.err + ran.out
    assert "reconcile" not in ran.err + ran.out
