"""The nouns of the bot, all frozen."""

from bot.model.digest import Digest, KeptBack, Override, Picture
from bot.model.draft import BlogProfile, Card, Companion, Document, Draft, Facet, Hero, HomeRecord, Image, ImageLimits
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
