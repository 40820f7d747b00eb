"""A strip of the page along one line of text, in a frame of its own.

Lines of text lie a little aslant even on a deskewed page, and lines of vertical text run downwards. In the frame of
its strip every line runs along x from 0 to `length` and is `thickness` high, so that one code serves all of them.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model import Orientation, Point, Quad

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Strip:
    """A rectangle along a line of text; its frame is a rotation of the upright image."""

    origin: Point
    """The corner where the line begins, on its upper side (left side of a vertical line), in upright pixels."""
    angle: float
    """Direction of the line from the x axis (from the y axis for a vertical line), in radians, clockwise positive."""
    length: float
    thickness: float
    orientation: Orientation

    @property
    def axes(self) -> tuple[Point, Point]:
        """Unit vectors along and across the line, in upright pixels."""
        return _axes(self.angle, self.orientation is Orientation.HORIZONTAL)

    @property
    def quad(self) -> Quad:
        """Corners in upright pixels: top left, top right, bottom right, bottom left."""
        a, b, c, d = (self.point(x, y) for x, y in _corners(self.length, self.thickness))
        return Quad((a, b, c, d) if self.orientation is Orientation.HORIZONTAL else (a, d, c, b))

    @property
    def center(self) -> Point:
        return self.point(self.length / 2, self.thickness / 2)

    def point(self, x: float, y: float) -> Point:
        """The upright pixel at (x, y) of this strip."""
        (ax, ay), (bx, by) = self.axes
        return (self.origin[0] + x * ax + y * bx, self.origin[1] + x * ay + y * by)

    def local(self, point: Point) -> Point:
        """An upright pixel in this strip's frame."""
        (ax, ay), (bx, by) = self.axes
        x, y = point[0] - self.origin[0], point[1] - self.origin[1]
        return (x * ax + y * ay, x * bx + y * by)

    def part(self, x0: float, y0: float, x1: float, y1: float) -> "Strip":
        """The strip from (x0, y0) to (x1, y1) of this one's frame."""
        return Strip(self.point(x0, y0), self.angle, x1 - x0, y1 - y0, self.orientation)

    def grown(self, along: float, across: float) -> "Strip":
        """The strip made longer by `along` at both ends and thicker by `across` on both sides, in pixels."""
        return self.part(-along, -across, self.length + along, self.thickness + across)

    @property
    def crop_size(self) -> tuple[int, int]:
        """Width and height of what `crop` gives, in pixels."""
        return (max(1, round(self.length)), max(1, round(self.thickness)))

    def crop(self, image: Image) -> Image:
        """Cut this strip out of `image`, (H, W) or (H, W, 3), with the line running along x.

        Pixels outside the image are white. The result is round(thickness) by round(length) pixels. A vertical
        line comes out transposed.
        """
        return self._warped(image, 255)

    def inked(self, mask: Image) -> NDArray[np.bool_]:
        """The same cut of a `mask` (H, W) of 0 and 255; nothing is inked outside of it."""
        return self._warped(mask, 0) > 127

    def _warped(self, image: Image, border: int) -> Image:
        ((ax, ay), (bx, by)), (x, y) = self.axes, self.origin
        # Pixel centres, so that a strip on the pixel grid is cut without resampling.
        matrix = np.array([[ax, bx, x + 0.5 * (ax + bx) - 0.5], [ay, by, y + 0.5 * (ay + by) - 0.5]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        warped = cv2.warpAffine(image, matrix, self.crop_size, flags=flags, borderValue=(border,) * 3)
        return np.asarray(warped, dtype=np.uint8)


@lru_cache(maxsize=1024)
def _axes(angle: float, horizontal: bool) -> tuple[Point, Point]:
    cos, sin = math.cos(angle), math.sin(angle)
    return ((cos, sin), (-sin, cos)) if horizontal else ((-sin, cos), (cos, sin))


def _corners(length: float, thickness: float) -> tuple[Point, Point, Point, Point]:
    return ((0, 0), (length, 0), (length, thickness), (0, thickness))


def strip_around(points: NDArray[np.float64], orientation: Orientation | None = None) -> Strip:
    """The smallest strip around `points` (N, 2), upright pixels.

    Without an `orientation` the strip is vertical where it is clearly higher than wide.
    """
    center, size, degrees = cv2.minAreaRect(points.astype(np.float32))
    angle = np.deg2rad((degrees + 45) % 90 - 45)
    # minAreaRect calls the sides by its own angle; bring them to the one nearest the axes.
    width, height = size if round((degrees - np.rad2deg(angle)) / 90) % 2 == 0 else size[::-1]
    if orientation is None:
        orientation = Orientation.VERTICAL if height > 1.5 * width else Orientation.HORIZONTAL
    length, thickness = (width, height) if orientation is Orientation.HORIZONTAL else (height, width)
    strip = Strip((0.0, 0.0), float(angle), float(length), float(thickness), orientation)
    return replace(strip, origin=(center[0] - strip.center[0], center[1] - strip.center[1]))
