"""The line by which a page's head names its record; the one place that writes it, however it will be written one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sites.model import Surface

ANYWHERE = '"at://…"'


def link(rel: str, address: str) -> str:
    """``address``: with what encloses it, for a template may write it as {…}."""
    return f'<link rel="{rel}" href={address}>'


def head_line(surface: Surface, rel: str, target: str, folder: str = "") -> str:
    """The line of a template that names the page's own record. ``folder``: of the blog, below the settings."""
    line = surface.line
    if line is None:
        return f"{link(rel, ANYWHERE)} with the address that bot url tells of the page"
    text = f"{line.before}{link(rel, line.address)}{line.after}"
    return text.replace("TARGET", target).replace("PREFIX", f"{folder}/" if folder else "")
