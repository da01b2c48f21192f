"""``bot init`` as a user runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.setup.terminal import at_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog


@pytest.fixture
def bare(blog: Blog) -> Blog:
    """A blog without settings."""
    (blog.root / "bot.toml").unlink()
    return blog


def astro(blog: Blog) -> None:
    """Make it an Astro blog with one post."""
    (blog.root / "content").rmdir()
    for name, text in {
        "astro.config.mjs": "export default { site: 'https://found.dev' }",
        "src/content.config.ts": "glob({ base: './src/content/blog' })",
        "src/pages/writing/[...slug].astro": "getCollection('blog')",
        "src/content/blog/one.md": "---\ntitle: One\npubDate: 2026-11-20\n---\nText.\n",
    }.items():
        path = blog.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *words],
        cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


def files(root: Path) -> set[str]:
    return {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file() and ".git/" not in str(path)
    }


def test_marks_what_is_there_and_says_how_many(blog: Blog) -> None:
    """The archive is handled: the next run posts nothing of it."""
    for number in range(3):
        blog.digest(f"{number}.md", title=f"Post {number}")
    ran = blog.bot("init")
    assert ran.code == 0
    assert "3 digests" in ran.out
    assert "bot run" in ran.out
    again = blog.bot("init")
    assert again.code == 0
    assert "there is a ledger already" in again.out


@pytest.mark.parametrize("line", ["state/", "/state", "/state/*\n!/state/.gitkeep", "state/**", ""])
def test_a_ledger_that_git_leaves_out_already_needs_no_line(blog: Blog, line: str) -> None:
    """In whichever of the usual ways it is written; else one is added."""
    git(blog.root, "init", "-q")
    (blog.root / ".gitignore").write_text(f"{line}\n", encoding="utf-8")
    blog.digest()
    ran = blog.bot("init")
    assert ran.code == 0
    known = (blog.root / ".gitignore").read_text(encoding="utf-8")
    assert known == (f"{line}\n" if line else "\nstate/\n")
    assert "ledger.db" not in git(blog.root, "status", "--porcelain", "--untracked-files=all")


def test_a_recognised_blog_needs_no_question(bare: Blog) -> None:
    """Where nobody can answer, what the blog's files say is taken, and named with its file."""
    astro(bare)
    ran = bare.bot("init")
    assert ran.code == 0, ran.err
    settings = tomllib.loads((bare.root / "bot.toml").read_text(encoding="utf-8"))
    assert settings["site"] == "https://found.dev"
    assert settings["generator"] == "astro"
    assert settings["since"] == datetime.now(UTC).date()
    assert "permalink" not in settings
    assert settings["content"] == "src/content/blog"
    assert "1 digest " in ran.out
    shown = bare.bot("preview", "src/content/blog/one.md", "--json", "--to", "bluesky")
    assert shown.results[0]["draft"]["link"] == "https://found.dev/writing/one/"


def test_without_a_site_nothing_is_made(bare: Blog) -> None:
    """Exit 2 with the remedy, and no file."""
    before = files(bare.root)
    ran = bare.bot("init", "-y")
    assert ran.code == 2
    assert "bot init --site" in ran.err
    assert files(bare.root) == before


def test_what_the_command_line_says_goes_before_what_was_found(bare: Blog) -> None:
    """And is written, so that the next command knows it too."""
    astro(bare)
    ran = bare.bot("init", "-y", "--site", "https://said.dev", "--permalink", "/p/{slug}/", "--state", "kept")
    assert ran.code == 0, ran.err
    settings = tomllib.loads((bare.root / "bot.toml").read_text(encoding="utf-8"))
    assert (settings["site"], settings["permalink"], settings["state"]) == ("https://said.dev", "/p/{slug}/", "kept")
    assert (bare.root / "kept" / "ledger.db").exists()


