"""From the upright image to integer pixels of the original scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees

import numpy as np

from digitize.geometry import to_scan
from digitize.model import Page, Point

Pixel = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ScanFrame:
    """The original scan of one page as a frame of coordinates: whole pixels, x right, y down, inside the image."""

    page: Page

    def pixels(self, points: Sequence[Point]) -> tuple[Pixel, ...]:
        """Upright points as whole pixels of the scan; what lies beyond its edge is moved onto the edge."""
        scan = self.page.scan
        mapped = np.rint(to_scan(np.asarray(points, dtype=np.float64), self.page.upright))
        inside = np.clip(mapped, 0, (scan.width, scan.height)).astype(int)
        return tuple((int(x), int(y)) for x, y in inside)

    def hull(self, points: Sequence[Point]) -> tuple[int, int, int, int]:
        """Left, top, right, bottom around upright points, in pixels of the scan."""
        xs, ys = zip(*self.pixels(points), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def position(self, points: Sequence[Point]) -> dict[str, object]:
        """The hull as ALTO attributes."""
        left, top, right, bottom = self.hull(points)
        return {"HPOS": left, "VPOS": top, "WIDTH": right - left, "HEIGHT": bottom - top}

    def rotation(self) -> float:
        """Angle of the print in the scan: degrees, counter-clockwise as a viewer shows it, in (-180, 180]."""
        start, end = to_scan(np.array([(0.0, 0.0), (1.0, 0.0)]), self.page.upright)
        return degrees(atan2(start[1] - end[1], end[0] - start[0]))
