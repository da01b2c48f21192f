"""The example of docs/add-a-publisher.md is installed as a package, and goes through every command."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import OUTBOX, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog, Ran

PAGE = ROOT / "docs" / "add-a-publisher.md"


def code(language: str) -> str:
    """The page's one block in that language."""
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(block)


def install(blog: Blog, module: str, entry_points: str) -> Path:
    """Make a package as pip would leave it, where this blog's Python finds it; returns its folder."""
    folder = blog.root.parent / "site-packages"
    info = folder / "journal-1.0.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (folder / "journal.py").write_text(module, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: journal\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")
    blog.env["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(folder)])
    return folder


ENTRY_POINTS = "[bot.platforms]\njournal = journal:PLATFORM\n"


@pytest.fixture
def journal(blog: Blog) -> Path:
    """The page's package is installed, and the blog posts to a journal; returns the journal's file."""
    assert 'journal = "journal:PLATFORM"' in code("text")
    assert '[project.entry-points."bot.platforms"]' in code("text")
    install(blog, code("python"), ENTRY_POINTS)
    file = blog.root.parent / "journal.jsonl"
    blog.settings('site = "https://blog.example"\nsite_name = "A Blog"\n[targets.journal]\n')
    blog.env["JOURNAL_FILE"] = str(file)
    return file


def results(ran: Ran) -> list[tuple[str, str]]:
    """Target and outcome of each result."""
    return [(result["target"], result["outcome"]) for result in json.loads(ran.out)["results"]]


def lines(journal: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]


def crash(blog: Blog, point: str, *words: object) -> None:
    """The bot dies at this point."""
    ran = blog.bot(*words, env={"BOT_CRASH_AT": point})
    assert ran.code == -signal.SIGKILL, ran.err


def test_the_example_is_short() -> None:
    """Whoever adds a platform reads it in one go."""
    assert len(code("python").splitlines()) < 100


# ── before anything is posted ────────────────────────────────────────────────────────────────────


def test_every_preview_shows_it(blog: Blog, journal: Path) -> None:
    """On a terminal, as a page, as JSON and in a step's summary, under its own name and within its own limit."""
    path = blog.digest(tags=["AI"])
    shown = blog.bot("preview", path)
    assert shown.code == 0, shown.err
    assert "Hello, world" in shown.out
    assert "journal" in shown.out.casefold()
    page = blog.root / "page.html"
    assert blog.bot("preview", path, "--html", page).code == 0
    html = page.read_text(encoding="utf-8")
    assert "Journal" in html
    assert "#7a5c00" in html
    ran = blog.bot("preview", path, "--json")
    assert results(ran) == [("journal", "would-post")]
    draft = json.loads(ran.out)["results"][0]["draft"]
    assert draft["limit"] == 500
    assert {facet["kind"] for facet in draft["facets"]} == {"link", "tag"}
    summary = blog.root / "summary.md"
    assert blog.bot("preview", path, env={"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}).code == 0
    assert "Journal" in summary.read_text(encoding="utf-8")
    assert not journal.exists()


def test_init_and_doctor_ask_for_its_secret(blog: Blog, journal: Path) -> None:
    """And say where it is had, in the package's own words."""
    blog.digest()
    del blog.env["JOURNAL_FILE"]
    made = blog.bot("init")
    assert made.code == 0, made.err
    assert "JOURNAL_FILE" in made.out + made.err
    assert "name a file that may be written to" in made.out + made.err
    ran = blog.bot("doctor", "--json")
    assert ran.code == 1
    secrets = [finding for finding in ran.findings if finding["check"] == "secrets"]
    assert any("JOURNAL_FILE" in finding["what"] for finding in secrets)
    assert any("name a file" in finding["remedy"] for finding in secrets)
    blog.env["JOURNAL_FILE"] = str(journal)
    found = blog.bot("doctor", "--json").findings
    (login,) = [finding for finding in found if finding["check"] == "login"]
    assert (login["level"], login["target"]) == ("ok", "journal")
    assert str(journal) in login["what"]


# ── posting ──────────────────────────────────────────────────────────────────────────────────────


def test_it_posts_once_and_is_remembered(blog: Blog, journal: Path) -> None:
    """`post`, `run` and `status`; what was there at `init` stays unposted."""
    blog.digest("old.md", title="Old", pubDatetime="2026-01-01")
    assert blog.bot("init").code == 0
    new = blog.digest(tags=["AI"])
    assert results(blog.bot("run", "--json")) == [("journal", "posted")]
    assert results(blog.bot("run", "--json")) == []
    assert results(blog.bot("post", new, "--json")) == [("journal", "already-posted")]
    (line,) = lines(journal)
    assert line["text"].startswith("Hello, world")
    assert results(blog.bot("post", new, "--again", "-y", "--json")) == [("journal", "posted")]
    assert len({line["key"] for line in lines(journal)}) == 2
    assert not any("Old" in line["text"] for line in lines(journal))
    ran = blog.bot("status", new, "--json")
    assert f"file://{journal}#" in ran.out
    assert "journal" in blog.bot("status").out


def test_a_journal_that_cannot_be_written_is_a_failure_with_its_remedy(blog: Blog, journal: Path) -> None:
    """The example's errors are the bot's own."""
    path = blog.digest()
    blog.bot("init")
    blog.env["JOURNAL_FILE"] = str(blog.root / "nowhere" / "journal.jsonl")
    ran = blog.bot("post", path, "--json")
    assert ran.code in {1, 3}
    (result,) = json.loads(ran.out)["results"]
    assert result["outcome"] == "failed"
    assert result["retry_at"]


# ── in doubt ─────────────────────────────────────────────────────────────────────────────────────


def test_a_person_resolves_what_a_crash_has_left(blog: Blog, journal: Path) -> None:
    """Not posted: the next run posts it. Posted: the address is enough to take it down again."""
    first, second = blog.digest("first.md", title="First"), blog.digest("second.md", title="Second")
    for path in (first, second):
        path.rename(path.with_suffix(".later"))
    assert blog.bot("init").code == 0
    for path in (first, second):
        path.with_suffix(".later").rename(path)
    crash(blog, "send-before", "post", first)
    assert not journal.exists()
    assert blog.bot("resolve", first, "journal", "--not-posted").code == 0
    assert results(blog.bot("post", first, "--json")) == [("journal", "posted")]
    crash(blog, "send-after", "post", second)
    key = lines(journal)[-1]["key"]
    wrong = blog.bot("resolve", second, "journal", "--posted", "https://elsewhere.example/")
    assert wrong.code == 2
    assert "Journal" in wrong.err
    done = blog.bot("resolve", second, "journal", "--posted", f"file://{journal}#{key}")
    assert done.code == 0, done.err
    assert blog.bot("delete", second, "-y").code == 0
    assert [line["text"].split("\n")[0] for line in lines(journal)] == ["First"]


def test_reconcile_finds_it_and_rebuilds_a_lost_ledger(blog: Blog, journal: Path) -> None:
    """Once by asking for what is in doubt, once from the journal alone."""
    assert blog.bot("init").code == 0
    path = blog.digest()
    crash(blog, "send-after", "run")
    ran = blog.bot("reconcile", "--json")
    assert results(ran) == [("journal", "already-posted")], ran.out + ran.err
    shutil.rmtree(blog.root / "state")
    ran = blog.bot("reconcile", "--json")
    assert results(ran) == [("journal", "posted")], ran.out + ran.err
    assert results(blog.bot("post", path, "--json")) == [("journal", "already-posted")]
    assert results(blog.bot("run", "--json")) == []
    assert len(lines(journal)) == 1
    assert blog.bot("delete", path, "-y", "--to", "journal").code == 0
    assert lines(journal) == []


# ── packages that are no good ────────────────────────────────────────────────────────────────────

BROKEN = {
    "cannot be imported": ("raise RuntimeError('too old')", ENTRY_POINTS, "RuntimeError: too old"),
    "is not there": ("", ENTRY_POINTS.replace("journal:", "gone:"), "gone"),
    "is no platform": ("PLATFORM = 1", ENTRY_POINTS, "journal:PLATFORM is no bot.model.Platform"),
    "has another name": (code("python"), ENTRY_POINTS.replace("journal =", "diary ="), "called 'diary'"),
    "has no publisher": (
        code("python").replace('publisher="journal:Journal"', 'publisher="journal:Gone"'), ENTRY_POINTS, "Gone",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_package_that_is_broken_is_one_line_for_whoever_uses_it(blog: Blog, kind: str) -> None:
    """Exit code 2, and what to do; nothing is posted."""
    module, entry_points, words = BROKEN[kind]
    install(blog, module, entry_points)
    name = "diary" if "diary" in entry_points else "journal"
    blog.settings(f'site = "https://blog.example"\n[targets.{name}]\n[targets.outbox]\n')
    path = blog.digest()
    ran = blog.bot("preview", path)
    assert ran.code == 2
    assert words in ran.err
    assert "update or uninstall its package" in ran.err
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("targets", ["", "[targets.outbox]\n"])
def test_a_package_that_is_broken_disturbs_nobody_else(blog: Blog, kind: str, targets: str) -> None:
    """Whoever does not use it does not hear of it, with targets in the settings and without."""
    module, entry_points, _ = BROKEN[kind]
    install(blog, module, entry_points)
    blog.settings(f'site = "https://blog.example"\n{targets}')
    path = blog.digest()
    ran = blog.bot("preview", path, "--json")
    assert ran.code == 0, ran.err
    assert {outcome for _, outcome in results(ran)} == {"would-post"}
    assert blog.bot("init").code == 0
    assert results(blog.bot("post", path, "--to", "outbox", "--json")) == [("outbox", "posted")]
    assert blog.bot("status").code == 0


def test_a_package_is_never_meant_where_no_target_is_named(blog: Blog) -> None:
    """Installing something is no word to post there."""
    install(blog, code("python").replace('name="journal",', 'name="journal",\n    default=True,'), ENTRY_POINTS)
    ran = blog.bot("preview", blog.digest(), "--json")
    assert {target for target, _ in results(ran)} == {"bluesky", "x"}


def test_a_package_cannot_take_a_name_of_ours(blog: Blog) -> None:
    """The outbox stays the outbox."""
    module = code("python").replace('name="journal"', 'name="outbox"')
    install(blog, module, ENTRY_POINTS.replace("journal =", "outbox ="))
    blog.settings(OUTBOX)
    path = blog.digest()
    assert blog.bot("init").code == 0
    assert results(blog.bot("post", path, "--json")) == [("outbox", "posted")]
    assert list((blog.root / "state" / "outbox").iterdir())


# ── nobody asks which platform this is ───────────────────────────────────────────────────────────

NAMES = re.compile(r"""["'](?:bluesky|x|mastodon|outbox)["']""")
MAY_NAME: dict[str, str] = {}
"""File below bot/ to the reason why it may."""


def test_nobody_outside_publishers_names_a_platform() -> None:
    """What differs by platform is data in its folder; a name in quotes elsewhere is a question that data should answer."""
    bot = ROOT / "bot"
    found = {
        path.relative_to(bot).as_posix()
        for path in bot.rglob("*.py")
        if path.relative_to(bot).parts[0] != "publishers" and NAMES.search(without_docstrings(path))
    }
    assert found == set(MAY_NAME)


def without_docstrings(path: Path) -> str:
    """The code without its prose."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [  # type: ignore[attr-defined]
                line for line in body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
            ] or [ast.Pass()]
    return ast.unparse(tree)
