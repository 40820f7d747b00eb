"""Newspaper pages as images: justified columns, rules, pictures, and what a scanner adds."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

PAPER, INK = 232, 35
LETTERS = "etaoinshrdlucmfwypvbgk"


class Sheet:
    """A page being drawn, (H, W); lengths are pixels. The same seed draws the same page."""

    def __init__(self, width=1800, height=2400, seed=1):
        self.image = Image.new("L", (width, height), PAPER)
        self.pen = ImageDraw.Draw(self.image)
        self.random = np.random.default_rng(seed)

    def line(self, left, top, width, size=24, *, justified=True):
        """Words that fill `width`, between the column's edges where `justified`."""
        font, words, used = ImageFont.load_default(size), [], 0.0
        while True:
            word = "".join(LETTERS[int(n)] for n in self.random.geometric(0.13, int(self.random.integers(2, 10))) % 22)
            length = font.getlength(word)
            if used + length + (len(words)) * 0.25 * size > width:
                break
            words.append((word, length))
            used += length
        space = (width - used) / max(1, len(words) - 1) if justified else 0.28 * size
        for word, length in words:
            self.pen.text((left, top), word, fill=INK, font=font)
            left += length + space

    def column(self, left, top, width, lines, size=24, *, justified=True, pitch=1.35):
        """Lines of running text; every seventh begins a paragraph, the line before it ends short."""
        for n in range(lines):
            inset, short = (size if n % 7 == 0 else 0), (0.45 if n % 7 == 6 else 1)
            self.line(
                left + inset, top + n * pitch * size, (width - inset) * short, size, justified=justified and short == 1
            )

    def glyphs(self, left, top, count, em=32, *, vertical=False, pitch=None):
        """Chinese-like characters: strokes across a square, one after the other along a line."""
        for n in range(count):
            x, y = (left, top + n * (pitch or em)) if vertical else (left + n * (pitch or em), top)
            ink, stroke = 0.92 * em, 0.09 * em
            for along, first, last in zip(
                self.random.uniform(0, 0.9, 5),
                self.random.uniform(0, 0.4, 5),
                self.random.uniform(0.6, 1, 5),
                strict=True,
            ):
                self.pen.rectangle(
                    (x + first * ink, y + along * ink, x + last * ink, y + along * ink + stroke), fill=INK
                )
                self.pen.rectangle(
                    (x + along * ink, y + last * ink / 2, x + along * ink + stroke, y + last * ink), fill=INK
                )
            self.pen.rectangle((x, y, x + 0.5 * ink, y + stroke), fill=INK)
            self.pen.rectangle((x + 0.5 * ink, y + ink - stroke, x + ink, y + ink), fill=INK)

    def box(self, left, top, right, bottom, fill=INK):
        self.pen.rectangle((left, top, right - 1, bottom - 1), fill=fill)

    def frame(self, left, top, right, bottom, width=3):
        self.pen.rectangle((left, top, right, bottom), outline=INK, width=width)

    def picture(self, left, top, right, bottom, darkest=40, lightest=185):
        """A halftone photograph: soft shapes in grey, darker than paper throughout."""
        shape = (int(bottom - top), int(right - left))
        tones = cv2.resize(
            self.random.integers(darkest, lightest, (6, 6)).astype(np.uint8), shape[::-1], interpolation=cv2.INTER_CUBIC
        )
        self.image.paste(Image.fromarray(tones), (int(left), int(top)))

    def scan(self, noise=4.0, shadow=0.0, platen=0):
        """The page as a scanner sees it: blurred and grainy, darker by `shadow` towards the left, with a dark rim."""
        page = cv2.GaussianBlur(np.asarray(self.image), (0, 0), 0.7).astype(np.float64)
        page *= 1 - shadow * np.exp(-np.arange(page.shape[1]) / (0.08 * page.shape[1]))
        page += self.random.normal(0, noise, page.shape)
        page = np.clip(page, 0, 255).astype(np.uint8)
        return cv2.copyMakeBorder(page, platen, platen, platen, 0, cv2.BORDER_CONSTANT, value=[24]) if platen else page


def columns(count=4, width=380, gap=31, lines=20, *, margin=90, top=120, seed=1, **kwargs):
    """A sheet of `count` columns, and the x of the middle of each gutter; `kwargs` go to `Sheet.column`."""
    size, pitch = kwargs.get("size", 24), kwargs.get("pitch", 1.35)
    sheet = Sheet(2 * margin + count * width + (count - 1) * gap, round(2 * top + lines * pitch * size), seed)
    for n in range(count):
        sheet.column(margin + n * (width + gap), top, width, lines, **kwargs)
    return sheet, [margin + n * (width + gap) - gap / 2 for n in range(1, count)]


def places(gutters, reach=8.0):
    """Where gutters stand across the page, each place once."""
    middles = sorted(gutter.box.center[0] for gutter in gutters)
    return [middle for n, middle in enumerate(middles) if n == 0 or middle - middles[n - 1] > reach]
