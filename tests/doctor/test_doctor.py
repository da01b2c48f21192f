"""``bot doctor``: every finding with its reason and its remedy, and an exit code by the worst."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.doctor.conftest import PAGE, Site, of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog, Ran
    from tests.servers.pds import Account as BlueskyAccount
    from tests.servers.pds import Pds
    from tests.servers.x import Account as XAccount
    from tests.servers.x import XServer


def worst(ran: Ran) -> set[str]:
    return {one["level"] for one in ran.findings}


def test_a_blog_in_order_has_nothing_to_mend(
    blog: Blog, site: Site, bluesky_account: BlueskyAccount, x_account: XAccount, x_server: XServer, pds: Pds
) -> None:
    """Both logins, page, card and ledger; nothing is posted and not a cent is spent."""
    blog.digest()
    blog.bot("init")
    ran = blog.bot("doctor", "--fix", "--json", "--config", "bot.toml")
    assert ran.code == 0, ran.out
    assert not worst(ran) - {"ok", "note", "warning"}
    assert all(one["remedy"] for one in ran.findings if one["level"] in {"warning", "failure", "settings"})
    assert bluesky_account.did in of(ran, "login", "bluesky")[0]["what"]
    assert x_account.number in of(ran, "login", "x")[0]["what"]
    assert "/posts/2026-11-20-hello" in of(ran, "page")[0]["what"]
    assert x_server.dollars() == 0
    assert list(x_server.posts) == []
    assert pds.posts(bluesky_account) == []
    assert "$0.200" in of(ran, "cost")[0]["what"]


def test_no_secret_is_shown(blog: Blog, bluesky_account: BlueskyAccount, x_account: XAccount) -> None:
    """Not even when a login is refused."""
    env = {"BLUESKY_APP_PASSWORD": "wrong-pass-word-here", "X_ACCESS_TOKEN_SECRET": "wrong-secret"}
    for form in ((), ("--json",), ("-v",)):
        ran = blog.bot("doctor", *form, env=env)
        for name in ("BLUESKY_APP_PASSWORD", "X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET"):
            assert {**blog.env, **env}[name] not in ran.out + ran.err


# ── settings ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ("", "site"),
        ('site = "https://blog.example"\nsitename = "x"\n', "site_name"),
        ('site = "https://blog.example"\ncontent = "nowhere"\n', "nowhere"),
        ('site = "https://blog.example\n', "TOML"),
    ],
)
def test_wrong_settings_are_exit_2(blog: Blog, settings: str, word: str) -> None:
    """The finding names what is wrong."""
    blog.settings(settings)
    ran = blog.bot("doctor", "--json")
    assert ran.code == 2
    assert any(word in one["what"] + one["remedy"] for one in ran.findings if one["level"] == "settings")


def test_a_target_that_does_not_exist_is_exit_2(blog: Blog) -> None:
    """With the name that was meant."""
    ran = blog.bot("doctor", "--to", "blusky", "--json")
    assert ran.code == 2
    assert "bluesky" in of(ran, "settings")[0]["what"]


def test_on_a_runner_a_ledger_that_dies_with_it_is_a_failure(blog: Blog) -> None:
    """The memory of what was posted has to live on a branch there."""
    ran = blog.bot("doctor", "--json", env={"GITHUB_ACTIONS": "true"})
    assert any("bot-state" in (one["remedy"] or "") for one in of(ran, "settings") if one["level"] == "failure")


def test_somebody_elses_site_is_a_warning(blog: Blog) -> None:
    """A template's address that nobody changed."""
    blog.settings('site = "https://example.com"\n')
    assert of(blog.bot("doctor", "--json"), "settings")[0]["level"] == "warning"


# ── content and ledger ───────────────────────────────────────────────────────────────────────────


def test_digests_that_cannot_be_read_are_named(blog: Blog) -> None:
    """Five of them one by one, the rest by number."""
    for number in range(8):
        blog.digest(f"broken-{number}.md", title=None)
    blog.digest("good.md", draft=True)
    ran = blog.bot("doctor", "--json")
    assert ran.code == 1
    told = of(ran, "content")
    assert told[0]["what"] == "1 digest can be read, 1 of them drafts"
    assert [one["level"] for one in told[1:]] == ["failure"] * 6
    assert "broken-0.md" in told[1]["what"]
    assert told[-1]["what"].startswith("3 more")