def test_wrong_words_are_said_before_anything_is_written(bare: Blog) -> None:
    """A pattern with an unknown part, an address that is none."""
    for wrong in (("--permalink", "/{slag}", "--site", "https://a.dev"), ("--site", "nonsense")):
        ran = bare.bot("init", "-y", *wrong)
        assert ran.code == 2
        assert files(bare.root) == set()


def test_settings_that_are_there_are_never_changed_by_minus_y(blog: Blog) -> None:
    """What was left alone is said."""
    before = (blog.root / "bot.toml").read_text(encoding="utf-8")
    ran = blog.bot("init", "-y", "--site", "https://other.dev")
    assert ran.code == 0
    assert "left alone" in ran.err
    assert (blog.root / "bot.toml").read_text(encoding="utf-8") == before


def test_a_missing_key_is_added_to_the_settings_that_are_there(blog: Blog) -> None:
    """In pyproject.toml under [tool.bot], and only there."""
    (blog.root / "bot.toml").unlink()
    old = '[project]\nname = "x"\n\n[tool.bot]\nlang = "de"\n'
    (blog.root / "pyproject.toml").write_text(old, encoding="utf-8")
    assert blog.bot("init", "-y", "--site", "https://said.dev").code == 0
    table = tomllib.loads((blog.root / "pyproject.toml").read_text(encoding="utf-8"))
    assert table == {"project": {"name": "x"}, "tool": {"bot": {"lang": "de", "site": "https://said.dev"}}}
    assert not (blog.root / "bot.toml").exists()


def test_an_old_ledger_stops_what_was_not_asked_for(bare: Blog) -> None:
    """Only options that were said lead to a file then."""
    assert bare.bot("init", "-y", "--site", "https://said.dev").code == 0
    (bare.root / "bot.toml").write_text('site = "https://said.dev"\n', encoding="utf-8")
    before = files(bare.root)
    assert bare.bot("init", "-y").code == 0
    assert files(bare.root) == before
    assert bare.bot("init", "-y", "--permalink", "/p/{slug}").code == 0
    assert "/p/{slug}" in (bare.root / "bot.toml").read_text(encoding="utf-8")


def test_a_folder_of_posts_that_is_not_there_is_exit_2(bare: Blog) -> None:
    """An empty archive by mistake would pour all of it out later."""
    ran = bare.bot("init", "-y", "--site", "https://a.dev", "--content", "posts")
    assert ran.code == 2
    assert "posts: there is no such folder" in ran.err
    assert not (bare.root / "bot.toml").exists()


def test_secrets_are_named_with_where_to_get_them(blog: Blog) -> None:
    """Those that are set already are said to be, and never shown."""
    ran = blog.bot("init", env={"BLUESKY_HANDLE": "me.example", "BLUESKY_APP_PASSWORD": "abcd-efgh-ijkl-mnop"})
    assert "abcd-efgh-ijkl-mnop" not in ran.out + ran.err
    assert "bluesky: set up" in ran.err
    assert "X_ACCESS_TOKEN_SECRET" in ran.err
    assert "https://console.x.com" in ran.err
    assert "Read and write" in ran.err


