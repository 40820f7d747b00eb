"""Strokes, badges and tints on a picture, drawn in place on (H, W, 3) BGR; points are pixels, x right and y down."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, dist

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from digitize.model import Point
from digitize.overview.palette import PAPER, Colour, on

Picture = NDArray[np.uint8]
Mask = NDArray[np.uint8]

_SUBPIXELS = 4
"""Bits of OpenCV's fixed-point coordinates."""


def tint(picture: Picture, mask: Mask, colour: Colour, strength: float) -> None:
    """Lay a transparent colour over `mask` (H, W), as marker over print: paper takes the colour, ink stays dark."""
    light = 255 - strength * (255 - np.array(colour, dtype=np.float64))
    table = np.round(np.arange(256)[:, None] * light / 255).astype(np.uint8)
    np.copyto(picture, cv2.LUT(picture, table[None]).astype(np.uint8, copy=False), where=mask[..., None] > 0)


def outline(picture: Picture, mask: Mask, colour: Colour, width: int) -> None:
    """Draw the outer and inner edges of `mask` (H, W)."""
    contours, _ = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    cv2.drawContours(picture, contours, -1, colour, width, cv2.LINE_AA)


def stroke(picture: Picture, points: Sequence[Point], colour: Colour, width: int) -> None:
    """Draw an open line through `points`."""
    fixed = np.round(np.array(points) * 2**_SUBPIXELS).astype(np.int32)
    cv2.polylines(
        picture, [fixed], isClosed=False, color=colour, thickness=width, lineType=cv2.LINE_AA, shift=_SUBPIXELS
    )


def dashes(picture: Picture, points: Sequence[Point], colour: Colour, width: int, length: float) -> None:
    """Draw an open line in dashes of `length` pixels with gaps of two thirds of it."""
    dense = _evenly(points, 1.0)
    period = length * 5 / 3
    run: list[Point] = []
    for index, point in enumerate(dense):
        if index % period < length:
            run.append(point)
        elif run:
            stroke(picture, run, colour, width)
            run = []
    if len(run) > 1:
        stroke(picture, run, colour, width)


def head(picture: Picture, points: Sequence[Point], colour: Colour, size: float) -> None:
    """Draw the tip of an arrow at the end of the line through `points`."""
    tip = np.array(points[-1])
    back = np.array(next((point for point in reversed(points) if dist(point, points[-1]) >= size), points[0]))
    along = (tip - back) / max(float(np.hypot(*(tip - back))), 1e-6)
    aside = np.array((-along[1], along[0]))
    corners = np.array([tip, tip - size * along + 0.5 * size * aside, tip - size * along - 0.5 * size * aside])
    fixed = np.round(corners * 2**_SUBPIXELS).astype(np.int32)
    cv2.fillConvexPoly(picture, fixed, colour, cv2.LINE_AA, _SUBPIXELS)


def badge(picture: Picture, text: str, center: Point, colour: Colour, size: int) -> None:
    """Write `text` of digits `size` pixels high on a rounded plate of `colour`, all of it inside the picture."""
    glyphs = _glyphs(text, size)
    height = glyphs.shape[0] + size // 2
    width = max(height, glyphs.shape[1] + round(0.7 * size))
    x = min(max(round(center[0]), width // 2 + 1), picture.shape[1] - width // 2 - 2)
    y = min(max(round(center[1]), height // 2 + 1), picture.shape[0] - height // 2 - 2)
    reach = (width - height) // 2
    for extra, fill in ((3, PAPER), (0, colour)):
        cv2.line(picture, (x - reach, y), (x + reach, y), fill, height + extra, cv2.LINE_AA)
    top, left = y - glyphs.shape[0] // 2, x - glyphs.shape[1] // 2
    area = picture[max(top, 0) : top + glyphs.shape[0], max(left, 0) : left + glyphs.shape[1]]
    cover = glyphs[: area.shape[0], : area.shape[1], None].astype(np.float32) / 255
    area[:] = (area * (1 - cover) + np.array(on(colour)) * cover).astype(np.uint8)


def _evenly(points: Sequence[Point], step: float) -> list[Point]:
    even: list[Point] = []
    for start, end in pairwise(points):
        count = max(1, ceil(dist(start, end) / step))
        even += [
            (start[0] + (end[0] - start[0]) * i / count, start[1] + (end[1] - start[1]) * i / count)
            for i in range(count)
        ]
    return [*even, points[-1]]


@lru_cache(maxsize=1024)
def _glyphs(text: str, size: int) -> Mask:
    """How much of each pixel `text` covers, (H, W), cut to its outline; digits are `size` pixels high."""
    font = ImageFont.load_default(size * 1.38)  # of which digits are 0.72 high
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (ceil(right - left), ceil(bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), text, fill=255, font=font)
    return np.array(image)
