"""From grey pixels to ink: paper tone taken out, scan borders taken away."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.morphology import Grey, Mask, below, dilate, only, opening

WORK_PIXELS = 6_000_000
"""Layout is looked for at this size at most: body type of a 300 dpi broadsheet is then some 16 pixels high."""


def work_scale(shape: tuple[int, ...]) -> float:
    """Factor (<= 1) that brings an image of `shape` (H, W) down to the working size."""
    return float(min(1.0, (WORK_PIXELS / (shape[0] * shape[1])) ** 0.5))


def shrink(grey: Grey, scale: float) -> Grey:
    """Reduce (H, W) by `scale` with area averaging, so that hairlines fade but do not vanish."""
    if scale >= 1:
        return grey
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)


def paper_tone(grey: Grey) -> NDArray[np.float32]:
    """Brightness of the bare paper under each pixel, (H, W), 1..255.

    A high percentile over coarse cells, then a wide median over cells, so that neither type nor a picture
    the size of a few columns pulls the tone down, while a gutter shadow does.
    """
    height, width = grey.shape
    cell = min(max(8, min(height, width) // 48), height, width)
    rows, cols = max(1, height // cell), max(1, width // cell)
    cells = grey[: rows * cell, : cols * cell].reshape(rows, cell, cols, cell).transpose(0, 2, 1, 3)
    bright = np.percentile(cells.reshape(rows, cols, -1), 90, axis=2).astype(np.uint8)
    down = cv2.medianBlur(cv2.copyMakeBorder(bright, 6, 6, 0, 0, cv2.BORDER_REFLECT), 5)[6:-6]
    spread = cv2.morphologyEx(down, cv2.MORPH_CLOSE, np.ones((15, 3), np.uint8), borderType=cv2.BORDER_REFLECT)
    smooth = cv2.GaussianBlur(spread, (0, 0), 1.0)
    tone = cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.maximum(tone, 1).astype(np.float32)


def flatten(grey: Grey) -> Grey:
    """`grey` divided by its paper tone, so that paper is about 255 everywhere."""
    return np.clip(grey.astype(np.float32) * (255.0 / paper_tone(grey)), 0, 255).astype(np.uint8)


def binarize(flat: Grey) -> Mask:
    """Ink of a flattened page."""
    level = edge_level(flat)
    return np.zeros_like(flat) if level is None else below(flat, min(level + 12, 215))


def edge_level(flat: Grey) -> float | None:
    """The grey level between ink and paper of a flattened page; None where there are no strokes.

    It is Otsu's (1979) over the pixels around strokes alone: over the whole page, pictures and show-through would
    move it.
    """
    edges = cv2.morphologyEx(flat, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    near = edges > 60
    if np.count_nonzero(near) < 100:
        return None
    return cv2.threshold(flat[near].reshape(1, -1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]


def _percentile(grey: Grey, percent: float) -> float:
    """The value that `percent` of all pixels do not exceed."""
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel()
    return float(np.searchsorted(np.cumsum(counts, dtype=np.float64), percent / 100 * (grey.size - 1) + 1))


def border(grey: Grey) -> Mask:
    """The dark platen, book edge or punched frame around the sheet, grown by a little.

    Dark areas count that are connected to the image's edge and far longer than a letter.
    """
    height, width = grey.shape
    dark = below(grey, 0.55 * _percentile(grey, 75))
    solid = opening(dark, 5, 5)
    rim = max(4, round(0.012 * min(height, width)))
    if np.count_nonzero(solid) == np.count_nonzero(solid[rim : height - rim, rim : width - rim]):
        return np.zeros_like(grey)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    touches = (left < rim) | (top < rim) | (left + wide > width - rim) | (top + high > height - rim)
    long = np.maximum(wide, high) > 0.08 * max(height, width)
    chosen = touches & long
    chosen[0] = False
    if count < 2 or not chosen.any():
        return np.zeros_like(grey)
    return dilate(only(chosen, labels), 9, 9)


def despeckle(ink: Mask, size: float) -> Mask:
    """`ink` without components smaller than `size` pixels in both directions."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= size
    keep[0] = False
    return only(keep, labels) if count > 1 else ink