# ── workflows ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def hosted(bare: Blog, tmp_path: Path) -> Blog:
    """A blog in a git repository with a remote."""
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "remote.git")], check=True)
    git(bare.root, "init", "-q", "-b", "trunk")
    git(bare.root, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(bare.root, "commit", "-q", "--allow-empty", "-m", "first")
    git(bare.root, "push", "-q", "origin", "trunk")
    bare.env |= {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a"}
    bare.env |= {"GIT_COMMITTER_EMAIL": "a@example.com"}
    return installed(bare, tmp_path / "installed", "OWNER/REPO")


def installed(blog: Blog, folder: Path, repository: str, **direct: object) -> Blog:
    """The bot as it is installed from an index, or from somewhere else (PEP 610), whatever this machine's own is."""
    from bot import __version__
    from bot.setup.origin import DISTRIBUTION

    home = folder / f"{DISTRIBUTION}-{__version__}.dist-info"
    home.mkdir(parents=True, exist_ok=True)
    (home / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: {DISTRIBUTION}\nVersion: {__version__}\n"
        f"Project-URL: Repository, https://github.com/{repository}\n",
        encoding="utf-8",
    )
    if direct:
        (home / "direct_url.json").write_text(json.dumps(direct), encoding="utf-8")
    blog.env["PYTHONPATH"] = f"{folder}{os.pathsep}{blog.env['PYTHONPATH']}"
    return blog


def test_workflows_are_written_with_their_action(hosted: Blog) -> None:
    """The ledger is on a branch then, for a runner's own files die with it."""
    ran = hosted.bot("init", "-y", "--site", "https://a.dev", "--workflows", "--action", "owner/bot@v1")
    assert ran.code == 0, ran.err
    text = (hosted.root / ".github/workflows/post.yml").read_text(encoding="utf-8")
    assert "uses: owner/bot@v1" in text
    assert "branches: [trunk]" in text
    assert {"post.yml", "sweep.yml", "preview.yml"} == {p.name for p in (hosted.root / ".github/workflows").iterdir()}
    assert 'branch = "bot-state"' in (hosted.root / "bot.toml").read_text(encoding="utf-8")
    assert "bot-state" in git(hosted.root, "ls-remote", "origin")


def test_a_workflow_that_is_there_is_left_alone(hosted: Blog) -> None:
    """Never overwritten by -y, and said."""
    mine = hosted.root / ".github" / "workflows" / "post.yml"
    mine.parent.mkdir(parents=True)
    mine.write_text("name: mine\n", encoding="utf-8")
    ran = hosted.bot("init", "-y", "--site", "https://a.dev", "--workflows", "--action", "owner/bot@v1")
    assert ran.code == 0, ran.err
    assert mine.read_text(encoding="utf-8") == "name: mine\n"
    assert "post.yml: left alone" in ran.err
    assert (mine.parent / "sweep.yml").exists()


def test_workflows_without_an_action_are_exit_2(hosted: Blog) -> None:
    """Nothing is written then, not even the settings."""
    ran = hosted.bot("init", "-y", "--site", "https://a.dev", "--workflows")
    assert ran.code == 2
    assert "--action OWNER/REPO@v1" in ran.err
    assert files(hosted.root) == set()


def test_an_installed_bot_knows_its_own_repository(hosted: Blog, tmp_path: Path) -> None:
    """Nobody has to find out what to write for OWNER/REPO."""
    from bot import __version__

    installed(hosted, tmp_path / "index", "me/bot")
    ran = hosted.bot("init", "-y", "--site", "https://a.dev", "--workflows")
    assert ran.code == 0, ran.err
    text = (hosted.root / ".github/workflows/post.yml").read_text(encoding="utf-8")
    assert f"uses: me/bot@v{__version__}\n" in text


def test_a_bot_that_runs_in_a_clone_names_the_clones_remote(hosted: Blog, tmp_path: Path) -> None:
    """By the commit, where that was pushed; what nobody can fetch is no action."""
    clone = tmp_path / "clone"
    clone.mkdir()
    git(clone, "init", "-q", "-b", "main")
    git(clone, "commit", "-q", "--allow-empty", "-m", "first")
    git(clone, "remote", "add", "origin", "git@github.com:me/bot.git")
    installed(hosted, tmp_path / "editable", "OWNER/REPO", url=clone.as_uri(), dir_info={"editable": True})
    assert hosted.bot("init", "-y", "--site", "https://a.dev", "--workflows").code == 0
    post = hosted.root / ".github/workflows/post.yml"
    assert "uses: me/bot@v1\n" in post.read_text(encoding="utf-8")
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD")
    post.unlink()
    assert hosted.bot("init", "-y", "--workflows").code == 0
    assert f"uses: me/bot@{git(clone, 'rev-parse', 'HEAD').strip()}\n" in post.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("start", "event"), [(None, "deployment_status"), ("live", "deployment_status"), ("push", "push")]
)
def test_a_blog_on_vercel_posts_when_its_page_is_live(hosted: Blog, start: str | None, event: str) -> None:
    """Unless a push is asked for; and it is said."""
    (hosted.root / "vercel.json").write_text("{}", encoding="utf-8")
    said = ("--start", start) if start else ()
    ran = hosted.bot("init", "-y", "--site", "https://a.dev", "--workflows", "--action", "o/r@v1", *said)
    assert ran.code == 0, ran.err
    assert f"  {event}:" in (hosted.root / ".github/workflows/post.yml").read_text(encoding="utf-8")
    assert ("Vercel has put the blog online" in ran.err) == (event != "push")


def test_a_live_page_that_nobody_tells_of_starts_nothing(hosted: Blog) -> None:
    ran = hosted.bot("init", "-y", "--site", "https://a.dev", "--workflows", "--action", "o/r@v1", "--start", "live")
    assert ran.code == 2
    assert "leave out --start live" in ran.err
    assert files(hosted.root) == set()


# ── at a terminal ────────────────────────────────────────────────────────────────────────────────


def test_at_a_terminal_the_found_values_are_the_defaults(bare: Blog) -> None:
    """Return, return, return: what is to be written is counted before it is written, and its text shown on request."""
    astro(bare)
    said = at_terminal("init", cwd=bare.root, env=bare.env, answers="\n\ns\ny\n")
    assert said.code == 0, said.screen
    assert "Astro" in said.screen
    assert "[https://found.dev]" in said.screen
    assert re.search(r"bot\.toml: new, \d+ lines", said.screen)
    assert said.screen.index("Make state/ledger.db") < said.screen.index('site = "https://found.dev"')
    assert said.screen.count("Make state/ledger.db") == 2
    assert "1 digest " in said.out
    assert (bare.root / "state/ledger.db").exists()


def test_at_a_terminal_an_answer_that_cannot_be_used_is_asked_for_again(bare: Blog) -> None:
    """With what it should be."""
    said = at_terminal("init", cwd=bare.root, env=bare.env, answers="nonsense\nhttps://a.dev\nnowhere\ncontent\n\ny\n")
    assert said.code == 0, said.screen
    assert "'nonsense' is not an address like" in said.screen
    assert "'nowhere' is not a folder that is there" in said.screen


def test_at_a_terminal_a_question_is_left_out_with_a_hyphen(bare: Blog) -> None:
    """All but the site, without which a post has no link: that is said, and asked for again."""
    said = at_terminal("init", cwd=bare.root, env=bare.env, answers="-\nhttps://a.dev\n-\n-\ny\n")
    assert said.code == 0, said.screen
    assert "the site cannot be left out" in said.screen
    settings = tomllib.loads((bare.root / "bot.toml").read_text(encoding="utf-8"))
    assert settings["site"] == "https://a.dev"
    assert not {"content", "permalink"} & settings.keys()


def test_at_a_terminal_a_folder_that_has_no_default_is_not_left_out(bare: Blog) -> None:
    """Without content/ there would be no posts."""
    astro(bare)
    said = at_terminal("init", cwd=bare.root, env=bare.env, answers="\n-\nsrc/content/blog\n\ny\n")
    assert said.code == 0, said.screen
    assert "the folder cannot be left out" in said.screen


def test_at_a_terminal_the_bots_repository_left_out_writes_no_workflows(hosted: Blog) -> None:
    """The blog is set up without them."""
    said = at_terminal(
        "init", "--site", "https://a.dev", "--workflows", cwd=hosted.root, env=hosted.env, answers="\n-\n\n-\ny\n"
    )
    assert said.code == 0, said.screen
    assert "no workflows are written" in said.screen
    assert not (hosted.root / ".github").exists()


def test_no_writes_nothing(bare: Blog) -> None:
    """Whoever sees what would be written can still say no."""
    said = at_terminal("init", "--site", "https://a.dev", cwd=bare.root, env=bare.env, answers="\n\nn\n")
    assert said.code == 130
    assert files(bare.root) == set()


def test_at_a_terminal_overwriting_is_asked_for(hosted: Blog) -> None:
    """Return means no."""
    mine = hosted.root / ".github" / "workflows" / "post.yml"
    mine.parent.mkdir(parents=True)
    mine.write_text("name: mine\n", encoding="utf-8")
    said = at_terminal(
        "init", "--site", "https://a.dev", "--action", "owner/bot@v1", cwd=hosted.root, env=hosted.env, answers="\n\n\n\ny\n\n",
    )  # fmt: skip
    assert said.code == 0, said.screen
    assert "Overwrite .github/workflows/post.yml?" in said.screen
    assert mine.read_text(encoding="utf-8") == "name: mine\n"
    assert (mine.parent / "sweep.yml").exists()


def test_what_init_could_not_read_fails_a_run_only_when_it_changes(blog: Blog) -> None:
    """Its owner was told; an old draft that was never valid must not make every run red."""
    blog.settings('site = "https://example.com"\n[targets.outbox]\n')
    blog.digest("good.md")
    broken = blog.root / "content" / "broken.md"
    broken.write_text("---\ntitle: [unclosed\n---\nText.\n")
    (blog.root / "content" / "notes.md").write_text("# Notes\n\nNo front matter.\n")
    ran = blog.bot("init", "-y")
    assert ran.code == 0
    assert "broken.md" in ran.err
    assert "notes.md" not in ran.err
    ran = blog.bot("run", "--json")
    assert (ran.code, ran.results) == (0, [])
    broken.write_text("---\ntitle: [unclosed still\n---\nText, and more of it.\n")
    ran = blog.bot("run", "--json")
    assert [one["path"] for one in ran.results] == ["content/broken.md"]
    assert ran.code != 0


def test_one_reason_of_many_digests_is_one_line(blog: Blog) -> None:
    """An archive of which nothing can be read does not bury what init says besides."""
    blog.settings('site = "https://example.com"\n[targets.bluesky]\n[targets.x]\n')
    for number in range(9):
        (blog.root / f"content/{number}.md").write_text("---\ndate: 2026-01-01\n---\nWords.\n", encoding="utf-8")
    lines = [line for line in blog.bot("init", "-y").err.splitlines() if "has no title" in line]
    assert len(lines) == 1
    assert "content/0.md, content/1.md, content/2.md and 6 more on bluesky and x: has no title" in lines[0]


def test_the_blog_in_a_folder_is_found_and_named(bare: Blog) -> None:
    (bare.root / "content").rmdir()
    (bare.root / "site" / "content" / "posts").mkdir(parents=True)
    (bare.root / "site" / "hugo.toml").write_text(
        'baseURL = "https://found.dev/"\ntitle = "Notes"\nlanguageCode = "pt-br"\n'
    )
    (bare.root / "site" / "content" / "posts" / "One Two.md").write_text(
        "---\ntitle: One\ndate: 2024-05-06\n---\nText.\n"
    )
    ran = bare.bot("init", "-y")
    assert ran.code == 0, ran.err
    assert "site/" in ran.err
    settings = tomllib.loads((bare.root / "bot.toml").read_text(encoding="utf-8"))
    assert (settings["generator"], settings["site_name"], settings["lang"], settings["wait_live"]) == (
        "hugo",
        "Notes",
        "pt-br",
        "4m",
    )
    shown = bare.bot("preview", "site/content/posts/One Two.md", "--json", "--to", "bluesky")
    assert shown.results[0]["draft"]["link"] == "https://found.dev/posts/one-two/"


def test_a_guess_is_called_one(bare: Blog) -> None:
    """With the address to look at; every link of the blog hangs on it."""
    bare.digest()
    ran = bare.bot("init", "-y", "--site", "https://a.dev")
    assert "the permalink is a guess" in ran.err
    assert "https://a.dev/posts/2026-11-20-hello" in ran.err


def test_the_built_folder_is_what_the_addresses_are_held_against(bare: Blog) -> None:
    bare.digest()
    for path in ("", "blog/2026-11-20-hello/"):
        (bare.root / "public" / path).mkdir(parents=True, exist_ok=True)
        (bare.root / "public" / path / "index.html").write_text(
            "<title>Hello, world</title>" if path else "<title>Home</title>"
        )
    ran = bare.bot("init", "-y", "--site", "https://a.dev")
    assert "0 of 1 addresses stand in public/" in ran.err
    assert "is the permalink /blog/{slug}/?" in ran.err


def test_a_post_that_is_not_out_is_not_looked_at(bare: Blog) -> None:
    """It has no page yet: it is not missing in the built folder, and its address cannot be opened."""
    bare.digest()
    bare.digest("later.md", title="Later", pubDatetime="2999-01-01T00:00:00Z")
    bare.digest("twin.md", title="Draft", slug="2026-11-20-hello", draft=True)
    for path in ("", "posts/2026-11-20-hello/"):
        (bare.root / "public" / path).mkdir(parents=True, exist_ok=True)
        (bare.root / "public" / path / "index.html").write_text("<title>A page</title>")
    ran = bare.bot("init", "-y", "--site", "https://a.dev")
    assert "1 of 1 addresses stand in public/" in ran.err
    assert "https://a.dev/posts/2026-11-20-hello\n" in ran.err
    assert "have one address" not in ran.err
    assert "later" not in ran.err


def test_of_several_blogs_the_fullest_is_taken_and_the_others_are_named(bare: Blog) -> None:
    """With how to choose another; whoever has chosen is told of no other."""
    (bare.root / "content").rmdir()
    for name, text in {
        "first/zola.toml": "base_url = 'https://first.dev'\n",
        "first/content/blog/a.md": "+++\ntitle = 'A'\ndate = 2024-05-06\n+++\n",
        "second/_config.yml": "url: https://second.dev\n",
        "second/_posts/2024-05-06-a.md": "---\ntitle: A\n---\n",
        "second/_posts/2024-05-07-b.md": "---\ntitle: B\n---\n",
        "second/theme/_config.yml": "url: https://theme.dev\n",
        "second/theme/_posts/2024-05-06-a.md": "---\ntitle: A\n---\n",
    }.items():
        path = bare.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ran = bare.bot("init", "-y")
    assert "the blog lies in second/, and is built by Jekyll" in ran.err
    assert (
        "another blog lies in first/, and is built by Zola; to take that one: bot init --content first/content"
        in ran.err
    )
    assert "another blog lies in second/theme" not in ran.err
    assert 'site = "https://second.dev"' in (bare.root / "bot.toml").read_text(encoding="utf-8")
    for path in (bare.root / "bot.toml", bare.root / "state/ledger.db"):
        path.unlink()
    ran = bare.bot("init", "-y", "--content", "first/content")
    assert "the blog lies in first/, and is built by Zola" in ran.err
    assert "another blog" not in ran.err
    assert 'site = "https://first.dev"' in (bare.root / "bot.toml").read_text(encoding="utf-8")


def test_from_any_folder_of_the_repository(bare: Blog) -> None:
    """The settings lie where the blog is built; without a repository nobody looks above the folder that one stands in."""
    astro(bare)
    deep = replace(bare, root=bare.root / "src/pages/writing")
    assert deep.bot("init", "-y").code == 2
    git(bare.root, "init", "-q")
    ran = deep.bot("init", "-y")
    assert ran.code == 0, ran.err
    assert f"the blog lies in {bare.root}/, and is built by Astro" in ran.err
    assert 'site = "https://found.dev"' in (bare.root / "bot.toml").read_text(encoding="utf-8")
    assert [path.name for path in deep.root.iterdir()] == ["[...slug].astro"]
    assert deep.bot("status").code == 0


def test_answers_are_kept_when_it_stops(bare: Blog, tmp_path: Path) -> None:
    """Whoever says no at the end is not asked from the beginning: Enter takes what was answered; nothing is left in the blog."""
    env = {**bare.env, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    said = at_terminal("init", cwd=bare.root, env=env, answers="https://mine.dev\n\n/p/{slug}\nn\n")
    assert said.code == 130
    assert "nothing was written. Your answers are kept" in said.screen
    assert files(bare.root) == set()
    said = at_terminal("init", cwd=bare.root, env=env, answers="\n\n\ny\n")
    assert said.code == 0, said.screen
    settings = tomllib.loads((bare.root / "bot.toml").read_text(encoding="utf-8"))
    assert (settings["site"], settings["permalink"]) == ("https://mine.dev", "/p/{slug}")
    assert list((tmp_path / "cache" / "bot").iterdir()) == []


def test_a_blog_that_is_only_begun_has_no_dead_end(bare: Blog) -> None:
    """Without a folder of digests Enter takes the usual one, which is made; it never asks the same for ever."""
    (bare.root / "content").rmdir()
    said = at_terminal("init", cwd=bare.root, env=bare.env, answers="https://mine.dev\n\n\ny\n")
    assert said.code == 0, said.screen
    assert "content/ is not there yet, and is made" in said.screen
    assert (bare.root / "content").is_dir()
    assert "0 digests that were there are marked" in said.out


def test_an_action_that_is_none_is_asked_for_again(hosted: Blog) -> None:
    """It is said before anything is written, and not at the end of all answers."""
    said = at_terminal(
        "init", "--site", "https://a.dev", cwd=hosted.root, env=hosted.env, answers="\n\n\n\nmy bot\nme/bot@v1\ny\n"
    )
    assert said.code == 0, said.screen
    assert "'my bot' is not an action like OWNER/REPO@v1" in said.screen
    assert "me/bot@v1" in (hosted.root / ".github/workflows/post.yml").read_text(encoding="utf-8")


def test_it_ends_with_the_three_things_to_do_next(hosted: Blog) -> None:
    """What it needs, what to commit, and how to see that all is well."""
    hosted.digest()
    ran = hosted.bot("init", "-y", "--site", "https://a.dev")
    steps = [line for line in ran.err.splitlines() if re.match(r"\d\. ", line)]
    assert [step[:2] for step in steps] == ["1.", "2.", "3."]
    assert steps[0].startswith("1. Set the secrets of the accounts.")
    assert "X_API_KEY" in ran.err
    assert re.fullmatch(r"2\. Commit .*bot\.toml.*, and push\.", steps[1])
    assert steps[2].endswith("bot doctor")


def test_a_settings_file_without_its_ledger_is_told_of_reconcile(blog: Blog) -> None:
    """A ledger that was lost must not be made anew by a hasty yes: what was still to be posted would be buried."""
    said = at_terminal("init", cwd=blog.root, env=blog.env, answers="n\n")
    assert said.code == 130
    assert "If this blog has posted before, answer n: bot reconcile" in said.screen


def test_the_settings_file_says_where_all_settings_are_explained(bare: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the address of the repository that the installed package names."""
    import importlib.metadata
    from email.message import Message

    from bot.setup import origin

    project = Message()
    project["Project-URL"] = "Repository, https://github.com/someone/postonce"
    monkeypatch.setattr(importlib.metadata, "metadata", lambda _name: project)
    assert origin.settings_page() == "https://github.com/someone/postonce/blob/main/docs/settings.md"
    assert bare.bot("init", "-y", "--site", "https://a.dev").code == 0
    assert "docs/settings.md" in (bare.root / "bot.toml").read_text(encoding="utf-8").split("\nsite")[0]
