"""Bluesky's SDK, imported without what no post needs."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from bot.publishers.sdk import import_sdk

if TYPE_CHECKING:
    from collections.abc import Iterator


def atproto() -> Any:
    """The part of atproto that sends; the rest (firehose, identities) is a quarter of its import."""
    return import_sdk("atproto_client", light_imports)


@contextlib.contextmanager
def light_imports() -> Iterator[None]:
    """Meanwhile pydantic builds no model, and httpx does without its command line.

    A model is built when it is first used: of 664, a post uses a few. What httpx shows its command line with cannot
    be imported meanwhile, unless it has been before.
    """
    from pydantic import BaseModel

    modules: dict[str, Any] = sys.modules
    hidden = {"pygments"} - modules.keys()
    modules |= dict.fromkeys(hidden)  # None: it cannot be imported (the import system, "The module cache")
    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        del BaseModel.model_config["defer_build"]
        for name in hidden:
            del modules[name]
