"""Ink and paper: the page as black and white, for measuring gaps and edges of type."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.recognition.bands import in_bands
from digitize.recognition.strips import Image

_BAND = 1024
"""Rows of a mask whose components are told apart at once."""

Sizes = NDArray[np.int32]


def ink_mask(gray: Image, text_height: float) -> Image:
    """Where there is ink on `gray` (H, W): 255, else 0, of the same shape.

    The paper's tone is taken out first, so that shadows and yellowed edges do not count as ink.
    """
    cell = max(1, round(text_height / 5))
    height, width = gray.shape
    across, down = max(1, width // cell), max(1, height // cell)
    # whole cells alone, as OpenCV averages these many times faster
    small = cv2.resize(gray[: down * cell, : across * cell], (across, down), interpolation=cv2.INTER_AREA)
    # Three ems reach past the strokes of body type to paper, and leave a shadow's slope in.
    paper = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    paper = cv2.GaussianBlur(paper, (0, 0), 5)
    tone = np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    np.maximum(tone, 1, out=tone)
    flat = cv2.divide(gray, tone, dst=tone, scale=255)
    edges = cv2.morphologyEx(flat, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 60
    if not edges.any():
        return np.zeros_like(gray)
    # Otsu (1979) on the pixels around strokes alone: there ink and paper are about even.
    level, _ = cv2.threshold(flat[edges].reshape(-1, 1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(cv2.threshold(flat, level, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)


def sifted(mask: Image, keep: Callable[[Sizes, Sizes], NDArray[np.bool_]], reach: float) -> Image:
    """Those components of `mask` (H, W) of 0 and 255 that `keep` says to be kept, given the width and height of each.

    Of what is higher than `reach` pixels, rows farther than that from a pixel may be left out of its component; so the
    upper part of a stroke may be kept and the lower not.
    """

    def judged(band: Image) -> Image:
        _, numbers, boxes, _ = cv2.connectedComponentsWithStats(band)
        widths, heights = np.asarray(boxes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]], np.int32).T
        levels = np.where(keep(widths, heights), np.uint8(255), np.uint8(0))
        levels[0] = 0
        return np.asarray(levels[numbers], np.uint8)

    return in_bands(mask, judged, _BAND, int(np.ceil(reach)))
