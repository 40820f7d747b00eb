"""Where text stands on a page: PaddleOCR's detector at the right scale, tile by tile."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model import Orientation
from digitize.recognition.engine import Engine
from digitize.recognition.strips import Image, Strip, strip_around

_EM = 20.0
"""Text height in pixels at which the detector is run. Chinese type is found without gaps from 18, Latin from 12."""

_MAX_SIDE = 3200
_MAX_AREA = 6_000_000
_OVERLAP = 160
"""Size of a tile and how far neighbours overlap, in pixels at detection scale."""


def find_strips(gray: Image, text_height: float, engine: Engine) -> list[Strip]:
    """Find lines of text, whole ones or several side by side glued together, on an upright page (H, W).

    `text_height` in pixels decides the scale of the search. Raises RecognitionError.
    """
    scale = float(np.clip(_EM / text_height, 0.1, 2.0))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    page = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=method)
    strips: list[Strip] = []
    owners: list[int] = []
    for number, (x0, y0, x1, y1) in enumerate(_tiles(page.shape[1], page.shape[0])):
        tile = cv2.cvtColor(page[y0:y1, x0:x1], cv2.COLOR_GRAY2BGR)
        found = (engine.detect(tile.astype(np.uint8)) + [x0, y0]) / scale
        strips.extend(strip_around(corners) for corners in found)
        owners.extend([number] * len(found))
    return _united(strips, np.array(owners))


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


def _united(strips: list[Strip], owners: NDArray[np.int_]) -> list[Strip]:
    """Put together what different tiles found of the same line."""
    group = list(range(len(strips)))
    boxes = np.array([(b.left, b.top, b.right, b.bottom) for b in (s.quad.box for s in strips)]).reshape(-1, 4)
    for i, strip in enumerate(strips):
        near = (boxes[:, :2] < boxes[i, 2:]).all(axis=1) & (boxes[:, 2:] > boxes[i, :2]).all(axis=1)
        for j in np.flatnonzero(near & (owners > owners[i])):
            if _same_line(strip, strips[j]):
                old, new = group[j], group[i]
                group = [new if g == old else g for g in group]
    united = []
    for g in sorted(set(group)):
        members = [strip for strip, member in zip(strips, group, strict=True) if member == g]
        longest = max(members, key=lambda s: s.length)
        corners = np.concatenate([np.array(strip.quad.corners) for strip in members])
        united.append(longest if len(members) == 1 else strip_around(corners, longest.orientation))
    return united


def _same_line(a: Strip, b: Strip) -> bool:
    """Whether two strips cover one line: like thickness, the middle of each within the other, and a shared stretch."""
    if a.orientation is not b.orientation or not 0.6 < a.thickness / b.thickness < 1.6:
        return False
    ends = a.local(np.array(b.quad.corners))
    shared = min(a.length, ends[:, 0].max()) - max(0.0, ends[:, 0].min())
    middle = float(ends[:, 1].mean()) / a.thickness
    return shared > 0.5 * min(a.thickness, b.thickness) and 0.3 < middle < 0.7


def is_vertical_page(strips: list[Strip]) -> bool:
    """Whether most of the text found runs downwards."""
    down = sum(strip.length for strip in strips if strip.orientation is Orientation.VERTICAL)
    return down > 0.5 * sum(strip.length for strip in strips)
