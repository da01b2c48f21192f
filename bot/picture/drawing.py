"""How a title card looks: the ground, the words on it, and that none of them leaves it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import PictureError
from bot.picture.letters import pieces_of
from bot.picture.typeset import LEFT_TO_RIGHT_MARK, REFERENCE, Typesetter, is_rtl

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

    from bot.settings.model import ImageSettings

WIDTH, HEIGHT = 1200, 630
"""Pixels; what every platform crops a card to (ogp.me's users, docs.bsky.app)."""
MARGIN = 80
SAFE = 40
"""Nothing that is read comes closer to an edge."""
MEASURE = WIDTH - 2 * MARGIN - 4
"""Pixels that a line may take, a hair less than there are."""
TITLE_SIZES = (92, 84, 76, 70, 64, 58, 54, 50, 46, 42)
LEADING = 1.16
TITLE_TOP, TITLE_BOTTOM = 164, 500
"""The stage between header and footer."""
WHOLE_WORDS = 50
"""A title shrinks down to this size before one of its words is torn."""
MAX_LINES, MAX_LARGE_LINES = 6, 3
"""Of a title, and of one above 80 pixels."""
LONGEST_TITLE = 400
"""Characters; more than a card can show."""
DESCRIPTION_SIZE, DESCRIPTION_LINES, DESCRIPTION_GAP = 30, 2, 28
SMALL = 24
"""Pixels of the footer's letters."""
MOST_MISSING = 0.2
"""Share of a title's characters that may be left out because no font has them; beyond, the title stays off the card."""
SHRINKING = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5)
LIGHTS = ((1130, -30, 820, 0.42), (60, 700, 620, 0.16))
"""(x, y, radius, strength) of the accent's glow on the ground."""
EDGE = 179
"""What Pillow's radial gradient has grown to in the middle of its sides; 255 is in the corners."""
FINER = 4
"""What is round is drawn so much larger and scaled down, so that it is smooth."""


class Drawn(NamedTuple):
    """A title card, as a PNG."""

    content: bytes
    warnings: tuple[str, ...]
    says: tuple[str, ...]
    """What can be read on it: the title, else the site's name."""


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    site_name: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    host: str | None = None
    lang: str | None = None
    """A language tag (RFC 5646); it chooses between the shapes of one letter."""


class Block(NamedTuple):
    lines: list[str]
    setter: Typesetter
    size: float
    colour: str
    strength: float = 1.0
    """How much of the colour covers the ground."""
    leading: float = 0.0