def test_a_missing_ledger_is_a_failure_and_a_broken_one_exit_2(blog: Blog) -> None:
    """Neither is an empty one."""
    blog.digest()
    ran = blog.bot("doctor", "--json")
    assert ran.code == 1
    remedy = of(ran, "ledger")[0]["remedy"]
    assert remedy.index("bot reconcile") < remedy.index("bot init"), "init buries what a lost ledger still had to post"
    assert not (blog.root / "state" / "ledger.db").exists()
    blog.bot("init")
    (blog.root / "state" / "ledger.db").write_bytes(
        b"this is no database, but it is long enough to be taken for one" * 9
    )
    assert blog.bot("doctor", "--json").code == 2


def test_an_entry_in_doubt_is_a_failure_with_the_command_that_settles_it(
    blog: Blog, x_account: XAccount, x_server: XServer
) -> None:
    """Somebody has to look."""
    path = blog.digest()
    blog.settings('site = "https://blog.example"\n[targets.x]\n')
    blog.bot("init")
    x_server.fault(on="create", kind="500-before", times=9)
    assert blog.bot("post", path).code == 4
    ran = blog.bot("doctor", "--json")
    doubts = [one for one in of(ran, "ledger", "x") if one["level"] == "failure"]
    assert len(doubts) == 1, ran.out
    assert "bot resolve content/2026-11-20-hello.md x" in doubts[0]["remedy"]
    assert ran.code == 1


# ── secrets and logins ───────────────────────────────────────────────────────────────────────────


def test_a_target_that_is_not_set_up_is_a_warning_until_it_is_asked_for(blog: Blog, x_account: XAccount) -> None:
    """Half of its secrets are a mistake at once."""
    blog.digest()
    blog.bot("init")
    assert of(blog.bot("doctor", "--json"), "secrets", "bluesky")[0]["level"] == "warning"
    assert of(blog.bot("doctor", "--json", "--to", "bluesky"), "secrets", "bluesky")[0]["level"] == "failure"
    half = blog.bot("doctor", "--json", env={"BLUESKY_HANDLE": "me.example"})
    assert of(half, "secrets", "bluesky")[0]["level"] == "failure"


def test_with_no_target_at_all_there_is_nowhere_to_post_to(blog: Blog) -> None:
    """And the outbox is offered, which needs no account."""
    ran = blog.bot("doctor", "--json")
    assert ran.code == 1
    assert "--to outbox" in of(ran, "secrets")[0]["remedy"]


def test_a_refused_login_is_a_failure(blog: Blog, bluesky_account: BlueskyAccount) -> None:
    """With where to make an app password; what is not one is said before."""
    blog.env["BLUESKY_APP_PASSWORD"] = "hunter2-hunter2"
    ran = blog.bot("doctor", "--to", "bluesky", "--json")
    assert ran.code == 1
    (login,) = of(ran, "login", "bluesky")
    assert login["level"] == "failure"
    assert "app password" in login["remedy"].lower()
    assert any("does not look like" in one["what"] for one in of(ran, "secrets", "bluesky"))


def test_x_keys_that_may_only_read_are_a_failure(blog: Blog, x_server: XServer) -> None:
    """The commonest trouble with X, found without posting: Read and write first, then new tokens."""
    blog.env |= x_server.account(may_write=False).environ()
    ran = blog.bot("doctor", "--to", "x", "--json")
    assert ran.code == 1
    (login,) = of(ran, "login", "x")
    assert "Read and write" in login["remedy"]
    assert x_server.dollars() == 0


def test_wrong_x_keys_are_a_failure(blog: Blog, x_account: XAccount) -> None:
    """Named by their variables."""
    blog.env["X_API_SECRET"] = "wrong"
    (login,) = of(blog.bot("doctor", "--to", "x", "--json"), "login", "x")
    assert login["level"] == "failure"
    assert "X_API_SECRET" in login["remedy"]


# ── the label ────────────────────────────────────────────────────────────────────────────────────


def profile(pds: Pds, account: BlueskyAccount) -> dict[str, Any]:
    query = {"repo": account.did, "collection": "app.bsky.actor.profile", "rkey": "self"}
    return pds.get("com.atproto.repo.getRecord", query)["value"]


