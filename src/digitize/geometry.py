"""Rectangles and the transform between the scan and the upright image."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from digitize.model import Box, Point, Quad, Upright


def quad_of(box: Box) -> Quad:
    """The corners of `box`, in its own frame."""
    return Quad(((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)))


def hull(boxes: Iterable[Box]) -> Box:
    """Smallest box around all `boxes`; raises ValueError where there are none."""
    boxes = list(boxes)
    if not boxes:
        raise ValueError("hull of no boxes")
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length shared by the intervals [a0, a1] and [b0, b1]; 0 where they are apart."""
    # comparisons, not min and max: pages ask this a hundred times a line
    shared = (a1 if a1 < b1 else b1) - (a0 if a0 > b0 else b0)
    return shared if shared > 0.0 else 0.0


def overlap_x(a: Box, b: Box) -> float:
    """Width shared by the two boxes' horizontal extents."""
    return overlap(a.left, a.right, b.left, b.right)


def overlap_y(a: Box, b: Box) -> float:
    """Height shared by the two boxes' vertical extents."""
    return overlap(a.top, a.bottom, b.top, b.bottom)


def contains(box: Box, point: Point) -> bool:
    """Whether `point` lies in `box`, edges included."""
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


def affine(upright: Upright) -> NDArray[np.float64]:
    """The 2x3 matrix from scan pixels to upright pixels."""
    return np.array(upright.matrix, dtype=np.float64).reshape(2, 3)


def to_scan(points: NDArray[np.float64], upright: Upright) -> NDArray[np.float64]:
    """Map upright points (N, 2) to points of the original scan (N, 2)."""
    matrix = affine(upright)
    return (points - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T
