"""A picture of a written page for a person to look at: lines with their text, whose they are and what was found."""

from colorsys import hsv_to_rgb
from zlib import crc32

from PIL import Image, ImageDraw, ImageFont

from digitize.model import Box, Role
from digitize.training.grammar.records import TruePage

_OUTLINES = {
    Role.HEADLINE: "red",
    Role.SUBTITLE: "orange",
    Role.KICKER: "magenta",
    Role.BYLINE: "purple",
    Role.CROSSHEAD: "brown",
    Role.CAPTION: "blue",
    Role.TABLE: "teal",
    Role.ADVERTISEMENT: "green",
    Role.JUMP: "black",
    Role.NOISE: "black",
    Role.MASTHEAD: "navy",
    Role.FOLIO: "navy",
    Role.LABEL: "navy",
    Role.IMPRINT: "navy",
}


def draw(true: TruePage, height: int = 1800) -> Image.Image:
    """The page `height` pixels high: a fill for each article, an outline for each role but running text."""
    page = true.page
    scale = height / page.upright.height
    image = Image.new("RGB", (max(1, round(page.upright.width * scale)), height), "white")
    pen = ImageDraw.Draw(image)
    for gutter in page.layout.gutters:
        pen.rectangle(_scaled(gutter.box, scale), fill=(225, 245, 250))
    for picture in page.layout.pictures:
        pen.rectangle(_scaled(picture, scale), fill=(215, 215, 215))
    for line, truth in zip(page.lines, true.truth, strict=True):
        corners = [(x * scale, y * scale) for x, y in line.quad.corners]
        pen.polygon(corners, fill=_colour(truth.article), outline=_OUTLINES.get(truth.role))
        size = min(corners[3][1] - corners[0][1], corners[1][0] - corners[0][0]) * 0.85
        if line.text.isascii() and size > 3:
            pen.text(corners[0], line.text, fill="black", font=ImageFont.load_default(size))
    for rule in page.layout.rules:
        pen.rectangle(_scaled(rule.box, scale), outline="red")
    for frame in page.layout.frames:
        pen.rectangle(_scaled(frame, scale), outline=(0, 160, 0), width=2)
    return image


def _scaled(box: Box, scale: float) -> tuple[float, float, float, float]:
    return box.left * scale, box.top * scale, max(box.left, box.right) * scale, max(box.top, box.bottom) * scale


def _colour(article: str) -> tuple[int, int, int]:
    if not article:
        return (150, 150, 150)
    hue = crc32(article.encode()) % 997 / 997
    red, green, blue = hsv_to_rgb(hue, 0.35, 1.0)
    return round(255 * red), round(255 * green), round(255 * blue)
