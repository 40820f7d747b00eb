"""Pages for the tests: small ones, text drawn where a test wants it, and the scans beside the project."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from digitize.model import Box, Gutter, Layout, Orientation


def draw(size, texts):
    """A grey page (H, W) of `size` (W, H) with `texts`: (x, y of the upper left corner, font size, text) each."""
    page = Image.new("L", size, 245)
    pen = ImageDraw.Draw(page)
    for x, y, height, text in texts:
        pen.text((x, y), text, fill=20, font=ImageFont.load_default(height))
    return np.asarray(page)


def layout(size, text_height, gutters=()):
    """A layout with vertical `gutters` given as boxes (left, top, right, bottom)."""
    strips = tuple(Gutter(Box(*box), Orientation.VERTICAL) for box in gutters)
    return Layout(Box(0, 0, *size), (), (), (), strips, text_height)


def lines_in(image, engine):
    """The lines of text that `engine` finds in `image` (H, W, 3), each cut out upright."""
    for quad in engine.detect(np.ascontiguousarray(image)):
        (left, top), (right, bottom) = quad.min(axis=0).astype(int).clip(0), quad.max(axis=0).astype(int)
        yield np.ascontiguousarray(image[top:bottom, left:right])


def shared(*parts):
    """A file of the material beside the project; skips the test where it is absent."""
    path = Path(__file__).resolve().parents[2].joinpath("shared", *parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(('shared', *parts))} is not beside the project")
    return path
