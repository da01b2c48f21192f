"""Names and answers that would steer a terminal, a log or a path: they are shown, and steer nothing."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.runs.card import file_name_of
from bot.runs.messages import Messages
from bot.text.safe import log_line
from tests.conftest import OUTBOX

if TYPE_CHECKING:
    from tests.conftest import Blog

ROOT = Path(__file__).resolve().parents[1]
ESCAPE = "\x1b]0;owned\x07\x1b[31m"
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


@pytest.mark.parametrize(
    "slug", ["../../escaped", "..", "a/../../escaped", "/etc/escaped", "..\\\\escaped", ".escaped", "\x00escaped"]
)
def test_a_slug_leads_the_card_nowhere_else(blog: Blog, slug: str) -> None:
    """``bot card`` wrote two folders up, where the digest's slug said so."""
    outside = blog.root.parent
    before = set(outside.rglob("*"))
    path = blog.digest("a.md", slug=slug)
    ran = blog.bot("card", path)
    assert ran.code in {0, 2}
    made = {one for one in set(outside.rglob("*")) - before if one.suffix == ".png"}
    assert {one.parent for one in made} == ({blog.root} if ran.code == 0 else set())
    assert ran.code == 0 or 'has ".." in it; mend its slug' in ran.err


@pytest.mark.parametrize("slug", ["../x", "a/b", "..", "", "/", "x" * 500, "☃", "a b", "-rf", "C:\\\\x"])
def test_a_cards_name_is_one_plain_name(slug: str) -> None:
    name = file_name_of(slug)
    assert name
    assert Path(name).name == name
    assert not name.startswith((".", "-"))
    assert len(name.encode()) < 250


def test_a_card_goes_through_no_link_that_has_its_name(blog: Blog) -> None:
    """A repository's own ``hello.png`` may be a link to anything."""
    victim = blog.root.parent / "victim"
    victim.write_bytes(b"untouched")
    (blog.root / "hello.png").symlink_to(victim)
    assert blog.bot("card", blog.digest("hello.md")).code == 0
    assert victim.read_bytes() == b"untouched"


@pytest.mark.parametrize(
    "args",
    [
        ("status", "{}"),
        ("explain", "{}"),
        ("preview", "{}"),
        ("post", "{}"),
        ("url", "{}"),
        ("card", "{}"),
        ("delete", "{}", "-y"),
        ("resolve", "{}", "outbox", "--not-posted"),
        ("post", "a.md", "--to", "{}"),
        ("{}",),
        ("--config", "{}", "run"),
        ("run", "--since", "{}"),
        ("resolve", "content/a.md", "{}", "--not-posted"),
    ],
)
def test_nothing_that_is_named_steers_the_terminal(blog: Blog, args: tuple[str, ...]) -> None:
    """A file's name holds whatever its author wants; resolve, status and the usage errors printed it as it was."""
    blog.settings(OUTBOX)
    blog.digest("a.md")
    assert blog.bot("init").code == 0
    name = f"content/{ESCAPE}\n::error::owned.md"
    ran = blog.bot(*(arg.format(name) for arg in args))
    printed = ran.out + ran.err
    assert not STEERING.search(printed)
    assert not re.search(r"^\s*::", printed, re.MULTILINE)


def test_a_message_begins_no_workflow_command(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is called "::stop-commands::x.md" was a line of its own in the log of ``bot watch``."""
    Messages(0).tell(f"::stop-commands::x.md: added\n::error::owned{ESCAPE} ##[group]")
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert not told.lstrip().startswith("::")
    assert not STEERING.search(told)
    assert "##[" not in told


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def write(self, _text: str) -> int:
            raise OSError(28, "No space left on device")

        def flush(self) -> None:
            raise BrokenPipeError

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr("sys.stderr", Full())
    Messages(1).tell("posted")


def test_a_line_that_comes_in_the_midst_of_another_ends_neither(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A signal's handler says that the run stops; Python lets nobody into a stream twice, and the run ended with a traceback."""

    class Signalled(io.FileIO):
        told = False

        def write(self, text: Any) -> int:
            if not self.told:
                self.told = True
                Messages(0).tell("stopping")
            return super().write(text)

    with Signalled(tmp_path / "log", "w") as raw:
        monkeypatch.setattr("sys.stderr", io.TextIOWrapper(io.BufferedWriter(raw)))
        Messages(0).tell("posted")
        assert (tmp_path / "log").read_text(encoding="utf-8") == "stopping\nposted\n"


def test_every_line_that_a_command_prints_goes_through_the_one_door() -> None:
    """``click.echo`` is left to documents whose parts are safe already (JSON, the preview, doctor's coloured levels)."""
    raw = []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"click.echo", "print", "sys.stdout.write"}:
                written = ast.unparse(node.args[0]) if node.args else ""
                if (
                    not any(safe in written for safe in SAFE)
                    and written not in {"", "line", "row", "text"}
                    and not re.fullmatch(r"'[^{]*'", written)
                ):
                    raw.append(f"{path.relative_to(ROOT)}: {written}")
    assert raw == []


SAFE = ("log_line(", "layout(", "beside(", "dump_addresses(", "line(", "visible(", "dump_results(", "format_results(", "json.dumps(", "NOTHING_NEW", "annotation",
        "{word}", "main(os.environ)")  # fmt: skip
"""What is safe when it is printed: made so where it is made, or with nothing of a blog's in it."""


def test_a_line_keeps_what_it_says() -> None:
    assert log_line("content/a.md on x: posted") == "content/a.md on x: posted"
