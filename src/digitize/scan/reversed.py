"""Light print on dark tints within a page: turned into dark print on light, as the rest of the page is."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.scan.polarity import Grey, Mask, light_print, reduced

_STROKES = 41
"""Side in reduced pixels of the square whose median is the tint: strokes of heads are narrower than half of it."""
_DARK = 0.6
"""Part of the paper's tone below which a tint is dark."""
_LEAST = 0.004
"""Share of the page that a dark tint covers at least, to be one with lines of print."""
_NECK = 71
"""Width in reduced pixels of what parts a tint from a dark thing that touches it: some six lines of print high."""
_RIM = 0.01
"""Part of the page's side along its edges, where what is dark is no tint but the scanner's lid."""
_SOLID = 0.75
"""Share of its box that it covers: leads and boxes are rectangles, what is dark in pictures is not."""
_EVEN = 10.0
"""Grey levels from its own median that half of a tint keep within, at most; pictures spread over more."""
_FEWEST = 6
"""Tiles of a tint at least that hold light print on dark."""
_PRINTED = 0.35
"""Share of a tint's tiles at least that hold light print on dark."""


def undo_reversed(grey: Grey) -> tuple[Grey, int]:
    """A page (H, W) with the dark tints that bear light print turned over, and how many these were.

    The page itself is returned where there are none, not a copy.
    """
    small = reduced(grey)
    tone = np.asarray(cv2.medianBlur(small, _STROKES), np.uint8)
    dark = np.where(tone < _DARK * np.percentile(tone[::4, ::4], 75), np.uint8(255), np.uint8(0))
    if np.count_nonzero(dark) < _LEAST * dark.size:
        return grey, 0
    dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((_NECK, _NECK), np.uint8)), np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(dark)
    found = [
        label
        for label in range(1, count)
        if boxes[label, 4] > max(_LEAST * dark.size, _SOLID * boxes[label, 2] * boxes[label, 3])
        and _off_the_edge(boxes[label, :4].tolist(), dark.shape)
        and _is_reversed(small, tone, labels == label)
    ]
    if not found:
        return grey, 0
    chosen = np.isin(labels, found).astype(np.uint8)
    return _turned(grey, chosen), len(found)


def _off_the_edge(box: list[int], shape: tuple[int, ...]) -> bool:
    left, top, width, height = box
    rim = _RIM * max(shape)
    return left > rim and top > rim and left + width < shape[1] - rim and top + height < shape[0] - rim


def _is_reversed(small: Grey, tone: Grey, inside: NDArray[np.bool_]) -> bool:
    levels = tone[inside].astype(np.int16)
    if np.median(np.abs(levels - np.median(levels))) > _EVEN:
        return False
    printed, tiles = light_print(small, inside)
    return printed >= max(_FEWEST, _PRINTED * tiles)


def _turned(grey: Grey, chosen: Mask) -> Grey:
    """`grey` (H, W) with what is `chosen` (h, w) turned over, its darkest tone to white."""
    mask = cv2.resize(chosen, grey.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    darkest = float(np.percentile(grey[mask][::16], 10))
    levels = np.clip(255 - (np.arange(256) - darkest) * 255 / max(1.0, 255 - darkest), 0, 255).astype(np.uint8)
    return np.asarray(np.where(mask, cv2.LUT(grey, levels), grey), np.uint8)
