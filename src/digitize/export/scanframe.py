"""From the upright image to whole pixels of the original scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Self

import numpy as np

from digitize.geometry import to_scan
from digitize.model import Page, Point

Pixel = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ScanFrame:
    """The original scan of one page as a frame of coordinates: whole pixels, x right, y down, inside the image."""

    width: int
    height: int
    origin: Point
    """Where the upright image's (0, 0) lies in the scan."""
    across: Point
    """The way in the scan that one pixel to the right in the upright image is."""
    down: Point
    """The way in the scan that one pixel down in the upright image is."""

    @classmethod
    def of(cls, page: Page) -> Self:
        """The frame of a page's scan."""
        (x, y), (right_x, right_y), (below_x, below_y) = to_scan(
            np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]), page.upright
        ).tolist()
        return cls(page.scan.width, page.scan.height, (x, y), (right_x - x, right_y - y), (below_x - x, below_y - y))

    def pixels(self, points: Sequence[Point]) -> tuple[Pixel, ...]:
        """Upright points as whole pixels of the scan; what lies beyond its edge is moved onto the edge."""
        (left, top), (right_x, right_y), (below_x, below_y) = self.origin, self.across, self.down
        width, height = self.width, self.height
        pixels = []
        for x, y in points:
            column, row = round(left + x * right_x + y * below_x), round(top + x * right_y + y * below_y)
            pixels.append((min(max(column, 0), width), min(max(row, 0), height)))
        return tuple(pixels)

    def hull(self, points: Sequence[Point]) -> tuple[int, int, int, int]:
        """Left, top, right, bottom around upright points, in pixels of the scan."""
        xs, ys = zip(*self.pixels(points), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def position(self, points: Sequence[Point]) -> dict[str, object]:
        """The hull as ALTO attributes."""
        left, top, right, bottom = self.hull(points)
        return {"HPOS": left, "VPOS": top, "WIDTH": right - left, "HEIGHT": bottom - top}

    def rotation(self) -> float:
        """Angle of the print in the scan: degrees, counter-clockwise as a viewer shows it, in -180..180."""
        return degrees(atan2(-self.across[1], self.across[0]))
