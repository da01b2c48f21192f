"""Pictures, from the bytes that were found to those that will be sent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """The largest picture that a platform takes."""

    max_bytes: int
    max_side: int
    """Pixels, of the longer side."""


@dataclass(frozen=True, slots=True)
class Hero:
    """A picture as it was found, not yet fitted."""

    source: str
    content: bytes = field(repr=False)
    media_type: str
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as it will be sent."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    alt: str = ""
    sent_bytes: int | None = None
    """How many there were, where the content was let go of after it had been sent."""

    @property
    def size_bytes(self) -> int:
        return len(self.content) if self.sent_bytes is None else self.sent_bytes

    def sent(self) -> Image:
        """The same without its content, which nobody needs any more: a run may post a thousand."""
        return replace(self, content=b"", sent_bytes=self.size_bytes)