class TitleCard:
    def __init__(self, words: Words, colours: ImageSettings) -> None:
        self.words = words
        self.colours = colours
        self.bold, self.medium = Typesetter(700, words.lang), Typesetter(500, words.lang)
        self.warnings: list[str] = []
        self.rtl = False

    def draw(self) -> Drawn:
        heading, description = self.heading(), self.writable(self.words.description)
        name = self.writable(self.words.site_name) or self.writable(self.words.host)
        if not heading and not name:
            raise PictureError("no card can be drawn: no font here has the letters of the title or of the site's name")
        self.rtl = is_rtl(heading or name)
        pixels = self.ground()
        if heading:
            self.draw_header(pixels, name)
        self.draw_title(pixels, heading or name, description if heading else "")
        self.draw_footer(pixels, self.writable(self.words.host if self.words.host != name else None))
        buffer = io.BytesIO()
        pixels.save(buffer, "PNG")
        return Drawn(buffer.getvalue(), tuple(self.warnings), tuple(filter(None, (heading, name))))

    # ── words ────────────────────────────────────────────────────────────────────────────────────

    def heading(self) -> str:
        """The title as it can be written; nothing where too much of it cannot."""
        heading, missing = self.bold.writable(self.words.title[:LONGEST_TITLE])
        if not missing:
            return heading
        letters = "".join(dict.fromkeys(missing))[:20]
        remedy = 'Chinese, Japanese and Korean come with: pip install "postonce[cjk]"'
        if len(missing) <= MOST_MISSING * (len(missing) + len(heading)):
            self.warnings.append(f"the card leaves out “{letters}”: no font here has it; {remedy}")
            return heading
        self.warnings.append(f"the card does not show the title: no font here has “{letters}”; {remedy}")
        return ""

    def writable(self, text: str | None) -> str:
        """The text if every letter can be written, else nothing."""
        clean, missing = self.medium.writable(text or "")
        return "" if missing else clean

    # ── the ground ───────────────────────────────────────────────────────────────────────────────

    def ground(self) -> Pixels:
        """The background with two soft lights of the accent, and circles in the far corner, mirrored for right to left."""
        from PIL import Image, ImageChops, ImageOps

        light = circles()
        for x, y, radius, strength in LIGHTS:
            fading = [round(strength * 255 * max(0.0, 1 - value / EDGE) ** 2) for value in range(256)]
            glow = Image.radial_gradient("L").point(fading).resize((2 * radius, 2 * radius), Image.Resampling.BICUBIC)
            spread = Image.new("L", light.size)
            spread.paste(glow, (x - radius, y - radius))
            light = ImageChops.add(light, spread)
        if self.rtl:
            light = ImageOps.mirror(light)
        ground = Image.new("RGB", light.size, self.colours.card_background)
        ground.paste(self.colours.card_accent, mask=light)
        return ground

    # ── what is read ─────────────────────────────────────────────────────────────────────────────

    def draw_header(self, pixels: Pixels, name: str) -> None:
        """A mark in the accent, and the site's name beside it."""
        from PIL import Image, ImageDraw

        side = 22
        square = Image.new("L", (side * FINER, side * FINER))
        box = (0, 0, side * FINER - 1, side * FINER - 1)
        ImageDraw.Draw(square).rounded_rectangle(box, radius=7 * FINER, fill=255)
        left = WIDTH - MARGIN - side if self.rtl else MARGIN
        pixels.paste(self.colours.card_accent, (left, 84), square.reduce(FINER))
        if name:
            lines = self.medium.first_lines(name, measure(28, MEASURE - 40), 1)
            self.write(pixels, Block(lines, self.medium, 28, self.colours.card_foreground, 0.86), 104, inset=40)

    def draw_title(self, pixels: Pixels, text: str, description: str) -> None:
        """The title as large as it can be, in even lines; below it the description where there is room."""
        lines, size = self.set_title(text)
        foreground, stage = self.colours.card_foreground, TITLE_BOTTOM - TITLE_TOP
        title = Block(lines, self.bold, size, foreground, leading=size * LEADING)
        below = Block([], self.medium, DESCRIPTION_SIZE, foreground, 0.72, DESCRIPTION_SIZE * 1.4)
        height = len(lines) * title.leading
        most = min(DESCRIPTION_LINES, int((stage - height - DESCRIPTION_GAP) // below.leading))
        if description and most > 0:
            below = below._replace(lines=self.medium.first_lines(description, measure(DESCRIPTION_SIZE), most))
        total = height + (DESCRIPTION_GAP + len(below.lines) * below.leading if below.lines else 0)
        top = TITLE_TOP + (stage - total) / 2
        self.write(pixels, title, top + size * 0.92)
        self.write(pixels, below, top + height + DESCRIPTION_GAP + DESCRIPTION_SIZE * 0.9)

    def set_title(self, text: str) -> tuple[list[str], float]:
        """(lines, size): the largest size at which they fit, with whole words where that can be."""
        whole = pieces_of(text)
        steps = [(size, False) for size in TITLE_SIZES if size >= WHOLE_WORDS] + [(size, True) for size in TITLE_SIZES]
        for size, may_tear in steps:
            width = measure(size)
            pieces = [part for piece in whole for part in self.bold.torn(piece, width)] if may_tear else whole
            if self.bold.widest(pieces) <= width and len(self.bold.lines(pieces, width)) <= most_lines(size):
                return self.bold.balanced(pieces, width), size
        smallest = TITLE_SIZES[-1]
        return self.bold.first_lines(text, measure(smallest), most_lines(smallest)), smallest

    def draw_footer(self, pixels: Pixels, host: str) -> None:
        """Tags at the near side, the address at the far side, above them a fine rule."""
        from PIL import Image

        tags = [word for tag in dict.fromkeys(self.words.tags) if (word := self.writable(tag))]
        address = "".join(self.medium.first_lines(host, measure(SMALL, 420), 1))
        if not tags and not address:
            return
        rule = Image.new("L", (WIDTH - 2 * MARGIN, 2), 46)
        pixels.paste(self.colours.card_foreground, (MARGIN, 524), rule)
        room = MEASURE - (self.medium.width(address, SMALL) + 60 if address else 0)
        line = ""
        for tag in tags:
            # A tag is read as one word; the mark keeps the # on its left in a line from right to left.
            mark = LEFT_TO_RIGHT_MARK if self.rtl and not is_rtl(tag) else ""
            longer = f"{line}   {mark}#{tag}" if line else f"{mark}#{tag}"
            if self.medium.width(longer, SMALL) > room:
                break
            line = longer
        self.write(pixels, Block([line], self.medium, SMALL, self.colours.card_accent, 0.9), 568)
        self.write(pixels, Block([address], self.medium, SMALL, self.colours.card_foreground, 0.6), 568, far=True)

    def write(self, pixels: Pixels, block: Block, baseline: float, *, inset: int = 0, far: bool = False) -> None:
        """The lines from the near margin (or to the far one), smaller where they would leave the safe area all the same."""
        from PIL import Image, ImageDraw

        frame = (SAFE, SAFE, WIDTH - SAFE, HEIGHT - SAFE)
        for shrink in SHRINKING:
            layer = Image.new("L", pixels.size)
            brush = ImageDraw.Draw(layer)
            size = block.size * shrink
            for number, line in enumerate(block.lines):
                near = MARGIN + inset
                x = WIDTH - near - block.setter.width(line, size) if self.rtl != far else near
                place = (x, baseline + number * block.leading * shrink)
                block.setter.draw(brush, line, place, size, rtl=self.rtl)
            box = layer.getbbox() or frame
            if box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]:
                break
        thinned = layer.crop(frame).point([round(value * block.strength) for value in range(256)])
        pixels.paste(block.colour, (SAFE, SAFE), thinned)


def circles() -> Pixels:
    """Thin rings around the upper right corner, fading outwards."""
    from PIL import Image, ImageDraw

    layer = Image.new("L", (WIDTH * FINER, HEIGHT * FINER))
    brush = ImageDraw.Draw(layer)
    x, y = 1130 * FINER, -30 * FINER
    for ring in range(5):
        radius = (150 + 105 * ring) * FINER
        brush.ellipse((x - radius, y - radius, x + radius, y + radius), outline=58 - 9 * ring, width=2 * FINER)
    return layer.reduce(FINER)


def most_lines(size: float) -> int:
    most = MAX_LARGE_LINES if size > 80 else MAX_LINES
    return min(most, int((TITLE_BOTTOM - TITLE_TOP) / (size * LEADING)))


def measure(size: float, pixels: float = MEASURE) -> float:
    """The width of a line of that many pixels as typesetters take it: at REFERENCE."""
    return pixels * REFERENCE / size
