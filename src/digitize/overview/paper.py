"""What an overview is drawn on: the scan, upright, reduced and pale."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.geometry import affine
from digitize.model import Page

Grey = NDArray[np.uint8]
Picture = NDArray[np.uint8]
Size = tuple[int, int]

_CONTRAST = 0.55
"""How much of the scan's contrast is kept, so that marks stand out against it and the file stays small."""
_COARSE = 4
_WINDOWS = 8
"""Light is evened out at a quarter of the size, over an eighth of the page, which is wider than letters and lines."""
_BAR = (205, 205, 205)


def pale_scan(page: Page, scan: Grey, size: Size) -> Picture:
    """The scan, (H, W) grey of any size, turned upright: (H, W, 3) BGR of `size` (width, height), white and grey."""
    across, down = size[0] / page.upright.width, size[1] / page.upright.height
    to_upright = np.vstack([affine(page.upright), (0, 0, 1)])
    from_reduced = np.diag([page.scan.width / scan.shape[1], page.scan.height / scan.shape[0], 1])
    matrix = (np.diag([across, down, 1]) @ to_upright @ from_reduced)[:2]
    # Points count from the corner of the first pixel here, and from its centre in OpenCV.
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    grey = cv2.warpAffine(scan, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    level = np.minimum(grey / np.maximum(_background(grey.astype(np.uint8, copy=False)), 1), 1)
    pale = np.round(255 * (1 - _CONTRAST * (1 - level))).astype(np.uint8)
    picture: Picture = cv2.cvtColor(pale, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    return picture


def bars(page: Page, size: Size) -> Picture:
    """White paper of `size` (width, height) with a grey bar for each line of text: (H, W, 3) BGR."""
    picture = np.full((size[1], size[0], 3), 255, np.uint8)
    scale = np.array([size[0] / page.upright.width, size[1] / page.upright.height])
    for line in page.lines:
        corners = np.array(line.quad.corners) * scale
        middle = corners.mean(axis=0)
        thin = np.array((1, 0.5) if line.box.width > line.box.height else (0.5, 1))
        points = np.round(middle + (corners - middle) * thin).astype(np.int32)
        cv2.fillConvexPoly(picture, points, _BAR, cv2.LINE_AA)
    return picture


def _background(grey: Grey) -> NDArray[np.float32]:
    """How bright the paper is round every pixel, by morphological closing."""
    small = cv2.resize(grey, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    reach = max(3, min(small.shape) // _WINDOWS) | 1
    closed = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    smooth = cv2.blur(closed, (reach, reach)).astype(np.float32)
    size = (grey.shape[1], grey.shape[0])
    return cv2.resize(smooth, size, interpolation=cv2.INTER_LINEAR).astype(np.float32, copy=False)
