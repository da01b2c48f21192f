"""What a post costs, and what a platform will make of it that nobody may expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Mode
from bot.text import links
from bot.text.accidents import deliberate
from bot.text.parsers import PARSERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from bot.model import Image
    from bot.settings.model import Target
    from bot.text.parsers import Finders


def cost(text: str, attached: Image | None, target: Target) -> Decimal | None:
    """US dollars; None where nothing is asked for."""
    prices = target.limits.prices
    if prices is None:
        return None
    price = prices.post_with_link if links.urls(text) else prices.post
    return price + prices.alt_text if attached is not None and attached.alt else price


def surprises(text: str, link: str, target: Target, *, pictured: bool) -> Iterator[str]:
    """One line for each."""
    if target.mode is Mode.PICTURE and not pictured:
        yield f"there is no picture, and {target.name} takes no link: the post is words only"
    if target.mode.link_in_text and link not in text and links.display(link) not in text:
        yield f"the text written for {target.name} holds no link to the digest; put {{link}} where it should stand"
    if target.limits.parser is not None:
        finders = PARSERS[target.limits.parser]
        yield from taken_for_links(text, link, target, finders)
        cashtags = finders.cashtags(text)
        if len(cashtags) > 1:
            names = " ".join(f"${one.value}" for one in cashtags)
            yield f"{target.name} takes one cashtag in a post and may refuse this one: {names}; leave one in the text written for it"


def taken_for_links(text: str, link: str, target: Target, finders: Finders) -> Iterator[str]:
    found = [one.value for one in finders.urls(text)]
    prices = target.limits.prices
    for address in dict.fromkeys(found):
        if link in text and (address == link or deliberate(address)):
            continue
        line = f'"{address}" becomes a link on {target.name}'
        if prices is not None and not target.mode.link_in_text:
            line += f": the post costs ${prices.post_with_link} instead of ${prices.post}"
        yield line
    if link in text and link not in found:
        yield f"{target.name} will not make a link of {link}: it does not know such a host"
