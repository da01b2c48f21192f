"""Every command and every block of code in the README and in docs/ works as it stands."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.conftest import OUTBOX, ROOT
from tests.reading import parse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PUBLICATION = "at://did:plc:abc/site.standard.publication/3kdizbclu4rt2"
PUBLICATION_CID = "bafyreiblpxdh5nski3oilf225betvlj74wjflqtaytc473j3guiy3hulyi"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KNOWN = {
    "sh",
    "toml",
    "yaml",
    "ini",
    "dockerfile",
    "mermaid",
    "json",
    "text",
    "python",
    "markdown",
    "md",
    "console",
    "fish",
    "html",
    "css",
    "js",
    "",
}
ELSEWHERE = (
    "python",
    "pip",
    ".venv/bin/",
    "git ",
    ".ci/",
    "scripts/",
    "pipx",
    "uv ",
    "uvx ",
    "eval ",
    "gh ",
    "curl",
    "act",
    "export",
    "source",
    "cd ",
    "#",
    "echo",
    "crontab",
)
"""Commands of the set-up, which CI runs itself, and of other programs."""


def blocks(kind: str) -> list[tuple[str, str]]:
    return [
        (f"{page.relative_to(ROOT)}:{number}", text)
        for page in PAGES
        for number, (language, text) in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), start=1)
        if language == kind
    ]


def commands() -> list[str]:
    """Each call of the bot in a block or in a line of text, once."""
    found = [line for _, text in blocks("sh") for line in text.replace("\\\n", " ").splitlines()]
    for page in PAGES:
        found += re.findall(r"`(bot [^`\n]+)`", page.read_text(encoding="utf-8"))
    calls = [re.sub(r"\s+#.*$", "", line).strip().rstrip("&").strip() for line in found]
    return sorted({call for call in calls if re.match(r"bot [a-z]+ ", call)})


def test_every_block_is_of_a_kind_that_is_checked() -> None:
    """A new kind of block needs a test of its own."""
    kinds = {language for page in PAGES for language, _ in BLOCK.findall(page.read_text(encoding="utf-8"))}
    assert kinds <= KNOWN


def test_every_line_of_the_shell_is_one_that_is_run() -> None:
    """What a page shows is a call of the bot or part of the set-up."""
    for where, text in blocks("sh"):
        for line in text.replace("\\\n", " ").splitlines():
            assert not line.strip() or line.strip().startswith(("bot ", *ELSEWHERE)) or line.strip() == "bot", (
                f"{where}: {line}"
            )


@pytest.mark.parametrize("call", commands())
def test_every_command_works(blog: Blog, call: str) -> None:
    """Run as it stands, in a blog that has the digests it names: no wrong usage, no traceback."""
    arguments = shlex.split(call)[1:]
    command = arguments[0]
    if (
        any(word in arguments for word in ("FILE", "TARGET", "URL", "...", "FILE...", "NAME"))
        or command == "watch"
        or "…" in call
    ):
        arguments = [command, "--help"]
    blog.settings(OUTBOX)
    if command == "documents":
        arguments.append("--dry-run")  # there is no account
        blog.settings(
            'site = "https://blog.example"\n[targets.bluesky]\ndocuments = true\n'
            f'publication = "{PUBLICATION}"\npublication_cid = "{PUBLICATION_CID}"\n'
        )
    if command == "init":
        subprocess.run(["git", "init", "-q", "--bare", blog.root.parent / "hub"], check=True)
        subprocess.run(["git", "init", "-q", blog.root], check=True)
        subprocess.run(["git", "-C", blog.root, "remote", "add", "origin", blog.root.parent / "hub"], check=True)
        (blog.root / "src/content/posts").mkdir(parents=True)
    else:
        blog.bot("init", "-y")
    for word in arguments:
        if word.endswith(".md") and "*" not in word:
            name = word.split("content/")[-1].rsplit("/", maxsplit=1)[-1]
            target = blog.root / word
            target.parent.mkdir(parents=True, exist_ok=True)
            blog.digest(f"../{word}", title=name)
            if command == "delete" or "--again" in arguments:
                blog.bot("post", word)
    if any("*" in word for word in arguments):
        blog.digest()
        arguments = [word if "*" not in word else "content/2026-11-20-hello.md" for word in arguments]
    if ("--again" in arguments or command == "delete") and "-y" not in arguments:
        arguments.append("-y")
    if command == "init" and "--site" in arguments:
        (blog.root / "bot.toml").unlink()
    ran = blog.bot(*[word.replace("~", str(blog.root)) for word in arguments], env={"BOT_DOCS": "1"})
    needs_accounts = re.search(r"--to (x|bluesky)|\bx\b|bluesky|--documents", " ".join(arguments)) or command in {
        "doctor",
        "reconcile",
    }
    assert "Usage:" not in ran.err, ran.err
    if not needs_accounts:
        assert ran.code == 0, f"{arguments}: {ran.code}: {ran.err}{ran.out}"


@pytest.mark.parametrize(("where", "text"), blocks("toml"))
def test_every_settings_block_is_valid(where: str, text: str, tmp_path: Path) -> None:
    """A block for bot.toml or for [tool.bot] is read by the bot without a complaint."""
    table = tomllib.loads(text)
    settings = table.get("tool", {}).get("bot", table)
    parse({"site": "https://blog.example", **settings}, None, tmp_path)


@pytest.mark.parametrize(("where", "text"), [*blocks("yaml"), *blocks("ini")])
def test_every_other_configuration_is_well_formed(where: str, text: str) -> None:
    """YAML is YAML, a unit is a unit."""
    if re.match(r"# \S+\.env\n", text):
        assert all(re.fullmatch(r"#.*|[A-Z_]+=\S+", line) for line in text.splitlines())
    elif text.lstrip().startswith(("# /etc", "[Unit]")):
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.read_string(text)
        assert "bot watch" in parser["Service"]["ExecStart"]
    else:
        assert yaml.safe_load(text)


def anchors(page: Path) -> set[str]:
    """Where a link may lead within a page, as GitHub names its headings."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    words = [
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)).strip().lower() for heading in headings
    ]
    names = [heading.replace(" ", "-") for heading in words]
    return {name if not names[:at].count(name) else f"{name}-{names[:at].count(name)}" for at, name in enumerate(names)}


EVERY_PAGE = [
    *PAGES,
    *(
        page
        for page in (ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "bench/README.md"))
        if page.exists()
    ),
]


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    """No page points at a page, a picture or a heading that is not there."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)", text):
        path, _, anchor = target.partition("#")
        place = (page.parent / path) if path else page
        assert place.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(place), f"{page.name}: {target}; there are: {sorted(anchors(place))}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    """A page that nothing links to is read by nobody."""
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
        waiting += [(page.parent / target).resolve() for target in targets]
    assert set(PAGES) <= reached
