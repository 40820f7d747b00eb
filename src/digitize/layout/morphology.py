"""Morphology with rectangles, typed: masks and grey images in and out, (H, W) uint8."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]
"""0 or 255 per pixel."""


def _box(width: float, height: float) -> NDArray[np.uint8]:
    return np.ones((max(1, round(height)), max(1, round(width))), np.uint8)


@dataclass(frozen=True, slots=True)
class Components:
    """What hangs together on a mask, diagonals included."""

    labels: NDArray[np.int32]
    """(H, W), the number of the component of each pixel; 0 off the mask."""
    boxes: NDArray[np.int32]
    """(N, 5), left, top, width, height and area of each; the first is what is not on the mask."""


def components(mask: Mask) -> Components:
    """The components of `mask`."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return Components(np.asarray(labels, np.int32), np.asarray(boxes, np.int32))


def only(kept: NDArray[np.bool_], labels: MatLike) -> Mask:
    """Mask of the components of `labels` (H, W) that are `kept`, a flag for each label."""
    # looked up as bytes: a quarter of the time that flags take which then become bytes
    return np.asarray(np.where(kept, np.uint8(255), np.uint8(0))[labels], np.uint8)


def below(image: Grey, level: float) -> Mask:
    """Where `image` is darker than `level`."""
    return np.asarray(cv2.threshold(image, math.ceil(level) - 1, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def dilate(image: Grey, width: float, height: float) -> Grey:
    """Largest value in a rectangle around each pixel."""
    return np.asarray(cv2.dilate(image, _box(width, height)), np.uint8)


def erode(image: Grey, width: float, height: float) -> Grey:
    """Smallest value in a rectangle around each pixel; 0 beyond the edge."""
    box = _box(width, height)
    return np.asarray(cv2.erode(image, box, borderType=cv2.BORDER_CONSTANT, borderValue=[0]), np.uint8)


def opening(image: Grey, width: float, height: float) -> Grey:
    """What a bright rectangle fits into."""
    return np.asarray(cv2.morphologyEx(image, cv2.MORPH_OPEN, _box(width, height)), np.uint8)


def closing(image: Grey, width: float, height: float) -> Grey:
    """Dark gaps smaller than a rectangle filled."""
    return np.asarray(cv2.morphologyEx(image, cv2.MORPH_CLOSE, _box(width, height)), np.uint8)


def dark_ridges(image: Grey, width: float, height: float) -> Grey:
    """How much darker a pixel is than its surroundings, where a rectangle covers the dark."""
    return np.asarray(cv2.morphologyEx(image, cv2.MORPH_BLACKHAT, _box(width, height)), np.uint8)
