"""What one server takes, by its own word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import Rejected
from bot.publishers.exchange import Call, table_in
from bot.text.mastodon_parser import URL_LENGTH

if TYPE_CHECKING:
    from bot.publishers.mastodon.api import Api

USUAL_ALT = 1500
"""Characters of an alt text where the server does not say: none did before 4.4."""


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """None, or nothing in it, where the server does not say."""

    version: str = ""
    length: int | None = None
    """Of text and content warning together."""
    link_length: int = URL_LENGTH
    alt_length: int = USUAL_ALT
    image_bytes: int | None = None
    media_types: frozenset[str] = frozenset()


def ask_limits(api: Api) -> ServerLimits:
    """By the second version of the question, which older servers and some others do not know.

    Asked once: no post waits for it. Raises PublishError where there is no answer.
    """
    try:
        return read_limits(api.send(lambda client: client.instance_v2(), Call.OTHER))
    except Rejected:
        return read_limits(api.send(lambda client: client.instance_v1(), Call.OTHER))


def read_limits(instance: Any) -> ServerLimits:
    """What stands in the answer, as far as it is of the right kind."""
    configuration = table_in(instance, "configuration")
    statuses, media = table_in(configuration, "statuses"), table_in(configuration, "media_attachments")
    # Pleroma and its like have it at the top.
    length = number_in(statuses, "max_characters") or number_in(instance, "max_toot_chars")
    types = media.get("supported_mime_types")
    return ServerLimits(
        version=str(instance.get("version") or "") if isinstance(instance, dict) else "",
        length=length,
        link_length=number_in(statuses, "characters_reserved_per_url") or URL_LENGTH,
        alt_length=number_in(media, "description_limit") or USUAL_ALT,
        image_bytes=number_in(media, "image_size_limit"),
        media_types=frozenset(map(str, types)) if isinstance(types, list) else frozenset(),
    )


def number_in(source: Any, name: str) -> int | None:
    found = source.get(name) if isinstance(source, dict) else None
    return found if isinstance(found, int) and found > 0 else None
