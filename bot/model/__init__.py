"""The nouns of the bot, all frozen.

A module is imported when a noun is asked for that none before it has: dataclasses take long to make, and fitting a picture
needs those of ``draft`` alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

MODULES = ("draft", "digest", "platform", "entry", "outcome", "companion")

if TYPE_CHECKING:
    from bot.model.companion import BlogProfile, Companion, HomeRecord
    from bot.model.digest import Digest, KeptBack, Override, Picture
    from bot.model.draft import Card, Document, Draft, Facet, Hero, Image, ImageLimits
    from bot.model.entry import OPEN, Claim, Claimer, Entry, Intent, Known, Receipt, Status
    from bot.model.outcome import (
        Addresses,
        AlreadyPosted,
        DigestAddresses,
        Failed,
        Finding,
        InDoubt,
        Level,
        Outcome,
        Posted,
        Result,
        Skipped,
        TakenDown,
        WouldPost,
    )
    from bot.model.platform import (
        Crop,
        DocumentNames,
        Limits,
        Look,
        Measure,
        Mode,
        Parser,
        Platform,
        Platforms,
        Prices,
        Secret,
        Service,
        TextRule,
    )

__all__ = [
    "OPEN", "Addresses", "AlreadyPosted", "BlogProfile", "Card", "Claim", "Claimer", "Companion", "Crop",
    "Digest", "DigestAddresses", "Document", "DocumentNames", "Draft", "Entry", "Facet", "Failed", "Finding",
    "Hero", "HomeRecord", "Image", "ImageLimits", "InDoubt", "Intent", "KeptBack", "Known", "Level", "Limits",
    "Look", "Measure", "Mode", "Outcome", "Override", "Parser", "Picture", "Platform", "Platforms", "Posted",
    "Prices", "Receipt", "Result", "Secret", "Service", "Skipped", "Status", "TakenDown", "TextRule",
    "WouldPost",
]  # fmt: skip


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        for module in MODULES if name in __all__ else ():
            nouns = vars(import_module(f"bot.model.{module}"))
            if name in nouns:
                return nouns[name]
        raise AttributeError(name)
