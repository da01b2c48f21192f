"""The habits of a good command line, of every command that there is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from bot.cli import COMMANDS, cli
from bot.model import AlreadyPosted, Failed, InDoubt, Outcome, Posted, Receipt, Result, Skipped, WouldPost
from tests.conftest import OUTBOX, ROOT
from tests.setup.terminal import at_terminal

if TYPE_CHECKING:
    from tests.conftest import Blog

ESCAPE = "\x1b"
HEAVY = {
    "PIL", "regex", "rich", "requests", "tweepy", "atproto", "atproto_client", "httpx", "markdown_it", "frontmatter", "yaml", "sqlite_utils",
    "watchfiles", "urllib.request", "http.client", "asyncio",
}  # fmt: skip


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(blog: Blog, name: str) -> None:
    """-h and --help say the same, with an example that names the command, and exit 0."""
    short, long = blog.bot(name, "-h"), blog.bot(name, "--help")
    assert short.code == 0
    assert short.out == long.out
    assert "Example:" in short.out
    assert f"  bot {name}" in short.out
    for option in ("--content", "--state", "--config", "--quiet", "--verbose", "--version", "--help"):
        assert option in short.out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_short_help_is_true(name: str) -> None:
    """The list of commands names each as it calls itself; a command's own help begins with one whole sentence."""
    found = command(name)
    assert found.name == name
    assert COMMANDS[name][1].endswith(".")
    assert len(COMMANDS[name][1]) < 70
    first = (found.help or "").split("\n\n")[0]
    assert first.endswith((".", ":"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    """No option without a help text that is a sentence."""
    for param in command(name).params:
        if isinstance(param, click.Option):
            assert param.help, f"{name} {param.name}"
            assert param.help.rstrip().endswith((".", "?")), f"{name} {param.name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_are_calls_that_the_command_takes(name: str) -> None:
    """Each is parsed with the command's own options."""
    found = command(name)
    lines = [line.strip() for line in (found.epilog or "").splitlines() if line.startswith("  bot ")]
    assert lines
    for line in lines:
        words = line.split()
        assert words[:2] == ["bot", name]
        found.make_context(name, words[2:], parent=click.Context(cli), resilient_parsing=False)


def test_files_and_targets_are_completed_wherever_they_are_asked_for() -> None:
    """An argument FILE knows the digests, --to and TARGET know the targets."""
    for name in COMMANDS:
        for param in command(name).params:
            if param.name in {"file", "files", "to", "target"}:
                assert param._custom_shell_complete is not None, f"{name} {param.name}"


# ── words that were not meant ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("pots", "x.md"), "'post'"),
        (("statsu",), "'status'"),
        (("--jsn",), "bot"),
        (("post", "x.md", "--dryrun"), "--dry-run"),
        (("post", "content/2026-11-20-hello.md", "--to", "blusky"), "'bluesky'"),
    ],
)
def test_a_misspelt_word_is_suggested(blog: Blog, words: tuple[str, ...], meant: str) -> None:
    """Exit 2, on stderr, with what was probably meant."""
    blog.digest()
    blog.bot("init")
    ran = blog.bot(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert meant in ran.err


def test_a_misspelt_file_is_suggested(blog: Blog) -> None:
    """The one beside it that is called almost the same."""
    blog.digest()
    ran = blog.bot("preview", "content/2026-11-20-helo.md", "--json")
    assert ran.code == 1
    assert "did you mean content/2026-11-20-hello.md?" in ran.results[0]["reason"]
    assert "did you mean" not in blog.bot("preview", "elsewhere/hello.md", "--json").results[0]["reason"]


def test_every_exit_code_is_documented() -> None:
    """In the help, in the README, and with the same words."""
    from bot.preview.outcomes import exit_code

    receipt = Receipt("1", "https://x.com/1", None)  # type: ignore[arg-type]
    outcomes: list[Outcome] = [
        Posted(receipt),
        AlreadyPosted(None),
        WouldPost(),
        Skipped("x"),
        Failed("x"),
        InDoubt("x"),
    ]
    codes = {
        exit_code([Result("k", "p", "t", one) for one in pair]) for a in outcomes for pair in ([a], [a, Failed("x")])
    }
    assert codes == {0, 1, 3, 4}
    told = dict(re.findall(r"^  (\d+)  (.+)$", cli.epilog or "", re.MULTILINE))
    assert set(told) >= {"0", "1", "2", "3", "4"}
    readme = dict(re.findall(r"^\| (\d+) \| (.+) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    plain = {code: words.replace("`", "") for code, words in readme.items()}
    assert {code: plain.get(code) for code in told} == told


# ── light on its feet ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("post", "-h"), ("run", "-h"), ("init", "-h"), ("doctor", "-h")]
)
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    """Whoever asks for help does not wait for SDKs."""
    code = f"""
import sys
sys.argv = ["bot", *{words!r}]
try:
    from bot.__main__ import main
    main()
except SystemExit:
    pass
print(*sorted(sys.modules), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert set(done.stderr.split()) & HEAVY == set()


def test_runs_as_a_module_and_says_its_version(blog: Blog) -> None:
    """``python -m bot --version``, and after a command's name too."""
    from bot import __version__

    assert blog.bot("--version").out == f"bot, version {__version__}\n"
    assert blog.bot("post", "--version").out == f"bot, version {__version__}\n"


# ── completion ───────────────────────────────────────────────────────────────────────────────────


def offered(blog: Blog, *words: str) -> list[str]:
    """What a shell would offer for the last of these words."""
    env = {"_BOT_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(["bot", *words]), "COMP_CWORD": str(len(words))}
    ran = blog.bot(env=env)
    assert ran.err == ""
    return [line.partition(",")[2] for line in ran.out.splitlines() if line.startswith("plain,")]


def test_the_shell_offers_commands_targets_and_digests(blog: Blog) -> None:
    """The newest digest first; a word out of the middle of a name finds it too."""
    blog.settings('site = "https://a.dev"\n[targets.x-fr]\nplatform = "x"\n')
    blog.digest("2026-11-20-hello.md")
    blog.digest("2026-11-21-night-train.md")
    assert offered(blog, "po") == ["post"]
    assert offered(blog, "post", "--to", "") == ["bluesky", "mastodon", "outbox", "x", "x-fr"]
    assert offered(blog, "resolve", "a.md", "x-") == ["x-fr"]
    assert offered(blog, "post", "") == ["content/2026-11-21-night-train.md", "content/2026-11-20-hello.md"]
    assert offered(blog, "preview", "content/2026-11-20") == ["content/2026-11-20-hello.md"]
    assert offered(blog, "status", "night") == ["content/2026-11-21-night-train.md"]


def test_completion_survives_whatever_is_there(blog: Blog) -> None:
    """Broken settings and a missing folder are no place for an error in the middle of a line."""
    blog.settings("site = \n")
    assert offered(blog, "post", "--to", "blu") == ["bluesky"]
    assert offered(blog, "post", "") == []
    assert "post" in offered(blog, "nonsense", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_the_shell_is_there(blog: Blog, shell: str) -> None:
    """As the documentation says: eval "$(_BOT_COMPLETE=bash_source bot)"."""
    ran = blog.bot(env={"_BOT_COMPLETE": f"{shell}_source"})
    assert ran.code == 0
    assert "_BOT_COMPLETE" in ran.out


# ── colours and streams ──────────────────────────────────────────────────────────────────────────

QUESTIONS = [("doctor",), ("status",), ("preview", "content/2026-11-20-hello.md"), ("run", "--dry-run"), ("-h",)]


@pytest.mark.parametrize("words", QUESTIONS)
def test_no_color_is_obeyed_at_a_terminal(blog: Blog, words: tuple[str, ...]) -> None:
    """NO_COLOR, as no-color.org has it: not one colour; other marks may stay."""
    blog.digest()
    blog.bot("init")
    said = at_terminal(*words, cwd=blog.root, env={**blog.env, "NO_COLOR": "1"}, tty_out=True)
    colours = re.findall(r"\x1b\[[0-9;]*m", said.screen)
    assert [one for one in colours if set(re.findall(r"\d+", one)) - {"0", "1", "2", "3", "4", "22", "23", "24"}] == []


def test_a_terminal_gets_colours_and_a_pipe_does_not(blog: Blog) -> None:
    """The doctor's levels."""
    env = {key: value for key, value in blog.env.items() if key != "NO_COLOR"}
    assert ESCAPE in at_terminal("doctor", cwd=blog.root, env=env, tty_out=True).screen
    assert ESCAPE not in blog.bot("doctor", env={"NO_COLOR": ""}).out


@pytest.mark.parametrize("words", [("status",), ("run", "--dry-run"), ("explain", "content/2026-11-20-hello.md")])
def test_json_is_all_that_stands_on_stdout(blog: Blog, words: tuple[str, ...]) -> None:
    """stdout is the result, stderr the story, with -v too."""
    import json

    blog.digest()
    blog.bot("init")
    assert "results" in json.loads(blog.bot(*words, "--json", "-v").out)


@pytest.mark.parametrize(
    ("nowhere", "says"),
    [
        (">&-", b""),
        (">&- 2>&-", b""),
        ("| true", b""),
        ("2> /dev/full", b""),
        ("> /dev/full", b"bot: the result cannot be written: No space left on device; see: bot status\n"),
        ("--json > /dev/full", b"bot: the result cannot be written: No space left on device; see: bot status\n"),
    ],
)
def test_a_result_that_cannot_be_told_changes_no_exit_code(blog: Blog, nowhere: str, says: bytes) -> None:
    """All was posted, and a disk that was full ended in a traceback and an exit code for nothing posted."""
    blog.settings(OUTBOX)
    blog.bot("init")
    blog.digest()
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m bot run {nowhere}; exit ${{PIPESTATUS[0]}}"],
        cwd=blog.root,
        env=blog.env,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, says)


@pytest.mark.parametrize(
    ("words", "code"), [("status >&-", 0), ("status --json >&-", 0), ("status --json > /dev/full", 1)]
)
def test_an_answer_that_cannot_be_told_is_one_line(blog: Blog, words: str, code: int) -> None:
    """Of a command that only answers: a closed stdout ended in a traceback."""
    blog.bot("init")
    command = ["bash", "-c", f"{sys.executable} -m bot {words}"]
    done = subprocess.run(command, cwd=blog.root, env=blog.env, capture_output=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (code, code)


def test_a_folder_that_is_gone_is_named(blog: Blog) -> None:
    """A shell that stands in it still can call the bot."""
    done = subprocess.run(
        f"mkdir gone; cd gone; rmdir ../gone; {sys.executable} -m bot run; exit $?",
        shell=True,
        cwd=blog.root,
        env=blog.env,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == "bot: the folder that it was called in is gone; call it in the blog's folder\n"


def test_a_reader_who_goes_away_is_no_error(blog: Blog) -> None:
    """``bot doctor | head -1``."""
    done = subprocess.run(
        f"{sys.executable} -m bot doctor | head -n 1",
        shell=True,
        cwd=blog.root,
        env=blog.env,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
