"""docs/commands.md is what the commands say of themselves."""

from __future__ import annotations

from bot.cli import COMMANDS
from scripts import generate_commands_docs as docs


def test_the_page_is_current() -> None:
    """After a change of a command's help: python -m scripts.generate_commands_docs."""
    assert docs.PAGE.read_text(encoding="utf-8") == docs.page()


def test_every_command_has_its_section_with_an_example() -> None:
    """Also one that nobody has put into a group yet."""
    sections = docs.page().split("\n### ")
    assert sorted(section.splitlines()[0] for section in sections[1:]) == sorted(f"bot {name}" for name in COMMANDS)
    assert all("Example:\n" in section for section in sections[1:])


def test_what_every_command_has_is_said_once() -> None:
    """--config and -q stand at the end, and not fourteen times."""
    for option in ("--config FILE", "-q, --quiet", "-h, --help"):
        assert docs.page().count(option) == 1