def log_in(pds: Pds, account: BlueskyAccount) -> str:
    return pds.post("com.atproto.server.createSession", {"identifier": account.handle, "password": account.password})[
        "accessJwt"
    ]


def test_the_label_is_only_set_when_asked_to(blog: Blog, pds: Pds, bluesky_account: BlueskyAccount) -> None:
    """A look changes nothing; --fix makes the profile if there is none; the next look is content."""
    blog.digest()
    first = blog.bot("doctor", "--to", "bluesky", "--json")
    assert of(first, "label", "bluesky")[0]["remedy"] == "bot doctor --fix"
    second = blog.bot("doctor", "--to", "bluesky", "--fix", "--json")
    assert of(second, "label", "bluesky")[0]["level"] == "ok"
    labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "bot"}]}
    assert profile(pds, bluesky_account) == {"$type": "app.bsky.actor.profile", "labels": labels}
    third = blog.bot("doctor", "--to", "bluesky", "--json")
    assert of(third, "label", "bluesky")[0]["level"] == "ok"


def test_the_label_leaves_the_rest_of_the_profile_alone(blog: Blog, pds: Pds, bluesky_account: BlueskyAccount) -> None:
    """Name, words, other labels, and what this version has never heard of."""
    before = {
        "$type": "app.bsky.actor.profile",
        "displayName": "Ein Blog ✨",
        "description": "Words.\nMore words.",
        "labels": {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "!no-unauthenticated"}]},
        "somethingNew": {"$type": "com.example.unknown", "n": 1},
    }
    body = {"repo": bluesky_account.did, "collection": "app.bsky.actor.profile", "rkey": "self", "record": before}
    pds.post("com.atproto.repo.putRecord", {**body, "validate": False}, log_in(pds, bluesky_account))
    ran = blog.bot("doctor", "--to", "bluesky", "--fix", "--json")
    assert of(ran, "label", "bluesky")[0]["level"] == "ok", ran.out
    after = profile(pds, bluesky_account)
    assert after["labels"]["values"] == [{"val": "!no-unauthenticated"}, {"val": "bot"}]
    assert {**after, "labels": None} == {**before, "labels": None}


