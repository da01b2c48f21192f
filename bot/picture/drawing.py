"""How a card looks: the ground, the words on it, and that none of them leaves it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import PictureError
from bot.picture.typeset import REFERENCE, Setter, is_rtl

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

    from bot.settings.model import ImageSettings

WIDTH, HEIGHT = 1200, 630
"""What every platform crops a card to (ogp.me's users, docs.bsky.app)."""
MARGIN = 80
SAFE = 40
"""Nothing that is read comes closer to an edge."""
TITLE_SIZES = (92, 84, 76, 70, 64, 58, 54, 50, 46, 42)
LEADING = 1.16
TITLE_TOP, TITLE_BOTTOM = 164, 500
"""The stage between header and footer."""
WHOLE_WORDS = 50
"""A title shrinks down to this size before one of its words is torn."""
MAX_LINES = 6
LONGEST_TITLE = 400
"""Characters; more than a card can show."""
DESCRIPTION_SIZE, DESCRIPTION_LINES = 30, 2
MOST_MISSING = 0.2
"""Share of a title's characters that may be left out because no font has them; beyond, the title stays off the card."""

EDGE = 179
"""What Pillow's radial gradient has grown to in the middle of its sides; 255 is in the corners."""

Colour = tuple[int, int, int]


class Drawn(NamedTuple):
    """A card, as a PNG."""

    content: bytes
    media_type: str
    warnings: tuple[str, ...]
    says: tuple[str, ...]
    """What can be read on it: the title, else the site's name."""


class Words(NamedTuple):
    """What may stand on a card besides the title."""

    site_name: str | None
    description: str | None
    tags: tuple[str, ...]
    host: str | None


class Card:
    """One card while it is being drawn; sizes are in pixels of 1200 × 630."""

    def __init__(self, colours: ImageSettings, lang: str | None, width: int, height: int) -> None:
        self.background, self.foreground, self.accent = (
            rgb(one) for one in (colours.card_background, colours.card_foreground, colours.card_accent)
        )
        self.bold, self.medium = Setter(700, lang), Setter(500, lang)
        self.width, self.height = width, height
        self.scale = min(width / WIDTH, height / HEIGHT)
        self.warnings: list[str] = []
        self.rtl = False

    def drawn(self, title: str, words: Words) -> Drawn:
        heading, description = self.heading(title), self.writable(words.description)
        name = self.writable(words.site_name) or self.writable(words.host)
        if not heading and not name:
            raise PictureError("no card can be drawn: no font here has the letters of the title or of the site's name")
        self.rtl = is_rtl(heading or name)
        pixels = self.ground()
        if heading:
            self.header(pixels, name)
        self.title(pixels, heading or name, description if heading else "")
        self.footer(pixels, words.tags, words.host if words.host != name else None)
        buffer = io.BytesIO()
        pixels.save(buffer, "PNG")
        return Drawn(buffer.getvalue(), "image/png", tuple(self.warnings), tuple(filter(None, (heading, name))))

    # ── words ────────────────────────────────────────────────────────────────────────────────────

    def heading(self, title: str) -> str:
        """The title as it can be written; nothing where too much of it cannot."""
        heading, missing = self.bold.clean(title[:LONGEST_TITLE])
        if not missing:
            return heading
        few = len(missing) <= MOST_MISSING * (len(missing) + len(heading))
        shown = "".join(dict.fromkeys(missing))[:20]
        remedy = 'install one (for Chinese, Japanese and Korean: pip install "bot[cjk]")'
        if few:
            self.warnings.append(f"the card leaves out “{shown}”: no font here has it; {remedy}")
            return heading
        self.warnings.append(f"the card does not show the title: no font here has “{shown}”; {remedy}")
        return ""

    def writable(self, text: str | None) -> str:
        """The text if every letter can be written, else nothing."""
        clean, missing = self.medium.clean(text or "")
        return "" if missing else clean

    # ── the ground ───────────────────────────────────────────────────────────────────────────────

    def ground(self) -> Pixels:
        """The background with two soft lights of the accent, and circles in the far corner, mirrored for right to left."""
        from PIL import Image, ImageChops, ImageOps

        light = Image.new("L", (self.width, self.height))
        for x, y, radius, strength in ((1130, -30, 820, 0.42), (60, 700, 620, 0.16)):
            side = round(2 * radius * self.scale)
            fading = [round(strength * 255 * max(0.0, 1 - value / EDGE) ** 2) for value in range(256)]
            glow = Image.radial_gradient("L").point(fading).resize((side, side), Image.Resampling.BICUBIC)
            spread = Image.new("L", light.size)
            spread.paste(glow, (self.at(x) - side // 2, self.at(y, self.height, HEIGHT) - side // 2))
            light = ImageChops.add(light, spread)
        light = ImageChops.add(light, self.circles())
        if self.rtl:
            light = ImageOps.mirror(light)
        return Image.composite(self.flat(self.accent), self.flat(self.background), light)

    def circles(self) -> Pixels:
        """Thin rings around the upper far corner, fading outwards; drawn large and scaled down, so that they are smooth."""
        from PIL import Image, ImageDraw

        finer = 3
        layer = Image.new("L", (self.width * finer, self.height * finer))
        brush = ImageDraw.Draw(layer)
        x, y = self.at(1130) * finer, self.at(-30, self.height, HEIGHT) * finer
        for ring in range(5):
            radius = (150 + 105 * ring) * self.scale * finer
            box = (x - radius, y - radius, x + radius, y + radius)
            brush.ellipse(box, outline=58 - 9 * ring, width=round(2 * self.scale * finer))
        return layer.reduce(finer)

    def flat(self, colour: Colour) -> Pixels:
        from PIL import Image

        return Image.new("RGB", (self.width, self.height), colour)

    def at(self, x: float, real: int | None = None, drawn: int = WIDTH) -> int:
        return round(x * (real or self.width) / drawn)

    # ── what is read ─────────────────────────────────────────────────────────────────────────────

    def header(self, pixels: Pixels, name: str) -> None:
        """A mark in the accent, and the site's name beside it."""
        from PIL import Image, ImageDraw

        mark = Image.new("L", pixels.size)
        finer = 4
        side = round(22 * self.scale)
        square = Image.new("L", (side * finer, side * finer))
        ImageDraw.Draw(square).rounded_rectangle(
            (0, 0, side * finer - 1, side * finer - 1), radius=7 * self.scale * finer, fill=255
        )
        left = self.at(MARGIN) if not self.rtl else self.width - self.at(MARGIN) - side
        mark.paste(square.reduce(finer), (left, round(self.height * 84 / HEIGHT)))
        pixels.paste(self.accent, mask=mark)
        if name:
            shown = self.one_line(self.medium, name, 28, WIDTH - 2 * MARGIN - 40)
            self.write(pixels, self.medium, [shown], 28, 104, 0, self.mix(0.86), inset=40)

    def title(self, pixels: Pixels, text: str, description: str) -> None:
        """The title as large as it can be, in even lines; below it the description where there is room."""
        lines, size = self.set_title(text)
        height = len(lines) * size * LEADING
        below: list[str] = []
        room = TITLE_BOTTOM - TITLE_TOP - height - 28
        if description and room >= DESCRIPTION_SIZE * 1.4:
            count = min(DESCRIPTION_LINES, int(room // (DESCRIPTION_SIZE * 1.4)))
            below = self.block(self.medium, description, DESCRIPTION_SIZE, count)
        total = height + (28 + len(below) * DESCRIPTION_SIZE * 1.4 if below else 0)
        top = TITLE_TOP + (TITLE_BOTTOM - TITLE_TOP - total) / 2
        self.write(pixels, self.bold, lines, size, top + size * 0.92, size * LEADING, self.foreground)
        if below:
            first = top + height + 28 + DESCRIPTION_SIZE * 0.9
            self.write(pixels, self.medium, below, DESCRIPTION_SIZE, first, DESCRIPTION_SIZE * 1.4, self.mix(0.72))

    def set_title(self, text: str) -> tuple[list[str], float]:
        """The lines and the size: the largest at which they fit, with whole words where that can be."""
        units = self.bold.units(text)
        for whole in (True, False):
            for size in TITLE_SIZES:
                if whole and size < WHOLE_WORDS:
                    break
                measure = self.measure(size)
                fitting = units if whole else self.bold.broken(units, measure)
                if whole and any(unit.width > measure for unit in units):
                    continue
                if len(self.bold.lines(fitting, measure)) <= self.most_lines(size):
                    return self.bold.balanced(fitting, measure), size
        size = TITLE_SIZES[-1]
        measure = self.measure(size)
        lines = self.bold.lines(self.bold.broken(units, measure), measure)
        most = self.most_lines(size)
        return [*lines[: most - 1], self.bold.shortened(" ".join(lines[most - 1 : most + 1]), measure)], size

    def measure(self, size: float, inset: float = 0) -> float:
        """A line's width at REFERENCE, a hair less than there is."""
        return (WIDTH - 2 * MARGIN - inset - 4) * REFERENCE / size

    def most_lines(self, size: float) -> int:
        return min(MAX_LINES, 3 if size > 80 else MAX_LINES, int((TITLE_BOTTOM - TITLE_TOP) / (size * LEADING)))

    def block(self, setter: Setter, text: str, size: float, most: int) -> list[str]:
        measure = self.measure(size)
        lines = setter.lines(setter.broken(setter.units(text), measure), measure)
        if len(lines) <= most:
            return lines
        return [*lines[: most - 1], setter.shortened(" ".join(lines[most - 1 : most + 1]), measure)]

    def one_line(self, setter: Setter, text: str, size: float, width: float) -> str:
        measure = width * REFERENCE / size
        return text if setter.width(text) <= measure else setter.shortened(text, measure)

    def footer(self, pixels: Pixels, tags: tuple[str, ...], host: str | None) -> None:
        """Tags at the near side, the address at the far side, above them a fine rule."""
        from PIL import Image

        words = [word for tag in dict.fromkeys(tags) if (word := self.writable(tag))]
        address = self.one_line(self.medium, self.writable(host), 24, 420) if host else ""
        if not words and not address:
            return
        rule = Image.new("L", pixels.size)
        top = round(self.height * 524 / HEIGHT)
        rule.paste(46, (self.at(MARGIN), top, self.width - self.at(MARGIN), top + max(1, round(1.5 * self.scale))))
        pixels.paste(self.foreground, mask=rule)
        room = WIDTH - 2 * MARGIN - (self.medium.width(address, 24) + 60 if address else 0)
        line = ""
        for word in words:
            longer = f"{line}   #{word}" if line else f"#{word}"
            if self.medium.width(longer, 24) > room:
                break
            line = longer
        if line:
            self.write(pixels, self.medium, [line], 24, 568, 0, self.mix(0.9, self.accent))
        if address:
            self.write(pixels, self.medium, [address], 24, 568, 0, self.mix(0.6), far=True)

    def write(
        self,
        pixels: Pixels,
        setter: Setter,
        lines: list[str],
        size: float,
        baseline: float,
        leading: float,
        colour: Colour,
        *,
        inset: float = 0,
        far: bool = False,
    ) -> None:
        """The lines from the near margin (or to the far one), smaller where they would leave the safe area all the same."""
        from PIL import Image, ImageDraw

        safe = self.at(SAFE)
        for shrink in (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5):
            layer = Image.new("L", pixels.size)
            brush = ImageDraw.Draw(layer)
            for number, line in enumerate(lines):
                real = size * self.scale * shrink
                width = setter.width(line, real)
                near = self.at(MARGIN + inset)
                x = self.width - near - width if self.rtl != far else near
                y = (baseline + number * leading * shrink) * self.height / HEIGHT
                setter.draw(brush, line, x, y, real, rtl=self.rtl)
            box = layer.getbbox()
            if box is None:
                return
            if min(box[0], box[1], self.width - box[2], self.height - box[3]) >= safe:
                break
        else:
            inside = Image.new("L", pixels.size)
            frame = (safe, safe, self.width - safe, self.height - safe)
            inside.paste(layer.crop(frame), frame)
            layer = inside
        pixels.paste(colour, mask=layer)

    def mix(self, share: float, colour: Colour | None = None) -> Colour:
        """The foreground (or ``colour``), thinned with the background."""
        mixed = (
            round(share * a + (1 - share) * b) for a, b in zip(colour or self.foreground, self.background, strict=True)
        )
        red, green, blue = mixed
        return red, green, blue


def rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
