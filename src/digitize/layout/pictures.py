"""Photographs, drawings and other dark areas that are not type."""

import cv2
import numpy as np

from digitize.geometry import hull
from digitize.layout.morphology import Grey, Mask, below, closing, dilate, only, opening
from digitize.model import Box


def _midtone(flat: Grey, em: float) -> Mask:
    """Areas without bare paper over more than a character: halftones and solid tints."""
    reach = max(3, round(0.9 * em)) | 1
    brightest = dilate(flat, reach, reach)
    return below(brightest, 205)


def _large(ink: Mask, em: float) -> Mask:
    """Connected drawings: components of ink far larger than body type and denser than a frame."""
    closed = closing(ink, 3, 3)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    width, height, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    chosen = (np.minimum(width, height) > 6 * em) & (area > 0.12 * width * height)
    chosen[0] = False
    return only(chosen, labels)


def find_pictures(flat: Grey, ink: Mask, em: float) -> tuple[Box, ...]:
    """Boxes of pictures in work pixels.

    `flat` is the flattened page, `ink` its ink without rules and scan border, `em` the height of running text.
    """
    seed = _midtone(flat, em) | _large(ink, em)
    reach = max(3, round(1.2 * em)) | 1
    solid = closing(seed, reach, reach)
    solid = opening(solid, reach, reach)
    grown = dilate(solid, 3, 3)
    height, width = flat.shape
    boxes: list[Box] = []
    for left, top, wide, high, area in cv2.connectedComponentsWithStats(grown, connectivity=8)[2][1:]:
        if min(wide, high) < 4 * em or area < 0.35 * wide * high:
            continue
        edge = left <= 2 or top <= 2 or left + wide >= width - 2 or top + high >= height - 2
        if edge and (min(wide, high) < 8 * em or max(wide, high) > 0.8 * max(width, height)):
            continue
        boxes.append(Box(float(left), float(top), float(left + wide), float(top + high)))
    return merge_touching(boxes)


def merge_touching(boxes: list[Box]) -> tuple[Box, ...]:
    """Boxes that overlap become one."""
    merged = list(boxes)
    changed = True
    while changed:
        changed = False
        for index, box in enumerate(merged):
            partner = next((other for other in merged[index + 1 :] if _overlap(box, other)), None)
            if partner is not None:
                merged.remove(box)
                merged.remove(partner)
                merged.append(hull((box, partner)))
                changed = True
                break
    return tuple(merged)


def _overlap(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