# ── the branch ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def shared(blog: Blog, tmp_path: Path) -> Path:
    """The blog in git, with a remote and the ledger on a branch."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    for words in (
        ("init", "-q", "-b", "main"), ("remote", "add", "origin", str(remote)),
        ("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "first"),
    ):  # fmt: skip
        subprocess.run(["git", *words], cwd=blog.root, check=True)
    blog.settings('site = "https://blog.example"\nbranch = "bot-state"\n[targets.outbox]\n')
    return remote


def test_a_branch_that_is_there_and_takes_pushes_is_fine(blog: Blog, shared: Path) -> None:
    """And the look leaves no trace on the remote."""
    assert of(blog.bot("doctor", "--json"), "branch")[0]["remedy"].startswith(
        "if this blog has posted before, rebuild it"
    )
    made = blog.bot("init")
    assert made.code == 0, made.err
    before = subprocess.run(["git", "ls-remote", str(shared)], capture_output=True, check=True).stdout
    assert [one["level"] for one in of(blog.bot("doctor", "--json"), "branch")] == ["ok", "ok"]
    assert subprocess.run(["git", "ls-remote", str(shared)], capture_output=True, check=True).stdout == before


def test_a_remote_that_is_gone_is_a_failure(blog: Blog, shared: Path) -> None:
    """Nothing can be claimed without it."""
    shared.rename(shared.with_name("gone.git"))
    ran = blog.bot("doctor", "--json")
    assert of(ran, "branch")[0]["level"] == "failure"
    assert ran.code in {1, 2}


# ── the page ─────────────────────────────────────────────────────────────────────────────────────


def test_the_newest_page_is_looked_at_or_the_one_that_was_named(blog: Blog, site: Site) -> None:
    """Drafts and what is dated ahead have no page yet."""
    old = blog.digest("old.md", pubDatetime="2026-01-01", title="Hello, world")
    blog.digest("new.md", pubDatetime="2026-11-01")
    blog.digest("draft.md", pubDatetime="2026-11-02", draft=True)
    blog.digest("ahead.md", pubDatetime="2999-01-01")
    assert "content/new.md" in of(blog.bot("doctor", "--json"), "page")[0]["what"]
    assert "content/old.md" in of(blog.bot("doctor", str(old), "--json"), "page")[0]["what"]


@pytest.mark.parametrize(
    ("page", "check", "word"),
    [
        ("", "page", "404"),
        (PAGE.replace("twitter:card", "x"), "card", "twitter:card"),
        (PAGE.replace("og:image", "x"), "card", "og:image"),
        (PAGE.replace("/card.png", "/gone.png"), "card", "gone.png"),
        (PAGE.replace("Hello, world", "Something else").replace("2026-11-20-hello", "other"), "page", "another page"),
    ],
)
def test_what_a_card_lacks_is_a_warning(blog: Blog, site: Site, page: str, check: str, word: str) -> None:
    """X keeps an empty card for a week."""
    site.page = page
    blog.digest()
    warnings = [one for one in of(blog.bot("doctor", "--json"), check) if one["level"] == "warning"]
    assert len(warnings) == 1
    assert word in warnings[0]["what"]
    assert warnings[0]["remedy"]


def test_a_file_that_cannot_be_read_is_a_failure(blog: Blog) -> None:
    """With its own reason."""
    ran = blog.bot("doctor", "content/nowhere.md", "--json")
    assert ran.code == 1
    assert "nowhere.md" in of(ran, "content")[0]["what"]


# ── how it is shown ──────────────────────────────────────────────────────────────────────────────


def test_each_finding_is_a_line_and_a_line_for_its_remedy(blog: Blog) -> None:
    """-q leaves only what is to be mended."""
    blog.digest()
    ran = blog.bot("doctor")
    lines = ran.out.splitlines()
    assert lines[0].startswith("ok       bot ")
    assert any(line.startswith("failure  ") for line in lines)
    assert any("To mend it: if this blog has posted before" in line and "bot reconcile" in line for line in lines)
    quiet = blog.bot("doctor", "-q").out.splitlines()
    assert not any(line.startswith(("ok", "note")) for line in quiet)


def test_a_page_that_says_otherwise_than_the_card_is_a_warning(blog: Blog, site: Site) -> None:
    """The bot's card and the platform's own would differ."""
    blog.digest(title="Hello, world", description="Something else, in a sentence of its own.")
    found = [one["what"] for one in of(blog.bot("doctor", "--json"), "card") if one["level"] == "warning"]
    assert any("og:description is “What it is about.”" in what for what in found)
    assert not any("its page's og:title" in what or "its page's og:image" in what for what in found)


# ── templates ────────────────────────────────────────────────────────────────────────────────────


def test_a_template_s_unknown_name_is_found_before_a_post_fails(blog: Blog) -> None:
    """With the file, the field, the name, and the nearest right one; by doctor, and where it is posted all the same."""
    blog.settings('site = "https://blog.example"\n[targets.outbox]\ntemplate = "{titel}: {fields.mood}"\n')
    path = blog.digest(mood="calm")
    (finding,) = of(blog.bot("doctor", "--json"), "template")
    assert finding["level"] == "failure"
    for where in (finding["what"], blog.bot("preview", path, "--json").results[0]["reason"]):
        assert "bot.toml: targets.outbox.template: {titel}" in where
        assert "did you mean 'title'" in where


def test_a_template_is_not_held_against_a_blog_without_digests(blog: Blog) -> None:
    """Nobody knows yet which names they will have: doctor called every one of them wrong."""
    blog.settings('site = "https://blog.example"\n[targets.outbox]\ntemplate = "{title} from {series}"\n')
    assert of(blog.bot("doctor", "--json"), "template") == []


def test_a_template_s_name_that_some_digests_lack_is_a_warning(blog: Blog) -> None:
    """A template for others alone is not held against them."""
    blog.settings(
        'site = "https://blog.example"\n[[targets.outbox.template]]\ntext = "{title} by {author}"\n'
        'when = { lang = ["en"] }\n[[targets.outbox.template]]\ntext = "{title}, {mood}"\n'
    )
    blog.digest("a.md", lang="en", author="A. Writer", mood="calm")
    blog.digest("b.md", lang="en", mood="calm")
    blog.digest("c.md", mood="calm")
    (finding,) = of(blog.bot("doctor", "--json"), "template")
    assert finding["level"] == "warning"
    assert finding["what"] == "bot.toml: targets.outbox.template 1: {author} is missing in 1 of the newest 2 digests"
    assert "{fields.author}" in finding["remedy"]
