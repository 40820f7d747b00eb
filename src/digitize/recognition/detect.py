"""Where text stands on a page: PaddleOCR's detector at the right scale, tile by tile."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from digitize.model import Orientation
from digitize.recognition.engine import Engine
from digitize.recognition.strips import Image, Strip, strip_around

_EM = 20.0
"""Text height in pixels at which the detector is run. Chinese type is found without gaps from 18, Latin from 12."""

_MAX_SIDE = 3200
_MAX_AREA = 5_000_000
_OVERLAP = 160
"""Size of a tile and how far neighbours overlap, in pixels at detection scale."""


def find_strips(gray: Image, text_height: float, engine: Engine) -> list[Strip]:
    """Find lines of text on an upright page (H, W): whole ones, several glued together, and some of them twice.

    `text_height` in pixels decides the scale of the search. Raises RecognitionError.
    """
    scale = float(np.clip(_EM / text_height, 0.1, 1.5))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    page = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=method)
    strips: list[Strip] = []
    for x0, y0, x1, y1 in _tiles(page.shape[1], page.shape[0]):
        tile = cv2.cvtColor(page[y0:y1, x0:x1], cv2.COLOR_GRAY2BGR)
        found = engine.detect(tile.astype(np.uint8)) + np.array([x0, y0])
        strips.extend(strip_around(corners / scale) for corners in found)
    return strips


def _tiles(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    columns = _cuts(width, _MAX_SIDE)
    rows = _cuts(height, min(_MAX_SIDE, _MAX_AREA // max(x1 - x0 for x0, x1 in columns)))
    for y0, y1 in rows:
        for x0, x1 in columns:
            yield x0, y0, x1, y1


def _cuts(length: int, limit: int) -> list[tuple[int, int]]:
    """Cover `length` by equal intervals no longer than `limit` that overlap."""
    if length <= limit:
        return [(0, length)]
    count = int(np.ceil((length - _OVERLAP) / (limit - _OVERLAP)))
    step = (length - _OVERLAP) / count
    return [(round(i * step), min(length, round((i + 1) * step) + _OVERLAP)) for i in range(count)]


def is_vertical_page(strips: Sequence[Strip]) -> bool:
    """Whether most of the text found runs downwards."""
    down = sum(strip.length for strip in strips if strip.orientation is Orientation.VERTICAL)
    return down > 0.5 * sum(strip.length for strip in strips)
