"""The blog that a digest belongs to, by its generator's rules; read when a digest first needs it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.content.address import absolute_file, absolute_folder
from bot.sites import GENERATORS, site_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings.model import Settings
    from bot.sites import Site


@dataclass(frozen=True, slots=True)
class Built:
    """A blog and the folder that its generator runs in."""

    root: Path
    content: str
    """Below ``root``."""
    site: Site

    def path_of(self, path: Path, place: str) -> str:
        """A digest's path below the blog's folder; ``place``: below content/, for a link that leads elsewhere."""
        whole = absolute_file(path)
        root = absolute_folder(self.root)
        if whole.startswith(root + os.sep):
            return whole[len(root) + 1 :].replace(os.sep, "/")
        return f"{self.content}/{place}{path.suffix}"


def built_by(settings: Settings) -> Built | None:
    """None where no generator is set; read once by the same settings, which thousands of digests ask."""
    if settings.generator is None:
        return None
    if Built not in settings.kept:
        root = blog_folder(settings, settings.generator)
        content = os.path.relpath(settings.content.absolute(), root.absolute()).replace(os.sep, "/")
        content = "" if content == "." else content
        settings.kept[Built] = Built(root, content, site_of(root, settings.generator, content))
    built: Built = settings.kept[Built]
    return built


def blog_folder(settings: Settings, generator: str) -> Path:
    """The nearest folder from content/ upwards with the generator's settings in it; the settings' own where there is none."""
    marks = GENERATORS[generator].marks
    root = settings.root.absolute()
    here = settings.content.absolute()
    while here != root and here.is_relative_to(root):
        for below in ("", "config/_default/"):
            try:
                names = [one.name for one in (here / below).iterdir()]
            except OSError:
                continue
            if any(marks.fullmatch(f"{below}{name}") for name in names):
                return here
        here = here.parent
    return root
